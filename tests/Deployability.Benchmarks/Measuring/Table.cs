using System.Globalization;
using System.Text;

namespace Deployability.Benchmarks.Measuring;

/// <summary>A table that reads well on a terminal and is Markdown as well.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>A number with one decimal, two below ten.</summary>
    public static string Number(double value) => value.ToString(Math.Abs(value) < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    /// <summary>A ratio in percent.</summary>
    public static string Percent(double part, double whole) =>
        whole <= 0 ? "–" : (part / whole * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public override string ToString()
    {
        int[] widths = [.. headings.Select((_, column) => _rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        for (var row = 0; row < _rows.Count; row++)
        {
            AppendRow(text, _rows[row], widths);
            if (row == 0)
            {
                AppendRow(
                    text,
                    [.. widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":")],
                    widths
                );
            }
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string[] cells, int[] widths)
    {
        for (var column = 0; column < cells.Length; column++)
        {
            text.Append("| ")
                .Append(column == 0 ? cells[column].PadRight(widths[column]) : cells[column].PadLeft(widths[column]))
                .Append(' ');
        }

        text.Append('|').AppendLine();
    }
}
