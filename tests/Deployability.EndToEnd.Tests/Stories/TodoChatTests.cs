using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Deployability.EndToEnd.Tests.Stories;

public sealed class TodoChatApi(PackageFixture package) : Story(package, "TodoChat", "Api");

public sealed class TodoChatWeb(PackageFixture package) : Story(package, "TodoChat", "Web");

[CollectionDefinition(Name)]
public sealed class TodoChat : ICollectionFixture<TodoChatApi>, ICollectionFixture<TodoChatWeb>
{
    public const string Name = nameof(TodoChat);

    internal static readonly (string, string?) SigningKey = ("Jwt__SigningKey", "a key of a test, made of more than 32 characters");
}

/// <summary>Todo lists and a chat: tokens, JSON files that instances share, a model in the cloud or in the cluster.</summary>
[Collection(TodoChat.Name)]
public sealed class TodoChatApiTests(TodoChatApi sample) : StoryChecks(sample)
{
    private protected override string[] AsFound =>
        [
            "Dockerfile:1 DPL7001",
            "Dockerfile:1 DPL7002",
            "Dockerfile:1 DPL7004",
            "Dockerfile:1 DPL7005",
            "Dockerfile:4 DPL2203",
            "Dockerfile:5 DPL8502",
            "Dockerfile:6 DPL2205",
            "Dockerfile:6 DPL7006",
            "Program.cs:11 DPL1003",
            "Program.cs:13 DPL2202",
            "Program.cs:15 DPL2001",
            "Program.cs:25 DPL2102",
            "Program.cs:35 DPL1002",
            "Program.cs:50 DPL2201",
            "Program.cs:59 DPL3001",
            "Storage/UserFiles.cs:10 DPL4005",
            "appsettings.json:13 DPL2002",
            "appsettings.json:8 DPL2306",
            "k8s/todochat-api.yaml:16 DPL8001",
            "k8s/todochat-api.yaml:16 DPL8002",
            "k8s/todochat-api.yaml:16 DPL8003",
            "k8s/todochat-api.yaml:17 DPL8004",
            "k8s/todochat-api.yaml:19 DPL8502",
            "k8s/todochat-api.yaml:2 DPL8008",
            "k8s/todochat-api.yaml:22 DPL2003",
            "k8s/todochat-api.yaml:25 DPL8501",
            "k8s/todochat-api.yaml:26 DPL8502",
            "k8s/todochat-api.yaml:33 DPL8005",
            "k8s/todochat-api.yaml:51 DPL8006",
        ];

    private protected override string[] AfterFixes =>
        [
            "Dockerfile:1 DPL7001",
            "Dockerfile:1 DPL7002",
            "Dockerfile:1 DPL7004",
            "Dockerfile:1 DPL7005",
            "Dockerfile:4 DPL2203",
            "Dockerfile:5 DPL8502",
            "Dockerfile:6 DPL2205",
            "Dockerfile:6 DPL7006",
            "Storage/UserFiles.cs:10 DPL4005",
            "appsettings.json:13 DPL2002",
            "appsettings.json:8 DPL2306",
            "k8s/todochat-api.yaml:16 DPL8001",
            "k8s/todochat-api.yaml:16 DPL8002",
            "k8s/todochat-api.yaml:16 DPL8003",
            "k8s/todochat-api.yaml:16 DPL8503",
            "k8s/todochat-api.yaml:17 DPL8004",
            "k8s/todochat-api.yaml:19 DPL8502",
            "k8s/todochat-api.yaml:2 DPL8008",
            "k8s/todochat-api.yaml:22 DPL2003",
            "k8s/todochat-api.yaml:25 DPL8501",
            "k8s/todochat-api.yaml:26 DPL8502",
            "k8s/todochat-api.yaml:33 DPL8005",
            "k8s/todochat-api.yaml:51 DPL8006",
        ];

    private protected override string[] Deployable => [];

    private protected override (int AsFound, int AfterFixes, int Deployable) Scores => (38, 56, 100);

    private protected override string[] Deferred =>
        ["/data", "Cors__AllowedOrigins", "Jwt__SigningKey", "OpenAI__ApiKey", "Secret todochat-api-secrets", "host of prod", "registry"];

    private protected override (string Name, string? Value)[] Given => [TodoChat.SigningKey];

    private protected override string RequiredKey => "Jwt__SigningKey";

    [Fact]
    public void Publish_HasAnAutoscalerFrom2To10At70Percent()
    {
        const string Autoscaler = "kubernetes/base/horizontalpodautoscaler.yaml";
        Assert.Equal("2", App.Value(Autoscaler, "spec/minReplicas"));
        Assert.Equal("70", App.Value(Autoscaler, "spec/metrics/0/resource/target/averageUtilization"));
        Assert.Equal("10", App.Value("helm/todochat-api/values-prod.yaml", "autoscaling/maxReplicas"));
        Assert.EndsWith(
            "value: 10",
            App.Value("kubernetes/overlays/prod/kustomization.yaml", "patches/0/patch")!.TrimEnd(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Publish_RollsOutWithoutAGapAndGivesNoRights()
    {
        const string Deployment = "kubernetes/base/deployment.yaml";
        Assert.Equal("0", App.Value(Deployment, "spec/strategy/rollingUpdate/maxUnavailable"));
        Assert.Equal("todochat-api", App.Value(Deployment, "spec/template/spec/serviceAccountName"));
        Assert.Equal("false", App.Value(Deployment, "spec/template/spec/automountServiceAccountToken"));
        Assert.Equal("todochat-api", App.Value("kubernetes/base/serviceaccount.yaml", "metadata/name"));
        Assert.DoesNotContain(App.Files, static file => file.Contains("role", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("ReadWriteMany", App.Value("kubernetes/base/persistentvolumeclaims.yaml", "spec/accessModes/0"));
    }

    [Fact]
    public void Publish_SealsSecretsAndWritesNone()
    {
        Assert.Contains("kubeseal", App.Text("kubernetes/seal.sh"), StringComparison.Ordinal);
        Assert.Equal("", App.Value("kubernetes/secret.template.yaml", "stringData/Jwt__SigningKey"));
        Assert.Equal("", App.Value("kubernetes/secret.template.yaml", "stringData/OpenAI__ApiKey"));
        Assert.Equal("sealed-secrets", App.Value("helm/todochat-api/values-prod.yaml", "secretStore/type"));
    }

    [Fact]
    public void Publish_HasOllamaAsCompanionThatOneEnvironmentUses()
    {
        var objects = App.Yaml("kubernetes/base/services.yaml");
        Assert.Equal(
            ["Deployment", "Service", "PersistentVolumeClaim", "NetworkPolicy"],
            objects.Select(static document => document.At("kind")!.ToString())
        );
        Assert.Equal("/models", objects[0].At("spec/template/spec/containers/0/volumeMounts/1/mountPath")!.ToString());
        Assert.Equal("http://ollama:11434", App.Configuration["Ollama__BaseUrl"]);
        Assert.Equal("openai", App.Configuration["Chat__Backend"]);
        Assert.Equal("Chat__Backend=ollama", App.Value("kubernetes/overlays/dev/kustomization.yaml", "configMapGenerator/0/literals/0"));
        Assert.Equal("ollama/ollama:0.11.4", App.Value("compose.yaml", "services/ollama/image"));
    }

    [Fact]
    public void Publish_LetsInTheWebTier()
    {
        var from = (YamlMappingNode)App.Yaml("kubernetes/base/networkpolicy.yaml")[0].At("spec/ingress/0/from/1/podSelector/matchLabels")!;
        Assert.Equal("todochat-web", from["app.kubernetes.io/name"].ToString());
    }

    [Fact]
    public void Publish_HasMonitoring()
    {
        Assert.Equal("ServiceMonitor", App.Value("monitoring/servicemonitor.yaml", "kind"));
        Assert.Equal("/metrics", App.Value("monitoring/servicemonitor.yaml", "spec/endpoints/0/path"));
        Assert.Contains("http_request_duration_seconds", App.Text("monitoring/prometheus-rules.yaml"), StringComparison.Ordinal);
        Assert.Contains("monitoring/grafana-dashboard.json", App.Files);
    }

    [Fact]
    public async Task Run_TodosAndAccountsSurviveARestart()
    {
        using var volumes = new TemporaryFolder();
        using (var first = await StartAsync(volumes))
        {
            await RegisterAsync(first);
            using var added = await first.Client.PostAsJsonAsync("/api/todos", new { text = "Write it down" });
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
            Assert.Equal(0, first.Stop());
        }

        using var second = await StartAsync(volumes);
        using (var refused = await second.Client.GetAsync(new Uri("/api/todos", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using (var wrong = await second.Client.PostAsJsonAsync("/api/sessions", new { name = "ada", password = "not the password" }))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var signedIn = await second.Client.PostAsJsonAsync("/api/sessions", Ada);
        await UseTokenAsync(second, signedIn);
        var todos = await second.Client.GetFromJsonAsync<JsonArray>("/api/todos");
        Assert.Equal("Write it down", Assert.Single(todos!)!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Run_TheChatGoesToTheModelThatConfigurationNames()
    {
        using var volumes = new TemporaryFolder();
        using var ollama = Ollama("Begin with the first.");
        using var app = await new RunningApp(
            App,
            volumes.Path,
            TodoChat.SigningKey,
            ("Chat__Backend", "ollama"),
            ("Ollama__BaseUrl", ollama.Address)
        ).ReadyAsync();
        await RegisterAsync(app);
        using var added = await app.Client.PostAsJsonAsync("/api/todos", new { text = "Write it down" });

        using var answer = await app.Client.PostAsJsonAsync("/api/chat", new { text = "What first?" });

        Assert.Equal("Begin with the first.", (await answer.Content.ReadFromJsonAsync<JsonObject>())!["content"]!.GetValue<string>());
        Assert.Contains("Write it down", ollama.LastRequest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AModelThatDoesNotAnswerIsSaidAndNothingBreaks()
    {
        using var volumes = new TemporaryFolder();
        using var app = await new RunningApp(
            App,
            volumes.Path,
            TodoChat.SigningKey,
            ("Chat__Backend", "ollama"),
            ("Ollama__BaseUrl", "http://127.0.0.1:1")
        ).ReadyAsync();
        await RegisterAsync(app);

        using var answer = await app.Client.PostAsJsonAsync("/api/chat", new { text = "What first?" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task Run_MetricsAreScraped()
    {
        using var volumes = new TemporaryFolder();
        using var app = await StartAsync(volumes);

        Assert.Contains(
            "http_requests_received_total",
            await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)),
            StringComparison.Ordinal
        );
    }

    internal static OtherService Ollama(string answer) =>
        new(
            "application/json",
            _ =>
                new JsonObject
                {
                    ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = answer },
                }.ToJsonString()
        );

    private static object Ada => new { name = "ada", password = "a long password" };

    private static async Task RegisterAsync(RunningApp app)
    {
        using var registered = await app.Client.PostAsJsonAsync("/api/accounts", Ada);
        await UseTokenAsync(app, registered);
    }

    private static async Task UseTokenAsync(RunningApp app, HttpResponseMessage response)
    {
        var token = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>();
        app.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }
}

/// <summary>The page and what forwards its calls.</summary>
[Collection(TodoChat.Name)]
public sealed class TodoChatWebTests(TodoChatWeb sample, TodoChatApi api) : StoryChecks(sample)
{
    private protected override string[] AsFound =>
        ["Program.cs:8 DPL1003", "Program.cs:8 DPL3001", "appsettings.json:8 DPL2306", "wwwroot/app.js:1 DPL1007"];

    private protected override string[] AfterFixes => ["appsettings.json:8 DPL2306", "wwwroot/app.js:1 DPL1007"];

    private protected override string[] Deployable => [];

    private protected override (int AsFound, int AfterFixes, int Deployable) Scores => (82, 94, 100);

    private protected override string[] Deferred => ["certificate of todo.dev.example.com", "registry"];

    private protected override string RequiredKey => "Services__Api__BaseUrl";

    private protected override string ReadyPath => "/healthz/live";

    [Fact]
    public void Publish_ReachesTheOtherTier()
    {
        Assert.Equal("http://todochat-api", App.Configuration["Services__Api__BaseUrl"]);
        Assert.Equal(["53", "53", "5353", "5353", "8080"], Ports("kubernetes/base/networkpolicy.yaml"));
        Assert.Equal(
            api.Deployable.Value("kubernetes/overlays/prod/kustomization.yaml", "namespace"),
            App.Value("kubernetes/overlays/prod/kustomization.yaml", "namespace")
        );
        Assert.Equal("todo.example.com", App.Value("kubernetes/overlays/prod/ingress.yaml", "spec/rules/0/host"));
    }

    [Fact]
    public async Task FrontEnd_SignsInAddsAsksAndStaysAtItsOrigin()
    {
        Assert.SkipUnless(Browser.IsThere, "Chromium is not installed.");
        using var volumes = new TemporaryFolder();
        using var ollama = TodoChatApiTests.Ollama("Begin with the first.");
        using var behind = await new RunningApp(
            api.Deployable,
            volumes.Path,
            TodoChat.SigningKey,
            ("Chat__Backend", "ollama"),
            ("Ollama__BaseUrl", ollama.Address)
        ).ReadyAsync();
        using var app = await new RunningApp(
            App,
            volumes.Path,
            ("Services__Api__BaseUrl", behind.Client.BaseAddress!.AbsoluteUri)
        ).ReadyAsync(ReadyPath);
        using var browser = await Browser.OpenAsync(app.Client.BaseAddress!);

        await browser.UntilAsync("document.readyState === 'complete' && document.getElementById('account')");
        await SubmitAsync(browser, "account", "name: 'ada', password: 'a long password'", "accounts");
        await browser.UntilAsync("!document.getElementById('app').hidden");
        await SubmitAsync(browser, "add", "text: 'Write it down'");
        await browser.UntilAsync("document.getElementById('todos').innerText.includes('Write it down')");
        await browser.EvaluateAsync("document.querySelector('#todos button').click()");
        await browser.UntilAsync("document.querySelector('#todos li.done')");
        await SubmitAsync(browser, "ask", "text: 'What first?'");
        await browser.UntilAsync("document.getElementById('chat').innerText.includes('Begin with the first.')");

        StaysAtItsOrigin(browser, app);
    }

    private string[] Ports(string policy) =>
        [
            .. ((YamlSequenceNode)App.Yaml(policy)[0].At("spec/egress")!)
                .SelectMany(static rule => (YamlSequenceNode)rule.At("ports")!)
                .Select(static port => port.At("port")!.ToString()),
        ];

    private static Task<JsonNode?> SubmitAsync(Browser browser, string form, string fields, string button = "") =>
        browser.EvaluateAsync(
            $$"""
            {
              const form = document.getElementById('{{form}}');
              for (const [name, value] of Object.entries({ {{fields}} })) form.elements[name].value = value;
              form.requestSubmit(form.querySelector(`button[value="{{button}}"]`) ?? undefined);
            }
            """
        );
}
