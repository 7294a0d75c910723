using Deployability.Formats;
using Deployability.Formats.Json;

namespace Deployability.Publish.Reading;

/// <summary>The configuration that ships to production: appsettings.json overlaid by appsettings.Production.json.</summary>
/// <param name="Values">Values by key, with <c>:</c> between sections.</param>
public sealed record Settings(IReadOnlyDictionary<string, string> Values)
{
    private static readonly string[] FileNames = ["appsettings.json", "appsettings.Production.json"];

    public static Settings Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>A value, or null when the files do not have the key.</summary>
    public string? this[string key] => Values.TryGetValue(key, out var value) ? value : null;

    /// <summary>The keys below a section, sorted.</summary>
    public IEnumerable<string> Below(string section) =>
        Values.Keys
            .Where(key => key.Length > section.Length + 1 && key[section.Length] == ':' && key.StartsWith(section, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static key => key, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static key => key, StringComparer.Ordinal);

    /// <summary>Reads both files of a project, as the configuration system does: comments and trailing commas are fine.</summary>
    /// <returns>The values, and a problem for each file that is no JSON.</returns>
    public static (Settings Settings, IReadOnlyList<Problem> Problems) Read(string projectDirectory)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var problems = new List<Problem>();
        foreach (var name in FileNames)
        {
            var path = Path.Combine(projectDirectory, name);
            if (!File.Exists(path))
            {
                continue;
            }

            try
            {
                var text = File.ReadAllText(path);
                var file = JsonFile.Parse(text);
                if (file.Error is { } error)
                {
                    var line = LineMap.Of(text).LineOf(error.Position) + 1;
                    problems.Add(new(ProblemSeverity.Warning, ProblemCodes.CannotRead, $"{name} is no valid JSON, so its values are left out of the generated files: {error.Message}", path, line));
                    continue;
                }

                foreach (var setting in file.Settings.Where(static setting => setting.Kind != JsonKind.Null && setting.Key.Length > 0))
                {
                    values[setting.Key] = setting.Value;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Add(new(ProblemSeverity.Warning, ProblemCodes.CannotRead, $"{name} could not be read, so its values are left out of the generated files: {exception.Message}", path));
            }
        }

        return (new(values), problems);
    }
}
