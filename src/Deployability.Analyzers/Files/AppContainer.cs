using Deployability.Formats;
using Deployability.Formats.Compose;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Where a container gets a variable from.</summary>
internal enum VariableOrigin
{
    /// <summary>The file says the value beside the name.</summary>
    Literal,

    /// <summary>A ConfigMap that is in sight.</summary>
    ConfigMap,

    /// <summary>A settings file that a ConfigMap in sight puts into the container; the name is the variable that would say the same.</summary>
    Settings,

    /// <summary>A Secret that is in sight, whose value says nothing here.</summary>
    Secret,

    /// <summary>From the operator, the cluster, or an object out of sight.</summary>
    Elsewhere,
}

/// <summary>A variable that a container of the app gets.</summary>
/// <param name="Name">As the process sees it.</param>
/// <param name="NameRange">Of the name in <paramref name="File"/>.</param>
/// <param name="Value">As written; null when it is not in sight.</param>
/// <param name="Range">Of the value; that of the name when it is not in sight.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="File">Where the ranges count, which may be another file than the container's; null where nothing is reported.</param>
/// <param name="Object">The ConfigMap or Secret that gives it with all that it holds (<c>envFrom</c>); empty when the container itself names the variable.</param>
/// <param name="IsShared">Whether a container that is not the app's takes all of that object, or that environment file, too.</param>
/// <param name="DotEnv">The environment file that gives it, where the ranges count then; null when another file does.</param>
internal sealed record AppVariable(
    string Name,
    TextRange NameRange,
    string? Value,
    TextRange Range,
    VariableOrigin Origin,
    YamlFile? File,
    string Object = "",
    bool IsShared = false,
    ProjectFile? DotEnv = null
);

/// <summary>A container of a pod, or a service of a compose file, that runs the project's app.</summary>
/// <param name="Name">Of the container or service.</param>
/// <param name="Place">Where a finding about something absent stands.</param>
/// <param name="File">Where the place is.</param>
/// <param name="Node">Its mapping.</param>
/// <param name="Workload">The object that makes its pods; null for a service.</param>
/// <param name="Service">Null for a container of a pod.</param>
/// <param name="Variables">What it gets, of objects and files in sight too.</param>
/// <param name="HasUnseenSettings">Whether it may get others that nobody here can see.</param>
internal sealed record AppContainer(
    string Name,
    TextRange Place,
    YamlFile File,
    YamlNode Node,
    KubernetesObject? Workload,
    ComposeService? Service,
    IReadOnlyList<AppVariable> Variables,
    bool HasUnseenSettings
);
