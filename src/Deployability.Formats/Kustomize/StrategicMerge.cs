using Deployability.Formats.Yaml;

namespace Deployability.Formats.Kustomize;

/// <summary>Merges a patch into an object as kustomize and kubectl do: what the patch does not name stays.</summary>
public static class StrategicMerge
{
    private const string Directive = "$patch";

    // Lists of the built-in kinds whose items have an identity; any other list is replaced as a whole.
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["volumes"] = ["name"],
        ["env"] = ["name"],
        ["imagePullSecrets"] = ["name"],
        ["secrets"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["ports"] = ["containerPort", "port"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey"],
    };

    /// <summary>Whether the patch takes the whole node away (<c>$patch: delete</c>).</summary>
    public static bool Deletes(YamlNode patch) => patch.TextOf(Directive) == "delete";

    /// <summary>What the target says after the patch; each node keeps the place in the file where it was written.</summary>
    /// <param name="target">Left as it is.</param>
    /// <param name="patch">Left as it is.</param>
    public static YamlNode Apply(YamlNode target, YamlNode patch) => Merge(target, patch, "", new MergeBudget());

    private static YamlNode Merge(YamlNode target, YamlNode patch, string key, MergeBudget budget) =>
        (target.Kind, patch.Kind) switch
        {
            _ when !budget.TryTake() => target,
            (YamlKind.Mapping, YamlKind.Mapping) => patch.TextOf(Directive) == "replace"
                ? patch.WithEntries(patch.AllEntries.Where(static entry => entry.Name != Directive))
                : MergeMapping(target, patch, budget),
            (YamlKind.Sequence, YamlKind.Sequence) => MergeList(target, patch, key, budget),
            _ => patch,
        };

    private static YamlNode MergeMapping(YamlNode target, YamlNode patch, MergeBudget budget)
    {
        var result = new List<YamlEntry>();
        foreach (var entry in target.AllEntries)
        {
            if (patch.FindEntry(entry.Name) is not { } change)
            {
                result.Add(entry);
            }
            else if (!change.Value.IsNull && !Deletes(change.Value))
            {
                var merged = Merge(entry.Value, change.Value, entry.Name, budget);
                result.Add(merged.File == entry.Value.File ? entry with { Value = merged } : change with { Value = merged });
            }
        }

        foreach (var entry in patch.AllEntries)
        {
            if (target.FindEntry(entry.Name) is null && !entry.Value.IsNull && !entry.Name.StartsWith("$", StringComparison.Ordinal))
            {
                result.Add(entry);
            }
        }

        return target.WithEntries(result);
    }

    private static YamlNode MergeList(YamlNode target, YamlNode patch, string key, MergeBudget budget)
    {
        if (
            !Keys.TryGetValue(key, out var candidates)
            || Array.Find(candidates, name => patch.Items.All(item => item.TextOf(name) is not null || item.TextOf(Directive) is not null))
                is not { } identity
        )
        {
            return patch;
        }

        var result = new List<YamlNode>();
        foreach (var item in target.Items)
        {
            var change = patch.Items.LastOrDefault(other => other.TextOf(identity) is { } name && name == item.TextOf(identity));
            if (change is null)
            {
                result.Add(item);
            }
            else if (!Deletes(change))
            {
                // What says which item is meant is no change of it.
                result.Add(Merge(item, change.WithEntries(change.AllEntries.Where(entry => entry.Name != identity)), "", budget));
            }
        }

        result.AddRange(
            patch.Items.Where(item =>
                item.TextOf(identity) is { } name && !Deletes(item) && target.Items.All(other => other.TextOf(identity) != name)
            )
        );
        return patch.Items.Any(static item => item.TextOf(Directive) == "replace" && item.Entries.Count == 1)
            ? patch.WithItems(patch.Items.Where(item => item.TextOf(identity) is not null))
            : target.WithItems(result);
    }
}
