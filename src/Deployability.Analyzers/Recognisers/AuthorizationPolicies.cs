using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows how a fallback authorization policy is set: the one for endpoints that say nothing themselves.</summary>
internal static class AuthorizationPolicies
{
    /// <summary><c>options.FallbackPolicy = …</c> or <c>builder.SetFallbackPolicy(…)</c> with a policy that demands something.</summary>
    public static bool SetsFallback(IOperation operation) =>
        operation switch
        {
            IAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "FallbackPolicy" } property } } assignment =>
                property.IsInNamespace("Microsoft.AspNetCore.Authorization") && Demands(assignment.Value),
            IInvocationOperation { TargetMethod: { Name: "SetFallbackPolicy" } method } call => method.IsInNamespace(
                "Microsoft.AspNetCore.Authorization"
            )
                && call.Argument("policy") is { } policy
                && Demands(policy),
            _ => false,
        };

    /// <summary>Whether every endpoint without a word on authorization demands it in Production.</summary>
    public static bool HasFallback(ProjectContext project, CancellationToken cancellation) =>
        project.All(Find.FallbackPolicies, cancellation).Any(static policy => policy.Guard == Guard.None);

    // null switches the policy off; what RequireAssertion accepts, nobody here can say.
    private static bool Demands(IOperation policy) =>
        policy.Unwrap() is not { ConstantValue: { HasValue: true, Value: null } }
        && !policy.DescendantsAndSelf().OfType<IInvocationOperation>().Any(static call => call.TargetMethod.Name == "RequireAssertion");
}

/// <summary>What sets a fallback policy that demands something.</summary>
internal sealed record FallbackPolicy(SyntaxNode Syntax);

internal sealed class FallbackPolicies : Recogniser<FallbackPolicy>
{
    public override IEnumerable<string> Words => ["SetFallbackPolicy", "FallbackPolicy"];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        ((SyntaxNode?)token.CallOf() ?? token.AssignmentOf()) is { } node ? [node] : [];

    public override FallbackPolicy? Recognise(Candidate candidate) =>
        candidate.Operation is { } operation && AuthorizationPolicies.SetsFallback(operation) ? new FallbackPolicy(candidate.Node) : null;
}
