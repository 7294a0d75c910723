using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A place that puts policies to use.</summary>
/// <param name="Names">The names of the policies, each with the guard under which it is used; the default policy's is empty. Null when they cannot be told.</param>
internal sealed record CorsUse(IReadOnlyList<(string Name, Guard Guard)>? Names);

/// <summary>Knows where CORS policies are put to use: <c>UseCors</c>, <c>RequireCors</c>, <c>[EnableCors]</c>.</summary>
internal sealed class PolicyUses : Recogniser<CorsUse>
{
    /// <summary>The name of the policy that has none.</summary>
    public const string DefaultPolicy = "";

    public override IEnumerable<string> Words => ["UseCors", "RequireCors", "EnableCors", "EnableCorsAttribute", "DefaultPolicyName"];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        ((SyntaxNode?)token.CallOf() ?? token.Parent?.FirstAncestorOrSelf<AttributeSyntax>() ?? token.Parent) is { } node ? [node] : [];

    public override CorsUse Recognise(Candidate candidate) =>
        candidate.Node switch
        {
            InvocationExpressionSyntax => candidate.Call is { } call ? OfCall(call, candidate.Project) : new CorsUse(null),
            AttributeSyntax attribute => OfAttribute(attribute, candidate.Project),
            _ => new CorsUse(null),
        };

    private static CorsUse OfCall(IInvocationOperation call, ProjectContext project)
    {
        var guard = project.Guards.Of(call);
        if (
            call.Arguments.FirstOrDefault(static argument =>
                argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.SpecialType: SpecialType.System_String }
            )
            is not { Value: var name }
        )
        {
            // A policy written in place is its own use.
            return new CorsUse(
                call.Arguments.Any(static argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate)
                    ? []
                    : [(DefaultPolicy, guard)]
            );
        }

        var names = project.Values.Trace(name);
        return names.Length == 0 || names.Any(static text => text.HasHole)
            ? new CorsUse(null)
            : new CorsUse([
                .. names.Select(text =>
                    (text.Text, text.Origin is { } origin && project.Guards.Of(origin) is var chosen && chosen > guard ? chosen : guard)
                ),
            ]);
    }

    private static CorsUse OfAttribute(AttributeSyntax attribute, ProjectContext project)
    {
        if (attribute.ArgumentList?.Arguments is not [{ Expression: var name }, ..])
        {
            return new CorsUse([(DefaultPolicy, Guard.None)]);
        }

        return new CorsUse(
            project.ModelOf(attribute.SyntaxTree).GetConstantValue(name, Cancellation.Token) is { HasValue: true, Value: string text }
                ? [(text, Guard.None)]
                : null
        );
    }
}
