using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Tells the issuer of tokens that is only a name from one whose keys are fetched at its address.</summary>
internal static class TokenIssuers
{
    /// <summary>
    /// Whether an <c>Authority</c> is a name: it equals the audience, its host has one label, or the configuration that would be fetched there is set in the code.
    /// </summary>
    /// <param name="use">The assignment of the authority.</param>
    /// <param name="url">What is assigned.</param>
    /// <param name="text">The same as it is written.</param>
    public static bool IsName(IOperation use, EndpointUrl url, string text)
    {
        if (!url.IsLoopback && url.Port == 0 && url.Host.IndexOf('.') < 0)
        {
            return true;
        }

        if (
            use is not ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: "Authority" } }
            || use.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node =>
                node is AnonymousFunctionExpressionSyntax or InitializerExpressionSyntax or MethodDeclarationSyntax or CompilationUnitSyntax
            )
                is not { } options
        )
        {
            return false;
        }

        foreach (var assignment in options.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            switch (assignment.Left.NameOfMember())
            {
                case "Audience"
                or "ValidAudience"
                    when assignment.Right is LiteralExpressionSyntax { Token.Value: string audience }
                        && audience.TrimEnd('/') == text.TrimEnd('/'):
                case "Audience"
                or "ValidAudience" when assignment.Right.ToString() == ((ISimpleAssignmentOperation)use).Value.Syntax.ToString():
                // A configuration of the code's own; the manager may be one that fetches.
                case "Configuration" when assignment.Right is BaseObjectCreationExpressionSyntax:
                case "ConfigurationManager" when assignment.Right.ToString().Contains("StaticConfigurationManager"):
                    return true;
            }
        }

        return false;
    }
}
