using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Deployability.EndToEnd.Tests.Templates;

/// <summary>A probe as the manifest says it; one without path, service and port name only opens a connection.</summary>
/// <param name="Name"><c>startupProbe</c>, <c>livenessProbe</c>, <c>readinessProbe</c>.</param>
/// <param name="Port">Of the container.</param>
/// <param name="Path">Asked by HTTP; null when it is not.</param>
/// <param name="Scheme">Of the request.</param>
/// <param name="IsGrpc">Whether gRPC's health service is asked.</param>
/// <param name="Host">The Host header; null for the address.</param>
internal sealed record EmittedProbe(string Name, int Port, string? Path, string Scheme, bool IsGrpc, string? Host);

/// <summary>What a container runtime and Kubernetes read from the files that publish wrote.</summary>
internal sealed record EmittedApp
{
    /// <summary>Variables of the image and of the ConfigMap.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Names that the Secret has to have.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    public required IReadOnlyList<string> EntryPoint { get; init; }

    /// <summary>The command of HEALTHCHECK; empty for none.</summary>
    public required IReadOnlyList<string> HealthCheck { get; init; }

    public required IReadOnlyList<int> Ports { get; init; }

    public required IReadOnlyList<EmittedProbe> Probes { get; init; }

    /// <summary>Folders that the container may write to.</summary>
    public required IReadOnlyList<string> Mounts { get; init; }

    /// <summary>What is left of the grace period when the signal comes.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>Whether the image has cultures and time zones.</summary>
    public required bool HasCultures { get; init; }

    /// <param name="deploy">The folder of emitted files.</param>
    public static EmittedApp Read(string deploy)
    {
        var final = FinalStage(File.ReadAllText(Path.Combine(deploy, "Dockerfile")));
        var pod = Yaml(deploy, "deployment.yaml")["spec"]["template"]["spec"];
        var container = pod["containers"][0];
        var ports = Items(container, "ports")
            .ToDictionary(
                static port => Text(port["name"]),
                static port => int.Parse(Text(port["containerPort"]), CultureInfo.InvariantCulture)
            );
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match line in Regex.Matches(final, @"^ENV (\w+)=(.*)$", RegexOptions.Multiline))
        {
            variables[line.Groups[1].Value] = line.Groups[2].Value.Trim('"');
        }

        foreach (var literal in Items(Yaml(deploy, "kustomization.yaml")["configMapGenerator"][0], "literals").Select(Text))
        {
            variables[literal[..literal.IndexOf('=', StringComparison.Ordinal)]] = literal[
                (literal.IndexOf('=', StringComparison.Ordinal) + 1)..
            ];
        }

        var template = Path.Combine(deploy, "kubernetes", "secret.template.yaml");
        return new EmittedApp
        {
            Variables = variables,
            Secrets =
                File.Exists(template) && Load(template) is YamlMappingNode secret
                    ? [.. ((YamlMappingNode)secret["stringData"]).Children.Keys.Select(Text)]
                    : [],
            EntryPoint = Command(final, "ENTRYPOINT"),
            HealthCheck = Command(final, "CMD"),
            Ports = [.. ports.Values],
            Probes = [.. new[] { "startupProbe", "livenessProbe", "readinessProbe" }.SelectMany(name => Probe(container, name, ports))],
            Mounts = [.. Items(container, "volumeMounts").Select(static mount => Text(mount["mountPath"]))],
            Grace = TimeSpan.FromSeconds(
                int.Parse(Text(pod["terminationGracePeriodSeconds"]), CultureInfo.InvariantCulture)
                    - (
                        Find(container, "lifecycle") is { } life
                            ? int.Parse(Text(life["preStop"]["sleep"]["seconds"]), CultureInfo.InvariantCulture)
                            : 0
                    )
            ),
            HasCultures = !Regex.IsMatch(final, @"^\S+-chiseled\s", RegexOptions.Multiline),
        };
    }

    private static string FinalStage(string dockerfile) =>
        dockerfile[(dockerfile.LastIndexOf("\nFROM ", StringComparison.Ordinal) + "\nFROM ".Length)..];

    private static string[] Command(string stage, string instruction) =>
        Regex.Match(stage, $@"^\s*{instruction} (\[.*\])$", RegexOptions.Multiline) is { Success: true } match
            ? JsonSerializer.Deserialize<string[]>(match.Groups[1].Value)!
            : [];

    private static IEnumerable<EmittedProbe> Probe(YamlNode container, string name, Dictionary<string, int> ports)
    {
        if (Find(container, name) is not { } probe)
        {
            yield break;
        }

        if (Find(probe, "httpGet") is { } http)
        {
            var host = Find(http, "httpHeaders") is YamlSequenceNode headers ? Text(headers[0]["value"]) : null;
            yield return new(name, Number(http["port"]), Text(http["path"]), Text(http["scheme"]).ToLowerInvariant(), IsGrpc: false, host);
        }
        else if (Find(probe, "grpc") is { } grpc)
        {
            yield return new(name, Number(grpc["port"]), null, "http", IsGrpc: true, null);
        }
        else
        {
            yield return new(name, Number(probe["tcpSocket"]["port"]), null, "tcp", IsGrpc: false, null);
        }

        int Number(YamlNode port) =>
            ports.TryGetValue(Text(port), out var named) ? named : int.Parse(Text(port), CultureInfo.InvariantCulture);
    }

    private static YamlNode Yaml(string deploy, string file) => Load(Path.Combine(deploy, "kubernetes", "base", file));

    private static YamlNode Load(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(file);
        stream.Load(reader);
        return stream.Documents[0].RootNode;
    }

    private static YamlNode? Find(YamlNode node, string name) =>
        ((YamlMappingNode)node).Children.TryGetValue(new YamlScalarNode(name), out var found) ? found : null;

    private static IEnumerable<YamlNode> Items(YamlNode node, string name) => Find(node, name) is YamlSequenceNode list ? list : [];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
