using System.Xml.Linq;

namespace Deployability.Publish.Reading;

/// <summary>What the files of NuGet's settings say of where packages come from, the project's own and those above it.</summary>
internal sealed class NuGetConfigs
{
    private static readonly string[] Names = ["nuget.config", "NuGet.config", "NuGet.Config"];

    private readonly List<string> files = [];
    private readonly List<string> feeds = [];
    private readonly List<string> caches = [];
    private readonly List<string> warnings = [];

    private NuGetConfigs() { }

    /// <summary>Full paths of the files.</summary>
    public IReadOnlyList<string> Files => files;

    /// <summary>Full paths of the folders that packages are taken from, where an image can see them.</summary>
    public IReadOnlyList<string> Feeds => feeds;

    /// <summary>Full paths of the folders that packages are unpacked into.</summary>
    public IReadOnlyList<string> Caches => caches;

    /// <summary>Folders that packages are taken from and no image sees, as a person reads it.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>Reads the files that hold for a project.</summary>
    /// <param name="projectFile">Full path.</param>
    /// <param name="boundary">The folder above which no image sees a file; empty when nothing marks one.</param>
    public static NuGetConfigs Read(string projectFile, string boundary)
    {
        var configs = new NuGetConfigs();
        var limit = boundary.Length > 0 ? boundary : Path.GetPathRoot(projectFile) ?? "";
        for (var folder = MsBuildFiles.Folder(projectFile); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            var config = Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            if (config is not null)
            {
                configs.files.Add(config);
                configs.Add(config, limit);
            }

            if (folder == boundary)
            {
                break;
            }
        }

        return configs;
    }

    private void Add(string config, string limit)
    {
        var root = MsBuildFiles.Load(config)?.Root;
        caches.AddRange(
            (root?.Elements("config").Elements("add") ?? [])
                .Where(static add =>
                    string.Equals((string?)add.Attribute("key"), "globalPackagesFolder", StringComparison.OrdinalIgnoreCase)
                )
                .Select(static add => (string?)add.Attribute("value") ?? "")
                .Where(static value => value.Length > 0 && !value.Contains('%'))
                .Select(value => Path.GetFullPath(Path.Combine(MsBuildFiles.Folder(config), value.Replace('\\', '/'))))
        );
        var sources = root?.Elements("packageSources").Elements("add").Select(static add => (string?)add.Attribute("value") ?? "") ?? [];
        foreach (var source in sources)
        {
            if (source.Length == 0 || source.Contains("://") || source.Contains('%'))
            {
                continue;
            }

            var folder = Path.GetFullPath(Path.Combine(MsBuildFiles.Folder(config), source.Replace('\\', '/')));
            if (Text.IsInside(limit, folder) && !Path.IsPathRooted(source) && Directory.Exists(folder))
            {
                feeds.Add(folder);
            }
            else
            {
                warnings.Add(
                    $"The package source '{Path.GetFileName(folder)}' in {Path.GetFileName(config)} is a folder that the image's build cannot see. Put it below the repository's root with a relative path, or restore from a server."
                );
            }
        }
    }
}
