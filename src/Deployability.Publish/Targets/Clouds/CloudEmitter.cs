using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Clouds;

/// <summary>The files of one platform: a set for each environment, the last one's under the plain names.</summary>
internal abstract class CloudEmitter(Platform platform) : IEmitter
{
    /// <summary>Files need little, so two are there only for when one is not.</summary>
    private const int MostFrontEnds = 2;

    private const string ShutdownVariable = "DOTNET_SHUTDOWNTIMEOUTSECONDS";

    public string Target => platform.Target;

    public string Title => platform.Title;

    public IEnumerable<GeneratedFile> Emit(DeploymentPlan plan) =>
        Of(plan) is { } cloud
            ? cloud.Environments.SelectMany(environment =>
                Files(new(plan, cloud, environment)).Select(file => file with { Path = Folder(environment) + file.Path })
            )
            : [];

    /// <summary>The section of the README: what to do with the files, in commands.</summary>
    public IEnumerable<string> Guide(DeploymentPlan plan)
    {
        if (Of(plan) is not { } cloud)
        {
            return [];
        }

        var main = new Spot(plan, cloud, cloud.Environments[0]);
        var others = cloud
            .Environments.Skip(1)
            .Select(environment => $"`{environment.Environment.Name}` (`{plan.FromContext(Folder(environment))}`, as `{environment.Name}`)")
            .ToList();
        return
        [
            "",
            $"## On {Title}",
            "",
            $"{(main.Place.Environment.Name.Length > 0 ? $"For `{main.Place.Environment.Name}`: " : "")}{(plan.OnlyJobs ? "jobs alone." : $"{Instances(main)} {Sized(cloud.Size)}.")}",
            .. others.Count == 0 || !Files(main).Any()
                ? Array.Empty<string>()
                : [$"The same with other names for {string.Join(" and ", others)}."],
            "",
            .. Commands(main),
            .. SecretFiles(main),
            .. Optional(main),
            .. Notes(plan),
        ];
    }

    protected abstract IEnumerable<GeneratedFile> Files(Spot spot);

    /// <summary>The front end that nginx serves, as an app of its own on the platform; null without one.</summary>
    /// <param name="spot">The app that it calls.</param>
    /// <param name="upstream">Where that is.</param>
    protected static Spot? FrontEnd(Spot spot, string upstream)
    {
        if (spot.Plan.WebTier is not { } tier)
        {
            return null;
        }

        var instances = Math.Min(spot.Place.Scale.Replicas, MostFrontEnds);
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            [WebTierFiles.Base] = tier.Frontend.ApiBasePath,
            [WebTierFiles.Upstream] = upstream,
        };
        if (spot.Cloud.Platform.RoutesByHost)
        {
            variables[WebTierFiles.Host] = WebTierFiles.UpstreamHost;
        }

        var probes = new ProbesPlan(tier.Probe, tier.Probe, tier.Probe) { HealthCheck = tier.HealthCheck };
        return new(
            spot.Plan with
            {
                Image = spot.Plan.Image with { Repository = tier.Repository },
                Ports = [tier.Port],
                Probes = probes,
                Configuration = new(
                    [
                        .. variables.Select(static variable => new SettingPlan(
                            variable.Key,
                            variable.Value,
                            Required: false,
                            new Dictionary<string, string>()
                        )),
                    ],
                    [],
                    []
                ),
                Volumes = [],
                Migration = null,
                NeedsAffinity = false,
            },
            spot.Cloud with
            {
                Size = spot.Cloud.FrontEndSize!,
                ShutdownLimit = 0,
                Port = tier.Port,
                Probes = probes,
                Volumes = [],
                Jobs = [],
                WorksInBackground = false,
            },
            spot.Place with
            {
                Name = Text.Shortened($"{spot.Name}-{tier.Name}", spot.Cloud.Platform.LongestName),
                Scale = new(instances, instances),
            }
        )
        {
            App = spot,
        };
    }

    protected abstract IEnumerable<string> Commands(Spot spot);

    /// <summary>The settings of an environment, as far as the platform lets them be set.</summary>
    protected static IEnumerable<NamedValue> Variables(Spot spot)
    {
        if (spot.IsFrontEnd)
        {
            return spot.Plan.Configuration.Settings.Select(static setting => new NamedValue(setting.Variable, setting.Value ?? ""));
        }

        var variables = spot
            .Plan.Variables(spot.Place.Environment, spot.Plan.NeedsForwardedHeaders)
            .Where(variable => !spot.Cloud.Platform.OwnVariables.Contains(variable.Key, StringComparer.OrdinalIgnoreCase));
        return spot.Cloud.ShutdownLimit > 0 ? variables.Append(new(ShutdownVariable, Text.Of(spot.Cloud.ShutdownLimit))) : variables;
    }

    /// <summary>What the app reads and the file does not give, as a comment; empty when there is nothing.</summary>
    protected static string Missing(Spot spot) =>
        string.Join(
            "\n",
            MissingSettings(spot)
                .Select(static setting =>
                    $"{setting.Variable} has no value anywhere, and the app needs one: declare it as DeployabilityConfig."
                )
        );

    /// <summary>Settings that the app needs and nobody gives.</summary>
    protected static IEnumerable<SettingPlan> MissingSettings(Spot spot) =>
        spot.Plan.Configuration.Settings.Where(setting =>
            setting is { Required: true, Value: null } && !setting.Environments.ContainsKey(spot.Place.Environment.Name)
        );

    /// <summary>The secrets that a file may refer to: one that is not in the store keeps the app from starting.</summary>
    protected static IEnumerable<SecretPlan> RequiredSecrets(Spot spot) =>
        spot.Plan.Configuration.Secrets.Where(static secret => secret.Required);

    /// <summary>Each of them with the name that it has in the platform's store: two that differ in signs alone stay apart.</summary>
    /// <param name="spot">Where.</param>
    /// <param name="spell">Makes a name that the store takes.</param>
    protected static IReadOnlyList<StoredSecret> Secrets(Spot spot, Func<string, string> spell)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var secrets = new List<StoredSecret>();
        foreach (var secret in RequiredSecrets(spot))
        {
            var wished = spell(spot.Plan.Cluster.RemoteKey(secret));
            var name = wished;
            for (var number = 2; !names.Add(name); number++)
            {
                name = $"{wished}-{Text.Of(number)}";
            }

            secrets.Add(new(secret, name));
        }

        return secrets;
    }

    /// <summary>A DNS label, as names are in most stores.</summary>
    protected static string Label(string text) =>
        new string([.. text.ToLowerInvariant().Select(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '-')]).Trim('-');

    /// <summary>A probe as Kubernetes spells it, which several platforms do too.</summary>
    /// <param name="probe">What to ask.</param>
    /// <param name="timing">How often.</param>
    protected static Mapping Probe(ProbePlan probe, ProbeTiming timing) =>
        new()
        {
            ["httpGet"] =
                probe.Path.Length == 0
                    ? null
                    : new Mapping
                    {
                        ["path"] = probe.Path,
                        ["port"] = probe.Port.Number,
                        ["scheme"] = Node.Optional(probe.Port.IsTls ? "HTTPS" : ""),
                        ["httpHeaders"] =
                            probe.HostHeader.Length == 0
                                ? null
                                : Sequence.Of(new Mapping { ["name"] = "Host", ["value"] = probe.HostHeader }),
                    },
            ["grpc"] = probe.IsGrpc ? new Mapping { ["port"] = probe.Port.Number } : null,
            ["tcpSocket"] = probe.IsGrpc || probe.Path.Length > 0 ? null : new Mapping { ["port"] = probe.Port.Number },
            ["periodSeconds"] = timing.Period,
            ["timeoutSeconds"] = timing.Timeout,
            ["failureThreshold"] = timing.Failures,
        };

    protected static Sequence VariableList(Spot spot, IEnumerable<Node> secrets) =>
        new(
            Variables(spot)
                .Select(static variable => (Node)new Mapping { ["name"] = variable.Key, ["value"] = variable.Value })
                .Concat(secrets)
        )
        {
            Footer = Missing(spot),
        };

    /// <summary>A file of the environment, as commands name it.</summary>
    protected string File(Spot spot, string name) => Text.Quoted(spot.Plan.FromContext(Folder(spot.Place) + name));

    /// <summary>Lines of a command block.</summary>
    protected static IEnumerable<string> Shell(params IEnumerable<string> lines) => ["```sh", .. lines, "```"];

    /// <summary>Fills the holes of a file: envsubst, part of gettext, leaves every other <c>$</c> alone.</summary>
    protected static string Filled(string file, string filled, params IEnumerable<string> holes) =>
        $"envsubst '{string.Join(" ", holes.Select(static hole => $"${hole}"))}' <{file} >{filled}";

    private string Folder(CloudEnvironmentPlan environment) => $"cloud/{platform.Target}/{environment.Folder}";

    private CloudPlan? Of(DeploymentPlan plan) => plan.Clouds.FirstOrDefault(cloud => cloud.Platform.Target == platform.Target);

    private static string Instances(Spot spot) =>
        spot.Place.Scale switch
        {
            { Scales: true } scale => $"{Text.Of(scale.Replicas)} to {Text.Of(scale.MaxReplicas)} instances, each with",
            { Replicas: 1 } => "one instance with",
            var scale => $"{Text.Of(scale.Replicas)} instances, each with",
        };

    private static string Sized(SizePlan size)
    {
        var numbers = $"{Text.Thousandths(size.Cpu)} CPU and {Text.Of(size.Memory)} MiB";
        return size.Name.Length > 0 ? $"`{size.Name}` ({numbers})" : numbers;
    }

    /// <summary>How to write a value into a file: an editor would end it with a line end, which is part of the value then.</summary>
    private static IEnumerable<string> SecretFiles(Spot spot) =>
        spot.Cloud.Platform.AsksForSecrets || !RequiredSecrets(spot).Any()
            ? []
            :
            [
                "",
                "Each `.txt` file holds one secret and no line end: `read -rs VALUE && printf %s \"$VALUE\" >NAME.txt`. Delete it afterwards.",
            ];

    /// <summary>Secrets that files leave out.</summary>
    private static IEnumerable<string> Optional(Spot spot)
    {
        var names = spot
            .Plan.Configuration.Secrets.Where(static secret => !secret.Required)
            .Select(static secret => $"`{secret.Variable}`")
            .ToList();
        return names.Count == 0 || spot.Cloud.Platform.AsksForSecrets
            ? []
            :
            [
                "",
                $"The files leave out what the app can do without: {string.Join(", ", names)}. With `<DeployabilitySecret Include=\"…\" />` they have it.",
            ];
    }

    /// <summary>What does not fit there.</summary>
    private IEnumerable<string> Notes(DeploymentPlan plan)
    {
        var notes = plan
            .Actions.Where(action => action.Target == platform.Target)
            .Select(static action => $"- {(action.IsBlocking ? "**To do:** " : "")}{action}")
            .Concat(plan.Decisions.Where(decision => decision.Target == platform.Target).Select(static decision => $"- {decision}"))
            .ToList();
        return notes.Count == 0 ? [] : ["", $"What {Title} makes different:", "", .. notes];
    }
}

/// <summary>A secret and the name that it has in the platform's store.</summary>
internal sealed record StoredSecret(SecretPlan Secret, string Name);

/// <summary>An environment on a platform, with all that is decided about it.</summary>
/// <param name="Plan">What holds wherever the app runs.</param>
/// <param name="Cloud">What holds on the platform.</param>
/// <param name="Place">What holds in the environment.</param>
internal sealed record Spot(DeploymentPlan Plan, CloudPlan Cloud, CloudEnvironmentPlan Place)
{
    public string Name => Place.Name;

    /// <summary>The app that this is the front end of; null for the app itself.</summary>
    public Spot? App { get; init; }

    public bool IsFrontEnd => App is not null;

    /// <summary>Whether visitors come in here, and not to a front end before it.</summary>
    public bool IsEntrance => IsFrontEnd || Plan.WebTier is null;

    /// <summary>The Dockerfile, below the output folder.</summary>
    public string Dockerfile => IsFrontEnd ? $"{Plan.WebTier!.Folder}/Dockerfile" : "Dockerfile";

    public PortPlan? Port => Cloud.Port;

    /// <summary>What a job is called there: after the app, as long as the platform allows.</summary>
    public string JobName(CloudJobPlan job) => Text.Shortened($"{Name}-{job.Job.Name}", Cloud.Platform.LongestName);
}
