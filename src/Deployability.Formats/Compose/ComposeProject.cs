using Deployability.Formats.Yaml;

namespace Deployability.Formats.Compose;

/// <summary>The services that compose starts from several files: later ones over earlier ones, with what they include and extend.</summary>
/// <remarks>Each node keeps the place in the file where it was written.</remarks>
public sealed class ComposeProject
{
    private const int MaxDepth = 16;
    private const string Extends = "extends";

    // Their list form says the same as their mapping form.
    private static readonly string[] Pairs = ["environment", "labels", "args", "annotations"];

    // A later file says them anew.
    private static readonly string[] Commands = ["command", "entrypoint", "test"];

    private readonly Func<string, YamlFile?> read;
    private readonly Dictionary<string, ComposeService> services = new(StringComparer.Ordinal);
    private readonly HashSet<YamlFile> files = [];

    private ComposeProject(Func<string, YamlFile?> read) => this.read = read;

    /// <summary>By name, in the order of the files.</summary>
    public IEnumerable<ComposeService> Services => services.Values;

    /// <summary>Every file that took part.</summary>
    public IReadOnlyCollection<YamlFile> Files => files;

    /// <summary>Reads files as <c>docker compose -f a -f b</c> does; never throws.</summary>
    /// <param name="paths">Full paths with slashes, the base first.</param>
    /// <param name="read">The file at a full path, or null when it is not at hand.</param>
    public static ComposeProject Of(IEnumerable<string> paths, Func<string, YamlFile?> read)
    {
        var project = new ComposeProject(read);
        foreach (var path in paths)
        {
            project.Add(path, 0);
        }

        return project;
    }

    private void Add(string path, int depth)
    {
        if (depth > MaxDepth || read(path) is not { } file || (depth > 0 && !files.Add(file)))
        {
            return;
        }

        files.Add(file);
        var folder = path.Substring(0, Math.Max(path.LastIndexOf('/'), 0));
        foreach (var document in file.Documents)
        {
            foreach (var included in (document.Find("include")?.Items ?? []).SelectMany(PathsOf))
            {
                Add(YamlPaths.Combine(folder, included), depth + 1);
            }
        }

        foreach (var service in ComposeService.Of(file))
        {
            var own = Extended(service, folder, file, 0);
            services[service.Name] = services.TryGetValue(service.Name, out var known)
                ? known with
                {
                    Node = Merge(known.Node, own, "", new MergeBudget()),
                }
                : service with
                {
                    Node = own,
                };
        }
    }

    // include: [a.yaml, { path: b.yaml }, { path: [c.yaml, d.yaml] }]
    private static IEnumerable<string> PathsOf(YamlNode include) =>
        include.Kind == YamlKind.Scalar ? [include.Text]
        : include.Find("path") is not { } path ? []
        : path.Kind == YamlKind.Sequence ? path.Items.Select(static item => item.Text)
        : [path.Text];

    private YamlNode Extended(ComposeService service, string folder, YamlFile file, int depth)
    {
        var node = Normalise(service.Node);
        if (node.Find(Extends) is not { } extends || depth > MaxDepth)
        {
            return node;
        }

        var name = extends.Kind == YamlKind.Scalar ? extends.Text : extends.TextOf("service");
        var path = extends.TextOf("file") is { } other ? YamlPaths.Combine(folder, other) : null;
        var source = path is null ? file : read(path);
        var origin = source is null ? null : ComposeService.Of(source).FirstOrDefault(candidate => candidate.Name == name);
        if (source is null || origin is null)
        {
            return node;
        }

        files.Add(source);
        var inner = path is null ? folder : path.Substring(0, Math.Max(path.LastIndexOf('/'), 0));
        return Merge(Extended(origin, inner, source, depth + 1), node, "", new MergeBudget());
    }

    // Lists of NAME=value as mappings, so that a later value takes the place of an earlier one.
    private static YamlNode Normalise(YamlNode node) =>
        node.Kind != YamlKind.Mapping
            ? node
            : node.WithEntries(
                node.AllEntries.Select(entry =>
                    entry.Name == "build" ? entry with { Value = Normalise(entry.Value) }
                    : Array.IndexOf(Pairs, entry.Name) >= 0 && entry.Value.Kind == YamlKind.Sequence
                        ? entry with
                        {
                            Value = entry.Value.WithEntries(
                                entry.Value.Items.Where(static item => item.Kind == YamlKind.Scalar).Select(EntryOf)
                            ),
                        }
                    : entry
                )
            );

    private static YamlEntry EntryOf(YamlNode item)
    {
        var equals = item.Text.IndexOf('=');
        return equals < 0
            ? new YamlEntry(item.Text, item.Range, item.WithText(""))
            : new YamlEntry(item.Text.Substring(0, equals), item.Range, item.WithText(item.Text.Substring(equals + 1)));
    }

    private static YamlNode Merge(YamlNode earlier, YamlNode later, string key, MergeBudget budget)
    {
        if (!budget.TryTake() || later.Tag is "!override" || earlier.Kind != later.Kind || Array.IndexOf(Commands, key) >= 0)
        {
            return later;
        }

        if (later.Kind == YamlKind.Sequence)
        {
            return earlier.WithItems([.. earlier.Items, .. later.Items]);
        }

        if (later.Kind == YamlKind.Scalar)
        {
            return later;
        }

        var result = new List<YamlEntry>();
        foreach (var entry in earlier.AllEntries)
        {
            var change = later.FindEntry(entry.Name);
            if (change is null)
            {
                result.Add(entry);
            }
            else if (change.Value.Tag != "!reset")
            {
                var value = Merge(entry.Value, change.Value, entry.Name, budget);
                result.Add(value == change.Value ? change : entry with { Value = value });
            }
        }

        result.AddRange(later.AllEntries.Where(entry => earlier.FindEntry(entry.Name) is null && entry.Value.Tag != "!reset"));
        return earlier.WithEntries(result);
    }
}
