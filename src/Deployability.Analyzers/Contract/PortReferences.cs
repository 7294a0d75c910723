using System.Globalization;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Contract;

/// <summary>Judges what objects of a cluster say to each other about ports, whoever's app it is: names that no container gives, ports that no Service has.</summary>
internal static class PortReferences
{
    /// <summary>What comes of it, for messages.</summary>
    public const string Dead = "so nothing answers there";

    /// <summary>The references of an object that lead nowhere.</summary>
    public static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest, ManifestSet set) =>
        manifest.Kind switch
        {
            KubernetesKinds.Ingress => JudgeIngress(manifest, set),
            KubernetesKinds.HttpRoute or KubernetesKinds.GrpcRoute => JudgeRoute(manifest, set),
            _ => JudgeNames(manifest),
        };

    // A probe that names a port which its container does not have; no matter whose container.
    private static IEnumerable<ManifestFinding> JudgeNames(KubernetesObject workload)
    {
        foreach (var container in workload.Containers)
        {
            var declared = container.Node.Find("ports");
            foreach (var port in container.Node.IsOpen || declared?.IsOpen == true ? [] : PortsOfProbes(container.Node))
            {
                if (
                    IsName(port.Node)
                    && !(declared?.Items ?? []).Any(item =>
                        item.IsOpen || item.Find("name")?.HasHole == true || item.TextOf("name") == port.Node.Text
                    )
                )
                {
                    yield return Undefined(
                        port.Probe + " of container '" + container.Name + "'",
                        port.Node,
                        "a name that the container gives to none of its ports",
                        declared
                    );
                }
            }
        }
    }

    private static IEnumerable<(string Probe, YamlNode Node)> PortsOfProbes(YamlNode container)
    {
        foreach (var name in Probe.Names)
        {
            foreach (var entry in container.Find(name)?.AllEntries ?? [])
            {
                if (entry.Name is "httpGet" or "tcpSocket" && entry.Value.Find("port") is { Kind: YamlKind.Scalar } port)
                {
                    yield return (name, port);
                }
            }
        }
    }

    private static IEnumerable<ManifestFinding> JudgeIngress(KubernetesObject ingress, ManifestSet set)
    {
        var spec = ingress.Root.Find("spec");
        var backends = (spec?.Find("rules")?.Items ?? [])
            .SelectMany(static rule => rule.Find("http", "paths")?.Items ?? [])
            .Select(static path => path.Find("backend"))
            .Append(spec?.Find("defaultBackend"));
        foreach (var backend in backends)
        {
            var name = backend?.Find("service")?.TextOf("name") ?? backend?.TextOf("serviceName");
            var port =
                backend?.Find("service", "port", "number") ?? backend?.Find("service", "port", "name") ?? backend?.Find("servicePort");
            if (JudgeBackend("Ingress '" + ingress.Name + "'", name, port, set) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<ManifestFinding> JudgeRoute(KubernetesObject route, ManifestSet set)
    {
        foreach (
            var backend in (route.Root.Find("spec", "rules")?.Items ?? []).SelectMany(static rule => rule.Find("backendRefs")?.Items ?? [])
        )
        {
            if (
                backend.TextOf("kind") is null or KubernetesKinds.Service
                && JudgeBackend(route.Kind + " '" + route.Name + "'", backend.TextOf("name"), backend.Find("port"), set) is { } finding
            )
            {
                yield return finding;
            }
        }
    }

    private static ManifestFinding? JudgeBackend(string what, string? service, YamlNode? port, ManifestSet set)
    {
        if (service is null || port is not { Kind: YamlKind.Scalar } || port.HasHole || service.IndexOf(YamlNode.Hole) >= 0)
        {
            return null;
        }

        var known = set.OfKind(KubernetesKinds.Service).Where(other => other.IsNamed(service)).ToList();
        var ports = known.SelectMany(static other => other.Root.Find("spec", "ports")?.Items ?? []).ToList();
        if (
            ports.Count == 0
            || known.Exists(other => other.IsOpen || other.Root.Find("spec", "ports")?.IsOpen == true)
            || ports.Exists(item =>
                item.IsOpen
                || item.Find("port")?.HasHole == true
                || item.Find("name")?.HasHole == true
                || item.TextOf("port") == port.Text
                || item.TextOf("name") == port.Text
            )
        )
        {
            return null;
        }

        var better = ports.Count == 1 ? (IsName(port) ? ports[0].TextOf("name") : ports[0].TextOf("port")) : null;
        return ManifestFinding.At(
            port,
            what,
            port.Text,
            "Service '" + service + "' has no such port",
            Dead,
            better is not null ? "write " + better
                : ports.Count == 1 ? "name the port by its number, " + ports[0].TextOf("port")
                : "write one of " + string.Join(", ", ports.Select(static item => item.TextOf("port")))
        ) with
        {
            Replacement = better,
        };
    }

    public static ManifestFinding Undefined(string what, YamlNode port, string why, YamlNode? declared)
    {
        var only = declared is { Items: [var single] } ? single : null;
        var better = only?.TextOf("name") ?? only?.TextOf("containerPort");
        return ManifestFinding.At(
            port,
            what,
            port.Text,
            why,
            Dead,
            better is not null ? "write " + better : "name a port of the container '" + port.Text + "', or write its number"
        ) with
        {
            Replacement = better,
        };
    }

    public static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static bool IsName(YamlNode port) =>
        !port.HasHole && port.Text.Length > 0 && NumberOf(port.Text) == 0 && port.Text.IndexOf('$') < 0;
}
