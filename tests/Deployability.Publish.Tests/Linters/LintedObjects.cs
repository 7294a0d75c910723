using System.Text.Json.Nodes;

namespace Deployability.Publish.Tests.Linters;

/// <summary>A workload as linters look at it: the object that owns pods, and the template of the pods.</summary>
/// <param name="Object">The Deployment, Job or CronJob.</param>
/// <param name="Template">Metadata and spec of its pods.</param>
internal sealed record Workload(JsonObject Object, JsonNode Template)
{
    public string Kind => (string)Object["kind"]!;

    public string Name => (string)Object["metadata"]!["name"]!;

    public JsonNode Pod => Template["spec"]!;

    public IEnumerable<JsonNode> Containers => LintedObjects.List(Pod["initContainers"]).Concat(LintedObjects.List(Pod["containers"]));

    /// <summary>Null where it is left to the default or to an autoscaler.</summary>
    public long? Replicas => (long?)Object["spec"]!["replicas"];

    public bool IsSelectedBy(JsonNode? labels) =>
        labels is JsonObject wanted && wanted.All(label => (string?)Template["metadata"]?["labels"]?[label.Key] == (string?)label.Value);

    public override string ToString() => $"{Kind} {Name}";
}

/// <summary>The objects of one environment, all of them in one run: several checks look from one object at another.</summary>
internal sealed class LintedObjects(IReadOnlyList<JsonObject> objects)
{
    public IReadOnlyList<JsonObject> All { get; } = objects;

    public IReadOnlyList<Workload> Workloads { get; } =
    [.. objects.Select(static item => TemplateOf(item) is { } template ? new Workload(item, template) : null).OfType<Workload>()];

    public IEnumerable<Workload> Deployments => Workloads.Where(static workload => workload.Kind == "Deployment");

    public IEnumerable<JsonObject> Of(string kind) => All.Where(item => (string?)item["kind"] == kind);

    /// <summary>The autoscaler of a workload.</summary>
    public bool IsScaled(Workload workload) =>
        Of("HorizontalPodAutoscaler").Any(item => (string?)item["spec"]!["scaleTargetRef"]!["name"] == workload.Name);

    /// <summary>Whether a Service sends it requests.</summary>
    public bool IsServed(Workload workload) => Of("Service").Any(service => workload.IsSelectedBy(service["spec"]!["selector"]));

    public static IEnumerable<JsonNode> List(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonNode>();

    private static JsonNode? TemplateOf(JsonObject item) =>
        (string?)item["kind"] switch
        {
            "Deployment" or "StatefulSet" or "DaemonSet" or "Job" => item["spec"]!["template"],
            "CronJob" => item["spec"]!["jobTemplate"]!["spec"]!["template"],
            "Pod" => item,
            _ => null,
        };
}
