using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>Comments in files around the code: <c>deployability:ignore DPL7002 reason</c> on the line or the line above.</summary>
/// <remarks>Path sections of .editorconfig do not reach additional files, so a finding there is silenced in the file itself.</remarks>
internal static class FileSuppressions
{
    /// <summary>What begins such a comment.</summary>
    public const string Marker = "deployability:ignore";

    private static readonly string[] Openings = ["#", "//", "<!--", "/*"];

    /// <summary>The comment that silences a rule at a position; null when none does.</summary>
    public static FileSuppression? At(SourceText text, int position, string ruleId)
    {
        if (!FileViews.Of(text).HasSuppressions)
        {
            return null;
        }

        var line = text.Lines.GetLineFromPosition(position).LineNumber;
        return In(text, line, ruleId, alone: false) ?? (line > 0 ? In(text, line - 1, ruleId, alone: true) : null);
    }

    // A comment behind a value speaks of that line; only one that has its line for itself speaks of the next.
    private static FileSuppression? In(SourceText text, int line, string ruleId, bool alone)
    {
        var content = text.ToString(text.Lines[line].Span);
        var marker = content.IndexOf(Marker, StringComparison.OrdinalIgnoreCase);
        if (
            marker < 0
            || !IsInComment(content.Substring(0, marker), alone)
            || content.IndexOf(ruleId, marker + Marker.Length, StringComparison.OrdinalIgnoreCase) < 0
        )
        {
            return null;
        }

        var words = content.Substring(marker + Marker.Length).Split([' ', '\t', ',', ';', ':'], StringSplitOptions.RemoveEmptyEntries);
        return new FileSuppression(
            TextSpan.FromBounds(text.Lines[line].Start + marker, text.Lines[line].Start + content.TrimEnd().Length),
            Array.Exists(words, static word => !IsRule(word) && word.Any(char.IsLetter))
        );
    }

    private static bool IsRule(string word) =>
        word.Length == 7 && word.StartsWith("DPL", StringComparison.OrdinalIgnoreCase) && word.Skip(3).All(char.IsDigit);

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

/// <summary>A comment that silences a rule.</summary>
/// <param name="Span">From the marker to the end of the line.</param>
/// <param name="HasReason">Whether it says why.</param>
internal readonly record struct FileSuppression(TextSpan Span, bool HasReason);
