using Deployability.Formats;
using Deployability.Formats.Json;

namespace Deployability.Publish.Reading;

/// <summary>The configuration that ships to production: appsettings.json overlaid by appsettings.Production.json.</summary>
/// <param name="Values">Values by key, with <c>:</c> between sections.</param>
public sealed record Settings(IReadOnlyDictionary<string, string> Values)
{
    private const string Shared = "appsettings.json";
    private const string Production = "appsettings.Production.json";
    private static readonly string[] OnOneMachine = ["Development", "Local", "Production"];

    /// <summary>What <c>appsettings.&lt;name&gt;.json</c> says over the shared file, by environment; names compare without case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Environments { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public static Settings Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>A value, or null when the files do not have the key.</summary>
    public string? this[string key] => Values.TryGetValue(key, out var value) ? value : null;

    /// <summary>The keys below a section, sorted.</summary>
    public IEnumerable<string> Below(string section) =>
        Values
            .Keys.Where(key =>
                key.Length > section.Length + 1 && key[section.Length] == ':' && key.StartsWith(section, StringComparison.OrdinalIgnoreCase)
            )
            .OrderBy(static key => key, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static key => key, StringComparer.Ordinal);

    /// <summary>Reads the files of a project, as the configuration system does: comments and trailing commas are fine.</summary>
    /// <returns>The values, and a problem for each file that is no JSON.</returns>
    public static (Settings Settings, IReadOnlyList<Problem> Problems) Read(string projectDirectory)
    {
        var problems = new List<Problem>();
        var shared = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        ReadInto(shared, Path.Combine(projectDirectory, Shared), problems);
        var values = new Dictionary<string, string>(shared, StringComparer.OrdinalIgnoreCase);
        ReadInto(values, Path.Combine(projectDirectory, Production), problems);
        var environments = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in EnvironmentFiles(projectDirectory))
        {
            // Neither the production file nor the values that only it has are loaded there.
            var own = new Dictionary<string, string>(shared, StringComparer.OrdinalIgnoreCase);
            ReadInto(own, path, problems);
            environments[EnvironmentOf(path)] = own;
        }

        return (new(values) { Environments = environments }, problems);
    }

    private static IEnumerable<string> EnvironmentFiles(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return Directory
            .GetFiles(folder, "appsettings.*.json")
            .Where(static path =>
                EnvironmentOf(path) is { Length: > 0 } environment && !OnOneMachine.Contains(environment, StringComparer.OrdinalIgnoreCase)
            )
            .OrderBy(static path => path, StringComparer.Ordinal);
    }

    private static string EnvironmentOf(string path) => Path.GetFileNameWithoutExtension(path).Substring("appsettings.".Length);

    private static void ReadInto(Dictionary<string, string> values, string path, List<Problem> problems)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var name = Path.GetFileName(path);
        try
        {
            var text = File.ReadAllText(path);
            var file = JsonFile.Parse(text);
            if (file.Error is { } error)
            {
                var line = LineMap.Of(text).LineOf(error.Position) + 1;
                problems.Add(
                    new(
                        ProblemSeverity.Warning,
                        ProblemCodes.CannotRead,
                        $"{name} is no valid JSON, so its values are left out of the generated files: {error.Message}",
                        path,
                        line
                    )
                );
                return;
            }

            foreach (var setting in file.Settings.Where(static setting => setting.Kind != JsonKind.Null && setting.Key.Length > 0))
            {
                values[setting.Key] = setting.Value;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(
                new(
                    ProblemSeverity.Warning,
                    ProblemCodes.CannotRead,
                    $"{name} could not be read, so its values are left out of the generated files: {exception.Message}",
                    path
                )
            );
        }
    }
}
