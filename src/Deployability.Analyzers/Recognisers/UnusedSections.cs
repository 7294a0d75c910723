using Deployability.Analyzers.Files;
using Deployability.Formats.Json;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the sections of a settings file that the file itself puts out of use: switched off, or not the one that is chosen.</summary>
/// <remarks>
/// <c>"Zipkin": { "Enabled": false, "Endpoint": "…" }</c>, <c>"UseRedis": false, "RedisConnection": "…"</c>,
/// <c>"Store": { "Type": "Folder", "Folder": { … }, "MongoDb": { … } }</c>,
/// <c>"DbProvider": "SQLite", "ConnectionStrings": { "SQLite": "…", "SqlServer": "…" }</c>,
/// <c>"QueueType": "AzureQueue", "Services": { "AzureQueue": { … }, "RabbitMQ": { … } }</c>,
/// <c>"UseSqlite": true, "SqliteDb": "…", "MySqlDb": "…"</c>,
/// <c>"Default": 1, "Kinds": { "MySql": 0, "Sqlite": 1 }, "MySql": "…", "Sqlite": "…"</c>
/// </remarks>
internal sealed class UnusedSections
{
    private static readonly string[] Switches = ["Enabled", "IsEnabled", "Enable", "Active", "IsActive"];
    private static readonly string[] Choosers = ["Type", "Provider", "Kind", "Use", "Selected"];

    // What is chosen where no section is.
    private static readonly string[] Nothing =
    [
        "None",
        "Default",
        "Memory",
        "InMemory",
        "In-Memory",
        "Local",
        "Off",
        "Disabled",
        "Scheduler",
    ];

    private const int ShortestStem = 4;

    // Beginnings of keys: of sections with the colon at their end, of siblings as far as they have a word in common.
    private readonly List<string> switchedOff = [];

    // A section and, with the colons around it, its child that is chosen.
    private readonly List<(string Parent, string Chosen)> choices = [];

    // Sections of which several children are chosen by name, and those.
    private readonly List<(string Parent, HashSet<string> Chosen)> catalogues = [];

    // What numbers stand for, where another one is chosen: "Kinds": { "MySql": 0, "Sqlite": 1 }.
    private readonly HashSet<string> unchosen = new(StringComparer.OrdinalIgnoreCase);

    private readonly ChosenDatabases databases = new();

    private UnusedSections() { }

    /// <summary>What a settings file puts out of use, and what other settings that ship with it do not choose.</summary>
    /// <param name="files">Of the project.</param>
    /// <param name="file">The settings.</param>
    /// <param name="json">What they say.</param>
    /// <param name="cancellationToken">Of the asker.</param>
    public static UnusedSections Of(ProjectFiles files, ProjectFile file, JsonFile json, CancellationToken cancellationToken)
    {
        var result = Of(json);
        foreach (var other in files.OfKind(ProjectFileKind.AppSettings))
        {
            // appsettings.Production.json may choose another one.
            if (other != file && other.IsShipped && other.Folder == file.Folder && other.GetViews(cancellationToken) is { } views)
            {
                result.databases.Add(views.Json);
                result.AddNumbered(views.Json);
            }
        }

        result.databases.AddAlternatives(json);
        return result;
    }

    private static UnusedSections Of(JsonFile file)
    {
        var result = new UnusedSections();
        foreach (var setting in file.Settings)
        {
            var name = setting.Key.LastIndexOf(':') + 1;
            var parent = setting.Key.Substring(0, name);
            if (
                setting.Value.Equals("false", StringComparison.OrdinalIgnoreCase)
                && SettingKeys.StemOf(setting.Key.Substring(name)) is { Length: >= ShortestStem } stem
            )
            {
                result.switchedOff.Add(parent + stem);
            }
            else if (name == 0)
            {
                continue;
            }
            else if (setting.Value.Equals("false", StringComparison.OrdinalIgnoreCase) && Is(setting.Key, name, Switches))
            {
                result.switchedOff.Add(parent);
            }
            else if (setting is { IsString: true, Value.Length: > 0 } && Is(setting.Key, name, Choosers))
            {
                var chosen = parent + setting.Value + ":";
                if (
                    Array.Exists(Nothing, nothing => nothing.Equals(setting.Value, StringComparison.OrdinalIgnoreCase))
                    || file.Settings.Any(other => StartsWith(other.Key, chosen))
                )
                {
                    result.choices.Add((parent, chosen));
                }
            }
        }

        result.AddChosenByName(file);
        return result;
    }

    /// <summary>Whether a setting stands in a section that nothing uses as long as the file says so.</summary>
    /// <param name="key">Its configuration key.</param>
    /// <param name="value">What it says, which may tell for which database it is.</param>
    public bool Contains(string key, string value)
    {
        foreach (var section in switchedOff)
        {
            if (StartsWith(key, section))
            {
                return true;
            }
        }

        foreach (var (parent, chosen) in choices)
        {
            if (StartsWith(key, parent) && !StartsWith(key, chosen) && key.IndexOf(':', parent.Length) >= 0)
            {
                return true;
            }
        }

        foreach (var (parent, chosen) in catalogues)
        {
            if (
                StartsWith(key, parent)
                && key.IndexOf(':', parent.Length) is > 0 and var end
                && !chosen.Contains(key.Substring(parent.Length, end - parent.Length))
            )
            {
                return true;
            }
        }

        return IsUnchosen(key) || databases.LeaveOut(key, value);
    }

    private bool IsUnchosen(string key)
    {
        for (var end = key.Length; unchosen.Count > 0 && end > 0; end = key.LastIndexOf(':', end - 1))
        {
            if (unchosen.Contains(key.Substring(0, end)))
            {
                return true;
            }
        }

        return false;
    }

    private void AddChosenByName(JsonFile file)
    {
        databases.Add(file);
        AddNumbered(file);
        var names = new HashSet<string>(
            file.Settings.Where(static setting => setting is { IsString: true, Value.Length: > 0 } && SettingKeys.Chooses(setting.Key))
                .Select(static setting => setting.Value),
            StringComparer.OrdinalIgnoreCase
        );
        foreach (
            var section in names.Count == 0
                ? []
                : file
                    .Settings.SelectMany(static setting => SectionsOf(setting.Key))
                    .GroupBy(static child => child.Parent, StringComparer.OrdinalIgnoreCase)
        )
        {
            var used = new HashSet<string>(
                section.Select(static child => child.Name).Where(names.Contains),
                StringComparer.OrdinalIgnoreCase
            );
            if (used.Count > 1)
            {
                catalogues.Add((section.Key, used));
            }
        }
    }

    // "DefaultDb": "0", "DataType": { "MySql": 0, "Sqlite": 4 }: the number that stands beside a table of numbers chooses from it.
    private void AddNumbered(JsonFile file)
    {
        var sections = file.Settings.ToLookup(static setting => SettingKeys.ParentOf(setting.Key), StringComparer.OrdinalIgnoreCase);
        var tables = sections
            .Where(static section =>
                section.Key.Length > 0
                && section.Skip(1).Any()
                && section.All(static setting => int.TryParse(setting.Value, out _) && !SettingKeys.IsElement(setting.Key))
            )
            .ToLookup(static section => SettingKeys.ParentOf(section.Key.TrimEnd(':')), StringComparer.OrdinalIgnoreCase);
        foreach (var (parent, table) in tables.SelectMany(static beside => beside.Select(table => (beside.Key, table))))
        {
            var name = table.Key.Substring(parent.Length, table.Key.Length - parent.Length - 1);
            var numbers = sections[parent].Where(setting => table.Any(entry => entry.Value == setting.Value)).ToList();
            var named = numbers.FindAll(setting => setting.Key.EndsWith(name, StringComparison.OrdinalIgnoreCase));
            if (
                (
                    named.Count == 1 ? named[0]
                    : numbers.Count == 1 && !tables[parent].Skip(1).Any() ? numbers[0]
                    : null
                )
                is not { } choice
            )
            {
                continue;
            }

            foreach (var entry in table)
            {
                var member = entry.Key.Substring(table.Key.Length);
                if (entry.Value != choice.Value)
                {
                    unchosen.Add(parent + member);
                }
                else
                {
                    databases.Add(member);
                }
            }
        }
    }

    // The sections that a key stands in, but for the outermost.
    private static IEnumerable<(string Parent, string Name)> SectionsOf(string key)
    {
        for (var start = key.IndexOf(':') + 1; start > 0 && key.IndexOf(':', start) is > 0 and var end; start = end + 1)
        {
            yield return (key.Substring(0, start), key.Substring(start, end - start));
        }
    }

    private static bool Is(string key, int start, string[] names) =>
        Array.Exists(
            names,
            name =>
                key.Length - start == name.Length
                && string.Compare(key, start, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
        );

    private static bool StartsWith(string key, string section) => key.StartsWith(section, StringComparison.OrdinalIgnoreCase);
}
