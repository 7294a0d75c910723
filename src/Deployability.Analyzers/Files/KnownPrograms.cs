using Deployability.Formats;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Knows programs that run beside an app and are none of its team's, by the names of their images and containers.</summary>
internal static class KnownPrograms
{
    private static readonly string[] SideCars =
    [
        "istio",
        "envoy",
        "linkerd",
        "daprd",
        "dapr",
        "cloud-sql-proxy",
        "cloudsql-proxy",
        "fluent-bit",
        "fluentd",
        "otel-collector",
        "opentelemetry-collector",
        "vault-agent",
        "oauth2-proxy",
        "datadog",
        "jaeger-agent",
        "filebeat",
        "promtail",
        "node-exporter",
        "cadvisor",
    ];

    private static readonly HashSet<string> Infrastructure = new(StringComparer.OrdinalIgnoreCase)
    {
        "postgres",
        "postgresql",
        "postgis",
        "mysql",
        "mariadb",
        "mssql",
        "server",
        "redis",
        "valkey",
        "mongo",
        "mongodb",
        "rabbitmq",
        "kafka",
        "zookeeper",
        "elasticsearch",
        "opensearch",
        "minio",
        "nginx",
        "traefik",
        "keycloak",
        "memcached",
        "nats",
        "azurite",
        "grafana",
        "prometheus",
        "seq",
        "jaeger",
        "all-in-one",
        "mailhog",
        "mailpit",
        "maildev",
        "smtp4dev",
        "busybox",
        "ollama",
        "azure-sql-edge",
        "cassandra",
        "eventstore",
        "neo4j",
        "clickhouse-server",
        "timescaledb",
        "eclipse-mosquitto",
        "loki",
        "tempo",
        "zipkin",
        "zipkin-slim",
        "kibana",
        "localstack",
        "consul",
        "vault",
        "etcd",
        "adminer",
        "pgadmin4",
        "mongo-express",
    };

    // What keeps data, whoever made the image that it is in.
    private static readonly HashSet<string> Stores = new(StringComparer.OrdinalIgnoreCase)
    {
        "postgres",
        "postgresql",
        "mysql",
        "mariadb",
        "mssql",
        "sqlserver",
        "redis",
        "mongo",
        "mongodb",
        "rabbitmq",
        "kafka",
        "zookeeper",
        "elasticsearch",
    };

    /// <summary>Whether a container or service is called after what keeps data: <c>postgres</c>.</summary>
    public static bool IsStore(string name) => Stores.Contains(name);

    /// <summary>Whether the container serves the app's, and is known for it.</summary>
    public static bool IsSideCar(KubernetesContainer container) =>
        ImageName.Parse(container.Image).Repository == "mcr.microsoft.com/dotnet/monitor"
        || StartsAsSideCar(container.Name)
        || StartsAsSideCar(ImageName.Parse(container.Image).Program);

    /// <summary>Whether the image is a database, a broker or the like, and none of the app's own.</summary>
    public static bool IsInfrastructure(KubernetesContainer container) =>
        Infrastructure.Contains(ImageName.Parse(container.Image).Program)
        || IsStore(container.Name)
        // A template says which image, and the container what it is: shop-redis.
        || container.Image.Trim(YamlNode.Hole, ':', '/').Length == 0
            && Infrastructure.Contains(container.Name.Substring(container.Name.LastIndexOfAny(['-', YamlNode.Hole]) + 1));

    private static bool StartsAsSideCar(string name) =>
        Array.Exists(SideCars, sideCar => name.StartsWith(sideCar, StringComparison.OrdinalIgnoreCase));
}
