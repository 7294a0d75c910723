using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The kustomize base, one overlay for each environment, and a template for the Secret.</summary>
internal sealed class KubernetesEmitter : IEmitter
{
    /// <summary>The files of the base in one list, with the objects in each; a file without objects is not written.</summary>
    private static readonly (string File, Func<DeploymentPlan, IEnumerable<Node>> Build)[] Objects =
    [
        ("serviceaccount.yaml", ServiceAccountObject.Build),
        ("deployment.yaml", DeploymentObject.Build),
        ("service.yaml", ServiceObject.Build),
        ("ingress.yaml", IngressObject.Build),
        ("networkpolicy.yaml", NetworkPolicyObject.Build),
        ("horizontalpodautoscaler.yaml", AutoscalerObject.Build),
        ("poddisruptionbudget.yaml", DisruptionBudgetObject.Build),
        ("persistentvolumeclaims.yaml", ClaimObjects.Build),
        ("cronjobs.yaml", CronJobObjects.Build),
        ("services.yaml", SideServiceObjects.Build),
    ];

    public IEnumerable<GeneratedFile> Emit(DeploymentPlan plan)
    {
        var files = new List<GeneratedFile>();
        foreach (var (file, build) in Objects)
        {
            Node[] documents = [.. build(plan)];
            if (documents.Length > 0)
            {
                files.Add(File($"base/{file}", documents));
            }
        }

        files.Add(File("base/kustomization.yaml", Kustomization.Base(plan, files.Select(static file => Name(file.Path)))));
        files.AddRange(plan.Environments.SelectMany(environment => Overlay(plan, environment)));
        files.AddRange(Extras(plan));
        return files.Select(static file => file with { Path = $"kubernetes/{file.Path}" });
    }

    private static IEnumerable<GeneratedFile> Overlay(DeploymentPlan plan, EnvironmentPlan environment)
    {
        var folder = $"overlays/{environment.Name}";
        var hasOwnIngress = plan.Host.Length == 0 && environment.Host.Length > 0;
        if (hasOwnIngress)
        {
            yield return File($"{folder}/ingress.yaml", IngressObject.ForHost(plan, environment.Host));
        }

        yield return File($"{folder}/kustomization.yaml", Kustomization.Overlay(plan, environment, hasOwnIngress));
    }

    private static IEnumerable<GeneratedFile> Extras(DeploymentPlan plan)
    {
        if (SecretTemplate.Build(plan) is { } secret)
        {
            yield return new("secret.template.yaml", YamlWriter.Write(SecretTemplate.Header(plan), secret));
        }

        if (plan.HasIngress)
        {
            yield return File("components/gateway/httproute.yaml", HttpRouteObject.Build(plan));
            yield return File("components/gateway/kustomization.yaml", Kustomization.GatewayComponent());
        }
    }

    private static GeneratedFile File(string path, params Node[] documents) => new(path, YamlWriter.Write(Header.Lines, documents));

    private static string Name(string path) => path.Substring(path.LastIndexOf('/') + 1);
}
