using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Deployability.Analyzers.Judges;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Code;

/// <summary>What rules and recognisers share about one compilation; everything in it is filled when first asked for.</summary>
internal sealed class ProjectContext
{
    private static readonly ConditionalWeakTable<Compilation, ProjectContext> Contexts = new();

    private readonly ConcurrentDictionary<(string Id, Location Location), SyntaxNode> reported = new();
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();
    private readonly Lazy<bool> isTest;
    private readonly Lazy<HealthFacts> health;

    // A compilation that no generator adds to is the analyzers' too, and theirs has options.
    private static readonly ConditionalWeakTable<Compilation, ProjectContext> GeneratorContexts = new();

    private ProjectContext(Compilation compilation, AnalyzerConfigOptionsProvider? options)
    {
        Compilation = compilation;
        Options = new RuleOptions(options);
        Types = new KnownTypes(compilation);
        Values = new ValueTracer(this);
        Guards = new EnvironmentGuards(this);
        Platform = new PlatformGuards(this);
        Passed = new PassedValues(this);
        isTest = new Lazy<bool>(FindIsTest);
        Cors = new CorsUses(this);
        health = new Lazy<HealthFacts>(() => new HealthFacts(this));
    }

    public Compilation Compilation { get; }

    public KnownTypes Types { get; }

    public RuleOptions Options { get; }

    /// <summary>Follows a value to the literal that it comes from.</summary>
    public ValueTracer Values { get; }

    /// <summary>Says whether an operation runs outside Development.</summary>
    public EnvironmentGuards Guards { get; }

    /// <summary>Says whether code runs on Windows only.</summary>
    public PlatformGuards Platform { get; }

    /// <summary>Follows a value into this project's own methods.</summary>
    public PassedValues Passed { get; }
    /// <summary>Where CORS policies are used.</summary>
    public CorsUses Cors { get; }

    /// <summary>The host and its health endpoints.</summary>
    public HealthFacts Health => health.Value;

    /// <summary>Whether this is a test project: said by <c>IsTestProject</c>, or a test framework is referenced.</summary>
    public bool IsTest => isTest.Value;

    /// <summary>Whether the project makes a program (not a library).</summary>
    public bool IsExecutable => Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    public static ProjectContext Get(Compilation compilation, AnalyzerOptions options) =>
        Contexts.GetValue(compilation, key => new ProjectContext(key, options.AnalyzerConfigOptionsProvider));

    /// <summary>For the fact generator, which sees no options while it looks at syntax: facts never depend on them.</summary>
    public static ProjectContext ForGenerator(Compilation compilation) =>
        GeneratorContexts.GetValue(compilation, static key => new ProjectContext(key, null));

#pragma warning disable RS1030 // Only where a finding, or a judge of the whole program, leads into another file; never per node.
    /// <summary>The semantic model of a tree other than the one in hand; one a tree, because each binds a whole method body anew.</summary>
    public SemanticModel ModelOf(SyntaxTree tree) => models.TryGetValue(tree, out var model) ? model : models.GetOrAdd(tree, Compilation.GetSemanticModel(tree));
#pragma warning restore RS1030

    /// <summary>The operation of a node of this project; null for one of a referenced project's source, as an IDE has it, or when it has none.</summary>
    public IOperation? OperationOf(SyntaxNode node) => Compilation.ContainsSyntaxTree(node.SyntaxTree) ? ModelOf(node.SyntaxTree).GetOperation(node) : null;

    /// <summary>Whether the code serves tools at design time and never runs in a deployment: migrations, design-time factories.</summary>
    public bool IsDesignTime(ISymbol? symbol)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType; type is not null; type = type.ContainingType)
        {
            if (Types.Is(type, TypeNames.Migration) || Types.Is(type, TypeNames.ModelSnapshot) || Types.Is(type, TypeNames.DesignTimeDbContextFactory))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether this use is the one that reports at the location. Several uses may lead to one literal, which is reported once;
    /// asking again for the same use says yes again, because an IDE runs an analysis as often as it likes.
    /// </summary>
    public bool IsFirst(string id, Location location, SyntaxNode use) => reported.GetOrAdd((id, location), use) == use;

    private bool FindIsTest()
    {
        if (Options.BuildProperty("IsTestProject") is { } said)
        {
            return string.Equals(said, "true", StringComparison.OrdinalIgnoreCase);
        }

        foreach (var reference in Compilation.ReferencedAssemblyNames)
        {
            if (reference.Name is "xunit.core" or "xunit.v3.core" or "nunit.framework" or "TUnit.Core" or "TUnit"
                or "Microsoft.VisualStudio.TestPlatform.TestFramework" or "MSTest.TestFramework" or "Microsoft.AspNetCore.Mvc.Testing")
            {
                return true;
            }
        }

        return false;
    }
}
