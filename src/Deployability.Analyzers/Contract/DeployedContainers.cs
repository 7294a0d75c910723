using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Variables;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Contract;

/// <summary>
/// Knows what the app's own deployment makes of it: which settings it replaces, by a variable of the image or container or by a file put in the place of
/// another, and which folders it keeps on a volume.
/// </summary>
/// <remarks>
/// A default that every container of the app replaces reaches nobody. What development alone starts counts for nothing, but for
/// <c>compose.override.yaml</c>, which compose reads by itself. What a container gets from out of sight is not known to be set.
/// </remarks>
internal sealed class DeployedContainers
{
    // https://learn.microsoft.com/aspnet/core/security/data-protection/configuration/default-settings
    private const string KeyFolder = "/.aspnet/DataProtection-Keys";

    private readonly AppFacts facts;
    private readonly ProjectFiles files;
    private readonly Once<List<Deployed>> containers;
    private readonly Once<List<List<AppVariable>>> images;
    private readonly Once<string> folder;

    public DeployedContainers(AppFacts facts, ProjectFiles files)
    {
        this.facts = facts;
        this.files = files;
        containers = new(cancellation => [.. Find(cancellation)]);
        folder = new(cancellation => ContainerMounts.WorkingFolder(facts.Name, files, cancellation));
        images = new(cancellation =>
            [
                .. AppDockerfiles
                    .Of(files, facts.Name, cancellation)
                    .Select(image =>
                        FileVariables
                            .Of(ProjectFileKind.Dockerfile, image.File.GetViews(cancellation)!)
                            .Select(static value => new AppVariable(
                                value.Name,
                                default,
                                value.Value,
                                value.Range,
                                VariableOrigin.Literal,
                                null
                            ))
                            .ToList()
                    ),
            ]
        );
    }

    /// <summary>Whether every container of the app gets a variable for a key, or environment variable, which code has a default for.</summary>
    /// <param name="key">With <c>:</c> between sections.</param>
    /// <param name="isAsBad">Whether a value that is given instead is no better.</param>
    public bool Sets(string key, Func<string, bool> isAsBad, CancellationToken cancellation) =>
        ReplacementOf(key, null, isAsBad, cancellation).IsComplete;

    /// <summary>What the deployment makes of a setting.</summary>
    /// <param name="key">With <c>:</c> between sections.</param>
    /// <param name="file">That has it; null when none does.</param>
    /// <param name="isAsBad">Whether a value that is given instead is no better.</param>
    public Replacement ReplacementOf(string key, ProjectFile? file, Func<string, bool> isAsBad, CancellationToken cancellation)
    {
        var ofImages = images.Get(cancellation);
        if (ofImages.Count > 0 && ofImages.TrueForAll(IsSetBy))
        {
            return new Replacement(true, null);
        }

        var any = false;
        Deployed? missing = null;
        foreach (var container in containers.Get(cancellation))
        {
            if (
                file is not null && container.Files.Contains(file.Name)
                || IsSetBy(container.Variables)
                || IsSetByEnvironment(container.Variables)
            )
            {
                any = true;
            }
            else if (missing is null || missing.IsUnseen)
            {
                // One that gives it a value as bad as the file's says nothing of what others get.
                missing = IsNamedBy(container.Variables) ? container with { IsUnseen = true } : container;
            }
        }

        return new Replacement(any && missing is null, any && missing is { IsUnseen: false } ? missing : null);

        // appsettings.Docker.json, where the container says that its environment is Docker.
        bool IsSetByEnvironment(List<AppVariable> variables) =>
            file is not null
            && variables.Exists(variable =>
                HostVariables.NamesEnvironment(variable.Name)
                && variable.Value is { Length: > 0 } environment
                && files
                    .Find($"{file.Folder}appsettings.{environment}.json", file.IsOfProject)
                    ?.GetViews(cancellation)
                    ?.Json.Settings.Any(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && !isAsBad(setting.Value))
                    == true
            );

        bool IsNamedBy(List<AppVariable> variables) => variables.Exists(variable => facts.Keys.Provides(variable.Name, key, cancellation));

        bool IsSetBy(List<AppVariable> variables) =>
            variables.Exists(variable =>
                facts.Keys.Provides(variable.Name, key, cancellation)
                && (variable.Value is not { } value || !isAsBad(VariableText.Expand(value, '$', static _ => null)))
            );
    }

    /// <summary>Whether any container of the app gets a variable, or may from out of sight, so that it says what the image's does not.</summary>
    public bool AnyMaySet(string name, CancellationToken cancellation) =>
        containers
            .Get(cancellation)
            .Exists(container => container.IsUnseen || container.Variables.Exists(variable => variable.Name == name));

    /// <summary>Whether every container of the app has a volume that outlives it at a path, or above, or one of them at that path alone, inside the app's folder.</summary>
    /// <param name="path">Absolute, or relative to the folder of the app; a part that is known at run time only as <see cref="TracedValue.Hole"/>.</param>
    public bool Keep(string path, CancellationToken cancellation)
    {
        var all = containers.Get(cancellation);
        if (all.Count == 0 || path.IndexOf("..", StringComparison.Ordinal) >= 0 || RunsFromSources(cancellation))
        {
            return false;
        }

        var known = path.Split(TracedValue.Hole)[0];
        known = known.Length == path.Length ? known : known.Substring(0, known.LastIndexOf('/') + 1);
        var full = known.StartsWith("/", StringComparison.Ordinal) ? known : folder.Get(cancellation) + "/" + known;
        full = full.TrimEnd('/', '.');

        var own = folder.Get(cancellation).TrimEnd('/') + "/";

        // Who mounts a volume inside the app's folder for just this knows that the app writes there, and where none is mounted does without.
        return all.TrueForAll(container => container.Volumes.Exists(volume => ContainerMounts.IsBelow(full, volume)))
            || all.Exists(container =>
                container.Volumes.Exists(volume =>
                    volume.StartsWith(own, StringComparison.Ordinal) && volume.Length > own.Length && ContainerMounts.IsBelow(full, volume)
                )
            );
    }

    // CMD dotnet run: the app's directory is one below bin, and not the folder that the image works in.
    private bool RunsFromSources(CancellationToken cancellation) =>
        AppDockerfiles
            .Of(files, facts.Name, cancellation)
            .Any(static image =>
                image.Dockerfile.Final!.AllInstructions.Any(static instruction =>
                    instruction.Keyword is "CMD" or "ENTRYPOINT"
                    && instruction.Commands.Any(static command =>
                        DebugServers.In([.. command.Select(static word => word.Text)]) is not null
                    )
                )
            );

    /// <summary>Whether every container of the app keeps what .NET writes below the home directory of its user, data protection keys among it, on a volume.</summary>
    public bool KeepKeys(CancellationToken cancellation)
    {
        var all = containers.Get(cancellation);
        return all.Count > 0
            && all.TrueForAll(static container =>
                container.Volumes.Exists(static volume =>
                    volume.TrimEnd('/') is var path
                    && (
                        path.EndsWith(KeyFolder, StringComparison.Ordinal)
                        || path.EndsWith("/.aspnet", StringComparison.Ordinal)
                        || path is "/root" or "/home/app"
                    )
                )
            );
    }

    private IEnumerable<Deployed> Find(CancellationToken cancellation)
    {
        var all = facts.ContainersIn(files, cancellation);
        var composes = files.OfKind(ProjectFileKind.Compose).Select(file => (File: file, file.GetViews(cancellation)?.Yaml)).ToList();
        foreach (var group in all.Services.GroupBy(service => (service.Name, Folder: FolderOf(service.File))))
        {
            if (
                group.FirstOrDefault(service => !service.Service!.IsForDevelopment && FileOf(service.File) is { IsShipped: true }) is
                { } started
            )
            {
                yield return new Deployed(
                    started.Name,
                    FileOf(started.File)!.Name,
                    [
                        .. started.Variables.Where(variable =>
                            variable.File is null
                            || FileOf(variable.File) is { } file && IsStarted(file) && FolderOf(variable.File) == group.Key.Folder
                        ),
                    ],
                    new HashSet<string>(group.SelectMany(MountedFiles), StringComparer.OrdinalIgnoreCase),
                    [.. group.Where(service => FileOf(service.File) is { } file && IsStarted(file)).SelectMany(ContainerMounts.Lasting)],
                    started.HasUnseenSettings
                );
            }
        }

        var manifests = Manifests.Of(files, cancellation);
        var values = files
            .OfKind(ProjectFileKind.HelmValues)
            .Where(static file => file.IsShipped)
            .SelectMany(file => ChartSections.ContainersIn(files, file, facts.Name, cancellation))
            .ToList();
        var isOfChart = false;
        foreach (var set in manifests.Sets)
        {
            foreach (var container in set.IsForDevelopment ? [] : all.In(set))
            {
                // A job of the same image, a migration above all, reads a few settings only.
                if (
                    container.Workload!.Kind is KubernetesKinds.Job or KubernetesKinds.CronJob
                    || manifests.FileOf(container.File) is not { IsShipped: true } file
                )
                {
                    continue;
                }

                isOfChart |= set.IsChart;
                yield return new Deployed(
                    container.Name.IndexOf(YamlNode.Hole) < 0 ? container.Name : facts.Name,
                    file.Name,
                    [.. container.Variables, .. set.IsChart ? values.SelectMany(static value => value.Variables) : []],
                    new HashSet<string>(MountedFiles(container), StringComparer.OrdinalIgnoreCase),
                    [.. ContainerMounts.Lasting(container)],
                    container.HasUnseenSettings
                );
            }
        }

        // The templates are out of sight.
        foreach (var value in isOfChart ? [] : values)
        {
            yield return new Deployed(value.Name, "values.yaml", [.. value.Variables], [], [], IsUnseen: true);
        }

        ProjectFile? FileOf(YamlFile file) => composes.Find(compose => compose.Yaml == file).File;

        // A service of the same name in another folder is started by itself.
        string FolderOf(YamlFile file) => FileOf(file)?.Folder ?? "";
    }

    private static bool IsStarted(ProjectFile file) =>
        file.IsShipped || file.Name.IndexOf("override", StringComparison.OrdinalIgnoreCase) >= 0;

    // /app/appsettings.json, put over the one of the image.
    private static IEnumerable<string> MountedFiles(AppContainer container)
    {
        foreach (var volume in container.Node.Find("volumes")?.Items ?? [])
        {
            if (FileName(ContainerMounts.TargetOf(volume)) is { } name)
            {
                yield return name;
            }
        }

        foreach (var mount in container.Node.Find("volumeMounts")?.Items ?? [])
        {
            if (mount.TextOf("mountPath") is { } path && FileName(path) is { } name)
            {
                yield return name;
            }
        }
    }

    private static string? FileName(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? path.Substring(path.LastIndexOf('/') + 1) : null;

    /// <summary>What the deployment makes of a setting.</summary>
    /// <param name="IsComplete">Whether every container of the app gets another value, or its image says one.</param>
    /// <param name="Missing">Where others get another value, one that surely does not.</param>
    internal readonly record struct Replacement(bool IsComplete, Deployed? Missing);

    /// <summary>A container of the app that is deployed.</summary>
    /// <param name="Name">Of the container, or of the service.</param>
    /// <param name="File">Name of the file that has it.</param>
    /// <param name="Variables">What it gets.</param>
    /// <param name="Files">Names of the files that are put over those of the image.</param>
    /// <param name="Volumes">Where something is mounted that outlives it.</param>
    /// <param name="IsUnseen">Whether it may get more.</param>
    internal sealed record Deployed(
        string Name,
        string File,
        List<AppVariable> Variables,
        HashSet<string> Files,
        List<string> Volumes,
        bool IsUnseen
    );
}
