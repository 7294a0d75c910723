using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>The header by its own name, wherever the text stands that says it.</summary>
internal sealed class OriginHeaders : Recogniser<string>
{
    // Access-Control-Allow-Origin
    public override WordForm FormOf(string word) =>
        word.Equals("Origin", StringComparison.OrdinalIgnoreCase) ? WordForm.PathPart : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) => token.Parent is { } parent ? [parent] : [];

    public override string Recognise(Candidate candidate) => "Origin";
}
