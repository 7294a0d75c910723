using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>The backing services that compose can start: image, health check and the connection string that reaches them.</summary>
internal static class CompanionCatalog
{
    private static readonly Dictionary<string, Func<string, Recipe>> Recipes = new(StringComparer.Ordinal)
    {
        [ConnectionProviders.Npgsql] = Postgres,
        [ConnectionProviders.SqlServer] = SqlServer,
        [ConnectionProviders.MySql] = MySql,
        [ConnectionProviders.MongoDb] = MongoDb,
        [ConnectionProviders.Redis] = Redis,
        [ConnectionProviders.RabbitMq] = RabbitMq,
        [ConnectionProviders.AzureStorage] = AzureStorage,
    };

    /// <summary>Last parts of keys that every such setting may have, as in <c>Redis:Endpoint</c>.</summary>
    private static readonly HashSet<string> Generic = new(StringComparer.OrdinalIgnoreCase)
    {
        "Address",
        "Configuration",
        "Connection",
        "ConnectionString",
        "Endpoint",
        "Host",
        "HostName",
        "Server",
        "Uri",
        "Url",
    };

    /// <summary>The companion for a connection string, with the value that points at it.</summary>
    /// <param name="provider">One of <see cref="ConnectionProviders"/>.</param>
    /// <param name="key">The configuration key; its last part that says more than what it is gives the companion its name.</param>
    /// <param name="appName">The app's own name, which no companion may have.</param>
    /// <returns>Null when no image of this provider runs beside an app.</returns>
    public static (CompanionPlan Companion, string ConnectionString)? For(string provider, string key, string appName)
    {
        if (!Recipes.TryGetValue(provider, out var recipe))
        {
            return null;
        }

        var parts = key.Split(':').Where(static part => part != "ConnectionStrings").ToList();
        var label = Text.DnsLabel(parts.FindLast(static part => !Generic.Contains(part)) ?? parts.LastOrDefault() ?? "");
        label = label.Length > 0 ? label : "app";
        var made = recipe(label);
        made = made.Companion.Name == appName ? recipe($"{label}-store") : made;
        return (made.Companion with { Provider = provider, Label = label }, made.ConnectionString);
    }

    /// <summary>The companion for a connection that the app is told in parts: its name is the host.</summary>
    /// <param name="provider">One of <see cref="ConnectionProviders"/>.</param>
    /// <param name="hostKey">Key of the host.</param>
    /// <param name="appName">The app's own name.</param>
    /// <returns>Null when no image of this provider runs beside an app, or it has no user of that kind.</returns>
    public static (CompanionPlan Companion, string User, string Password)? ForParts(string provider, string hostKey, string appName) =>
        provider == ConnectionProviders.RabbitMq && For(provider, hostKey, appName) is { Companion: var companion }
            ? (companion, BrokerUser, PasswordOf(companion))
            : null;

    /// <summary>A companion's password, as compose puts it in.</summary>
    public static string PasswordOf(CompanionPlan companion) => Needed(companion.PasswordVariable);

    private const string BrokerUser = "app";

    /// <summary>One server for several databases.</summary>
    /// <param name="provider">One that <see cref="For"/> knows.</param>
    /// <param name="labels">What the databases are called.</param>
    public static SharedServer Shared(string provider, IReadOnlyList<string> labels)
    {
        var name = SharedNames.TryGetValue(provider, out var known) ? known : "shared";
        var made = Recipes[provider](name);
        var databases = labels.Select(Database).ToList();
        var initialization = provider switch
        {
            ConnectionProviders.Npgsql => (
                "/docker-entrypoint-initdb.d/databases.sql",
                databases.Select(static database => $"CREATE DATABASE \"{database}\";")
            ),
            ConnectionProviders.MySql => (
                "/docker-entrypoint-initdb.d/databases.sql",
                databases.SelectMany(database =>
                    new[] { $"CREATE DATABASE `{database}`;", $"GRANT ALL PRIVILEGES ON `{database}`.* TO '{MySqlUser(name)}'@'%';" }
                )
            ),
            _ => ("", Enumerable.Empty<string>()),
        };
        return new(
            made.Companion with
            {
                Provider = provider,
                Label = name,
                Initialization = (initialization.Item1, string.Join("\n", initialization.Item2)),
                HealthCheck =
                    provider == ConnectionProviders.SqlServer
                        ? SqlServerCheck(made.Companion.PasswordVariable, databases)
                        : made.Companion.HealthCheck,
            },
            label => Of(provider, made.ConnectionString, Database(name), databases, Database(label))
        );
    }

    /// <summary>The connection string of a database on a server that several share.</summary>
    private static string Of(string provider, string connection, string from, List<string> databases, string to) =>
        provider switch
        {
            ConnectionProviders.MongoDb => connection.Replace($"/{from}?", $"/{to}?"),

            // Its databases have numbers.
            ConnectionProviders.Redis => $"{connection},defaultDatabase={Text.Of(databases.IndexOf(to))}",
            _ => connection.Replace($"Database={from};", $"Database={to};"),
        };

    /// <summary>A server that several apps share.</summary>
    /// <param name="Companion">How it runs.</param>
    /// <param name="ConnectionString">What points at one of its databases, by the database's label.</param>
    internal sealed record SharedServer(CompanionPlan Companion, Func<string, string> ConnectionString);

    /// <summary>What a server of a kind is called, where it is the only one.</summary>
    private static readonly Dictionary<string, string> SharedNames = new(StringComparer.Ordinal)
    {
        [ConnectionProviders.Npgsql] = "postgres",
        [ConnectionProviders.SqlServer] = "sqlserver",
        [ConnectionProviders.MySql] = "mysql",
        [ConnectionProviders.MongoDb] = "mongo",
        [ConnectionProviders.Redis] = "redis",
        [ConnectionProviders.RabbitMq] = "rabbitmq",
        [ConnectionProviders.AzureStorage] = "storage",
    };

    private static string Service(string label, string kind) =>
        label == kind || label.EndsWith("-" + kind, StringComparison.Ordinal) ? label : $"{label}-{kind}";

    private static string Needed(string variable) => $"${{{variable}:?set {variable} in .env}}";

    /// <summary>Databases and users that a server has for itself: an app gets others.</summary>
    private static readonly HashSet<string> OfServers = new(StringComparer.OrdinalIgnoreCase)
    {
        "admin",
        "config",
        "information_schema",
        "local",
        "master",
        "model",
        "msdb",
        "mysql",
        "performance_schema",
        "root",
        "sys",
        "tempdb",
        "template0",
        "template1",
    };

    /// <summary>What a database is called; PostgreSQL keeps names that begin with <c>pg_</c> to itself.</summary>
    private static string Database(string label)
    {
        var name = label.Replace('-', '_');
        return OfServers.Contains(name) || name.StartsWith("pg_", StringComparison.Ordinal) ? $"app_{name}" : name;
    }

    /// <summary>dev.mysql.com, account names: a user's name has at most 32 characters.</summary>
    private static string MySqlUser(string label) => Text.Shortened(Database(label), 32);

    /// <summary>
    /// MySQL 8 takes some 400 MB before the first query, and is killed while it sets itself up where it gets little more (github.com/docker-library/mysql,
    /// issues 82 and 520); MongoDB's cache alone takes 256 MB at the least, and each check starts a shell of its own beside it.
    /// </summary>
    private static readonly ResourcePlan Roomy = ResourcePlan.Default with { MemoryRequest = "1Gi", MemoryLimit = "1Gi" };

    /// <summary>Where a companion finds its password: compose puts a secret there by its name.</summary>
    private static string FileOf(string variable) => $"{CompanionPlan.SecretFolder}/{CompanionPlan.SecretOf(variable)}";

    /// <summary>The password, as a shell in the container reads it. Compose would take one dollar sign for its own.</summary>
    private static string ReadOf(string variable) => $"$$(cat {FileOf(variable)})";

    // hub.docker.com/_/postgres, "Docker Secrets": POSTGRES_PASSWORD_FILE.
    private static Recipe Postgres(string label)
    {
        var (service, database) = (Service(label, "db"), Database(label));
        var password = Text.UpperVariable(service) + "_PASSWORD";
        return new(
            new(
                service,
                Versions.Images.Postgres,
                password,
                [new("POSTGRES_DB", database), new("POSTGRES_USER", database), new("POSTGRES_PASSWORD_FILE", FileOf(password))],
                [],
                // By address: while it sets itself up it listens on a socket alone, and has not got the database yet.
                ["CMD", "pg_isready", "--host", "127.0.0.1", "--username", database, "--dbname", database],
                "/var/lib/postgresql/data",
                "999:999"
            ),
            $"Host={service};Port=5432;Database={database};Username={database};Password={Needed(password)}"
        );
    }

    // learn.microsoft.com, "Configure SQL Server with environment variables on Linux", knows no variable for a file. The shell reads it,
    // for the program alone: who inspects the container sees no password.
    private static Recipe SqlServer(string label)
    {
        var service = Service(label, "db");
        var password = Text.UpperVariable(service) + "_PASSWORD";
        return new(
            new(
                service,
                Versions.Images.SqlServer,
                password,
                [new("ACCEPT_EULA", "Y")],
                [],
                SqlServerCheck(password, [Database(label)]),
                "/var/opt/mssql",
                ""
            )
            {
                // learn.microsoft.com, SQL Server on Linux: needs 2 GB. Its program may bind ports below 1024 and is not started where it cannot.
                Resources = ResourcePlan.Default with
                {
                    MemoryRequest = "2Gi",
                    MemoryLimit = "2Gi",
                },
                IsConfined = false,
                PasswordAdvice = "SQL Server refuses a password without capitals: `echo A-$(openssl rand -hex 24)` makes one.",
                EntryPoint = ["/bin/bash", "-c", $"MSSQL_SA_PASSWORD=\"{ReadOf(password)}\" exec /opt/mssql/bin/sqlservr"],
            },
            $"Server={service},1433;Database={Database(label)};User Id=sa;Password={Needed(password)};Encrypt=True;TrustServerCertificate=True"
        );
    }

    /// <summary>
    /// Whether the server answers and has its databases: the image makes none, so who asks makes what is missing. sqlcmd ends with an
    /// error (-b) where that fails.
    /// </summary>
    private static IReadOnlyList<string> SqlServerCheck(string password, IEnumerable<string> databases) =>
        [
            "CMD-SHELL",
            $"/opt/mssql-tools18/bin/sqlcmd -b -C -S localhost -U sa -P \"{ReadOf(password)}\" -o /dev/null -Q \"{string.Join(" ", databases.Select(static database => $"IF DB_ID(N'{database}') IS NULL CREATE DATABASE [{database}];"))}\"",
        ];

    // hub.docker.com/_/mysql, "Docker Secrets": MYSQL_PASSWORD_FILE. A ping needs no password; while the server is set up it has no port.
    private static Recipe MySql(string label)
    {
        var (service, database, user) = (Service(label, "db"), Database(label), MySqlUser(label));
        var password = Text.UpperVariable(service) + "_PASSWORD";
        return new(
            new(
                service,
                Versions.Images.MySql,
                password,
                [
                    new("MYSQL_DATABASE", database),
                    new("MYSQL_USER", user),
                    new("MYSQL_PASSWORD_FILE", FileOf(password)),
                    new("MYSQL_RANDOM_ROOT_PASSWORD", "yes"),
                ],
                [],
                ["CMD", "mysqladmin", "ping", "--host=127.0.0.1", "--silent"],
                "/var/lib/mysql",
                "999:999"
            )
            {
                Resources = Roomy,
            },
            $"Server={service};Port=3306;Database={database};User={user};Password={Needed(password)}"
        );
    }

    // hub.docker.com/_/mongo, "Docker Secrets": MONGO_INITDB_ROOT_PASSWORD_FILE. Asked by its name: while it sets itself up it listens on
    // 127.0.0.1 alone (github.com/docker-library/mongo, docker-entrypoint.sh), and a ping needs no password.
    private static Recipe MongoDb(string label)
    {
        var service = Service(label, "mongo");
        var password = Text.UpperVariable(service) + "_PASSWORD";
        return new(
            new(
                service,
                Versions.Images.MongoDb,
                password,
                [new("MONGO_INITDB_ROOT_USERNAME", "root"), new("MONGO_INITDB_ROOT_PASSWORD_FILE", FileOf(password))],
                [],
                ["CMD-SHELL", "mongosh --quiet --host \"$$(hostname)\" --eval \"db.adminCommand('ping').ok\""],
                "/data/db",
                "999:999"
            )
            {
                Resources = Roomy,
            },
            $"mongodb://root:{Needed(password)}@{service}:27017/{Database(label)}?authSource=admin"
        );
    }

    // hub.docker.com/_/redis has no variable for a password at all.
    private static Recipe Redis(string label)
    {
        var service = Service(label, "redis");
        var password = Text.UpperVariable(service) + "_PASSWORD";
        return new(
            new(
                service,
                Versions.Images.Redis,
                password,
                [],
                ["sh", "-c", $"exec redis-server --requirepass \"{ReadOf(password)}\""],
                ["CMD-SHELL", $"REDISCLI_AUTH=\"{ReadOf(password)}\" redis-cli ping | grep -q PONG"],
                "/data",
                "999:999"
            ),
            $"{service}:6379,password={Needed(password)}"
        );
    }

    // github.com/docker-library/rabbitmq, docker-entrypoint.sh: since 3.9 it refuses RABBITMQ_DEFAULT_PASS_FILE, so the shell reads the file.
    private static Recipe RabbitMq(string label)
    {
        var service = Service(label, "rabbitmq");
        var password = Text.UpperVariable(service) + "_PASSWORD";
        return new(
            new(
                service,
                Versions.Images.RabbitMq,
                password,
                [new("RABBITMQ_DEFAULT_USER", BrokerUser), CompanionImages.RabbitMqNode],
                ["sh", "-c", $"RABBITMQ_DEFAULT_PASS=\"{ReadOf(password)}\" exec rabbitmq-server"],
                ["CMD", "rabbitmq-diagnostics", "--quiet", "check_port_connectivity"],
                "/var/lib/rabbitmq",
                "999:999"
            ),
            $"amqp://{BrokerUser}:{Needed(password)}@{service}:5672/"
        );
    }

    private static Recipe AzureStorage(string label)
    {
        // Azurite signs with an account of the person's own choice, so its well-known key appears in no file. It knows the variable
        // AZURITE_ACCOUNTS alone (github.com/Azure/Azurite, README), so the shell reads the file.
        var service = Service(label, "storage");
        var key = Text.UpperVariable(service) + "_KEY";
        return new(
            new(
                service,
                Versions.Images.Azurite,
                key,
                [],
                [
                    "sh",
                    "-c",
                    $"AZURITE_ACCOUNTS=\"app:{ReadOf(key)}\" exec azurite --blobHost 0.0.0.0 --queueHost 0.0.0.0 --tableHost 0.0.0.0 --location /data --skipApiVersionCheck",
                ],
                ["CMD", "nc", "-z", "127.0.0.1", "10000"],
                "/data",
                ""
            ),
            $"DefaultEndpointsProtocol=http;AccountName=app;AccountKey={Needed(key)};BlobEndpoint=http://{service}:10000/app;QueueEndpoint=http://{service}:10001/app;TableEndpoint=http://{service}:10002/app"
        );
    }

    private sealed record Recipe(CompanionPlan Companion, string ConnectionString);
}
