namespace TodoChat.Api.Storage;

public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The folder of the users' files, which all instances share.</summary>
    public string Directory { get; set; } = "/data";
}
