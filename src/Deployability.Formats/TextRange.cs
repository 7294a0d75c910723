namespace Deployability.Formats;

/// <summary>A place in a text, counted in UTF-16 code units of the text that the reader was given.</summary>
/// <param name="Start">Of the first character.</param>
/// <param name="Length">In characters; 0 for a place between two.</param>
public readonly record struct TextRange(int Start, int Length)
{
    /// <summary>Behind the last character.</summary>
    public int End => Start + Length;

    /// <summary>A range from its first character to the one behind its last.</summary>
    /// <remarks>Bounds that cross give an empty range at the start.</remarks>
    public static TextRange FromBounds(int start, int end) => new(start, Math.Max(end - start, 0));

    /// <summary>What stands there.</summary>
    /// <param name="text">The text that the reader was given.</param>
    public string Of(string text) => text.Substring(Start, Length);

    /// <summary>Whether a position lies inside, its end excluded.</summary>
    public bool Contains(int position) => position >= Start && position < End;
}
