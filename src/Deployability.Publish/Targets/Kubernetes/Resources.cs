using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Requests and limits, the local disk's included.</summary>
internal static class Resources
{
    /// <param name="plan">The quantities.</param>
    /// <param name="path">Where a chart keeps them.</param>
    public static Mapping Build(ResourcePlan plan, string path) => new()
    {
        ["requests"] = new Mapping
        {
            ["cpu"] = new Hole($"{path}.requests.cpu", plan.CpuRequest),
            ["memory"] = new Hole($"{path}.requests.memory", plan.MemoryRequest),
            ["ephemeral-storage"] = new Hole($"{path}.requests.ephemeral-storage", "128Mi"),
        },
        ["limits"] = new Mapping
        {
            ["cpu"] = new Hole($"{path}.limits.cpu", plan.CpuLimit),
            ["memory"] = new Hole($"{path}.limits.memory", plan.MemoryLimit),
            ["ephemeral-storage"] = new Hole($"{path}.limits.ephemeral-storage", "1Gi"),
        },
    };
}
