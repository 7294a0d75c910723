using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Yaml;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Contract;

/// <summary>DPL8505: the code writes to a path that is read-only in the container.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnmountedWriteAnalyzer() : DeployabilityAnalyzer(Descriptors.UnmountedWrite)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable)
        {
            var facts = AppFacts.Of(project);
            var files = ProjectFiles.Of(context.Options);
            context.RegisterContainers(
                facts,
                Descriptors.UnmountedWrite,
                (container, _, cancellation) => Judge(container, facts, files, cancellation)
            );
        }
    }

    private static IEnumerable<ManifestFinding> Judge(
        AppContainer container,
        AppFacts facts,
        ProjectFiles files,
        CancellationToken cancellation
    )
    {
        if (!IsReadOnly(container) || container.Node.IsOpen || ContainerMounts.Writable(container) is not { } mounts)
        {
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var write in facts.InProduction<FileWriteFact>(cancellation))
        {
            if (
                PathOf(write, container, facts, files, cancellation) is { } path
                && !mounts.Exists(mount => ContainerMounts.IsBelow(path, mount) || ContainerMounts.IsBelow(mount, path))
                && seen.Add(path)
            )
            {
                var folder = FolderOf(path, write);
                yield return new ManifestFinding(
                    container.File,
                    container.Place,
                    [
                        container.Name,
                        path,
                        container.Service is not null
                            ? write.Kind == FileWriteKind.Temporary
                                ? $"add tmpfs: [ {folder} ]"
                                : $"add volumes: [ data:{folder} ]"
                            : write.Kind == FileWriteKind.Temporary
                                ? $"mount an emptyDir: volumeMounts: [ {{ name: tmp, mountPath: {folder} }} ]"
                                : $"mount a volume: volumeMounts: [ {{ name: data, mountPath: {folder} }} ]",
                    ]
                );
            }
        }
    }

    private static bool IsReadOnly(AppContainer container) =>
        container.Service is not null
            ? container.Node.Find("read_only")?.IsTrue == true
            : container.Node.Find("securityContext", "readOnlyRootFilesystem")?.IsTrue == true;

    // The place that the deployment's own value names, else what the code or the settings say.
    private static string? PathOf(
        FileWriteFact write,
        AppContainer container,
        AppFacts facts,
        ProjectFiles files,
        CancellationToken cancellation
    )
    {
        var path = write.Path;
        if (write.Key.Length > 0)
        {
            var key = new ReadKey(write.Key, false, false, false, false, false);
            var variable = container.Variables.LastOrDefault(candidate => facts.Keys.Provides(candidate.Name, key, cancellation));
            if (variable is not null)
            {
                path = variable.Value ?? "";
            }
            else if (container.HasUnseenSettings)
            {
                return null;
            }
            else
            {
                path = SettingOf(write.Key, files, cancellation) ?? DefaultOf(write.Key, facts, cancellation) ?? path;
            }

            if (write.IsFile && path.LastIndexOf('/') is > 0 and var end)
            {
                path = path.Substring(0, end);
            }
        }

        if (
            path.Length == 0
            || path.IndexOfAny(['$', '{', '%', '\\', ';', '=']) >= 0
            || path.IndexOf(YamlNode.Hole) >= 0
            || path.IndexOf("..", StringComparison.Ordinal) >= 0
        )
        {
            return null;
        }

        if (write.Kind == FileWriteKind.Temporary && path.StartsWith("/tmp", StringComparison.Ordinal))
        {
            // What stands below the folder of the system for such files has no path of its own.
            return container.Variables.LastOrDefault(static variable => variable.Name == "TMPDIR")?.Value ?? "/tmp";
        }

        path = path.StartsWith("./", StringComparison.Ordinal) ? path.Substring(2) : path;
        return path[0] == '/'
            ? path.TrimEnd('/') is { Length: > 0 } whole
                ? whole
                : null
            : (ContainerMounts.WorkingFolder(facts.Name, files, cancellation) + "/" + path).TrimEnd('/', '.');
    }

    private static string? SettingOf(string key, ProjectFiles files, CancellationToken cancellation)
    {
        foreach (var file in files.All)
        {
            if (
                file.Kind == ProjectFileKind.AppSettings
                && file.Name.Equals("appsettings.json", StringComparison.OrdinalIgnoreCase)
                && file.GetViews(cancellation) is { } views
            )
            {
                foreach (var setting in views.Json.Settings)
                {
                    if (setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
                    {
                        return setting.Value;
                    }
                }
            }
        }

        return null;
    }

    private static string? DefaultOf(string key, AppFacts facts, CancellationToken cancellation) =>
        facts
            .InProduction<ConfigurationKeyFact>(cancellation)
            .FirstOrDefault(read => read.Default is not null && read.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            ?.Default;

    private static string FolderOf(string path, FileWriteFact write) =>
        !write.IsFile && path.LastIndexOf('.') > path.LastIndexOf('/') && path.LastIndexOf('/') > 0
            ? path.Substring(0, path.LastIndexOf('/'))
            : path;
}
