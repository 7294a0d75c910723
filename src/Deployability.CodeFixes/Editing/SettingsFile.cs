using System.Text;
using Deployability.Analyzers.Recognisers;
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
        Solution solution, ProjectId projectId, string fileName, string key, IReadOnlyList<string> values, bool isList, CancellationToken cancellationToken)
    {
        var file = solution.GetProject(projectId) is { } project ? Find(project, fileName) : null;
        if (file is null || values.Count == 0)
        {
            return solution;
        }

        var text = await file.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var changed = Add(text.ToString(), key, isList ? Array(values) : JsonConvert.ToString(values[0]));
        return changed is null ? solution : solution.WithAdditionalDocumentText(file.Id, SourceText.From(changed, text.Encoding ?? new UTF8Encoding(false)));
    }

    private static TextDocument? Find(Project project, string fileName) => project.AdditionalDocuments.FirstOrDefault(document =>
        string.Equals(Path.GetFileName(document.FilePath ?? document.Name), fileName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Inserts a JSON value under a key into the text of a settings file.</summary>
    /// <returns>The new text, or null when the key exists, a section on its way is no object, or the text is no JSON object.</returns>
    internal static string? Add(string text, string key, string json)
    {
        var segments = key.Split(':');
        try
        {
            // An object that holds nothing but a comment has no place that is surely right.
            if (Find(text, segments) is not { } place || (!place.IsEmpty && text[place.Position - 1] == '{'))
            {
                return null;
            }

            var newLine = text.Contains("\r\n") ? "\r\n" : "\n";
            var unit = IndentUnit(text);
            var indent = Repeat(unit, place.Depth);
            var property = new StringBuilder();
            for (var i = place.Depth - 1; i < segments.Length; i++)
            {
                property.Append(JsonConvert.ToString(segments[i])).Append(": ");
                if (i < segments.Length - 1)
                {
                    property.Append('{').Append(newLine).Append(Repeat(unit, i + 2));
                }
            }

            property.Append(json);
            for (var i = segments.Length - 1; i >= place.Depth; i--)
            {
                property.Append(newLine).Append(Repeat(unit, i)).Append('}');
            }

            return place.IsEmpty
                ? text.Substring(0, place.Position) + newLine + indent + property + newLine + Repeat(unit, place.Depth - 1) + text.Substring(place.Close)
                : text.Insert(place.Position, (place.HasTrailingComma ? "" : ",") + newLine + indent + property);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Array(IReadOnlyList<string> values) => "[" + string.Join(", ", values.Select(static value => JsonConvert.ToString(value))) + "]";

    // The deepest object on the key's way: where its last value ends, and how deep it is.
    private static Place? Find(string text, string[] segments)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        var lines = LineStarts(text);
        var matched = 0;
        var depth = 0;
        var lastEnd = 0;
        Place? place = null;
        string? name = null;
        while (reader.Read())
        {
            var position = Math.Min(text.Length, lines[Math.Min(reader.LineNumber, lines.Count) - 1] + reader.LinePosition);
            switch (reader.TokenType)
            {
                case JsonToken.StartObject:
                    depth++;
                    matched += depth == 1 || (depth == matched + 1 && IsNext(name)) ? 1 : 0;
                    lastEnd = position;
                    break;
                case JsonToken.StartArray:
                    depth++;
                    break;
                case JsonToken.EndObject or JsonToken.EndArray:
                    if (reader.TokenType == JsonToken.EndObject && depth == matched && (place is null || place.Depth < depth))
                    {
                        var isEmpty = text[lastEnd - 1] == '{' && lastEnd <= position - 1 && string.IsNullOrWhiteSpace(text.Substring(lastEnd, position - 1 - lastEnd));
                        place = new Place(lastEnd, position - 1, depth, isEmpty, !isEmpty && text.Substring(lastEnd, position - 1 - lastEnd).TrimStart().StartsWith(",", StringComparison.Ordinal));
                    }

                    if (depth == matched)
                    {
                        matched--;
                    }

                    depth--;
                    lastEnd = position;
                    break;
                case JsonToken.PropertyName:
                    name = (string)reader.Value!;
                    if (depth == matched && IsNext(name) && depth == segments.Length)
                    {
                        return null;
                    }

                    break;
                case JsonToken.Comment:
                    break;
                default:
                    if (depth == matched && depth > 0 && IsNext(name))
                    {
                        return null;
                    }

                    lastEnd = position;
                    break;
            }
        }

        return place is { HasTrailingComma: true } ? place with { Position = text.IndexOf(',', place.Position) + 1 } : place;

        bool IsNext(string? property) => matched >= 1 && matched <= segments.Length && string.Equals(property, segments[matched - 1], StringComparison.OrdinalIgnoreCase);
    }

    private static List<int> LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        return starts;
    }

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

    private sealed record Place(int Position, int Close, int Depth, bool IsEmpty, bool HasTrailingComma);
}
