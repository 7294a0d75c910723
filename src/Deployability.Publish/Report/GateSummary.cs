using Deployability.Model;

namespace Deployability.Publish.Report;

/// <summary>The last line of a build that the gate fails.</summary>
internal static class GateSummary
{
    /// <param name="project">Full path of the project.</param>
    /// <param name="findings">Of the compilation that failed.</param>
    /// <returns>One error, or nothing when no finding of ours failed it.</returns>
    public static IReadOnlyList<Problem> Of(string project, IReadOnlyList<Finding> findings)
    {
        var failing = findings.Where(static finding => finding.Severity == RuleSeverity.Error).ToList();
        if (failing.Count == 0)
        {
            return [];
        }

        var areas = Area
            .All.Select(area => (Area: area, Count: failing.Count(finding => finding.Rule.Area.Id == area.Id)))
            .Where(static pair => pair.Count > 0)
            .Select(static pair => $"{pair.Area.Id} {Text.Of(pair.Count)}");
        return
        [
            new(
                ProblemSeverity.Error,
                ProblemCodes.GateClosed,
                $"{Text.Count(failing.Count, "finding")} fail{(failing.Count == 1 ? "s" : "")} the build ({string.Join(", ", areas)}). "
                    + "See them with effect and fix: dotnet build -t:DeployabilityReport. Begin with what there is today: dotnet build -t:DeployabilityBaseline.",
                project
            ),
        ];
    }
}
