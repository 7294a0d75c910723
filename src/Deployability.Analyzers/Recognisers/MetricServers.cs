using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A server that answers scrapes on a port of its own, as workers have one.</summary>
/// <param name="Port">1 to 65535.</param>
internal sealed record MetricServer(int Port);

/// <summary>
/// Knows prometheus-net's own servers: <c>new KestrelMetricServer(port: 9091)</c>, or its options, and
/// <c>services.AddMetricServer(options =&gt; options.Port = 9091)</c>, which runs one as a hosted service.
/// </summary>
internal sealed class MetricServers : Recogniser<MetricServer>
{
    private const string Prometheus = "Prometheus";
    private const string Added = "AddMetricServer";

    public override IEnumerable<string> Words => [Added, "KestrelMetricServer", "KestrelMetricServerOptions", "MetricServer"];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.ValueText == Added ? base.NodesOf(token) : token.CreationsOf();

    public override MetricServer? Recognise(Candidate candidate) =>
        candidate.Operation switch
        {
            IObjectCreationOperation { Type: { } type } creation when type.IsInNamespace(Prometheus) => ServerOn(PortOf(creation)),
            IInvocationOperation { TargetMethod.Name: Added } call when call.TargetMethod.IsInNamespace(Prometheus) => ServerOn(
                call.AssignedBelow("Port")
            ),
            _ => null,
        };

    private static MetricServer? ServerOn(IOperation? port) =>
        port?.ConstantValue is { HasValue: true, Value: int or ushort }
        && Convert.ToInt32(port.ConstantValue.Value, System.Globalization.CultureInfo.InvariantCulture) is > 0 and <= 65535 and var number
            ? new MetricServer(number)
            : null;

    private static IOperation? PortOf(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter is { Name: "port" })
            {
                return argument.Value.Unwrap();
            }
        }

        return creation.AssignedBelow("Port");
    }
}
