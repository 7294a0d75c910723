using Deployability.Formats.Json;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the sections of a settings file that the file itself puts out of use: switched off, or not the one that is chosen.</summary>
/// <remarks>
/// <c>"Zipkin": { "Enabled": false, "Endpoint": "…" }</c>, <c>"UseRedis": false, "RedisConnection": "…"</c>,
/// <c>"Store": { "Type": "Folder", "Folder": { … }, "MongoDb": { … } }</c>
/// </remarks>
internal sealed class UnusedSections
{
    private static readonly string[] Switches = ["Enabled", "IsEnabled", "Enable", "Active", "IsActive"];
    private static readonly string[] Choosers = ["Type", "Provider", "Kind", "Use", "Selected"];

    // What a switch of several words has about it: RedisEnabled, UseRedis, IsRedisActive.
    private static readonly string[] Before = ["Enable", "Use", "Is"];
    private static readonly string[] Behind = ["Enabled", "Enable", "Active"];

    // What is chosen where no section is.
    private static readonly string[] Nothing = ["None", "Default", "Memory", "InMemory", "In-Memory", "Local", "Off", "Disabled"];

    private const int ShortestStem = 4;

    // Beginnings of keys: of sections with the colon at their end, of siblings as far as they have a word in common.
    private readonly List<string> switchedOff = [];

    // A section and, with the colons around it, its child that is chosen.
    private readonly List<(string Parent, string Chosen)> choices = [];

    private UnusedSections() { }

    public static UnusedSections Of(JsonFile file)
    {
        var result = new UnusedSections();
        foreach (var setting in file.Settings)
        {
            var name = setting.Key.LastIndexOf(':') + 1;
            var parent = setting.Key.Substring(0, name);
            if (
                setting.Value.Equals("false", StringComparison.OrdinalIgnoreCase)
                && StemOf(setting.Key.Substring(name)) is { Length: >= ShortestStem } stem
            )
            {
                result.switchedOff.Add(parent + stem);
            }
            else if (name == 0)
            {
                continue;
            }
            else if (setting.Value.Equals("false", StringComparison.OrdinalIgnoreCase) && Is(setting.Key, name, Switches))
            {
                result.switchedOff.Add(parent);
            }
            else if (setting is { IsString: true, Value.Length: > 0 } && Is(setting.Key, name, Choosers))
            {
                var chosen = parent + setting.Value + ":";
                if (
                    Array.Exists(Nothing, nothing => nothing.Equals(setting.Value, StringComparison.OrdinalIgnoreCase))
                    || file.Settings.Any(other => StartsWith(other.Key, chosen))
                )
                {
                    result.choices.Add((parent, chosen));
                }
            }
        }

        return result;
    }

    /// <summary>Whether a setting stands in a section that nothing uses as long as the file says so.</summary>
    public bool Contains(string key)
    {
        foreach (var section in switchedOff)
        {
            if (StartsWith(key, section))
            {
                return true;
            }
        }

        foreach (var (parent, chosen) in choices)
        {
            if (StartsWith(key, parent) && !StartsWith(key, chosen) && key.IndexOf(':', parent.Length) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // The word that the names of a switch and of what it switches begin with; nothing for a bare Enabled, which speaks for its section.
    private static string StemOf(string name)
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

    private static bool Is(string key, int start, string[] names) =>
        Array.Exists(
            names,
            name =>
                key.Length - start == name.Length
                && string.Compare(key, start, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
        );

    private static bool StartsWith(string key, string section) => key.StartsWith(section, StringComparison.OrdinalIgnoreCase);
}
