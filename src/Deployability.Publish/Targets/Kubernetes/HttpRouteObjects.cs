using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The same way in for the Gateway API, and a second route that sends plain HTTP there.</summary>
internal static class HttpRouteObjects
{
    private const int MovedPermanently = 301;

    public static IEnumerable<Node> Build(KubernetesModel model)
    {
        if (!model.Plan.IsWeb)
        {
            yield break;
        }

        var (service, port, _) = WebTierObjects.Entrance(model);
        yield return Route(
            model,
            model.FullName,
            model.RouteParents,
            new Mapping
            {
                ["matches"] = Sequence.Of(
                    new Mapping
                    {
                        ["path"] = new Mapping { ["type"] = "PathPrefix", ["value"] = "/" },
                    }
                ),
                ["backendRefs"] = Sequence.Of(new Mapping { ["name"] = service, ["port"] = port }),
            }
        );
        yield return Route(
            model,
            Expression.Join(model.FullName, "-redirect"),
            RedirectParents,
            new Mapping
            {
                ["filters"] = Sequence.Of(
                    new Mapping
                    {
                        ["type"] = "RequestRedirect",
                        ["requestRedirect"] = new Mapping { ["scheme"] = "https", ["statusCode"] = MovedPermanently },
                    }
                ),
            }
        );
    }

    private static Value RedirectParents =>
        KubernetesModel.Fixed(
            "httpRoute.redirectParentRefs",
            ValueKind.List,
            Sequence.Of(new Mapping { ["name"] = "gateway", ["sectionName"] = "http" }),
            "Listeners whose requests are sent to https."
        );

    private static Conditional Route(KubernetesModel model, Expression name, Value parents, Mapping rule) =>
        new(
            Condition.IsOn(model.RouteEnabled),
            new Mapping
            {
                ["apiVersion"] = Versions.Gateway,
                ["kind"] = KubernetesKinds.HttpRoute,
                ["metadata"] = Labels.Metadata(model, name),
                ["spec"] = new Mapping
                {
                    ["parentRefs"] = parents,
                    ["hostnames"] = new Conditional(Condition.IsSet(model.IngressHost), Sequence.Of(model.IngressHost)),
                    ["rules"] = Sequence.Of(rule),
                },
            }
        );
}
