using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>One claim for each volume whose data outlives the pod.</summary>
internal static class ClaimObjects
{
    /// <summary>Whether anything is claimed: by the app, or by what runs beside it.</summary>
    public static bool Has(DeploymentPlan plan) =>
        plan.Volumes.Any(static volume => volume.IsPersistent) || plan.Services.Any(static service => service.VolumePath.Length > 0);

    public static IEnumerable<Node> Build(KubernetesModel model) =>
        model
            .Plan.Volumes.Where(static volume => volume.IsPersistent)
            .Select(volume => new Conditional(
                Condition.Not(Condition.IsSet(Volumes.ExistingClaim(volume))),
                Claim(Labels.Metadata(model, model.Named(volume.Name)), ["persistence", volume.Name], volume)
            ));

    /// <summary>A claim with what a chart's user may say of it.</summary>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="path">Where its values stand.</param>
    /// <param name="volume">What is asked for.</param>
    public static Mapping Claim(Mapping metadata, IReadOnlyList<string> path, VolumePlan volume)
    {
        // Uninstalling a release must not delete what people stored.
        metadata["annotations"] = new Mapping { ["helm.sh/resource-policy"] = new Conditional(Condition.InChart, "keep") };
        var storageClass = KubernetesModel.Fixed(
            [.. path, "storageClass"],
            ValueKind.Text,
            volume.StorageClass,
            "StorageClass; empty for the cluster's default."
        );
        return new()
        {
            ["apiVersion"] = Versions.Kubernetes.Core,
            ["kind"] = KubernetesKinds.PersistentVolumeClaim,
            ["metadata"] = metadata,
            ["spec"] = new Mapping
            {
                ["accessModes"] = Sequence.Of(
                    KubernetesModel.Fixed(
                        [.. path, "accessMode"],
                        ValueKind.Text,
                        volume.AccessMode,
                        "Who may mount it.",
                        [.. ItemSchema.AccessModes]
                    )
                ),
                ["storageClassName"] = new Conditional(Condition.IsSet(storageClass), storageClass),
                ["resources"] = new Mapping
                {
                    ["requests"] = new Mapping
                    {
                        ["storage"] = KubernetesModel.Fixed([.. path, "size"], ValueKind.Quantity, volume.Size, "How much it holds."),
                    },
                },
            },
        };
    }
}
