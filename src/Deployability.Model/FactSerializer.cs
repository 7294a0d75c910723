using System.Globalization;
using Deployability.Formats.Json;

namespace Deployability.Model;

/// <summary>Facts as compact JSON: <c>{"v":1,"facts":[{"kind":"host","file":"Program.cs","host":"web"},…]}</c>.</summary>
/// <remarks>
/// Values that equal their default are left out. A reader skips kinds and members that it does not know,
/// so that an application may read the facts of a library built with a newer version.
/// </remarks>
public static class FactSerializer
{
    /// <summary>Rises when the meaning of an existing member changes; a reader ignores newer versions.</summary>
    public const int Version = 1;

    /// <summary>One row a kind of fact: its name in JSON, what is written of it, and how it is read.</summary>
    private static readonly FactKind[] Kinds =
    [
        Kind<HostFact>(
            "host",
            static (json, fact) => Member(json, "host", fact.Kind),
            static (source, json) => new(source, Enum<HostKind>(json, "host"))
        ),
        Kind<HealthEndpointFact>(
            "health",
            static (json, fact) =>
            {
                Member(json, "path", fact.Path);
                Member(json, "probe", fact.Kind);
                Member(json, "tags", fact.Tags);
                Member(json, "checks", fact.Checks);
                Member(json, "authorization", fact.RequiresAuthorization);
                Member(json, "host", fact.Host);
            },
            static (source, json) =>
                new(
                    source,
                    Text(json, "path"),
                    Enum<HealthEndpointKind>(json, "probe"),
                    Texts(json, "tags"),
                    Enum<HealthChecksRun>(json, "checks"),
                    Flag(json, "authorization"),
                    Text(json, "host")
                )
        ),
        Kind<HealthCheckFact>(
            "check",
            static (json, fact) =>
            {
                Member(json, "name", fact.Name);
                Member(json, "tags", fact.Tags);
            },
            static (source, json) => new(source, Text(json, "name"), Texts(json, "tags"))
        ),
        Kind<ListenFact>(
            "listen",
            static (json, fact) =>
            {
                Member(json, "scheme", fact.Scheme);
                Member(json, "host", fact.Host);
                Member(json, "port", fact.Port);
                Member(json, "key", fact.Key);
                Member(json, "origin", fact.Origin);
                Member(json, "http2", fact.IsHttp2Only);
            },
            static (source, json) =>
                new(
                    source,
                    Text(json, "scheme"),
                    Text(json, "host"),
                    Number(json, "port"),
                    Text(json, "key"),
                    Enum<ConfigurationOrigin>(json, "origin"),
                    Flag(json, "http2")
                )
        ),
        Kind<ListenKeyFact>(
            "listenKey",
            static (json, fact) =>
            {
                Member(json, "key", fact.Key);
                Member(json, "list", fact.IsList);
                Member(json, "origin", fact.Origin);
            },
            static (source, json) => new(source, Text(json, "key"), Flag(json, "list"), Enum<ConfigurationOrigin>(json, "origin"))
        ),
        Kind<EnvironmentPrefixFact>(
            "prefix",
            static (json, fact) => Member(json, "prefix", fact.Prefix),
            static (source, json) => new(source, Text(json, "prefix"))
        ),
        Kind<KeyFilesFact>(
            "files",
            static (json, fact) =>
            {
                Member(json, "folder", fact.Folder);
                Member(json, "optional", fact.IsOptional);
                Member(json, "delimiter", fact.Delimiter);
            },
            static (source, json) => new(source, Text(json, "folder"), Flag(json, "optional"), Text(json, "delimiter"))
        ),
        Kind<ConfigurationKeyFact>(
            "key",
            static (json, fact) =>
            {
                Member(json, "key", fact.Key);
                Member(json, "type", fact.Type);
                if (fact.Default is not null)
                {
                    json.Name("default");
                    json.Value(fact.Default);
                }

                Member(json, "required", fact.Required);
                Member(json, "secret", fact.IsSecret);
                Member(json, "origin", fact.Origin);
                Member(json, "prefix", fact.Prefix);
            },
            static (source, json) =>
                new(
                    source,
                    Text(json, "key"),
                    Enum<ConfigurationValueType>(json, "type"),
                    json.Find("default") is { Kind: not JsonKind.Null } otherwise ? otherwise.Text : null,
                    Flag(json, "required"),
                    Flag(json, "secret"),
                    Enum<ConfigurationOrigin>(json, "origin"),
                    Text(json, "prefix")
                )
        ),
        Kind<ConnectionStringFact>(
            "connection",
            static (json, fact) =>
            {
                Member(json, "key", fact.Key);
                Member(json, "provider", fact.Provider);
                Member(json, "required", fact.Required);
                Member(json, "prefix", fact.Prefix);
            },
            static (source, json) => new(source, Text(json, "key"), Text(json, "provider"), Flag(json, "required"), Text(json, "prefix"))
        ),
        Kind<ConnectionPartsFact>(
            "parts",
            static (json, fact) =>
            {
                Member(json, "provider", fact.Provider);
                Member(json, "hostKey", fact.HostKey);
                Member(json, "userKey", fact.UserKey);
                Member(json, "passwordKey", fact.PasswordKey);
            },
            static (source, json) =>
                new(source, Text(json, "provider"), Text(json, "hostKey"), Text(json, "userKey"), Text(json, "passwordKey"))
        ),
        Kind<OutboundEndpointFact>(
            "outbound",
            static (json, fact) =>
            {
                Member(json, "key", fact.Key);
                Member(json, "scheme", fact.Scheme);
                Member(json, "host", fact.Host);
                Member(json, "port", fact.Port);
            },
            static (source, json) => new(source, Text(json, "key"), Text(json, "scheme"), Text(json, "host"), Number(json, "port"))
        ),
        Kind<CorsPolicyFact>(
            "cors",
            static (json, fact) =>
            {
                Member(json, "name", fact.Name);
                Member(json, "any", fact.AnyOrigin);
                Member(json, "credentials", fact.AllowCredentials);
                Member(json, "origins", fact.Origins);
                Member(json, "key", fact.OriginsKey);
            },
            static (source, json) =>
                new(source, Text(json, "name"), Flag(json, "any"), Flag(json, "credentials"), Texts(json, "origins"), Text(json, "key"))
        ),
        Kind<EnvironmentFact>(
            "environment",
            static (json, fact) => Member(json, "name", fact.Name),
            static (source, json) => new(source, Text(json, "name"))
        ),
        Kind<HostedServiceFact>(
            "service",
            static (json, fact) => Member(json, "type", fact.Type),
            static (source, json) => new(source, Text(json, "type"))
        ),
        Kind<ShutdownTimeoutFact>(
            "shutdown",
            static (json, fact) => Member(json, "seconds", fact.Seconds),
            static (source, json) => new(source, Number(json, "seconds"))
        ),
        Kind<MetricsEndpointFact>(
            "metrics",
            static (json, fact) =>
            {
                Member(json, "port", fact.Port);
                Member(json, "path", fact.Path);
            },
            static (source, json) => new(source, Number(json, "port"), Text(json, "path"))
        ),
        Kind<FeatureFact>(
            "feature",
            static (json, fact) => Member(json, "name", fact.Name),
            static (source, json) => new(source, Text(json, "name"))
        ),
        Kind<FileWriteFact>(
            "write",
            static (json, fact) =>
            {
                Member(json, "path", fact.Path);
                Member(json, "key", fact.Key);
                Member(json, "content", fact.Kind);
                Member(json, "isFile", fact.IsFile);
            },
            static (source, json) =>
                new(source, Text(json, "path"), Text(json, "key"), Enum<FileWriteKind>(json, "content"), Flag(json, "isFile"))
        ),
        Kind<CallFact>(
            "call",
            static (json, fact) => Member(json, "member", fact.Member),
            static (source, json) => new(source, Text(json, "member"))
        ),
    ];

    private static readonly Dictionary<string, FactKind> ByName = Kinds.ToDictionary(static kind => kind.Name, StringComparer.Ordinal);

    private static readonly Dictionary<Type, FactKind> ByType = Kinds.ToDictionary(static kind => kind.Type);

    /// <summary>Writes one line of JSON. Equal sets give equal text.</summary>
    public static string Serialize(FactSet facts)
    {
        var json = new JsonText(isIndented: false);
        json.Open('{');
        Member(json, "v", Version);
        json.Name("facts");
        json.Open('[');
        foreach (var fact in facts.Facts)
        {
            Write(json, fact);
        }

        json.Close(']');
        json.Close('}');
        return json.ToString();
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <returns>The facts, or null when the text is no fact JSON of a version that this reader knows.</returns>
    public static FactSet? TryDeserialize(string text)
    {
        try
        {
            if (
                JsonFile.Parse(text).Whole is not { } root
                || Number(root, "v") is not (> 0 and <= Version)
                || root.Find("facts") is not { Kind: JsonKind.Array } items
            )
            {
                return null;
            }

            var facts = new List<Fact>();
            foreach (var item in items.Items)
            {
                if (item.Kind == JsonKind.Object && ByName.TryGetValue(Text(item, "kind"), out var kind))
                {
                    facts.Add(kind.Read(new FactSource(Text(item, "file"), Text(item, "in"), Enum<GuardKind>(item, "guard")), item));
                }
            }

            return FactSet.Create(facts);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>A text by which facts sort: kind first, then content.</summary>
    internal static string SortKey(Fact fact)
    {
        var json = new JsonText(isIndented: false);
        Write(json, fact);
        return json.ToString();
    }

    private static void Write(JsonText json, Fact fact)
    {
        json.Open('{');
        var kind = ByType[fact.GetType()];
        Member(json, "kind", kind.Name);
        kind.Write(json, fact);
        Member(json, "file", fact.Source.File);
        Member(json, "in", fact.Source.Member);
        Member(json, "guard", fact.Source.Guard);
        json.Close('}');
    }

    private static void Member(JsonText json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.Name(name);
            json.Value(value);
        }
    }

    private static void Member(JsonText json, string name, bool value)
    {
        if (value)
        {
            json.Name(name);
            json.Literal("true");
        }
    }

    private static void Member(JsonText json, string name, int value)
    {
        if (value != 0)
        {
            json.Name(name);
            json.Literal(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Member<T>(JsonText json, string name, T value)
        where T : struct, Enum
    {
        if (!value.Equals(default(T)))
        {
            Member(json, name, value.ToString());
        }
    }

    private static void Member(JsonText json, string name, EquatableArray<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.Name(name);
        json.Open('[');
        foreach (var value in values)
        {
            json.Value(value);
        }

        json.Close(']');
    }

    private static string Text(JsonNode json, string name) => json.Find(name) is { } value ? Text(value) : "";

    private static string Text(JsonNode value) =>
        value.Kind is JsonKind.Object or JsonKind.Array ? throw new FormatException("A scalar is expected.") : value.Text;

    private static int Number(JsonNode json, string name) =>
        Text(json, name) is { Length: > 0 } text
            ? int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException("A number is expected.")
            : 0;

    private static bool Flag(JsonNode json, string name) => Text(json, name) is { Length: > 0 } text && bool.Parse(text);

    private static EquatableArray<string> Texts(JsonNode json, string name) =>
        json.Find(name) is { Kind: JsonKind.Array } items ? new(items.Items.Select(Text)) : EquatableArray<string>.Empty;

    // Not by Enum.TryParse<T>, which would be compiled anew in every publish for each kind of value.
    private static T Enum<T>(JsonNode json, string name)
        where T : struct, Enum =>
        Text(json, name) is { Length: > 0 } text && Array.IndexOf(System.Enum.GetNames(typeof(T)), text) >= 0
            ? (T)System.Enum.Parse(typeof(T), text)
            : default;

    private static FactKind Kind<T>(string name, Action<JsonText, T> write, Func<FactSource, JsonNode, T> read)
        where T : Fact => new(name, typeof(T), (json, fact) => write(json, (T)fact), read);

    private sealed record FactKind(string Name, Type Type, Action<JsonText, Fact> Write, Func<FactSource, JsonNode, Fact> Read);
}
