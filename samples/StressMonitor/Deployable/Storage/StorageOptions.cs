namespace StressMonitor.Storage;

public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The directory of the SQLite file. Has to outlive the process, so in a container it is a volume.</summary>
    public string Path { get; set; } = "/data";
}
