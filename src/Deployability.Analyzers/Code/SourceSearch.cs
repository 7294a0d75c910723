using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Deployability.Analyzers.Code;

/// <summary>Looks for one name in a file before anybody walks its tree: the text is at hand, the nodes are made when first visited.</summary>
internal static class SourceSearch
{
    /// <summary>The identifiers of a name that is known only now, in the order of the file; a name that is known beforehand belongs to a recogniser. One that is written with escapes is not found; nobody does that.</summary>
    public static IEnumerable<SyntaxToken> IdentifiersNamed(this ProjectContext project, SyntaxTree tree, string name)
    {
        Cancellation.Token.ThrowIfCancellationRequested();
        // While it is typed, a declaration has no name.
        if (name.Length == 0 || !project.MayMention(tree, name))
        {
            yield break;
        }

        foreach (var position in PositionsOf(tree.GetText(Cancellation.Token).ToString(), name))
        {
            // Of an identifier that is written with @, the token begins before the name.
            if (
                tree.GetRoot(Cancellation.Token).FindToken(position) is var token
                && token.IsKind(SyntaxKind.IdentifierToken)
                && token.Span.Contains(position)
                && token.ValueText == name
            )
            {
                yield return token;
            }
        }
    }

    /// <summary>Whether one of the names stands anywhere in the text of a file: to be asked before its nodes are made.</summary>
    public static bool Mentions(this SyntaxTree tree, string[] names, CancellationToken cancellation)
    {
        var text = tree.GetText(cancellation).ToString();
        return Array.Exists(names, name => text.IndexOf(name, StringComparison.Ordinal) >= 0);
    }

    // As a whole word: Order stands in OrderLine and OrderClient too, and to ask for a token makes the nodes around it.
    private static IEnumerable<int> PositionsOf(string text, string word)
    {
        for (
            var position = text.IndexOf(word, StringComparison.Ordinal);
            position >= 0;
            position = text.IndexOf(word, position + 1, StringComparison.Ordinal)
        )
        {
            var end = position + word.Length;
            if (
                (position == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[position - 1]))
                && (end == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[end]))
            )
            {
                yield return position;
            }
        }
    }
}
