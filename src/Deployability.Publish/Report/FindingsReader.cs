using System.Globalization;
using Deployability.Formats.Json;
using Deployability.Model;

namespace Deployability.Publish.Report;

/// <summary>Reads our findings out of the log that the compiler writes (SARIF 1.0 or 2.1); those of other analyzers and suppressed ones are left out.</summary>
public static class FindingsReader
{
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
        if (JsonFile.Parse(text).Whole?.Find("runs") is not { Kind: JsonKind.Array } runs)
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

    private static List<Finding> Sorted(IEnumerable<Finding> findings) =>
        [
            .. findings
                .Distinct()
                .OrderBy(static finding => finding.Rule.Id, StringComparer.Ordinal)
                .ThenBy(static finding => finding.File, StringComparer.Ordinal)
                .ThenBy(static finding => finding.Region.Line)
                .ThenBy(static finding => finding.Region.Column)
                .ThenBy(static finding => finding.Message, StringComparer.Ordinal),
        ];

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
