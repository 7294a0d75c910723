using System.Runtime.CompilerServices;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which JSON and YAML files the program loads as settings: those that <c>AddJsonFile</c> and <c>AddYamlFile</c> name, and those of a gateway.</summary>
/// <remarks>Other JSON is data, and may be anything. The names are looked for in the text of the calls, because they are asked for rarely.</remarks>
internal sealed class LoadedSettings
{
    private const string Json = "AddJsonFile";
    private const string Gateway = "AddOcelot";
    private const string Yaml = "AddYamlFile";
    private const string OfGateway = "ocelot.";
    private const string Merged = "ocelot.json";

    private static readonly string[] Loads = [Json, Gateway, Yaml];
    private static readonly ConditionalWeakTable<Compilation, LoadedSettings> Known = new();

    // What gives a configuration that was built aside to the host after all.
    private static readonly string[] Joins = ["UseConfiguration", "AddConfiguration"];

    private readonly Once<List<Name>> names;

    private LoadedSettings(Compilation compilation) => names = new(cancellation => Read(compilation, cancellation));

    /// <summary>Those of a program; nothing is read before somebody asks for a file, and then once for all rules.</summary>
    public static LoadedSettings Of(Compilation compilation) => Known.GetValue(compilation, static key => new LoadedSettings(key));

    /// <summary>Whether the program loads a file of this name; of <c>$"ocelot.{environment}.json"</c> any that begins and ends so.</summary>
    public bool Contains(string fileName, CancellationToken cancellation) => Contains(fileName, static _ => true, cancellation);

    /// <summary>Whether the host loads it: what <c>new ConfigurationBuilder()</c> builds for a class of the app's own, the server never asks.</summary>
    public bool ContainsForHost(string fileName, CancellationToken cancellation) =>
        Contains(fileName, static name => !name.IsAside, cancellation);

    private bool Contains(string fileName, Predicate<Name> counts, CancellationToken cancellation) =>
        names
            .Get(cancellation)
            .Exists(name =>
                counts(name)
                && fileName.Length >= name.Start.Length + name.End.Length
                && fileName.StartsWith(name.Start, StringComparison.OrdinalIgnoreCase)
                && fileName.EndsWith(name.End, StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>Whether Ocelot writes the file anew from others at each start: <c>ocelot.json</c> of <c>ocelot.orders.json</c> and the like, unless the code names it.</summary>
    /// <param name="file">One that the program loads.</param>
    /// <param name="files">The files of the project.</param>
    /// <param name="cancellation">Ends the reading of the code.</param>
    public bool IsMerged(ProjectFile file, ProjectFiles files, CancellationToken cancellation) =>
        file.Name.Equals(Merged, StringComparison.OrdinalIgnoreCase)
        && names.Get(cancellation).TrueForAll(static name => !name.Start.Equals(Merged, StringComparison.OrdinalIgnoreCase))
        && (
            names.Get(cancellation).Exists(static name => name.Merges)
            || files
                .OfKind(ProjectFileKind.Settings)
                .Any(static other =>
                    other.IsShipped
                    && other.Name.Length > Merged.Length
                    && other.Name.StartsWith(OfGateway, StringComparison.OrdinalIgnoreCase)
                    && other.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                )
        );

    /// <summary>Whether the program loads any YAML; to be asked before each file of it is.</summary>
    public static bool MayHaveYaml(ProjectContext project) => project.Trees.Any(tree => project.MayMention(tree, Yaml));

    private static List<Name> Read(Compilation compilation, CancellationToken cancellation)
    {
        var result = new List<Name>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            // To walk a file makes its nodes, and hardly any has such a call.
            if (!tree.Mentions(Loads, cancellation))
            {
                continue;
            }

            foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
            {
                if (
                    node is InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax
                        {
                            Name.Identifier.Text: (Json or Gateway or Yaml) and var name,
                            Expression: var builder
                        }
                    } call
                )
                {
                    // AddOcelot() finds ocelot.json and its parts by itself.
                    var isAside = name != Gateway && IsAside(builder);
                    result.AddRange(
                        name == Gateway
                            ? [new Name(OfGateway, "json", IsAside: false, Merges: call.ArgumentList.Arguments.Count > 1)]
                            : call
                                .ArgumentList.Arguments.SelectMany(static argument => NamesIn(argument.Expression))
                                .Select(part => new Name(part.Start, part.End, isAside))
                    );
                }
            }
        }

        return result.Exists(static name => name.IsAside) && compilation.SyntaxTrees.Any(tree => tree.Mentions(Joins, cancellation))
            ? result.ConvertAll(static name => name with { IsAside = false })
            : result;
    }

    // new ConfigurationBuilder().SetBasePath(…).AddJsonFile(…)
    private static bool IsAside(ExpressionSyntax builder)
    {
        while (builder is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } })
        {
            builder = receiver;
        }

        return builder is ObjectCreationExpressionSyntax { Type: var type } && type.NameOfMember() == "ConfigurationBuilder";
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

    /// <summary>A file's name, or how it begins and ends.</summary>
    /// <param name="IsAside">Whether a builder reads it whose configuration is not the host's.</param>
    /// <param name="Merges">Whether the call names a folder of parts, or how they become one: <c>AddOcelot("Routes", environment)</c>.</param>
    private readonly record struct Name(string Start, string End, bool IsAside, bool Merges = false);
}
