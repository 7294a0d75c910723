using System.Text;
using Deployability.Formats.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Newtonsoft.Json;

namespace Deployability.CodeFixes.Editing;

/// <summary>Writes values into a project's <c>appsettings.*.json</c> without touching anything else in the file.</summary>
internal static class SettingsFile
{
    public const string Development = "appsettings.Development.json";

    /// <summary>Whether the project has the file.</summary>
    public static bool Exists(Project project, string fileName) => Find(project, fileName) is not null;

    /// <summary>Adds a value under a configuration key to the named file of the project.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="projectId">The project that owns the file.</param>
    /// <param name="fileName">File name, such as <see cref="Development"/>.</param>
    /// <param name="key">With <c>:</c> between sections.</param>
    /// <param name="values">One value, or several for a list.</param>
    /// <param name="isList">Whether the value is written as an array.</param>
    /// <returns>
    /// The changed solution; the same one when the project has no such file, the key is there already, or the file is broken.
    /// </returns>
    public static async Task<Solution> AddAsync(
        Solution solution,
        ProjectId projectId,
        string fileName,
        string key,
        IReadOnlyList<string> values,
        bool isList,
        CancellationToken cancellationToken
    )
    {
        var file = solution.GetProject(projectId) is { } project ? Find(project, fileName) : null;
        if (file is null || values.Count == 0)
        {
            return solution;
        }

        var text = await file.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var changed = Add(text.ToString(), key, isList ? Array(values) : JsonConvert.ToString(values[0]));
        return changed is null
            ? solution
            : solution.WithAdditionalDocumentText(file.Id, SourceText.From(changed, text.Encoding ?? new UTF8Encoding(false)));
    }

    private static TextDocument? Find(Project project, string fileName) =>
        project.AdditionalDocuments.FirstOrDefault(document =>
            string.Equals(Path.GetFileName(document.FilePath ?? document.Name), fileName, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Inserts a JSON value under a key into the text of a settings file.</summary>
    /// <returns>The new text, or null when the key exists, a section on its way is no object, or the text is no JSON object.</returns>
    internal static string? Add(string text, string key, string json)
    {
        var file = JsonFile.Parse(text);
        var segments = key.Split(':');
        if (file.Error is not null || file.Root is not { Kind: JsonKind.Object } section)
        {
            return null;
        }

        var depth = 1;
        while (section.Find(segments[depth - 1]) is { } next)
        {
            if (next.Kind != JsonKind.Object || depth == segments.Length)
            {
                return null;
            }

            section = next;
            depth++;
        }

        var newLine = text.Contains("\r\n") ? "\r\n" : "\n";
        var unit = IndentUnit(text);
        var property = Property(segments, depth, json, newLine, unit);
        var close = section.Range.End - 1;
        if (section.Members.Count == 0)
        {
            // An object that holds nothing but a comment has no place that is surely right.
            var open = section.Range.Start + 1;
            return string.IsNullOrWhiteSpace(text.Substring(open, close - open))
                ? text.Substring(0, open)
                    + newLine
                    + Repeat(unit, depth)
                    + property
                    + newLine
                    + Repeat(unit, depth - 1)
                    + text.Substring(close)
                : null;
        }

        var end = section.Members[section.Members.Count - 1].Value.Range.End;
        var rest = text.Substring(end, close - end);
        var hasComma = rest.TrimStart().StartsWith(",", StringComparison.Ordinal);
        return text.Insert(hasComma ? text.IndexOf(',', end) + 1 : end, (hasComma ? "" : ",") + newLine + Repeat(unit, depth) + property);
    }

    // "Section": { "Key": value } from a depth on, each level on a line of its own.
    private static string Property(string[] segments, int depth, string json, string newLine, string unit)
    {
        var property = new StringBuilder();
        for (var i = depth - 1; i < segments.Length; i++)
        {
            property.Append(JsonConvert.ToString(segments[i])).Append(": ");
            if (i < segments.Length - 1)
            {
                property.Append('{').Append(newLine).Append(Repeat(unit, i + 2));
            }
        }

        property.Append(json);
        for (var i = segments.Length - 1; i >= depth; i--)
        {
            property.Append(newLine).Append(Repeat(unit, i)).Append('}');
        }

        return property.ToString();
    }

    private static string Array(IReadOnlyList<string> values) =>
        "[" + string.Join(", ", values.Select(static value => JsonConvert.ToString(value))) + "]";

    private static string IndentUnit(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var width = line.Length - line.TrimStart(' ', '\t').Length;
            if (width > 0 && line.TrimEnd('\r').Length > width)
            {
                return line.Substring(0, width);
            }
        }

        return "  ";
    }

    private static string Repeat(string unit, int count) => string.Concat(Enumerable.Repeat(unit, Math.Max(count, 0)));
}
