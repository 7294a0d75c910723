using System.Buffers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Deployability.Analyzers.Infrastructure;

/// <summary>Looks for one name in a file before anybody walks its tree: the text is at hand, the nodes are made when first visited.</summary>
internal static class SourceSearch
{
    private const int ChunkLength = 16 * 1024;

    /// <summary>The identifiers of that name, in the order of the file. One that is written with escapes is not found; nobody does that.</summary>
    public static IEnumerable<SyntaxToken> IdentifiersNamed(this SyntaxTree tree, string name)
    {
        foreach (var position in PositionsOf(tree, name))
        {
            // Of an identifier that is written with @, the token begins before the name.
            if (tree.GetRoot().FindToken(position) is var token && token.IsKind(SyntaxKind.IdentifierToken) && token.Span.Contains(position) && token.ValueText == name)
            {
                yield return token;
            }
        }
    }

    private static List<int> PositionsOf(SyntaxTree tree, string word)
    {
        var positions = new List<int>();
        var text = tree.GetText();
        var buffer = ArrayPool<char>.Shared.Rent(ChunkLength);
        try
        {
            // Chunks overlap by less than the word, which may lie across two of them.
            for (var start = 0; start < text.Length; start += buffer.Length - word.Length + 1)
            {
                var chunk = buffer.AsSpan(0, Math.Min(buffer.Length, text.Length - start));
                text.CopyTo(start, buffer, 0, chunk.Length);
                for (var offset = 0; chunk.Slice(offset).IndexOf(word.AsSpan()) is >= 0 and var found; offset += found + 1)
                {
                    positions.Add(start + offset + found);
                }
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }

        return positions;
    }
}
