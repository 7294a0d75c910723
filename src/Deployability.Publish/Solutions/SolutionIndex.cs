using System.Xml;
using System.Xml.Linq;
using Deployability.Publish.Emission;
using Deployability.Publish.Report;
using Deployability.Publish.Targets;
using Deployability.Publish.Writing;

namespace Deployability.Publish.Solutions;

/// <summary>
/// Writes the index of a solution. Every app's publish does it, one at a time, from what all of them have noted down: whoever comes last
/// sees them all, so projects may be published in parallel and in any order.
/// </summary>
public static class SolutionIndex
{
    private const string Entry = ".path";
    private const string Own = "solution";

    /// <param name="solution">Full path of the solution.</param>
    /// <param name="contents">MSBuild's <c>CurrentSolutionConfigurationContents</c>; empty when it does not say.</param>
    /// <param name="folder">Full path of the folder for the index.</param>
    /// <param name="registry">Full path of the folder in which apps note themselves down.</param>
    /// <param name="app">Full path of what this app has noted down.</param>
    /// <param name="reportOnly">Whether only the report is written, and everything else stays as it is.</param>
    /// <returns>What is wrong.</returns>
    public static IReadOnlyList<Problem> Write(
        string solution,
        string contents,
        string folder,
        string registry,
        string app,
        bool reportOnly = false
    )
    {
        try
        {
            Directory.CreateDirectory(registry);
            using (PublishLock.OfOutput(registry))
            {
                Register(registry, app);
                var (apps, reports) = Notes(registry, Projects(contents));
                return Write(solution, folder, reportOnly ? [] : apps, reports, reportOnly);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return
            [
                new(
                    ProblemSeverity.Warning,
                    ProblemCodes.CannotWrite,
                    $"The index of the solution could not be written: {exception.Message}",
                    folder
                ),
            ];
        }
    }

    /// <summary>Notes down what the index has to know of an app.</summary>
    /// <param name="file">Full path of the note.</param>
    /// <param name="app">The app.</param>
    public static void Note(string file, SolutionApp app) => File.WriteAllText(file, app.Write());

    /// <summary>Notes down what the report of the solution has to know of an app.</summary>
    /// <param name="file">Full path of the note for the index, beside which it is.</param>
    /// <param name="app">The app's report; null where none is asked for.</param>
    public static void NoteReport(string file, AppReadiness? app) => File.WriteAllText(ReadinessFile(file), app?.Write() ?? "");

    /// <summary>Empties the notes of a project that turned out to make no app.</summary>
    /// <param name="file">Full path of the note for the index.</param>
    public static void Forget(string file)
    {
        File.WriteAllText(file, "");
        NoteReport(file, app: null);
    }

    private static string ReadinessFile(string note) => Path.Combine(Path.GetDirectoryName(note) ?? "", AppReadiness.FileName);

    private static IReadOnlyList<Problem> Write(
        string solution,
        string folder,
        List<SolutionApp> apps,
        List<AppReadiness> reports,
        bool reportOnly
    )
    {
        // Beside a project whose own files have that folder, the index has one below it.
        if (
            apps.Select(static app => app.OutputPath)
                .Concat(reports.Select(static app => app.OutputPath))
                .Any(path => Text.RelativePath(path, folder) == ".")
        )
        {
            folder = Path.Combine(folder, Own);
        }

        if (WhyNone(apps) is { } reason)
        {
            return [new(ProblemSeverity.Warning, ProblemCodes.Assumption, $"The solution has no index: {reason}", solution)];
        }

        List<GeneratedFile> files =
        [
            .. apps.Count > 1 ? SolutionEmitter.Emit(SolutionPlanner.Plan(solution, folder, apps), folder) : [],
            .. SolutionReport.Emit(SolutionReadiness.Of(Path.GetFileNameWithoutExtension(solution), reports), folder),
        ];
        return files.Count == 0 && !File.Exists(Path.Combine(folder, OutputRecord.FileName))
            ? []
            : Writer
                .Write(folder, solution, files, path => !reportOnly || path.StartsWith(ReportFiles.Folder, StringComparison.Ordinal))
                .Problems;
    }

    /// <summary>What keeps apps from running together: one name for two of them, or for two services of theirs. Null when nothing does.</summary>
    private static string? WhyNone(List<SolutionApp> apps)
    {
        var twice = apps.GroupBy(static app => app.Plan.Name).FirstOrDefault(static group => group.Count() > 1);
        if (twice is not null)
        {
            return $"{Projects(twice)} are both called '{twice.Key}'. Set ContainerRepository in one of them.";
        }

        var shared = apps.SelectMany(static app => ComposeEmitter.ServicesOf(app.Plan).Select(service => (Service: service, App: app)))
            .GroupBy(static pair => pair.Service, static pair => pair.App)
            .FirstOrDefault(static group => group.Count() > 1);
        return shared is null
            ? null
            : $"{Projects(shared)} both have a service '{shared.Key}'. Set ContainerRepository in one of them, or rename the job or front end.";

        static string Projects(IEnumerable<SolutionApp> apps) =>
            string.Join(" and ", apps.Select(static app => Path.GetFileName(app.Project)));
    }

    /// <summary>Notes an app down: where its plan is.</summary>
    private static void Register(string registry, string app)
    {
        var entry = Path.Combine(
            registry,
            Text.Shortened($"app-{Text.DnsLabel(app)}-{app}".Replace('/', '-').Replace('\\', '-').Replace(':', '-'), 60) + Entry
        );
        if (!File.Exists(entry) || File.ReadAllText(entry) != app)
        {
            File.WriteAllText(entry, app);
        }
    }

    private static (List<SolutionApp> Apps, List<AppReadiness> Reports) Notes(string registry, HashSet<string> projects)
    {
        var apps = new List<SolutionApp>();
        var reports = new List<AppReadiness>();
        foreach (var entry in Directory.GetFiles(registry, "*" + Entry).OrderBy(static path => path, StringComparer.Ordinal))
        {
            var note = File.ReadAllText(entry);
            if (
                SolutionApp.Read(Noted(note)) is { } app
                && IsOfSolution(app.Project)
                && apps.TrueForAll(other => other.Project != app.Project)
            )
            {
                apps.Add(app);
            }

            if (
                AppReadiness.Read(Noted(ReadinessFile(note))) is { } report
                && IsOfSolution(report.Project)
                && reports.TrueForAll(other => other.Project != report.Project)
            )
            {
                reports.Add(report);
            }
        }

        return (apps, reports);

        bool IsOfSolution(string project) => File.Exists(project) && (projects.Count == 0 || projects.Contains(project));

        static string Noted(string file) => File.Exists(file) ? File.ReadAllText(file) : "";
    }

    /// <summary>The projects of the solution; empty when nobody says.</summary>
    private static HashSet<string> Projects(string contents)
    {
        var projects = new HashSet<string>(Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        try
        {
            if (contents.Length > 0)
            {
                projects.UnionWith(
                    XElement
                        .Parse(contents)
                        .Elements("ProjectConfiguration")
                        .Select(static project => (string?)project.Attribute("AbsolutePath") ?? "")
                        .Where(static path => path.Length > 0)
                        .Select(Path.GetFullPath)
                );
            }
        }
        catch (XmlException)
        {
            projects.Clear();
        }

        return projects;
    }
}
