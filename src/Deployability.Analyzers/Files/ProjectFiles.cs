using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Files;

/// <summary>The files around the code of one project: those that the package, or the project itself, hands to the compiler.</summary>
internal sealed class ProjectFiles
{
    private static readonly ConditionalWeakTable<AnalyzerOptions, ProjectFiles> Known = new();

    private readonly Dictionary<string, ProjectFile> byPath = new(StringComparer.Ordinal);

    private ProjectFiles(AnalyzerOptions options)
    {
        var project = FolderOf(options, "build_property.ProjectDir");
        var repository = FolderOf(options, "build_property.DeployabilityRepositoryRoot");
        var files = ImmutableArray.CreateBuilder<ProjectFile>(options.AdditionalFiles.Length);
        foreach (var source in options.AdditionalFiles)
        {
            if (!byPath.ContainsKey(source.Path))
            {
                var file = Create(source, project, repository);
                byPath.Add(source.Path, file);
                files.Add(file);
            }
        }

        All = files.ToImmutable();
    }

    /// <summary>In the order of the compiler, each path once.</summary>
    public ImmutableArray<ProjectFile> All { get; }

    public static ProjectFiles Of(AnalyzerOptions options) => Known.GetValue(options, static key => new ProjectFiles(key));

    /// <summary>The file that a diagnostic action looks at.</summary>
    public ProjectFile Get(AdditionalText source) => byPath.TryGetValue(source.Path, out var file) ? file : Create(source, "", "");

    private static ProjectFile Create(AdditionalText source, string project, string repository)
    {
        var path = source.Path.Replace('\\', '/');
        var isOfProject = project.Length > 0 && path.StartsWith(project, StringComparison.OrdinalIgnoreCase);
        var relative =
            isOfProject ? path.Substring(project.Length)
            : repository.Length > 0 && path.StartsWith(repository, StringComparison.OrdinalIgnoreCase) ? path.Substring(repository.Length)
            : path.StartsWith("/", StringComparison.Ordinal) || path.IndexOf(':') > 0 ? path.Substring(path.LastIndexOf('/') + 1)
            : path;
        return new ProjectFile(source, relative, isOfProject);
    }

    private static string FolderOf(AnalyzerOptions options, string property) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(property, out var folder) && folder.Length > 0
            ? folder.Replace('\\', '/').TrimEnd('/') + "/"
            : "";
}
