using Deployability.Formats.Kubernetes;
using Deployability.Publish.Emission;
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
        var store = StoreChanges(model);
        foreach (var environment in plan.Environments)
        {
            files.AddRange(Overlay(objects, environment, plan.HasIngress ? gateway : null, store));
        }

        files.AddRange(Secrets(model));
        if (store is not null)
        {
            files.AddRange(Component(KubernetesModel.StoreWord(plan.Cluster.Store), standard, new(objects, "", store)));
        }

        if (plan.HasIngress)
        {
            files.AddRange(Component(Gateway, standard, new(objects, "", gateway)));
        }

        if (plan.Monitoring is not null)
        {
            files.AddRange(
                Component("monitoring", standard, new(objects, "", new Dictionary<string, Node> { [model.MonitoringEnabled.Name] = true }))
            );
        }

        files.AddRange(Component("openshift", standard, new(objects, "", OpenShiftChanges(model))));
        return files.Select(static file => file with { Path = $"kubernetes/{file.Path}" });
    }

    /// <summary>A Gateway in place of an Ingress.</summary>
    private static Dictionary<string, Node> GatewayChanges(KubernetesModel model) =>
        new() { [model.RouteEnabled.Name] = true, [model.IngressEnabled.Name] = false };

    /// <summary>A store that fetches the Secret; null where a person makes it.</summary>
    private static Dictionary<string, Node>? StoreChanges(KubernetesModel model) =>
        model.Plan.Cluster.Store is SecretStore.External or SecretStore.Driver && model.Plan.Configuration.Secrets.Count > 0
            ? new() { [model.StoreType.Name] = KubernetesModel.StoreWord(model.Plan.Cluster.Store) }
            : null;

    /// <summary>What helps a person to make the Secret, where one has to.</summary>
    private static IEnumerable<GeneratedFile> Secrets(KubernetesModel model)
    {
        if (model.Plan.Cluster.Store is SecretStore.Kubernetes or SecretStore.Sealed && SecretTemplate.Build(model) is { } secret)
        {
            yield return new("secret.template.yaml", YamlWriter.Write(SecretTemplate.Header(model.Plan), secret));
            if (model.Plan.Cluster.Store == SecretStore.Sealed)
            {
                yield return new("seal.sh", SealScript.Write(model.Plan));
            }
        }
    }

    /// <summary>OpenShift gives each namespace users and groups of its own.</summary>
    private static Dictionary<string, Node> OpenShiftChanges(KubernetesModel model) =>
        new[] { model.PodSecurity, model.ContainerSecurity, model.CompanionSecurity }.ToDictionary(
            static value => value.Name,
            static value => (Node)Mapping.Of(((Mapping)value.Default).Where(static entry => !Security.Identities.Contains(entry.Key)))
        );

    private static IEnumerable<GeneratedFile> Overlay(
        KubernetesObjects objects,
        EnvironmentPlan environment,
        Dictionary<string, Node>? gateway,
        Dictionary<string, Node>? store
    )
    {
        // What a component adds is in the overlay already.
        var standard = new ObjectView(objects, "", store);
        var folder = $"overlays/{environment.Name}";
        var view = new ObjectView(objects, environment.Name);
        foreach (var file in Kustomization.Added(standard, view))
        {
            yield return File($"{folder}/{file.File}", [.. file.Objects]);
        }

        // The component has the base's host; whoever uses it in an overlay gets that environment's.
        var routes = gateway is null
            ? []
            : Kustomization
                .Changes(new(objects, "", gateway), new(objects, environment.Name, gateway))
                .Where(static change => change.Kind == KubernetesKinds.HttpRoute)
                .Select(static change => Kustomization.Patched(change.Kind, change.Name, change.Operations));
        yield return File(
            $"{folder}/kustomization.yaml",
            Kustomization.Overlay(
                objects.Model,
                environment,
                standard,
                view,
                store is null ? [] : [KubernetesModel.StoreWord(objects.Model.Plan.Cluster.Store)],
                routes
            )
        );
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
