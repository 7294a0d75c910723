using Deployability.Analyzers.Files;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Contract;

/// <summary>Knows where a container has something mounted.</summary>
internal static class ContainerMounts
{
    private const string DefaultFolder = "/app";

    // Volumes that go with the pod, and those that nobody writes to.
    private static readonly string[] Passing = ["emptyDir", "ephemeral", "configMap", "secret", "downwardAPI", "projected"];

    /// <summary>Where the container can write; null when a part is not at hand.</summary>
    public static List<string>? Writable(AppContainer container)
    {
        var result = new List<string>();
        if (container.Service is not null)
        {
            foreach (var key in new[] { "volumes", "tmpfs" })
            {
                var node = container.Node.Find(key);
                foreach (var item in node?.Items ?? (IReadOnlyList<YamlNode>)[])
                {
                    result.Add(TargetOf(item, key));
                }

                if (node is { Kind: YamlKind.Scalar })
                {
                    result.Add(TargetOf(node, key));
                }
            }

            return container.Node.Find("extends") is null && container.Node.Find("volumes_from") is null ? result : null;
        }

        var mounts = container.Node.Find("volumeMounts");
        if (mounts?.IsOpen == true || container.Workload is { IsOpen: true })
        {
            return null;
        }

        foreach (var mount in mounts?.Items ?? [])
        {
            if (mount.Find("mountPath") is not { HasHole: false, Text: var path })
            {
                return null;
            }

            if (mount.Find("readOnly")?.IsTrue != true)
            {
                result.Add(path);
            }
        }

        return result;
    }

    /// <summary>Where an entry of a compose service mounts something: <c>name:/data:rw</c>, <c>/data</c>, <c>/tmp:size=64m</c>, <c>target: /data</c>.</summary>
    /// <param name="entry">Of <paramref name="key"/>.</param>
    /// <param name="key"><c>volumes</c> or <c>tmpfs</c>.</param>
    public static string TargetOf(YamlNode entry, string key = "volumes")
    {
        if (entry.Kind != YamlKind.Scalar)
        {
            return entry.TextOf("target") ?? "";
        }

        var parts = entry.Text.Split(':');
        return key == "tmpfs" || parts.Length == 1 ? parts[0] : parts[1];
    }

    /// <summary>Where the container has a volume that outlives it.</summary>
    public static IEnumerable<string> Lasting(AppContainer container)
    {
        foreach (var item in container.Service is null ? [] : container.Node.Find("volumes")?.Items ?? [])
        {
            // A path alone is a volume that goes with the container.
            var target =
                item.Kind != YamlKind.Scalar
                    ? item.TextOf("type") == "tmpfs" || item.TextOf("source") is null || item.Find("read_only")?.IsTrue == true
                        ? null
                        : item.TextOf("target")
                    : item.Text.Split(':') is { Length: > 1 } parts && Array.IndexOf(parts, "ro") < 0
                        ? parts[1]
                        : null;
            if (target is ['/', _, ..])
            {
                yield return target;
            }
        }

        var volumes = container.Workload?.PodSpec?.Find("volumes")?.Items ?? [];
        var claims = container.Workload?.Root.Find("spec", "volumeClaimTemplates")?.Items ?? [];
        foreach (var mount in container.Service is null ? container.Node.Find("volumeMounts")?.Items ?? [] : [])
        {
            var name = mount.TextOf("name");
            if (
                mount.TextOf("mountPath") is ['/', _, ..] path
                && mount.Find("readOnly")?.IsTrue != true
                && (
                    volumes.Any(volume => volume.TextOf("name") == name && !Array.Exists(Passing, kind => volume.Find(kind) is not null))
                    || claims.Any(claim => claim.Find("metadata")?.TextOf("name") == name)
                )
            )
            {
                yield return path;
            }
        }
    }

    /// <summary>The folder of the app in its image.</summary>
    /// <param name="app">Name of the assembly.</param>
    /// <param name="files">Of the project.</param>
    public static string WorkingFolder(string app, ProjectFiles files, CancellationToken cancellation)
    {
        foreach (var (_, dockerfile) in AppDockerfiles.Of(files, app, cancellation))
        {
            if (
                dockerfile.Final!.AllInstructions.LastOrDefault(static instruction => instruction.Keyword == "WORKDIR") is
                { Words: [{ Text: ['/', ..] folder }] }
            )
            {
                return folder.TrimEnd('/');
            }
        }

        return DefaultFolder;
    }

    /// <summary>Whether a path is a folder or lies in it.</summary>
    public static bool IsBelow(string path, string folder) =>
        folder.TrimEnd('/') is var root
        && (root.Length > 0 || folder == "/")
        && path.StartsWith(root, StringComparison.Ordinal)
        && (path.Length == root.Length || path[root.Length] == '/');
}
