using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>Comments in files around the code: <c>deployability:ignore DPL7002 reason</c> on the line or the line above.</summary>
/// <remarks>Path sections of .editorconfig do not reach additional files, so a finding there is silenced in the file itself.</remarks>
internal static class FileSuppressions
{
    private const string Marker = "deployability:ignore";

    private static readonly string[] Openings = ["#", "//", "<!--", "/*"];

    public static bool IsSuppressed(SourceText text, int position, string ruleId)
    {
        var line = text.Lines.GetLineFromPosition(position).LineNumber;
        return Suppresses(text, line, ruleId, alone: false) || (line > 0 && Suppresses(text, line - 1, ruleId, alone: true));
    }

    // A comment behind a value speaks of that line; only one that has its line for itself speaks of the next.
    private static bool Suppresses(SourceText text, int line, string ruleId, bool alone)
    {
        var content = text.ToString(text.Lines[line].Span);
        var marker = content.IndexOf(Marker, StringComparison.OrdinalIgnoreCase);
        return marker >= 0
            && IsInComment(content.Substring(0, marker), alone)
            && content.IndexOf(ruleId, marker + Marker.Length, StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private static bool IsInComment(string before, bool alone)
    {
        foreach (var opening in Openings)
        {
            var start = before.IndexOf(opening, StringComparison.Ordinal);
            if (start >= 0)
            {
                return !alone || string.IsNullOrWhiteSpace(before.Substring(0, start));
            }
        }

        return false;
    }
}
