namespace Deployability.Publish.Planning;

/// <summary>How the app is built, checked and rolled out by a pipeline. Paths are seen from the root of the repository.</summary>
public sealed record CiPlan
{
    /// <summary>The build context.</summary>
    public required string Context { get; init; }

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>What is built and tested: the solution that the project is in, else the project.</summary>
    public required string Solution { get; init; }

    /// <summary>Where the generated files are.</summary>
    public required string Output { get; init; }

    /// <summary>Version of the SDK, as <c>10.0.x</c>.</summary>
    public required string SdkVersion { get; init; }

    /// <summary>global.json at the root, which says the version; empty when there is none.</summary>
    public required string GlobalJson { get; init; }

    /// <summary>Whether a lock file fixes what restore gets.</summary>
    public required bool IsLocked { get; init; }

    /// <summary>What <c>DeployabilityEmit</c> asks for.</summary>
    public required IReadOnlyCollection<string> Targets { get; init; }

    /// <summary>Platforms of the image.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = ["linux/amd64", "linux/arm64"];

    /// <summary>Minutes after which building and testing is given up.</summary>
    public int BuildMinutes { get; init; } = 30;

    /// <summary>Minutes after which building the image is given up: platforms other than the runner's are emulated.</summary>
    public int ImageMinutes { get; init; } = 60;

    /// <summary>Minutes in which the new instances must be ready.</summary>
    public int RollOutMinutes { get; init; } = 10;

    /// <summary>Minutes after which rolling out to one environment is given up.</summary>
    public int DeployMinutes { get; init; } = 20;

    /// <summary>Whether a target is written besides.</summary>
    public bool Writes(string target) => Targets.Contains(target) || Targets.Contains("all");
}

/// <summary>Decides what a pipeline works on.</summary>
internal static class CiPlanner
{
    private const string LockFile = "packages.lock.json";
    private const string PinFile = "global.json";
    private const string All = "all";
    private static readonly string[] Pipelines = ["github-actions", "azure-pipelines"];

    /// <returns>Null when <c>DeployabilityEmit</c> asks for no pipeline.</returns>
    public static CiPlan? Plan(PlanContext context)
    {
        var targets = context.Input.List("DeployabilityEmit");
        if (!targets.Contains(All) && !Pipelines.Any(targets.Contains))
        {
            return null;
        }

        var (input, closure) = (context.Input, context.Closure);
        var project = Path.Combine(closure.ContextRoot, closure.Projects[0]);
        var root =
            closure.Repository.Length > 0 && Text.IsInside(closure.Repository, closure.ContextRoot)
                ? closure.Repository
                : closure.ContextRoot;
        var version = input.Property("TargetFrameworkVersion").TrimStart('v', 'V');
        return new()
        {
            Context = Text.RelativePath(root, closure.ContextRoot),
            Project = Text.RelativePath(root, project),
            Solution = Text.RelativePath(root, closure.Solution.Length > 0 ? closure.Solution : project),
            Output = Text.RelativePath(root, input.OutputPath),
            SdkVersion = version.Length > 0 ? $"{version}.x" : "10.0.x",
            GlobalJson = closure.RestoreInputs.Contains(PinFile) && Text.RelativePath(root, closure.ContextRoot) == "." ? PinFile : "",
            IsLocked = closure.RestoreInputs.Contains(Beside(closure.Projects[0], LockFile)),
            Targets = targets,
        };
    }

    private static string Beside(string project, string file) => project.Substring(0, project.LastIndexOf('/') + 1) + file;
}
