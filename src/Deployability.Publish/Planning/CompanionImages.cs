using Deployability.Formats;

namespace Deployability.Publish.Planning;

/// <summary>What known images need to start as a user that they do not know, with their data on a volume.</summary>
internal static class CompanionImages
{
    /// <summary>github.com/microsoft/mssql-docker, issues 769 and 918: its file asks for NET_BIND_SERVICE, so it is not executed without.</summary>
    private const string SqlServer = "mssql/server";

    /// <summary>
    /// hub.docker.com/_/rabbitmq: it keeps its data in a folder named for the node, and the node is named for the host. A container that takes the
    /// place of another has a host name of its own, so it would begin with nothing.
    /// </summary>
    public static NamedValue RabbitMqNode { get; } = new("RABBITMQ_NODENAME", "rabbit@localhost");

    /// <summary>Variables by repository, without registry and tag; <c>{0}</c> is the volume's path.</summary>
    private static readonly Dictionary<string, IReadOnlyList<NamedValue>> Needs = new(StringComparer.Ordinal)
    {
        // It keeps its key and history below HOME, which a foreign user has none of.
        ["ollama/ollama"] = [new("HOME", "{0}")],

        // A volume's own folder holds lost+found, and initdb wants an empty one.
        ["postgres"] = [new("PGDATA", "{0}/pgdata")],
        ["timescale/timescaledb"] = [new("PGDATA", "{0}/pgdata")],
        ["pgvector/pgvector"] = [new("PGDATA", "{0}/pgdata")],

        ["rabbitmq"] = [RabbitMqNode],
    };

    /// <summary>
    /// Those that take a volume's own lost+found for data of theirs, and have no variable for a folder in it: MySQL initializes an empty folder alone
    /// (github.com/docker-library/mysql, issue 186), Kafka reads each folder's name as that of a topic's partition.
    /// </summary>
    private static readonly HashSet<string> WantFolder = new(StringComparer.Ordinal)
    {
        "mysql",
        "mysql/mysql-server",
        "percona",
        "percona/percona-server",
        "apache/kafka",
        "confluentinc/cp-kafka",
    };

    /// <summary>The folder of its volume that an image gets in place of the volume's own; empty for nearly every image.</summary>
    public static string VolumeSubPath(string image) => WantFolder.Contains(Repository(image)) ? "data" : "";

    /// <summary>An item's variables and those that its image needs besides; what the item says counts more.</summary>
    public static IReadOnlyList<NamedValue> Variables(string image, string volumePath, IReadOnlyList<NamedValue> own)
    {
        if (volumePath.Length == 0 || !Needs.TryGetValue(Repository(image), out var needs))
        {
            return own;
        }

        return
        [
            .. own,
            .. needs
                .Where(need => own.All(variable => variable.Key != need.Key))
                .Select(need => new NamedValue(need.Key, need.Value.Replace("{0}", volumePath))),
        ];
    }

    /// <summary>Says which declared services do not start with the rights that they get in a cluster.</summary>
    public static void Explain(PlanContext context, IReadOnlyList<SideServicePlan> services)
    {
        foreach (var service in services.Where(static service => Repository(service.Image) == SqlServer))
        {
            context.Leave(
                new(
                    OperatorActionKind.Setting,
                    service.Name,
                    "Run it outside of the cluster, or in a namespace whose Pod Security is `baseline`, with `allowPrivilegeEscalation: true` and the capability `NET_BIND_SERVICE` (in the chart: `companionSecurityContext`).",
                    "SQL Server's program may bind ports below 1024, and is not started where a container may gain no rights, as all of them here.",
                    IsBlocking: true
                )
            );
        }
    }

    /// <summary>The repository as Docker Hub has it: without digest, tag and the registries that mirror it.</summary>
    private static string Repository(string image)
    {
        var parts = ImageName.Parse(image).Repository.Split('/').ToList();
        if (parts.Count > 1 && (parts[0].Contains('.') || parts[0].Contains(':')))
        {
            parts.RemoveAt(0);
        }

        return string.Join("/", parts.Count == 2 && parts[0] == "library" ? parts.Skip(1) : parts);
    }
}
