using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The Job that brings the database up to date once a roll-out: the app's image, configuration and volumes, other arguments.</summary>
internal static class MigrationJobObject
{
    public static IEnumerable<Node> Build(KubernetesModel model)
    {
        if (model.Plan.Migration is not { } plan)
        {
            yield break;
        }

        var enabled = Value("enabled", ValueKind.Boolean, true, "Whether a Job brings the database up to date.");
        yield return new Conditional(
            Condition.IsOn(enabled),
            new Mapping
            {
                ["apiVersion"] = Versions.Kubernetes.Batch,
                ["kind"] = KubernetesKinds.Job,
                ["metadata"] = new Mapping
                {
                    ["name"] = Name(model, plan),
                    ["labels"] = JobLabels(model, plan),
                    ["annotations"] = Hook().OrNothing(),
                },
                ["spec"] = new Mapping
                {
                    ["backoffLimit"] = plan.Retries,
                    ["activeDeadlineSeconds"] = Value(
                        "deadlineSeconds",
                        ValueKind.Integer,
                        plan.Deadline,
                        "A migration that takes longer is stopped."
                    ),
                    ["ttlSecondsAfterFinished"] = plan.Kept,
                    ["template"] = new Mapping
                    {
                        ["metadata"] = new Mapping { ["labels"] = JobLabels(model, plan) },
                        ["spec"] = Pod.Spec(
                            model,
                            Pod.JobContainer(
                                model,
                                plan.Name,
                                [],
                                plan.Args,
                                Value("resources", ValueKind.Map, KubernetesModel.Quantities(plan.Resources), "Requests and limits.")
                            ),
                            isJob: true
                        ),
                    },
                },
            }
        );
    }

    public static Expression Name(KubernetesModel model, MigrationPlan plan) => model.Named(plan.Name);

    /// <summary>
    /// Before the new instances of an upgrade. At the first installation nothing is there that it could read its configuration from, so it comes
    /// after. A Job cannot be changed, so the last one goes first.
    /// </summary>
    private static Mapping Hook() =>
        new()
        {
            ["helm.sh/hook"] = new Conditional(Condition.InChart, "post-install,pre-upgrade"),
            ["helm.sh/hook-delete-policy"] = new Conditional(Condition.InChart, "before-hook-creation"),
        };

    /// <summary>A name of its own, or the app's Service would send requests to it; the app's instance, so the policy covers it.</summary>
    private static Mapping JobLabels(KubernetesModel model, MigrationPlan plan) =>
        new()
        {
            ["app.kubernetes.io/name"] = Name(model, plan),
            ["app.kubernetes.io/instance"] = model.Instance,
            ["app.kubernetes.io/component"] = "migration",
        };

    private static Value Value(string name, ValueKind kind, Node value, string comment) =>
        KubernetesModel.Fixed(["migration", name], kind, value, comment);
}
