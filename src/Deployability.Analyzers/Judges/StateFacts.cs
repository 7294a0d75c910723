using System.Collections.Immutable;
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
    private readonly ProjectContext project;
    private readonly Once<ImmutableArray<StateRegistration>> registrations;
    private readonly Once<ImmutableArray<(InvocationExpressionSyntax Call, FactSet Facts)>> helpers;

    private StateFacts(ProjectContext project)
    {
        this.project = project;
        registrations = new(FindRegistrations);
        helpers = new(FindHelpers);
    }

    /// <summary>Calls that may go into a helper of another project, by their names.</summary>
    public IEnumerable<InvocationExpressionSyntax> Helpers(CancellationToken cancellation) =>
        project.All(Find.HelperCalls, cancellation).Where(static call => call.Value.MaySetUp).Select(static call => call.Value.Syntax);

    /// <summary>Registrations in the order of the files, the entry point's first.</summary>
    public ImmutableArray<StateRegistration> Registrations(CancellationToken cancellation) => registrations.Get(cancellation);

    public static StateFacts Of(ProjectContext project) => project.Part(static key => new StateFacts(key));

    public bool Has(StateFeature feature, CancellationToken cancellation) =>
        Registrations(cancellation).Any(registration => registration.Feature == feature);

    public StateRegistration? First(StateFeature feature, CancellationToken cancellation) =>
        Registrations(cancellation).FirstOrDefault(registration => registration.Feature == feature);

    /// <summary>Whether a helper of a referenced project that the code calls turns the feature on (<see cref="Features"/>) in Production.</summary>
    public bool IsReached(string feature, CancellationToken cancellation) => HelperOf(feature, cancellation) is not null;

    /// <summary>The call of a helper that turns the feature on in Production, or null.</summary>
    public InvocationExpressionSyntax? HelperOf(string feature, CancellationToken cancellation) =>
        helpers
            .Get(cancellation)
            .FirstOrDefault(helper =>
                helper.Facts.OfKind<FeatureFact>().Any(fact => fact.Name == feature && fact.Source.Guard == GuardKind.None)
            )
            .Call;

    /// <summary>The same, where the helper itself or one that it calls says so, and not a class that the host creates.</summary>
    public InvocationExpressionSyntax? HelperWith(string feature, CancellationToken cancellation) =>
        helpers
            .Get(cancellation)
            .FirstOrDefault(helper =>
                helper
                    .Facts.OfKind<FeatureFact>()
                    .Any(fact => fact.Name == feature && fact.Source is { Member.Length: > 0, Guard: GuardKind.None })
            )
            .Call;

    /// <summary>Whether the code has one of these names anywhere: a store that it registers by hand.</summary>
    public bool Mentions(Find<string> names, CancellationToken cancellation) => project.Mentions(names, cancellation);

    /// <summary>Whether ASP.NET Core Identity makes tokens that somebody brings back later: to reset a password, to confirm an address. One that the same method uses up does not outlive its request.</summary>
    public bool SendsIdentityTokens(CancellationToken cancellation) =>
        project
            .All(Find.IdentityTokens, cancellation)
            .Any(static made =>
                made.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not GlobalStatementSyntax)
                    ?.DescendantNodes()
                    .OfType<SimpleNameSyntax>()
                    .Any(static name =>
                        name.Identifier.ValueText
                            is "ResetPasswordAsync"
                                or "ConfirmEmailAsync"
                                or "ChangeEmailAsync"
                                or "VerifyUserTokenAsync"
                    ) != true
            );

    /// <summary>Whether the app answers posted forms, which carry antiforgery tokens.</summary>
    public bool HasForms(CancellationToken cancellation) => StateFeatures.HasForms(project, cancellation);

    /// <summary>Whether a helper is called out of sight that may do what has this in its name.</summary>
    public bool UsesUnseenHelper(string word, CancellationToken cancellation) =>
        UnseenHelpers.MayDo(project, name => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0, cancellation);

    /// <summary>Whether a helper is called out of sight that may keep the key ring in a place of its own.</summary>
    public bool MayPersistKeysUnseen(CancellationToken cancellation)
    {
        bool? isSpokenOf = null;
        return UnseenHelpers.MayDo(
            project,
            static name =>
                name.IndexOf("DataProtection", StringComparison.OrdinalIgnoreCase) >= 0
                || name.IndexOf("KeyRing", StringComparison.OrdinalIgnoreCase) >= 0,
            cancellation,
            // Telemetry, health, resilience and service discovery, as the template has it; and what maps endpoints on an app that is built registers nothing.
            static name =>
                name == "AddServiceDefaults" || name.StartsWith("Map", StringComparison.Ordinal),
            // ConfigureServices() is the host's, and what is in it is seen. No project keeps keys without a word of them.
            name =>
                name != "ConfigureServices"
                && !name.StartsWith("Use", StringComparison.Ordinal)
                && HelperWords.OfTeam.AreIn(name)
                && (isSpokenOf ??= UnseenHelpers.MaySolutionUse(project, "DataProtection", cancellation))
        );
    }

    /// <summary>Whether a helper is called out of sight that may do what these words say.</summary>
    public bool UsesUnseenHelper(HelperWords words, CancellationToken cancellation) =>
        UnseenHelpers.MayDo(project, words.AreIn, cancellation);

    private ImmutableArray<StateRegistration> FindRegistrations(CancellationToken cancellation) =>
        [
            .. project
                .All(Find.StateFeatures, cancellation)
                .Select(static use => new StateRegistration(use.Value.Feature, use.Value.Syntax, use.Guard))
                .Where(static registration => registration.Guard != Guard.Development),
        ];

    private ImmutableArray<(InvocationExpressionSyntax, FactSet)> FindHelpers(CancellationToken cancellation)
    {
        var references = ReferencedFacts.Of(project.Compilation);
        if (references.Count == 0)
        {
            return [];
        }

        var result = ImmutableArray.CreateBuilder<(InvocationExpressionSyntax, FactSet)>();
        foreach (var syntax in Helpers(cancellation))
        {
            if (
                OperationOf(syntax) is { } call
                && ReferencedFacts.Of(call.TargetMethod.ContainingAssembly) is not null
                && project.Guards.Of(call) != Guard.Development
            )
            {
                var member = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition.GetDocumentationCommentId() ?? "";
                result.Add((syntax, FactSet.Resolve(FactSet.Create([new CallFact(FactSource.Unknown, member)]), references)));
            }
        }

        return result.ToImmutable();
    }

    private IInvocationOperation? OperationOf(InvocationExpressionSyntax syntax) => project.OperationOf(syntax) as IInvocationOperation;
}
