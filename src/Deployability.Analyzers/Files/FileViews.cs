using System.Runtime.CompilerServices;
using Deployability.Formats.Dockerfiles;
using Deployability.Formats.DotEnv;
using Deployability.Formats.Helm;
using Deployability.Formats.Json;
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

    private readonly Lazy<string> text;
    private readonly Lazy<JsonFile> json;
    private readonly Lazy<XmlFile> xml;
    private readonly Lazy<YamlFile> yaml;
    private readonly Lazy<YamlFile> template;
    private readonly Lazy<DotEnvFile> dotEnv;
    private readonly Lazy<Dockerfile> dockerfile;

    private FileViews(SourceText source)
    {
        text = new(() => source.Length > MaxLength ? "" : source.ToString());
        json = new(() => JsonFile.Parse(text.Value));
        xml = new(() => XmlFile.Parse(text.Value));
        yaml = new(() => YamlFile.Parse(text.Value));
        template = new(() => HelmTemplate.Parse(text.Value));
        dotEnv = new(() => DotEnvFile.Parse(text.Value));
        dockerfile = new(() => Dockerfile.Parse(text.Value));
    }

    /// <summary>What the ranges count in.</summary>
    public string Text => text.Value;

    public JsonFile Json => json.Value;

    public XmlFile Xml => xml.Value;

    public YamlFile Yaml => yaml.Value;

    /// <summary>The YAML that a file of the kind has: that of a chart's template with holes.</summary>
    public YamlFile Manifest(ProjectFileKind kind) => kind == ProjectFileKind.HelmTemplate ? template.Value : yaml.Value;

    public DotEnvFile DotEnv => dotEnv.Value;

    public Dockerfile Dockerfile => dockerfile.Value;

    public static FileViews Of(SourceText text) => Known.GetValue(text, static source => new FileViews(source));
}
