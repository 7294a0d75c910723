using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Says which pods the selector of a Service, a budget or a policy chooses, as far as files tell.</summary>
internal static class PodSelectors
{
    /// <summary>Whether labels are chosen by a selector, as far as both are known; one that chooses nothing chooses none here.</summary>
    public static bool Selects(YamlNode? selector, YamlNode? labels)
    {
        var any = selector?.IsOpen == true;
        foreach (var entry in selector?.AllEntries ?? [])
        {
            if (entry.Value.Kind == YamlKind.Scalar && !entry.Value.HasHole && entry.Name.IndexOf(YamlNode.Hole) < 0)
            {
                any = true;
                var label = labels?.Find(entry.Name);
                if (label is null ? labels?.IsOpen != true : !label.HasHole && label.Text != entry.Value.Text)
                {
                    return false;
                }
            }
        }

        return any || selector?.Entries.Count > 0;
    }

    /// <summary>Whether the selector of a budget or policy may choose the pods of a workload: by labels and expressions, or, an empty one, all of its namespace.</summary>
    public static bool MaySelect(KubernetesObject chooser, YamlNode? selector, KubernetesObject workload)
    {
        var labels = workload.PodMetadata?.Find("labels");
        return selector is { IsNull: false }
            && !AreApart(chooser, workload)
            && (selector.Find("matchLabels") is not { Entries.Count: > 0 } wanted || Selects(wanted, labels))
            && (selector.Find("matchExpressions")?.Items ?? []).All(expression => MayHold(expression, labels));
    }

    /// <summary>Whether both say in which namespace they are, and it is not the same.</summary>
    public static bool AreApart(KubernetesObject one, KubernetesObject other) =>
        one.Namespace is { Length: > 0 } first
        && other.Namespace is { Length: > 0 } second
        && first.IndexOf(YamlNode.Hole) < 0
        && second.IndexOf(YamlNode.Hole) < 0
        && first != second;

    private static bool MayHold(YamlNode expression, YamlNode? labels)
    {
        if (expression.TextOf("key") is not { } key || key.IndexOf(YamlNode.Hole) >= 0 || labels?.IsOpen == true)
        {
            return true;
        }

        var label = labels?.Find(key);
        var values = expression.Find("values")?.Items ?? [];
        var isAmong = label is not null && values.Any(value => label.HasHole || value.HasHole || value.Text == label.Text);
        return expression.TextOf("operator") switch
        {
            "In" => isAmong,
            "NotIn" => !isAmong || label?.HasHole == true || values.Any(static value => value.HasHole),
            "Exists" => label is not null,
            "DoesNotExist" => label is null,
            _ => true,
        };
    }
}
