using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Deployability.Publish.Core;

/// <summary>Hands problems to MSBuild.</summary>
internal static class Reporting
{
    /// <summary>Says that a task of ours failed as it never should: a defect of ours must not look like one of the user's, and never shows a stack trace.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="exception">What happened; its trace goes to the detailed log alone.</param>
    /// <param name="what">What failed, as the beginning of a sentence.</param>
    /// <param name="wayOut">How to go on without it, as the beginning of a sentence.</param>
    /// <param name="file">What it failed for.</param>
    public static void ReportDefect(this TaskLoggingHelper log, Exception exception, string what, string wayOut, string file)
    {
        log.Report(
            new(
                ProblemSeverity.Error,
                ProblemCodes.Defect,
                $"{what} failed unexpectedly: {exception.Message} {wayOut}, and report this.",
                file
            )
        );
        log.LogMessage(MessageImportance.Low, exception.ToString());
    }

    public static void Report(this TaskLoggingHelper log, Problem problem)
    {
        var file = problem.File.Length > 0 ? problem.File : null;
        switch (problem.Severity)
        {
            case ProblemSeverity.Error or ProblemSeverity.Warning:
                Log say = problem.Severity == ProblemSeverity.Error ? log.LogError : log.LogWarning;
                say("Deployability", problem.Code, null, Problem.HelpLink, file, problem.Line, 0, 0, 0, "{0}", problem.Message);
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

    // Errors and warnings are said in the same words.
    private delegate void Log(
        string subcategory,
        string code,
        string? helpKeyword,
        string helpLink,
        string? file,
        int line,
        int column,
        int endLine,
        int endColumn,
        string message,
        params object[] arguments
    );
}
