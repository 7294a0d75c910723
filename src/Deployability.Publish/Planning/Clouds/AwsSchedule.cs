namespace Deployability.Publish.Planning.Clouds;

/// <summary>Cron as EventBridge Scheduler reads it: six fields, one of the two days a question mark, Sunday the first day of the week.</summary>
internal static class AwsSchedule
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>The schedule in that form.</summary>
    /// <param name="schedule">Five fields that <see cref="CronExpression"/> has let through.</param>
    /// <returns>Null when it is bound to both a day of the month and a day of the week, which cannot be said there.</returns>
    public static string? Of(string schedule)
    {
        var fields = schedule.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var (minute, hour, month) = (Field(fields[0], 0, 59), Field(fields[1], 0, 23), Field(fields[3], 1, 12));
        return (IsAny(fields[2]), IsAny(fields[4])) switch
        {
            (_, true) => $"cron({minute} {hour} {Field(fields[2], 1, 31)} {month} ? *)",
            (true, _) => $"cron({minute} {hour} ? {month} {WeekDays(fields[4])} *)",
            _ => null,
        };
    }

    private static bool IsAny(string field) => field is "*" or "?";

    /// <summary>Steps begin at a number there, and a range with steps is spelt out.</summary>
    private static string Field(string field, int least, int most) =>
        string.Join(",", field.Split(',').Select(part => Part(part, least, most)));

    private static string Part(string part, int least, int most)
    {
        var step = part.Split('/');
        if (step.Length == 1)
        {
            return IsAny(part) ? "*" : part.ToUpperInvariant();
        }

        if (IsAny(step[0]))
        {
            return $"{Text.Of(least)}/{step[1]}";
        }

        var range = step[0].Split('-');
        return
            range.Length == 1
            || !Rules.TryNumber(range[0], least, most, out var from)
            || !Rules.TryNumber(range[1], least, most, out var to)
            ? $"{range[0].ToUpperInvariant()}/{step[1]}"
            : string.Join(",", Steps(from, to, step[1]).Select(Text.Of));
    }

    /// <summary>By name, one by one: their numbers differ, and 7 is Sunday too.</summary>
    private static string WeekDays(string field)
    {
        var days = new SortedSet<int>();
        foreach (var part in field.Split(','))
        {
            var step = part.Split('/');
            var range = IsAny(step[0]) ? ["0", "6"] : step[0].Split('-');
            var from = Day(range[0]);
            var to =
                range.Length == 2 ? Day(range[1])
                : step.Length == 2 ? Days.Length - 1
                : from;
            days.UnionWith(Steps(from, to, step.Length == 2 ? step[1] : "1").Select(static day => day % Days.Length));
        }

        return string.Join(",", days.Select(static day => Days[day]));
    }

    private static int Day(string text) =>
        Array.IndexOf(Days, text.ToUpperInvariant()) is >= 0 and var index ? index
        : Rules.TryNumber(text, 0, Days.Length, out var number) ? number
        : 0;

    private static IEnumerable<int> Steps(int from, int to, string step)
    {
        var width = Rules.TryNumber(step, 1, to + 1, out var number) ? number : to + 1;
        for (var value = from; value <= to; value += width)
        {
            yield return value;
        }
    }
}
