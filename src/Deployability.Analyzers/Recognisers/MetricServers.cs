using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>What answers scrapes elsewhere than at <c>/metrics</c> of the app's own ports.</summary>
/// <param name="Port">1 to 65535 of a server of its own, as workers have one; 0 for the app's ports.</param>
/// <param name="Path">With a slash in front; empty for the usual one.</param>
internal sealed record MetricServer(int Port, string Path);

/// <summary>
/// Knows prometheus-net's own servers, <c>new KestrelMetricServer(port: 9091)</c>, or its options, and
/// <c>services.AddMetricServer(options =&gt; options.Port = 9091)</c>, which runs one as a hosted service; and the paths and ports that endpoints of
/// prometheus-net and OpenTelemetry are given.
/// </summary>
internal sealed class MetricServers : Recogniser<MetricServer>
{
    private const string Prometheus = "Prometheus";
    private const string Added = "AddMetricServer";
    private const string Exporter = "AddPrometheusExporter";
    private const string UsualPath = "/metrics";

    private static readonly string[] Endpoints =
    [
        "MapMetrics",
        "UseMetricServer",
        "MapPrometheusScrapingEndpoint",
        "UseOpenTelemetryPrometheusScrapingEndpoint",
    ];

    public override IEnumerable<string> Words =>
        [Added, Exporter, "KestrelMetricServer", "KestrelMetricServerOptions", "MetricServer", .. Endpoints];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.ValueText is Added or Exporter || Array.IndexOf(Endpoints, token.ValueText) >= 0 ? base.NodesOf(token) : token.CreationsOf();

    public override MetricServer? Recognise(Candidate candidate)
    {
        switch (candidate.Operation)
        {
            case IObjectCreationOperation { Type: { } type } creation when type.IsInNamespace(Prometheus):
                return ServerOn(
                    Port(ArgumentOf(creation.Arguments, "port") ?? creation.AssignedBelow("Port")),
                    Path(ArgumentOf(creation.Arguments, "url") ?? creation.AssignedBelow("Url"))
                );
            case IInvocationOperation { TargetMethod: { Name: Added } method } call when method.IsInNamespace(Prometheus):
                return ServerOn(Port(call.AssignedBelow("Port")), Path(call.AssignedBelow("Url")));
            case IInvocationOperation { TargetMethod: { Name: Exporter } method } call when method.IsInNamespace("OpenTelemetry"):
                return EndpointAt(0, Path(call.AssignedBelow("ScrapeEndpointPath")));
            case IInvocationOperation { TargetMethod: var method } call
                when Array.IndexOf(Endpoints, method.Name) >= 0
                    && (method.IsInNamespace(Prometheus) || method.IsInNamespace("Microsoft.AspNetCore.Builder")):
                return EndpointAt(
                    Port(ArgumentOf(call.Arguments, "port")),
                    Path(ArgumentOf(call.Arguments, "pattern") ?? ArgumentOf(call.Arguments, "url") ?? ArgumentOf(call.Arguments, "path"))
                );
            default:
                return null;
        }
    }

    private static MetricServer? ServerOn(int port, string path) => port > 0 ? new MetricServer(port, path) : null;

    private static MetricServer? EndpointAt(int port, string path) => port > 0 || path.Length > 0 ? new MetricServer(port, path) : null;

    /// <returns>0 when it is no constant.</returns>
    private static int Port(IOperation? value) =>
        value?.ConstantValue is { HasValue: true, Value: int or ushort }
        && Convert.ToInt32(value.ConstantValue.Value, System.Globalization.CultureInfo.InvariantCulture) is > 0 and <= 65535 and var number
            ? number
            : 0;

    /// <returns>Empty for the usual one, and when it is no constant.</returns>
    private static string Path(IOperation? value) =>
        value?.ConstantValue is { HasValue: true, Value: string { Length: > 0 } text }
        && "/" + text.TrimStart('/') is var path
        && path != UsualPath
            ? path
            : "";

    private static IOperation? ArgumentOf(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, string name)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Name == name)
            {
                return argument.Value.Unwrap();
            }
        }

        return null;
    }
}
