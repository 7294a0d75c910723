using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which projects hold tests.</summary>
internal static class TestProjects
{
    // Who references what declares tests, or runs them, has some.
    private static readonly HashSet<string> Frameworks = new(StringComparer.OrdinalIgnoreCase)
    {
        "nunit.framework",
        "TUnit",
        "TUnit.Core",
        "TUnit.Engine",
        "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "MSTest.TestFramework",
        "Microsoft.VisualStudio.QualityTools.UnitTestFramework",
        "xunit.v3.runner.inproc.console",
        "xunit.v3.runner.common",
    };

    // The packages for those who extend xunit bring its core too, with what describes tests beside it and without what asserts.
    private static readonly HashSet<string> Cores = new(StringComparer.OrdinalIgnoreCase) { "xunit.core", "xunit.v3.core" };
    private static readonly HashSet<string> Extensibility = new(StringComparer.OrdinalIgnoreCase)
    {
        "xunit.abstractions",
        "xunit.v3.common",
    };
    private static readonly HashSet<string> Asserts = new(StringComparer.OrdinalIgnoreCase) { "xunit.assert", "xunit.v3.assert" };

    // Starts an app for its tests. It reaches every app that references a library with what tests share.
    private const string Host = "Microsoft.AspNetCore.Mvc.Testing";

    extension(ProjectContext project)
    {
        /// <summary>Whether the project says that it holds tests, or references a whole test framework and says nothing; parts of one, which a library pulls in, make one only of a project whose code uses them.</summary>
        public bool IsTest => project.Part(static key => new Answer(key)).IsTest;
    }

    private static bool Is(ProjectContext project)
    {
        if (project.Options.BuildProperty("IsTestProject") is { } said)
        {
            return string.Equals(said, "true", StringComparison.OrdinalIgnoreCase);
        }

        var (core, extensibility, asserts, host) = (false, false, false, false);
        foreach (var reference in project.Compilation.ReferencedAssemblyNames)
        {
            if (Frameworks.Contains(reference.Name))
            {
                return true;
            }

            core |= Cores.Contains(reference.Name);
            extensibility |= Extensibility.Contains(reference.Name);
            asserts |= Asserts.Contains(reference.Name);
            host |= reference.Name == Host;
        }

        return core && (!extensibility || asserts)
            // A library has what asserts for tests; an app got it by mistake.
            || asserts && !project.IsExecutable
            || (core || asserts || host)
                && (
                    project.Trees.Any(tree => project.Candidates(tree, Find.TestAttributes).Any())
                    || (project.IsExecutable ? IsStartedByARunner(project) : host && NamesAFramework(project))
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
