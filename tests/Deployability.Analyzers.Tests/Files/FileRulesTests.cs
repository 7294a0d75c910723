using Deployability.Analyzers.Rules.Containers;
using Deployability.Testing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Files;

/// <summary>The compiler asks a rule for each file around the code: one that has nothing to look at must not be asked.</summary>
public sealed class FileRulesTests
{
    /// <summary>DPL7005 looks at Dockerfiles that ship, and at all ignore files.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0, "/project/appsettings.json", "/project/compose.yaml", "/project/src/main.js")]
    [InlineData(0, "/project/dev/Dockerfile")]
    [InlineData(1, "/project/Dockerfile")]
    [InlineData(1, "/project/dev/Dockerfile", "/project/deploy/Dockerfile", "/project/appsettings.json")]
    [InlineData(1, "/project/dev/.dockerignore")]
    [InlineData(2, "/project/Dockerfile", "/project/.dockerignore")]
    public async Task ARule_IsAskedForFilesOnlyWhereThereAreSomeOfItsKinds(int actions, params string[] paths)
    {
        var rule = new BuildContextAnalyzer();
        var telemetry = await CSharpCompilation
            .Create("App")
            .WithAnalyzers(
                [rule],
                new AnalyzerOptions(
                    [.. paths.Select(static path => new TextFile(path, "a"))],
                    new ProjectOptions(("ProjectDir", "/project/"))
                )
            )
            .GetAnalyzerTelemetryInfoAsync(rule, TestContext.Current.CancellationToken);

        Assert.Equal(actions, telemetry.AdditionalFileActionsCount);
    }
}
