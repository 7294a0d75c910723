using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Names and labels, the same on every object.</summary>
internal static class Labels
{
    /// <summary>An object's metadata.</summary>
    public static Mapping Metadata(KubernetesModel model, Node name) => new() { ["name"] = name, ["labels"] = Recommended(model) };

    /// <summary>The recommended labels. Only <see cref="Selector"/>'s are ever selected by: the others may change.</summary>
    public static Fragment Recommended(KubernetesModel model)
    {
        var plan = model.Plan;
        var labels = new Mapping { Selector(model) };
        labels["app.kubernetes.io/component"] =
            plan.IsWeb ? "web"
            : plan.OnlyJobs ? "job"
            : "worker";
        labels["app.kubernetes.io/version"] = Rules.IsLabelValue(plan.Image.Tag)
            ? (Node)Expression.Chart(".Chart.AppVersion", plan.Image.Tag)
            : (Node?)null;
        labels["helm.sh/chart"] = new Conditional(
            Condition.InChart,
            Expression.Chart("printf \"%s-%s\" .Chart.Name .Chart.Version | replace \"+\" \"_\" | trunc 63 | trimSuffix \"-\"", "")
        );
        return new($"{plan.Name}.labels", "Labels of every object.", labels);
    }

    /// <summary>Name and instance: what a selector may use, because it cannot change later.</summary>
    public static Fragment Selector(KubernetesModel model) =>
        new(
            $"{model.Plan.Name}.selectorLabels",
            "Labels that select the app's pods; they never change.",
            new Mapping { ["app.kubernetes.io/name"] = model.Name, ["app.kubernetes.io/instance"] = model.Instance }
        );
}
