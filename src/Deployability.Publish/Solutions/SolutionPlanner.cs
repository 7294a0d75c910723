using Deployability.Publish.Planning;

namespace Deployability.Publish.Solutions;

/// <summary>The apps of a solution as they run together.</summary>
/// <param name="Name">A DNS label.</param>
/// <param name="Apps">The apps by name, each with what it shares with others.</param>
/// <param name="Environments">Names of environments, in the order of the apps that have them.</param>
public sealed record SolutionPlan(string Name, IReadOnlyList<SolutionApp> Apps, IReadOnlyList<string> Environments);

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
            [.. ordered.SelectMany(static app => app.Plan.Environments).Select(static environment => environment.Name).Distinct()]
        );
    }

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
