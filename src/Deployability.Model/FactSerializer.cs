using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

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
                    json.WritePropertyName("default");
                    json.WriteValue(fact.Default);
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
                    (string?)json["default"],
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
        Kind<MetricsPortFact>(
            "metrics",
            static (json, fact) => Member(json, "port", fact.Port),
            static (source, json) => new(source, Number(json, "port"))
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
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.None })
        {
            json.WriteStartObject();
            json.WritePropertyName("v");
            json.WriteValue(Version);
            json.WritePropertyName("facts");
            json.WriteStartArray();
            foreach (var fact in facts.Facts)
            {
                Write(json, fact);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <returns>The facts, or null when the text is no fact JSON of a version that this reader knows.</returns>
    public static FactSet? TryDeserialize(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
            var root = JObject.Load(reader);
            if (Number(root, "v") is not (> 0 and <= Version) || root["facts"] is not JArray items)
            {
                return null;
            }

            var facts = new List<Fact>();
            foreach (var item in items.OfType<JObject>())
            {
                if (ByName.TryGetValue(Text(item, "kind"), out var kind))
                {
                    facts.Add(kind.Read(new FactSource(Text(item, "file"), Text(item, "in"), Enum<GuardKind>(item, "guard")), item));
                }
            }

            return FactSet.Create(facts);
        }
        catch (Exception exception)
            when (exception is JsonException or ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return null;
        }
    }

    /// <summary>A text by which facts sort: kind first, then content.</summary>
    internal static string SortKey(Fact fact)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var json = new JsonTextWriter(text))
        {
            Write(json, fact);
        }

        return text.ToString();
    }

    private static void Write(JsonTextWriter json, Fact fact)
    {
        json.WriteStartObject();
        var kind = ByType[fact.GetType()];
        Member(json, "kind", kind.Name);
        kind.Write(json, fact);
        Member(json, "file", fact.Source.File);
        Member(json, "in", fact.Source.Member);
        Member(json, "guard", fact.Source.Guard);
        json.WriteEndObject();
    }

    private static void Member(JsonTextWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WritePropertyName(name);
            json.WriteValue(value);
        }
    }

    private static void Member(JsonTextWriter json, string name, bool value)
    {
        if (value)
        {
            json.WritePropertyName(name);
            json.WriteValue(true);
        }
    }

    private static void Member(JsonTextWriter json, string name, int value)
    {
        if (value != 0)
        {
            json.WritePropertyName(name);
            json.WriteValue(value);
        }
    }

    private static void Member<T>(JsonTextWriter json, string name, T value)
        where T : struct, Enum
    {
        if (!value.Equals(default(T)))
        {
            Member(json, name, value.ToString());
        }
    }

    private static void Member(JsonTextWriter json, string name, EquatableArray<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteValue(value);
        }

        json.WriteEndArray();
    }

    private static string Text(JObject json, string name) => (string?)json[name] ?? "";

    private static int Number(JObject json, string name) => (int?)json[name] ?? 0;

    private static bool Flag(JObject json, string name) => (bool?)json[name] ?? false;

    private static EquatableArray<string> Texts(JObject json, string name) =>
        json[name] is JArray items ? new(items.Select(static item => (string?)item ?? "")) : EquatableArray<string>.Empty;

    private static T Enum<T>(JObject json, string name)
        where T : struct, Enum => System.Enum.TryParse<T>((string?)json[name], out var value) ? value : default;

    private static FactKind Kind<T>(string name, Action<JsonTextWriter, T> write, Func<FactSource, JObject, T> read)
        where T : Fact => new(name, typeof(T), (json, fact) => write(json, (T)fact), read);

    private sealed record FactKind(string Name, Type Type, Action<JsonTextWriter, Fact> Write, Func<FactSource, JObject, Fact> Read);
}
