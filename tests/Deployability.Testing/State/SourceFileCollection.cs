using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The files of a state. A file without a name is called like the files of the same kind: <c>Test0.cs</c>, <c>Test1.cs</c>.</summary>
/// <remarks>A relative name stands below the project's folder, because the compiler hands analyzers absolute paths only.</remarks>
public sealed class SourceFileCollection : List<(string filename, SourceText content)>
{
    private readonly string _prefix;
    private readonly string _extension;

    internal SourceFileCollection(string prefix, string extension)
    {
        _prefix = prefix;
        _extension = extension;
    }

    public void Add(string content) => Add(($"{_prefix}{Count}.{_extension}", content));

    public void Add((string filename, string content) file) =>
        Add((file.filename, SourceText.From(file.content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))));
}
