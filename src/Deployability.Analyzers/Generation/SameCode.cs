using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Generation;

/// <summary>Takes two versions of a project for one that differ in nothing but spaces and comments: no fact stands there, and no line number in a fact.</summary>
/// <remarks>The text around <c>#if</c> is no comment: it decides for which builds code is meant. Words of comments count where they make other words worth a look.</remarks>
internal sealed class SameCode : IEqualityComparer<Compilation>
{
    public static SameCode Comparer { get; } = new();

    public bool Equals(Compilation? x, Compilation? y) =>
        ReferenceEquals(x, y)
        || x is not null
            && y is not null
            && x.AssemblyName == y.AssemblyName
            && x.Options.Equals(y.Options)
            && x.ExternalReferences.SequenceEqual(y.ExternalReferences)
            && x.SyntaxTrees.SequenceEqual(y.SyntaxTrees, SameTree.Comparer);

    // Nobody puts a compilation into a table.
    public int GetHashCode(Compilation obj) => 0;

    private sealed class SameTree : IEqualityComparer<SyntaxTree>
    {
        public static SameTree Comparer { get; } = new();

        public bool Equals(SyntaxTree? x, SyntaxTree? y) =>
            ReferenceEquals(x, y)
            || x is not null
                && y is not null
                && x.FilePath == y.FilePath
                && x.Options.Equals(y.Options)
                && x.IsEquivalentTo(y)
                && Find.Vocabulary.IndexOf(x).HasSameWordsAs(Find.Vocabulary.IndexOf(y))
                && !HasConditions(x)
                && !HasConditions(y);

        public int GetHashCode(SyntaxTree obj) => 0;

        private static bool HasConditions(SyntaxTree tree) =>
            tree.GetRoot(Cancellation.Token) is CSharpSyntaxNode { ContainsDirectives: true } root
            && root.GetFirstDirective(static directive => directive is IfDirectiveTriviaSyntax) is not null;
    }
}
