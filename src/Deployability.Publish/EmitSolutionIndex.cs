using Deployability.Publish.Solutions;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace Deployability.Publish;

/// <summary>MSBuild's door to <see cref="SolutionIndex"/>.</summary>
public sealed class EmitSolutionIndex : Task
{
    /// <summary>Full path of the solution.</summary>
    [Required]
    public string SolutionFile { get; set; } = "";

    /// <summary>What MSBuild knows about the solution's projects.</summary>
    public string SolutionContents { get; set; } = "";

    /// <summary>Full path of the folder for the index.</summary>
    [Required]
    public string OutputPath { get; set; } = "";

    /// <summary>Full path of the folder in which apps note themselves down.</summary>
    [Required]
    public string RegistryPath { get; set; } = "";

    /// <summary>Full path of what this app's publish has noted down.</summary>
    [Required]
    public string PlanFile { get; set; } = "";

    /// <summary>Whether only the report of the solution is written.</summary>
    public bool ReportOnly { get; set; }

    public override bool Execute()
    {
        try
        {
            foreach (
                var problem in SolutionIndex.Write(
                    Path.GetFullPath(SolutionFile),
                    SolutionContents,
                    Path.GetFullPath(OutputPath).TrimEnd(Path.DirectorySeparatorChar),
                    Path.GetFullPath(RegistryPath),
                    Path.GetFullPath(PlanFile),
                    ReportOnly
                )
            )
            {
                Log.Report(problem);
            }
        }
        catch (Exception exception)
        {
            Log.ReportDefect(
                exception,
                "Writing the solution's index",
                "Set DeployabilitySolutionIndex to false to publish without it",
                SolutionFile
            );
        }

        return !Log.HasLoggedErrors;
    }
}
