using Deployability.Formats.Compose;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Tells compose files that start an app and what it needs on the machine of who writes it from those that deploy it.</summary>
internal static class DeveloperComposes
{
    // Where databases, caches and brokers listen: who opens these looks into them with tools of their own.
    private static readonly HashSet<string> StorePorts = new(StringComparer.Ordinal)
    {
        "1433",
        "1521",
        "2181",
        "3306",
        "5432",
        "5672",
        "6379",
        "9042",
        "9092",
        "9200",
        "10000",
        "27017",
    };

    private static readonly string[] Production = ["prod", "deploy"];

    /// <summary>Whether a compose file is said to be for production, by its name or folder.</summary>
    public static bool IsForProduction(ProjectFile file) =>
        Array.Exists(Production, word => file.RelativePath.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Whether services of somebody else open to the machine what only the app has to reach.</summary>
    public static bool OpenStores(IEnumerable<ComposeService> services) =>
        services.Any(static service =>
            service.Build is null
            && (service.Node.Find("ports")?.Items ?? []).Any(static port => StorePorts.Contains(PortOf(port)))
            && new KubernetesContainer(service.Node, false) is var container
            && (KnownPrograms.IsStore(service.Name) || KnownPrograms.IsOfOthers(container, container.Image))
        );

    /// <summary>Whether a cluster, or a compose file for production, has what this file may be taken for.</summary>
    public static bool AreDeployedElsewhere(ProjectFiles files, ProjectFile file, CancellationToken cancellationToken) =>
        files.All.Any(other =>
            other != file
            && other.IsShipped
            && (
                other.Kind is ProjectFileKind.HelmChart or ProjectFileKind.Kustomization
                || other.Kind == ProjectFileKind.Compose && IsForProduction(other)
                || other.Kind == ProjectFileKind.Yaml
                    && other.GetViews(cancellationToken) is { } views
                    && views.Objects(ProjectFileKind.Yaml).Any(static manifest => manifest.Containers.Any())
            )
        );

    // 5432:5432, 127.0.0.1:5432:5432/tcp, ${PORT:-5432}:5432, { target: 5432 }: the container's own.
    private static string PortOf(YamlNode port)
    {
        var text = port.TextOf("target") ?? (port.Kind == YamlKind.Scalar ? port.Text : "");
        return text.Substring(text.LastIndexOf(':') + 1).Split('/')[0];
    }
}
