using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Names and labels, the same on every object.</summary>
internal static class Labels
{
    /// <summary>An object's metadata.</summary>
    public static Mapping Metadata(DeploymentPlan plan, string name) => new()
    {
        ["name"] = name,
        ["labels"] = Recommended(plan),
    };

    /// <summary>The recommended labels. Only <see cref="Selector"/>'s are ever selected by: the others may change.</summary>
    public static Mapping Recommended(DeploymentPlan plan)
    {
        var labels = Selector(plan);
        labels["app.kubernetes.io/component"] = plan.IsWeb ? "web" : "worker";
        labels["app.kubernetes.io/version"] = Rules.IsLabelValue(plan.Image.Tag) ? new Hole("image.tag", plan.Image.Tag) : null;
        return labels;
    }

    /// <summary>Name and instance: what a selector may use, because it cannot change later.</summary>
    public static Mapping Selector(DeploymentPlan plan) => new()
    {
        ["app.kubernetes.io/name"] = plan.Name,
        ["app.kubernetes.io/instance"] = plan.Name,
    };
}
