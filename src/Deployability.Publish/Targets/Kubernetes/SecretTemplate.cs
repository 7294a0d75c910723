using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Names the keys of the Secret. It stands outside the kustomization, so applying that never overwrites a real one.</summary>
internal static class SecretTemplate
{
    public static IReadOnlyList<string> Header(DeploymentPlan plan) =>
        [
            .. Emission.Header.Lines,
            "",
            "A template: copy it out of the repository, fill it in, apply the copy. No kustomization refers to it.",
            .. plan
                .Configuration.Secrets.Where(static secret => !secret.Required)
                .Select(static secret => $"Optional: {secret.Variable}. Remove the line if you have no value."),
        ];

    public static Node? Build(KubernetesModel model)
    {
        if (model.Plan.Configuration.Secrets.Count == 0)
        {
            return null;
        }

        return new Mapping
        {
            ["apiVersion"] = Versions.Kubernetes.Core,
            ["kind"] = KubernetesKinds.Secret,
            ["metadata"] = Labels.Metadata(model, model.SecretName),
            ["type"] = "Opaque",
            ["stringData"] = Mapping.Of(model.Plan.Configuration.Secrets.Select(static secret => new NamedValue(secret.Variable, ""))),
        };
    }
}
