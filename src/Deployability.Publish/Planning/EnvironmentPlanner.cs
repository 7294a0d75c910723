namespace Deployability.Publish.Planning;

/// <summary>Decides how many instances run where, and under which host.</summary>
internal sealed class EnvironmentPlanner(PlanContext context, string name)
{
    private const int DefaultReplicas = 2;
    private const int MostReplicas = 1000;
    private const string LabelRule = "a DNS label: lower-case letters, digits and '-', at most 63";
    private const string HostRule = "a host name without scheme, port and path";

    /// <summary>What the base says.</summary>
    /// <param name="runsOnce">Whether the app keeps its data in a file that has one writer.</param>
    public ScalePlan Base(bool runsOnce)
    {
        var replicas = context.Validator.Number("DeployabilityReplicas", 1, MostReplicas, DefaultReplicas);
        if (runsOnce && !IsSetByUser("DeployabilityReplicas"))
        {
            context.Decide("One instance runs.", "The app keeps its data in a database file, which has one writer.", "Use a database server to run more, or set DeployabilityReplicas.");
            return new(1, 1);
        }

        return new(replicas, MaxFor(replicas));
    }

    public string Host() => context.Validator.Property("DeployabilityHost", Rules.IsHost, HostRule);

    /// <summary>The environments of <c>DeployabilityEnvironments</c>, then those that only an item names.</summary>
    public IReadOnlyList<EnvironmentPlan> Environments(ScalePlan scale, string host)
    {
        var listed = context.Input.List("DeployabilityEnvironments");
        foreach (var environment in listed.Where(static environment => !Rules.IsDnsLabel(environment)))
        {
            context.Validator.PropertyError("DeployabilityEnvironments", environment, LabelRule);
        }

        foreach (var duplicate in listed.GroupBy(static environment => environment).Where(static group => group.Count() > 1))
        {
            context.Validator.PropertyError("DeployabilityEnvironments", duplicate.Key, "each environment once");
        }

        var items = context.Input.ItemsOf("DeployabilityEnvironment").ToList();
        var declared = items.Select(item => FromItem(item, scale, host)).ToList();
        return
        [
            .. listed.Concat(items.Select(static item => item.Name)).Distinct().Where(Rules.IsDnsLabel).Select(environment =>
                declared.Find(plan => plan.Name == environment) ?? new(environment, $"{name}-{environment}", scale, host, HostEnvironment(environment))),
        ];
    }

    private EnvironmentPlan FromItem(ProjectItem item, ScalePlan scale, string host)
    {
        var replicas = Number(item["Replicas"], scale.Replicas);
        var most = Number(item["MaxReplicas"], replicas == scale.Replicas ? scale.MaxReplicas : MaxFor(replicas));
        if (most < replicas)
        {
            context.Validator.ItemError(item, $"MaxReplicas '{Text.Of(most)}' below Replicas '{Text.Of(replicas)}'", "MaxReplicas of at least Replicas");
        }

        return new(
            item.Name,
            item["Namespace"] is { Length: > 0 } space ? space : $"{name}-{item.Name}",
            new(replicas, most),
            item["Host"] is { Length: > 0 } own ? own : host,
            HostEnvironment(item.Name));
    }

    private static int Number(string text, int fallback) => Rules.TryNumber(text, 1, MostReplicas, out var number) ? number : fallback;

    private bool IsSetByUser(string property) => context.Input.Property(property).Length > 0 && !context.Input.IsTrue($"_{property}IsDefault");

    /// <summary>Room to double under load; a single instance was chosen for a reason.</summary>
    private static int MaxFor(int replicas) => replicas == 1 ? 1 : Math.Min(replicas * 2, MostReplicas);

    /// <summary>Everything runs as Production: Development would turn debugging aids on where users are.</summary>
    private static string HostEnvironment(string environment) => environment == "staging" ? "Staging" : "";
}
