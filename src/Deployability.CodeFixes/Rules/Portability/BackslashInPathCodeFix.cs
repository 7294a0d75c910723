using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Portability;

/// <summary>DPL6002: writes the separators as '/', which Windows understands too.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BackslashInPathCodeFix() : DeployabilityCodeFix("Use '/' as the separator", "DPL6002")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context)
    {
        if (context.Enclosing<ExpressionSyntax>() is not { } expression)
        {
            return Task.FromResult<Solution?>(null);
        }

        var parts = expression
            .DescendantNodesAndSelf(static node =>
                node is BinaryExpressionSyntax or ParenthesizedExpressionSyntax or InterpolatedStringExpressionSyntax
            )
            .Where(static node =>
                node is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } or InterpolatedStringTextSyntax
            )
            .ToList();
        var root = context.Root.ReplaceNodes(
            parts,
            static (_, part) =>
                part switch
                {
                    LiteralExpressionSyntax literal => Slashed(literal),
                    InterpolatedStringTextSyntax text => Slashed(text),
                    _ => part,
                }
        );
        return Task.FromResult<Solution?>(context.WithRoot(root));
    }

    private static LiteralExpressionSyntax Slashed(LiteralExpressionSyntax literal) =>
        literal.Token.ValueText.IndexOf('\\') < 0
            ? literal
            : literal.WithToken(SyntaxFactory.Literal(literal.Token.ValueText.Replace('\\', '/')).WithTriviaFrom(literal.Token));

    private static InterpolatedStringTextSyntax Slashed(InterpolatedStringTextSyntax text)
    {
        var isVerbatim =
            text.Parent is InterpolatedStringExpressionSyntax
            {
                StringStartToken.RawKind: not (int)SyntaxKind.InterpolatedStringStartToken
            };
        var source = isVerbatim ? text.TextToken.Text.Replace('\\', '/') : text.TextToken.Text.Replace(@"\\", "/");
        return text.WithTextToken(
            SyntaxFactory.Token(
                text.TextToken.LeadingTrivia,
                SyntaxKind.InterpolatedStringTextToken,
                source,
                source,
                text.TextToken.TrailingTrivia
            )
        );
    }
}
