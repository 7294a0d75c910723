using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which JSON and YAML files the program loads as settings: those that <c>AddJsonFile</c> and <c>AddYamlFile</c> name, and those of a gateway.</summary>
/// <remarks>Other JSON is data, and may be anything. The names are looked for in the text of the calls, because they are asked for rarely.</remarks>
internal sealed class LoadedSettings(Compilation compilation)
{
    private const string Yaml = "AddYamlFile";

    private readonly Once<List<(string Start, string End)>> names = new(cancellation => Read(compilation, cancellation));

    /// <summary>Whether the program loads a file of this name; of <c>$"ocelot.{environment}.json"</c> any that begins and ends so.</summary>
    public bool Contains(string fileName, CancellationToken cancellation) =>
        names
            .Get(cancellation)
            .Exists(name =>
                fileName.Length >= name.Start.Length + name.End.Length
                && fileName.StartsWith(name.Start, StringComparison.OrdinalIgnoreCase)
                && fileName.EndsWith(name.End, StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>Whether the program loads any YAML; to be asked before each file of it is.</summary>
    public static bool MayHaveYaml(ProjectContext project) => project.Trees.Any(tree => project.MayMention(tree, Yaml));

    private static List<(string Start, string End)> Read(Compilation compilation, CancellationToken cancellation)
    {
        var result = new List<(string, string)>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
            {
                if (
                    node is InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax
                        {
                            Name.Identifier.Text: ("AddJsonFile" or "AddOcelot" or Yaml) and var name
                        }
                    } call
                )
                {
                    // AddOcelot() finds ocelot.json and its parts by itself.
                    result.AddRange(
                        name == "AddOcelot"
                            ? [("ocelot.", "json")]
                            : call.ArgumentList.Arguments.SelectMany(static argument => NamesIn(argument.Expression))
                    );
                }
            }
        }

        return result;
    }

    private static IEnumerable<(string Start, string End)> NamesIn(ExpressionSyntax argument)
    {
        switch (argument)
        {
            case LiteralExpressionSyntax { Token.Value: string text }:
                yield return (FileName(text), "");
                break;
            case InterpolatedStringExpressionSyntax
            {
                Contents: [InterpolatedStringTextSyntax first, .., InterpolatedStringTextSyntax last]
            }:
                yield return (FileName(first.TextToken.ValueText), last.TextToken.ValueText);
                break;
        }
    }

    private static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
