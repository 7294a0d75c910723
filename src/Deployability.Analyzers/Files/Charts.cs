using System.Runtime.CompilerServices;
using Deployability.Formats.Helm;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>The values of charts, as each values file over <c>values.yaml</c> makes them.</summary>
internal sealed class Charts
{
    private const ProjectFileKind Kinds = ProjectFileKind.HelmChart | ProjectFileKind.HelmValues | ProjectFileKind.HelmTemplate;

    private const string Nested = "/charts/";

    private static readonly ConditionalWeakTable<ProjectFiles, Charts> Known = new();

    private readonly Dictionary<YamlFile, ProjectFile> files = [];
    private readonly Dictionary<ProjectFile, List<ChartValues>> byFile = [];
    private readonly Dictionary<string, ChartValues> defaultsOf = new(StringComparer.Ordinal);

    private Charts(ProjectFiles all, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, List<(ProjectFile File, YamlNode Root)>>(StringComparer.Ordinal);
        var dependencies = new Dictionary<string, List<ChartDependency>>(StringComparer.Ordinal);
        var templates = new List<(string Path, ProjectFile File)>();
        foreach (var file in all.All)
        {
            if ((file.Kind & Kinds) == 0)
            {
                continue;
            }

            var path = file.Path.Replace('\\', '/');
            var folder = path.Substring(0, path.Length - file.Name.Length);
            if (file.Kind == ProjectFileKind.HelmTemplate)
            {
                templates.Add((path, file));
            }
            else if (file.GetViews(cancellationToken) is { Yaml.Documents: { Count: > 0 } documents })
            {
                files[documents[0].File] = file;
                if (file.Kind == ProjectFileKind.HelmChart)
                {
                    dependencies[folder] = [.. ChartDependency.In(documents[0])];
                }
                else
                {
                    if (!values.TryGetValue(folder, out var known))
                    {
                        values.Add(folder, known = []);
                    }

                    known.Add((file, documents[0]));
                }
            }
        }

        // What lies in a chart's own folder is a dependency of it, whether it says so or not.
        var nested = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in dependencies.Keys)
        {
            if (
                folder.LastIndexOf(Nested, StringComparison.Ordinal) is >= 0 and var place
                && dependencies.TryGetValue(folder.Substring(0, place + 1), out var ofParent)
            )
            {
                nested.Add(folder);
                var name = folder.Substring(place + Nested.Length).TrimEnd('/');
                if (!ofParent.Exists(known => known.Name == name))
                {
                    ofParent.Add(new ChartDependency(name, name));
                }
            }
        }

        foreach (var chart in dependencies)
        {
            if (!nested.Contains(chart.Key) && values.TryGetValue(chart.Key, out var ofChart))
            {
                var texts = new Once<string>(cancellation =>
                    string.Join(
                        "\n",
                        templates
                            .Where(template => template.Path.StartsWith(chart.Key + "templates/", StringComparison.Ordinal))
                            .Select(template => template.File.GetViews(cancellation)?.Text)
                    )
                );
                Add(chart.Key, ofChart, chart.Value, texts);
            }
        }
    }

    public static Charts Of(ProjectFiles files, CancellationToken cancellationToken)
    {
        if (Known.TryGetValue(files, out var known))
        {
            return known;
        }

        var made = new Charts(files, cancellationToken);
        return Known.GetValue(files, _ => made);
    }

    /// <summary>The values in which a file has a part; of <c>values.yaml</c> once for each environment but development.</summary>
    public IReadOnlyList<ChartValues> In(ProjectFile file) => byFile.TryGetValue(file, out var known) ? known : [];

    /// <summary>What a chart is installed with where nobody says otherwise: its <c>values.yaml</c>; null without one.</summary>
    /// <param name="folder">Full path with slashes, none at its end.</param>
    public ChartValues? DefaultsOf(string folder) => defaultsOf.TryGetValue(folder + "/", out var known) ? known : null;

    /// <summary>The file that a node was written in.</summary>
    public ProjectFile? FileOf(YamlFile file) => files.TryGetValue(file, out var known) ? known : null;

    private void Add(
        string folder,
        List<(ProjectFile File, YamlNode Root)> values,
        List<ChartDependency> dependencies,
        Once<string> templates
    )
    {
        var index = values.FindIndex(static item => item.File.Name.StartsWith("values.y", StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            return;
        }

        var (basis, defaults) = values[index];
        defaultsOf[folder] = new ChartValues(folder, defaults, dependencies, templates);
        var isChanged = false;
        foreach (var (file, root) in values)
        {
            if (file != basis)
            {
                var merged = new ChartValues(folder, HelmValues.Overlay(defaults, root), dependencies, templates);
                AddTo(file, merged);
                if (!file.IsForDevelopment)
                {
                    isChanged = true;
                    AddTo(basis, merged);
                }
            }
        }

        if (!isChanged)
        {
            AddTo(basis, new ChartValues(folder, defaults, dependencies, templates));
        }
    }

    private void AddTo(ProjectFile file, ChartValues values)
    {
        if (!byFile.TryGetValue(file, out var known))
        {
            byFile.Add(file, known = []);
        }

        known.Add(values);
    }
}

/// <summary>The values that a chart is installed with.</summary>
/// <param name="folder">Of the chart: full path with slashes, one at its end.</param>
/// <param name="root">Of the file, with those of <c>values.yaml</c> under it.</param>
/// <param name="dependencies">Other charts, whose values stand in sections of their own.</param>
/// <param name="templates">What the chart's templates say, all together.</param>
internal sealed class ChartValues(string folder, YamlNode root, IReadOnlyList<ChartDependency> dependencies, Once<string> templates)
{
    /// <summary>The sections that describe a container of the chart: those with an image; by the name of the section, the root by that of its image.</summary>
    public IEnumerable<(string Name, YamlNode Section)> Containers
    {
        get
        {
            if (root.Find("image") is { } image)
            {
                var repository = image.TextOf("repository") is { Length: > 0 } text ? text : "app";
                yield return (repository.Substring(repository.LastIndexOf('/') + 1), root);
            }

            foreach (var entry in root.AllEntries)
            {
                if (
                    ChartOf(entry.Name).Length == 0
                    && entry.Value is { Kind: YamlKind.Mapping } section
                    && section.Find("image") is not null
                )
                {
                    yield return (entry.Name, section);
                }
            }
        }
    }

    /// <summary>Of the chart: full path with slashes, one at its end.</summary>
    public string Folder => folder;

    /// <summary>The chart whose values stand in a section; empty where it is this chart's own.</summary>
    public string ChartOf(string section) => DependenciesIn(section).FirstOrDefault()?.Name ?? "";

    /// <summary>Whether a section is another chart's that these values leave out.</summary>
    public bool IsOff(string section) => ChartOf(section).Length > 0 && DependenciesIn(section).All(dependency => dependency.IsOff(root));

    private IEnumerable<ChartDependency> DependenciesIn(string section) => dependencies.Where(dependency => dependency.Section == section);

    /// <summary>The value at the end of a way of names; null when there is none.</summary>
    public YamlNode? Find(IEnumerable<string> names) => Find(root, names);

    /// <summary>Of each item of a list, or value of a mapping, the value at the end of a way of names; null where there is none.</summary>
    /// <param name="list">Names on the way to the list.</param>
    /// <param name="item">Names from an item on.</param>
    public IEnumerable<YamlNode?> Each(IEnumerable<string> list, IReadOnlyList<string> item)
    {
        var node = Find(list);
        return (node?.Items ?? []).Concat((node?.AllEntries ?? []).Select(static entry => entry.Value)).Select(each => Find(each, item));
    }

    private static YamlNode? Find(YamlNode? node, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            node = node?.Find(name);
        }

        return node;
    }

    /// <summary>Whether a template of the chart takes a value of this name.</summary>
    public bool IsUsed(string name) => templates.Get(Cancellation.Token).IndexOf("." + name, StringComparison.Ordinal) >= 0;
}
