using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Volume and claim of each SMB share. A volume belongs to the whole cluster, so it is made for one environment and names it.</summary>
internal static class ShareObjects
{
    private const string Driver = "smb.csi.k8s.io";

    public static IEnumerable<Node> Build(KubernetesModel model) => model.Plan.Shares.SelectMany(share => Objects(model, share));

    /// <summary>Name of the claim.</summary>
    public static Expression ClaimName(KubernetesModel model, SharePlan share) => model.Named(share.Name);

    private static IEnumerable<Node> Objects(KubernetesModel model, SharePlan share)
    {
        var create = Value(
            model,
            share,
            "create",
            ValueKind.Boolean,
            "Whether volume and claim are made; else a claim <fullname>-<share> must exist.",
            static space => space.Length > 0
        );
        var name = Value(
            model,
            share,
            "volumeName",
            ValueKind.Text,
            "Name of the volume, unique in the cluster.",
            space => share.VolumeName(model.Plan.Name, space)
        );
        yield return new Conditional(Condition.IsOn(create), Volume(model, share, name));
        yield return new Conditional(
            Condition.IsOn(create),
            new Mapping
            {
                ["apiVersion"] = Versions.Kubernetes.Core,
                ["kind"] = KubernetesKinds.PersistentVolumeClaim,
                ["metadata"] = Labels.Metadata(model, ClaimName(model, share)),
                ["spec"] = new Mapping
                {
                    ["accessModes"] = Sequence.Of("ReadWriteMany"),

                    // Empty and not absent: the cluster's default class would make a disk of its own.
                    ["storageClassName"] = "",
                    ["volumeName"] = name,
                    ["resources"] = new Mapping { ["requests"] = new Mapping { ["storage"] = share.Size } },
                },
            }
        );
    }

    private static Mapping Volume(KubernetesModel model, SharePlan share, Value name) =>
        new()
        {
            ["apiVersion"] = Versions.Kubernetes.Core,
            ["kind"] = KubernetesKinds.PersistentVolume,
            ["metadata"] = Labels.Metadata(model, name),
            ["spec"] = new Mapping
            {
                ["capacity"] = new Mapping { ["storage"] = share.Size },
                ["accessModes"] = Sequence.Of("ReadWriteMany"),
                ["persistentVolumeReclaimPolicy"] = "Retain",
                ["storageClassName"] = "",
                ["mountOptions"] = Sequence.Of(
                    "dir_mode=0770",
                    "file_mode=0660",
                    $"uid={Text.Of(model.Plan.Image.User)}",
                    $"gid={Text.Of(model.Plan.Image.Group)}",
                    $"vers={share.Protocol}"
                ),
                ["csi"] = new Mapping
                {
                    ["driver"] = Driver,
                    ["volumeHandle"] = name,
                    ["volumeAttributes"] = new Mapping { ["source"] = share.Source },
                    ["nodeStageSecretRef"] = new Mapping
                    {
                        ["name"] = Fixed(share, "secretName", share.SecretName, "Secret with username, password and, if need be, domain."),
                        ["namespace"] = Value(
                            model,
                            share,
                            "secretNamespace",
                            ValueKind.Text,
                            "Where that Secret is: the node reads it there.",
                            static space => space
                        ),
                    },
                },
            },
        };

    private static Value Fixed(SharePlan share, string name, Node value, string comment) =>
        KubernetesModel.Fixed(["shares", share.Name, name], ValueKind.Text, value, comment);

    private static Value Value(
        KubernetesModel model,
        SharePlan share,
        string name,
        ValueKind kind,
        string comment,
        Func<string, Node> of
    ) => model.Per(["shares", share.Name, name], kind, comment, environment => of(environment.Namespace));
}
