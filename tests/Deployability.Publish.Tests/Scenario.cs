using Deployability.Model;
using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Reading;
using Deployability.Publish.Targets;

namespace Deployability.Publish.Tests;

/// <summary>A project to plan for: a plain web app on .NET 10, and whatever a test changes about it.</summary>
internal sealed class Scenario
{
    public static readonly FactSource Source = new("Program.cs");

    private Dictionary<string, string> properties = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AssemblyName"] = "Shop.Api",
        ["TargetFileName"] = "Shop.Api.dll",
        ["TargetFramework"] = "net10.0",
        ["TargetFrameworkVersion"] = "v10.0",
        ["FrameworkReferences"] = "Microsoft.NETCore.App;Microsoft.AspNetCore.App",
        ["UsingMicrosoftNETSdkWeb"] = "true",
        ["Configuration"] = "Release",
        ["Version"] = "1.2.3",
        ["DeployabilityEmit"] = "docker;compose;kubernetes",
        ["DeployabilityEnvironments"] = "dev;staging;prod",
        ["DeployabilityProbe"] = "true",
        ["DeployabilitySecretStore"] = "kubernetes",
    };

    private readonly List<ProjectItem> items = [];
    private readonly List<Fact> facts = [new HostFact(Source, HostKind.Web)];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> environments = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<ClientLibrary> clients = [];
    private bool areComplete = true;
    private Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
    private BuildClosure closure = new("/src/shop", ["src/Api/Api.csproj"], [], [], []);

    public Scenario Property(string name, string value)
    {
        properties[name] = value;
        return this;
    }

    public Scenario Item(string type, string name, params (string Name, string Value)[] metadata)
    {
        items.Add(
            new(type, name, metadata.ToDictionary(static pair => pair.Name, static pair => pair.Value, StringComparer.OrdinalIgnoreCase))
        );
        return this;
    }

    public Scenario Facts(params Fact[] more)
    {
        facts.AddRange(more);
        return this;
    }

    public Scenario Worker()
    {
        facts.RemoveAll(static fact => fact is HostFact);
        facts.Add(new HostFact(Source, HostKind.Worker));
        return Property("UsingMicrosoftNETSdkWeb", "")
            .Property("UsingMicrosoftNETSdkWorker", "true")
            .Property("FrameworkReferences", "Microsoft.NETCore.App")
            .Property("DeployabilityProbe", "");
    }

    /// <summary>A console program, which builds no host.</summary>
    public Scenario Program()
    {
        facts.RemoveAll(static fact => fact is HostFact);
        return Property("UsingMicrosoftNETSdkWeb", "")
            .Property("FrameworkReferences", "Microsoft.NETCore.App")
            .Property("DeployabilityProbe", "");
    }

    public Scenario Setting(string key, string value)
    {
        settings[key] = value;
        return this;
    }

    /// <summary>What <c>appsettings.&lt;environment&gt;.json</c> says.</summary>
    public Scenario Setting(string environment, string key, string value)
    {
        environments[environment] = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [key] = value };
        return this;
    }

    /// <summary>Libraries by which the code reaches others.</summary>
    public Scenario Uses(params ClientLibrary[] libraries)
    {
        clients = libraries;
        return this;
    }

    /// <summary>Some code of it was not read.</summary>
    public Scenario Incomplete()
    {
        areComplete = false;
        return this;
    }

    public Scenario Closure(BuildClosure value)
    {
        closure = value;
        return this;
    }

    /// <summary>What the code says, as its assembly carries it.</summary>
    public string FactsText => FactSerializer.Serialize(FactSet.Create(facts));

    /// <summary>What <c>appsettings.json</c> says.</summary>
    public IReadOnlyDictionary<string, string> AppSettings => settings;

    /// <summary>What <c>appsettings.&lt;environment&gt;.json</c> says, by environment.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> AppSettingsOf => environments;

    /// <summary>Whether the host answers HTTP.</summary>
    public bool IsWeb => facts.Exists(static fact => fact is HostFact { Kind: HostKind.Web });

    /// <summary>The same with everything that has no order of its own turned round.</summary>
    public Scenario Reversed()
    {
        facts.Reverse();
        properties = Turn(properties);
        settings = Turn(settings);
        var metadata = items.ConvertAll(static item => new ProjectItem(item.Type, item.Name, Turn(item.Metadata)));
        items.Clear();
        items.AddRange(metadata);
        return this;
    }

    private static Dictionary<string, string> Turn(IReadOnlyDictionary<string, string> values) =>
        values.Reverse().ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    private string outputPath = "/src/shop/src/Api/deploy";

    /// <summary>Another folder for the files.</summary>
    public Scenario Output(string path)
    {
        outputPath = path;
        return this;
    }

    public ProjectInput Input() =>
        new()
        {
            ProjectFile = "/src/shop/src/Api/Api.csproj",
            OutputPath = outputPath,
            IntermediatePath = "/src/shop/src/Api/obj",
            AssemblyFile = "/src/shop/src/Api/obj/Shop.Api.dll",
            Properties = properties,
            Items = items,
        };

    public (DeploymentPlan? Plan, IReadOnlyList<Problem> Problems) Result() =>
        Planner.Plan(
            Input(),
            new(FactSet.Create(facts), areComplete, []) { Clients = clients },
            new Settings(settings) { Environments = environments },
            closure
        );

    /// <summary>The plan; the test fails when there is an error.</summary>
    public DeploymentPlan Plan()
    {
        var (plan, problems) = Result();
        Assert.DoesNotContain(problems, static problem => problem.Severity == ProblemSeverity.Error);
        return plan!;
    }

    /// <summary>The messages of DPL9001; the test fails when there is a plan all the same.</summary>
    public IReadOnlyList<string> Refusals()
    {
        var (plan, problems) = Result();
        Assert.Null(plan);
        return [.. problems.Where(static problem => problem.Severity == ProblemSeverity.Error).Select(static problem => problem.Message)];
    }

    public IReadOnlyList<GeneratedFile> Emit() => EmitterList.Emit(Plan(), EmitterList.Choose(Input()).Names);

    public string File(string path) => Emit().Single(file => file.Path == path).Content;

    public static HealthEndpointFact Health(
        string path,
        HealthEndpointKind kind = HealthEndpointKind.Combined,
        HealthChecksRun checks = HealthChecksRun.None,
        bool authorized = false,
        string host = ""
    ) => new(Source, path, kind, EquatableArray<string>.Empty, checks, authorized, host);

    public static HealthCheckFact Check(string name) => new(Source, name, EquatableArray<string>.Empty);

    public static ConfigurationKeyFact Key(
        string key,
        string? @default = null,
        bool required = false,
        bool secret = false,
        ConfigurationOrigin origin = ConfigurationOrigin.Configuration
    ) => new(Source, key, ConfigurationValueType.String, @default, required, secret, origin);

    public static ConnectionStringFact Connection(string key, string provider, bool required = true) =>
        new(Source, key, provider, required);
}
