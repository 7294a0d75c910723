namespace Deployability.Formats;

/// <summary>Where the lines of a text begin.</summary>
/// <remarks>
/// Roslyn, and so every editor that shows a finding, also breaks lines at U+0085, U+2028 and U+2029; the readers of JSON and XML do not.
/// A position that comes from a library as line and column is turned into an offset by that library's map, never by Roslyn's.
/// </remarks>
public sealed class LineMap
{
    private readonly List<int> starts = [0];

    private enum Breaks
    {
        Feeds,
        Library,
        Unicode,
    }

    private LineMap(string text, Breaks breaks)
    {
        Length = text.Length;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n' || (c == '\r' && breaks != Breaks.Feeds) || (c is '\u0085' or '\u2028' or '\u2029' && breaks == Breaks.Unicode))
            {
                i += c == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                starts.Add(i + 1);
            }
        }
    }

    /// <summary>How many lines there are; a text that ends with a line break has an empty last one.</summary>
    public int Count => starts.Count;

    /// <summary>Of the text.</summary>
    public int Length { get; }

    /// <summary>The lines that editors show.</summary>
    public static LineMap Of(string text) => new(text, Breaks.Unicode);

    /// <summary>The lines that the readers of JSON and XML count.</summary>
    internal static LineMap OfLibrary(string text) => new(text, Breaks.Library);

    /// <summary>The lines of a scalar as YAML reads it: each break is a line feed there.</summary>
    internal static LineMap OfFeeds(string text) => new(text, Breaks.Feeds);

    /// <summary>The line, counted from 0, that holds a position.</summary>
    public int LineOf(int position)
    {
        var found = starts.BinarySearch(position);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Where a line, counted from 0, begins.</summary>
    public int StartOf(int line) => starts[line];

    /// <summary>The offset of a column, counted from 0, of a line, counted from 0; clamped to the text.</summary>
    public int PositionOf(int line, int column) =>
        Math.Max(0, Math.Min(Length, starts[Math.Max(0, Math.Min(line, starts.Count - 1))] + column));
}
