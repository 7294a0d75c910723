using Deployability.Publish.Planning;
using Deployability.Publish.Reading;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The kustomization of the base, of each overlay and of the gateway component.</summary>
internal static class Kustomization
{
    /// <summary>The configuration stands here and not in a manifest: the generated name changes with it, which restarts the pods.</summary>
    public static Node Base(DeploymentPlan plan, IEnumerable<string> resources)
    {
        var settings = plan.Configuration.Settings;
        string[] host = plan.TrustsForwardedHeaders ? [HostEnvironment(plan, "Production"), "ASPNETCORE_FORWARDEDHEADERS_ENABLED=true"] : [HostEnvironment(plan, "Production")];
        var values = settings.Where(static setting => setting.Value is not null).Select(static setting => Literal(setting.Variable, setting.Value ?? ""));
        var literals = new Sequence(host.Concat(values).Select(static literal => (Node)literal))
        {
            Footer = string.Join("\n", settings.Where(static setting => setting.Value is null).Select(static setting => $"{(setting.Required ? "Required, set it in each overlay" : "Optional")}: {setting.Variable}=")),
        };
        return new Mapping
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["resources"] = Sequence.Of(resources),
            ["configMapGenerator"] = Sequence.Of(new Mapping
            {
                ["name"] = plan.ConfigMapName,
                ["literals"] = literals,
                ["options"] = new Mapping { ["labels"] = Labels.Recommended(plan) },
            }),
        };
    }

    public static Node Overlay(DeploymentPlan plan, EnvironmentPlan environment, bool hasOwnIngress)
    {
        var resources = Sequence.Of("../../base");
        resources.Add(Node.Optional(hasOwnIngress ? "ingress.yaml" : ""));
        return new Mapping
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["namespace"] = environment.Namespace,
            ["resources"] = resources,
            ["images"] = Sequence.Of(new Mapping
            {
                ["name"] = plan.Image.Repository,
                ["newTag"] = plan.Image.Tag,
            }),
            ["replicas"] = Replicas(plan, environment),
            ["configMapGenerator"] = Configuration(plan, environment),
            ["patches"] = new Sequence(Patches(plan, environment)).OrNothing(),
        };
    }

    public static Node GatewayComponent() => new Mapping
    {
        ["apiVersion"] = "kustomize.config.k8s.io/v1alpha1",
        ["kind"] = "Component",
        ["resources"] = Sequence.Of("httproute.yaml"),
    };

    private static Sequence? Replicas(DeploymentPlan plan, EnvironmentPlan environment) => AutoscalerObject.IsNeeded(plan) || environment.Scale == plan.Scale
        ? null
        : Sequence.Of(new Mapping { ["name"] = plan.Name, ["count"] = environment.Scale.Replicas });

    private static Sequence? Configuration(DeploymentPlan plan, EnvironmentPlan environment)
    {
        var literals = new Sequence();
        if (environment.AspNetCoreEnvironment.Length > 0)
        {
            literals.Add(HostEnvironment(plan, environment.AspNetCoreEnvironment));
        }

        foreach (var setting in plan.Configuration.Settings)
        {
            if (setting.Environments.TryGetValue(environment.Name, out var value))
            {
                literals.Add(Literal(setting.Variable, value));
            }
        }

        return literals.Count == 0
            ? null
            : Sequence.Of(new Mapping { ["name"] = plan.ConfigMapName, ["behavior"] = "merge", ["literals"] = literals });
    }

    private static IEnumerable<Node> Patches(DeploymentPlan plan, EnvironmentPlan environment)
    {
        if (AutoscalerObject.IsNeeded(plan) && environment.Scale != plan.Scale)
        {
            yield return Patch(
                "HorizontalPodAutoscaler",
                plan.Name,
                Replace("/spec/minReplicas", environment.Scale.Replicas),
                Replace("/spec/maxReplicas", environment.Scale.MaxReplicas));
        }

        if (plan.Host.Length > 0 && environment.Host != plan.Host)
        {
            yield return Patch("Ingress", plan.Name, Replace("/spec/tls/0/hosts/0", environment.Host), Replace("/spec/rules/0/host", environment.Host));
        }
    }

    private static Mapping Patch(string kind, string name, params Node[] operations) => new()
    {
        ["target"] = new Mapping { ["kind"] = kind, ["name"] = name },
        ["patch"] = YamlWriter.Write([], Sequence.Of(operations)).TrimEnd('\n'),
    };

    private static Mapping Replace(string path, Node value) => new() { ["op"] = "replace", ["path"] = path, ["value"] = value };

    private static string HostEnvironment(DeploymentPlan plan, string name) => $"{(plan.IsWeb ? "ASPNETCORE" : "DOTNET")}_ENVIRONMENT={name}";

    /// <summary>kustomize takes one pair of quotes around a value away, so a value that has a pair gets another.</summary>
    private static string Literal(string variable, string value)
    {
        var isQuoted = value.Length > 1 && value[0] == value[value.Length - 1] && value[0] is '"' or '\'';
        return isQuoted ? $"{variable}=\"{value}\"" : $"{variable}={value}";
    }
}
