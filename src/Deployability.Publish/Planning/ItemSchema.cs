namespace Deployability.Publish.Planning;

/// <summary>What a value may look like.</summary>
/// <param name="Allowed">In words, for the error and the documentation.</param>
/// <param name="IsValid">Whether a value that is not empty is such a one.</param>
internal sealed record ValueRule(string Allowed, Func<string, bool> IsValid);

/// <summary>A metadata name that an item may have.</summary>
/// <param name="Name">As it is written in a project.</param>
/// <param name="Rule">What its value may look like.</param>
/// <param name="Meaning">For the documentation.</param>
/// <param name="Default">What holds without it, in words where it is decided from other things; empty for nothing.</param>
/// <param name="IsRequired">Whether an item without it is refused.</param>
internal sealed record MetadataSchema(string Name, ValueRule Rule, string Meaning, string Default = "", bool IsRequired = false);

/// <summary>An item type that a project may declare.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Identity">What <c>Include</c> may look like.</param>
/// <param name="Meaning">For the documentation.</param>
/// <param name="Metadata">Everything else that it may say; any other metadata is refused.</param>
internal sealed record ItemSchema(string Type, ValueRule Identity, string Meaning, IReadOnlyList<MetadataSchema> Metadata)
{
    private const string Label = "a DNS label: lower-case letters, digits and '-', at most 63";
    private const string DefaultSize = "1Gi";

    /// <summary>MiB. Docker takes no less than 6, and a number without a unit is bytes.</summary>
    private const int LeastMemory = 8;

    private static readonly ValueRule AnyText = new("any text", static _ => true);
    private static readonly ValueRule DnsLabel = new(Label, Rules.IsDnsLabel);
    private static readonly ValueRule MountPath = new("an absolute path such as /data, without '..' and ':'", Rules.IsMountPath);
    private static readonly ValueRule Variable = new("the name of an environment variable", Rules.IsVariable);
    private static readonly ValueRule Key = new("a configuration key of letters, digits, '_', '.', '-' and ':'", Rules.IsVariable);
    private static readonly ValueRule Amount = new("a Kubernetes quantity such as 500m or 256Mi", Rules.IsQuantity);
    private static readonly ValueRule Memory = new(
        "a Kubernetes quantity such as 256Mi, 8Mi or more",
        static value => Rules.IsQuantity(value) && Quantity.Memory(value) >= LeastMemory
    );
    private static readonly ValueRule Replicas = new(
        "a whole number from 1 to 1000",
        static value => Rules.TryNumber(value, 1, 1000, out _)
    );
    private static readonly ValueRule Port = new("a whole number from 1 to 65535", static value => Rules.TryNumber(value, 1, 65535, out _));
    private static readonly ValueRule Cidr = new("an address range such as 10.0.0.0/8", Rules.IsCidr);

    private static readonly MetadataSchema[] Resources =
    [
        new("CpuRequest", Amount, "what is set aside", "the limit, else 250m"),
        new("CpuLimit", Amount, "the most it gets", "the request, else 1"),
        new("MemoryRequest", Memory, "what is set aside", "the limit, else 512Mi"),
        new("MemoryLimit", Memory, "above it the process is killed", "the request, else 512Mi"),
    ];

    /// <summary>Every item type in the order of the documentation: validation, documentation and the targets' lists derive from it.</summary>
    public static IReadOnlyList<ItemSchema> All { get; } =
    [
        new(
            "DeployabilityEnvironment",
            DnsLabel,
            "An environment: an overlay and a values file",
            [
                new("Replicas", Replicas, "fewest instances", "those of the app"),
                new("MaxReplicas", Replicas, "most instances", "twice `Replicas`"),
                new("Host", new("a host name without scheme, port and path", Rules.IsHost), "ingress host", "none"),
                new("Namespace", DnsLabel, "where it runs", "`<app>-<environment>`"),
            ]
        ),
        new(
            "DeployabilityVolume",
            DnsLabel,
            "A folder whose data outlives the instance",
            [
                new("MountPath", MountPath, "the folder", IsRequired: true),
                new("Size", Amount, "how much it holds", DefaultSize),
                new(
                    "AccessMode",
                    new(
                        "ReadWriteOnce, ReadWriteOncePod, ReadWriteMany, ReadOnlyMany",
                        static value => AccessModes.Contains(value, StringComparer.OrdinalIgnoreCase)
                    ),
                    "who may mount it",
                    "`ReadWriteMany` where several instances run, else `ReadWriteOnce`"
                ),
                new(
                    "StorageClass",
                    new("the name of a StorageClass", static value => value.Split('.').All(Rules.IsDnsLabel)),
                    "what provides it",
                    "the cluster's default"
                ),
                new("EnvironmentVariable", Variable, "gets the path"),
            ]
        ),
        new(
            "DeployabilityShare",
            DnsLabel,
            "An SMB share that is mounted",
            [
                new("Source", new(@"//server/share or \\server\share", Rules.IsShareSource), "the share", IsRequired: true),
                new("MountPath", MountPath, "the folder", IsRequired: true),
                new("EnvironmentVariable", Variable, "gets the path"),
                new("SecretName", DnsLabel, "Secret with `username`, `password` and, if need be, `domain`", "`<app>-<share>-credentials`"),
            ]
        ),
        new(
            "DeployabilityConfig",
            Key,
            "A setting",
            [
                new(
                    "Value",
                    new("no credentials; declare the key as DeployabilitySecret", static value => !Credentials.AreIn(value)),
                    "its value"
                ),
                new("Environment", DnsLabel, "the environment that it is for", "all"),
            ]
        ),
        new(
            "DeployabilitySecret",
            Key,
            "The name of a secret, never its value",
            [
                new(
                    "RemoteKey",
                    new("letters, digits, '_', '.', '-' and '/'", Rules.IsRemoteKey),
                    "its name in the secret store",
                    "the key with `--` between sections"
                ),
            ]
        ),
        new(
            "DeployabilityJob",
            DnsLabel,
            "A CronJob of the app's own image",
            [
                new(
                    "Schedule",
                    new("five cron fields: minute, hour, day of month, month, day of week", CronExpression.IsValid),
                    "when",
                    IsRequired: true
                ),
                new("Args", AnyText, "arguments, with `;` between them"),
                new("Command", AnyText, "replaces the entry point, with `;` between parts"),
                new("TimeZone", new("a time zone such as Europe/Berlin", Rules.IsTimeZone), "of the schedule", "Etc/UTC"),
                new(
                    "DeadlineSeconds",
                    new("a whole number from 1 to 604800", static value => Rules.TryNumber(value, 1, 604800, out _)),
                    "a run that takes longer is stopped",
                    "3600"
                ),
                new(
                    "Concurrency",
                    new("Allow, Forbid, Replace", static value => value is "Allow" or "Forbid" or "Replace"),
                    "what happens when the last run is still at work",
                    "Forbid"
                ),
                .. Resources,
            ]
        ),
        new(
            "DeployabilityService",
            // A Service of Kubernetes has a name of RFC 1035.
            new("a DNS label that starts with a letter: lower-case letters, digits and '-', at most 63", Rules.IsServiceName),
            "A container beside the app under its own name, in compose and in the cluster, which only the app may reach. "
                + "It runs as the app's user; give it paths that user may write",
            [
                new("Image", new("an image reference such as redis:7.4", Rules.IsImage), "what runs", IsRequired: true),
                new("Port", Port, "where it listens", "none"),
                new("VolumePath", MountPath, "where it keeps data", "nowhere"),
                new("Size", Amount, "how much its volume holds", "10Gi"),
                new(
                    "Environment",
                    new("NAME=value;NAME2=value, without credentials", static value => ProjectInput.Split(value).All(IsAssignment)),
                    "its variables"
                ),
                .. Resources,
            ]
        ),
        new(
            "DeployabilityFrontend",
            DnsLabel,
            "A Node project that is built with the image; the app serves it from wwwroot, or nginx from an image of its own",
            [
                new("Path", AnyText, "its folder", "the item's name"),
                new("BuildCommand", AnyText, "what builds it", "`npm run build`"),
                new("OutputPath", AnyText, "what the build makes", "`dist`"),
                new(
                    "ApiBasePath",
                    new("a path such as /api, of letters, digits, '/', '_', '.' and '-'", Rules.IsPathPrefix),
                    "where it calls the app",
                    "`/api`"
                ),
                new(
                    "Server",
                    new("app, nginx", static value => value is "app" or "nginx"),
                    "who serves it: the app, or nginx, which passes `ApiBasePath` on to the app",
                    "`app`"
                ),
            ]
        ),
        new(
            "DeployabilityHealth",
            new("a path such as /healthz, of letters, digits, '/', '_', '.' and '-'", Rules.IsPathPrefix),
            "A path that answers probes, where no code shows it; what the code maps is asked no more",
            [
                new(
                    "Probe",
                    new(
                        "liveness, readiness, startup",
                        static value => ProbePlanner.KindsByName.Keys.Contains(value, StringComparer.OrdinalIgnoreCase)
                    ),
                    "which probe asks it",
                    "each"
                ),
            ]
        ),
        new(
            "DeployabilityIngressFrom",
            new("a namespace or an address range such as 10.0.0.0/8", static value => Rules.IsDnsLabel(value) || Rules.IsCidr(value)),
            "A namespace or an address range that may connect besides the ingress controllers",
            []
        ),
        new(
            "DeployabilityClient",
            DnsLabel,
            "An app (its `app.kubernetes.io/name`) that may call this one",
            [new("Namespace", DnsLabel, "where it runs", "the same as this one")]
        ),
        new(
            "DeployabilityEgress",
            DnsLabel,
            "Something that the app may reach and no code shows",
            [new("Port", Port, "TCP port", "every port"), new("Cidr", Cidr, "addresses", "every address")]
        ),
    ];

    /// <summary>As Kubernetes spells them.</summary>
    public static IReadOnlyList<string> AccessModes => ["ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany", "ReadOnlyMany"];

    /// <summary>The default of a metadata name, for planners; the documentation shows the same.</summary>
    public static string DefaultOf(string type, string metadata) =>
        All.First(schema => schema.Type == type).Metadata.First(entry => entry.Name == metadata).Default;

    private static bool IsAssignment(string text) =>
        text.IndexOf('=') is > 0 and var equals
        && Rules.IsVariable(text.Substring(0, equals))
        && !(Credentials.AreNamedBy(text.Substring(0, equals)) && text.Length > equals + 1)
        && !Credentials.AreIn(text.Substring(equals + 1));
}
