using Deployability.Formats;
using Deployability.Formats.Compose;
using Deployability.Formats.Variables;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Tells compose files that start an app and what it needs on the machine of who writes it from those that deploy it.</summary>
internal static class DeveloperComposes
{
    // Emulators of clouds and traps for mail: nobody runs an app in production with these.
    private static readonly HashSet<string> StandIns = new(StringComparer.OrdinalIgnoreCase)
    {
        "localstack",
        "localstack-pro",
        "azurite",
        "azure-cosmos-emulator",
        "servicebus-emulator",
        "eventhubs-emulator",
        "fake-gcs-server",
        "dynamodb-local",
        "mailhog",
        "mailpit",
        "maildev",
        "mailcatcher",
        "smtp4dev",
        "papercut-smtp",
    };

    private static readonly string[] ThisMachine = ["127.0.0.1", "localhost", "[::1]"];

    private static readonly string[] Production = ["prod", "deploy"];

    /// <summary>Whether a compose file is said to be for production, by its name or folder.</summary>
    public static bool IsForProduction(ProjectFile file) =>
        Array.Exists(Production, word => file.RelativePath.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>
    /// Whether a compose file says itself that it is for the machine of who writes the app: by its name or that of what it starts, by environments called
    /// <c>Local</c> or <c>DockerDevelopment</c>, as nothing but that machine reaches what it starts, or as an emulator or a trap for mail is part of it.
    /// </summary>
    /// <param name="file">The compose file.</param>
    /// <param name="views">What it says.</param>
    public static bool Is(ProjectFile file, FileViews views)
    {
        if (file.IsForDevelopment)
        {
            return true;
        }

        if (IsForProduction(file))
        {
            return false;
        }

        var services = ComposeService.Of(views.Yaml).ToList();
        var ports = services.SelectMany(static service => service.Node.Find("ports")?.Items ?? []).ToList();
        return views.Yaml.Documents.Any(static document => document.TextOf("name") is { } name && ProjectFile.NamesDevelopment(name))
            || ports.Count > 0 && ports.TrueForAll(IsOfThisMachine)
            || services.Exists(static service => StandIns.Contains(ImageName.Parse(service.Node.TextOf("image") ?? "").Program))
            || services.Exists(static service =>
                service.Environment.Any(static variable =>
                    HostVariables.NamesEnvironment(variable.Name)
                    && VariableText.Expand(variable.Value, '$', static _ => null) is var environment
                    && !IsDevelopment(environment)
                    && ProjectFile.NamesDevelopment(environment)
                )
            );
    }

    /// <summary>Whether a service is told to run as Development, or whatever else a developer's environment is called.</summary>
    public static bool RunsAsDevelopment(ComposeService service) =>
        service.Environment.Any(static variable =>
            HostVariables.NamesEnvironment(variable.Name)
            && ProjectFile.NamesDevelopment(VariableText.Expand(variable.Value, '$', static _ => null))
        );

    private static bool IsDevelopment(string environment) => environment.Trim().Equals("Development", StringComparison.OrdinalIgnoreCase);

    // 127.0.0.1:5432:5432, { host_ip: 127.0.0.1, target: 5432 }
    private static bool IsOfThisMachine(YamlNode port) =>
        (port.TextOf("host_ip") ?? (port.Kind == YamlKind.Scalar ? port.Text : "")) is var text
        && Array.Exists(ThisMachine, address => text == address || text.StartsWith(address + ":", StringComparison.Ordinal));

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
}
