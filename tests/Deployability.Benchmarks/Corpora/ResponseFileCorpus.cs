using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Benchmarks.Corpora;

/// <summary>A project as a build hands it to the compiler: its own references, symbols and options, from a file with one argument a line.</summary>
/// <remarks><c>-p:ProvideCommandLineArgs=true</c> gives the arguments as <c>@(CscCommandLineArgs)</c> after <c>CoreCompile</c>; the first line says <c>/directory:</c> and the project's folder.</remarks>
internal static class ResponseFileCorpus
{
    private const string Directory = "/directory:";

    public static Corpus Read(string file)
    {
        var lines = File.ReadAllLines(file);
        var folder = lines[0].StartsWith(Directory, StringComparison.Ordinal)
            ? lines[0][Directory.Length..]
            : throw new InvalidDataException($"The first line of {file} does not say {Directory} and a folder.");
        var arguments = CSharpCommandLineParser.Default.Parse(lines.Skip(1), folder, sdkDirectory: null);
        return new Corpus(
            Path.GetFileNameWithoutExtension(file),
            [
                .. arguments.SourceFiles.Select(static source => new SourceFile(
                    source.Path,
                    SourceText.From(File.ReadAllText(source.Path), Encoding.UTF8)
                )),
            ],
            []
        )
        {
            AsBuilt = new Build(
                arguments.ParseOptions,
                arguments.CompilationOptions.WithConcurrentBuild(false),
                [
                    .. arguments.MetadataReferences.Select(reference =>
                        MetadataReference.CreateFromFile(Path.Combine(folder, reference.Reference), reference.Properties)
                    ),
                ]
            ),
        };
    }
}
