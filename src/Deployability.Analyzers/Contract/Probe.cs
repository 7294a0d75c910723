using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Compose;
using Deployability.Formats.Dockerfiles;
using Deployability.Formats.Yaml;
using Deployability.Model;

namespace Deployability.Analyzers.Contract;

/// <summary>How a probe asks.</summary>
internal enum ProbeProtocol
{
    Http,
    Grpc,
    Tcp,
}

/// <summary>A check of the app's health that a file around the code makes.</summary>
/// <param name="Name">As the file calls it: <c>livenessProbe</c>, <c>HEALTHCHECK</c>, <c>healthcheck</c>, an annotation.</param>
/// <param name="Protocol">How it asks.</param>
/// <param name="Path">Of an HTTP request; empty for others.</param>
/// <param name="PathRange">Of the path, else of the smallest thing that implies it.</param>
/// <param name="HasPath">Whether the path is written, so that another can be written in its place.</param>
/// <param name="Port">A number, the name of a container's port, or a text with variables; empty when the file says none.</param>
/// <param name="PortRange">Of the port.</param>
/// <param name="File">Where the ranges count; null for a Dockerfile.</param>
/// <param name="Entry">The whole of what asks, where it can be replaced: <c>grpc: { port: 8080 }</c>; null elsewhere.</param>
/// <param name="Scheme">What an HTTP request says of TLS: <c>HTTPS</c>; null where nothing does, which means HTTP.</param>
internal sealed record Probe(
    string Name,
    ProbeProtocol Protocol,
    string Path,
    TextRange PathRange,
    bool HasPath,
    string Port,
    TextRange PortRange,
    YamlFile? File = null,
    YamlEntry? Entry = null,
    YamlNode? Scheme = null
)
{
    /// <summary>The keys of a container that hold one.</summary>
    public static readonly string[] Names = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>Which endpoint would fit it.</summary>
    public HealthEndpointKind Kind =>
        Name switch
        {
            "livenessProbe" => HealthEndpointKind.Live,
            "readinessProbe" => HealthEndpointKind.Ready,
            "startupProbe" => HealthEndpointKind.Startup,
            _ => HealthEndpointKind.Combined,
        };

    /// <summary>The checks of a container or service of the app.</summary>
    /// <param name="container">Of a file.</param>
    /// <param name="textOf">The text of a file, in which commands are searched for addresses; empty for one that cannot be read.</param>
    public static IEnumerable<Probe> Of(AppContainer container, Func<YamlFile, string> textOf) =>
        container.Service is { } service ? OfService(service, textOf) : OfContainer(container.Node, textOf);

    /// <summary>The checks that a mapping with the keys of a container has, such as the values of a chart.</summary>
    public static IEnumerable<Probe> Of(YamlNode container, Func<YamlFile, string> textOf) => OfContainer(container, textOf);

    /// <summary>The check of the image that a Dockerfile makes.</summary>
    public static IEnumerable<Probe> Of(Dockerfile file, string text)
    {
        var check = file.Final?.AllInstructions.LastOrDefault(static instruction => instruction.Keyword == "HEALTHCHECK");
        return check?.Nested is null ? [] : OfCommand("HEALTHCHECK", text, check.Range, null);
    }

    private static IEnumerable<Probe> OfContainer(YamlNode container, Func<YamlFile, string> textOf)
    {
        foreach (var name in Names)
        {
            foreach (var entry in container.Find(name)?.AllEntries ?? [])
            {
                var node = entry.Value;
                var port = node.Find("port");
                switch (entry.Name)
                {
                    // Another host is another app's, or a proxy's.
                    case "httpGet" when node.TextOf("host") is null or "localhost" or "127.0.0.1":
                        var path = node.Find("path");
                        yield return new Probe(
                            name,
                            ProbeProtocol.Http,
                            path is { Kind: YamlKind.Scalar, IsNull: false } ? path.Text : "/",
                            path?.Range ?? entry.NameRange,
                            path is { Kind: YamlKind.Scalar, IsNull: false },
                            port?.Text ?? "",
                            port?.Range ?? entry.NameRange,
                            (path ?? node).File,
                            Scheme: node.Find("scheme")
                        );
                        break;
                    case "grpc":
                        yield return new Probe(
                            name,
                            ProbeProtocol.Grpc,
                            "",
                            entry.NameRange,
                            false,
                            port?.Text ?? "",
                            port?.Range ?? entry.NameRange,
                            node.File,
                            entry
                        );
                        break;
                    case "tcpSocket":
                        yield return new Probe(
                            name,
                            ProbeProtocol.Tcp,
                            "",
                            entry.NameRange,
                            false,
                            port?.Text ?? "",
                            port?.Range ?? entry.NameRange,
                            node.File
                        );
                        break;
                    case "exec" when node.Find("command") is { } command:
                        foreach (var probe in OfCommand(name, textOf(command.File), command.Range, command.File))
                        {
                            yield return probe;
                        }

                        break;
                }
            }
        }
    }

    private static IEnumerable<Probe> OfService(ComposeService service, Func<YamlFile, string> textOf) =>
        service.Node.Find("healthcheck", "test") is { } test ? OfCommand("healthcheck", textOf(test.File), test.Range, test.File) : [];

    private static IEnumerable<Probe> OfCommand(string name, string text, TextRange range, YamlFile? file)
    {
        if (range.Start >= text.Length)
        {
            yield break;
        }

        range = TextRange.FromBounds(range.Start, Math.Min(range.End, text.Length));
        if (
            text.IndexOf("grpc_health_probe", range.Start, range.Length, StringComparison.Ordinal) >= 0
            || text.IndexOf("grpc-health-probe", range.Start, range.Length, StringComparison.Ordinal) >= 0
        )
        {
            yield return new Probe(name, ProbeProtocol.Grpc, "", range, false, "", range, file);
            yield break;
        }

        // A tool that does something else than ask for a page: a port scan, a client of a database.
        var asks =
            text.IndexOf("curl", range.Start, range.Length, StringComparison.OrdinalIgnoreCase) >= 0
            || text.IndexOf("wget", range.Start, range.Length, StringComparison.OrdinalIgnoreCase) >= 0
            || text.IndexOf("http", range.Start, range.Length, StringComparison.OrdinalIgnoreCase) >= 0;
        foreach (var url in asks ? LocalUrls.In(text, range) : [])
        {
            yield return new Probe(
                name,
                ProbeProtocol.Http,
                url.Path,
                url.PathRange,
                url.HasPath,
                url.Port.Length > 0 ? url.Port
                    : url.IsHttps ? "443"
                    : "80",
                url.PortRange,
                file
            );
        }
    }
}
