using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Targets.Ci;
using Deployability.Publish.Targets.Clouds;
using Deployability.Publish.Targets.Helm;
using Deployability.Publish.Targets.Kubernetes;

namespace Deployability.Publish.Targets;

/// <summary>Everything that <c>DeployabilityEmit</c> may name, in the order of emission.</summary>
public static class EmitterList
{
    /// <summary>The platforms, each of which has its own section in the README.</summary>
    internal static IReadOnlyList<CloudEmitter> Clouds { get; } =
    [new AzureContainerAppsEmitter(), new EcsEmitter(), new CloudRunEmitter(), new FlyEmitter(), new RenderEmitter()];

    /// <summary>The one list: a new target is a new row. The report has no emitter: it is made of findings too.</summary>
    private static readonly Target[] Targets =
    [
        new("docker", new DockerEmitter()),
        new("compose", new ComposeEmitter()),
        new("kubernetes", new KubernetesEmitter()),
        new("helm", new HelmEmitter()),
        new("monitoring", new MonitoringEmitter()),
        .. Clouds.Select(static cloud => new Target(cloud.Target, cloud)),
        new(GitHubActionsEmitter.Target, new GitHubActionsEmitter()),
        new(AzurePipelinesEmitter.Target, new AzurePipelinesEmitter()),
        new("report", null),
    ];

    private sealed record Target(string Name, IEmitter? Emitter);

    public static IEnumerable<string> Names => Targets.Select(static target => target.Name);

    /// <summary>The targets that <c>DeployabilityEmit</c> asks for.</summary>
    /// <param name="input">Holds the property; <c>all</c> and <c>none</c> stand for every target and no target.</param>
    /// <returns>The names in the order of the list, and a problem for each unknown one.</returns>
    public static (IReadOnlyList<string> Names, IReadOnlyList<Problem> Problems) Choose(ProjectInput input)
    {
        var validator = new Validator(input);
        var asked = input.List("DeployabilityEmit");
        foreach (var name in asked.Where(static name => name is not ("all" or "none") && !Names.Contains(name)))
        {
            validator.PropertyError("DeployabilityEmit", name, "all, none, or any of " + string.Join(", ", Names));
        }

        foreach (var name in asked.GroupBy(static name => name).Where(static group => group.Count() > 1))
        {
            validator.PropertyError("DeployabilityEmit", name.Key, "each target once");
        }

        if (asked.Contains("none") && asked.Count > 1)
        {
            validator.PropertyError("DeployabilityEmit", string.Join(";", asked), "none alone, or targets without none");
        }

        return ([.. Names.Where(name => asked.Contains("all") || asked.Contains(name))], validator.Problems);
    }

    /// <summary>Emits the chosen targets and the README that explains them.</summary>
    public static IReadOnlyList<GeneratedFile> Emit(DeploymentPlan plan, IReadOnlyList<string> names)
    {
        // Side by side: most of what a process does here once is loading them.
        var emissions = Emissions(plan, names).Select(static emission => Task.Run(emission)).ToList();
        var files = emissions.ConvertAll(static emission => emission.GetAwaiter().GetResult());
        return files.Take(files.Count - 1).All(static emitted => emitted.Count == 0)
            ? []
            : [.. files.SelectMany(static emitted => emitted)];
    }

    /// <summary>What is emitted, the README last. Each is a pure function, and none depends on another.</summary>
    internal static List<Func<List<GeneratedFile>>> Emissions(DeploymentPlan plan, IReadOnlyList<string> names)
    {
        var emissions = new List<Func<List<GeneratedFile>>>();
        foreach (var target in Targets)
        {
            if (target.Emitter is { } emitter && names.Contains(target.Name))
            {
                emissions.Add(() => [.. emitter.Emit(plan)]);
            }
        }

        if (emissions.Count > 0)
        {
            emissions.Add(() => [ReadmeEmitter.Emit(plan, names)]);
        }

        return emissions;
    }
}
