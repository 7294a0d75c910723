using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>A probe, by HTTP where there is a path to ask, else by a connection.</summary>
internal static class Probes
{
    public static Mapping? Build(ProbePlan? probe, ProbeTiming timing)
    {
        if (probe is null)
        {
            return null;
        }

        return new Mapping
        {
            ["httpGet"] = probe.Path.Length > 0 ? HttpGet(probe) : null,

            // A gRPC probe takes no name of a port.
            ["grpc"] = probe.IsGrpc ? new Mapping { ["port"] = probe.Port.Number } : null,
            ["tcpSocket"] = probe.IsGrpc || probe.Path.Length > 0 ? null : new Mapping { ["port"] = probe.Port.Name },
            ["periodSeconds"] = timing.Period,
            ["timeoutSeconds"] = timing.Timeout,
            ["failureThreshold"] = timing.Failures,
        };
    }

    private static Mapping HttpGet(ProbePlan probe) =>
        new()
        {
            ["path"] = probe.Path,
            ["port"] = probe.Port.Name,
            ["scheme"] = probe.Port.IsTls ? "HTTPS" : "HTTP",
            ["httpHeaders"] =
                probe.HostHeader.Length == 0 ? null : Sequence.Of(new Mapping { ["name"] = "Host", ["value"] = probe.HostHeader }),
        };
}
