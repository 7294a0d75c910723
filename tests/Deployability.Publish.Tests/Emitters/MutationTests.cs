using System.Text.RegularExpressions;
using Deployability.Model;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Emitters;

/// <summary>One thing changes in the code, and exactly the lines that say it change, in every target.</summary>
public sealed partial class MutationTests
{
    private static readonly string[] Orchestrators =
    [
        "Dockerfile",
        "compose.yaml",
        "kubernetes/base/deployment.yaml",
        "helm/shop-api/templates/deployment.yaml",
    ];

    private static readonly string[] Egress =
    [
        "kubernetes/base/networkpolicy.yaml",
        "helm/shop-api/templates/networkpolicy.yaml",
        "README.md",
    ];

    [Fact]
    public void AHealthPath_ChangesWhereItIsAsked() =>
        AssertReplaced(
            New().Facts(Health("/alive-1", HealthEndpointKind.Live)),
            New().Facts(Health("/alive-2", HealthEndpointKind.Live)),
            "alive-1",
            "alive-2",
            [
                .. Orchestrators,
                "cloud/fly/",
                "cloud/render/",
                "cloud/cloud-run/",
                "cloud/aws-ecs/",
                "cloud/azure-container-apps/",
                "README.md",
            ]
        );

    [Theory]
    [InlineData(HealthEndpointKind.Ready)]
    [InlineData(HealthEndpointKind.Startup)]
    public void APathOfAnotherProbe_ChangesWhereItIsAsked(HealthEndpointKind kind) =>
        AssertReplaced(
            New().Facts(Health("/alive", HealthEndpointKind.Live), Health("/other-1", kind)),
            New().Facts(Health("/alive", HealthEndpointKind.Live), Health("/other-2", kind)),
            "other-1",
            "other-2",
            [
                "kubernetes/base/deployment.yaml",
                "helm/shop-api/templates/deployment.yaml",
                "cloud/azure-container-apps/",
                "README.md",
                .. kind == HealthEndpointKind.Startup ? ["cloud/cloud-run/"] : new[] { "helm/shop-api/templates/tests/" },
            ]
        );

    [Fact]
    public void APort_ChangesWhereSomethingListensOrConnects() =>
        AssertReplaced(
            New().Facts(new ListenFact(Source, "http", "*", 5001)),
            New().Facts(new ListenFact(Source, "http", "*", 5002)),
            "5001",
            "5002",
            [
                .. Orchestrators,
                "cloud/fly/",
                "cloud/render/",
                "cloud/cloud-run/",
                "cloud/aws-ecs/",
                "cloud/azure-container-apps/",
                "README.md",
            ]
        );

    [Fact]
    public void AKey_ChangesWhereItIsGiven() =>
        AssertReplaced(
            New().Facts(Key("Shop:Colour1", "red")),
            New().Facts(Key("Shop:Colour2", "red")),
            "Colour1",
            "Colour2",
            [
                "compose.yaml",
                ".env.example",
                "kubernetes/base/kustomization.yaml",
                "helm/shop-api/values.yaml",
                "cloud/fly/",
                "cloud/render/",
                "cloud/cloud-run/",
                "cloud/aws-ecs/",
                "cloud/azure-container-apps/",
            ]
        );

    [Fact]
    public void ASecret_ChangesWhereItIsNamed() =>
        AssertReplaced(
            New().Facts(Key("Shop:Token1", secret: true, required: true)),
            New().Facts(Key("Shop:Token2", secret: true, required: true)),
            "oken1",
            "oken2",
            [
                "compose.yaml",
                ".env.example",
                "kubernetes/secret.template.yaml",
                "helm/shop-api/values.yaml",
                "cloud/render/",
                "cloud/cloud-run/",
                "cloud/aws-ecs/",
                "cloud/azure-container-apps/",
                "README.md",
            ]
        );

    [Fact]
    public void ADefault_ChangesWhereItIsGiven() =>
        AssertReplaced(
            New().Facts(Key("Shop:Colour", "red1")),
            New().Facts(Key("Shop:Colour", "red2")),
            "red1",
            "red2",
            [
                "compose.yaml",
                "kubernetes/base/kustomization.yaml",
                "helm/shop-api/values.yaml",
                "cloud/fly/",
                "cloud/render/",
                "cloud/cloud-run/",
                "cloud/aws-ecs/",
                "cloud/azure-container-apps/",
            ]
        );

    [Fact]
    public void AConnectionString_ChangesWhereItIsGivenAndWhatItReaches() =>
        AssertReplaced(
            New().Facts(Connection("ConnectionStrings:Orders1", ConnectionProviders.Npgsql)),
            New().Facts(Connection("ConnectionStrings:Orders2", ConnectionProviders.Npgsql)),
            "rders1",
            "rders2",
            [
                "compose.yaml",
                ".env.example",
                "kubernetes/secret.template.yaml",
                "helm/shop-api/values.yaml",
                "cloud/render/",
                "cloud/cloud-run/",
                "cloud/aws-ecs/",
                "cloud/azure-container-apps/",
                "README.md",
            ]
        );

    [Fact]
    public void ACorsKey_ChangesWhereItIsNamed() =>
        AssertReplaced(
            New().Facts(new CorsPolicyFact(Source, "", false, false, [], "Cors:Origins1")),
            New().Facts(new CorsPolicyFact(Source, "", false, false, [], "Cors:Origins2")),
            "rigins1",
            "rigins2",
            ["compose.yaml", ".env.example", "helm/shop-api/values.yaml", "README.md"]
        );

    [Fact]
    public void AnOutboundPort_ChangesWhatIsLetOut() =>
        AssertReplaced(
            New().Facts(new OutboundEndpointFact(Source, "", "https", "api.example.com", 8441)),
            New().Facts(new OutboundEndpointFact(Source, "", "https", "api.example.com", 8442)),
            "8441",
            "8442",
            Egress
        );

    [Fact]
    public void ALibrarysPort_ChangesWhatIsLetOut() =>
        AssertReplaced(
            New().Uses(new ClientLibrary("Acme.Queue", [9441])),
            New().Uses(new ClientLibrary("Acme.Queue", [9442])),
            "9441",
            "9442",
            Egress
        );

    [Fact]
    public void TheMetricsPort_ChangesWhereItIsScraped() =>
        AssertReplaced(
            New().Facts(new MetricsEndpointFact(Source, 9191)),
            New().Facts(new MetricsEndpointFact(Source, 9192)),
            "9191",
            "9192",
            ["kubernetes/base/deployment.yaml", "helm/shop-api/templates/deployment.yaml"]
        );

    [Fact]
    public void ASchedule_ChangesWhereItIsKept() =>
        AssertReplaced(
            New().Item("DeployabilityJob", "nightly", ("Schedule", "17 2 * * *")),
            New().Item("DeployabilityJob", "nightly", ("Schedule", "19 2 * * *")),
            "17 2 ",
            "19 2 ",
            ["kubernetes/base/cronjobs.yaml", "helm/shop-api/values.yaml", "cloud/azure-container-apps/", "cloud/aws-ecs/", "README.md"]
        );

    [Fact]
    public void ATimeZone_ChangesWhereItIsKept() =>
        AssertReplaced(
            New().Item("DeployabilityJob", "nightly", ("Schedule", "17 2 * * *"), ("TimeZone", "Europe/Berlin")),
            New().Item("DeployabilityJob", "nightly", ("Schedule", "17 2 * * *"), ("TimeZone", "Europe/Vienna")),
            "Berlin",
            "Vienna",
            ["kubernetes/base/cronjobs.yaml", "helm/shop-api/values.yaml", "cloud/aws-ecs/"]
        );

    [Theory]
    [InlineData(Features.Cultures)]
    [InlineData(Features.TimeZones)]
    public void CulturesAndTimeZones_ChangeTheImageAlone(string feature)
    {
        var (before, after) = (Files(New()), Files(New().Facts(new FeatureFact(Source, feature))));

        Assert.Equal(["Dockerfile", "README.md"], Changed(before, after).Order(StringComparer.Ordinal));
        Assert.Equal(
            before["Dockerfile"].Replace("10.0-noble-chiseled AS", "10.0-noble-chiseled-extra AS", StringComparison.Ordinal),
            after["Dockerfile"]
        );
    }

    [Fact]
    public void AFolderThatIsWritten_ChangesWhereItIsMounted() =>
        AssertReplaced(
            New().Facts(new FileWriteFact(Source, "/var/spool1/orders.json", "", FileWriteKind.Data)),
            New().Facts(new FileWriteFact(Source, "/var/spool2/orders.json", "", FileWriteKind.Data)),
            "spool1",
            "spool2",
            [.. Orchestrators, "kubernetes/base/persistentvolumeclaims.yaml", "README.md"]
        );

    [Fact]
    public void TheShutdownTimeout_ChangesHowLongEverybodyWaits()
    {
        var before = Files(New().Facts(new ShutdownTimeoutFact(Source, 40)));
        var after = Files(New().Facts(new ShutdownTimeoutFact(Source, 41)));

        var changed = Changed(before, after);
        Assert.All(
            changed,
            name =>
            {
                var (old, now) = (before[name].Split('\n'), after[name].Split('\n'));
                Assert.Equal(old.Length, now.Length);
                Assert.All(old.Zip(now), static pair => Assert.Equal(OneMoreWhereDifferent(pair.First, pair.Second), pair.Second));
            }
        );
        AssertReaches(
            [
                "compose.yaml",
                "kubernetes/base/deployment.yaml",
                "helm/shop-api/templates/deployment.yaml",
                "cloud/fly/",
                "cloud/render/",
                "cloud/aws-ecs/",
                "cloud/azure-container-apps/",
                "README.md",
            ],
            changed
        );
    }

    private static Scenario New() => new Scenario().Property("DeployabilityEmit", "all");

    /// <summary>Every file differs in that word alone, and each of the targets has a file that does.</summary>
    private static void AssertReplaced(Scenario first, Scenario second, string old, string now, IReadOnlyList<string> targets)
    {
        var (before, after) = (Files(first), Files(second));

        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(before, file => Assert.Equal(Replaced(file.Value, old, now), after[file.Key]));
        AssertReaches(targets, Changed(before, after));
    }

    private static string Replaced(string text, string old, string now) =>
        text.Replace(old, now, StringComparison.Ordinal)
            .Replace(old.ToUpperInvariant(), now.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace(old.ToLowerInvariant(), now.ToLowerInvariant(), StringComparison.Ordinal);

    private static void AssertReaches(IReadOnlyList<string> targets, IReadOnlyList<string> changed) =>
        Assert.All(targets, target => Assert.Contains(changed, name => name.StartsWith(target, StringComparison.Ordinal)));

    private static IReadOnlyList<string> Changed(Dictionary<string, string> before, Dictionary<string, string> after) =>
        [.. before.Keys.Where(name => before[name] != after[name])];

    private static Dictionary<string, string> Files(Scenario scenario) =>
        scenario.Emit().ToDictionary(static file => file.Path, static file => file.Content, StringComparer.Ordinal);

    /// <summary>A line with each number raised by one that differs from the other line's number at its place.</summary>
    private static string OneMoreWhereDifferent(string old, string now)
    {
        var numbers = Number().Matches(now).Select(static match => match.Value).ToList();
        var index = 0;
        return Number()
            .Replace(
                old,
                match => index < numbers.Count && numbers[index++] == match.Value ? match.Value : $"{int.Parse(match.Value) + 1}"
            );
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
