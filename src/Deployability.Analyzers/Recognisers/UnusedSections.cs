using Deployability.Formats.Json;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the sections of a settings file that the file itself puts out of use: switched off, or not the one that is chosen.</summary>
/// <remarks>
/// <c>"Zipkin": { "Enabled": false, "Endpoint": "…" }</c>, <c>"UseRedis": false, "RedisConnection": "…"</c>,
/// <c>"Store": { "Type": "Folder", "Folder": { … }, "MongoDb": { … } }</c>,
/// <c>"DbProvider": "SQLite", "ConnectionStrings": { "SQLite": "…", "SqlServer": "…" }</c>,
/// <c>"QueueType": "AzureQueue", "Services": { "AzureQueue": { … }, "RabbitMQ": { … } }</c>
/// </remarks>
internal sealed class UnusedSections
{
    private static readonly string[] Switches = ["Enabled", "IsEnabled", "Enable", "Active", "IsActive"];
    private static readonly string[] Choosers = ["Type", "Provider", "Kind", "Use", "Selected"];

    // What a switch of several words has about it: RedisEnabled, UseRedis, IsRedisActive.
    private static readonly string[] Before = ["Enable", "Use", "Is"];
    private static readonly string[] Behind = ["Enabled", "Enable", "Active"];

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

    // What the name of a setting ends with that chooses by a name of its own: DbProvider, QueueType, MemoryDbTypes:0.
    private static readonly string[] Choices = ["Provider", "Providers", "Type", "Types"];

    // Databases by what people call them, first what all of their names come to.
    private static readonly string[][] Databases =
    [
        ["SqlServer", "MsSql", "LocalDb"],
        ["Postgres", "PostgreSql", "Npgsql", "PgSql"],
        ["MySql", "MariaDb"],
        ["Sqlite"],
        ["Oracle"],
        ["Mongo", "MongoDb"],
        ["Cosmos", "CosmosDb"],
        ["InMemory"],
    ];

    private const int ShortestStem = 4;

    // Beginnings of keys: of sections with the colon at their end, of siblings as far as they have a word in common.
    private readonly List<string> switchedOff = [];

    // A section and, with the colons around it, its child that is chosen.
    private readonly List<(string Parent, string Chosen)> choices = [];

    // Sections of which several children are chosen by name, and those.
    private readonly List<(string Parent, HashSet<string> Chosen)> catalogues = [];

    // The one database that is chosen; null where none is, or several are.
    private string? database;

    // Where a setting of that database stands, so that those of others beside it are alternatives.
    private readonly HashSet<string> alternatives = new(StringComparer.OrdinalIgnoreCase);

    private UnusedSections() { }

    public static UnusedSections Of(JsonFile file)
    {
        var result = new UnusedSections();
        foreach (var setting in file.Settings)
        {
            var name = setting.Key.LastIndexOf(':') + 1;
            var parent = setting.Key.Substring(0, name);
            if (
                setting.Value.Equals("false", StringComparison.OrdinalIgnoreCase)
                && StemOf(setting.Key.Substring(name)) is { Length: >= ShortestStem } stem
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
    public bool Contains(string key)
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

        var name = key.LastIndexOf(':') + 1;
        return database is not null
            && alternatives.Contains(key.Substring(0, name))
            && DatabaseOf(key.Substring(name)) is { } other
            && other != database;
    }

    private void AddChosenByName(JsonFile file)
    {
        var chosen = file
            .Settings.Where(static setting =>
                setting is { IsString: true, Value.Length: > 0 }
                && Array.Exists(Choices, ending => NameOf(setting.Key).EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            )
            .ToList();
        if (chosen.Count == 0)
        {
            return;
        }

        var databases = chosen.Select(static setting => DatabaseOf(setting.Value)).OfType<string>().Distinct().ToList();
        database = databases.Count == 1 ? databases[0] : null;
        foreach (var setting in database is null ? [] : file.Settings)
        {
            var name = setting.Key.LastIndexOf(':') + 1;
            if (DatabaseOf(setting.Key.Substring(name)) == database)
            {
                alternatives.Add(setting.Key.Substring(0, name));
            }
        }

        var names = new HashSet<string>(chosen.Select(static setting => setting.Value), StringComparer.OrdinalIgnoreCase);
        foreach (
            var section in file
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

    // The sections that a key stands in, but for the outermost.
    private static IEnumerable<(string Parent, string Name)> SectionsOf(string key)
    {
        for (var start = key.IndexOf(':') + 1; start > 0 && key.IndexOf(':', start) is > 0 and var end; start = end + 1)
        {
            yield return (key.Substring(0, start), key.Substring(start, end - start));
        }
    }

    // Of a list the name of the list.
    private static string NameOf(string key)
    {
        var end = key.LastIndexOf(':');
        var name = key.Substring(end + 1);
        return end > 0 && int.TryParse(name, out _)
            ? key.Substring(key.LastIndexOf(':', end - 1) + 1, end - key.LastIndexOf(':', end - 1) - 1)
            : name;
    }

    // SQLServer, SqlServerConnection, Microsoft.EntityFrameworkCore.SqlServer
    private static string? DatabaseOf(string text)
    {
        text = text.Replace("-", "").Replace("_", "").Replace(" ", "");
        return Array
            .Find(Databases, names => Array.Exists(names, name => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0))
            ?.First();
    }

    // The word that the names of a switch and of what it switches begin with; nothing for a bare Enabled, which speaks for its section.
    private static string StemOf(string name)
    {
        var behind = Array.Find(Behind, word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase));
        name = behind is null ? name : name.Substring(0, name.Length - behind.Length);
        var before = Array.Find(
            Before,
            word =>
                name.Length > word.Length && name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && char.IsUpper(name[word.Length])
        );
        return before is null ? name : name.Substring(before.Length);
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
