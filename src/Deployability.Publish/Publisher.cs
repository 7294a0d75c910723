using Deployability.Model;
using Deployability.Publish.Planning;
using Deployability.Publish.Reading;
using Deployability.Publish.Report;
using Deployability.Publish.Solutions;
using Deployability.Publish.Targets;
using Deployability.Publish.Writing;

namespace Deployability.Publish;

/// <summary>The whole way from a published project to its deployment files: read, plan, emit, write.</summary>
public static class Publisher
{
    /// <summary>Generates the files of a project. Nothing is written when anything is invalid.</summary>
    public static PublishOutcome Run(ProjectInput input)
    {
        var (names, problems) = EmitterList.Choose(input);
        if (names.Count == 0 && problems.Count == 0)
        {
            return new([]);
        }

        try
        {
            using (PublishLock.OfProject(input.IntermediatePath))
            {
                var outcome = Generate(input, names, isValid: problems.Count == 0);
                return outcome with { Problems = [.. problems, .. outcome.Problems] };
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new([
                .. problems,
                new(
                    ProblemSeverity.Error,
                    ProblemCodes.CannotWrite,
                    $"The deployment files could not be written: {exception.Message}",
                    input.IntermediatePath
                ),
            ]);
        }
    }

    private static PublishOutcome Generate(ProjectInput input, IReadOnlyList<string> names, bool isValid)
    {
        // What is read does not depend on each other, and neither does what is made of it.
        (Settings Settings, IReadOnlyList<Problem> Problems) settings = (Settings.Empty, []);
        var settingsRead = Task.Run(() =>
        {
            settings = Settings.Read(input.ProjectDirectory);
        });
        var closureRead = Task.Run(() => BuildClosureReader.Read(input));
        var code = FactReader.Read(input.AssemblyFile, input.ReferencedAssemblies, input.ProjectFile);
        if (!Planner.IsDeployable(input, code.Facts))
        {
            if (input.PlanFile.Length > 0)
            {
                SolutionIndex.Forget(input.PlanFile);
            }

            // Whoever added the package waits for files, so the last line of the publish says why there are none.
            const string NoFiles =
                "Deployability: no files, for the project makes neither a web app nor a worker. Declare a DeployabilityJob to run it on a schedule.";
            return new([], NoFiles, NoFiles);
        }

        settingsRead.GetAwaiter().GetResult();
        var closure = closureRead.GetAwaiter().GetResult();
        var (plan, planProblems) = Planner.Plan(input, code, settings.Settings, closure);
        List<Problem> problems =
        [
            .. code.Problems,
            .. settings.Problems,
            .. planProblems.Where(problem => !input.ReportOnly || problem.Code != ProblemCodes.DebugConfiguration),
        ];
        if (plan is null || !isValid)
        {
            return new(problems);
        }

        (ReadinessReport? Report, bool IsKnown) outcome = (null, false);
        var reported = Task.Run(() =>
        {
            outcome = Report(input, plan, code.Facts, names);
        });
        var files = input.ReportOnly ? [] : EmitterList.Emit(plan, names).ToList();
        reported.GetAwaiter().GetResult();
        var (report, isKnown) = outcome;
        files.AddRange(report is null ? [] : ReportFiles.Emit(input.ProjectDirectory, report));
        var (written, writeProblems) = Writer.Write(
            input.OutputPath,
            input.ProjectFile,
            files,
            path => IsMeant(path, input.ReportOnly, withReport: isKnown)
        );
        problems.AddRange(writeProblems);
        if (input.PlanFile.Length > 0)
        {
            if (!input.ReportOnly)
            {
                var app = new SolutionApp(input.ProjectFile, input.OutputPath, closure.ContextRoot, names, plan)
                {
                    LaunchPorts = LaunchSettings.Ports(MsBuildFiles.Folder(input.ProjectFile)),
                };
                SolutionIndex.Note(input.PlanFile, app);
            }

            if (isKnown)
            {
                SolutionIndex.NoteReport(input.PlanFile, report is null ? null : AppReadiness.Of(input, report));
            }
        }

        if (!isKnown)
        {
            // Without findings the score would be a lie, so the last report stays.
            problems.Add(
                new(
                    ProblemSeverity.Message,
                    ProblemCodes.Assumption,
                    "The build logged no findings, so the readiness report was not written. Build the Release configuration before 'publish --no-build', or run 'dotnet build -t:DeployabilityReport'."
                )
            );
        }

        return writeProblems.Any(static problem => problem.Severity == ProblemSeverity.Error)
            ? new(problems)
            : new(
                problems,
                Summary(input, plan, code.AreComplete, files.Count, written),
                Summary(input, plan, code.AreComplete, files.Count, written: 0)
            );
    }

    /// <returns>The report, null where it is not asked for; and whether that is known, which takes findings.</returns>
    private static (ReadinessReport? Report, bool IsKnown) Report(
        ProjectInput input,
        DeploymentPlan plan,
        FactSet facts,
        IReadOnlyList<string> names
    ) =>
        !input.ReportOnly && !names.Contains("report") ? (null, true)
        : FindingsReader.Read(input.FindingsFile, input.ProjectDirectory) is { } findings
            ? (ReportFiles.Build(input, plan, facts, findings), true)
        : (null, false);

    private static bool IsMeant(string path, bool reportOnly, bool withReport) =>
        path.StartsWith(ReportFiles.Folder, StringComparison.Ordinal) ? withReport : !reportOnly;

    /// <summary>How much, where, and what is left to do.</summary>
    private static string Summary(ProjectInput input, DeploymentPlan plan, bool isComplete, int files, int written)
    {
        var folder = Text.RelativePath(input.ProjectDirectory, input.OutputPath);
        if (input.ReportOnly)
        {
            return $"Deployability: the readiness report is in {folder}/{ReportFiles.Folder}deployability.html.";
        }

        var done = $"Deployability: {Text.Count(files, "file")} in {folder}/, {Text.Of(written)} of them new or changed.";
        var left =
            plan.Actions.Count == 0
                ? isComplete
                    ? "Nothing is left to you."
                    : "Code that nobody has read may need more."
                : $"{Text.Count(plan.Actions.Count, "thing")} left to you: see {folder}/README.md.";
        return Text.Sentences(done, left);
    }
}
