using Deployability.Formats.Yaml;

namespace Deployability.Formats.Helm;

/// <summary>Puts the values files of a chart over each other.</summary>
public static class HelmValues
{
    /// <summary>As helm does: mappings into each other, anything else anew, null away; each node keeps its place.</summary>
    /// <param name="earlier">Left as it is.</param>
    /// <param name="later">Left as it is.</param>
    public static YamlNode Overlay(YamlNode earlier, YamlNode later) => Overlay(earlier, later, new MergeBudget());

    private static YamlNode Overlay(YamlNode earlier, YamlNode later, MergeBudget budget)
    {
        if (earlier.Kind != YamlKind.Mapping || later.Kind != YamlKind.Mapping || !budget.TryTake())
        {
            return later;
        }

        var entries = new List<YamlEntry>();
        foreach (var entry in earlier.AllEntries)
        {
            if (later.FindEntry(entry.Name) is not { } change)
            {
                entries.Add(entry);
            }
            else if (!change.Value.IsNull)
            {
                var value = Overlay(entry.Value, change.Value, budget);
                entries.Add(value == change.Value ? change : entry with { Value = value });
            }
        }

        entries.AddRange(later.AllEntries.Where(entry => earlier.FindEntry(entry.Name) is null));
        return earlier.WithEntries(entries);
    }
}
