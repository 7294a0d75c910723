using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Deployability.Analyzers.Code;

/// <summary>
/// Where one file has the words of a vocabulary. It is made from the text, once a version of the file:
/// visiting the nodes of every file would cost more than all rules together, because the tree makes each when it is first visited.
/// </summary>
/// <remarks>A name written with escapes is not found; nobody does that.</remarks>
internal sealed class SourceIndex
{
    private readonly SyntaxTree tree;

    // A Bloom filter of every word, 4096 bits.
    private readonly ulong[] seen = new ulong[64];
    private readonly ImmutableArray<Mention> mentions;
    private readonly Bits present;

    internal SourceIndex(SyntaxTree tree, Vocabulary vocabulary)
    {
        this.tree = tree;
        mentions = Scan(tree.GetText(Cancellation.Token).ToString(), vocabulary);
        foreach (var mention in mentions)
        {
            present |= mention.Meaning;
        }
    }

    /// <summary>Who finds a word in the file, as far as the text says.</summary>
    public Bits Present => present;

    /// <summary>The tokens with a word that somebody looks for, in the order of the file: identifiers, string literals, brackets of element accesses.</summary>
    /// <param name="bit">Who looks.</param>
    public IEnumerable<SyntaxToken> Tokens(int bit)
    {
        if (!present.Has(bit))
        {
            yield break;
        }

        var last = -1;
        foreach (var mention in mentions)
        {
            if (!mention.Meaning.Has(bit))
            {
                continue;
            }

            // In a comment or in code that is not compiled, the token at the place begins elsewhere.
            var token = tree.GetRoot(Cancellation.Token).FindToken(mention.Position);
            if (
                token.IsKind(SyntaxKind.StringLiteralToken)
                || token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken)
                || token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken)
                    ? token.Span.Contains(mention.Position) && token.SpanStart != last
                    : token.SpanStart == mention.Position
                        && (token.IsKind(SyntaxKind.IdentifierToken) || token.IsKind(SyntaxKind.OpenBracketToken))
            )
            {
                last = token.SpanStart;
                yield return token;
            }
        }
    }

    /// <summary>Whether both files have the same words that somebody looks for, in the same order, wherever they stand.</summary>
    public bool HasSameWordsAs(SourceIndex other) =>
        mentions.Select(static mention => mention.Meaning).SequenceEqual(other.mentions.Select(static mention => mention.Meaning));

    /// <summary>Whether the file may name this anywhere; a no is certain.</summary>
    public bool MayMention(string name)
    {
        var hash = 0u;
        foreach (var c in name)
        {
            hash = (hash * 31) + c;
        }

        var (first, second) = BitsOf(hash);
        return (seen[first >> 6] & 1ul << (first & 63)) != 0 && (seen[second >> 6] & 1ul << (second & 63)) != 0;
    }

    private ImmutableArray<Mention> Scan(string text, Vocabulary vocabulary)
    {
        var found = ImmutableArray.CreateBuilder<Mention>();
        var (told, vague) = (default(Bits), default(Bits));
        for (var position = 0; position < text.Length; )
        {
            var start = position;
            var c = text[start];
            if (!IsPartOfWord(c))
            {
                position++;
                if (c <= ' ')
                {
                    // A third of all code is what it is indented with.
                    while (position < text.Length && text[position] <= ' ')
                    {
                        position++;
                    }
                }
                else if (c == '[' && IsIndexer(text, start))
                {
                    found.Add(new Mention(start, vocabulary.Indexer.Meaning.Anywhere, vocabulary.Indexer.Meaning.Vague));
                    vague |= vocabulary.Indexer.Meaning.Vague;
                }
                else if (c == '/' && position < text.Length && text[position] == '/' && IsFirstOfLine(text, start))
                {
                    // A third of a well-documented file. Whatever else a line begins with that way stands in a literal of many lines.
                    while (position < text.Length && !IsEndOfLine(text[position]))
                    {
                        position++;
                    }
                }

                continue;
            }

            var hash = 0u;
            do
            {
                hash = (hash * 31) + c;
                position++;
            } while (position < text.Length && IsPartOfWord(c = text[position]));

            // Tables of numbers are long.
            if (text[start] is >= '0' and <= '9')
            {
                continue;
            }

            var (first, second) = BitsOf(hash);
            seen[first >> 6] |= 1ul << (first & 63);
            seen[second >> 6] |= 1ul << (second & 63);
            var word = vocabulary.Lookup(text.AsSpan(start, position - start), hash);
            if (word.IsSilent)
            {
                continue;
            }

            var meaning = word.Meaning;
            told |= meaning.Tells;
            if (!meaning.IsNone && MeaningAt(meaning, text, start, position) is { IsEmpty: false } meant)
            {
                found.Add(new Mention(start > 0 && text[start - 1] == '@' ? start - 1 : start, meant, meaning.Vague));
                vague |= meaning.Vague;
            }
        }

        // Vague words of those whom nothing in the file has told that they are worth a look.
        var lost = vague.Without(told);
        for (var index = 0; !lost.IsEmpty && index < found.Count; index++)
        {
            var mention = found[index];
            found[index] = mention with { Meaning = mention.Meaning.Without(mention.Vague.Without(told)) };
        }

        return found.ToImmutable();
    }

    private static bool IsFirstOfLine(string text, int position)
    {
        do
        {
            position--;
        } while (position >= 0 && text[position] is ' ' or '\t');

        return position < 0 || IsEndOfLine(text[position]);
    }

    private static bool IsEndOfLine(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    // Add(…) and Add<T>(…) are calls, /health and "health" parts of a path.
    private static Bits MeaningAt(Meaning meaning, string text, int start, int end)
    {
        var meant = meaning.Anywhere;
        if (!meaning.PathPart.IsEmpty && start > 0 && MayBeginPart(text[start - 1]))
        {
            meant |= meaning.PathPart;
        }

        if (meaning.Call.IsEmpty)
        {
            return meant;
        }

        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return end < text.Length && text[end] is '(' or '<' ? meant | meaning.Call : meant;
    }

    // configuration["…"], configuration[Keys.Url]; not [Attribute] and not items[i].
    private static bool IsIndexer(string text, int bracket)
    {
        if (
            bracket == 0
            || bracket + 1 >= text.Length
            || !(IsPartOfWord(text[bracket - 1]) || text[bracket - 1] is ')' or ']' or '!' or '>' or '"')
        )
        {
            return false;
        }

        var end = bracket + 1;
        while (end < text.Length && IsPartOfWord(text[end]))
        {
            end++;
        }

        return text[bracket + 1] is not (']' or ',')
            && !(end < text.Length && text[end] == ']' && text[bracket + 1] is >= 'a' and <= 'z' or >= '0' and <= '9');
    }

    private static bool MayBeginPart(char before) => before is '"' or '/' or '-' or '.';

    // Two numbers of twelve bits from the upper ones of the product, which all bits of the hash have a say in.
    private static (int First, int Second) BitsOf(uint hash)
    {
        var mixed = hash * 0x9E3779B1;
        return ((int)(mixed >> 20), (int)(mixed >> 8) & 0xFFF);
    }

    // Asked for each character of a project.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPartOfWord(char c) => (uint)((c | 0x20) - 'a') < 26 || (uint)(c - '0') < 10 || c is '_' or >= '\u0080';

    /// <param name="Position">Where the token begins.</param>
    /// <param name="Meaning">Who looks for what stands there.</param>
    /// <param name="Vague">Who of them looks only beside a word that tells.</param>
    private readonly record struct Mention(int Position, Bits Meaning, Bits Vague);
}
