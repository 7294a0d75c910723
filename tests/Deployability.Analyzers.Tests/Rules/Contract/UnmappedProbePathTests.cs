using Deployability.Analyzers.Rules.Contract;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Contract;

public sealed class UnmappedProbePathTests
{
    private const string Healthy = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapHealthChecks("/healthz/live");
        app.MapHealthChecks("/healthz/ready");
        app.MapGet("/status", () => "ok");
        app.MapGet("/orders/{id:int}", (int id) => id);
        app.Run();
        """;

    [Theory]
    [InlineData("{ path: /healthz/live, port: [|8443|] }")]
    [InlineData("{ path: /healthz/live, port: [|tls|], scheme: HTTP }")]
    [InlineData("{ path: /healthz/live, port: 8080, scheme: [|HTTPS|] }")]
    [InlineData("{ path: /healthz/live, port: 8080 }")]
    [InlineData("{ path: /healthz/live, port: tls, scheme: HTTPS }")]
    [InlineData("{ path: /healthz/live, port: 9999, scheme: HTTPS }")]
    public Task AProbe_SpeaksWhatThePortSpeaks(string request) =>
        Verify(
            Healthy,
            (
                "k8s/api.yaml",
                Deployment(
                    "env: [ { name: ASPNETCORE_HTTP_PORTS, value: '8080' }, { name: ASPNETCORE_HTTPS_PORTS, value: '8443' } ]\n          ports: [ { name: tls, containerPort: 8443 } ]\n          livenessProbe: { httpGet: "
                        + request
                        + " }"
                )
            )
        );

    [Theory]
    [InlineData("livenessProbe: { httpGet: { path: [|/health|], port: 8080 } }")]
    [InlineData("readinessProbe: { httpGet: { path: [|\"/healthz\"|], port: 8080 } }")]
    [InlineData("startupProbe: { httpGet: { path: [|/healthz/redy?full=1|], port: 8080 } }")]
    [InlineData("livenessProbe: { [|httpGet|]: { port: 8080 } }")]
    [InlineData("livenessProbe: { httpGet: { path: [|/orders|], port: 8080 } }")]
    [InlineData("livenessProbe: { exec: { command: [curl, -f, 'http://localhost:8080[|/health|]'] } }")]
    [InlineData("livenessProbe: { exec: { command: [sh, -c, 'wget -q -O- 127.0.0.1:8080[|/health|] || exit 1'] } }")]
    [InlineData("livenessProbe: { [|grpc: { port: 8080 }|] }")]
    public Task AProbeOfAPathThatNothingAnswers_Triggers(string probe) => Verify(Healthy, ("k8s/api.yaml", Deployment(probe)));

    [Theory]
    [InlineData("livenessProbe: { httpGet: { path: /healthz/live, port: 8080 } }")]
    [InlineData("livenessProbe: { httpGet: { path: /Healthz/LIVE/, port: 8080 } }")]
    [InlineData("livenessProbe: { httpGet: { path: healthz/live?verbose, port: 8080 } }")]
    [InlineData("livenessProbe: { httpGet: { path: /status, port: 8080 } }")]
    [InlineData("livenessProbe: { httpGet: { path: /orders/1, port: 8080 } }")]
    [InlineData("livenessProbe: { httpGet: { path: '{{ .Values.path }}', port: 8080 } }")]
    [InlineData("livenessProbe: { httpGet: { path: /other, host: other.example, port: 8080 } }")]
    [InlineData("livenessProbe: { tcpSocket: { port: 8080 } }")]
    [InlineData("livenessProbe: { exec: { command: [cat, /tmp/healthy] } }")]
    [InlineData("livenessProbe: { exec: { command: [curl, 'http://other:8080/health'] } }")]
    public Task AProbeThatIsAnswered_DoesNotTrigger(string probe) => Verify(Healthy, ("k8s/api.yaml", Deployment(probe)));

    [Theory]
    [InlineData("app.MapGroup(\"/api\").MapHealthChecks(\"/health\");", "[|/health|]")]
    [InlineData("app.MapGroup(\"/api\").MapHealthChecks(\"/health\");", "/api/health")]
    [InlineData("app.UsePathBase(\"/shop\"); app.MapHealthChecks(\"/health\");", "/shop/health")]
    [InlineData("app.UsePathBase(\"/shop\"); app.MapHealthChecks(\"/health\");", "/health")]
    [InlineData("app.UsePathBase(\"/shop\"); app.MapHealthChecks(\"/health\");", "[|/other/health|]")]
    [InlineData("app.UsePathBase(app.Configuration[\"Base\"]); app.MapHealthChecks(\"/health\");", "/other/health")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.MapHealthChecks(\"/health\"); }", "[|/health|]")]
    [InlineData("app.MapHealthChecks(app.Configuration[\"Path\"]!);", "/health")]
    [InlineData("app.MapGet(app.Configuration[\"Path\"]!, () => 1);", "/health")]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.MapFallbackToFile(\"index.html\");", "/anything")]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.MapGet(\"/{**rest}\", () => 1);", "/anything")]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.Run(async context => await context.Response.WriteAsync(\"hi\"));", "/anything")]
    [InlineData(
        "app.MapHealthChecks(\"/healthz\"); app.Use((context, next) => context.Request.Path == \"/ping\" ? Task.CompletedTask : next(context));",
        "/ping"
    )]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.Map(\"/ping\", branch => branch.Run(context => Task.CompletedTask));", "/ping")]
    [InlineData("app.UseHealthChecks(\"/healthz\");", "[|/health|]")]
    [InlineData("app.UseHealthChecks(\"/healthz\");", "/healthz")]
    [InlineData("app.UseStaticFiles(); app.MapHealthChecks(\"/healthz\");", "/robots.txt")]
    [InlineData("app.MapHealthChecks(\"/healthz\");", "[|/|]")]
    [InlineData("app.MapGet(\"/\", () => \"hi\");", "/")]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.MapControllerRoute(\"default\", \"{controller=Home}/{action=Index}/{id?}\");", "/")]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.MapControllers();", "/api/machines/up")]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.MapControllers();", "[|/machines/up|]")]
    public Task AnyRoute_Counts(string code, string path) =>
        Verify(
            "var app = WebApplication.CreateBuilder(args).Build(); "
                + code
                + " app.Run();"
                + "\n[Microsoft.AspNetCore.Mvc.Route(\"api/[controller]\")] public class MachinesController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet(\"up\")] public string Up() => \"\"; }",
            ("k8s/api.yaml", Deployment("livenessProbe: { httpGet: { path: " + path + ", port: 8080 } }"))
        );

    [Theory]
    [InlineData("grpc: { port: 8080 }", "httpGet: { path: [|/healthz|], port: 8080 }")]
    [InlineData("grpc: { port: 8080 }", "exec: { command: [/bin/grpc_health_probe, -addr=:8080] }")]
    public async Task GrpcHealth_AnswersGrpcAlone(string answered, string probe)
    {
        const string Code =
            "var app = WebApplication.CreateBuilder(args).Build(); app.MapGrpcService<HealthServiceImpl>(); app.Run();\n"
            + "public class HealthServiceImpl; namespace Microsoft.AspNetCore.Builder { public static class Grpc { public static void MapGrpcService<T>(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) { } } }";
        await Verify(Code, ("k8s/api.yaml", Deployment("livenessProbe: { " + answered + " }")));
        await Verify(Code, ("k8s/api.yaml", Deployment("livenessProbe: { " + probe + " }")));
    }

    [Theory]
    [InlineData(
        "Dockerfile",
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nHEALTHCHECK CMD curl -f http://localhost:8080[|/health|] || exit 1\nENTRYPOINT [\"dotnet\", \"TestProject.dll\"]\n"
    )]
    [InlineData(
        "Dockerfile",
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nHEALTHCHECK --interval=5s CMD [\"curl\", \"http://localhost[|/health|]\"]\n"
    )]
    [InlineData("Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nHEALTHCHECK CMD curl -f http://localhost:8080/healthz/live\n")]
    [InlineData(
        "Dockerfile",
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nHEALTHCHECK CMD curl -f http://localhost:8080/health\nENTRYPOINT [\"dotnet\", \"Other.dll\"]\n"
    )]
    [InlineData("Dockerfile", "FROM nginx:1.27\nHEALTHCHECK CMD curl -f http://localhost/health\n")]
    [InlineData(
        "compose.yaml",
        "services:\n  test-project:\n    build: .\n    healthcheck:\n      test: [CMD, curl, -f, 'http://localhost:8080[|/health|]']\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    build: .\n    healthcheck: { test: 'wget -q http://127.0.0.1:8080[|/health|]' }\n  db:\n    image: postgres:17\n    healthcheck: { test: pg_isready -h localhost }\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  web:\n    build: ./web\n    healthcheck: { test: 'curl http://localhost:8080/health' }\n  api:\n    build: ./api\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  frontend:\n    build: ./frontend\n    healthcheck: { test: 'curl http://localhost:8080/health' }\n"
    )]
    [InlineData(
        "compose.override.yaml",
        "services:\n  api:\n    build: .\n    healthcheck: { test: 'curl http://localhost:8080/health' }\n"
    )]
    public Task OtherChecks_AreHeldAgainstTheCodeToo(string name, string content) => Verify(Healthy, (name, content));

    [Theory]
    [InlineData("alb.ingress.kubernetes.io/healthcheck-path: [|/health|]", "api")]
    [InlineData("alb.ingress.kubernetes.io/healthcheck-path: /status", "api")]
    [InlineData("alb.ingress.kubernetes.io/healthcheck-path: /health", "other")]
    [InlineData("nginx.ingress.kubernetes.io/rewrite-target: /health", "api")]
    public Task ALoadBalancer_AsksToo(string annotation, string service) =>
        Verify(
            Healthy,
            ("k8s/api.yaml", Deployment("")),
            (
                "k8s/service.yaml",
                "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }\n"
            ),
            (
                "k8s/ingress.yaml",
                $"kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata:\n  name: api\n  annotations:\n    {annotation}\nspec:\n  rules:\n    - http: {{ paths: [{{ path: /, backend: {{ service: {{ name: {service}, port: {{ number: 80 }} }} }} }}] }}\n"
            )
        );

    [Theory]
    [InlineData("image: { repository: shop/api }\nlivenessProbe: { httpGet: { path: [|/|], port: http } }\n")]
    [InlineData("image: { repository: shop/api }\nlivenessProbe: { httpGet: { path: /status, port: http } }\n")]
    [InlineData(
        "test-project:\n  image: { repository: shop/a }\n  livenessProbe: { httpGet: { path: [|/|], port: http } }\nweb:\n  image: { repository: shop/b }\n  livenessProbe: { httpGet: { path: /, port: http } }\n"
    )]
    [InlineData("image: { repository: shop/frontend }\nlivenessProbe: { httpGet: { path: /, port: http } }\n")]
    [InlineData(
        "api:\n  image: { repository: shop/a }\n  livenessProbe: { httpGet: { path: /, port: http } }\nweb:\n  image: { repository: shop/b }\n"
    )]
    public Task TheValuesOfAChart_AreJudged(string values) => Verify(Healthy, ("chart/values.yaml", values));

    [Theory]
    [InlineData("path: [|/health|], port: http")]
    [InlineData("path: {{ .Values.path }}, port: http")]
    public Task TheTemplatesOfAChart_AreJudged(string probe) =>
        Verify(
            Healthy,
            ("chart/Chart.yaml", "apiVersion: v2\nname: api\nversion: 1.0.0\n"),
            (
                "chart/templates/deployment.yaml",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - name: api\n          image: {{ .Values.image }}\n          livenessProbe:\n            httpGet: { "
                    + probe
                    + " }\n"
            )
        );

    [Fact]
    public Task AnOverlayThatMendsTheProbe_IsSeen() =>
        Verify(
            Healthy,
            ("k8s/base/kustomization.yaml", "resources: [ api.yaml ]\n"),
            ("k8s/base/api.yaml", Deployment("livenessProbe: { httpGet: { path: /health, port: 8080 } }")),
            ("k8s/prod/kustomization.yaml", "resources: [ ../base ]\npatches: [ { path: probe.yaml } ]\n"),
            (
                "k8s/prod/probe.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { template: { spec: { containers: [ { name: api, livenessProbe: { httpGet: { path: /status } } } ] } } }\n"
            )
        );

    [Fact]
    public Task OtherContainers_AreNotTheApps() =>
        Verify(
            Healthy,
            (
                "k8s/all.yaml",
                Deployment("livenessProbe: { httpGet: { path: /nothing, port: 8080 } }", "web")
                    + "---\n"
                    + Deployment("livenessProbe: { httpGet: { path: [|/nothing|], port: 8080 } }", "test-project")
                    + "---\n"
                    + Deployment("livenessProbe: { httpGet: { path: /nothing, port: 8080 } }", "worker")
            )
        );

    [Fact]
    public Task AmongSeveralOfOtherNames_NobodyCanTell() =>
        Verify(
            Healthy,
            (
                "k8s/all.yaml",
                Deployment("livenessProbe: { httpGet: { path: /nothing, port: 8080 } }", "web")
                    + "---\n"
                    + Deployment("livenessProbe: { httpGet: { path: /nothing, port: 8080 } }", "worker")
            )
        );

    [Fact]
    public Task AWorker_IsNotJudged() =>
        Verify(
            "using Microsoft.Extensions.Hosting; Host.CreateApplicationBuilder(args).Build().Run();",
            ("k8s/api.yaml", Deployment("livenessProbe: { httpGet: { path: /nothing, port: 8080 } }"))
        );

    [Theory]
    [InlineData(
        "livenessProbe: { httpGet: { path: {|#0:/health|}, port: 8080 } }",
        "livenessProbe",
        "/health",
        "so the pod is restarted for ever",
        "write '/healthz/live'"
    )]
    [InlineData(
        "readinessProbe: { httpGet: { path: {|#0:/health|}, port: 8080 } }",
        "readinessProbe",
        "/health",
        "so the pod never gets a request",
        "write '/healthz/ready'"
    )]
    [InlineData(
        "readinessProbe: { httpGet: { path: {|#0:/healthz/lve|}, port: 8080 } }",
        "readinessProbe",
        "/healthz/lve",
        "so the pod never gets a request",
        "write '/healthz/live'"
    )]
    public Task TheMessage_SaysWhatToWrite(string probe, string name, string path, string effect, string remedy)
    {
        var test = Create(Healthy, ("k8s/api.yaml", Deployment(probe)));
        test.ExpectedDiagnostics.Add(
            new Microsoft.CodeAnalysis.Testing.DiagnosticResult("DPL8501", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning)
                .WithLocation(0)
                .WithArguments(name, path, "which the code does not map", effect, remedy)
        );
        return test.RunAsync();
    }

    [Fact]
    public async Task AHelperOutOfSight_Silences()
    {
        var test = Create(
            "var app = WebApplication.CreateBuilder(args).Build(); app.MapDefaultEndpoints(); app.Run();",
            ("k8s/api.yaml", Deployment("livenessProbe: { httpGet: { path: /nothing, port: 8080 } }"))
        );
        test.TestState.AdditionalProjects["Defaults"]
            .Sources.Add(
                "public static class Extensions { public static void MapDefaultEndpoints(this Microsoft.AspNetCore.Builder.WebApplication app) { } }"
            );
        test.TestState.AdditionalProjectReferences.Add("Defaults");
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static string Deployment(string probe, string name = "api") =>
        $"kind: Deployment\napiVersion: apps/v1\nmetadata: {{ name: {name} }}\nspec:\n  selector: {{ matchLabels: {{ app: {name} }} }}\n  template:\n    metadata: {{ labels: {{ app: {name} }} }}\n    spec:\n      containers:\n        - name: {name}\n          image: shop/{name}:1\n          {probe}\n";

    private static Task Verify(string code, params (string, string)[] files) =>
        Create(code, files).RunAsync(TestContext.Current.CancellationToken);

    private static CSharpAnalyzerTest<UnmappedProbePathAnalyzer> Create(string code, params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<UnmappedProbePathAnalyzer> { TestState = { Sources = { code } } };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test;
    }
}
