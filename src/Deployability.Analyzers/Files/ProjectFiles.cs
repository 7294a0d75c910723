using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Deployability.Formats;
using Deployability.Formats.Compose;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Files;

/// <summary>The files around the code of one project: those that the package, or the project itself, hands to the compiler.</summary>
internal sealed class ProjectFiles
{
    private static readonly ConditionalWeakTable<AnalyzerOptions, ProjectFiles> Known = new();

    private readonly string own;
    private readonly string[] programs;
    private readonly Dictionary<string, ProjectFile> byPath = new(StringComparer.Ordinal);

    private ProjectFiles(AnalyzerOptions options)
    {
        var project = FolderOf(options, "build_property.ProjectDir");
        var repository = FolderOf(options, "build_property.DeployabilityRepositoryRoot");
        own = PropertyOf(options, "build_property.MSBuildProjectName");
        programs = PropertyOf(options, "build_property.DeployabilityPrograms").Split(['|'], StringSplitOptions.RemoveEmptyEntries);
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

    /// <summary>
    /// Whether this project judges a place of a file that others have too: what deploys its app. A service, or an object, that names no program of the
    /// repository belongs to the one that the path or the file names first, else to the first of all.
    /// </summary>
    public bool IsOurs(ProjectFile file, FileViews views, int position)
    {
        if (programs.Length < 2 || file.IsOfProject)
        {
            return true;
        }

        var owner =
            ProgramNames.FirstIn(PartAt(file, views, position), programs)
            ?? ProgramNames.FirstIn(file.RelativePath, programs)
            ?? ProgramNames.FirstIn(views.Text, programs)
            ?? programs[0];
        return owner == own;
    }

    private static string PartAt(ProjectFile file, FileViews views, int position)
    {
        if (file.Kind == ProjectFileKind.Compose)
        {
            foreach (var service in ComposeService.Of(views.Yaml))
            {
                if (position >= service.NameRange.Start && position < service.Node.Range.End)
                {
                    return views.Text.Substring(service.NameRange.Start, service.Node.Range.End - service.NameRange.Start);
                }
            }
        }

        foreach (var document in (file.Kind & Manifests.Kinds) != 0 ? views.Manifest(file.Kind).Documents : [])
        {
            if (document.Range.Contains(position))
            {
                return document.Range.Of(views.Text);
            }
        }

        return "";
    }

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

    private static string PropertyOf(AnalyzerOptions options, string property) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(property, out var value) ? value : "";

    private static string FolderOf(AnalyzerOptions options, string property) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(property, out var folder) && folder.Length > 0
            ? folder.Replace('\\', '/').TrimEnd('/') + "/"
            : "";
}
