using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What asks for Dapr's side-car: annotations that are read where Dapr is installed, and by nobody else.</summary>
/// <remarks>docs.dapr.io, "Dapr arguments and annotations" and "Production guidelines on Kubernetes".</remarks>
internal static class Dapr
{
    /// <param name="annotations">Those of the pod.</param>
    /// <param name="plan">The plan.</param>
    public static void Annotate(Mapping annotations, DeploymentPlan plan)
    {
        annotations["dapr.io/enabled"] = "true";
        annotations["dapr.io/app-id"] = plan.Name;
        if (plan.Ports.Count > 0)
        {
            annotations["dapr.io/app-port"] = Text.Of(plan.Ports[0].Number);
            annotations["dapr.io/app-protocol"] = Protocol(plan.Ports[0]);
        }

        // It reads Secrets with the token of the pod, which has none.
        annotations["dapr.io/disable-builtin-k8s-secret-store"] = "true";

        // Both are told to end at the same time: it serves while the app still gets requests, and then waits for those that it has.
        if (plan.Lifetime.PreStop > 0)
        {
            annotations["dapr.io/block-shutdown-duration"] = $"{Text.Of(plan.Lifetime.PreStop)}s";
        }

        annotations["dapr.io/graceful-shutdown-seconds"] = Text.Of(plan.Lifetime.Shutdown);

        // It gets none by itself: an autoscaler then knows no utilization of the pod, and a namespace with a quota refuses it.
        annotations["dapr.io/sidecar-cpu-request"] = "100m";
        annotations["dapr.io/sidecar-cpu-limit"] = "300m";
        annotations["dapr.io/sidecar-memory-request"] = "250Mi";
        annotations["dapr.io/sidecar-memory-limit"] = "1000Mi";
        annotations["dapr.io/env"] = "GOMEMLIMIT=900MiB";

        // Nor this, which a restricted namespace asks of each container.
        annotations["dapr.io/sidecar-seccomp-profile-type"] = "RuntimeDefault";
    }

    private static string Protocol(PortPlan port) =>
        (port.IsHttp2Only, port.IsTls) switch
        {
            (true, true) => "grpcs",
            (true, false) => "grpc",
            (false, true) => "https",
            _ => "http",
        };
}
