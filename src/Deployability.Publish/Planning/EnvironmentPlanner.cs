using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Decides how many instances run where, and under which host.</summary>
internal sealed class EnvironmentPlanner(PlanContext context, string name)
{
    private const int DefaultReplicas = 2;
    private const int MostReplicas = 1000;
    private const string LabelRule = "a DNS label: lower-case letters, digits and '-', at most 63";
    private const string HostRule = "a host name without scheme, port and path";

    /// <summary>What the base says: two instances, unless something lets only one work.</summary>
    public ScalePlan Base(bool isWeb)
    {
        var replicas = context.Validator.Number("DeployabilityReplicas", 1, MostReplicas, DefaultReplicas);
        if (!IsSetByUser("DeployabilityReplicas") && OnlyOne(isWeb) is { } reason)
        {
            context.Decide("One instance runs.", reason.Why, reason.Instead);
            return new(1, 1);
        }

        return new(replicas, MaxFor(replicas));
    }

    /// <summary>Refuses a volume for one node under several instances, and warns of a database file there.</summary>
    public void Check(ScalePlan scale, IReadOnlyList<EnvironmentPlan> environments)
    {
        if (scale.MaxReplicas == 1 && environments.All(static environment => environment.Scale.MaxReplicas == 1))
        {
            return;
        }

        if (VolumePlanner.UsesDatabaseFile(context))
        {
            context.Leave(
                new(
                    OperatorActionKind.Storage,
                    "database file",
                    "Run one instance (DeployabilityReplicas, and Replicas and MaxReplicas of each DeployabilityEnvironment), or use a database server.",
                    "Several instances open one database file on a shared volume, where the locks of SQLite do not hold: it is corrupted.",
                    IsBlocking: true
                )
            );
        }

        foreach (var volume in ExclusiveVolumes())
        {
            context.Validator.ItemError(
                volume,
                $"the AccessMode '{volume["AccessMode"]}', and several instances run",
                "ReadWriteMany with a StorageClass that gives it, or one instance (DeployabilityReplicas, and Replicas and MaxReplicas of each DeployabilityEnvironment)"
            );
        }
    }

    /// <summary>Why only one instance can work, and what would change that; null when several can.</summary>
    private (string Why, string Instead)? OnlyOne(bool isWeb)
    {
        if (VolumePlanner.UsesDatabaseFile(context))
        {
            return ("The app keeps its data in a database file, which has one writer.", "Use a database server to run more.");
        }

        if (ExclusiveVolumes().Select(static volume => volume.Name).FirstOrDefault() is { } exclusive)
        {
            return ($"The volume '{exclusive}' can be mounted on one node alone.", "Give it the AccessMode ReadWriteMany to run more.");
        }

        if (context.LosesKeyRing)
        {
            return (
                "Cookies or tokens are protected with keys that each instance makes for itself, so another instance would refuse them.",
                "Persist the key ring where every instance finds it (DPL4004 has a code fix) to run more, or set DeployabilityReplicas."
            );
        }

        if (context.Has(Features.InstanceTokenKey))
        {
            return (
                "Tokens are signed or encrypted with a key that each instance makes for itself, so another instance would refuse them.",
                "Load the key from a secret that all instances share (DPL4008) to run more, or set DeployabilityReplicas."
            );
        }

        if (IsClusterOfItsOwn(context))
        {
            return (
                "UseLocalhostClustering makes each instance a cluster of its own, with its own copy of every grain.",
                "Cluster them by a store that all reach (UseRedisClustering, UseAzureStorageClustering, UseAdoNetClustering) to run more, or set DeployabilityReplicas."
            );
        }

        return !isWeb && !Competes()
            ? (
                "A worker that looks for work by itself would do it twice.",
                "Set DeployabilityReplicas when instances share the work; by the length of a queue, KEDA scales it."
            )
            : null;
    }

    /// <summary>Whether instances of Orleans find none of each other: nothing is there that could cluster them otherwise.</summary>
    public static bool IsClusterOfItsOwn(PlanContext context) =>
        context.Has(Features.LocalCluster)
        && !context.Packages.Keys.Any(static package => package.IndexOf("Orleans.Clustering", StringComparison.OrdinalIgnoreCase) >= 0);

    private IEnumerable<ProjectItem> ExclusiveVolumes() =>
        context
            .Input.ItemsOf("DeployabilityVolume")
            .Where(static volume => volume["AccessMode"].StartsWith("ReadWriteOnce", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether instances take work from a queue that gives each piece to one of them.</summary>
    private bool Competes() =>
        context
            .Connections.Select(static connection => connection.Provider)
            .Concat(context.InProduction<ConnectionPartsFact>().Select(static parts => parts.Provider))
            .Any(static provider => provider is ConnectionProviders.RabbitMq or ConnectionProviders.ServiceBus);

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
        var declared = items.Select(item => FromItem(item, scale)).ToList();
        var all = listed
            .Concat(items.Select(static item => item.Name))
            .Distinct()
            .Where(Rules.IsDnsLabel)
            .Select(environment =>
                declared.Find(plan => plan.Name == environment)
                ?? new(environment, $"{name}-{environment}", scale, "", HostEnvironment(environment))
            )
            .ToList();
        return host.Length > 0 ? Share(host, all) : all;
    }

    /// <summary>One host leads to one environment: that of production. The others get names below it, which nobody else owns.</summary>
    private IReadOnlyList<EnvironmentPlan> Share(string host, List<EnvironmentPlan> environments)
    {
        var production =
            environments.Find(static environment => environment.Name is "prod" or "production") ?? environments.LastOrDefault();
        var others = environments.Where(environment => environment != production && environment.Host.Length == 0).ToList();
        if (others.Count > 0)
        {
            context.Decide(
                $"The others have hosts below it: {string.Join(", ", others.Select(environment => Below(environment)))}.",
                $"DeployabilityHost is one host, {host}, and that of {production!.Name}.",
                $"Give each its own by `<DeployabilityEnvironment Include=\"{others[0].Name}\" Host=\"…\" />`."
            );
        }

        return
        [
            .. environments.Select(environment =>
                environment.Host.Length > 0
                    ? environment
                    : environment with
                    {
                        Host = environment == production ? host : Below(environment),
                    }
            ),
        ];

        string Below(EnvironmentPlan environment) => $"{environment.Name}.{host}";
    }

    /// <summary>Host filtering that names hosts refuses every request to one that it does not name: to the environment's own, and to that of the probes.</summary>
    /// <param name="environments">All of them.</param>
    /// <param name="probeHost">What probes send as host; empty where any is accepted.</param>
    public void CheckHostFilter(IReadOnlyList<EnvironmentPlan> environments, string probeHost)
    {
        var refused = environments.Where(environment => RefusedIn(environment).Any()).ToList();
        if (refused.Count == 0)
        {
            return;
        }

        var hosts = refused.SelectMany(RefusedIn).Distinct().ToList();
        context.Leave(
            new(
                OperatorActionKind.Setting,
                HostFilter,
                "Name them there, or in the project.",
                $"{HostFilter} is {string.Join(" and ", refused.Select(HostFilterOf).Distinct())}, so the app refuses every request to {string.Join(" and ", hosts)}.",
                string.Join(
                    "\n",
                    refused.Select(environment =>
                        $"<DeployabilityConfig Include=\"{HostFilter}\" Value=\"{HostFilterOf(environment)};{string.Join(";", RefusedIn(environment))}\" Environment=\"{environment.Name}\" />"
                    )
                ),
                IsBlocking: true
            )
        );

        IEnumerable<string> RefusedIn(EnvironmentPlan environment) =>
            new[] { environment.Host, probeHost }.Where(host => host.Length > 0 && !Accepts(HostFilterOf(environment), host)).Distinct();
    }

    private const string HostFilter = "AllowedHosts";

    /// <summary>What the project declares for an environment, else for all, else what the files say that the host reads there.</summary>
    private string HostFilterOf(EnvironmentPlan environment)
    {
        var items = context
            .Input.ItemsOf("DeployabilityConfig")
            .Where(static item => string.Equals(item.Name, HostFilter, StringComparison.OrdinalIgnoreCase))
            .ToList();
        var own =
            environment.AspNetCoreEnvironment.Length > 0
            && context.Settings.Environments.TryGetValue(environment.AspNetCoreEnvironment, out var values)
                ? values
                : context.Settings.Values;
        return items.FindLast(item => item["Environment"] == environment.Name)?["Value"]
            ?? items.FindLast(static item => item["Environment"].Length == 0)?["Value"]
            ?? (own.TryGetValue(HostFilter, out var value) ? value : "*");
    }

    /// <summary>https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/host-filtering: names without ports, <c>*.</c> for what is below one.</summary>
    private static bool Accepts(string filter, string host)
    {
        var names = filter.Split(';').Select(static name => name.Trim()).Where(static name => name.Length > 0).ToList();
        return names.Count == 0
            || names.Exists(name =>
                name is "*" or "[::]" or "0.0.0.0"
                || string.Equals(name, host, StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(name.Substring(1), StringComparison.OrdinalIgnoreCase)
            );
    }

    private EnvironmentPlan FromItem(ProjectItem item, ScalePlan scale)
    {
        var replicas = Number(item["Replicas"], scale.Replicas);
        var most = Number(item["MaxReplicas"], replicas == scale.Replicas ? scale.MaxReplicas : MaxFor(replicas));
        if (most < replicas)
        {
            context.Validator.ItemError(
                item,
                $"MaxReplicas '{Text.Of(most)}' below Replicas '{Text.Of(replicas)}'",
                "MaxReplicas of at least Replicas"
            );
        }

        return new(
            item.Name,
            item["Namespace"] is { Length: > 0 } space ? space : $"{name}-{item.Name}",
            new(replicas, most),
            item["Host"],
            HostEnvironment(item.Name)
        );
    }

    private static int Number(string text, int fallback) => Rules.TryNumber(text, 1, MostReplicas, out var number) ? number : fallback;

    private bool IsSetByUser(string property) =>
        context.Input.Property(property).Length > 0 && !context.Input.IsTrue($"_{property}IsDefault");

    /// <summary>Room to double under load; a single instance was chosen for a reason.</summary>
    private static int MaxFor(int replicas) => replicas == 1 ? 1 : Math.Min(replicas * 2, MostReplicas);

    /// <summary>Everything runs as Production: Development would turn debugging aids on where users are.</summary>
    private static string HostEnvironment(string environment) => environment == "staging" ? "Staging" : "";
}
