namespace Deployability.Publish.Handover;

/// <summary>Finds the JSON files that a program loads as settings, by the names in its calls of <c>AddJsonFile</c>.</summary>
/// <remarks>Text is enough: what is found only says which files the compiler gets, and the analyzers look closer.</remarks>
internal static class LoadedJson
{
    private const string Call = "AddJsonFile";

    // As far as the name stands from the call.
    private const int MaxDistance = 300;

    /// <summary>The names, each as what it begins and ends with: of <c>$"ocelot.{environment}.json"</c> any that fits.</summary>
    /// <param name="source">A C# file.</param>
    public static IEnumerable<(string Start, string End)> NamesIn(string source)
    {
        for (var call = Next(source, 0); call >= 0; call = Next(source, call + Call.Length))
        {
            var limit = Math.Min(source.Length, call + MaxDistance);
            var end = source.IndexOf(';', call, limit - call);
            end = end < 0 ? limit : end;
            for (var open = source.IndexOf('"', call, end - call); open >= 0; )
            {
                var close = source.IndexOf('"', open + 1, end - open - 1);
                if (close < 0)
                {
                    break;
                }

                var text = source.Substring(open + 1, close - open - 1);
                var name = text.Substring(text.LastIndexOfAny(['/', '\\']) + 1);
                if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                {
                    var hole = name.IndexOf('{');
                    var rest = name.LastIndexOf('}');
                    yield return hole >= 0 && rest > hole ? (name.Substring(0, hole), name.Substring(rest + 1)) : (name, "");
                }

                open = close + 1 < end ? source.IndexOf('"', close + 1, end - close - 1) : -1;
            }
        }
    }

    /// <summary>Whether a file has one of the names.</summary>
    public static bool Names(IReadOnlyCollection<(string Start, string End)> names, string fileName) =>
        names.Any(name =>
            fileName.Length >= name.Start.Length + name.End.Length
            && fileName.StartsWith(name.Start, StringComparison.OrdinalIgnoreCase)
            && fileName.EndsWith(name.End, StringComparison.OrdinalIgnoreCase)
            && (name.End.Length > 0 || fileName.Length == name.Start.Length)
        );

    private static int Next(string source, int from) => source.IndexOf(Call, from, StringComparison.Ordinal);
}
