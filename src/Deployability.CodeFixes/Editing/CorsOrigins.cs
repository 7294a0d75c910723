using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Editing;

/// <summary>Turns a wildcard of a CORS policy builder into origins that configuration lists.</summary>
internal static class CorsOrigins
{
    public const string Key = "Cors:AllowedOrigins";

    /// <returns>The changed solution; null for headers and policy objects, or where no configuration is in scope.</returns>
    public static Solution? Restrict(FixContext context)
    {
        if (
            context.Enclosing<InvocationExpressionSyntax>() is not { } nearest
            || nearest.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(IsWildcardCall)
                is not { Expression: MemberAccessExpressionSyntax access } call
        )
        {
            return null;
        }

        // WithOrigins("*", "https://a.example"): what remains is the list that somebody wrote.
        var others = call
            .ArgumentList.Arguments.Where(static argument =>
                argument.Expression is LiteralExpressionSyntax literal && literal.Token.Value is string and not ("*" or "null")
            )
            .ToList();
        if (access.Name.Identifier.ValueText == "WithOrigins" && others.Count > 0 && others.Count < call.ArgumentList.Arguments.Count)
        {
            return context.WithRoot(
                context.Root.ReplaceNode(call, call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(others))))
            );
        }

        return Configured(context, call, access, Key) is { } root ? context.WithRoot(root) : null;
    }

    /// <summary>Makes a call that says origins read them from configuration; without the key there are none.</summary>
    /// <param name="context">Of the diagnostic.</param>
    /// <param name="call"><c>policy.AllowAnyOrigin()</c>, <c>policy.WithOrigins("http://localhost:3000")</c>.</param>
    /// <param name="access">What is called.</param>
    /// <param name="key">Of the list of origins.</param>
    /// <returns>The changed root, or null where the code cannot have the configuration.</returns>
    public static SyntaxNode? Configured(
        FixContext context,
        InvocationExpressionSyntax call,
        MemberAccessExpressionSyntax access,
        string key
    )
    {
        if (ConfigurationSource.At(context.Model, call, context.CancellationToken) is not { } configuration)
        {
            return null;
        }

        var empty = context.LanguageVersion >= LanguageVersion.CSharp12 ? "[]" : "System.Array.Empty<string>()";
        var origins = SyntaxFactory.ParseExpression($"{configuration.Expression}.GetSection(\"{key}\").Get<string[]>() ?? {empty}");
        var restricted = call.WithExpression(access.WithName(SyntaxFactory.IdentifierName("WithOrigins").WithTriviaFrom(access.Name)))
            .WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(origins))));
        var root = configuration.Complete(context.Root.ReplaceNode(call, restricted), context.Model);
        return Usings.Ensure(root, context.Model, "Microsoft.Extensions.Configuration");
    }

    private static bool IsWildcardCall(InvocationExpressionSyntax call) =>
        call.Expression
            is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AllowAnyOrigin" or "WithOrigins" or "SetIsOriginAllowed" };
}
