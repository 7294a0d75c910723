using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Deployability.Publish;

/// <summary>Hands problems to MSBuild.</summary>
internal static class Reporting
{
    public static void Report(this TaskLoggingHelper log, Problem problem)
    {
        var file = problem.File.Length > 0 ? problem.File : null;
        switch (problem.Severity)
        {
            case ProblemSeverity.Error:
                log.LogError("Deployability", problem.Code, helpKeyword: null, file, problem.Line, 0, 0, 0, "{0}", problem.Message);
                break;
            case ProblemSeverity.Warning:
                log.LogWarning("Deployability", problem.Code, helpKeyword: null, file, problem.Line, 0, 0, 0, "{0}", problem.Message);
                break;
            default:
                var importance =
                    problem.Severity == ProblemSeverity.Notice ? MessageImportance.High
                    : problem.Code.Length > 0 ? MessageImportance.Normal
                    : MessageImportance.Low;
                log.LogMessage(
                    "Deployability",
                    problem.Code,
                    helpKeyword: null,
                    file,
                    problem.Line,
                    0,
                    0,
                    0,
                    importance,
                    "{0}",
                    problem.Message
                );
                break;
        }
    }
}
