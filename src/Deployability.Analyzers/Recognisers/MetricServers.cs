using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A server that answers scrapes on a port of its own, as workers have one.</summary>
/// <param name="Port">1 to 65535.</param>
internal sealed record MetricServer(int Port);

/// <summary>Knows prometheus-net's own servers: <c>new KestrelMetricServer(port: 9091)</c>, or its options.</summary>
internal sealed class MetricServers : Recogniser<MetricServer>
{
    private const string Prometheus = "Prometheus";

    public override IEnumerable<string> Words => ["KestrelMetricServer", "KestrelMetricServerOptions", "MetricServer"];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) => token.CreationsOf();

    public override MetricServer? Recognise(Candidate candidate) =>
        candidate.Operation is IObjectCreationOperation { Type: { } type } creation
        && type.IsInNamespace(Prometheus)
        && PortOf(creation)?.ConstantValue.Value is int port and > 0 and <= 65535
            ? new MetricServer(port)
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

        foreach (var initializer in creation.Initializer?.Initializers ?? [])
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Port" } } assignment)
            {
                return assignment.Value.Unwrap();
            }
        }

        return null;
    }
}
