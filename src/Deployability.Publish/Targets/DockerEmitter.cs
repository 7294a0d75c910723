using Deployability.Formats.Dockerfiles;
using Deployability.Publish.Emission;
using Deployability.Publish.Planning;

namespace Deployability.Publish.Targets;

/// <summary>Dockerfile and its ignore file.</summary>
internal sealed class DockerEmitter : IEmitter
{
    private const string PackageCache = "--mount=type=cache,id=nuget,target=/root/.nuget/packages,sharing=locked";

    /// <summary>Credentials of a private feed, where the build is given any: <c>docker build --secret id=nugetconfig,src=…</c>.</summary>
    private const string FeedSecret = "--mount=type=secret,id=nugetconfig,target=/root/.nuget/NuGet/NuGet.Config";

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
            .. plan.Build.Frontends.Select(FrontendStage),
            FinalStage(plan),
        ];
        yield return new("Dockerfile", Text.Lines(blocks.SelectMany(static (block, index) => index == 0 ? block : block.Prepend(""))));
        yield return new("Dockerfile.dockerignore", Text.Lines(Ignored(plan)));
        foreach (var file in plan.WebTier is { } tier ? WebTierFiles.Emit(plan, tier) : [])
        {
            yield return file;
        }
    }

    private static IEnumerable<string> Top(DeploymentPlan plan) =>
        [
            // BuildKit reads its directive on the first line only.
            "# syntax=docker/dockerfile:1",
            .. Header.Comments(
                "",
                "Build it from the folder that holds every input:",
                $"  docker build --file {Shell(Path(plan, "Dockerfile"))} --tag {plan.Image.Reference} ."
            ),
        ];

    /// <summary>Tells hadolint that packages have no versions: the archive keeps the newest alone, so a line that names another stops building.</summary>
    public const string UnpinnedPackages = "# hadolint ignore=DL3008";

    private static IEnumerable<string> BuildStage(DeploymentPlan plan)
    {
        // Native code is compiled for the machine that compiles, everything else cross-compiles at full speed.
        yield return plan.Image.IsAot
            ? $"FROM {plan.Image.SdkImage} AS build"
            : $"FROM --platform=$BUILDPLATFORM {plan.Image.SdkImage} AS build";
        yield return "ARG TARGETARCH";
        if (plan.Image.NeedsLinker)
        {
            yield return UnpinnedPackages;
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
        foreach (
            var folder in closure
                .Projects.Concat(closure.RestoreInputs)
                .GroupBy(Folder)
                .OrderBy(static folder => folder.Key, StringComparer.Ordinal)
        )
        {
            yield return Copy(folder.OrderBy(static file => file, StringComparer.Ordinal), folder.Key.Length > 0 ? folder.Key + "/" : "./");
        }

        foreach (var feed in closure.Feeds)
        {
            yield return Copy([feed + "/"], feed + "/");
        }

        yield return $"RUN {PackageCache} \\";
        yield return $"    {FeedSecret} \\";
        yield return $"    dotnet restore {Shell(plan.Build.Project)} --arch $TARGETARCH {string.Join(" ", Switches(plan))}";
    }

    private static IEnumerable<string> PublishLayer(DeploymentPlan plan)
    {
        yield return "COPY . .";
        yield return "# MinVer and the like read the version from Git, which is not in the context.";
        yield return "ARG VERSION=\"\"";

        // Restores again, which takes a second: a layer from a cache elsewhere comes without the packages of this machine.
        yield return $"RUN {PackageCache} \\";
        yield return $"    {FeedSecret} \\";
        yield return $"    dotnet publish {Shell(plan.Build.Project)} --configuration {Shell(plan.Build.Configuration)} --arch $TARGETARCH --output /out/app \\";
        yield return "    ${VERSION:+-p:Version=$VERSION -p:MinVerVersionOverride=$VERSION} \\";
        yield return "    " + string.Join(" ", PublishOptions(plan));
        if (plan.Volumes.Count > 0)
        {
            var made = plan.Volumes.Where(static volume => !IsOfTheApp(volume)).Select(FolderOf).ToList();
            // The innermost first, so that no folder is made anew where one was moved away.
            var moved = plan
                .Volumes.Where(IsOfTheApp)
                .OrderByDescending(static volume => volume.MountPath, StringComparer.Ordinal)
                .Select(Moved);
            foreach (var link in plan.Build.Links)
            {
                yield return $"RUN ln --symbolic --force {Shell(link.Value)} {Shell("/out/app/" + link.Key)}";
            }

            yield return $"RUN mkdir -p {(made.Count > 0 ? string.Join(" ", made) : Volumes)}{string.Concat(moved)}";
        }
    }

    private static string Moved(VolumePlan volume)
    {
        var from = Shell("/out" + volume.MountPath);
        return $" \\\n    && mkdir -p {from} && mv {from} {FolderOf(volume)}";
    }

    private const string Volumes = "/out/volumes";

    /// <summary>Where the build stage has what a volume begins with.</summary>
    private static string FolderOf(VolumePlan volume) => $"{Volumes}/{volume.Name}";

    /// <summary>
    /// Whether the app may ship files in the folder that the volume is mounted on. They are copied with the folder, by its new owner: one that
    /// is there already keeps the old one, and the app could not write to it.
    /// </summary>
    private static bool IsOfTheApp(VolumePlan volume) => volume.MountPath.StartsWith("/app/", StringComparison.Ordinal);

    /// <summary>What restore and publish are told alike: a difference would make publish restore something else.</summary>
    private static IEnumerable<string> Switches(DeploymentPlan plan) =>
        plan.Image.IsSelfContained ? [SelfContained] : ["-p:UseAppHost=false", "-p:PublishSingleFile=false"];

    private static IEnumerable<string> PublishOptions(DeploymentPlan plan)
    {
        if (plan.Build.TargetFramework.Length > 0)
        {
            yield return $"--framework {plan.Build.TargetFramework}";
        }

        foreach (var option in Switches(plan))
        {
            yield return option;
        }

        if (plan.Image.IsAot)
        {
            // Symbols of native code are as large as the program.
            yield return "-p:CopyOutputSymbolsToPublishDirectory=false";
        }

        // Inside the image there is nothing to generate; the probe program still comes along.
        yield return "-p:DeployabilityEmit=none";
    }

    /// <summary>Packages first, so that their layer changes only when one of them does.</summary>
    internal static IEnumerable<string> FrontendStage(FrontendPlan frontend)
    {
        var (cache, install) = frontend.Lock switch
        {
            "yarn.lock" => ("/usr/local/share/.cache", "corepack enable && yarn install --frozen-lockfile"),
            "pnpm-lock.yaml" => ("/root/.local/share/pnpm", "corepack enable && pnpm install --frozen-lockfile"),
            "package-lock.json" => ("/root/.npm", "npm ci"),
            _ => ("/root/.npm", "npm install"),
        };
        yield return $"FROM --platform=$BUILDPLATFORM {Versions.Images.Node} AS frontend-{frontend.Name}";
        yield return $"WORKDIR {Folded($"/src/{frontend.Path}")}";
        yield return Copy(
            new[] { "package.json", frontend.Lock }.Where(static file => file.Length > 0).Select(file => $"{frontend.Path}/{file}"),
            "./"
        );
        yield return $"RUN --mount=type=cache,id=node-{frontend.Name},target={cache},sharing=locked {install}";
        yield return Copy([frontend.Path + "/"], "./");
        yield return $"RUN {frontend.BuildCommand}";
    }

    /// <summary>A path without <c>.</c> and <c>..</c>: the build of a front end may write beside its folder.</summary>
    internal static string Folded(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/').Where(static part => part.Length > 0 && part != "."))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return "/" + string.Join("/", parts);
    }

    private static IEnumerable<string> FinalStage(DeploymentPlan plan)
    {
        var image = plan.Image;
        yield return $"FROM {image.BaseImage} AS final";
        foreach (var label in image.Labels)
        {
            yield return $"LABEL {label.Key}={Quoted(label.Value)}";
        }

        foreach (var line in SystemPackages(image))
        {
            yield return line;
        }

        yield return "WORKDIR /app";
        yield return "COPY --from=build /out/app .";
        foreach (var frontend in plan.Build.Frontends)
        {
            yield return $"COPY --from=frontend-{frontend.Name} {Folded($"/src/{frontend.Path}/{frontend.OutputPath}")}/ ./wwwroot/";
        }

        foreach (var volume in plan.Volumes)
        {
            // A volume takes over owner and mode of the folder that it is mounted on.
            yield return $"COPY --from=build --chown={Text.Of(image.User)}:{Text.Of(image.Group)} {FolderOf(volume)} {(volume.MountPath.Any(char.IsWhiteSpace) ? Quoted(volume.MountPath + "/") : volume.MountPath + "/")}";
        }

        foreach (var variable in image.Variables)
        {
            yield return $"ENV {variable.Key}={Quoted(variable.Value)}";
        }

        if (plan.DeclaredVolumes.Count > 0)
        {
            // Else Fargate mounts folders of root's over them.
            yield return $"VOLUME {Json(plan.DeclaredVolumes)}";
        }

        yield return $"USER {Text.Of(image.User)}:{Text.Of(image.Group)}";
        foreach (var port in plan.ContainerPorts)
        {
            yield return $"EXPOSE {Text.Of(port.Number)}";
        }

        foreach (var line in HealthCheck(plan.Probes, plan.Timing.Container))
        {
            yield return line;
        }

        yield return $"ENTRYPOINT {Json(image.EntryPoint)}";
    }

    /// <summary>Before the app's own files, so that the layer stays when they change.</summary>
    private static IEnumerable<string> SystemPackages(ImagePlan image)
    {
        if (image.SystemPackages.Count == 0)
        {
            yield break;
        }

        yield return $"# Libraries that {string.Join(", ", image.SystemPackagesFor)} {(image.SystemPackagesFor.Count == 1 ? "loads" : "load")}.";
        yield return UnpinnedPackages;
        yield return "RUN apt-get update \\";
        yield return $"    && apt-get install --yes --no-install-recommends {string.Join(" ", image.SystemPackages)} \\";
        foreach (var link in image.LibraryLinks)
        {
            yield return $"    && ln --symbolic \"$(find /usr/lib -name {link.Key} -print -quit)\" /usr/lib/{link.Value} \\";
        }

        yield return "    && rm -rf /var/lib/apt/lists/*";
    }

    internal static IEnumerable<string> HealthCheck(IReadOnlyList<string> command, CheckTiming timing) =>
        [
            $"HEALTHCHECK --interval={Text.Of(timing.Interval)}s --timeout={Text.Of(timing.Timeout)}s --start-period={Text.Of(timing.Start)}s --retries={Text.Of(timing.Retries)} \\",
            $"    CMD {Json(command)}",
        ];

    private static IEnumerable<string> HealthCheck(ProbesPlan probes, CheckTiming timing) =>
        probes.HealthCheck.Count > 0 ? HealthCheck(probes.HealthCheck, timing) : [$"# {probes.NoHealthCheckReason}", "HEALTHCHECK NONE"];

    private static IEnumerable<string> Ignored(DeploymentPlan plan)
    {
        var isInside = plan.OutputPath != ".." && !plan.OutputPath.StartsWith("../", StringComparison.Ordinal) && plan.OutputPath != ".";
        return
        [
            .. Header.Comments(),
            .. BuildContext.Unwanted.Select(static unwanted => unwanted.Pattern),
            .. plan.Build.Frontends.Select(static frontend => $"!{Literal(frontend.Path)}/.env.production"),
            .. plan.Build.Closure.SigningKeys.Select(static key => $"!{Literal(key)}"),
            .. plan.Build.LocalFiles.Select(static file => $"**/{Literal(file)}*"),
            .. plan.Build.Closure.MachineFolders,
            .. isInside ? [plan.OutputPath] : Array.Empty<string>(),
        ];
    }

    private static string Path(DeploymentPlan plan, string file) => plan.OutputPath == "." ? file : $"{plan.OutputPath}/{file}";

    private static string Folder(string file) => file.LastIndexOf('/') is var slash and >= 0 ? file.Substring(0, slash) : "";

    /// <summary>The plain form where it can be read, the JSON form where a path has white space or quotes.</summary>
    internal static string Copy(IEnumerable<string> sources, string target)
    {
        string[] arguments = [.. sources.Select(Literal), target.Replace("$", "\\$")];
        return arguments.All(static argument => argument.All(static c => !char.IsWhiteSpace(c) && c is not ('"' or '\'')))
            ? $"COPY {string.Join(" ", arguments)}"
            : $"COPY {Json(arguments)}";
    }

    /// <summary>A source is a pattern, and variables expand in it.</summary>
    private static string Literal(string path) => path.Replace("[", "[[]").Replace("*", "[*]").Replace("?", "[?]").Replace("$", "\\$");

    /// <summary>A JSON array, which exec forms are; everything else in it stands as it is.</summary>
    internal static string Json(IEnumerable<string> values) =>
        "[" + string.Join(", ", values.Select(static value => "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"")) + "]";

    /// <summary>Quoted so that neither blanks nor variables are taken for syntax.</summary>
    internal static string Quoted(string value) =>
        IsSimple(value) ? value : "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$") + "\"";

    internal static string Shell(string argument) => IsSimple(argument) ? argument : "'" + argument.Replace("'", "'\\''") + "'";

    private static bool IsSimple(string text) =>
        text.Length > 0
        && text.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '/' or '.' or '_' or '-');
}
