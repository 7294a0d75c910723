using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Rules.Portability;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Recognisers;

/// <summary>What DPL6001 asks before it looks at any operation: whether the code speaks of Windows at all. A wrong no loses every finding.</summary>
public sealed class WindowsDependenciesTests
{
    private const string Program = "WebApplication.CreateBuilder(args).Build().Run();\n";

    [Theory]
    [InlineData("_ = new System.Drawing.Bitmap(1, 1);")]
    [InlineData("_ = new global::System.Management.ManagementObjectSearcher();")]
    [InlineData("Microsoft.Office.Interop.Excel.Application excel = null;")]
    [InlineData("_ = Type.GetTypeFromProgID(\"Word.Application\");")]
    [InlineData("_ = ProtectedData.Protect([]);")]
    [InlineData("Install(@\"HKEY_LOCAL_MACHINE\\SOFTWARE\\Orders\");")]
    [InlineData("class Window : System.Windows.Window { }")]
    public async Task CodeThatSpeaksOfWindows_IsLookedAt(string code)
    {
        Assert.True(MayBeIn(code));
        Assert.Equal(1, await TypesLookedAtAsync(code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("var drawing = new Shop.Drawing.Shape();")]
    [InlineData("// HKEY_LOCAL_MACHINE, System.Drawing, EventLog")]
    [InlineData("Shop.Management.Orders.Windows();")]
    public async Task CodeThatDoesNot_IsLeftAlone(string code)
    {
        Assert.False(MayBeIn(code));
        Assert.Equal(0, await TypesLookedAtAsync(code));
    }

    /// <summary>Usings of the project file stand in no file that people write.</summary>
    [Theory]
    [InlineData("System.Drawing.Common", true)]
    [InlineData("PresentationFramework", true)]
    [InlineData("Shop.Drawing.Common", false)]
    public void APackageForWindows_IsReasonEnough(string assembly, bool isLookedAt) =>
        Assert.Equal(isLookedAt, MayBeIn("_ = new Bitmap(1, 1);", CSharpCompilation.Create(assembly).ToMetadataReference()));

    private static bool MayBeIn(string code, params MetadataReference[] references) =>
        WindowsDependencies.MayBeIn(Projects.Of(Compile(code, references), NoFiles), TestContext.Current.CancellationToken);

    private static async Task<int> TypesLookedAtAsync(string code)
    {
        var rule = new WindowsOnlyDependencyAnalyzer();
        var telemetry = await Compile(code)
            .WithAnalyzers([rule], NoFiles)
            .GetAnalyzerTelemetryInfoAsync(rule, TestContext.Current.CancellationToken);
        return telemetry.SymbolStartActionsCount;
    }

    private static AnalyzerOptions NoFiles { get; } = new([], new ProjectOptions());

    private static CSharpCompilation Compile(string code, params MetadataReference[] references) =>
        CSharpCompilation.Create(
            "App",
            [CSharpSyntaxTree.ParseText("using Microsoft.AspNetCore.Builder;\n" + Program + code, path: "/src/Program.cs")],
            [.. SdkReferences.Web.References, .. references],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication)
        );
}
