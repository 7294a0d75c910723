using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What fetches the app's Secret from a store. The Secret has the same name and keys whoever makes it, so that nothing else differs.</summary>
internal static class SecretStoreObjects
{
    public const string External = "external-secrets";
    public const string Driver = "secrets-store-csi";
    private const string Volume = "secrets-store";
    private const string MountPath = "/mnt/secrets-store";

    public static IEnumerable<Node> Build(KubernetesModel model)
    {
        if (model.Plan.Configuration.Secrets.Count == 0)
        {
            yield break;
        }

        yield return new Conditional(Condition.Is(model.StoreType, External), ExternalSecret(model));
        yield return new Conditional(Condition.Is(model.StoreType, Driver), ProviderClass(model));
    }

    /// <summary>The driver makes the Secret only while a pod mounts its volume.</summary>
    public static Node? PodVolume(KubernetesModel model) =>
        WithDriver(
            model,
            new Mapping
            {
                ["name"] = Volume,
                ["csi"] = new Mapping
                {
                    ["driver"] = "secrets-store.csi.k8s.io",
                    ["readOnly"] = true,
                    ["volumeAttributes"] = new Mapping { ["secretProviderClass"] = model.SecretName },
                },
            }
        );

    public static Node? PodMount(KubernetesModel model) =>
        WithDriver(
            model,
            new Mapping
            {
                ["name"] = Volume,
                ["mountPath"] = MountPath,
                ["readOnly"] = true,
            }
        );

    private static Conditional? WithDriver(KubernetesModel model, Mapping part) =>
        model.Plan.Configuration.Secrets.Count == 0 ? null : new Conditional(Condition.Is(model.StoreType, Driver), part);

    private static Mapping ExternalSecret(KubernetesModel model) =>
        new()
        {
            ["apiVersion"] = Versions.ExternalSecrets,
            ["kind"] = KubernetesKinds.ExternalSecret,
            ["metadata"] = Labels.Metadata(model, model.SecretName),
            ["spec"] = new Mapping
            {
                ["refreshInterval"] = "1h",
                ["secretStoreRef"] = new Mapping { ["name"] = model.StoreName, ["kind"] = model.StoreKind },
                ["target"] = new Mapping
                {
                    ["name"] = model.SecretName,
                    ["creationPolicy"] = "Owner",
                    ["deletionPolicy"] = "Retain",
                },
                ["data"] = new Sequence(
                    model.Plan.Configuration.Secrets.Select(secret => new Mapping
                    {
                        ["secretKey"] = secret.Variable,
                        ["remoteRef"] = new Mapping { ["key"] = model.Plan.Cluster.RemoteKey(secret) },
                    })
                ),
            },
        };

    private static Mapping ProviderClass(KubernetesModel model)
    {
        var parameters = Parameters(model);
        parameters.Add(new Spread(model.StoreParameters));
        return new()
        {
            ["apiVersion"] = Versions.SecretsStore,
            ["kind"] = KubernetesKinds.SecretProviderClass,
            ["metadata"] = Labels.Metadata(model, model.SecretName),
            ["spec"] = new Mapping
            {
                ["provider"] = model.StoreKind,
                ["parameters"] = parameters,
                ["secretObjects"] = Sequence.Of(
                    new Mapping
                    {
                        ["secretName"] = model.SecretName,
                        ["type"] = "Opaque",
                        ["data"] = new Sequence(
                            model.Plan.Configuration.Secrets.Select(secret => new Mapping
                            {
                                ["objectName"] = model.Plan.Cluster.RemoteKey(secret),
                                ["key"] = secret.Variable,
                            })
                        ),
                    }
                ),
            },
        };
    }

    /// <summary>What each provider calls the list of secrets; a text that is YAML itself.</summary>
    private static Mapping Parameters(KubernetesModel model)
    {
        var keys = model.Plan.Configuration.Secrets.Select(model.Plan.Cluster.RemoteKey).ToList();
        return model.Plan.Cluster.StoreKind switch
        {
            "aws" => new()
            {
                ["objects"] = Listed(keys.Select(static key => new Mapping { ["objectName"] = key, ["objectType"] = "secretsmanager" })),
            },
            "gcp" => new()
            {
                ["secrets"] = Listed(
                    keys.Select(key => new Mapping
                    {
                        ["resourceName"] = $"projects/{model.Plan.Cluster.StoreName}/secrets/{key}/versions/latest",
                        ["path"] = key,
                    })
                ),
            },
            "vault" => new()
            {
                ["objects"] = Listed(
                    keys.Select(key => new Mapping
                    {
                        ["objectName"] = key,
                        ["secretPath"] = $"secret/data/{model.Plan.Cluster.StoreName}",
                        ["secretKey"] = key,
                    })
                ),
            },
            _ => new()
            {
                ["keyvaultName"] = model.StoreName,
                ["objects"] = YamlWriter
                    .Write([], new Mapping { ["array"] = Sequence.Of(keys.Select(static key => $"objectName: {key}\nobjectType: secret")) })
                    .TrimEnd('\n'),
            },
        };
    }

    private static Node Listed(IEnumerable<Mapping> items) => YamlWriter.Write([], new Sequence(items)).TrimEnd('\n');
}
