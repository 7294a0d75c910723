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

    private static readonly Dictionary<string, Func<FactSource, JObject, Fact>> Readers = new(StringComparer.Ordinal)
    {
        ["host"] = static (source, json) => new HostFact(source, Enum<HostKind>(json, "host")),
        ["health"] = static (source, json) => new HealthEndpointFact(
            source, Text(json, "path"), Enum<HealthEndpointKind>(json, "probe"), Texts(json, "tags"), Enum<HealthChecksRun>(json, "checks"), Flag(json, "authorization"), Text(json, "host")),
        ["check"] = static (source, json) => new HealthCheckFact(source, Text(json, "name"), Texts(json, "tags")),
        ["listen"] = static (source, json) => new ListenFact(source, Text(json, "scheme"), Text(json, "host"), Number(json, "port"), Text(json, "key"), Enum<ConfigurationOrigin>(json, "origin"), Flag(json, "http2")),
        ["prefix"] = static (source, json) => new EnvironmentPrefixFact(source, Text(json, "prefix")),
        ["key"] = static (source, json) => new ConfigurationKeyFact(
            source, Text(json, "key"), Enum<ConfigurationValueType>(json, "type"), (string?)json["default"], Flag(json, "required"), Flag(json, "secret"), Enum<ConfigurationOrigin>(json, "origin"),
            Text(json, "prefix")),
        ["connection"] = static (source, json) => new ConnectionStringFact(source, Text(json, "key"), Text(json, "provider"), Flag(json, "required"), Text(json, "prefix")),
        ["outbound"] = static (source, json) => new OutboundEndpointFact(source, Text(json, "key"), Text(json, "scheme"), Text(json, "host"), Number(json, "port")),
        ["cors"] = static (source, json) => new CorsPolicyFact(
            source, Text(json, "name"), Flag(json, "any"), Flag(json, "credentials"), Texts(json, "origins"), Text(json, "key")),
        ["environment"] = static (source, json) => new EnvironmentFact(source, Text(json, "name")),
        ["service"] = static (source, json) => new HostedServiceFact(source, Text(json, "type")),
        ["shutdown"] = static (source, json) => new ShutdownTimeoutFact(source, Number(json, "seconds")),
        ["feature"] = static (source, json) => new FeatureFact(source, Text(json, "name")),
        ["write"] = static (source, json) => new FileWriteFact(source, Text(json, "path"), Text(json, "key"), Enum<FileWriteKind>(json, "content")),
        ["call"] = static (source, json) => new CallFact(source, Text(json, "member")),
    };

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
                if (Readers.TryGetValue(Text(item, "kind"), out var read))
                {
                    facts.Add(read(new FactSource(Text(item, "file"), Text(item, "in"), Enum<GuardKind>(item, "guard")), item));
                }
            }

            return FactSet.Create(facts);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException or OverflowException or InvalidCastException)
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
        switch (fact)
        {
            case HostFact host:
                Member(json, "kind", "host");
                Member(json, "host", host.Kind);
                break;
            case HealthEndpointFact health:
                Member(json, "kind", "health");
                Member(json, "path", health.Path);
                Member(json, "probe", health.Kind);
                Member(json, "tags", health.Tags);
                Member(json, "checks", health.Checks);
                Member(json, "authorization", health.RequiresAuthorization);
                Member(json, "host", health.Host);
                break;
            case HealthCheckFact check:
                Member(json, "kind", "check");
                Member(json, "name", check.Name);
                Member(json, "tags", check.Tags);
                break;
            case ListenFact listen:
                Member(json, "kind", "listen");
                Member(json, "scheme", listen.Scheme);
                Member(json, "host", listen.Host);
                Member(json, "port", listen.Port);
                Member(json, "key", listen.Key);
                Member(json, "origin", listen.Origin);
                Member(json, "http2", listen.IsHttp2Only);
                break;
            case EnvironmentPrefixFact prefix:
                Member(json, "kind", "prefix");
                Member(json, "prefix", prefix.Prefix);
                break;
            case ConfigurationKeyFact key:
                Member(json, "kind", "key");
                Member(json, "key", key.Key);
                Member(json, "type", key.Type);
                if (key.Default is not null)
                {
                    json.WritePropertyName("default");
                    json.WriteValue(key.Default);
                }

                Member(json, "required", key.Required);
                Member(json, "secret", key.IsSecret);
                Member(json, "origin", key.Origin);
                Member(json, "prefix", key.Prefix);
                break;
            case ConnectionStringFact connection:
                Member(json, "kind", "connection");
                Member(json, "key", connection.Key);
                Member(json, "provider", connection.Provider);
                Member(json, "required", connection.Required);
                Member(json, "prefix", connection.Prefix);
                break;
            case OutboundEndpointFact outbound:
                Member(json, "kind", "outbound");
                Member(json, "key", outbound.Key);
                Member(json, "scheme", outbound.Scheme);
                Member(json, "host", outbound.Host);
                Member(json, "port", outbound.Port);
                break;
            case CorsPolicyFact cors:
                Member(json, "kind", "cors");
                Member(json, "name", cors.Name);
                Member(json, "any", cors.AnyOrigin);
                Member(json, "credentials", cors.AllowCredentials);
                Member(json, "origins", cors.Origins);
                Member(json, "key", cors.OriginsKey);
                break;
            case EnvironmentFact environment:
                Member(json, "kind", "environment");
                Member(json, "name", environment.Name);
                break;
            case HostedServiceFact service:
                Member(json, "kind", "service");
                Member(json, "type", service.Type);
                break;
            case ShutdownTimeoutFact shutdown:
                Member(json, "kind", "shutdown");
                Member(json, "seconds", shutdown.Seconds);
                break;
            case FeatureFact feature:
                Member(json, "kind", "feature");
                Member(json, "name", feature.Name);
                break;
            case FileWriteFact write:
                Member(json, "kind", "write");
                Member(json, "path", write.Path);
                Member(json, "key", write.Key);
                Member(json, "content", write.Kind);
                break;
            case CallFact call:
                Member(json, "kind", "call");
                Member(json, "member", call.Member);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "A fact without a row in the serializer.");
        }

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

    private static void Member<T>(JsonTextWriter json, string name, T value) where T : struct, Enum
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

    private static T Enum<T>(JObject json, string name) where T : struct, Enum =>
        System.Enum.TryParse<T>((string?)json[name], out var value) ? value : default;
}
