using Deployability.Publish.Planning;
using Deployability.Publish.Reading;
using Deployability.Publish.Tree;
using Deployability.Secrets.Names;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Where the container's variables come from.</summary>
internal static class Environment
{
    public static Sequence Sources(DeploymentPlan plan)
    {
        var secrets = plan.Configuration.Secrets;
        var sources = Sequence.Of(new Mapping { ["configMapRef"] = new Mapping { ["name"] = plan.ConfigMapName } });
        sources.Add(secrets.Count == 0
            ? null
            : new Mapping
            {
                ["secretRef"] = new Mapping
                {
                    ["name"] = plan.SecretName,
                    ["optional"] = secrets.Any(static secret => secret.Required) ? null : (Node)true,
                },
            });
        return sources;
    }

    /// <summary>A required key without a value is named one by one: the pod then says which key is missing, and does not start.</summary>
    public static Sequence Required(DeploymentPlan plan) => new(plan.Configuration.Settings
        .Where(static setting => setting is { Required: true, Value: null })
        .Select(setting => new Mapping
        {
            ["name"] = setting.Variable,
            ["valueFrom"] = new Mapping
            {
                ["configMapKeyRef"] = new Mapping { ["name"] = plan.ConfigMapName, ["key"] = setting.Variable },
            },
        }));
}
