using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Contract;

/// <summary>Finds what the values of a chart say about the app, where its templates only put them in: <c>livenessProbe</c> and <c>env</c> beside <c>image</c>.</summary>
internal static class ChartSections
{
    private static readonly string[] Environments =
    [
        "env",
        "envs",
        "envVars",
        "extraEnv",
        "extraEnvs",
        "extraEnvVars",
        "environment",
        "environmentVariables",
    ];

    /// <summary>The mappings that describe the app's container: those whose image or key is called as the app is, else the only one beside the only image.</summary>
    /// <param name="files">Of the project.</param>
    /// <param name="file">A values file.</param>
    /// <param name="app">Name of the assembly.</param>
    /// <remarks>What another chart's section describes goes by that chart's name too, and is nowhere where no environment takes the chart in.</remarks>
    public static IEnumerable<(string Name, YamlNode Node)> Of(
        ProjectFiles files,
        ProjectFile file,
        string app,
        CancellationToken cancellationToken
    )
    {
        var installed = Charts.Of(files, cancellationToken).In(file);
        var named = new List<(string Name, string Chart, YamlNode Node)>();
        var off = new List<TextRange>();
        var images = 0;
        foreach (var document in file.GetViews(cancellationToken)?.Yaml.Documents ?? [])
        {
            named.Add(("", "", document));
            foreach (var node in document.DescendantsAndSelf())
            {
                images += node.Find("repository") is { Kind: YamlKind.Scalar } ? 1 : 0;
                foreach (var entry in node.Entries)
                {
                    if (entry.Value.Kind == YamlKind.Mapping)
                    {
                        var isSection = node == document && installed.Count > 0;
                        named.Add((entry.Name, isSection ? installed[0].ChartOf(entry.Name) : "", entry.Value));
                        if (isSection && installed.All(values => values.IsOff(entry.Name)))
                        {
                            off.Add(entry.Value.Range);
                        }
                    }
                }
            }
        }

        var described = named.FindAll(found =>
            Describes(found.Node) && !off.Exists(range => range.Start <= found.Node.Range.Start && found.Node.Range.End <= range.End)
        );
        var fitting = described.FindAll(found =>
            ProgramNames.Match(app, found.Name) > 0
            || ProgramNames.Match(app, found.Chart) > 0
            || ProgramNames.Match(app, ImageOf(found.Node)) > 0
        );
        var chosen =
            fitting.Count > 0 ? fitting
            : described.Count == 1
            && images == 1
            && !ProgramNames.IsOfFrontEnd(app, described[0].Name)
            && !ProgramNames.IsOfFrontEnd(app, ImageOf(described[0].Node))
                ? described
            : [];
        return chosen.Select(static found => (found.Name, found.Node));
    }

    /// <summary>The variables of the app that values name: of a list as a container has it, and of a mapping whose keys look like variables.</summary>
    /// <param name="files">Of the project.</param>
    /// <param name="file">A values file.</param>
    /// <param name="app">Name of the assembly.</param>
    public static IEnumerable<AppContainer> ContainersIn(
        ProjectFiles files,
        ProjectFile file,
        string app,
        CancellationToken cancellationToken
    )
    {
        foreach (var (name, section) in Of(files, file, app, cancellationToken))
        {
            var variables = Environments.SelectMany(key => VariablesOf(section.Find(key))).ToList();
            if (variables.Count > 0)
            {
                yield return new AppContainer(
                    name.Length > 0 ? name : app,
                    section.Range,
                    section.File,
                    section,
                    null,
                    null,
                    variables,
                    HasUnseenSettings: true
                );
            }
        }
    }

    private static IEnumerable<AppVariable> VariablesOf(YamlNode? environment)
    {
        foreach (var item in environment?.Items ?? [])
        {
            if (item.Find("name") is { Kind: YamlKind.Scalar, IsNull: false } name)
            {
                yield return Variable(name.Text, name.Range, item.Find("value"), name.File);
            }
        }

        // Another key may be one that a template puts into a variable of another name.
        foreach (var entry in environment?.AllEntries ?? [])
        {
            if (entry.Name.IndexOf("__", StringComparison.Ordinal) > 0)
            {
                yield return Variable(entry.Name, entry.NameRange, entry.Value, entry.Value.File);
            }
        }
    }

    private static AppVariable Variable(string name, TextRange range, YamlNode? value, YamlFile file) =>
        value is { Kind: YamlKind.Scalar, IsNull: false }
            ? new AppVariable(name, range, value.Text, value.Range, VariableOrigin.Literal, file)
            : new AppVariable(name, range, null, range, VariableOrigin.Elsewhere, file);

    private static bool Describes(YamlNode node) =>
        Array.Exists(Probe.Names, probe => node.Find(probe) is { Kind: YamlKind.Mapping })
        || Array.Exists(Environments, key => VariablesOf(node.Find(key)).Any());

    private static string ImageOf(YamlNode node) =>
        ImageName.Parse(node.Find("image")?.TextOf("repository") ?? node.TextOf("image") ?? "").Program;
}
