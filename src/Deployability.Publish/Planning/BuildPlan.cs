using Deployability.Publish.Reading;

namespace Deployability.Publish.Planning;

/// <summary>How the image is built.</summary>
/// <param name="Closure">What restore reads.</param>
/// <param name="Configuration">Build configuration inside the image.</param>
/// <param name="TargetFramework">The framework to publish for; empty when the project has only one.</param>
public sealed record BuildPlan(BuildClosure Closure, string Configuration, string TargetFramework)
{
    public string Project => Closure.Projects[0];

    /// <summary>Front ends that are built by Node and served by the app.</summary>
    public IReadOnlyList<FrontendPlan> Frontends { get; init; } = [];

    /// <summary>Names of files that belong to a developer's machine, such as a local database.</summary>
    public IReadOnlyCollection<string> LocalFiles { get; init; } = [];

    /// <summary>Files that the code opens beside the program, with the place on a volume that they stand for.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>();
}

/// <param name="Name">A DNS label.</param>
/// <param name="Path">Its folder, relative to the build context.</param>
/// <param name="Lock">Name of its lock file; empty for none.</param>
/// <param name="BuildCommand">What builds it, in its folder.</param>
/// <param name="OutputPath">What the build makes, relative to its folder.</param>
public sealed record FrontendPlan(string Name, string Path, string Lock, string BuildCommand, string OutputPath)
{
    /// <summary>The path below which it calls the app.</summary>
    public string ApiBasePath { get; init; } = "/api";

    /// <summary>Whether nginx serves it, from an image of its own.</summary>
    public bool HasOwnImage { get; init; }
}

/// <summary>nginx with a front end, before the app: it serves files, and passes calls of the API on.</summary>
/// <param name="Frontend">What it serves.</param>
/// <param name="Repository">Repository of its image.</param>
/// <param name="Upstream">Port of the app that calls go to.</param>
public sealed record WebTierPlan(FrontendPlan Frontend, string Repository, PortPlan Upstream)
{
    /// <summary>Where nginx says that it is there.</summary>
    public const string HealthPath = "/healthz";

    public string Name => Frontend.Name;

    public PortPlan Port { get; } = new("http", 8080);

    public ProbePlan Probe => new(HealthPath, Port);

    /// <summary>Files need little.</summary>
    public ResourcePlan Resources { get; init; } = new("50m", "500m", "64Mi", "64Mi");

    /// <summary>The image's own health check.</summary>
    public IReadOnlyList<string> HealthCheck => ["wget", "-q", "-O", "/dev/null", $"http://127.0.0.1:{Text.Of(Port.Number)}{HealthPath}"];

    /// <summary>Where its own files are, below the output folder.</summary>
    public string Folder => $"frontend/{Name}";

    /// <summary>The address of the app.</summary>
    /// <param name="host">Name of the app there.</param>
    /// <param name="port">Port that it has there.</param>
    public string Address(string host, int port) => $"{(Upstream.IsTls ? "https" : "http")}://{host}:{Text.Of(port)}";
}
