using Deployability.Model;
using Deployability.Publish.Planning;
using Deployability.Secrets;

namespace Deployability.Publish.Report;

/// <summary>Makes the report of findings, facts and plan: a pure function but for the lines of the files that findings stand in.</summary>
/// <remarks>docs/report.md documents the score; a change here is a change there.</remarks>
public static class ReportBuilder
{
    /// <summary>Weights that make an area lose all its points.</summary>
    public const int FullLoss = 20;

    private const int ExcerptsOfAll = 300;
    private const int ExcerptsOfRule = 20;
    private const int LongestLine = 200;
    private const int MostRepeats = 4;

    public static ReadinessReport Build(
        DeploymentPlan plan,
        FactSet facts,
        IReadOnlyList<Finding> findings,
        SourceLines lines,
        int? previousScore
    )
    {
        var areas = Area.All.Select(area => Score(area, findings)).ToList();
        return new()
        {
            Name = plan.Name,
            Score = areas.Total(static area => area.Score),
            PreviousScore = previousScore,
            Areas = areas,
            Strengths = [.. Strengths(plan, facts, findings)],
            Gaps = Gaps(findings, lines),
            Checklist = [.. Checklist(plan, facts, areas)],
            Actions = [.. ClusterTasks.Of(plan), .. plan.Actions],
            Plan = plan,
        };
    }

    /// <summary>A rule costs its weight, and a quarter of it for each further finding up to four.</summary>
    internal static AreaScore Score(Area area, IReadOnlyList<Finding> findings)
    {
        var ofArea = findings.Where(finding => finding.Rule.Area.Id == area.Id).ToList();
        var quarters = ofArea
            .GroupBy(static finding => finding.Rule.Id)
            .Total(static rule => rule.First().Rule.Weight * (4 + Math.Min(rule.Count() - 1, MostRepeats)));
        var lost = Math.Min(quarters, FullLoss * 4);
        // Rounded to the nearest point, half a point up.
        return new(area, ((2 * area.Points * ((FullLoss * 4) - lost)) + (FullLoss * 4)) / (2 * FullLoss * 4), ofArea.Count);
    }

    private static List<Gap> Gaps(IReadOnlyList<Finding> findings, SourceLines lines)
    {
        var excerpts = 0;
        // A line that one rule calls a secret is one in the excerpts of all.
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var finding in findings.Where(static finding => finding.Rule.IsAboutSecrets))
        {
            for (var line = finding.Region.Line; line <= Math.Max(finding.Region.EndLine, finding.Region.Line); line++)
            {
                secrets.Add(LineOf(finding.File, line));
            }
        }

        return
        [
            .. findings
                .GroupBy(static finding => finding.Rule)
                .OrderBy(static rule => rule.Key.Id, StringComparer.Ordinal)
                .ByRank(static rule => -rule.Key.Weight)
                .ByRank(static rule => -(int)Worst(rule))
                .Select(rule => new Gap(rule.Key, Worst(rule), [.. rule.Select(Place)])),
        ];

        Place Place(Finding finding, int index)
        {
            var hasExcerpt = index < ExcerptsOfRule && excerpts < ExcerptsOfAll;
            excerpts += hasExcerpt ? 1 : 0;
            var (hash, occurrence) = lines.KeyOf(finding) ?? ("", 0);
            var fingerprint =
                hash.Length > 0 ? $"{hash}:{Text.Of(occurrence)}" : Baseline.Hash(finding.Rule.Id, finding.File, finding.Message);
            return new(finding, hasExcerpt ? Excerpt(finding, lines, secrets) : [], fingerprint);
        }
    }

    private static string LineOf(string file, int line) => $"{Text.Of(line)}:{file}";

    private static RuleSeverity Worst(IEnumerable<Finding> findings)
    {
        var worst = RuleSeverity.Suggestion;
        foreach (var finding in findings)
        {
            worst = finding.Severity > worst ? finding.Severity : worst;
        }

        return worst;
    }

    private static List<ExcerptLine> Excerpt(Finding finding, SourceLines lines, HashSet<string> secrets)
    {
        var file = lines.Of(finding.File);
        var marked = finding.Region.Line;
        if (marked < 1 || marked > file.Count)
        {
            return [];
        }

        // Around a credential nothing is shown: its text may go on over the lines below.
        var around = secrets.Contains(LineOf(finding.File, marked)) ? 0 : 1;
        var excerpt = new List<ExcerptLine>();
        for (var number = Math.Max(marked - around, 1); number <= Math.Min(marked + around, file.Count); number++)
        {
            var isSecret = secrets.Contains(LineOf(finding.File, number));
            excerpt.Add(new(number, Shown(file[number - 1], finding.File, isSecret), number == marked));
        }

        return excerpt;
    }

    private static string Shown(string line, string file, bool isSecret)
    {
        var indent = line.Length - line.TrimStart().Length;
        var text = MaskedLine.Of(line, file, isSecret);
        return new string(' ', Math.Min(indent, 24)) + (text.Length > LongestLine ? text.Substring(0, LongestLine) + "…" : text);
    }

    private static IEnumerable<Strength> Strengths(DeploymentPlan plan, FactSet facts, IReadOnlyList<Finding> findings)
    {
        var open = facts.Facts.Where(static fact => fact.Source.Guard == GuardKind.None).ToList();
        foreach (
            var endpoint in open.OfType<HealthEndpointFact>().Where(static fact => fact.Path.Length > 0 && !fact.RequiresAuthorization)
        )
        {
            yield return new(
                "Health",
                $"Health endpoint {endpoint.Path}",
                Sentence(
                    endpoint,
                    endpoint.Kind switch
                    {
                        HealthEndpointKind.Live => "maps it for liveness",
                        HealthEndpointKind.Ready => "maps it for readiness",
                        HealthEndpointKind.Startup => "maps it for start-up",
                        _ => "maps it",
                    }
                )
            );
        }

        foreach (var shutdown in open.OfType<ShutdownTimeoutFact>())
        {
            yield return new(
                "Health",
                "Shut-down time is chosen",
                Sentence(shutdown, $"gives the host {Text.Of(shutdown.Seconds)} seconds to finish its work")
            );
        }

        var keys = open.OfType<ConfigurationKeyFact>().Select(static fact => fact.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        if (keys > 0)
        {
            yield return new(
                "Configuration",
                "Settings come from outside",
                $"The code reads {Text.Count(keys, "configuration key")} that each environment can set."
            );
        }

        foreach (
            var connection in open.OfType<ConnectionStringFact>()
                .Where(static fact => fact.Key.Length > 0)
                .GroupBy(static fact => fact.Key)
                .Select(static group => group.First())
        )
        {
            yield return new(
                "Configuration",
                $"{connection.Key} is configurable",
                Sentence(connection, "reads the connection string from configuration")
            );
        }

        foreach (var cors in open.OfType<CorsPolicyFact>().Where(static fact => !fact.AnyOrigin && fact.OriginsKey.Length > 0))
        {
            yield return new("Security", "CORS origins are configurable", Sentence(cors, $"takes the origins from {cors.OriginsKey}"));
        }

        (string Feature, string Area, string Title, string Does)[] features =
        [
            (Features.ForwardedHeaders, "Security", "Forwarded headers are handled", "believes the scheme that the ingress forwards"),
            (Features.HttpsRedirection, "Security", "HTTPS is demanded", "redirects plain HTTP"),
            (Features.DataProtectionPersisted, "State", "Data protection keys are persisted", "keeps them outside the container"),
            (Features.SignalRBackplane, "State", "SignalR has a backplane", "shares connections between replicas"),
            (Features.OpenTelemetry, "Observability", "OpenTelemetry is on", "exports telemetry"),
            (Features.PrometheusMetrics, "Observability", "Metrics are exported", "maps a metrics endpoint"),
        ];
        foreach (var (feature, area, title, does) in features)
        {
            if (open.OfType<FeatureFact>().FirstOrDefault(fact => fact.Name == feature) is { } fact)
            {
                yield return new(area, title, Sentence(fact, does));
            }
        }

        yield return new(
            "Containers",
            "The image does not run as root",
            $"It runs as user {Text.Of(plan.Image.User)} on {plan.Image.BaseImage}."
        );
        foreach (var area in Area.All.Where(area => findings.All(finding => finding.Rule.Area.Id != area.Id)))
        {
            yield return new(area.Id, $"Nothing found in {area.Title}", "No rule of the area reports anything.");
        }
    }

    private static string Sentence(Fact fact, string does) =>
        fact.Source.File.Length > 0 ? $"{fact.Source.File} {does}." : $"The code {does}.";

    private static IEnumerable<Check> Checklist(DeploymentPlan plan, FactSet facts, IReadOnlyList<AreaScore> areas)
    {
        yield return new(
            "Infrastructure",
            CheckState.Fine,
            $"Image, compose file and manifests are generated for {plan.Name}; what is left to the operator stands below."
        );
        yield return Of("Security", "Security", "Secrets, CORS, error pages and certificates were looked at.");
        yield return Of("Configuration", "Configuration", "Addresses, paths and connection strings were looked at.");
        yield return Of("Reliability", "Health", "Probes, background services and shut-down were looked at.");
        yield return Of("Data", "State", "What the process keeps in memory or in its own files was looked at.");
        yield return Of("Observability", "Observability", "Logs, metrics and traces were looked at.");
        yield return Of("Portability", "Portability", "What a Linux container does not have was looked at.");
        yield return plan.Volumes.Any(static volume => volume.IsPersistent) || facts.OfKind<ConnectionStringFact>().Any()
            ? new("Backups", CheckState.Unseen, "The app keeps data. Nothing here shows who backs it up, or that restoring was tried.")
            : new("Backups", CheckState.Fine, "The app keeps no data of its own that code or project shows.");
        yield return new("Tests", CheckState.Unseen, "Whether tests run before a deployment is not seen here.");
        yield return new("Load", CheckState.Unseen, "Requests and limits are defaults until somebody measures the app under load.");

        Check Of(string topic, string area, string looked)
        {
            var score = areas.First(item => item.Area.Id == area);
            return score.Findings == 0
                ? new(topic, CheckState.Fine, $"{looked} Nothing was found.")
                : new(topic, CheckState.Open, $"{looked} {Text.Count(score.Findings, "finding")}.");
        }
    }
}
