using Deployability.Model;
using Deployability.Publish.Emission;
using Deployability.Publish.Reading;
using Deployability.Publish.Report;
using Deployability.Publish.Targets;

namespace Deployability.Publish;

/// <summary>
/// Plans a made-up app in memory and throws its files away, while MSBuild is still at work on the publish. Most of a first publish is loading types and methods that
/// the process meets for the first time, and that a second core can do meanwhile. It touches no file of the project's and says nothing: whatever becomes of it, the
/// publish that follows does the same, sooner or later.
/// </summary>
internal static class Rehearsal
{
    /// <summary>One fact of most kinds, as the generator writes them.</summary>
    private const string Facts = """
        {"v":1,"facts":[
        {"kind":"check","name":"database","file":"Program.cs"},
        {"kind":"connection","key":"ConnectionStrings:Orders","provider":"npgsql","required":true,"file":"Program.cs"},
        {"kind":"cors","key":"Cors:AllowedOrigins","file":"Program.cs"},
        {"kind":"environment","name":"Development","file":"Program.cs"},
        {"kind":"feature","name":"in-process-session","file":"Program.cs"},
        {"kind":"feature","name":"prometheus-metrics","file":"Program.cs"},
        {"kind":"feature","name":"signalr","file":"Program.cs"},
        {"kind":"health","path":"/live","probe":"Live","file":"Program.cs"},
        {"kind":"health","path":"/ready","probe":"Ready","checks":"All","file":"Program.cs"},
        {"kind":"host","file":"Program.cs"},
        {"kind":"key","key":"Billing:BaseUrl","type":"Uri","required":true,"file":"Program.cs"},
        {"kind":"key","key":"Payments:ApiKey","secret":true,"file":"Program.cs"},
        {"kind":"outbound","key":"Billing:BaseUrl","scheme":"https","host":"billing.example.com","file":"Program.cs"},
        {"kind":"write","path":"/data/out.txt","file":"Program.cs"}
        ]}
        """;

    /// <summary>A compiler's log with two findings.</summary>
    private const string Findings = """
        {"runs":[{"results":[
        {"ruleId":"DPL4003","level":"note","message":{"text":"One."},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"file:///rehearsal/Program.cs"},"region":{"startLine":1,"startColumn":1,"endLine":1,"endColumn":9}}}]},
        {"ruleId":"DPL4004","level":"warning","message":{"text":"Two."},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"file:///rehearsal/Program.cs"},"region":{"startLine":2,"startColumn":1,"endLine":2,"endColumn":9}}}]}
        ]}]}
        """;

    private const string Folder = "/rehearsal";

    private static int begun;

    /// <summary>Begins in the background, once in a process, where there is a core for it.</summary>
    /// <param name="targets">What <c>DeployabilityEmit</c> says.</param>
    public static void Begin(string targets)
    {
        if (Environment.ProcessorCount < 2 || Interlocked.Exchange(ref begun, 1) != 0)
        {
            return;
        }

        // A thread of its own: MSBuild would miss one of the pool's. The end of the process does not wait for it.
        new Thread(() => Try(targets)) { IsBackground = true, Name = "Deployability rehearsal" }.Start();
    }

    private static void Try(string targets)
    {
        try
        {
            Run(targets);
        }
        catch (Exception)
        {
            // The publish itself says what is wrong, if anything is.
        }
    }

    /// <summary>The files of the made-up app.</summary>
    internal static List<GeneratedFile> Run(string targets)
    {
        var input = Input(targets);
        var facts = FactSet.Resolve(FactSerializer.TryDeserialize(Facts) ?? FactSet.Empty, []);
        var (names, _) = EmitterList.Choose(input);
        var (planned, problems) = Planner.Plan(input, new(facts, AreComplete: true, []), Settings.Read(Folder).Settings, Closure);
        var plan = planned ?? throw new InvalidOperationException(string.Join("\n", problems.Select(static problem => problem.Message)));
        List<GeneratedFile> files = [.. EmitterList.Emissions(plan, names).SelectMany(static emission => emission())];
        if (names.Contains("report"))
        {
            var findings = FindingsReader.Parse(Findings, Folder) ?? [];
            files.AddRange(ReportFiles.Emit(Folder, ReportFiles.Build(input, plan, facts, findings)));
        }

        return files;
    }

    private static BuildClosure Closure => new(Folder, ["Shop.csproj"], ["Directory.Build.props"], [], []);

    private static ProjectInput Input(string targets) =>
        new()
        {
            ProjectFile = Folder + "/Shop.csproj",
            OutputPath = Folder + "/deploy",
            IntermediatePath = Folder + "/obj",
            AssemblyFile = Folder + "/obj/Shop.dll",
            Properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["AssemblyName"] = "Shop",
                ["Configuration"] = "Release",
                ["DeployabilityEmit"] = targets,
                ["DeployabilityEnvironments"] = "dev;prod",
                ["DeployabilityHost"] = "shop.example.com",
                ["DeployabilityProbe"] = "true",
                ["DeployabilityReplicas"] = "2",
                ["DeployabilitySecretStore"] = "kubernetes",
                ["FrameworkReferences"] = "Microsoft.NETCore.App;Microsoft.AspNetCore.App",
                ["TargetFileName"] = "Shop.dll",
                ["TargetFramework"] = "net10.0",
                ["TargetFrameworkVersion"] = "v10.0",
                ["UsingMicrosoftNETSdkWeb"] = "true",
            },
            Items =
            [
                Item("DeployabilityConfig", "Shop:Mode", "Value", "live"),
                Item("DeployabilityEnvironment", "prod", "Replicas", "3"),
                Item("DeployabilityJob", "nightly", "Schedule", "0 3 * * *"),
                new("DeployabilitySecret", "Payments:Certificate", new Dictionary<string, string>()),
                Item("DeployabilityVolume", "data", "MountPath", "/data"),
            ],
        };

    private static ProjectItem Item(string type, string name, string metadata, string value) =>
        new(type, name, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [metadata] = value });
}
