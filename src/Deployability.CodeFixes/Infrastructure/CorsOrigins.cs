using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Infrastructure;

/// <summary>Turns a wildcard of a CORS policy builder into origins that configuration lists.</summary>
internal static class CorsOrigins
{
    public const string Key = "Cors:AllowedOrigins";

    /// <returns>The changed solution; null for headers and policy objects, or where no configuration is in scope.</returns>
    public static Solution? Restrict(FixContext context)
    {
        if (context.Enclosing<InvocationExpressionSyntax>() is not { } nearest ||
            nearest.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(IsWildcardCall) is not { Expression: MemberAccessExpressionSyntax access } call)
        {
            return null;
        }

        // WithOrigins("*", "https://a.example"): what remains is the list that somebody wrote.
        var others = call.ArgumentList.Arguments.Where(static argument => argument.Expression is LiteralExpressionSyntax literal && literal.Token.Value is string and not ("*" or "null")).ToList();
        if (access.Name.Identifier.ValueText == "WithOrigins" && others.Count > 0 && others.Count < call.ArgumentList.Arguments.Count)
        {
            return context.WithRoot(context.Root.ReplaceNode(call, call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(others)))));
        }

        if (ConfigurationAccess.FindConfiguration(context.Model, call) is not { } configuration)
        {
            return null;
        }

        var empty = SupportsCollectionExpressions(context) ? "[]" : "System.Array.Empty<string>()";
        var origins = SyntaxFactory.ParseExpression($"{configuration}.GetSection(\"{Key}\").Get<string[]>() ?? {empty}");
        var restricted = call
            .WithExpression(access.WithName(SyntaxFactory.IdentifierName("WithOrigins").WithTriviaFrom(access.Name)))
            .WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(origins))));
        var root = context.Root.ReplaceNode(call, restricted);
        root = Usings.Ensure(root, context.Model, "Microsoft.Extensions.Configuration");
        return context.WithRoot(root);
    }

    private static bool IsWildcardCall(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AllowAnyOrigin" or "WithOrigins" or "SetIsOriginAllowed" };

    private static bool SupportsCollectionExpressions(FixContext context) =>
        context.Root.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp12 };
}
