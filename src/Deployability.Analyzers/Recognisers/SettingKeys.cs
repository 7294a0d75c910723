namespace Deployability.Analyzers.Recognisers;

/// <summary>Takes the keys of settings apart: <c>ConnectionStrings:Sqlite:Main</c>, <c>Clients:0</c>, <c>UseRedis</c>.</summary>
internal static class SettingKeys
{
    // DbProvider, QueueType, MemoryDbTypes:0.
    private static readonly string[] Choices = ["Provider", "Providers", "Type", "Types"];

    // What a switch of several words has about it: RedisEnabled, UseRedis, IsRedisActive.
    private static readonly string[] Before = ["Enable", "Use", "Is"];
    private static readonly string[] Behind = ["Enabled", "Enable", "Active"];

    /// <summary>The section of a key, with the colon at its end; empty outside of sections.</summary>
    public static string ParentOf(string key) => key.Substring(0, key.LastIndexOf(':') + 1);

    /// <summary>The last part of a section.</summary>
    /// <param name="section">With the colon at its end.</param>
    public static string LastOf(string section) =>
        section.Length == 0 ? "" : section.Substring(ParentOf(section.TrimEnd(':')).Length).TrimEnd(':');

    /// <summary>The last part of a key; of a list's element the name of the list.</summary>
    public static string NameOf(string key)
    {
        var end = key.LastIndexOf(':');
        var name = key.Substring(end + 1);
        return end > 0 && IsIndex(name) ? key.Substring(key.LastIndexOf(':', end - 1) + 1, end - key.LastIndexOf(':', end - 1) - 1) : name;
    }

    /// <summary>Whether a key is that of a list's element: <c>Clients:0</c>.</summary>
    public static bool IsElement(string key) => IsIndex(key.Substring(key.LastIndexOf(':') + 1));

    /// <summary>Whether a part of a key is the place of an element in its list.</summary>
    public static bool IsIndex(string part) => int.TryParse(part, out _);

    /// <summary>Whether the name of a setting, or of its list, ends with one of these.</summary>
    public static bool NameEnds(string key, string[] endings) =>
        Array.Exists(endings, ending => NameOf(key).EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the name of a setting says that it chooses by a name of its own.</summary>
    public static bool Chooses(string key) => NameEnds(key, Choices);

    /// <summary>The word that the names of a switch and of what it switches begin with; nothing for a bare <c>Enabled</c>, which speaks for its section.</summary>
    public static string StemOf(string name)
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
}
