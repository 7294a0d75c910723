using System.Collections.Immutable;
using System.Reflection;
using Deployability.Analyzers.Engine;
using Deployability.Benchmarks.Corpora;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Benchmarks.Contenders;

/// <summary>Ours, the controls, and those we compare with.</summary>
internal static class AllContenders
{
    public const string Ours = "ours, every rule on";
    public const string OursByDefault = "ours, rules on by default";
    public const string Nothing = "control: nothing";
    public const string EmptyInvocation = "control: empty invocation action";
    public const string Meziantou = "Meziantou.Analyzer";
    public const string Roslynator = "Roslynator.Analyzers";
    public const string SecurityCodeScan = "SecurityCodeScan";
    public const string Sdk = "SDK (.NET + ASP.NET Core)";
    public const string SdkBuild = "SDK, warnings only";
    public const string SdkAndOurs = "SDK and ours";

    public static ImmutableArray<Contender> Create()
    {
        var sdk = new Contender(Sdk, [.. SdkAssemblies().SelectMany(static set => AnalyzerFolder.Load(set))]);
        var ours = OurAnalyzers();
        return
        [
            new(Nothing, new NothingAnalyzer()),
            new(EmptyInvocation, new EmptyInvocationAnalyzer()),
            ours,
            ours with
            {
                Name = OursByDefault,
                Severities = System.Collections.Immutable.ImmutableDictionary<string, Microsoft.CodeAnalysis.ReportDiagnostic>.Empty,
            },
            new(Meziantou, AnalyzerFolder.Load(AnalyzerFolder.OfPackage(BuildFacts.Folder(Meziantou)))),
            new(Roslynator, AnalyzerFolder.Load(AnalyzerFolder.OfPackage(BuildFacts.Folder(Roslynator)))),
            new(SecurityCodeScan, AnalyzerFolder.Load(AnalyzerFolder.OfPackage(BuildFacts.Folder("SecurityCodeScan.VS2019")))),
            sdk,
            sdk.WarningsOnly() with
            {
                Name = SdkBuild,
            },
            ours with
            {
                Name = SdkAndOurs,
                Analyzers = [.. sdk.Analyzers, .. ours.Analyzers],
            },
        ];
    }

    // In this process's own context, so that a profiler and a debugger see them as they are built here.
    private static Contender OurAnalyzers() =>
        new Contender(
            Ours,
            [
                .. typeof(DeployabilityAnalyzer)
                    .Assembly.GetTypes()
                    .Where(static type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
                    .OrderBy(static type => type.FullName, StringComparer.Ordinal)
                    .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
            ]
        ).WithEverythingOn();

    // What a project of the Web SDK runs without any package.
    private static IEnumerable<IEnumerable<string>> SdkAssemblies()
    {
        var sdks = Path.Combine(BuildFacts.Folder("SdkRoot"), "Sdks");
        yield return
        [
            Path.Combine(sdks, "Microsoft.NET.Sdk", "analyzers", "Microsoft.CodeAnalysis.NetAnalyzers.dll"),
            Path.Combine(sdks, "Microsoft.NET.Sdk", "analyzers", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll"),
        ];
        yield return Directory.GetFiles(Path.Combine(sdks, "Microsoft.NET.Sdk.Web", "analyzers", "cs"), "*.dll");
        yield return Directory.GetFiles(
            Path.Combine(TargetingPacks.Folder("Microsoft.AspNetCore.App.Ref"), "analyzers", "dotnet", "cs"),
            "Microsoft.AspNetCore.*Analyzers.dll"
        );
    }
}
