using Deployability.Publish.Planning;
using Deployability.Publish.Targets;

namespace Deployability.Publish.Solutions;

/// <summary>The apps of a solution as they run together.</summary>
/// <param name="Name">A DNS label.</param>
/// <param name="Apps">The apps by name, each with what it shares with others.</param>
/// <param name="Environments">Names of environments, in the order of the apps that have them.</param>
/// <param name="Calls">What apps call others by, in the order of the apps.</param>
public sealed record SolutionPlan(
    string Name,
    IReadOnlyList<SolutionApp> Apps,
    IReadOnlyList<string> Environments,
    IReadOnlyList<SolutionCall> Calls
);

/// <summary>Decides what apps that run together share, and keeps apart what they may not.</summary>
internal static class SolutionPlanner
{
    private const int FirstPort = 8080;

    /// <summary>Keys that every app has for a database of its own.</summary>
    private static readonly HashSet<string> CommonLabels = new(StringComparer.Ordinal)
    {
        "app",
        "application",
        "connection",
        "connectionstring",
        "database",
        "db",
        "default",
        "default-connection",
        "defaultconnection",
        "main",
        "sql",
    };

    /// <param name="solution">Full path of the solution.</param>
    /// <param name="folder">Full path of the index's folder.</param>
    /// <param name="apps">The apps, in any order.</param>
    public static SolutionPlan Plan(string solution, string folder, IReadOnlyList<SolutionApp> apps)
    {
        var ordered = apps.OrderBy(static app => app.Plan.Name, StringComparer.Ordinal)
            .ThenBy(static app => app.Project, StringComparer.Ordinal)
            .ToList();
        ordered = [.. ordered.Select(app => app with { Plan = WithNeighbours(app.Plan, ordered) })];
        var calls = ordered.SelectMany(app => SolutionCall.Of(app, ordered)).ToList();
        ordered = [.. ordered.Select(app => app with { Plan = WithCalls(app.Plan, calls) })];
        var disputed = Disputed(ordered);
        ordered = [.. ordered.Select(app => app with { Plan = WithChoices(app.Plan, disputed) })];
        var servers = Servers(ordered);
        var port = FirstPort;
        var together = new List<SolutionApp>();
        foreach (var app in ordered)
        {
            together.Add(app with { Plan = Together(app, port, folder, servers) });
            port += app.Plan.LocalPorts.Count;
        }

        return new(
            Text.DnsLabel(Path.GetFileNameWithoutExtension(solution)) is { Length: > 0 } name ? name : "solution",
            together,
            [.. ordered.SelectMany(static app => app.Plan.Environments).Select(static environment => environment.Name).Distinct()],
            calls
        );
    }

    /// <summary>In one compose file an app is found by its own name, on the port where it listens there.</summary>
    private static DeploymentPlan WithCalls(DeploymentPlan plan, List<SolutionCall> calls)
    {
        var own = calls
            .Where(call => call.From == plan.Name)
            .ToDictionary(static call => call.Setting.Variable, static call => call.ComposeAddress);
        return WithSettings(
            plan,
            setting => own.TryGetValue(setting.Variable, out var address) ? setting with { CompanionValue = address } : setting
        );
    }

    /// <summary>Variables of which apps have different values: one in <c>.env</c> would give all of them what is meant for one.</summary>
    private static HashSet<string> Disputed(IReadOnlyList<SolutionApp> apps) =>
        [
            .. apps.SelectMany(static app => app.Plan.Configuration.Settings)
                .Where(static setting => setting.Value is not null && ComposeVariables.IsChoosable(setting))
                .GroupBy(static setting => ComposeVariables.NameOf(setting))
                .Where(static group => group.Select(static setting => setting.Value).Distinct().Count() > 1)
                .Select(static group => group.Key),
        ];

    private static DeploymentPlan WithChoices(DeploymentPlan plan, HashSet<string> disputed) =>
        WithSettings(
            plan,
            setting =>
                setting.Value is not null && disputed.Contains(ComposeVariables.NameOf(setting))
                    ? setting with
                    {
                        Choice = $"{Text.UpperVariable(plan.Name)}_{ComposeVariables.NameOf(setting)}",
                    }
                    : setting
        );

    private static DeploymentPlan WithSettings(DeploymentPlan plan, Func<SettingPlan, SettingPlan> change) =>
        plan with
        {
            Configuration = plan.Configuration with { Settings = [.. plan.Configuration.Settings.Select(change)] },
        };

    /// <summary>
    /// A connection string whose use nobody sees is that of another app which reads the same variable, unless it is one that every app has: one compose file
    /// asks one value for both.
    /// </summary>
    private static DeploymentPlan WithNeighbours(DeploymentPlan plan, IReadOnlyList<SolutionApp> apps)
    {
        var configuration = plan.Configuration;
        var companions = configuration.Companions.ToList();
        var secrets = configuration.Secrets.Select(Known).ToList();
        return plan with { Configuration = configuration with { Companions = companions, Secrets = secrets } };

        SecretPlan Known(SecretPlan secret)
        {
            if (secret.Companion.Length > 0)
            {
                return secret;
            }

            foreach (var other in apps.Select(static app => app.Plan.Configuration))
            {
                var same = other.Secrets.FirstOrDefault(known => known.Variable == secret.Variable && known.Companion.Length > 0);
                var companion = other.Companions.FirstOrDefault(companion => companion.Name == same?.Companion);
                if (same is null || companion is null || CommonLabels.Contains(companion.Label) || companion.Name == plan.Name)
                {
                    continue;
                }

                if (companions.TrueForAll(known => known.Name != companion.Name))
                {
                    companions.Add(companion);
                }

                return secret with
                {
                    Companion = same.Companion,
                    CompanionValue = same.CompanionValue,
                };
            }

            return secret;
        }
    }

    private static DeploymentPlan Together(
        SolutionApp app,
        int port,
        string folder,
        Dictionary<string, CompanionCatalog.SharedServer> servers
    )
    {
        var plan = app.Plan;
        var configuration = plan.Configuration;
        var companions = configuration.Companions.ToDictionary(static companion => companion.Name);
        return plan with
        {
            ContextFromOutput = Text.RelativePath(folder, app.ContextRoot),
            LocalPortVariable = $"{Text.UpperVariable(plan.Name)}_PORT",
            FirstLocalPort = port,
            Volumes = [.. plan.Volumes.Select(volume => volume with { Name = $"{plan.Name}-{volume.Name}" })],
            Shares = [.. plan.Shares.Select(share => share with { Name = $"{plan.Name}-{share.Name}" })],
            Configuration = configuration with
            {
                Companions =
                [
                    .. configuration
                        .Companions.Select(companion =>
                            servers.TryGetValue(companion.Provider, out var server) ? server.Companion : companion
                        )
                        .GroupBy(static companion => companion.Name)
                        .Select(static group => group.First()),
                ],
                Settings =
                [
                    .. configuration.Settings.Select(setting =>
                        companions.TryGetValue(setting.CompanionValue, out var companion)
                        && servers.TryGetValue(companion.Provider, out var server)
                            ? setting with
                            {
                                CompanionValue = server.Companion.Name,
                            }
                            : setting
                    ),
                ],
                Secrets =
                [
                    .. configuration.Secrets.Select(secret =>
                        companions.TryGetValue(secret.Companion, out var companion)
                        && servers.TryGetValue(companion.Provider, out var server)
                            ? secret with
                            {
                                Companion = server.Companion.Name,
                                CompanionValue = secret.IsPassword
                                    ? CompanionCatalog.PasswordOf(server.Companion)
                                    : server.ConnectionString(Database(plan, companion)),
                            }
                            : secret
                    ),
                ],
            },
        };
    }

    /// <summary>A server for each kind of which the apps use more than one database.</summary>
    private static Dictionary<string, CompanionCatalog.SharedServer> Servers(IReadOnlyList<SolutionApp> apps) =>
        apps.SelectMany(static app =>
                app.Plan.Configuration.Companions.Select(companion => (companion.Provider, Name: Database(app.Plan, companion)))
            )
            .Distinct()
            .GroupBy(static database => database.Provider)
            .Where(static group => group.Key.Length > 0 && group.Count() > 1)
            .ToDictionary(
                static group => group.Key,
                static group =>
                    CompanionCatalog.Shared(
                        group.Key,
                        [.. group.Select(static database => database.Name).OrderBy(static name => name, StringComparer.Ordinal)]
                    )
            );

    /// <summary>Apps that read one key mean one database, unless it is a key that every app has.</summary>
    private static string Database(DeploymentPlan plan, CompanionPlan companion) =>
        CommonLabels.Contains(companion.Label) ? $"{plan.Name}-{companion.Label}" : companion.Label;
}
