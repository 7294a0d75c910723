using Deployability.Publish.Targets.Kubernetes;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Tests;

/// <summary>The objects of a scenario in the base and in every environment, each as it is, with a Gateway, and with monitoring.</summary>
internal static class ScenarioViews
{
    public static IEnumerable<ObjectView> Of(string scenario) => Of(Scenarios.All[scenario]());

    public static IEnumerable<ObjectView> Of(Scenario scenario)
    {
        var objects = KubernetesObjects.Build(scenario.Plan());
        var model = objects.Model;
        var gateway = new Dictionary<string, Node> { [model.RouteEnabled.Name] = true, [model.IngressEnabled.Name] = false };
        foreach (var environment in model.Plan.Environments.Select(static environment => environment.Name).Prepend(""))
        {
            yield return new(objects, environment);
            yield return new(objects, environment, gateway);
            yield return new(objects, environment, new Dictionary<string, Node> { [model.MonitoringEnabled.Name] = true });
        }
    }
}
