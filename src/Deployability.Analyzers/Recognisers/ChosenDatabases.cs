using Deployability.Formats.Json;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which of several databases settings choose: <c>"DbProvider": "SQLite"</c>, <c>"UsePostgres": true</c>, so that what they say of others is out of use.</summary>
internal sealed class ChosenDatabases
{
    // What the name of a setting may end with too that chooses one, where the value is a database and nothing else: ActiveDatabase, EventStore, DefaultDb.
    private static readonly string[] Choices = ["Database", "Db", "Store", "Storage", "Engine", "Dialect", "Driver", "Backend"];

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

    // The databases that are chosen, here or in another file that ships, and those that a switch rules out.
    private readonly HashSet<string> chosen = new(StringComparer.Ordinal);
    private readonly HashSet<string> ruledOut = new(StringComparer.Ordinal);

    // Where a setting of a chosen database stands, so that those of others beside it are alternatives.
    private readonly HashSet<string> alternatives = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a setting is for a database that is not chosen.</summary>
    /// <param name="key">Its configuration key.</param>
    /// <param name="value">What it says, which may tell for which database it is.</param>
    public bool LeaveOut(string key, string value) =>
        (chosen.Count > 0 || ruledOut.Count > 0)
        && (DatabaseFor(key) ?? (IsDefault(key) ? DatabaseIn(value) : null)) is { } other
        && !chosen.Contains(other)
        && (ruledOut.Contains(other) || PlacesOf(key).Any(alternatives.Contains));

    // DefaultConnection says nothing of what it is for; another name may be of a database that the app has besides.
    private static bool IsDefault(string key) =>
        key.Substring(SettingKeys.ParentOf(key).Length).StartsWith("Default", StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds what a settings file that ships chooses and rules out.</summary>
    public void Add(JsonFile file)
    {
        foreach (var setting in file.Settings)
        {
            if (bool.TryParse(setting.Value, out var isOn))
            {
                // UseSqlite, PostgresEnabled: nothing else than the name of a database, and no part of a health check or of a log.
                var name = setting.Key.Substring(SettingKeys.ParentOf(setting.Key).Length);
                if (
                    SettingKeys.StemOf(name) is var stem
                    && stem.Length < name.Length
                    && ExactDatabase(stem) is { } switched
                    && !Array.Exists(Observers, word => setting.Key.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
                )
                {
                    (isOn ? chosen : ruledOut).Add(switched);
                }
            }
            else if (
                setting is { IsString: true, Value.Length: > 0 }
                && (
                    SettingKeys.Chooses(setting.Key) ? DatabaseOf(setting.Value)
                    : SettingKeys.NameEnds(setting.Key, Choices) ? ExactDatabase(setting.Value)
                    : null
                )
                    is { } named
            )
            {
                chosen.Add(named);
            }
        }
    }

    /// <summary>Adds one that is chosen in another way.</summary>
    /// <param name="name">May be of anything.</param>
    public void Add(string name)
    {
        if (DatabaseOf(name) is { } named)
        {
            chosen.Add(named);
        }
    }

    /// <summary>Notes what stands beside a setting of a chosen database; to be asked once all files are added.</summary>
    /// <param name="file">The one whose settings are judged.</param>
    public void AddAlternatives(JsonFile file)
    {
        foreach (var setting in chosen.Count == 0 ? [] : file.Settings)
        {
            if ((DatabaseFor(setting.Key) ?? DatabaseIn(setting.Value)) is { } database && chosen.Contains(database))
            {
                alternatives.UnionWith(PlacesOf(setting.Key));
            }
        }
    }

    // Beside it, and where a section is called after the database: ConnectionStrings:Sqlite:Main.
    private static IEnumerable<string> PlacesOf(string key)
    {
        var parent = SettingKeys.ParentOf(key);
        yield return parent;
        if (ExactDatabase(SettingKeys.LastOf(parent)) is not null)
        {
            yield return SettingKeys.ParentOf(parent.TrimEnd(':')) + "*:";
        }
    }

    // By its name or that of its section.
    private static string? DatabaseFor(string key)
    {
        var parent = SettingKeys.ParentOf(key);
        return DatabaseOf(key.Substring(parent.Length)) ?? ExactDatabase(SettingKeys.LastOf(parent));
    }

    private static string? DatabaseIn(string value) =>
        Array.Find(Parts, part => value.IndexOf(part.Part, StringComparison.OrdinalIgnoreCase) >= 0).Database
        ?? (FileDatabases.IsFileInAppDirectory(value) ? "Sqlite" : null);

    // SQLServer, SqlServerConnection, Microsoft.EntityFrameworkCore.SqlServer
    private static string? DatabaseOf(string text)
    {
        text = Letters(text);
        return Array
            .Find(Databases, names => Array.Exists(names, name => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0))
            ?.First();
    }

    // The same for a text that is nothing but its name, or that with what every database is called.
    private static string? ExactDatabase(string text)
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
}
