using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Deployability.Analyzers.Code;
using Deployability.Analyzers.Recognisers;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Judges;

/// <summary>A registration of a stateful feature that does not run in Development alone.</summary>
internal sealed record StateRegistration(StateFeature Feature, InvocationExpressionSyntax Syntax, Guard Guard);

/// <summary>What the project registers that keeps or shares state; collected when a judge first asks.</summary>
internal sealed class StateFacts
{
    private static readonly ConditionalWeakTable<ProjectContext, StateFacts> Known = new();

    private readonly ProjectContext project;
    private readonly Lazy<ImmutableArray<SyntaxTree>> trees;
    private readonly Lazy<ImmutableArray<StateRegistration>> registrations;
    private readonly Lazy<ImmutableArray<(InvocationExpressionSyntax Call, FactSet Facts)>> helpers;

    private StateFacts(ProjectContext project)
    {
        this.project = project;
        trees = new(OrderTrees);
        registrations = new(FindRegistrations);
        helpers = new(FindHelpers);
    }

    /// <summary>The files of the project, the entry point's first.</summary>
    public ImmutableArray<SyntaxTree> Trees => trees.Value;

    /// <summary>Calls that may go into a helper of another project, by their names.</summary>
    public IEnumerable<InvocationExpressionSyntax> Helpers => Trees.SelectMany(static tree => StateCandidates.Of(tree).Helpers);

    /// <summary>Registrations in the order of the files, the entry point's first.</summary>
    public ImmutableArray<StateRegistration> Registrations => registrations.Value;

    public static StateFacts Of(ProjectContext project) => Known.GetValue(project, static key => new StateFacts(key));

    public bool Has(StateFeature feature) => Registrations.Any(registration => registration.Feature == feature);

    public StateRegistration? First(StateFeature feature) => Registrations.FirstOrDefault(registration => registration.Feature == feature);

    /// <summary>Whether a helper of a referenced project that the code calls turns the feature on (<see cref="Features"/>) in Production.</summary>
    public bool IsReached(string feature) => HelperOf(feature) is not null;

    /// <summary>The call of a helper that turns the feature on in Production, or null.</summary>
    public InvocationExpressionSyntax? HelperOf(string feature) =>
        helpers.Value.FirstOrDefault(helper => helper.Facts.OfKind<FeatureFact>().Any(fact => fact.Name == feature && fact.Source.Guard == GuardKind.None)).Call;

    /// <summary>The same, where the helper itself or one that it calls says so, and not a class that the host creates.</summary>
    public InvocationExpressionSyntax? HelperWith(string feature) =>
        helpers.Value.FirstOrDefault(helper => helper.Facts.OfKind<FeatureFact>().Any(fact => fact.Name == feature && fact.Source is { Member.Length: > 0, Guard: GuardKind.None })).Call;

    /// <summary>Whether the code names one of these anywhere: a store that it registers by hand.</summary>
    public bool Names(params string[] names) => trees.Value.Any(tree => StateCandidates.Of(tree).Names.Any(name => Array.IndexOf(names, name) >= 0));

    /// <summary>Whether the code has a name of pages or security headers (<see cref="SecurityHeaders"/>) that passes.</summary>
    public bool SaysByName(Func<string, bool> test) => trees.Value.Any(tree => StateCandidates.Of(tree).HeaderNames.Any(test));

    /// <summary>The same for the text of a literal.</summary>
    public bool SaysInLiteral(Func<string, bool> test) => trees.Value.Any(tree => StateCandidates.Of(tree).HeaderLiterals.Any(test));

    /// <summary>Whether the app answers posted forms, which carry antiforgery tokens.</summary>
    public bool HasForms =>
        trees.Value.Any(static tree => StateCandidates.Of(tree).HasFormHandlers) ||
        Names("ValidateAntiForgeryToken", "AutoValidateAntiforgeryToken", "AutoValidateAntiforgeryTokenAttribute", "ValidateAntiForgeryTokenAttribute");

    /// <summary>Whether a helper with this in its name is called that nobody can look into.</summary>
    public bool UsesUnseenHelper(string word) =>
        Helpers.Any(call => NameOf(call) is { } name && name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0 && IsUnseen(call));

    private bool IsUnseen(InvocationExpressionSyntax call) =>
        OperationOf(call) is not { } operation ||
        StateFeatures.TryRecognise(operation) is null && operation.TargetMethod is var method && !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, project.Compilation.Assembly) && ReferencedFacts.Of(method.ContainingAssembly) is null;

    private ImmutableArray<SyntaxTree> OrderTrees()
    {
        var entry = project.Compilation.GetEntryPoint(CancellationToken.None)?.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree;
        return [.. project.Compilation.SyntaxTrees.OrderBy(tree => tree == entry ? 0 : 1)];
    }

    private ImmutableArray<StateRegistration> FindRegistrations()
    {
        var result = ImmutableArray.CreateBuilder<StateRegistration>();
        foreach (var syntax in trees.Value.SelectMany(static tree => StateCandidates.Of(tree).Calls))
        {
            if (project.OperationOf(syntax) is { } operation && FeatureOf(operation, syntax) is { } feature && project.Guards.Of(operation) is var guard and not Guard.Development)
            {
                result.Add(new StateRegistration(feature, syntax, guard));
            }
        }

        return result.ToImmutable();
    }

    // A call into a package that is not restored is taken at its word where its name is as good as unique.
    private static StateFeature? FeatureOf(IOperation operation, InvocationExpressionSyntax syntax) => operation switch
    {
        IInvocationOperation call => StateFeatures.TryRecognise(call),
        IInvalidOperation when NameOf(syntax) is { } name && StateFeatures.IsKnownUnresolved(name) => StateFeatures.ByName(name),
        _ => null,
    };

    private ImmutableArray<(InvocationExpressionSyntax, FactSet)> FindHelpers()
    {
        var references = ReferencedFacts.Of(project.Compilation);
        if (references.Count == 0)
        {
            return [];
        }

        var result = ImmutableArray.CreateBuilder<(InvocationExpressionSyntax, FactSet)>();
        foreach (var syntax in Helpers)
        {
            if (OperationOf(syntax) is { } call && ReferencedFacts.Of(call.TargetMethod.ContainingAssembly) is not null && project.Guards.Of(call) != Guard.Development)
            {
                var member = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition.GetDocumentationCommentId() ?? "";
                result.Add((syntax, FactSet.Resolve(FactSet.Create([new CallFact(FactSource.Unknown, member)]), references)));
            }
        }

        return result.ToImmutable();
    }

    private IInvocationOperation? OperationOf(InvocationExpressionSyntax syntax) => project.OperationOf(syntax) as IInvocationOperation;

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
