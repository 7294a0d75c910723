using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Rules.Containers;

/// <summary>A web project for .NET 10 with files for containers.</summary>
internal static class DockerfileTest
{
    public static Task VerifyAsync<TAnalyzer>(string dockerfile, params (string Name, string Text)[] others)
        where TAnalyzer : DiagnosticAnalyzer, new() => VerifyAsync<TAnalyzer>(dockerfile, [], others);

    /// <param name="properties">Of the project, besides the framework.</param>
    public static Task VerifyAsync<TAnalyzer>(
        string dockerfile,
        Dictionary<string, string> properties,
        params (string Name, string Text)[] others
    )
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer> { TestCode = "" };
        test.TestState.BuildProperties["UsingMicrosoftNETSdkWeb"] = "true";
        test.TestState.BuildProperties["TargetFramework"] = "net10.0";
        foreach (var (name, value) in properties)
            test.TestState.BuildProperties[name] = value;
        if (dockerfile.Length > 0)
            test.TestState.AdditionalFiles.Add(("Dockerfile", dockerfile));
        foreach (var file in others)
            test.TestState.AdditionalFiles.Add((file.Name, file.Text));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
