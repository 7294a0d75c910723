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

    // Whose images these are: owners of Docker Hub and other registries, and registries that have no others.
    private static readonly HashSet<string> Vendors = new(StringComparer.OrdinalIgnoreCase)
    {
        "apache",
        "apachepulsar",
        "argoproj",
        "axllent",
        "azure-cosmos-db",
        "azure-messaging",
        "azure-storage",
        "bitnami",
        "bitnamilegacy",
        "citusdata",
        "clickhouse",
        "cockroachdb",
        "confluentinc",
        "coreos",
        "daprio",
        "datalust",
        "debezium",
        "docker.elastic.co",
        "dpage",
        "elastic",
        "envoyproxy",
        "eventstore",
        "fluent",
        "grafana",
        "hashicorp",
        "ingress-nginx",
        "istio",
        "jaegertracing",
        "jboss",
        "jetstack",
        "k8s.gcr.io",
        "keycloak",
        "kong",
        "localstack",
        "mailhog",
        "minio",
        "mssql",
        "neo4j",
        "nginxinc",
        "open-telemetry",
        "openzipkin",
        "opensearchproject",
        "otel",
        "percona",
        "portainer",
        "postgis",
        "prom",
        "prometheus",
        "provectuslabs",
        "rediscommander",
        "redislabs",
        "registry.k8s.io",
        "rnwood",
        "scylladb",
        "temporalio",
        "timescale",
        "traefik",
        "wurstmeister",
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
    /// <param name="container">Of a pod or of a compose file.</param>
    /// <param name="image">Of the container, with what values fill in.</param>
    public static bool IsInfrastructure(KubernetesContainer container, string image) =>
        IsVendors(image)
        || IsStore(container.Name)
        // A template says which image, and the container what it is: shop-redis.
        || image.Trim(YamlNode.Hole, ':', '/').Length == 0
            && Infrastructure.Contains(container.Name.Substring(container.Name.LastIndexOfAny(['-', YamlNode.Hole]) + 1));

    /// <summary>Whether what runs is somebody else's, a side-car or infrastructure, and none of the app's own.</summary>
    /// <param name="container">Of a pod or of a compose file.</param>
    /// <param name="image">Of the container, with what values fill in.</param>
    public static bool IsOfOthers(KubernetesContainer container, string image) =>
        IsSideCar(container) || IsInfrastructure(container, image);

    // By its program, whoever packed it, or by whom it is from: grafana/grafana, docker.elastic.co/apm/apm-server.
    private static bool IsVendors(string image)
    {
        var name = ImageName.Parse(image);
        var parts = name.Repository.Split('/');
        return Infrastructure.Contains(name.Program) || parts.Take(parts.Length - 1).Any(Vendors.Contains);
    }

    private static bool StartsAsSideCar(string name) =>
        Array.Exists(SideCars, sideCar => name.StartsWith(sideCar, StringComparison.OrdinalIgnoreCase));
}
