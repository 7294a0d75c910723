namespace Deployability.Formats;

/// <summary>Finds the programs of a repository in what deploys them: by project file, assembly, image or service.</summary>
public static class ProgramNames
{
    /// <summary>The program whose name stands first in a text; null when it names none.</summary>
    /// <param name="text">Of a file around the code, or a part of it.</param>
    /// <param name="programs">Names of projects, without folder and extension.</param>
    public static string? FirstIn(string text, IEnumerable<string> programs)
    {
        string? first = null;
        var position = int.MaxValue;
        foreach (var program in programs)
        {
            if (PositionOf(program, text) is >= 0 and var found && found < position)
            {
                (first, position) = (program, found);
            }
        }

        return first;
    }

    /// <summary>Where a program's name stands first, as a word of its own; -1 where it does not.</summary>
    /// <param name="name">Shop.Orders, which is also Shop.Orders.csproj, Shop.Orders.dll, shop-orders, shoporders.</param>
    /// <param name="text">Any text.</param>
    public static int PositionOf(string name, string text)
    {
        var first = -1;
        foreach (
            var form in new[] { name, name.Replace('.', '-'), name.Replace(".", ""), name.Replace('.', '_') }.Distinct(
                StringComparer.Ordinal
            )
        )
        {
            for (
                var i = text.IndexOf(form, StringComparison.OrdinalIgnoreCase);
                i >= 0;
                i = text.IndexOf(form, i + 1, StringComparison.OrdinalIgnoreCase)
            )
            {
                if (
                    (i == 0 || !IsNameCharacter(text[i - 1])) && (i + form.Length == text.Length || !IsNameCharacter(text[i + form.Length]))
                )
                {
                    first = first < 0 ? i : Math.Min(first, i);
                    break;
                }
            }
        }

        return first;
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '-' or '_';
}
