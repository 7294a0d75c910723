using Deployability.Publish.Planning;
using Deployability.Publish.Targets.Kubernetes;

namespace Deployability.Publish.Targets;

/// <summary>Dockerfile and its ignore file.</summary>
internal sealed class DockerEmitter : IEmitter
{
    private const string PackageCache = "--mount=type=cache,id=nuget,target=/root/.nuget/packages";

    /// <summary>Said again, because the publish may have been told on its command line.</summary>
    private const string SelfContained = "-p:SelfContained=true";

    public IEnumerable<GeneratedFile> Emit(DeploymentPlan plan)
    {
        IEnumerable<string>[] blocks =
        [
            Top(plan),
            BuildStage(plan),
            RestoreLayer(plan),
            PublishLayer(plan),
            FinalStage(plan),
        ];
        yield return new("Dockerfile", Text.Lines(blocks.SelectMany(static (block, index) => index == 0 ? block : block.Prepend(""))));
        yield return new("Dockerfile.dockerignore", Text.Lines(Ignored(plan)));
    }

    private static IEnumerable<string> Top(DeploymentPlan plan) =>
    [
        // BuildKit reads its directive on the first line only.
        "# syntax=docker/dockerfile:1",
        .. Header.Comments(
            "",
            "Build it from the folder that holds every input:",
            $"  docker build --file {Shell(Path(plan, "Dockerfile"))} --tag {plan.Image.Reference} ."),
    ];

    private static IEnumerable<string> BuildStage(DeploymentPlan plan)
    {
        // Native code is compiled for the machine that compiles, everything else cross-compiles at full speed.
        yield return plan.Image.IsAot ? $"FROM {plan.Image.SdkImage} AS build" : $"FROM --platform=$BUILDPLATFORM {plan.Image.SdkImage} AS build";
        yield return "ARG TARGETARCH";
        if (plan.Image.IsAot)
        {
            yield return "RUN apt-get update \\";
            yield return "    && apt-get install --yes --no-install-recommends clang zlib1g-dev \\";
            yield return "    && rm -rf /var/lib/apt/lists/*";
        }

        yield return "WORKDIR /src";
    }

    private static IEnumerable<string> RestoreLayer(DeploymentPlan plan)
    {
        var closure = plan.Build.Closure;
        yield return "# What restore reads, and nothing else: the layer below changes only when a dependency does.";
        foreach (var folder in closure.Projects.Concat(closure.RestoreInputs).GroupBy(Folder).OrderBy(static folder => folder.Key, StringComparer.Ordinal))
        {
            yield return Copy(folder.OrderBy(static file => file, StringComparer.Ordinal), folder.Key.Length > 0 ? folder.Key + "/" : "./");
        }

        foreach (var feed in closure.Feeds)
        {
            yield return Copy([feed + "/"], feed + "/");
        }

        yield return $"RUN {PackageCache} \\";
        yield return $"    dotnet restore {Shell(plan.Build.Project)} --arch $TARGETARCH{(plan.Image.IsSelfContained ? " " + SelfContained : "")}";
    }

    private static IEnumerable<string> PublishLayer(DeploymentPlan plan)
    {
        yield return "COPY . .";
        yield return $"RUN {PackageCache} \\";
        yield return $"    dotnet publish {Shell(plan.Build.Project)} --no-restore --configuration {Shell(plan.Build.Configuration)} --arch $TARGETARCH --output /out/app \\";
        yield return "    " + string.Join(" ", PublishOptions(plan));
        var folders = plan.Volumes.Select(static volume => $"/out/volumes/{volume.Name}").ToList();
        if (folders.Count > 0)
        {
            yield return $"RUN mkdir -p {string.Join(" ", folders)}";
        }
    }

    private static IEnumerable<string> PublishOptions(DeploymentPlan plan)
    {
        if (plan.Build.TargetFramework.Length > 0)
        {
            yield return $"--framework {plan.Build.TargetFramework}";
        }

        if (plan.Image.IsSelfContained)
        {
            yield return SelfContained;
        }
        else
        {
            yield return "-p:UseAppHost=false";
            yield return "-p:PublishSingleFile=false";
        }

        // Inside the image there is nothing to generate; the probe program still comes along.
        yield return "-p:DeployabilityEmit=none";
    }

    private static IEnumerable<string> FinalStage(DeploymentPlan plan)
    {
        var image = plan.Image;
        yield return $"FROM {image.BaseImage} AS final";
        foreach (var label in image.Labels)
        {
            yield return $"LABEL {label.Key}={Quoted(label.Value)}";
        }

        yield return "WORKDIR /app";
        yield return "COPY --from=build /out/app .";
        foreach (var volume in plan.Volumes)
        {
            // A volume takes over owner and mode of the folder that it is mounted on.
            yield return $"COPY --from=build --chown={Text.Of(image.User)}:{Text.Of(image.Group)} /out/volumes/{volume.Name} {(volume.MountPath.Any(char.IsWhiteSpace) ? Quoted(volume.MountPath + "/") : volume.MountPath + "/")}";
        }

        foreach (var variable in image.Variables)
        {
            yield return $"ENV {variable.Key}={Quoted(variable.Value)}";
        }

        yield return $"USER {Text.Of(image.User)}:{Text.Of(image.Group)}";
        foreach (var port in plan.Ports)
        {
            yield return $"EXPOSE {Text.Of(port.Number)}";
        }

        foreach (var line in HealthCheck(plan.Probes, plan.Timing.Container))
        {
            yield return line;
        }

        yield return $"ENTRYPOINT {Json(image.EntryPoint)}";
    }

    private static IEnumerable<string> HealthCheck(ProbesPlan probes, CheckTiming timing) => probes.HealthCheck.Count > 0
        ? [$"HEALTHCHECK --interval={Text.Of(timing.Interval)}s --timeout={Text.Of(timing.Timeout)}s --start-period={Text.Of(timing.Start)}s --retries={Text.Of(timing.Retries)} \\", $"    CMD {Json(probes.HealthCheck)}"]
        : [$"# {probes.NoHealthCheckReason}", "HEALTHCHECK NONE"];

    private static IEnumerable<string> Ignored(DeploymentPlan plan)
    {
        string[] patterns =
        [
            "**/.git",
            "**/.vs",
            "**/.vscode",
            "**/.idea",
            "**/bin",
            "**/obj",
            "**/node_modules",
            "**/TestResults",
            "**/*.user",
            "**/.env",
            "**/.env.*",
            "**/secrets.json",
            "**/appsettings.Development.json",
            "**/appsettings.Local.json",
            "**/Dockerfile*",
            "**/*.dockerignore",
            "**/compose*.yaml",
            "**/compose*.yml",
            "**/docker-compose*",
        ];
        var isInside = plan.OutputPath != ".." && !plan.OutputPath.StartsWith("../", StringComparison.Ordinal) && plan.OutputPath != ".";
        return [.. Header.Comments(), .. patterns, .. plan.Build.Closure.PackageCaches, .. isInside ? [plan.OutputPath] : Array.Empty<string>()];
    }

    private static string Path(DeploymentPlan plan, string file) => plan.OutputPath == "." ? file : $"{plan.OutputPath}/{file}";

    private static string Folder(string file) => file.LastIndexOf('/') is var slash and >= 0 ? file.Substring(0, slash) : "";

    /// <summary>The plain form where it can be read, the JSON form where a path has white space or quotes.</summary>
    private static string Copy(IEnumerable<string> sources, string target)
    {
        string[] arguments = [.. sources.Select(Literal), target.Replace("$", "\\$")];
        return arguments.All(static argument => argument.All(static c => !char.IsWhiteSpace(c) && c is not ('"' or '\'')))
            ? $"COPY {string.Join(" ", arguments)}"
            : $"COPY {Json(arguments)}";
    }

    /// <summary>A source is a pattern, and variables expand in it.</summary>
    private static string Literal(string path) => path.Replace("[", "[[]").Replace("*", "[*]").Replace("?", "[?]").Replace("$", "\\$");

    /// <summary>A JSON array, which exec forms are; everything else in it stands as it is.</summary>
    private static string Json(IEnumerable<string> values) =>
        "[" + string.Join(", ", values.Select(static value => "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"")) + "]";

    /// <summary>Quoted so that neither blanks nor variables are taken for syntax.</summary>
    private static string Quoted(string value) => IsSimple(value) ? value : "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$") + "\"";

    private static string Shell(string argument) =>
        IsSimple(argument) ? argument : "'" + argument.Replace("'", "'\\''") + "'";

    private static bool IsSimple(string text) =>
        text.Length > 0 && text.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '/' or '.' or '_' or '-');
}
