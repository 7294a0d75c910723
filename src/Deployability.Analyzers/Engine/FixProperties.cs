using System.Collections.Immutable;

namespace Deployability.Analyzers.Engine;

/// <summary>What a finding about a value tells its fix, as properties of the diagnostic.</summary>
internal static class FixProperties
{
    /// <summary>The configuration key for the value.</summary>
    public const string Key = "Key";

    /// <summary>Set when the value is only a default of configuration.</summary>
    public const string Default = "Default";

    /// <summary>Set when the value is an initialiser that binding the key replaces.</summary>
    public const string Bound = "Bound";

    /// <summary>Set when the URL is that of one request, path and all.</summary>
    public const string Request = "Request";

    /// <summary>Set when the value is no URL and moves as a whole.</summary>
    public const string Plain = "Plain";

    /// <summary>Set when the value means this machine and is no default to keep.</summary>
    public const string Loopback = "Loopback";

    /// <summary>The key, and of the others those that hold.</summary>
    public static ImmutableDictionary<string, string?> Of(string key, params (string Name, bool Holds)[] properties)
    {
        var result = ImmutableDictionary<string, string?>.Empty.Add(Key, key);
        foreach (var (name, holds) in properties)
        {
            if (holds)
            {
                result = result.Add(name, "true");
            }
        }

        return result;
    }
}
