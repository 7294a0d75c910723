using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A literal that looks like the path of a probe, outside calls of clients.</summary>
internal sealed record ProbeText(LiteralExpressionSyntax Syntax);

internal sealed class ProbeTexts : Recogniser<ProbeText>
{
    public override WordForm FormOf(string word) => ProbePaths.MayHold(word) ? WordForm.PathPart : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.Parent is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression) && IsProbeText(literal)
            ? [literal]
            : [];

    public override ProbeText? Recognise(Candidate candidate)
    {
        var literal = (LiteralExpressionSyntax)candidate.Node;
        return
            literal.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax mapping }
            && mapping.Expression.NameOfMember() is "MapGet"
            && candidate.Project.OperationOf(mapping) is IInvocationOperation call
            && HealthEndpoints.Streams(call)
            ? null
            : new ProbeText(literal);
    }

    private static bool IsProbeText(LiteralExpressionSyntax literal)
    {
        var text = literal.Token.ValueText;
        return text.Length is >= 2 and <= 60
            && ProbePaths.MayBe(WholeRoute(literal, text))
            && (text[0] == '/' || IsRouteOf(literal) || IsComparedToPath(literal))
            && !IsClients(literal)
            && !IsOfChange(literal);
    }

    // [HttpPost("/status")], MapDelete("/status", …), and the route of a controller that takes nothing else: probes ask with GET.
    private static bool IsOfChange(LiteralExpressionSyntax literal) =>
        literal.Parent switch
        {
            AttributeArgumentSyntax { Parent.Parent: AttributeSyntax attribute } => ProbeVerbs.IsOfChange(attribute)
                || attribute.Parent?.Parent is TypeDeclarationSyntax type && ProbeVerbs.AreOfChanges(type),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax invocation } => invocation.Expression.NameOfMember()
                is "MapPost"
                    or "MapPut"
                    or "MapDelete"
                    or "MapPatch",
            _ => false,
        };

    // [HttpGet("status")] below [Route("api/[controller]")] of OrdersController is that of an order.
    private static string WholeRoute(LiteralExpressionSyntax literal, string text)
    {
        if (
            text[0] is '/' or '~'
            || literal.FirstAncestorOrSelf<AttributeSyntax>()?.Parent?.Parent
                is not MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type }
        )
        {
            return text;
        }

        foreach (var attribute in type.AttributeLists.SelectMany(static list => list.Attributes))
        {
            if (
                attribute.Name.NameOfMember() is "Route" or "RouteAttribute"
                && attribute.ArgumentList?.Arguments is [{ Expression: LiteralExpressionSyntax { Token.Value: string prefix } }, ..]
            )
            {
                return prefix.Replace("[controller]", ActionRoutes.ControllerName(type.Identifier.ValueText)).Trim('/') + "/" + text;
            }
        }

        return text;
    }

    // request.Path.Value.EndsWith("health"), path == "ping".
    private static bool IsComparedToPath(LiteralExpressionSyntax literal) =>
        literal.Parent switch
        {
            // Path.Combine(root, "up") is about files.
            ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: not ("Combine" or "Join" or "GetFullPath" or "GetRelativePath"),
                        Expression: var compared
                    }
                }
            } => SaysPath(compared),
            BinaryExpressionSyntax comparison => SaysPath(comparison.Left) || SaysPath(comparison.Right),
            _ => false,
        };

    private static bool SaysPath(ExpressionSyntax expression) =>
        expression is not LiteralExpressionSyntax
        && expression
            .DescendantNodesAndSelf()
            .OfType<SimpleNameSyntax>()
            .Any(static name => name.Identifier.ValueText.EndsWith("path", StringComparison.OrdinalIgnoreCase));

    // [Route("health")], group.MapGet("ping", …), Get("health") of an endpoint class.
    private static bool IsRouteOf(LiteralExpressionSyntax literal) =>
        literal.Parent switch
        {
            AttributeArgumentSyntax { Parent.Parent: AttributeSyntax attribute } => attribute.Name.NameOfMember() is { } name
                && (name.StartsWith("Http", StringComparison.Ordinal) || name.StartsWith("Route", StringComparison.Ordinal)),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax invocation } => invocation.Expression.NameOfMember() is { } name
                && (name is "Get" or "Routes" or "Verbs" || name.StartsWith("Map", StringComparison.Ordinal)),
            _ => false,
        };

    // client.GetAsync("/health") asks somebody else's endpoint.
    private static bool IsClients(LiteralExpressionSyntax literal) =>
        literal.Parent is ArgumentSyntax argument
        && argument.Parent?.Parent switch
        {
            InvocationExpressionSyntax invocation => invocation.Expression.NameOfMember() is { } name
                && (
                    name.EndsWith("Async", StringComparison.Ordinal)
                    || name is "WithHttpHealthCheck" or "WithHttpsHealthCheck" or "AddUrlGroup" or "Append"
                ),
            ObjectCreationExpressionSyntax creation => creation.Type.NameOfMember() is "Uri" or "HttpRequestMessage" or "RestRequest",
            _ => false,
        };
}

/// <summary>Knows verbs with which nobody probes, as they are written.</summary>
internal static class ProbeVerbs
{
    /// <summary>Whether the attribute lets only requests in that change something.</summary>
    public static bool IsOfChange(AttributeSyntax attribute) =>
        attribute.Name.NameOfMember() is { } name
        && (
            name.StartsWith("HttpPost", StringComparison.Ordinal)
            || name.StartsWith("HttpPut", StringComparison.Ordinal)
            || name.StartsWith("HttpDelete", StringComparison.Ordinal)
            || name.StartsWith("HttpPatch", StringComparison.Ordinal)
        );

    /// <summary>Whether every public method of the type says so; one without any does not.</summary>
    public static bool AreOfChanges(TypeDeclarationSyntax type)
    {
        var methods = type
            .Members.OfType<MethodDeclarationSyntax>()
            .Where(static method => method.Modifiers.Any(SyntaxKind.PublicKeyword))
            .ToList();
        return methods.Count > 0
            && methods.TrueForAll(static method => method.AttributeLists.SelectMany(static list => list.Attributes).Any(IsOfChange));
    }
}

/// <summary>A controller, page or endpoint class that is named for a probe.</summary>
internal sealed record ProbeType(TypeDeclarationSyntax Syntax);

internal sealed class ProbeTypes : Recogniser<ProbeType>
{
    public override WordForm FormOf(string word) => IsName(word) ? WordForm.Anywhere : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.Parent is TypeDeclarationSyntax type && type.Identifier == token ? [type] : [];

    public override ProbeType? Recognise(Candidate candidate) =>
        candidate.Project.ModelOf(candidate.Node.SyntaxTree).GetDeclaredSymbol(candidate.Node, Cancellation.Token)
            is INamedTypeSymbol symbol
        && HealthHelpers.MayAnswer(symbol)
        && !ProbeVerbs.AreOfChanges((TypeDeclarationSyntax)candidate.Node)
            ? new ProbeType((TypeDeclarationSyntax)candidate.Node)
            : null;

    /// <summary>Whether a type of this name may answer probes.</summary>
    public static bool IsName(string name)
    {
        var suffix =
            name.EndsWith("Controller", StringComparison.Ordinal) ? "Controller"
            : name.EndsWith("Model", StringComparison.Ordinal) ? "Model"
            : name.EndsWith("Endpoint", StringComparison.Ordinal) ? "Endpoint"
            : null;
        return suffix is not null && ProbePaths.MayBe(name.Substring(0, name.Length - suffix.Length));
    }
}
