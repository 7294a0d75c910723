using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>An account of the app's own, with no rights and no token: the app does not talk to the cluster.</summary>
internal static class ServiceAccountObject
{
    public static IEnumerable<Node> Build(KubernetesModel model)
    {
        var metadata = Labels.Metadata(model, model.ServiceAccount);
        metadata["annotations"] = model.AccountAnnotations;
        yield return new Conditional(
            Condition.IsOn(model.AccountCreate),
            new Mapping
            {
                ["apiVersion"] = Versions.Kubernetes.Core,
                ["kind"] = KubernetesKinds.ServiceAccount,
                ["metadata"] = metadata,
                ["automountServiceAccountToken"] = false,
            }
        );
    }
}
