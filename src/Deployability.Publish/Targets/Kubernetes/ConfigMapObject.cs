using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The app's variables that are no secret.</summary>
internal static class ConfigMapObject
{
    public static Mapping Build(KubernetesModel model) =>
        new()
        {
            ["apiVersion"] = Versions.Kubernetes.Core,
            ["kind"] = KubernetesKinds.ConfigMap,
            ["metadata"] = Labels.Metadata(model, model.ConfigMapName),
            ["data"] = new Mapping { new Spread(model.Configuration) },
        };
}
