using Deployability.Model;
using Deployability.Publish.Planning;
using Deployability.Publish.Planning.Clouds;
using Deployability.Publish.Reading;

namespace Deployability.Publish;

/// <summary>Makes the deployment plan: every default and every refusal happens here, once.</summary>
public static class Planner
{
    private const int DefaultShutdownSeconds = 30;
    private const int PreStopSeconds = 10;
    private const int GraceMargin = 5;

    /// <param name="input">What MSBuild says.</param>
    /// <param name="code">What the code says, resolved.</param>
    /// <param name="settings">What the shipped configuration says.</param>
    /// <param name="closure">What the image's build reads.</param>
    /// <returns>The plan, or null when there are errors; and all problems.</returns>
    public static (DeploymentPlan? Plan, IReadOnlyList<Problem> Problems) Plan(
        ProjectInput input,
        AssemblyFacts code,
        Settings settings,
        BuildClosure closure
    )
    {
        var validator = new Validator(input);
        var context = new PlanContext(input, code.Facts, settings, closure, validator)
        {
            Clients = code.Clients,
            IsCodeKnown = code.AreComplete,
        };
        foreach (var warning in closure.Warnings)
        {
            context.Leave(new(OperatorActionKind.Build, warning, "", warning, IsBlocking: true));
        }

        var plan = Plan(context);
        if (validator.HasErrors)
        {
            // What was decided on the way to nothing would only hide them.
            return (null, validator.Problems);
        }

        var problems = validator
            .Problems.Concat(
                plan.Decisions.Select(static decision => new Problem(ProblemSeverity.Message, ProblemCodes.Assumption, decision.ToString()))
            )
            .Concat(
                plan.Actions.Select(action => new Problem(
                    SeverityOf(action),
                    ProblemCodes.Assumption,
                    action.ToString(),
                    input.ProjectFile
                ))
            );
        if (string.Equals(input.Property("Configuration"), "Debug", StringComparison.OrdinalIgnoreCase))
        {
            problems = problems.Append(
                new(
                    ProblemSeverity.Warning,
                    ProblemCodes.DebugConfiguration,
                    "The Debug configuration is published: unoptimised code with debugging aids. Publish with -c Release.",
                    input.ProjectFile
                )
            );
        }

        return (plan, [.. problems]);
    }

    /// <summary>A warning where the app cannot run as generated. A secret is no fault of the project's: it is always somebody's to give.</summary>
    private static ProblemSeverity SeverityOf(OperatorAction action) =>
        action is { IsBlocking: true, Kind: not OperatorActionKind.Secret } ? ProblemSeverity.Warning : ProblemSeverity.Message;

    /// <summary>Whether the project makes a server, a worker or jobs at all; a plain console program makes none.</summary>
    public static bool IsDeployable(ProjectInput input, FactSet facts) => WorkloadPlanner.IsDeployable(input, facts);

    private static readonly char[] NoPath = ['*', '?', '|', '<', '>', '"'];

    private static DeploymentPlan Plan(PlanContext context)
    {
        var input = context.Input;
        var name = Name(context);
        if (input.OutputPath.IndexOfAny(NoPath) >= 0)
        {
            context.Validator.PropertyError(
                "DeployabilityOutputPath",
                input.OutputPath,
                $"a folder without any of {string.Join(" ", NoPath)}, which Windows takes in no path and MSBuild for a pattern"
            );
        }

        ItemRules.Check(context, name);
        var cluster = ClusterPlanner.Plan(context, name);

        var hasServer = IsWeb(context);
        var onlyJobs = WorkloadPlanner.OnlyJobs(context, hasServer);
        var isWeb = hasServer && !onlyJobs;
        var portPlanner = new PortPlanner(context, name);
        var ports = portPlanner.Plan(isWeb);
        var image = ImagePlanner.Plan(context, ports);
        var environments = new EnvironmentPlanner(context, name);
        var scale = onlyJobs ? ScalePlan.One : environments.Base(isWeb);
        var host = environments.Host();
        var environmentPlans = environments.Environments(scale, host);
        if (onlyJobs)
        {
            environmentPlans = [.. environmentPlans.Select(static environment => environment with { Scale = ScalePlan.One })];
        }

        environments.Check(scale, environmentPlans);
        if (isWeb)
        {
            environments.CheckHostFilter(environmentPlans, ProbePlanner.AcceptedHost(context));
        }

        var volumes = new VolumePlanner(context);
        var volumePlans = volumes.Plan(scale.Replicas > 1 || environmentPlans.Any(static environment => environment.Scale.MaxReplicas > 1));
        var probes = ProbePlanner.Plan(context, ports, onlyJobs);
        var services = ItemPlanner.Services(input);
        CompanionImages.Explain(context, services);
        var configuration = new ConfigurationPlanner(context, name, FixedSettings(input, volumes, portPlanner, image)).Plan();
        var metricsPort = onlyJobs ? null : MonitoringPlanner.Port(context, isWeb, ports, portPlanner.DeclaredPorts);
        NoteState(context, scale.MaxReplicas > 1 || environmentPlans.Any(static environment => environment.Scale.MaxReplicas > 1));
        var frontends = FrontendPlanner.Plan(context);
        var contextRoot = context.Closure.ContextRoot;
        var plan = new DeploymentPlan
        {
            Name = name,
            Version = Version(input),
            IsWeb = isWeb,
            OnlyJobs = onlyJobs,
            Image = image with
            {
                Variables = [.. image.Variables.Concat(FixedVariables).OrderBy(static variable => variable.Key, StringComparer.Ordinal)],
            },
            Build = new(
                context.Closure,
                BuildConfiguration(input),
                input.List("TargetFrameworks").Count > 1 ? input.Property("TargetFramework") : ""
            )
            {
                LocalFiles = volumes.LocalDatabases,
                Links = volumes.Links,
                Frontends = [.. frontends.Where(static frontend => !frontend.HasOwnImage)],
            },
            WebTier = FrontendPlanner.WebTier(context, frontends, image.Repository, ports),
            Ports = ports,
            Probes = probes,
            Configuration = configuration,
            Volumes = volumePlans,
            CertificateFiles = portPlanner.CertificateFiles,
            Shares = SharePlanner.Plan(context, name),
            Network = ItemPlanner.Network(input, NetworkPlanner.Plan(context, services, configuration.Settings)),
            Cluster = cluster,
            Jobs = ItemPlanner.Jobs(input),
            Migration = MigrationPlanner.Plan(
                context,
                isWeb,
                scale.MaxReplicas > 1 || environmentPlans.Any(static environment => environment.Scale.MaxReplicas > 1)
            ),
            Services = services,
            Lifetime = Lifetime(context, isWeb),
            Scale = scale,
            Environments = isWeb ? environmentPlans : [.. environmentPlans.Select(static environment => environment with { Host = "" })],
            Host = isWeb ? host : "",
            NeedsForwardedHeaders = isWeb && !KnowsItsProxies(context),
            NeedsAffinity = isWeb && NeedsAffinity(context),
            KeepsConnections =
                isWeb && (context.Has(Features.BlazorServer) || context.Has(Features.SignalR) || context.Has(Features.EventStreams)),
            MetricsPort = metricsPort,
            MetricsPath = MonitoringPlanner.Path(context, metricsPort),
            Monitoring = MonitoringPlanner.Plan(context, metricsPort, onlyJobs),
            OutputPath = Text.RelativePath(contextRoot, input.OutputPath),
            ContextFromOutput = Text.RelativePath(input.OutputPath, contextRoot),
        };
        var clouds = CloudPlanner.Plan(context, plan);
        return plan with
        {
            Clouds = clouds,
            Ci = CiPlanner.Plan(context),
            Decisions = context.Decisions,
            Actions = [.. ConfigurationActions(configuration), .. context.Actions],
        };
    }

    /// <summary>The project's version without a fourth part and what identifies a build; charts take nothing else.</summary>
    private static string Version(ProjectInput input)
    {
        var version = input.Property("Version").Split('+')[0];
        var dash = version.IndexOf('-');
        var (numbers, label) = dash < 0 ? (version, "") : (version.Substring(0, dash), version.Substring(dash));
        var parts = numbers.Split('.').Take(3).ToList();
        return
            parts.Count == 3
            && parts.TrueForAll(static part => Rules.TryNumber(part, 0, int.MaxValue, out var number) && part == Text.Of(number))
            ? string.Join(".", parts) + label
            : "1.0.0";
    }

    private static Dictionary<string, string> FixedSettings(ProjectInput input, VolumePlanner volumes, PortPlanner ports, ImagePlan image)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in volumes.Settings)
        {
            settings[path.Key] = path.Value;
        }

        foreach (var address in ports.Settings)
        {
            settings[address.Key] = address.Value;
        }

        foreach (var share in SharePlanner.Settings(input))
        {
            settings[share.Key] = share.Value;
        }

        if (image.ExtractsItself)
        {
            settings[ImagePlanner.ExtractVariable] = ImagePlanner.ExtractPath;
        }

        return settings;
    }

    private static IEnumerable<OperatorAction> ConfigurationActions(ConfigurationPlan configuration) =>
        [
            .. configuration.Secrets.Select(static secret => new OperatorAction(
                OperatorActionKind.Secret,
                secret.Variable,
                $"Secret `{secret.Variable}`{(secret.Required ? "" : " (optional)")}",
                "",
                IsBlocking: secret.Required
            )),
            .. configuration
                .Settings.Where(static setting => setting is { Value: null, Required: true })
                .Select(static setting => new OperatorAction(
                    OperatorActionKind.Setting,
                    setting.Variable,
                    $"Setting `{setting.Variable}` has no value anywhere; the app needs one.",
                    "",
                    $"<DeployabilityConfig Include=\"{setting.Key}\" Value=\"…\" />",
                    IsBlocking: true
                )),
        ];

    /// <summary>Variables that hold for every app: no file watchers on files that cannot change, of which a node has few.</summary>
    private static IEnumerable<NamedValue> FixedVariables => [new("DOTNET_hostBuilder__reloadConfigOnChange", "false")];

    /// <summary>An image is never built for debugging, whatever was published here; a configuration of the project's own is kept.</summary>
    private static string BuildConfiguration(ProjectInput input) =>
        input.Property("Configuration") is { Length: > 0 } configuration and not "Debug" ? configuration : "Release";

    private static bool IsWeb(PlanContext context)
    {
        var hosts = context.InProduction<HostFact>().ToList();
        return hosts.Count > 0 ? hosts.Any(static host => host.Kind == HostKind.Web) : context.Input.IsTrue("UsingMicrosoftNETSdkWeb");
    }

    private static string Name(PlanContext context)
    {
        var name = Text.DnsLabel(ImagePlanner.RepositoryName(context).Split('/').Last());
        if (context.Input.Property("ContainerRepository").Length == 0 && Text.DnsLabel(context.Input.Property("AssemblyName")).Length == 0)
        {
            context.Decide(
                $"The app is called '{name}'.",
                $"The assembly name '{context.Input.Property("AssemblyName")}' has no letter that may stand in a DNS name.",
                "Set ContainerRepository to choose another."
            );
        }

        return name.Length == 0 ? "app"
            : Rules.IsServiceName(name) ? name
            : Text.DnsLabel($"app-{name}");
    }

    private static LifetimePlan Lifetime(PlanContext context, bool isWeb)
    {
        var longest = 0;
        foreach (var timeout in context.InProduction<ShutdownTimeoutFact>())
        {
            longest = Math.Max(longest, timeout.Seconds);
        }

        var shutdown = longest > 0 ? longest : DefaultShutdownSeconds;
        var preStop = isWeb ? PreStopSeconds : 0;
        return new(preStop, shutdown, preStop + shutdown + GraceMargin);
    }

    /// <summary>
    /// Whether the code itself believes an ingress. By default only a proxy on the same machine is believed, also by an app that
    /// calls <c>UseForwardedHeaders</c>: the variable cures that, but would open what the code has narrowed.
    /// </summary>
    private static bool KnowsItsProxies(PlanContext context) =>
        context.Has(Features.ForwardedHeaders)
        && (context.Has(Features.KnownProxies) || (context.Has(Features.NoKnownNetworks) && context.Has(Features.NoKnownProxies)));

    private static bool NeedsAffinity(PlanContext context) =>
        context.Has(Features.InProcessSession)
        || context.Has(Features.BlazorServer)
        || (context.Has(Features.SignalR) && !context.Has(Features.SignalRBackplane));

    private static void NoteState(PlanContext context, bool replicates)
    {
        if (NeedsAffinity(context))
        {
            context.Decide(
                "The Service pins clients to an instance by address.",
                "Sessions or connections live in the memory of one instance."
            );
            context.Leave(
                new(
                    OperatorActionKind.Ingress,
                    "session affinity",
                    "Turn it on there: each controller spells it differently.",
                    "An ingress in front of the Service needs session affinity of its own."
                )
            );
        }

        if (context.Has(Features.EventStreams))
        {
            context.Leave(
                new(
                    OperatorActionKind.Ingress,
                    "event streams",
                    "Raise the read timeout there above the longest silence; ingress-nginx has an annotation for it.",
                    "Answers with events stay open, and an ingress ends those on which nothing comes for a while, often a minute.",
                    "kubectl annotate ingress --all nginx.ingress.kubernetes.io/proxy-read-timeout=3600"
                )
            );
        }

        if (replicates && EnvironmentPlanner.IsClusterOfItsOwn(context))
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    "clustering",
                    "Cluster them by a store that all reach (UseRedisClustering, UseAzureStorageClustering, UseAdoNetClustering), or run one instance.",
                    "Several instances run, and UseLocalhostClustering makes each a cluster of its own: what one grain knows on one, it does not know on another.",
                    IsBlocking: true
                )
            );
        }

        if (context.Has(Features.InstanceTokenKey))
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    "token key",
                    "Load the key from a secret that all instances share (DPL4008).",
                    replicates
                        ? "Several instances run, and each signs or encrypts tokens with a key of its own: what one gives out, another refuses."
                        : "Tokens are signed or encrypted with a key that dies with the instance: each roll-out makes those that were given out worthless.",
                    IsBlocking: replicates
                )
            );
        }

        if (context.LosesKeyRing)
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    "key ring",
                    "Persist the key ring where every instance finds it (DPL4004 has a code fix).",
                    replicates
                        ? "Several instances run, and each protects cookies or tokens with keys of its own: what one gives out, another refuses."
                        : "Cookies or tokens are protected with keys that die with the instance: each roll-out signs users out or refuses open forms.",
                    IsBlocking: replicates
                )
            );
        }
    }
}
