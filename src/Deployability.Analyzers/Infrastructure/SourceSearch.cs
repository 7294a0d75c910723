using System.Buffers;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Infrastructure;

/// <summary>Looks for a word in a file before anybody walks its tree: the text is at hand, the nodes are made when first visited.</summary>
internal static class SourceSearch
{
    private const int ChunkLength = 16 * 1024;

    /// <summary>Whether the characters occur anywhere in the file. An identifier written with escapes is not found; nobody does that.</summary>
    public static bool Mentions(this SyntaxTree tree, string word)
    {
        if (!tree.TryGetText(out var text))
        {
            text = tree.GetText();
        }

        var buffer = ArrayPool<char>.Shared.Rent(ChunkLength);
        try
        {
            // Chunks overlap by the word, which may lie across two of them.
            for (var start = 0; start < text.Length; start += buffer.Length - word.Length)
            {
                var length = Math.Min(buffer.Length, text.Length - start);
                text.CopyTo(start, buffer, 0, length);
                if (buffer.AsSpan(0, length).IndexOf(word.AsSpan()) >= 0)
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
