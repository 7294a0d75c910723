using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Code;

/// <summary>Every word that anybody looks for in code, and who looks for it.</summary>
internal sealed class Vocabulary
{
    private readonly ConditionalWeakTable<SyntaxTree, SourceIndex> indexes = new();

    private readonly Dictionary<string, Meaning> words;
    private readonly List<(int Bit, Func<string, WordForm> FormOf, Func<string, bool> IsVague)> tests;
    private readonly List<(int Bit, Func<string, bool> Tells)> telling;

    // What was last asked about each word, whichever file it stands in; a slot that two words share is only slower.
    private readonly Word?[] known = new Word?[1 << 15];

    private Vocabulary(Builder builder)
    {
        words = builder.Words;
        tests = builder.Tests;
        telling = builder.Telling;
        Indexer = new Word("[", MeaningOf("["));
    }

    /// <summary>The bracket of an element access.</summary>
    internal Word Indexer { get; }

    /// <summary>Where a file has these words. An edit replaces one tree, so only that one is read again.</summary>
    public SourceIndex IndexOf(SyntaxTree tree) =>
        indexes.TryGetValue(tree, out var index) ? index : indexes.GetValue(tree, key => new SourceIndex(key, this));

    internal Word Lookup(ReadOnlySpan<char> text, uint hash)
    {
        ref var slot = ref known[(hash ^ (hash >> 15)) & (uint)(known.Length - 1)];
        if (slot is { } word && text.SequenceEqual(word.Text.AsSpan()))
        {
            return word;
        }

        var name = text.ToString();
        return slot = new Word(name, MeaningOf(name));
    }

    private Meaning MeaningOf(string word)
    {
        words.TryGetValue(word, out var meaning);
        foreach (var (bit, formOf, isVague) in tests)
        {
            if (formOf(word) is not WordForm.None and var form)
            {
                meaning = meaning.With(Meaning.Of(bit, form, isVague(word)));
            }
        }

        foreach (var (bit, tells) in telling)
        {
            if (tells(word))
            {
                meaning = meaning with { Tells = meaning.Tells | Bits.Of(bit) };
            }
        }

        return meaning;
    }

    /// <summary>Collects who looks for what.</summary>
    internal sealed class Builder
    {
        private int next;

        internal Dictionary<string, Meaning> Words { get; } = new(StringComparer.Ordinal);

        internal List<(int Bit, Func<string, WordForm> FormOf, Func<string, bool> IsVague)> Tests { get; } = [];

        internal List<(int Bit, Func<string, bool> Tells)> Telling { get; } = [];

        /// <summary>Takes a recogniser into the table.</summary>
        public Find<T> Add<T>(Recogniser<T> recogniser)
            where T : class => Find<T>.Declare(this, recogniser);

        /// <summary>Names that say something by standing in the code at all.</summary>
        public Find<string> Names(params string[] names) => Add(new NamesAlone(names));

        /// <summary>Calls, creations and assignments of what has one of these names; what they mean, the asker says.</summary>
        public Find<IOperation> Operations(params string[] names) => Add(new OperationsNamed(names));

        /// <summary>Members in whose code one of these words stands; what in them means something, the asker says.</summary>
        /// <param name="words">Words that stand in every such member, as names of what is called, created or assigned.</param>
        public Find<CodeBody> Bodies(params string[] words) => Add(new BodiesWith(words, []));

        /// <summary>The same for words of which some are frequent, and count as calls alone.</summary>
        public Find<CodeBody> Bodies(string[] words, string[] calls) => Add(new BodiesWith(words, calls));

        public Vocabulary Build() => new(this);

        internal int Reserve<T>(Recogniser<T> recogniser)
            where T : class
        {
            var bit = next++;
            foreach (var word in recogniser.Words)
            {
                var meaning = Meaning.Of(bit, recogniser.FormOfKnown(word), recogniser.IsVague(word));
                Words[word] = Words.TryGetValue(word, out var before) ? before.With(meaning) : meaning;
            }

            // Most know their words one by one and need not be asked about any other.
            if (Overrides(recogniser, nameof(Recogniser<T>.FormOf)))
            {
                Tests.Add((bit, recogniser.FormOf, recogniser.IsVague));
            }

            if (Overrides(recogniser, nameof(Recogniser<T>.Tells)))
            {
                Telling.Add((bit, recogniser.Tells));
            }

            return bit;
        }

        private static bool Overrides<T>(Recogniser<T> recogniser, string method)
            where T : class => recogniser.GetType().GetMethod(method)!.DeclaringType != typeof(Recogniser<T>);
    }

    private sealed class OperationsNamed(string[] names) : Recogniser<IOperation>
    {
        public override IEnumerable<string> Words => names;

        public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
            token.CallOf() is { } call ? [call]
            : token.AssignmentOf() is { } assignment ? [assignment]
            : token.CreationsOf();

        public override IOperation? Recognise(Candidate candidate) => candidate.Operation;
    }

    private sealed class BodiesWith(string[] words, string[] calls) : Recogniser<CodeBody>
    {
        public override IEnumerable<string> Words => words.Concat(calls).Distinct();

        public override WordForm FormOfKnown(string word) => Array.IndexOf(calls, word) >= 0 ? WordForm.Call : WordForm.Anywhere;

        public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) => token.BodiesAround();

        public override CodeBody? Recognise(Candidate candidate) =>
            candidate.Operation is { } operation ? new CodeBody(operation.Root()) : null;
    }

    // The text of a name, where it is one.
    private sealed class NamesAlone(string[] names) : Recogniser<string>
    {
        public override IEnumerable<string> Words => names;

        public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
            token.Parent is { } parent
            && token.IsKind(SyntaxKind.IdentifierToken)
            && parent.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null
                ? [parent]
                : [];

        public override string Recognise(Candidate candidate) => candidate.Node.NameOfMember() ?? "";
    }
}

/// <summary>The code of a member, or a part of it that runs by itself: an initialiser, an attribute.</summary>
/// <param name="Root">Its outermost operation.</param>
internal sealed record CodeBody(IOperation Root);

/// <param name="Text">The word.</param>
/// <param name="Meaning">Who looks for it.</param>
internal sealed record Word(string Text, Meaning Meaning)
{
    /// <summary>Whether nobody looks for it and it tells nobody anything, as is true of nearly every word; kept, because it is asked for every word of every file.</summary>
    public bool IsSilent { get; } = Meaning.IsNone && Meaning.Tells.IsEmpty;
}

/// <summary>Those who look for a word, one bit each, by how the word has to stand.</summary>
/// <param name="Anywhere">Those for whom it may stand anywhere.</param>
/// <param name="Call">Those for whom it has to be called.</param>
/// <param name="PathPart">Those for whom it has to be a part of a path.</param>
/// <param name="Vague">Those for whom it leads to something only beside a word that tells.</param>
/// <param name="Tells">Those for whom it is such a word.</param>
internal readonly record struct Meaning(Bits Anywhere, Bits Call, Bits PathPart, Bits Vague, Bits Tells)
{
    public static Meaning Of(int bit, WordForm form, bool isVague)
    {
        var bits = Bits.Of(bit);
        return new Meaning(
            (form & WordForm.Anywhere) != 0 ? bits : default,
            (form & WordForm.Call) != 0 ? bits : default,
            (form & WordForm.PathPart) != 0 ? bits : default,
            isVague ? bits : default,
            default
        );
    }

    public bool IsNone => (Anywhere | Call | PathPart).IsEmpty;

    public Meaning With(Meaning other) =>
        new(Anywhere | other.Anywhere, Call | other.Call, PathPart | other.PathPart, Vague | other.Vague, Tells | other.Tells);
}

/// <summary>A set of 128 numbers.</summary>
internal readonly record struct Bits(ulong Low, ulong High)
{
    /// <summary>How many there are.</summary>
    public const int Count = 128;

    public bool IsEmpty => (Low | High) == 0;

    public static Bits Of(int bit) =>
        bit switch
        {
            < 64 => new Bits(1ul << bit, 0),
            < Count => new Bits(0, 1ul << (bit - 64)),
            _ => throw new ArgumentOutOfRangeException(nameof(bit), "More recognisers than a file's index has bits for."),
        };

    public bool Has(int bit) => ((bit < 64 ? Low >> bit : High >> (bit - 64)) & 1) != 0;

    public static Bits operator |(Bits left, Bits right) => new(left.Low | right.Low, left.High | right.High);

    public Bits Without(Bits other) => new(Low & ~other.Low, High & ~other.High);
}
