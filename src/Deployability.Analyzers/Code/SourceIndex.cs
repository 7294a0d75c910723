using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Deployability.Analyzers.Generation;
using Deployability.Analyzers.Judges;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Code;

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

    /// <summary>Calls and creations that may carry a fact for the publish side.</summary>
    FactCall = 32768,

    /// <summary>What a value is assigned to that may be one.</summary>
    FactTarget = 65536,

    /// <summary>An indexer that may read a configuration key.</summary>
    FactKey = 131072,

    /// <summary>What may send security headers or serve pages.</summary>
    SecurityHeader = 262144,
}

/// <summary>
/// Where one file has the words that judges of the whole project look for. It is made from the text, once a version of the file:
/// visiting the nodes of every file would cost more than all rules together, because the tree makes each when it is first visited.
/// </summary>
/// <remarks>A name written with escapes is not found; nobody does that.</remarks>
internal sealed class SourceIndex
{
    private const WordRoles CallsOnly = WordRoles.Run | WordRoles.Map | WordRoles.Registration | WordRoles.StateFeature | WordRoles.StateHelper | WordRoles.FactCall;

    private static readonly ConditionalWeakTable<SyntaxTree, SourceIndex> Indexes = new();

    // What was last asked about each word, whichever file it stands in; a slot that two words share is only slower.
    private static readonly Word?[] KnownWords = new Word?[8192];

    private static readonly Word Indexer = new("[", WordRoles.FactKey);

    private readonly SyntaxTree tree;

    // A Bloom filter of every word, 4096 bits.
    private readonly ulong[] seen = new ulong[64];
    private readonly ImmutableArray<Mention> mentions;

    private SourceIndex(SyntaxTree tree)
    {
        this.tree = tree;
        mentions = Scan(tree.GetText().ToString());
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

    /// <summary>Element accesses whose index may be a key, in the order of the file.</summary>
    public IEnumerable<ElementAccessExpressionSyntax> Indexers()
    {
        foreach (var mention in mentions)
        {
            if (mention.Word == Indexer && tree.GetRoot().FindToken(mention.Position) is { Parent.Parent: ElementAccessExpressionSyntax access } bracket && bracket.SpanStart == mention.Position)
            {
                yield return access;
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

    /// <summary>Whether the file may name this anywhere; a no is certain.</summary>
    public bool MayMention(string name)
    {
        var hash = 0u;
        foreach (var c in name)
        {
            hash = (hash * 31) + c;
        }

        var (first, second) = Bits(hash);
        return (seen[first >> 6] & 1ul << (first & 63)) != 0 && (seen[second >> 6] & 1ul << (second & 63)) != 0;
    }

    private ImmutableArray<Mention> Scan(string text)
    {
        var found = ImmutableArray.CreateBuilder<Mention>();
        for (var position = 0; position < text.Length;)
        {
            var start = position;
            var c = text[start];
            if (!IsPartOfWord(c))
            {
                position++;
                if (c == '[' && IsIndexer(text, start))
                {
                    found.Add(new Mention(start, Indexer));
                }

                continue;
            }

            var hash = 0u;
            do
            {
                hash = (hash * 31) + c;
                position++;
            }
            while (position < text.Length && IsPartOfWord(c = text[position]));

            // Tables of numbers are long.
            if (text[start] is >= '0' and <= '9')
            {
                continue;
            }

            var (first, second) = Bits(hash);
            seen[first >> 6] |= 1ul << (first & 63);
            seen[second >> 6] |= 1ul << (second & 63);
            var word = Lookup(text.AsSpan(start, position - start), hash);
            if (word.Roles != WordRoles.None && IsMeant(word.Roles, text, start, position))
            {
                found.Add(new Mention(start > 0 && text[start - 1] == '@' ? start - 1 : start, word));
            }
        }

        return found.ToImmutable();
    }

    // Add(…) and Add<T>(…) are calls, /health and "health" parts of a path.
    private static bool IsMeant(WordRoles roles, string text, int start, int end)
    {
        if ((roles & ~(CallsOnly | WordRoles.ProbeText)) != 0)
        {
            return true;
        }

        if ((roles & WordRoles.ProbeText) != 0 && start > 0 && MayBeginPart(text[start - 1]))
        {
            return true;
        }

        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return (roles & CallsOnly) != 0 && end < text.Length && text[end] is '(' or '<';
    }

    // configuration["…"], configuration[Keys.Url]; not [Attribute] and not items[i].
    private static bool IsIndexer(string text, int bracket)
    {
        if (bracket == 0 || bracket + 1 >= text.Length || !(IsPartOfWord(text[bracket - 1]) || text[bracket - 1] is ')' or ']' or '!' or '>' or '"'))
        {
            return false;
        }

        var end = bracket + 1;
        while (end < text.Length && IsPartOfWord(text[end]))
        {
            end++;
        }

        return text[bracket + 1] is not (']' or ',') && !(end < text.Length && text[end] == ']' && text[bracket + 1] is >= 'a' and <= 'z' or >= '0' and <= '9');
    }

    private static bool MayBeginPart(char before) => before is '"' or '/' or '-' or '.';

    private static Word Lookup(ReadOnlySpan<char> text, uint hash)
    {
        ref var slot = ref KnownWords[(hash ^ (hash >> 15)) & (KnownWords.Length - 1)];
        if (slot is { } known && text.SequenceEqual(known.Text.AsSpan()))
        {
            return known;
        }

        var word = text.ToString();
        return slot = new Word(word, HealthCandidates.RolesOf(word) | StateCandidates.RolesOf(word) | CorsUses.RolesOf(word) | FactCandidates.RolesOf(word));
    }

    // Two numbers of twelve bits from the upper ones of the product, which all bits of the hash have a say in.
    private static (int First, int Second) Bits(uint hash)
    {
        var mixed = hash * 0x9E3779B1;
        return ((int)(mixed >> 20), (int)(mixed >> 8) & 0xFFF);
    }

    private static bool IsPartOfWord(char c) => (uint)((c | 0x20) - 'a') < 26 || (uint)(c - '0') < 10 || c is '_' or >= '\u0080';

    /// <param name="Text">The word.</param>
    /// <param name="Roles">What it may mean.</param>
    private sealed record Word(string Text, WordRoles Roles);

    /// <param name="Position">Where the token begins.</param>
    /// <param name="Word">What stands there.</param>
    private readonly record struct Mention(int Position, Word Word);
}
