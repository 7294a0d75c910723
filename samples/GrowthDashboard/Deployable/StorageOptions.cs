namespace GrowthDashboard;

public sealed class StorageOptions
{
    /// <summary>Where prices are kept; has to outlive the process, so in a container it is a volume.</summary>
    [ConfigurationKeyName("PRICE_CACHE_DIR")]
    public string PriceCacheDirectory { get; set; } = "/data/prices";
}
