using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Helm;

/// <summary>values.yaml, and what each environment says differently.</summary>
internal static class ValuesFile
{
    /// <summary>What people look for first stands first.</summary>
    private static readonly string[] Sections =
    [
        "image",
        "imagePullSecrets",
        "nameOverride",
        "fullnameOverride",
        "replicaCount",
        "autoscaling",
        "podDisruptionBudget",
        "config",
        "existingSecret",
        "secretStore",
        "ingress",
        "httpRoute",
        "networkPolicy",
        "persistence",
        "shares",
        "jobs",
        "services",
        "frontend",
        "monitoring",
        "resources",
        "serviceAccount",
        "podSecurityContext",
        "securityContext",
        "companionSecurityContext",
        "nodeSelector",
        "tolerations",
        "affinity",
        "priorityClassName",
        "podAnnotations",
        "podLabels",
        "extraEnv",
        "extraVolumes",
        "extraVolumeMounts",
    ];

    /// <summary>The values by section, each once; within a section in the order of their mention.</summary>
    public static IReadOnlyList<Value> Order(IEnumerable<Value> values) =>
        [
            .. values
                .GroupBy(static value => value.Name)
                .Select(static group => group.First())
                .ByRank(static value => Array.IndexOf(Sections, value.Path[0]) is var index and >= 0 ? index : Sections.Length),
        ];

    /// <summary>values.yaml: every value with its default and what it is for.</summary>
    public static string Write(IReadOnlyList<Value> values) =>
        YamlWriter.Write(
            Header.Lines,
            Nested(values.Select(static value => new Entry(value.Path, Nodes.WithComment(value.Default, value.Comment))), 0)
        );

    /// <summary>The values file of an environment: what differs from values.yaml.</summary>
    public static string Write(IReadOnlyList<Value> values, EnvironmentPlan environment)
    {
        var differing = values
            .Select(value => Difference(value.Default, value.In(environment.Name)) is { } own ? new Entry(value.Path, own) : null)
            .OfType<Entry>();
        return YamlWriter.Write(
            [.. Header.Lines, "", $"What {environment.Name} has otherwise than values.yaml says."],
            Nested(differing, 0)
        );
    }

    /// <summary>Helm lays mappings over one another key by key and takes a key away that is null; everything else it replaces.</summary>
    private static Node? Difference(Node standard, Node own)
    {
        if (Nodes.Same(standard, own))
        {
            return null;
        }

        if (standard is not Mapping before || own is not Mapping after)
        {
            return own;
        }

        var difference = new Mapping();
        foreach (var entry in after)
        {
            difference[entry.Key] = before[entry.Key] is { } old ? Difference(old, entry.Value) : entry.Value;
        }

        foreach (var entry in before.Where(entry => after[entry.Key] is null))
        {
            difference[entry.Key] = Scalar.Null;
        }

        return difference;
    }

    private sealed record Entry(IReadOnlyList<string> Path, Node Node);

    private static Mapping Nested(IEnumerable<Entry> values, int depth)
    {
        var mapping = new Mapping();
        foreach (var group in values.GroupBy(value => value.Path[depth]))
        {
            var first = group.First();
            mapping[group.Key] = first.Path.Count == depth + 1 ? first.Node : Nested(group, depth + 1);
        }

        return mapping;
    }
}
