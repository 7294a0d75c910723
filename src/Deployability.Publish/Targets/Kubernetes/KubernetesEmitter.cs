using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The kustomize base, one overlay for each environment, components, and a template for the Secret.</summary>
internal sealed class KubernetesEmitter : IEmitter
{
    private const string Gateway = "gateway";

    public IEnumerable<GeneratedFile> Emit(DeploymentPlan plan)
    {
        var objects = KubernetesObjects.Build(plan);
        var model = objects.Model;
        var standard = new ObjectView(objects, "");
        var gateway = GatewayChanges(model);
        var files = new List<GeneratedFile>();
        files.AddRange(standard.Files.Select(static file => File($"base/{file.File}", [.. file.Objects])));
        files.Add(File("base/kustomization.yaml", Kustomization.Base(model, standard)));
        foreach (var environment in plan.Environments)
        {
            files.AddRange(Overlay(objects, environment, standard, plan.HasIngress ? gateway : null));
        }

        if (SecretTemplate.Build(model) is { } secret)
        {
            files.Add(new("secret.template.yaml", YamlWriter.Write(SecretTemplate.Header(plan), secret)));
        }

        if (plan.HasIngress)
        {
            files.AddRange(Component(Gateway, standard, new(objects, "", gateway)));
        }

        files.AddRange(Component("openshift", standard, new(objects, "", OpenShiftChanges(model))));
        return files.Select(static file => file with { Path = $"kubernetes/{file.Path}" });
    }

    /// <summary>A Gateway in place of an Ingress.</summary>
    private static Dictionary<string, Node> GatewayChanges(KubernetesModel model) => new()
    {
        [model.RouteEnabled.Name] = true,
        [model.IngressEnabled.Name] = false,
    };

    /// <summary>OpenShift gives each namespace users and groups of its own.</summary>
    private static Dictionary<string, Node> OpenShiftChanges(KubernetesModel model) =>
        new[] { model.PodSecurity, model.ContainerSecurity, model.CompanionSecurity }
            .ToDictionary(static value => value.Name, static value => (Node)Mapping.Of(((Mapping)value.Default).Where(static entry => !Security.Identities.Contains(entry.Key))));

    private static IEnumerable<GeneratedFile> Overlay(KubernetesObjects objects, EnvironmentPlan environment, ObjectView standard, Dictionary<string, Node>? gateway)
    {
        var folder = $"overlays/{environment.Name}";
        var view = new ObjectView(objects, environment.Name);
        foreach (var file in Kustomization.Added(standard, view))
        {
            yield return File($"{folder}/{file.File}", [.. file.Objects]);
        }

        // The component has the base's host; whoever uses it in an overlay gets that environment's.
        var routes = gateway is null
            ? []
            : Kustomization.Changes(new(objects, "", gateway), new(objects, environment.Name, gateway))
                .Where(static change => change.Kind == "HTTPRoute")
                .Select(static change => Kustomization.Patched(change.Kind, change.Name, change.Operations));
        yield return File($"{folder}/kustomization.yaml", Kustomization.Overlay(objects.Model, environment, standard, view, [], routes));
    }

    private static IEnumerable<GeneratedFile> Component(string name, ObjectView from, ObjectView to)
    {
        foreach (var file in Kustomization.Added(from, to))
        {
            yield return File($"components/{name}/{file.File}", [.. file.Objects]);
        }

        yield return File($"components/{name}/kustomization.yaml", Kustomization.Component(from, to));
    }

    private static GeneratedFile File(string path, params Node[] documents) => new(path, YamlWriter.Write(Header.Lines, documents));
}
