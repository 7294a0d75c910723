using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What is mounted over the read-only root: /tmp always, then what the code writes to.</summary>
internal static class Volumes
{
    private const string Temporary = "tmp";
    private const string TemporaryPath = "/tmp";
    private const string Certificate = "server-certificate";
    private const string SecretFiles = "secret-files";
    private const string AppFolder = "/app";

    public static Sequence Pod(KubernetesModel model)
    {
        var volumes = Sequence.Of(EmptyDirectory(model.Plan, Temporary));
        foreach (var volume in model.Plan.Volumes)
        {
            volumes.Add(
                volume.IsPersistent
                    ? new Mapping
                    {
                        ["name"] = volume.Name,
                        ["persistentVolumeClaim"] = new Mapping { ["claimName"] = ClaimName(model, volume) },
                    }
                    : EmptyDirectory(model.Plan, volume.Name)
            );
        }

        foreach (var share in model.Plan.Shares)
        {
            volumes.Add(
                new Mapping
                {
                    ["name"] = share.Name,
                    ["persistentVolumeClaim"] = new Mapping { ["claimName"] = ShareObjects.ClaimName(model, share) },
                }
            );
        }

        if (model.Plan.CertificateFiles.Count > 0)
        {
            volumes.Add(
                new Mapping
                {
                    ["name"] = Certificate,
                    ["secret"] = new Mapping { ["secretName"] = Expression.Join(model.FullName, DeploymentPlan.CertificateSuffix) },
                }
            );
        }

        volumes.Add(SecretVolume(model));
        volumes.Add(SecretStoreObjects.PodVolume(model));
        volumes.Add(new Spread(model.ExtraVolumes));
        return volumes;
    }

    public static Sequence Mounts(KubernetesModel model)
    {
        var mounts = Sequence.Of(new Mapping { ["name"] = Temporary, ["mountPath"] = TemporaryPath });
        foreach (var volume in model.Plan.Volumes)
        {
            mounts.Add(new Mapping { ["name"] = volume.Name, ["mountPath"] = volume.MountPath });
        }

        foreach (var share in model.Plan.Shares)
        {
            mounts.Add(new Mapping { ["name"] = share.Name, ["mountPath"] = share.MountPath });
        }

        foreach (var mount in CertificateMounts(model.Plan.CertificateFiles))
        {
            mounts.Add(mount);
        }

        mounts.Add(SecretMount(model.Plan.Configuration));
        mounts.Add(SecretStoreObjects.PodMount(model));
        mounts.Add(new Spread(model.ExtraMounts));
        return mounts;
    }

    /// <summary>Files by the names that the app's configuration has for them: a required one that is missing keeps the pod from starting.</summary>
    private static Mapping? SecretVolume(KubernetesModel model)
    {
        var secrets = model.Plan.Configuration.FileSecrets.ToList();
        return secrets.Count == 0
            ? null
            : new Mapping
            {
                ["name"] = SecretFiles,
                ["projected"] = new Mapping
                {
                    ["sources"] = new Sequence(
                        secrets
                            .GroupBy(static secret => secret.Required)
                            .OrderByDescending(static group => group.Key)
                            .Select(group => new Mapping
                            {
                                ["secret"] = new Mapping
                                {
                                    ["name"] = model.SecretName,
                                    ["optional"] = group.Key ? null : (Node)true,
                                    ["items"] = new Sequence(
                                        group.Select(static secret => new Mapping { ["key"] = secret.Variable, ["path"] = secret.File })
                                    ),
                                },
                            })
                    ),
                },
            };
    }

    private static Mapping? SecretMount(ConfigurationPlan configuration) =>
        configuration.SecretFolder is { } folder && configuration.FileSecrets.Any()
            ? new Mapping
            {
                ["name"] = SecretFiles,
                ["mountPath"] = folder.Path,
                ["readOnly"] = true,
            }
            : null;

    /// <summary>A folder of their own follows a renewed certificate; beside the program they are mounted one by one, or they would hide it.</summary>
    private static IEnumerable<Mapping> CertificateMounts(IReadOnlyList<string> files)
    {
        var folders = files.Select(static file => file.Substring(0, file.LastIndexOf('/'))).Distinct().ToList();
        return folders.Count == 1 && folders[0] is not ("" or AppFolder)
            ?
            [
                new Mapping
                {
                    ["name"] = Certificate,
                    ["mountPath"] = folders[0],
                    ["readOnly"] = true,
                },
            ]
            : files.Select(static file => new Mapping
            {
                ["name"] = Certificate,
                ["mountPath"] = file,
                ["subPath"] = Text.FileName(file),
                ["readOnly"] = true,
            });
    }

    /// <summary>/tmp for a container that is not the app's.</summary>
    public static (Mapping Volume, Mapping Mount) ForTemporaryFiles(DeploymentPlan plan) =>
        (EmptyDirectory(plan, Temporary), new Mapping { ["name"] = Temporary, ["mountPath"] = TemporaryPath });

    /// <summary>The claim that a user of the chart names, else the release's own.</summary>
    public static Expression ClaimName(KubernetesModel model, VolumePlan volume) =>
        Expression.Choose(Condition.IsSet(ExistingClaim(volume)), ExistingClaim(volume), model.Named(volume.Name));

    public static Value ExistingClaim(VolumePlan volume) =>
        KubernetesModel.Fixed(
            ["persistence", volume.Name, "existingClaim"],
            ValueKind.Text,
            "",
            $"A claim that exists and is mounted at {volume.MountPath}; empty for one of the release's own."
        );

    private static Mapping EmptyDirectory(DeploymentPlan plan, string name) =>
        new()
        {
            ["name"] = name,
            ["emptyDir"] = new Mapping { ["sizeLimit"] = plan.TemporarySize },
        };
}
