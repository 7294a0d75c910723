using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Contract;

/// <summary>Finds paths in code that no route explains: a middleware that looks at them, a route of a library, a constant that goes a way which nobody follows.</summary>
internal sealed class PathMentions(ProjectContext project)
{
    /// <summary>Whether a literal that is no known route ends as the path does.</summary>
    /// <param name="path">Normalised.</param>
    public bool Names(string path, CancellationToken cancellation)
    {
        var last = path.Substring(path.LastIndexOf('/') + 1);
        if (last.Length == 0)
        {
            return false;
        }

        foreach (var tree in project.Trees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!MayMention(tree, last))
            {
                continue;
            }

            foreach (var token in tree.GetRoot(cancellation).DescendantTokens())
            {
                if (
                    token.Kind()
                        is SyntaxKind.StringLiteralToken
                            or SyntaxKind.SingleLineRawStringLiteralToken
                            or SyntaxKind.Utf8StringLiteralToken
                            or SyntaxKind.InterpolatedStringTextToken
                    && token.ValueText is { Length: <= 200 } text
                    && text.IndexOf("://", StringComparison.Ordinal) < 0
                    && text.IndexOf(' ') < 0
                    && IsEndOf(text, path)
                    && !IsKnownRoute(token)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool MayMention(SyntaxTree tree, string name)
    {
        foreach (var word in name.Split('-', '.', '~', '@', ':'))
        {
            if (
                word.Length > 0
                && !char.IsDigit(word[0])
                && !project.MayMention(tree, word)
                && !project.MayMention(tree, word.ToLowerInvariant())
                && !project.MayMention(tree, char.ToUpperInvariant(word[0]) + word.Substring(1))
            )
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsEndOf(string text, string path)
    {
        var end = text.Trim('/', '^', '$');
        return end.Length > 0 && path.EndsWith(end, StringComparison.OrdinalIgnoreCase) && path[path.Length - end.Length - 1] == '/';
    }

    // The pattern of a call or an attribute whose whole path is known, and the name or the tags of a check.
    private bool IsKnownRoute(SyntaxToken token)
    {
        foreach (var node in token.Parent!.Ancestors())
        {
            switch (node)
            {
                case AttributeSyntax attribute:
                    return ActionRoutes.IsRouting(attribute.Name.NameOfMember());
                case InvocationExpressionSyntax call:
                    return call.Expression.NameOfMember() is { } name
                        && (
                            name
                                is "MapGroup"
                                    or "AddCheck"
                                    or "AddDbContextCheck"
                                    or "AddTypeActivatedCheck"
                                    or "Contains"
                                    or "WithTags"
                                    or "WithName"
                                    or "WithSummary"
                                    or "WithDescription"
                                    or "UsePathBase"
                                    or "UseHealthChecks"
                            || name.StartsWith("Log", StringComparison.Ordinal)
                            || name.StartsWith("Map", StringComparison.Ordinal)
                                && token.Parent.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent: ArgumentListSyntax arguments } argument
                                && arguments.Parent == call
                                && arguments.Arguments.IndexOf(argument) <= 1
                                && project.OperationOf(call) is IInvocationOperation { TargetMethod: var target }
                                && target.IsInNamespace(MappedRoutes.Namespace)
                        );
                case AnonymousFunctionExpressionSyntax or StatementSyntax or MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }
}
