namespace Deployability.Model;

/// <summary>TCP ports on which each kind of server listens unless somebody says otherwise.</summary>
/// <remarks>
/// https://www.iana.org/assignments/service-names-port-numbers; those of clouds: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-faq,
/// https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure (6380), https://docs.oracle.com/en/database/oracle/oracle-database/19/ (2484).
/// </remarks>
public static class ProviderPorts
{
    private static readonly Dictionary<string, (int[] Usual, int[] Encrypted)> Ports = new(StringComparer.Ordinal)
    {
        [ConnectionProviders.Npgsql] = ([5432], []),
        [ConnectionProviders.SqlServer] = ([1433], []),
        [ConnectionProviders.MySql] = ([3306], []),
        [ConnectionProviders.Oracle] = ([1521], [2484]),
        [ConnectionProviders.MongoDb] = ([27017], []),
        [ConnectionProviders.Redis] = ([6379], [6380]),
        [ConnectionProviders.RabbitMq] = ([5672], [5671]),
        [ConnectionProviders.Cosmos] = ([443], []),
        [ConnectionProviders.AzureStorage] = ([443], []),
        [ConnectionProviders.ServiceBus] = ([443, 5671], []),
    };

    /// <param name="provider">One of <see cref="ConnectionProviders"/>.</param>
    /// <returns>The ports that a connection uses; none for what is a file, or unknown.</returns>
    public static IReadOnlyList<int> Of(string provider) => Ports.TryGetValue(provider, out var ports) ? ports.Usual : [];

    /// <param name="provider">One of <see cref="ConnectionProviders"/>.</param>
    /// <returns>The usual port first, and those on which the same is spoken over TLS, where nobody knows which is meant.</returns>
    public static IReadOnlyList<int> WithEncrypted(string provider) =>
        Ports.TryGetValue(provider, out var ports) ? [.. ports.Usual, .. ports.Encrypted] : [];
}
