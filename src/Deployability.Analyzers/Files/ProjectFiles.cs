using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Deployability.Formats;
using Deployability.Formats.Compose;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>The files around the code of one project: those that the package, or the project itself, hands to the compiler.</summary>
internal sealed class ProjectFiles
{
    private const string ProjectProperty = "build_property.ProjectDir";
    private const string RepositoryProperty = "build_property.DeployabilityRepositoryRoot";
    private const string NameProperty = "build_property.MSBuildProjectName";
    private const string ProgramsProperty = "build_property.DeployabilityPrograms";

    private static readonly ConditionalWeakTable<AnalyzerOptions, ProjectFiles> Known = new();

    // By the first text: an edit of the code alone makes new options over the same texts, and whatever was found in those holds on.
    private static readonly ConditionalWeakTable<SourceText, ProjectFiles> Latest = new();

    private readonly ImmutableArray<AdditionalText> sources;
    private readonly string project;
    private readonly string repository;
    private readonly Dictionary<ProjectFileKind, List<ProjectFile>> byKind = [];
    private readonly Dictionary<string, ProjectFile> ofProject = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ProjectFile> ofRepository = new(StringComparer.OrdinalIgnoreCase);
    private readonly string own;
    private readonly string allPrograms;
    private readonly string[] programs;
    private readonly Dictionary<string, ProjectFile> byPath = new(StringComparer.Ordinal);

    private ProjectFiles(AnalyzerOptions options)
    {
        sources = options.AdditionalFiles;
        project = FolderOf(options, ProjectProperty);
        repository = FolderOf(options, RepositoryProperty);
        own = PropertyOf(options, NameProperty);
        allPrograms = PropertyOf(options, ProgramsProperty);
        programs = allPrograms.Split(['|'], StringSplitOptions.RemoveEmptyEntries);
        var files = ImmutableArray.CreateBuilder<ProjectFile>(options.AdditionalFiles.Length);
        foreach (var source in options.AdditionalFiles)
        {
            if (!byPath.ContainsKey(source.Path))
            {
                var file = Create(source, project, repository);
                byPath.Add(source.Path, file);
                files.Add(file);
                AllKinds |= file.Kind;
                if (!byKind.TryGetValue(file.Kind, out var known))
                {
                    byKind.Add(file.Kind, known = []);
                }

                known.Add(file);
                ShippedKinds |= file.IsShipped ? file.Kind : ProjectFileKind.Other;
                var folder = file.IsOfProject ? ofProject : ofRepository;
                if (!folder.ContainsKey(file.RelativePath))
                {
                    folder.Add(file.RelativePath, file);
                }
            }
        }

        All = files.ToImmutable();
    }

    /// <summary>In the order of the compiler, each path once.</summary>
    public ImmutableArray<ProjectFile> All { get; }

    /// <summary>Those of one kind, in the same order.</summary>
    public IReadOnlyList<ProjectFile> OfKind(ProjectFileKind kind) => byKind.TryGetValue(kind, out var known) ? known : [];

    /// <summary>The kinds of which there is a file.</summary>
    public ProjectFileKind AllKinds { get; }

    /// <summary>The kinds of which there is a file that ships.</summary>
    public ProjectFileKind ShippedKinds { get; }

    /// <summary>Those of options; the same object for others that have the same files in the same versions.</summary>
    public static ProjectFiles Of(AnalyzerOptions options) => Known.GetValue(options, Create);

    /// <summary>The file at a path from the project's folder, or from the repository's root.</summary>
    public ProjectFile? Find(string relativePath, bool isOfProject) =>
        (isOfProject ? ofProject : ofRepository).TryGetValue(relativePath, out var file) ? file : null;

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

    private static ProjectFiles Create(AnalyzerOptions options)
    {
        // Which is asked for its text by the rules in any case.
        var first = options
            .AdditionalFiles.FirstOrDefault(static source => ProjectFile.KindOf(source.Path) != ProjectFileKind.Other)
            ?.GetText(Cancellation.Token);
        if (first is null)
        {
            return new ProjectFiles(options);
        }

        if (Latest.TryGetValue(first, out var latest) && latest.IsSame(options))
        {
            return latest;
        }

        var made = new ProjectFiles(options);
        Latest.Remove(first);
        return Latest.GetValue(first, _ => made) is var known && known.IsSame(options) ? known : made;
    }

    private bool IsSame(AnalyzerOptions options)
    {
        var others = options.AdditionalFiles;
        if (
            others.Length != sources.Length
            || FolderOf(options, ProjectProperty) != project
            || FolderOf(options, RepositoryProperty) != repository
            || PropertyOf(options, NameProperty) != own
            || PropertyOf(options, ProgramsProperty) != allPrograms
        )
        {
            return false;
        }

        for (var i = 0; i < others.Length; i++)
        {
            if (
                others[i] != sources[i]
                && (
                    others[i].Path != sources[i].Path
                    || Get(sources[i]).Kind != ProjectFileKind.Other
                        && others[i].GetText(Cancellation.Token) != sources[i].GetText(Cancellation.Token)
                )
            )
            {
                return false;
            }
        }

        return true;
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
