using Deployability.Formats.Yaml;

namespace Deployability.Formats.Helm;

/// <summary>A chart that another takes in.</summary>
/// <remarks>https://helm.sh/docs/topics/charts/#chart-dependencies, and "Tags and Condition fields in dependencies" there.</remarks>
/// <param name="Name">Of the chart that is taken in.</param>
/// <param name="Section">The key in the values under which its own stand: its alias, else its name.</param>
public sealed record ChartDependency(string Name, string Section)
{
    /// <summary>Ways through the values, of which the first that leads to a boolean decides.</summary>
    private IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>Switches that it shares with others; a condition that decides beats them.</summary>
    private IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Those that a <c>Chart.yaml</c> names; never throws.</summary>
    public static IEnumerable<ChartDependency> In(YamlNode chart) =>
        (chart.Find("dependencies")?.Items ?? []).Select(static item =>
        {
            var name = item.TextOf("name") ?? "";
            return new ChartDependency(name, item.TextOf("alias") ?? name)
            {
                Conditions = item.TextOf("condition")?.Split(',') ?? [],
                Tags = [.. (item.Find("tags")?.Items ?? []).Select(static tag => tag.Text)],
            };
        });

    /// <summary>Whether the values leave the chart out.</summary>
    /// <param name="values">Of the chart that takes it in, those of its own <c>values.yaml</c> among them.</param>
    public bool IsOff(YamlNode values)
    {
        foreach (var condition in Conditions)
        {
            var node = (YamlNode?)values;
            foreach (var name in condition.Trim().Split('.'))
            {
                node = node?.Find(name);
            }

            if (IsOn(node) is { } isOn)
            {
                return !isOn;
            }
        }

        var tags = Tags.Select(tag => IsOn(values.Find("tags")?.Find(tag))).Where(static isOn => isOn is not null).ToList();
        return tags.Count > 0 && !tags.Contains(true);
    }

    // A text that says "false" is no boolean, and decides nothing.
    private static bool? IsOn(YamlNode? node) =>
        node is not { IsPlain: true } ? null
        : node.IsTrue ? true
        : node.IsFalse ? false
        : null;
}
