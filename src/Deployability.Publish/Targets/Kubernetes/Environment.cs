using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Where the container's variables come from.</summary>
internal static class Environment
{
    public static Sequence Sources(KubernetesModel model)
    {
        var secrets = model.Plan.Configuration.SecretFolder is null ? model.Plan.Configuration.Secrets : [];
        var sources = Sequence.Of(new Mapping { ["configMapRef"] = new Mapping { ["name"] = model.ConfigMapName } });
        sources.Add(
            secrets.Count == 0
                ? null
                : new Mapping
                {
                    ["secretRef"] = new Mapping
                    {
                        ["name"] = model.SecretName,
                        ["optional"] = secrets.Any(static secret => secret.Required) ? null : (Node)true,
                    },
                }
        );
        return sources;
    }

    /// <summary>
    /// Variables that are named one by one. A required key without a value: the pod then says which key is missing, and does not start.
    /// Secrets that an app cannot take from files as it does the others: all of the Secret would have those in the environment too.
    /// </summary>
    public static Sequence Named(KubernetesModel model)
    {
        var variables = new Sequence(
            model
                .Plan.Configuration.Settings.Where(static setting => setting is { Required: true, Value: null })
                .Select(setting => new Mapping
                {
                    ["name"] = setting.Variable,
                    ["valueFrom"] = new Mapping
                    {
                        ["configMapKeyRef"] = new Mapping { ["name"] = model.ConfigMapName, ["key"] = setting.Variable },
                    },
                })
        );
        foreach (var secret in model.Plan.Configuration.SecretFolder is null ? [] : model.Plan.Configuration.VariableSecrets)
        {
            variables.Add(
                new Mapping
                {
                    ["name"] = secret.Variable,
                    ["valueFrom"] = new Mapping
                    {
                        ["secretKeyRef"] = new Mapping
                        {
                            ["name"] = model.SecretName,
                            ["key"] = secret.Variable,
                            ["optional"] = secret.Required ? null : (Node)true,
                        },
                    },
                }
            );
        }

        variables.Add(new Spread(model.ExtraEnvironment));
        return variables;
    }
}
