using System.Runtime.CompilerServices;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>The Kubernetes objects of all files together, and what kustomizations do with them.</summary>
/// <remarks>
/// Everything that the project has counts as one: what an overlay or another folder defines is defined, and what a patch may add is not missed.
/// </remarks>
internal sealed class Manifests
{
    private static readonly ConditionalWeakTable<ProjectFiles, Manifests> Known = new();

    private static readonly string[] SideCars =
    [
        "istio",
        "envoy",
        "linkerd",
        "daprd",
        "dapr",
        "cloud-sql-proxy",
        "cloudsql-proxy",
        "fluent-bit",
        "fluentd",
        "otel-collector",
        "opentelemetry-collector",
        "vault-agent",
        "oauth2-proxy",
        "datadog",
        "jaeger-agent",
        "filebeat",
        "promtail",
    ];

    private static readonly string[] Infrastructure =
    [
        "postgres",
        "postgresql",
        "mysql",
        "mariadb",
        "mssql",
        "server",
        "redis",
        "valkey",
        "mongo",
        "mongodb",
        "rabbitmq",
        "kafka",
        "zookeeper",
        "elasticsearch",
        "opensearch",
        "minio",
        "nginx",
        "traefik",
        "keycloak",
        "memcached",
        "nats",
        "azurite",
        "grafana",
        "prometheus",
        "seq",
        "jaeger",
        "all-in-one",
        "mailhog",
        "mailpit",
        "maildev",
        "smtp4dev",
        "busybox",
        "ollama",
        "azure-sql-edge",
        "cassandra",
        "eventstore",
        "neo4j",
        "clickhouse-server",
        "timescaledb",
        "eclipse-mosquitto",
        "loki",
        "tempo",
        "zipkin",
        "consul",
        "vault",
        "etcd",
        "adminer",
        "pgadmin4",
        "mongo-express",
    ];

    private readonly List<KubernetesObject> objects = [];
    private readonly HashSet<string> defined = new(StringComparer.Ordinal);
    private readonly HashSet<string> patched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> pinnedImages = new(StringComparer.OrdinalIgnoreCase);

    private Manifests(ProjectFiles files, CancellationToken cancellationToken)
    {
        foreach (var file in files.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Kind == ProjectFileKind.Yaml && file.GetViews(cancellationToken) is { } views)
            {
                foreach (var manifest in KubernetesObject.Of(views.Yaml))
                {
                    Add(manifest);
                }
            }
            else if (file.Kind == ProjectFileKind.Kustomization && file.GetViews(cancellationToken) is { } kustomization)
            {
                foreach (var document in kustomization.Yaml.Documents)
                {
                    AddKustomization(document);
                }
            }
        }
    }

    /// <summary>Those of the Yaml files, fragments left out.</summary>
    public IReadOnlyList<KubernetesObject> Objects => objects;

    public static Manifests Of(ProjectFiles files, CancellationToken cancellationToken)
    {
        if (Known.TryGetValue(files, out var known))
        {
            return known;
        }

        var made = new Manifests(files, cancellationToken);
        return Known.GetValue(files, _ => made);
    }

    /// <summary>Whether some file, generator or operator makes an object of this kind and name.</summary>
    public bool Defines(string kind, string name) => defined.Contains(kind + "/" + name);

    /// <summary>Whether some file defines any object of the kind.</summary>
    public bool DefinesAny(string kind) => defined.Any(key => key.StartsWith(kind + "/", StringComparison.Ordinal));

    /// <summary>Whether a patch completes the object, so that what it lacks may come from there.</summary>
    public bool IsPatched(KubernetesObject manifest) =>
        patched.Contains(manifest.Kind + "/" + manifest.Name) || patched.Contains(manifest.Kind + "/");

    /// <summary>Whether a kustomization or skaffold gives the image its tag.</summary>
    /// <param name="image">Without tag.</param>
    public bool IsPinned(string image) => pinnedImages.ContainsKey(image);

    /// <summary>Whether the object is a patch of another: a workload without what the cluster demands of one.</summary>
    public static bool IsFragment(KubernetesObject manifest) =>
        manifest.Kind switch
        {
            "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" => manifest.Root.Find("spec", "selector") is null
                || manifest.Containers.Any(static container => container.Image.Length == 0),
            "Pod" or "Job" or "CronJob" => manifest.Containers.Any(static container => container.Image.Length == 0)
                || manifest.PodSpec is null,
            _ => false,
        };

    /// <summary>Whether the container serves the app's, and is known for it.</summary>
    public static bool IsSideCar(KubernetesContainer container) =>
        WithoutTag(container.Image) == "mcr.microsoft.com/dotnet/monitor"
        || Array.Exists(
            SideCars,
            name =>
                container.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                || LastPart(container.Image).StartsWith(name, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Whether the image is a database, a broker or the like, and none of the app's own.</summary>
    public static bool IsInfrastructure(KubernetesContainer container) =>
        Array.Exists(Infrastructure, name => LastPart(container.Image).Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>An image without tag and digest.</summary>
    public static string WithoutTag(string image)
    {
        var digest = image.IndexOf('@');
        var name = digest < 0 ? image : image.Substring(0, digest);
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name.Substring(0, colon) : name;
    }

    /// <summary>How many pods there may be at once: what the object says, or an autoscaler; 1 when nobody says.</summary>
    public int MaxReplicas(KubernetesObject workload)
    {
        foreach (var scaler in objects)
        {
            if (
                scaler.Kind is "HorizontalPodAutoscaler" or "ScaledObject"
                && scaler.Root.Find("spec", "scaleTargetRef")?.TextOf("name") == workload.Name
            )
            {
                return int.TryParse(
                    scaler.Root.Find("spec")?.TextOf("maxReplicas") ?? scaler.Root.Find("spec")?.TextOf("maxReplicaCount"),
                    out var max
                )
                    ? max
                    : 2;
            }
        }

        return int.TryParse(workload.Root.Find("spec")?.TextOf("replicas"), out var replicas) ? replicas : 1;
    }

    /// <summary>Whether labels are chosen by a selector; one that chooses nothing chooses none here.</summary>
    public static bool Selects(YamlNode? selector, YamlNode? labels)
    {
        var any = false;
        foreach (var entry in selector?.AllEntries ?? [])
        {
            if (entry.Value.Kind == YamlKind.Scalar)
            {
                any = true;
                if (labels?.TextOf(entry.Name) != entry.Value.Text)
                {
                    return false;
                }
            }
        }

        return any;
    }

    private static string LastPart(string image) => WithoutTag(image) is var name ? name.Substring(name.LastIndexOf('/') + 1) : name;

    private void Add(KubernetesObject manifest)
    {
        if (IsFragment(manifest))
        {
            patched.Add(manifest.Kind + "/" + manifest.Name);
            return;
        }

        // skaffold builds these and writes the tag that it gave them into the manifests.
        if (manifest.ApiVersion.StartsWith("skaffold/", StringComparison.Ordinal))
        {
            foreach (var artifact in manifest.Root.Find("build", "artifacts")?.Items ?? [])
            {
                if (artifact.TextOf("image") is { } built)
                {
                    pinnedImages[built] = true;
                }
            }
        }

        objects.Add(manifest);
        defined.Add(manifest.Kind + "/" + manifest.Name);

        // What operators make of others.
        var spec = manifest.Root.Find("spec");
        var secret = manifest.Kind switch
        {
            "SealedSecret" => spec?.Find("template", "metadata")?.TextOf("name") ?? manifest.Name,
            "ExternalSecret" => spec?.Find("target")?.TextOf("name") ?? manifest.Name,
            "Certificate" => spec?.TextOf("secretName"),
            _ => null,
        };
        if (secret is not null)
        {
            defined.Add("Secret/" + secret);
        }

        if (manifest.Kind == "SecretProviderClass")
        {
            foreach (var made in spec?.Find("secretObjects")?.Items ?? [])
            {
                defined.Add("Secret/" + made.TextOf("secretName"));
            }
        }

        if (manifest.Kind == "Ingress")
        {
            foreach (var tls in spec?.Find("tls")?.Items ?? [])
            {
                defined.Add("Secret/" + tls.TextOf("secretName"));
            }
        }
    }

    private void AddKustomization(YamlNode document)
    {
        foreach (var (key, kind) in new[] { ("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret") })
        {
            foreach (var generator in document.Find(key)?.Items ?? [])
            {
                defined.Add(kind + "/" + generator.TextOf("name"));
            }
        }

        foreach (var image in document.Find("images")?.Items ?? [])
        {
            if (image.TextOf("name") is { } name && (image.TextOf("newTag") ?? image.TextOf("digest")) is { } tag && tag != "latest")
            {
                pinnedImages[name] = true;
            }
        }

        foreach (var patch in document.Find("patches")?.Items ?? [])
        {
            if (patch.Find("target") is { } target && target.TextOf("kind") is { } kind)
            {
                patched.Add(kind + "/" + target.TextOf("name"));
            }
            else if (patch.TextOf("patch") is { } text)
            {
                foreach (var fragment in KubernetesObject.Of(YamlFile.Parse(text)))
                {
                    patched.Add(fragment.Kind + "/" + fragment.Name);
                }
            }
        }

        foreach (var patch in document.Find("patchesJson6902")?.Items ?? [])
        {
            patched.Add(patch.Find("target")?.TextOf("kind") + "/" + patch.Find("target")?.TextOf("name"));
        }
    }
}
