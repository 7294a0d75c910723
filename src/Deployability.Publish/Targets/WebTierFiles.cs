using Deployability.Formats.Dockerfiles;
using Deployability.Publish.Emission;
using Deployability.Publish.Planning;

namespace Deployability.Publish.Targets;

/// <summary>The image of a front end that nginx serves: Dockerfile, configuration, and what the front end reads when it starts in a browser.</summary>
internal static class WebTierFiles
{
    /// <summary>Where calls of the API go to: the app, as nginx sees it.</summary>
    public const string Upstream = "API_UPSTREAM";

    /// <summary>Where the front end calls the API: a path of the same origin, or another origin.</summary>
    public const string Base = "API_BASE";

    /// <summary>The Host header of calls to the API: what the browser asked for, unless a router before the app goes by another.</summary>
    public const string Host = "API_HOST";

    /// <summary>nginx's variable with the host of <see cref="Upstream"/>.</summary>
    public const string UpstreamHost = "$proxy_host";

    private const string Root = "/app";

    public static IEnumerable<GeneratedFile> Emit(DeploymentPlan plan, WebTierPlan tier) =>
        [
            new($"{tier.Folder}/Dockerfile", Text.Lines(Dockerfile(plan, tier))),
            new($"{tier.Folder}/Dockerfile.dockerignore", Text.Lines(Ignored(plan, tier))),
            new($"{tier.Folder}/nginx.conf", Text.Lines(Server())),
            new($"{tier.Folder}/site.conf.template", Text.Lines(Site(tier))),
            new($"{tier.Folder}/config.js.template", Text.Lines(Configuration())),
        ];

    private static IEnumerable<string> Dockerfile(DeploymentPlan plan, WebTierPlan tier) =>
        [
            "# syntax=docker/dockerfile:1",
            .. Header.Comments(
                "",
                "Build it from the folder that holds every input:",
                $"  docker build --file {DockerEmitter.Shell(plan.FromContext($"{tier.Folder}/Dockerfile"))} --tag {tier.Repository}:{plan.Image.Tag} ."
            ),
            .. DockerEmitter.FrontendStage(tier.Frontend),
            "",
            $"FROM {Versions.Images.Nginx} AS final",
            $"LABEL org.opencontainers.image.title={DockerEmitter.Quoted(tier.Repository.Split('/').Last())}",
            $"LABEL org.opencontainers.image.version={DockerEmitter.Quoted(plan.Image.Tag)}",
            DockerEmitter.Copy([plan.FromContext($"{tier.Folder}/nginx.conf")], "/etc/nginx/nginx.conf"),
            DockerEmitter.Copy(
                [plan.FromContext($"{tier.Folder}/site.conf.template"), plan.FromContext($"{tier.Folder}/config.js.template")],
                "/etc/nginx/templates/"
            ),
            $"COPY --from=frontend-{tier.Name} {DockerEmitter.Folded($"/src/{tier.Frontend.Path}/{tier.Frontend.OutputPath}")}/ {Root}/",
            $"ENV {Base}={tier.Frontend.ApiBasePath}",
            $"ENV {Upstream}={tier.Address(plan.Name, tier.Upstream.Number)}",
            "# A variable of nginx's, not of this file.",
            $"ENV {Host}=\\$http_host",
            "# The image's entry point fills the templates in when it starts; everything else is read-only.",
            "ENV NGINX_ENVSUBST_OUTPUT_DIR=/tmp",
            "ENV NGINX_ENVSUBST_FILTER=^API_",
            .. plan.DeclaredVolumes.Count > 0
                ? ["# Else Fargate mounts a folder of root's over it.", $"VOLUME [\"{DeploymentPlan.TemporaryPath}\"]"]
                : Array.Empty<string>(),
            $"USER {Text.Of(plan.Image.User)}:{Text.Of(plan.Image.Group)}",
            $"EXPOSE {Text.Of(tier.Port.Number)}",
            .. DockerEmitter.HealthCheck(tier.HealthCheck, plan.Timing.Container),
        ];

    private static IEnumerable<string> Ignored(DeploymentPlan plan, WebTierPlan tier) =>
        [
            .. Header.Comments(),
            .. BuildContext.Unwanted.Where(static unwanted => unwanted.IsAnywhere).Select(static unwanted => unwanted.Pattern),
            $"!{tier.Frontend.Path}/.env.production",
            .. plan.Build.Closure.MachineFolders,
        ];

    private static IEnumerable<string> Server() =>
        [
            .. Header.Comments(),
            "worker_processes 2;",
            "pid /tmp/nginx.pid;",
            "error_log stderr warn;",
            "",
            "events {",
            "    worker_connections 1024;",
            "}",
            "",
            "http {",
            "    include /etc/nginx/mime.types;",
            "    default_type application/octet-stream;",
            "    access_log /dev/stdout;",
            "    server_tokens off;",
            "    sendfile on;",
            "    keepalive_timeout 75s;",
            "",
            "    # The root file system is read-only.",
            "    client_body_temp_path /tmp/client_temp;",
            "    proxy_temp_path /tmp/proxy_temp;",
            "    fastcgi_temp_path /tmp/fastcgi_temp;",
            "    uwsgi_temp_path /tmp/uwsgi_temp;",
            "    scgi_temp_path /tmp/scgi_temp;",
            "",
            "    gzip on;",
            "    gzip_vary on;",
            "    gzip_types application/javascript application/json application/manifest+json image/svg+xml text/css text/javascript text/plain;",
            "",
            "    # What the ingress says of the client is passed on; without one, nginx is the first to know.",
            "    map $http_x_forwarded_for $forwarded_for {",
            "        default $http_x_forwarded_for;",
            "        '' $remote_addr;",
            "    }",
            "    map $http_x_forwarded_proto $forwarded_proto {",
            "        default $http_x_forwarded_proto;",
            "        '' $scheme;",
            "    }",
            "    map $http_upgrade $connection_upgrade {",
            "        default upgrade;",
            "        '' '';",
            "    }",
            "",
            "    include /tmp/site.conf;",
            "}",
        ];

    private static IEnumerable<string> Site(WebTierPlan tier) =>
        [
            .. Header.Comments(),
            "server {",
            $"    listen {Text.Of(tier.Port.Number)};",
            $"    root {Root};",
            "",
            $"    location = {WebTierPlan.HealthPath} {{",
            "        access_log off;",
            "        default_type text/plain;",
            "        return 200 \"ok\\n\";",
            "    }",
            "",
            "    # Filled in when nginx starts, so that one image serves every environment.",
            "    location = /config.js {",
            "        alias /tmp/config.js;",
            "        add_header Cache-Control no-store;",
            "    }",
            "",
            $"    location ^~ {tier.Frontend.ApiBasePath}/ {{",
            $"        proxy_pass ${{{Upstream}}};",
            "        proxy_http_version 1.1;",
            "        proxy_ssl_server_name on;",
            $"        proxy_set_header Host ${{{Host}}};",
            "        proxy_set_header X-Forwarded-Host $http_host;",
            "        proxy_set_header X-Forwarded-For $forwarded_for;",
            "        proxy_set_header X-Forwarded-Proto $forwarded_proto;",
            "        proxy_set_header Upgrade $http_upgrade;",
            "        proxy_set_header Connection $connection_upgrade;",
            "",
            "        # Events reach the browser as they come, and the app itself says how large a body may be.",
            "        proxy_buffering off;",
            "        proxy_request_buffering off;",
            "        proxy_read_timeout 1h;",
            "        client_max_body_size 0;",
            "    }",
            "",
            "    # Bundlers put a hash into these names.",
            "    location ~ ^/(assets|static)/ {",
            "        try_files $uri =404;",
            "        add_header Cache-Control \"public, max-age=31536000, immutable\";",
            "        add_header X-Content-Type-Options nosniff;",
            "    }",
            "",
            "    # Every other path is one of the front end's own routes.",
            "    location / {",
            "        try_files $uri $uri/ /index.html;",
            "        add_header Cache-Control no-cache;",
            "        add_header X-Content-Type-Options nosniff;",
            "    }",
            "}",
        ];

    private static IEnumerable<string> Configuration() =>
        [.. Header.Lines.Select(static line => $"// {line}"), $"window.appConfig = {{ apiBase: \"${{{Base}}}\" }};"];

    /// <summary>What the README says of it.</summary>
    public static IEnumerable<string> Guide(DeploymentPlan plan, WebTierPlan tier) =>
        [
            "",
            $"The front end `{tier.Frontend.Path}` has an image of its own, which nginx serves:",
            "",
            "```sh",
            $"docker build --file {Text.Quoted(plan.FromContext($"{tier.Folder}/Dockerfile"))} --tag {tier.Repository}:{plan.Image.Tag} .",
            .. plan.Image.HasRegistry ? [$"docker push {tier.Repository}:{plan.Image.Tag}"] : Array.Empty<string>(),
            "```",
            "",
            $"Requests below `{tier.Frontend.ApiBasePath}/` go on to the app (`{Upstream}`), everything else is a file or `index.html`. Where the API is, the front end",
            $"asks at run time: `<script src=\"/config.js\"></script>` before its bundle, then `window.appConfig.apiBase`, which is `{Base}`: `{tier.Frontend.ApiBasePath}`, or",
            "another origin, which then has to let this one in (CORS). A `public/config.js` of the project stands in for it during development.",
        ];
}
