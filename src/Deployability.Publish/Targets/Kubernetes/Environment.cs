using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Where the container's variables come from.</summary>
internal static class Environment
{
    public static Sequence Sources(KubernetesModel model)
    {
        var secrets = model.Plan.Configuration.Secrets;
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

    /// <summary>A required key without a value is named one by one: the pod then says which key is missing, and does not start.</summary>
    public static Sequence Required(KubernetesModel model)
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
        variables.Add(new Spread(model.ExtraEnvironment));
        return variables;
    }
}
