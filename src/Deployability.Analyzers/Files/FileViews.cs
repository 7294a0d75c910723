using System.Runtime.CompilerServices;
using Deployability.Formats.Dockerfiles;
using Deployability.Formats.DotEnv;
using Deployability.Formats.Helm;
using Deployability.Formats.Json;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Xml;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>What a file says, read in the format that the asker knows it has; once per version of the file, however many rules ask.</summary>
internal sealed class FileViews
{
    /// <summary>Beyond this a file is data; reading it at every keystroke would be felt. Every view of such a file is empty.</summary>
    public const int MaxLength = 1 << 20;

    private static readonly ConditionalWeakTable<SourceText, FileViews> Known = new();

    private readonly SourceText source;
    private readonly object gate = new();
    private string? text;
    private StrongBox<bool>? suppressions;
    private JsonFile? json;
    private XmlFile? xml;
    private YamlFile? yaml;
    private YamlFile? template;
    private DotEnvFile? dotEnv;
    private Dockerfile? dockerfile;

    private FileViews(SourceText source) => this.source = source;

    /// <summary>What the ranges count in.</summary>
    public string Text => text ??= source.Length > MaxLength ? "" : source.ToString();

    /// <summary>Whether a comment may silence a rule: in nearly every file none does.</summary>
    public bool HasSuppressions =>
        (suppressions ??= new(Text.IndexOf(FileSuppressions.Marker, StringComparison.OrdinalIgnoreCase) >= 0)).Value;

    /// <summary>Whether the text has the words without which nothing in it is an object of Kubernetes; to be asked before it is read as YAML.</summary>
    public bool MayHoldObjects =>
        Text.IndexOf("apiVersion", StringComparison.Ordinal) >= 0 && Text.IndexOf("kind", StringComparison.Ordinal) >= 0;

    /// <summary>The objects of Kubernetes that a file of the kind holds.</summary>
    public IEnumerable<KubernetesObject> Objects(ProjectFileKind kind) => MayHoldObjects ? KubernetesObject.Of(Manifest(kind)) : [];

    public JsonFile Json => Read(ref json, JsonFile.Parse);

    public XmlFile Xml => Read(ref xml, XmlFile.Parse);

    public YamlFile Yaml => Read(ref yaml, YamlFile.Parse);

    /// <summary>The YAML that a file of the kind has: that of a chart's template with holes.</summary>
    public YamlFile Manifest(ProjectFileKind kind) => kind == ProjectFileKind.HelmTemplate ? Read(ref template, HelmTemplate.Parse) : Yaml;

    public DotEnvFile DotEnv => Read(ref dotEnv, DotEnvFile.Parse);

    public Dockerfile Dockerfile => Read(ref dockerfile, Dockerfile.Parse);

    public static FileViews Of(SourceText text) => Known.GetValue(text, static source => new FileViews(source));

    // Several rules ask at once for the file that the compiler hands out first; one of them reads it.
    private T Read<T>(ref T? view, Func<string, T> parse)
        where T : class
    {
        if (Volatile.Read(ref view) is { } known)
        {
            return known;
        }

        lock (gate)
        {
            var made = view ?? parse(Text);
            Volatile.Write(ref view, made);
            return made;
        }
    }
}
