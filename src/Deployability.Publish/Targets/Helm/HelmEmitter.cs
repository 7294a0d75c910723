using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Targets.Kubernetes;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Helm;

/// <summary>A chart of the same objects that the kustomization has; what environments differ in stands in values files.</summary>
internal sealed class HelmEmitter : IEmitter
{
    public IEnumerable<GeneratedFile> Emit(DeploymentPlan plan)
    {
        var objects = KubernetesObjects.Build(plan);
        var test = TestObjects.Build(objects.Model).ToList();
        IReadOnlyList<Value> values = ValuesFile.Order([.. objects.Model.First, .. objects.Values, .. Nodes.ValuesIn(test)]);
        List<GeneratedFile> files =
        [
            new("Chart.yaml", YamlWriter.Write(Header.Lines, Chart(plan))),
            new(".helmignore", Text.Lines(Header.Comments().Concat([".git/", "*.new", "*.orig", "*.tmp", ".idea/", ".vscode/"]))),
            new("values.yaml", ValuesFile.Write(values)),
            .. plan.Environments.Select(environment => new GeneratedFile(
                $"values-{environment.Name}.yaml",
                ValuesFile.Write(values, environment)
            )),
            new("values.schema.json", ValuesSchema.Write(plan.Name, values)),
            new(
                "templates/_helpers.tpl",
                HelperTemplates.Write(plan.Name, [objects.ConfigMap, .. objects.Files.SelectMany(static file => file.Documents), .. test])
            ),
            new("templates/NOTES.txt", Notes.Write(objects.Model)),
            Template(plan, "configmap.yaml", [objects.ConfigMap]),
            .. objects.Files.Select(file => Template(plan, file.File, file.Documents)),
        ];
        if (test.Count > 0)
        {
            files.Add(Template(plan, "tests/health.yaml", test));
        }

        return files.Select(file => file with { Path = $"helm/{plan.Name}/{file.Path}" });
    }

    private static GeneratedFile Template(DeploymentPlan plan, string file, IReadOnlyList<Node> documents) =>
        new($"templates/{file}", YamlWriter.Template(plan.Name, Header.Lines, documents));

    private static string? Description(DeploymentPlan plan) =>
        plan.Image.Labels.FirstOrDefault(static label => label.Key == "org.opencontainers.image.description")?.Value;

    private static Mapping Chart(DeploymentPlan plan) =>
        new()
        {
            ["apiVersion"] = Versions.Chart,
            ["name"] = plan.Name,
            ["description"] = Description(plan) is { Length: > 0 } description ? description : $"Runs {plan.Name}",
            ["type"] = "application",
            ["version"] = plan.Version,
            ["appVersion"] = plan.Image.Tag,
            ["kubeVersion"] = Versions.LeastKubernetes,
        };
}
