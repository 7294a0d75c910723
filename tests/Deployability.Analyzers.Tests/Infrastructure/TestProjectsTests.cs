using Deployability.Analyzers.Tests.Generation;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Deployability.Analyzers.Tests.Infrastructure;

public sealed class TestProjectsTests
{
    [Theory]
    [InlineData("nunit.framework")]
    [InlineData("TUnit.Core")]
    [InlineData("Microsoft.VisualStudio.TestPlatform.TestFramework")]
    [InlineData("Microsoft.AspNetCore.Mvc.Testing")]
    [InlineData("xunit.core")]
    [InlineData("xunit.v3.core")]
    [InlineData("xunit.core", "xunit.abstractions", "xunit.assert")]
    [InlineData("xunit.v3.core", "xunit.v3.common", "xunit.v3.assert")]
    public void ReferenceToATestFramework_MakesATestProject(params string[] references) => Assert.True(Is(null, references));

    // A library for those who extend a framework ships with apps.
    [Theory]
    [InlineData]
    [InlineData("xunit.abstractions")]
    [InlineData("xunit.core", "xunit.abstractions")]
    [InlineData("xunit.v3.core", "xunit.v3.common")]
    [InlineData("Moq")]
    [InlineData("Acme.Testing")]
    public void ReferenceToSomethingElse_MakesNone(params string[] references) => Assert.False(Is(null, references));

    [Theory]
    [InlineData(OutputKind.ConsoleApplication, false, "xunit.assert")]
    [InlineData(OutputKind.ConsoleApplication, false, "xunit.v3.assert", "xunit.v3.common")]
    [InlineData(OutputKind.DynamicallyLinkedLibrary, true, "xunit.assert")]
    [InlineData(OutputKind.ConsoleApplication, true, "xunit.v3.core", "xunit.v3.common", "xunit.v3.assert")]
    public void WhatAssertsAlone_MakesATestProjectOfALibraryAndNotOfAnApp(OutputKind kind, bool expected, params string[] references) =>
        Assert.Equal(expected, Is(null, kind, references));

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    public void WhatTheProjectSays_Decides(string said, bool expected) => Assert.Equal(expected, Is(said, "nunit.framework"));

    [Fact]
    public void ProjectThatSaysSoWithoutAFramework_IsATestProject() => Assert.True(Is("true"));

    private static bool Is(string? said, params string[] references) => Is(said, OutputKind.DynamicallyLinkedLibrary, references);

    private static bool Is(string? said, OutputKind kind, params string[] references)
    {
        var code = kind == OutputKind.ConsoleApplication ? "class Program { static void Main() { } }" : "";
        var compilation = GeneratorHarness.Compile(code, kind, [.. references.Select(Empty)]);
        return TestProjects.Is(compilation, new RuleOptions(new ProjectOptions(("IsTestProject", said))));
    }

    private static MetadataReference Empty(string name)
    {
        using var stream = new MemoryStream();
        CSharpCompilation
            .Create(
                name,
                references: GeneratorHarness.Compile("", OutputKind.DynamicallyLinkedLibrary).References,
                options: new(OutputKind.DynamicallyLinkedLibrary)
            )
            .Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
