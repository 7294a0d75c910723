using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Deployability.CodeFixes.Editing;

/// <summary>Writes the using directives that a fix needs.</summary>
internal static class Usings
{
    /// <summary>Adds <c>using <paramref name="ns"/>;</c> in its sorted place, unless the name is in scope already.</summary>
    public static SyntaxNode Ensure(SyntaxNode root, SemanticModel model, string ns)
    {
        if (root is not CompilationUnitSyntax unit || IsInScope(unit, model, ns))
        {
            return root;
        }

        var directive = SyntaxFactory
            .UsingDirective(SyntaxFactory.ParseName(ns).WithLeadingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(LineEnd(unit))
            .WithAdditionalAnnotations(Formatter.Annotation);
        var index = unit.Usings.TakeWhile(existing => string.CompareOrdinal(Sort(existing.Name?.ToString()), Sort(ns)) < 0).Count();
        if (index == 0)
        {
            // The header comment stays on top.
            var first = unit.GetFirstToken();
            var leading = first.LeadingTrivia;
            unit = unit.ReplaceToken(first, first.WithLeadingTrivia(unit.Usings.Count == 0 ? [LineEnd(unit)] : default(SyntaxTriviaList)));
            directive = directive.WithLeadingTrivia(leading);
        }

        return unit.WithUsings(unit.Usings.Insert(index, directive));
    }

    private static string Sort(string? ns) => ns is null ? "" : (ns.StartsWith("System", StringComparison.Ordinal) ? "0" : "1") + ns;

    private static bool IsInScope(CompilationUnitSyntax unit, SemanticModel model, string ns)
    {
        if (unit.Usings.Any(existing => existing.Alias is null && existing.Name?.ToString() == ns))
        {
            return true;
        }

        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            foreach (var existing in ((CompilationUnitSyntax)tree.GetRoot()).Usings)
            {
                var name = existing.Name?.ToString();
                if (
                    existing.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)
                    && existing.Alias is null
                    && (name == ns || name == "global::" + ns)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The line end that the file uses.</summary>
    public static SyntaxTrivia LineEnd(SyntaxNode root)
    {
        var trivia = root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return trivia.IsKind(SyntaxKind.EndOfLineTrivia) ? trivia : SyntaxFactory.LineFeed;
    }
}
