using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which projects hold tests.</summary>
internal static class TestProjects
{
    // With what declares tests, asserts or hosts an app for them. They reach whoever references a project that references them.
    private static readonly HashSet<string> Frameworks = new(StringComparer.OrdinalIgnoreCase)
    {
        "nunit.framework",
        "TUnit",
        "TUnit.Core",
        "TUnit.Engine",
        "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "MSTest.TestFramework",
        "Microsoft.VisualStudio.QualityTools.UnitTestFramework",
        "Microsoft.AspNetCore.Mvc.Testing",
        "xunit.assert",
        "xunit.v3.assert",
        "xunit.v3.runner.inproc.console",
        "xunit.v3.runner.common",
    };

    // The packages for those who extend xunit bring no more than this, and a library that ships may reference them.
    private static readonly HashSet<string> Cores = new(StringComparer.OrdinalIgnoreCase) { "xunit.core", "xunit.v3.core" };

    extension(ProjectContext project)
    {
        /// <summary>Whether the project says that it holds tests, or says nothing and its own code uses a test framework: what a library pulls in makes no app a test.</summary>
        public bool IsTest => project.Part(static key => new Answer(key)).IsTest;
    }

    private static bool Is(ProjectContext project)
    {
        if (project.Options.BuildProperty("IsTestProject") is { } said)
        {
            return string.Equals(said, "true", StringComparison.OrdinalIgnoreCase);
        }

        var (framework, core) = (false, false);
        foreach (var reference in project.Compilation.ReferencedAssemblyNames)
        {
            framework |= Frameworks.Contains(reference.Name);
            core |= Cores.Contains(reference.Name);
        }

        return (framework || core)
            && (
                project.Trees.Any(tree => project.Candidates(tree, Find.TestAttributes).Any())
                || (project.IsExecutable ? IsStartedByARunner(project) : framework && NamesAFramework(project))
            );
    }

    // A test runner writes the entry point of tests; people write an app's.
    private static bool IsStartedByARunner(ProjectContext project) =>
        project.Compilation.GetEntryPoint(Cancellation.Token) is { DeclaringSyntaxReferences: [var entry, ..] }
        && !project.Trees.Contains(entry.SyntaxTree);

    // What tests share stands in libraries without a test. Usings that the project file has stand in a generated file.
    private static bool NamesAFramework(ProjectContext project) =>
        project.Compilation.SyntaxTrees.Any(tree => project.Candidates(tree, Find.TestNamespaces).Any());

    private sealed class Answer(ProjectContext project)
    {
        private readonly Once<bool> isTest = new(_ => Is(project));

        public bool IsTest => isTest.Get(Cancellation.Token);
    }
}

/// <summary>Attributes of tests, and of what runs before and after them.</summary>
internal sealed class TestAttributes : Recogniser<string>
{
    public override IEnumerable<string> Words { get; } =
        new[]
        {
            "Test",
            "TestCase",
            "TestCaseSource",
            "TestFixture",
            "TestFixtureSource",
            "SetUp",
            "SetUpFixture",
            "OneTimeSetUp",
            "TearDown",
            "OneTimeTearDown",
            "TestClass",
            "TestMethod",
            "DataTestMethod",
            "TestInitialize",
            "ClassInitialize",
            "AssemblyInitialize",
        }.SelectMany(static name => new[] { name, name + "Attribute" });

    // [Fact], and [SkippableFact], [WpfTheory] and whatever else is made of the two.
    public override WordForm FormOf(string word) =>
        word.EndsWith("Fact", StringComparison.Ordinal)
        || word.EndsWith("Theory", StringComparison.Ordinal)
        || word.EndsWith("FactAttribute", StringComparison.Ordinal)
        || word.EndsWith("TheoryAttribute", StringComparison.Ordinal)
            ? WordForm.Anywhere
            : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.Parent?.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute && attribute.Name.NameOfMember() == token.ValueText
            ? [attribute]
            : [];

    public override string Recognise(Candidate candidate) => "";
}

/// <summary>Names by which code takes a test framework: of namespaces, and of the host of an app under test.</summary>
internal sealed class TestNamespaces : Recogniser<string>
{
    public override IEnumerable<string> Words => ["Xunit", "NUnit", "TUnit", "UnitTesting", "WebApplicationFactory"];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is NameSyntax name ? [name] : [];

    public override string Recognise(Candidate candidate) => "";
}
