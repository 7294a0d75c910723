namespace Deployability.Publish.Planning;

/// <summary>Checks the five fields of a cron schedule as Kubernetes reads them.</summary>
internal static class CronExpression
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Whether the text is five valid fields: minute, hour, day of month, month, day of week.</summary>
    public static bool IsValid(string text)
    {
        var fields = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            && IsField(fields[0], 0, 59, [])
            && IsField(fields[1], 0, 23, [])
            && IsField(fields[2], 1, 31, [])
            && IsField(fields[3], 1, 12, Months)
            && IsField(fields[4], 0, 7, Days);
    }

    private static bool IsField(string field, int least, int most, string[] names) =>
        field.Split(',').All(part => IsPart(part, least, most, names));

    private static bool IsPart(string part, int least, int most, string[] names)
    {
        var step = part.Split('/');
        if (step.Length > 2 || (step.Length == 2 && !Rules.TryNumber(step[1], 1, most, out _)))
        {
            return false;
        }

        if (step[0] is "*" or "?")
        {
            return true;
        }

        var range = step[0].Split('-');
        return range.Length switch
        {
            1 => TryValue(range[0], least, most, names, out _),
            2 => TryValue(range[0], least, most, names, out var from) && TryValue(range[1], least, most, names, out var to) && from <= to,
            _ => false,
        };
    }

    private static bool TryValue(string text, int least, int most, string[] names, out int value)
    {
        var index = Array.IndexOf(names, text.ToLowerInvariant());
        value = index + least;
        return index >= 0 || Rules.TryNumber(text, least, most, out value);
    }
}
