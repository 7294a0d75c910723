using Deployability.Publish.Documents;

namespace Deployability.Publish.Emitters.Kubernetes;

/// <summary>Requests and limits. Memory limit equals request, so the garbage collector's heap limit holds on a full node too.</summary>
internal static class Resources
{
    public static Mapping Build() => new()
    {
        ["requests"] = new Mapping
        {
            ["cpu"] = new Hole("resources.requests.cpu", "250m"),
            ["memory"] = new Hole("resources.requests.memory", "512Mi"),
            ["ephemeral-storage"] = new Hole("resources.requests.ephemeral-storage", "128Mi"),
        },
        ["limits"] = new Mapping
        {
            ["cpu"] = new Hole("resources.limits.cpu", "1"),
            ["memory"] = new Hole("resources.limits.memory", "512Mi"),
            ["ephemeral-storage"] = new Hole("resources.limits.ephemeral-storage", "1Gi"),
        },
    };
}
