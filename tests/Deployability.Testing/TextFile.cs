using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Testing;

/// <summary>A file around the code, for tests that make their own compilation.</summary>
/// <param name="path">Its full path.</param>
/// <param name="text">What it holds.</param>
public sealed class TextFile(string path, string text) : AdditionalText
{
    public override string Path => path;

    public string Text => text;

    public override SourceText? GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
