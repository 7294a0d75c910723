using Deployability.Model;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace Deployability.Publish.Report;

/// <summary>MSBuild's door to baseline and gate: what the compiler's log of findings says, told or kept.</summary>
public sealed class FindingsTask : Task
{
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary><c>baseline</c>: write, shrink or list it; <c>check</c>: say what is wrong with it; <c>gate</c>: say what fails the build.</summary>
    [Required]
    public string Work { get; set; } = "";

    /// <summary>The compiler's logs, one for each target framework; relative to the project.</summary>
    public string[] FindingsFiles { get; set; } = [];

    /// <summary><c>DeployabilityBaselineMode</c>.</summary>
    public string Mode { get; set; } = "write";

    public override bool Execute()
    {
        try
        {
            var project = Path.GetFullPath(ProjectFile);
            foreach (var problem in Run(project, Path.GetDirectoryName(project) ?? ""))
            {
                Log.Report(problem);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Report(
                new(
                    ProblemSeverity.Error,
                    ProblemCodes.CannotWrite,
                    $"{Baseline.FileName} could not be read or written: {exception.Message}",
                    ProjectFile
                )
            );
        }

        return !Log.HasLoggedErrors;
    }

    private IReadOnlyList<Problem> Run(string project, string folder)
    {
        var baseline = Path.Combine(folder, Baseline.FileName);
        if (Work == "check")
        {
            return BaselineFile.Check(baseline, folder);
        }

        var findings = FindingsReader.Read([.. FindingsFiles.Select(file => Path.GetFullPath(Path.Combine(folder, file)))], folder);
        if (Work == "gate")
        {
            return GateSummary.Of(project, findings ?? []);
        }

        if (!BaselineFile.Modes.Contains(Mode))
        {
            return
            [
                new(
                    ProblemSeverity.Error,
                    ProblemCodes.InvalidInput,
                    $"DeployabilityBaselineMode is '{Mode}'; allowed are {string.Join(", ", BaselineFile.Modes)}.",
                    project
                ),
            ];
        }

        return findings is null
            ?
            [
                new(
                    ProblemSeverity.Error,
                    ProblemCodes.CannotRead,
                    "The compiler logged no findings, so there is nothing to list. Is RunAnalyzers or RunAnalyzersDuringBuild false?",
                    project
                ),
            ]
            : BaselineFile.Update(baseline, folder, findings, Mode);
    }
}
