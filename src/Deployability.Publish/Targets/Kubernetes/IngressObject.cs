using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The Ingress, without annotations of any one controller; TLS is on.</summary>
internal static class IngressObject
{
    public static IEnumerable<Node> Build(KubernetesModel model)
    {
        if (!model.Plan.IsWeb)
        {
            yield break;
        }

        var (service, _, port) = WebTierObjects.Entrance(model);
        var metadata = Labels.Metadata(model, model.FullName);
        metadata["annotations"] = new Mapping { new Spread(model.IngressAnnotations) };
        yield return new Conditional(
            Condition.IsOn(model.IngressEnabled),
            new Mapping
            {
                ["apiVersion"] = Versions.Kubernetes.Networking,
                ["kind"] = KubernetesKinds.Ingress,
                ["metadata"] = metadata,
                ["spec"] = new Mapping
                {
                    ["ingressClassName"] = new Conditional(Condition.IsSet(model.IngressClass), model.IngressClass),
                    ["tls"] = Sequence.Of(
                        new Mapping
                        {
                            ["hosts"] = Sequence.Of(model.IngressHost),
                            ["secretName"] = Expression.Choose(
                                Condition.IsSet(model.IngressSecret),
                                model.IngressSecret,
                                Expression.Join(model.FullName, "-tls")
                            ),
                        }
                    ),
                    ["rules"] = Sequence.Of(
                        new Mapping
                        {
                            ["host"] = model.IngressHost,
                            ["http"] = new Mapping
                            {
                                ["paths"] = Sequence.Of(
                                    new Mapping
                                    {
                                        ["path"] = "/",
                                        ["pathType"] = "Prefix",
                                        ["backend"] = new Mapping
                                        {
                                            ["service"] = new Mapping
                                            {
                                                ["name"] = service,
                                                ["port"] = new Mapping { ["name"] = port },
                                            },
                                        },
                                    }
                                ),
                            },
                        }
                    ),
                },
            }
        );
    }
}
