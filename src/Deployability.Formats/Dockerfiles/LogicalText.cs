using System.Text;

namespace Deployability.Formats.Dockerfiles;

/// <summary>A line that goes on over several: its text in one piece, and where each character of it stands in the file.</summary>
internal sealed class LogicalText
{
    private readonly StringBuilder builder = new();
    private readonly List<int> positions = [];
    private string? text;

    public string Text => text ??= builder.ToString();

    public int Length => builder.Length;

    public void Append(string file, int start, int end)
    {
        text = null;
        builder.Append(file, start, end - start);
        for (var i = start; i < end; i++)
        {
            positions.Add(i);
        }
    }

    /// <summary>The place in the file of a part.</summary>
    public TextRange RangeOf(int start, int end) =>
        positions.Count == 0 ? default
        : start >= end ? new TextRange(start < positions.Count ? positions[start] : positions[positions.Count - 1] + 1, 0)
        : TextRange.FromBounds(positions[start], positions[end - 1] + 1);
}
