using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Containers of others, as databases and brokers are: whoever runs several from one folder decides once for all of them, and is told once.</summary>
internal static class Neighbours
{
    private const int MaxNames = 4;

    /// <summary>Which containers a finding at this one is about besides.</summary>
    /// <param name="container">One that has the fault.</param>
    /// <param name="set">What it is deployed with.</param>
    /// <param name="hasFault">Whether a container of a pod has it too.</param>
    /// <returns>Those after it in its folder; none for a container that may be the app's own; null where one before it says it.</returns>
    public static IReadOnlyList<KubernetesContainer>? ReportedWith(
        KubernetesContainer container,
        ManifestSet set,
        Func<KubernetesContainer, YamlNode, bool> hasFault
    )
    {
        if (!set.IsInfrastructure(container))
        {
            return [];
        }

        var faulty = set.InfrastructureBeside(container)
            .Where(pair => hasFault(pair.Container, pair.Pod))
            .Select(static pair => pair.Container);
        return faulty.FirstOrDefault() is { } first && first.Node != container.Node ? null : [.. faulty.Skip(1)];
    }

    /// <summary>Names them, for a message.</summary>
    /// <param name="verb">What is said of them, for example <c>nor have</c>.</param>
    /// <param name="containers">Any number; with none nothing is said.</param>
    /// <returns>For example <c> (nor have 'cache', 'db' beside it)</c>.</returns>
    public static string Say(string verb, IEnumerable<KubernetesContainer> containers)
    {
        var names = containers
            .Select(static container => container.Name)
            .Where(static name => name.Length > 0 && name.IndexOf(YamlNode.Hole) < 0)
            .Distinct()
            .Select(static name => $"'{name}'")
            .ToList();
        return names.Count switch
        {
            0 => "",
            <= MaxNames => $" ({verb} {string.Join(", ", names)} beside it)",
            _ => $" ({verb} {string.Join(", ", names.Take(MaxNames))} and {names.Count - MaxNames} more beside it)",
        };
    }
}
