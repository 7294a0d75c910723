using System.Collections.Immutable;
using System.Text.Json;
using Deployability.Analyzers.Rules.Contract;
using Deployability.Model;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Publish.Tests.Emitters;

/// <summary>What publish writes keeps the contract with the code that it was written for.</summary>
public sealed class ContractTests
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Rules =
    [
        new UnmappedProbePathAnalyzer(),
        new PortMismatchAnalyzer(),
        new MissingConfigurationKeyAnalyzer(),
        new UnknownVariableAnalyzer(),
        new UnmountedWriteAnalyzer(),
        new SecretInConfigMapAnalyzer(),
    ];

    public static TheoryData<string> Names => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Output_KeepsTheContract(string scenario)
    {
        var project = Scenarios.All[scenario]();

        var findings = await FindingsIn(project, [.. project.Emit().Select(static file => (file.Path, file.Content))]);

        // Assert.Empty cuts the messages off.
        Assert.True(!findings.Any(), string.Join('\n', findings));
    }

    [Fact]
    public async Task AnEdit_ThatBreaksIt_IsFound()
    {
        var project = Scenarios.All["minimal"]();

        Assert.NotEmpty(
            await FindingsIn(
                project,
                [
                    .. project
                        .Emit()
                        .Select(static file =>
                            (file.Path, file.Content.Replace("containerPort: 8080", "containerPort: 80", StringComparison.Ordinal))
                        ),
                ]
            )
        );
    }

    private static async Task<IEnumerable<string>> FindingsIn(Scenario project, IReadOnlyList<(string Path, string Content)> files)
    {
        // The facts of a referenced project that nothing has to call are those of the app.
        var facts = CSharpCompilation.Create(
            "Facts",
            [
                CSharpSyntaxTree.ParseText(
                    $"[assembly: System.Reflection.AssemblyMetadata(\"{FactSet.MetadataKey}\", {SymbolDisplay.FormatLiteral(project.FactsText, quote: true)})]"
                ),
            ],
            SdkReferences.Web.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        // What an item names, such as a setting or the folder of a volume, the code reads.
        var names = project
            .Input()
            .Items.SelectMany(static item => item.Metadata.Values.Append(item.Name))
            .SelectMany(static value => value.Split(';'))
            .Select(static value =>
                SymbolDisplay.FormatLiteral(value.Split('=')[0].Replace("__", ":", StringComparison.Ordinal), quote: true)
            );
        var code = project.IsWeb
            ? "Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(args).Build().Run();"
            : "Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions.Run(Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(args).Build());";
        var compilation = CSharpCompilation.Create(
            "Shop.Api",
            [CSharpSyntaxTree.ParseText($"string[] names = [{string.Join(", ", names)}]; " + code, path: "/src/Program.cs")],
            [.. SdkReferences.Web.References, facts.ToMetadataReference()],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication)
        );
        var texts = files
            .Select(static file => new TextFile("/src/deploy/" + file.Path, file.Content))
            .Append(new TextFile("/src/appsettings.json", JsonSerializer.Serialize(project.AppSettings)))
            .Concat(
                project.AppSettingsOf.Select(static pair => new TextFile(
                    $"/src/appsettings.{pair.Key}.json",
                    JsonSerializer.Serialize(pair.Value)
                ))
            );
        var diagnostics = await compilation
            .WithAnalyzers(
                Rules,
                new AnalyzerOptions([.. texts], new ProjectOptions(("ProjectDir", "/src/"), ("TargetFramework", "net10.0")))
            )
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return diagnostics.Select(static diagnostic => diagnostic.ToString());
    }
}
