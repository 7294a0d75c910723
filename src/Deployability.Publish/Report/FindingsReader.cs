using System.Globalization;
using Deployability.Formats.Json;
using Deployability.Model;

namespace Deployability.Publish.Report;

/// <summary>Reads our findings out of the log that the compiler writes (SARIF 1.0 or 2.1); those of other analyzers and suppressed ones are left out.</summary>
public static class FindingsReader
{
    /// <summary>Where SARIF 2.1 and 1.0 describe the rules.</summary>
    private static readonly string[] RuleMembers = ["\"tool\"", "\"rules\""];

    /// <param name="path">Full path of the log.</param>
    /// <param name="projectFolder">Full path to which files are relative.</param>
    /// <returns>The findings, sorted and without doubles; null when there is no log or it cannot be read.</returns>
    public static IReadOnlyList<Finding>? Read(string path, string projectFolder)
    {
        try
        {
            return path.Length == 0 || !File.Exists(path) ? null : Parse(File.ReadAllText(path), projectFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads several logs of one project, such as one for each target framework.</summary>
    /// <param name="paths">Full paths of the logs.</param>
    /// <param name="projectFolder">Full path to which files are relative.</param>
    /// <returns>What any of them says, sorted and without doubles; null when none can be read.</returns>
    public static IReadOnlyList<Finding>? Read(IReadOnlyCollection<string> paths, string projectFolder)
    {
        var logs = paths.Select(path => Read(path, projectFolder)).Where(static log => log is not null).ToList();
        return logs.Count == 0 ? null : Sorted(logs.SelectMany(static log => log!));
    }

    /// <summary>Parses the text of a log; null when it is none.</summary>
    public static IReadOnlyList<Finding>? Parse(string text, string projectFolder)
    {
        if (JsonFile.Parse(WithoutRules(text)).Whole?.Find("runs") is not { Kind: JsonKind.Array } runs)
        {
            return null;
        }

        try
        {
            return Sorted(
                runs.Items.SelectMany(static run => run.Find("results")?.Items ?? [])
                    .Select(result => Read(result, projectFolder))
                    .OfType<Finding>()
            );
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The log without what it tells of the rules themselves: all of them stand there, hundreds of times the text of the findings.</summary>
    private static string WithoutRules(string text)
    {
        foreach (var name in RuleMembers)
        {
            // A quotation mark inside of a text is written with a backslash, so what is found is a whole token.
            for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
            {
                var start = AfterSpace(text, at + name.Length);
                if (start < text.Length && text[start] == ':' && EndOfObject(text, AfterSpace(text, start + 1)) is var end and > 0)
                {
                    text = text.Substring(0, start + 1) + "null" + text.Substring(end);
                }
            }
        }

        return text;
    }

    private static int AfterSpace(string text, int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position;
    }

    /// <returns>Where the object that begins at a position has ended; 0 where none begins, or has no end.</returns>
    private static int EndOfObject(string text, int position)
    {
        var depth = 0;
        var isText = false;
        for (; position < text.Length; position++)
        {
            var character = text[position];
            if (isText)
            {
                position += character == '\\' ? 1 : 0;
                isText = character != '"';
            }
            else if (character == '"')
            {
                isText = true;
            }
            else if (character is '{' or '}')
            {
                depth += character == '{' ? 1 : -1;
            }

            if (depth == 0)
            {
                return character == '}' ? position + 1 : 0;
            }
        }

        return 0;
    }

    private static List<Finding> Sorted(IEnumerable<Finding> findings) => [.. findings.Distinct().By(Compare)];

    private static int Compare(Finding one, Finding other)
    {
        var order = string.CompareOrdinal(one.Rule.Id, other.Rule.Id);
        order = order != 0 ? order : string.CompareOrdinal(one.File, other.File);
        order = order != 0 ? order : one.Region.Line.CompareTo(other.Region.Line);
        order = order != 0 ? order : one.Region.Column.CompareTo(other.Region.Column);
        return order != 0 ? order : string.CompareOrdinal(one.Message, other.Message);
    }

    private static Finding? Read(JsonNode result, string projectFolder)
    {
        if (RuleCatalogue.Find(result.TextOf("ruleId")) is not { } rule || IsSuppressed(result))
        {
            return null;
        }

        var location = result.Find("locations") is { Items: { Count: > 0 } locations } ? locations[0] : null;
        var place = location?.Find("physicalLocation") ?? location?.Find("resultFile");
        var uri = place?.Find("artifactLocation")?.Find("uri") ?? place?.Find("uri");
        var message = result.Find("message") is { Kind: JsonKind.Object } said ? said.Find("text") : result.Find("message");
        return new(
            rule,
            Severity(result.TextOf("level")),
            message?.Text ?? rule.Title,
            RelativePath(uri?.Text ?? "", projectFolder),
            RegionOf(place?.Find("region"))
        );
    }

    // An empty list, which SARIF 2.1 also allows, says that nothing suppresses it.
    private static bool IsSuppressed(JsonNode result) =>
        result.Find("suppressions") is { Items.Count: > 0 } || result.Find("suppressionStates") is { Items.Count: > 0 };

    private static RuleSeverity Severity(string level) =>
        level switch
        {
            "error" => RuleSeverity.Error,
            "note" or "none" => RuleSeverity.Suggestion,
            _ => RuleSeverity.Warning,
        };

    private static string RelativePath(string uri, string projectFolder)
    {
        if (uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(uri, UriKind.Absolute, out var absolute))
        {
            return Baseline.RelativePath(projectFolder, absolute.LocalPath);
        }

        var path = Uri.UnescapeDataString(uri);
        return Path.IsPathRooted(path) ? Baseline.RelativePath(projectFolder, path) : path.Replace('\\', '/');
    }

    private static Region RegionOf(JsonNode? region)
    {
        var line = Number(region, "startLine", 0);
        var column = Number(region, "startColumn", 1);
        return new(line, column, Number(region, "endLine", line), Number(region, "endColumn", column));
    }

    private static int Number(JsonNode? json, string name, int otherwise) =>
        json?.Find(name) is { Kind: not JsonKind.Null } node
            ? int.Parse(node.Text, NumberStyles.Integer, CultureInfo.InvariantCulture)
            : otherwise;
}
