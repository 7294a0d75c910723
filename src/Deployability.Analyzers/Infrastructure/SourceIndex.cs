using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Deployability.Analyzers.Health;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.State;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Infrastructure;

/// <summary>What a word in a file may mean to those who judge the whole project.</summary>
[Flags]
internal enum WordRoles
{
    None = 0,

    /// <summary>Calls and creations that may begin a web host.</summary>
    Host = 1,

    /// <summary>Calls that may run one.</summary>
    Run = 2,

    /// <summary>Calls that may map an endpoint, here or in a helper.</summary>
    Map = 4,

    /// <summary>Calls of <c>AddHealthChecks</c> and the like.</summary>
    Registration = 8,

    /// <summary>What may set a fallback authorization policy.</summary>
    Fallback = 16,

    /// <summary>What uses health check results by hand: a publisher, or the service itself.</summary>
    HealthResult = 32,

    /// <summary>Controllers and pages named for a probe.</summary>
    ProbeType = 64,

    /// <summary>What may be named for a probe: an action, a constant of its route.</summary>
    ProbeName = 4096,

    /// <summary>A word of a probe's path, in a literal.</summary>
    ProbeText = 128,

    /// <summary>Calls that may register a stateful feature.</summary>
    StateFeature = 256,

    /// <summary>Calls of helpers that may do it elsewhere.</summary>
    StateHelper = 512,

    /// <summary>Names that tell of stores of the project's own making, of logging and of telemetry.</summary>
    StateName = 1024,

    /// <summary>Handlers of posted forms.</summary>
    FormHandler = 2048,

    /// <summary>What may depend on the scheme of requests, or know it: names, and the host setting in a literal.</summary>
    Scheme = 8192,

    /// <summary>Where CORS policies are put to use.</summary>
    CorsUse = 16384,
}

/// <summary>
/// Where one file has the words that judges of the whole project look for. It is made from the text, once a version of the file:
/// visiting the nodes of every file would cost more than all rules together, because the tree makes each when it is first visited.
/// </summary>
/// <remarks>A name written with escapes is not found; nobody does that.</remarks>
internal sealed class SourceIndex
{
    private const int ChunkLength = 16 * 1024;

    private const WordRoles CallsOnly = WordRoles.Run | WordRoles.Map | WordRoles.Registration | WordRoles.StateFeature | WordRoles.StateHelper;

    private static readonly ConditionalWeakTable<SyntaxTree, SourceIndex> Indexes = new();

    // What was last asked about each word, whichever file it stands in; a slot that two words share is only slower.
    private static readonly Word?[] KnownWords = new Word?[8192];

    private readonly SyntaxTree tree;
    private readonly ImmutableArray<Mention> mentions;

    private SourceIndex(SyntaxTree tree)
    {
        this.tree = tree;
        mentions = Scan(tree.GetText());
    }

    /// <summary>An edit replaces one tree, so only that one is read again.</summary>
    public static SourceIndex Of(SyntaxTree tree) => Indexes.GetValue(tree, static key => new SourceIndex(key));

    /// <summary>Calls of methods whose names have the role, in the order of the file.</summary>
    public IEnumerable<InvocationExpressionSyntax> Calls(WordRoles role)
    {
        foreach (var token in Identifiers(role))
        {
            if (token.CallOf() is { } call)
            {
                yield return call;
            }
        }
    }

    /// <summary>Identifiers with the role, in the order of the file.</summary>
    public IEnumerable<SyntaxToken> Identifiers(WordRoles role)
    {
        foreach (var mention in mentions)
        {
            // In a comment or a literal, the token at the place begins elsewhere.
            if ((mention.Word.Roles & role) != 0 && tree.GetRoot().FindToken(mention.Position) is var token && token.SpanStart == mention.Position && token.IsKind(SyntaxKind.IdentifierToken))
            {
                yield return token;
            }
        }
    }

    /// <summary>Plain string literals that have a word with the role, in the order of the file.</summary>
    public IEnumerable<LiteralExpressionSyntax> Literals(WordRoles role)
    {
        LiteralExpressionSyntax? last = null;
        foreach (var mention in mentions)
        {
            if ((mention.Word.Roles & role) != 0 && tree.GetRoot().FindToken(mention.Position).Parent is LiteralExpressionSyntax literal &&
                literal != last && literal.IsKind(SyntaxKind.StringLiteralExpression) && literal.Span.Contains(mention.Position))
            {
                last = literal;
                yield return literal;
            }
        }
    }

    private static ImmutableArray<Mention> Scan(SourceText text)
    {
        var found = ImmutableArray.CreateBuilder<Mention>();
        var buffer = ArrayPool<char>.Shared.Rent(ChunkLength);
        try
        {
            for (var start = 0; start < text.Length;)
            {
                var length = Math.Min(buffer.Length, text.Length - start);
                text.CopyTo(start, buffer, 0, length);
                start += ScanChunk(buffer.AsSpan(0, length), start, isLast: start + length == text.Length, found);
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }

        return found.ToImmutable();
    }

    /// <returns>How many characters are done with: the next chunk begins where this one cannot see the end of a word and what follows it.</returns>
    private static int ScanChunk(ReadOnlySpan<char> chunk, int offset, bool isLast, ImmutableArray<Mention>.Builder found)
    {
        var position = 0;
        while (true)
        {
            while (position < chunk.Length && !IsPartOfWord(chunk[position]))
            {
                position++;
            }

            var start = position;
            while (position < chunk.Length && IsPartOfWord(chunk[position]))
            {
                position++;
            }

            var next = position;
            while (next < chunk.Length && chunk[next] == ' ')
            {
                next++;
            }

            // With the character before the word, which says whether the word begins a part of a path.
            if (next == chunk.Length && !isLast && start > 1)
            {
                return start - 1;
            }

            if (start == position)
            {
                return chunk.Length;
            }

            var word = Lookup(chunk.Slice(start, position - start));
            if (word.Roles != WordRoles.None && IsMeant(word.Roles, start > 0 ? chunk[start - 1] : '\n', next < chunk.Length ? chunk[next] : '\n'))
            {
                var isVerbatim = start > 0 && chunk[start - 1] == '@';
                found.Add(new Mention(offset + (isVerbatim ? start - 1 : start), word));
            }
        }
    }

    // Add(…) and Add<T>(…) are calls, /health and "health" parts of a path.
    private static bool IsMeant(WordRoles roles, char before, char after) =>
        (roles & ~(CallsOnly | WordRoles.ProbeText)) != 0 ||
        (roles & CallsOnly) != 0 && after is '(' or '<' ||
        (roles & WordRoles.ProbeText) != 0 && before is '"' or '/' or '-' or '.';

    private static Word Lookup(ReadOnlySpan<char> text)
    {
        var hash = (((((text.Length * 31) + text[0]) * 31) + text[text.Length / 2]) * 31) + text[text.Length - 1] + (text.Length > 4 ? text[3] * 257 : 0);
        ref var slot = ref KnownWords[hash & (KnownWords.Length - 1)];
        if (slot is { } known && text.SequenceEqual(known.Text.AsSpan()))
        {
            return known;
        }

        var word = text.ToString();
        return slot = new Word(word, HealthCandidates.RolesOf(word) | StateCandidates.RolesOf(word) | CorsUses.RolesOf(word));
    }

    private static bool IsPartOfWord(char c) => (uint)((c | 0x20) - 'a') < 26 || (uint)(c - '0') < 10 || c is '_' or >= '\u0080';

    /// <param name="Text">The word.</param>
    /// <param name="Roles">What it may mean.</param>
    private sealed record Word(string Text, WordRoles Roles);

    /// <param name="Position">Where the token begins.</param>
    /// <param name="Word">What stands there.</param>
    private readonly record struct Mention(int Position, Word Word);
}
