using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Pod Security 'restricted' and a read-only root file system, said at pod and container because checkers look at both.</summary>
internal static class Security
{
    /// <summary>What names a user or group, which OpenShift assigns itself.</summary>
    public static readonly IReadOnlyList<string> Identities = ["runAsUser", "runAsGroup", "fsGroup"];

    public static Mapping Pod(DeploymentPlan plan) =>
        new()
        {
            ["runAsNonRoot"] = true,
            ["runAsUser"] = plan.Image.User,
            ["runAsGroup"] = plan.Image.Group,
            ["fsGroup"] = plan.Image.Group,
            ["fsGroupChangePolicy"] = "OnRootMismatch",
            ["seccompProfile"] = RuntimeDefault(),
        };

    /// <param name="plan">The plan.</param>
    /// <param name="isRootReadOnly">True for our own image; another's may need to write beside itself.</param>
    public static Mapping Container(DeploymentPlan plan, bool isRootReadOnly = true) =>
        new()
        {
            ["allowPrivilegeEscalation"] = false,
            ["capabilities"] = new Mapping { ["drop"] = Sequence.Of("ALL") },
            ["privileged"] = false,
            ["readOnlyRootFilesystem"] = isRootReadOnly,
            ["runAsNonRoot"] = true,
            ["runAsUser"] = plan.Image.User,
            ["runAsGroup"] = plan.Image.Group,
            ["seccompProfile"] = RuntimeDefault(),
        };

    private static Mapping RuntimeDefault() => new() { ["type"] = "RuntimeDefault" };
}
