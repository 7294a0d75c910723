using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The three probes: a patient start, a calm liveness, a quick readiness.</summary>
internal static class Probes
{
    /// <summary>Asks often, so that a fast app is ready fast, and allows two minutes.</summary>
    public static Mapping? Startup(ProbePlan? probe) => Build(probe, period: 2, failures: 60);

    public static Mapping? Liveness(ProbePlan? probe) => Build(probe, period: 10, failures: 3);

    public static Mapping? Readiness(ProbePlan? probe) => Build(probe, period: 5, failures: 3);

    private static Mapping? Build(ProbePlan? probe, int period, int failures)
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
            ["periodSeconds"] = period,
            ["timeoutSeconds"] = 3,
            ["failureThreshold"] = failures,
        };
    }

    private static Mapping HttpGet(ProbePlan probe) => new()
    {
        ["path"] = probe.Path,
        ["port"] = probe.Port.Name,
        ["scheme"] = probe.Port.IsTls ? "HTTPS" : "HTTP",
        ["httpHeaders"] = probe.HostHeader.Length == 0
            ? null
            : Sequence.Of(new Mapping { ["name"] = "Host", ["value"] = probe.HostHeader }),
    };
}
