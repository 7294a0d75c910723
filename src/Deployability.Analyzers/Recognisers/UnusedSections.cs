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

    // What such a name may end with too where the value is a database and nothing else: ActiveDatabase, EventStore, DefaultDb.
    private static readonly string[] DatabaseChoices = ["Database", "Db", "Store", "Storage", "Engine", "Dialect", "Driver", "Backend"];

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

    // What connection strings of one server alone say, where their names do not tell: (localdb) is SQL Server's.
    private static readonly (string Part, string Database)[] Parts =
    [
        ("(localdb)", "SqlServer"),
        ("\\sqlexpress", "SqlServer"),
        ("MultipleActiveResultSets=", "SqlServer"),
        ("Trusted_Connection=", "SqlServer"),
        ("mongodb://", "Mongo"),
        ("postgres://", "Postgres"),
        ("postgresql://", "Postgres"),
        ("mysql://", "MySql"),
        ("Port=5432", "Postgres"),
        ("Port=3306", "MySql"),
    ];

    // What only looks at a database.
    private static readonly string[] Observers = ["Health", "Log", "Trac", "Telemetry", "Instrument", "Metric", "Cache"];

    // What may stand behind the name of one.
    private static readonly string[] Generic = ["Server", "Database", "Db"];

    private const int ShortestStem = 4;

    // Beginnings of keys: of sections with the colon at their end, of siblings as far as they have a word in common.
    private readonly List<string> switchedOff = [];

    // A section and, with the colons around it, its child that is chosen.
    private readonly List<(string Parent, string Chosen)> choices = [];

    // Sections of which several children are chosen by name, and those.
    private readonly List<(string Parent, HashSet<string> Chosen)> catalogues = [];

    // What numbers stand for, where another one is chosen: "Kinds": { "MySql": 0, "Sqlite": 1 }.
    private readonly HashSet<string> unchosen = new(StringComparer.OrdinalIgnoreCase);

    // The databases that are chosen, here or in another file that ships, and those that a switch rules out.
    private readonly HashSet<string> databases = new(StringComparer.Ordinal);
    private readonly HashSet<string> ruledOut = new(StringComparer.Ordinal);

    // Where a setting of a chosen database stands, so that those of others beside it are alternatives.
    private readonly HashSet<string> alternatives = new(StringComparer.OrdinalIgnoreCase);

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
                result.AddDatabases(views.Json);
            }
        }

        result.AddAlternatives(json);
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

        return IsUnchosen(key) || IsOfOtherDatabase(key, value);
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

    private bool IsOfOtherDatabase(string key, string value) =>
        (databases.Count > 0 || ruledOut.Count > 0)
        && (DatabaseFor(key) ?? (IsDefault(key) ? DatabaseIn(value) : null)) is { } other
        && !databases.Contains(other)
        && (ruledOut.Contains(other) || PlacesOf(key).Any(alternatives.Contains));

    // DefaultConnection says nothing of what it is for; another name may be of a database that the app has besides.
    private static bool IsDefault(string key) =>
        key.Substring(ParentOf(key).Length).StartsWith("Default", StringComparison.OrdinalIgnoreCase);

    private void AddChosenByName(JsonFile file)
    {
        AddDatabases(file);
        var names = new HashSet<string>(
            file.Settings.Where(static setting => setting is { IsString: true, Value.Length: > 0 } && NameEnds(setting.Key, Choices))
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

    private void AddDatabases(JsonFile file)
    {
        foreach (var setting in file.Settings)
        {
            if (bool.TryParse(setting.Value, out var isOn))
            {
                // UseSqlite, PostgresEnabled: nothing else than the name of a database, and no part of a health check or of a log.
                var name = setting.Key.Substring(ParentOf(setting.Key).Length);
                if (
                    StemOf(name) is var stem
                    && stem.Length < name.Length
                    && IsDatabase(stem) is { } switched
                    && !Array.Exists(Observers, word => setting.Key.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
                )
                {
                    (isOn ? databases : ruledOut).Add(switched);
                }
            }
            else if (
                setting is { IsString: true, Value.Length: > 0 }
                && (
                    NameEnds(setting.Key, Choices) ? DatabaseOf(setting.Value)
                    : NameEnds(setting.Key, DatabaseChoices) ? IsDatabase(setting.Value)
                    : null
                )
                    is { } chosen
            )
            {
                databases.Add(chosen);
            }
        }

        AddNumbered(file);
    }

    // "DefaultDb": "0", "DataType": { "MySql": 0, "Sqlite": 4 }: the number that stands beside a table of numbers chooses from it.
    private void AddNumbered(JsonFile file)
    {
        var sections = file.Settings.ToLookup(static setting => ParentOf(setting.Key), StringComparer.OrdinalIgnoreCase);
        var tables = sections
            .Where(static section =>
                section.Key.Length > 0
                && section.Skip(1).Any()
                && section.All(static setting => int.TryParse(setting.Value, out _) && !IsElement(setting.Key))
            )
            .ToLookup(static section => ParentOf(section.Key.TrimEnd(':')), StringComparer.OrdinalIgnoreCase);
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
                else if (DatabaseOf(member) is { } chosen)
                {
                    databases.Add(chosen);
                }
            }
        }
    }

    private void AddAlternatives(JsonFile file)
    {
        foreach (var setting in databases.Count == 0 ? [] : file.Settings)
        {
            if ((DatabaseFor(setting.Key) ?? DatabaseIn(setting.Value)) is { } database && databases.Contains(database))
            {
                alternatives.UnionWith(PlacesOf(setting.Key));
            }
        }
    }

    // Beside it, and where a section is called after the database: ConnectionStrings:Sqlite:Main.
    private static IEnumerable<string> PlacesOf(string key)
    {
        var parent = ParentOf(key);
        yield return parent;
        if (IsDatabase(LastOf(parent)) is not null)
        {
            yield return ParentOf(parent.TrimEnd(':')) + "*:";
        }
    }

    // By its name or that of its section.
    private static string? DatabaseFor(string key)
    {
        var parent = ParentOf(key);
        return DatabaseOf(key.Substring(parent.Length)) ?? IsDatabase(LastOf(parent));
    }

    private static string? DatabaseIn(string value) =>
        Array.Find(Parts, part => value.IndexOf(part.Part, StringComparison.OrdinalIgnoreCase) >= 0).Database
        ?? (FileDatabases.IsFileInAppDirectory(value) ? "Sqlite" : null);

    // With the colon at its end.
    private static string ParentOf(string key) => key.Substring(0, key.LastIndexOf(':') + 1);

    private static string LastOf(string section) =>
        section.Length == 0 ? "" : section.Substring(ParentOf(section.TrimEnd(':')).Length).TrimEnd(':');

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

    private static bool IsElement(string key) => int.TryParse(key.Substring(key.LastIndexOf(':') + 1), out _);

    private static bool NameEnds(string key, string[] endings) =>
        Array.Exists(endings, ending => NameOf(key).EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    // SQLServer, SqlServerConnection, Microsoft.EntityFrameworkCore.SqlServer
    private static string? DatabaseOf(string text)
    {
        text = Letters(text);
        return Array
            .Find(Databases, names => Array.Exists(names, name => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0))
            ?.First();
    }

    // The same for a text that is nothing but its name, or that with what every database is called.
    private static string? IsDatabase(string text)
    {
        text = Letters(text);
        return Array
            .Find(
                Databases,
                names => Array.Exists(names, name => Equal(text, name) || Array.Exists(Generic, word => Equal(text, name + word)))
            )
            ?.First();
    }

    private static bool Equal(string text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Letters(string text) => text.Replace("-", "").Replace("_", "").Replace(" ", "");

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
