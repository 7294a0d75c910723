using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets;

/// <summary>compose.yaml with the backing services that the code connects to, and .env.example.</summary>
internal sealed class ComposeEmitter : IEmitter
{
    /// <summary>What runs on a schedule elsewhere is started by hand here.</summary>
    private const string JobsProfile = "jobs";

    public IEnumerable<GeneratedFile> Emit(DeploymentPlan plan)
    {
        return Together(plan.Name, [plan]);
    }

    /// <summary>The folder beside the compose file with what a Secret holds in a cluster.</summary>
    private const string Certificates = "certificates";

    /// <summary>The folder beside the compose file with the secrets that apps read from files.</summary>
    private const string SecretFiles = "secrets";

    /// <summary>Several apps in one project of compose, which share services of one name.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="plans">The apps.</param>
    public static IEnumerable<GeneratedFile> Together(string name, IReadOnlyList<DeploymentPlan> plans)
    {
        yield return new("compose.yaml", YamlWriter.Write(Header.Lines, Project(name, plans)));
        if (plans.Any(HasVariables))
        {
            yield return new(".env.example", Text.Lines(ComposeVariables.Example(plans)));
        }

        List<string> ignored = [];
        if (plans.Any(HasVariables))
        {
            ignored.AddRange([.. Header.Comments("", "Filled in, it holds secrets."), ".env"]);
        }

        if (plans.Any(static plan => FilesOf(plan).Any()))
        {
            ignored.AddRange([.. ignored.Count == 0 ? Header.Comments() : [], "# Secrets, a file each.", $"{SecretFiles}/"]);
        }

        if (plans.Any(static plan => plan.CertificateFiles.Count > 0))
        {
            ignored.AddRange([.. ignored.Count == 0 ? Header.Comments() : [], "# Certificates with their keys.", $"{Certificates}/"]);
        }

        if (ignored.Count > 0)
        {
            yield return new(".gitignore", Text.Lines(ignored));
        }
    }

    /// <summary>Whether there is anything to fill in: <c>.env.example</c> is written only then.</summary>
    public static bool HasVariables(DeploymentPlan plan) =>
        plan.Configuration.Companions.Count > 0
        || plan.Shares.Count > 0
        || ComposeVariables.SecretsOf(plan).Any()
        || plan.Configuration.Settings.Any(ComposeVariables.IsChoosable);

    /// <summary>
    /// The secrets that compose mounts as files. One that nobody may have a value for stays a variable: compose starts nothing while a file is missing.
    /// </summary>
    public static IEnumerable<SecretPlan> FilesOf(DeploymentPlan plan) =>
        plan.Configuration.FileSecrets.Where(static secret => secret.Required || secret.Companion.Length > 0);

    /// <summary>The file with a secret, seen from the compose file.</summary>
    public static string FileOf(DeploymentPlan plan, SecretPlan secret) => $"{SecretFiles}/{plan.Name}/{secret.File}";

    /// <summary>The services of an app's own: itself, its front end, its jobs.</summary>
    public static IEnumerable<string> ServicesOf(DeploymentPlan plan) =>
        [
            .. plan.OnlyJobs ? Array.Empty<string>() : [plan.Name],
            .. plan.WebTier is { } tier ? [TierName(plan, tier)] : Array.Empty<string>(),
            .. plan.Jobs.Select(job => JobName(plan, job)),
            .. plan.Migration is { } migration ? [MigrationName(plan, migration)] : Array.Empty<string>(),
        ];

    private static Mapping Project(string name, IReadOnlyList<DeploymentPlan> plans)
    {
        var services = new SortedList<string, Node>(StringComparer.Ordinal);
        var volumes = new SortedList<string, Node>(StringComparer.Ordinal);
        var shares = new List<MappingEntry>();
        var configs = new SortedList<string, Node>(StringComparer.Ordinal);
        var secrets = new SortedList<string, Node>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            if (!plan.OnlyJobs)
            {
                services[plan.Name] = App(plan);
            }

            if (plan.WebTier is { } tier)
            {
                services[TierName(plan, tier)] = WebTier(plan, tier);
            }

            foreach (var job in plan.Jobs)
            {
                services[JobName(plan, job)] = Job(plan, job);
            }

            if (plan.Migration is { } migration)
            {
                services[MigrationName(plan, migration)] = Migration(plan, migration);
            }

            foreach (var volume in plan.Volumes.Where(static volume => volume.IsPersistent))
            {
                volumes[volume.Name] = new Mapping();
            }

            foreach (var secret in FilesOf(plan))
            {
                secrets[SecretName(plan, secret)] = new Mapping { ["file"] = $"./{FileOf(plan, secret)}" };
            }

            foreach (var companion in plan.Configuration.Companions)
            {
                secrets[companion.PasswordSecret] = new Mapping { ["environment"] = companion.PasswordVariable };
                services[companion.Name] = Companion(plan, companion);
                volumes[VolumeName(companion.Name)] = new Mapping();
                if (companion.Initialization.Path.Length > 0)
                {
                    configs[ConfigName(companion)] = new Mapping { ["content"] = companion.Initialization.Content };
                }
            }

            foreach (var service in plan.Services)
            {
                services[service.Name] = SideService(plan, service);
                if (service.VolumePath.Length > 0)
                {
                    volumes[VolumeName(service.Name)] = new Mapping();
                }
            }

            shares.AddRange(plan.Shares.Select(share => new MappingEntry(share.Name, Share(plan, share))));
        }

        return new Mapping
        {
            ["name"] = name,
            ["services"] = Mapping.Of(services),
            ["volumes"] = Mapping.Of(Mapping.Of(volumes).Concat(shares)).OrNothing(),
            ["configs"] = Mapping.Of(configs).OrNothing(),
            ["secrets"] = Mapping.Of(secrets).OrNothing(),
        };
    }

    private static string SecretName(DeploymentPlan plan, SecretPlan secret) => $"{plan.Name}.{secret.Variable}";

    private static string ConfigName(CompanionPlan companion) => $"{companion.Name}-databases";

    /// <summary>The machine mounts the share, as a cluster's node does.</summary>
    private static Mapping Share(DeploymentPlan plan, SharePlan share)
    {
        var (user, password) = ComposeVariables.OfShare(share);
        return new()
        {
            ["driver"] = "local",
            ["driver_opts"] = new Mapping
            {
                ["type"] = "cifs",
                ["device"] = share.Source,
                ["o"] =
                    $"username={ComposeVariables.Needed(user)},password={ComposeVariables.Needed(password)},uid={Text.Of(plan.Image.User)},gid={Text.Of(plan.Image.Group)},vers={share.Protocol}",
            },
        };
    }

    private static Mapping App(DeploymentPlan plan) =>
        Own(
            plan,
            new Mapping
            {
                ["depends_on"] = DependsOn(plan).OrNothing(),
                // Who has a front end of its own before the app comes in by that.
                ["ports"] = plan.WebTier is null ? Published(plan).OrNothing() : null,
                ["restart"] = "unless-stopped",
                ["healthcheck"] = HealthCheck(["CMD", .. plan.Probes.HealthCheck], plan.Timing.Container),
            }
        );

    /// <summary>Runs to its end before the app starts.</summary>
    private static Mapping Migration(DeploymentPlan plan, MigrationPlan migration) =>
        Own(
            plan,
            new Mapping
            {
                ["depends_on"] = Companions(plan).OrNothing(),
                ["command"] = Sequence.Of(migration.Args.Select(Literal)),
                ["restart"] = "no",
                // The image's own check asks a server, which this is not.
                ["healthcheck"] = new Mapping { ["disable"] = true },
            }
        );

    /// <summary>Only when it is asked for: <c>docker compose run --rm</c> and its name.</summary>
    private static Mapping Job(DeploymentPlan plan, JobPlan job) =>
        Own(
            plan with
            {
                Resources = job.Resources,
            },
            new Mapping
            {
                ["profiles"] = Sequence.Of(JobsProfile),
                ["depends_on"] = DependsOn(plan).OrNothing(),
                ["entrypoint"] = Sequence.Of(job.Command.Select(Literal)).OrNothing(),
                ["command"] = Sequence.Of(job.Args.Select(Literal)).OrNothing(),
                ["restart"] = "no",
                ["healthcheck"] = new Mapping { ["disable"] = true },
            }
        );

    private static Mapping WebTier(DeploymentPlan plan, WebTierPlan tier) =>
        new()
        {
            ["build"] = new Mapping
            {
                ["context"] = plan.ContextFromOutput,
                ["dockerfile"] = plan.OutputPath == "." ? $"{tier.Folder}/Dockerfile" : $"{plan.OutputPath}/{tier.Folder}/Dockerfile",
                ["tags"] = Sequence.Of($"{tier.Repository}:{plan.Image.Tag}"),
            },
            ["depends_on"] = new Mapping
            {
                // nginx asks for the app's address once, when it starts.
                [plan.Name] = new Mapping
                {
                    ["condition"] = plan.Probes.HealthCheck.Count > 0 ? "service_healthy" : "service_started",
                    ["restart"] = true,
                },
            },
            ["environment"] = new Mapping
            {
                [WebTierFiles.Base] = $"${{{WebTierFiles.Base}:-{tier.Frontend.ApiBasePath}}}",
                [WebTierFiles.Upstream] = tier.Address(plan.Name, tier.Upstream.Number),
            },
            ["ports"] = Published(plan),
            ["restart"] = "unless-stopped",
            ["healthcheck"] = HealthCheck(["CMD", .. tier.HealthCheck], plan.Timing.Container),
            ["user"] = $"{Text.Of(plan.Image.User)}:{Text.Of(plan.Image.Group)}",
            ["cap_drop"] = Sequence.Of("ALL"),
            ["cpus"] = Cpus(tier.Resources),
            ["mem_limit"] = Memory(tier.Resources),
            ["pids_limit"] = plan.MostProcesses,
            ["read_only"] = true,
            ["security_opt"] = Sequence.Of("no-new-privileges:true"),
            ["tmpfs"] = Sequence.Of($"/tmp:mode=1777,size={Size(plan)}"),
        };

    private static string TierName(DeploymentPlan plan, WebTierPlan tier) => $"{plan.Name}-{tier.Name}";

    public static string JobName(DeploymentPlan plan, JobPlan job) => $"{plan.Name}-{job.Name}";

    /// <summary>Compose would put a variable in the place of what begins with a dollar sign.</summary>
    private static string Literal(string text) => text.Replace("$", "$$");

    private static string MigrationName(DeploymentPlan plan, MigrationPlan migration) => $"{plan.Name}-{migration.Name}";

    /// <summary>A container of the app's own image, and what tells it from the others.</summary>
    private static Mapping Own(DeploymentPlan plan, Mapping own) =>
        new()
        {
            ["build"] = new Mapping
            {
                ["context"] = plan.ContextFromOutput,
                ["dockerfile"] = plan.OutputPath == "." ? "Dockerfile" : $"{plan.OutputPath}/Dockerfile",
                ["tags"] = Sequence.Of(plan.Image.Reference),
            },
            ["depends_on"] = own["depends_on"],
            ["volumes"] = Sequence
                .Of(
                    plan.Volumes.Where(static volume => volume.IsPersistent)
                        .Select(static volume => $"{volume.Name}:{volume.MountPath}")
                        .Concat(plan.Shares.Select(static share => $"{share.Name}:{share.MountPath}"))
                        .Concat(plan.CertificateFiles.Select(static file => $"./{Certificates}/{Text.FileName(file)}:{file}:ro"))
                )
                .OrNothing(),
            // A service with a read-only root takes secrets from files alone: compose copies one from a variable into the container.
            ["secrets"] = new Sequence(
                FilesOf(plan)
                    .Select(secret => new Mapping
                    {
                        ["source"] = SecretName(plan, secret),
                        ["target"] = $"{plan.Configuration.SecretFolder!.Path}/{secret.File}",
                    })
            ).OrNothing(),
            ["environment"] = Variables(plan).OrNothing(),
            ["ports"] = own["ports"],
            ["command"] = own["command"],
            ["entrypoint"] = own["entrypoint"],
            ["restart"] = own["restart"],
            ["healthcheck"] = own["healthcheck"],
            ["user"] = $"{Text.Of(plan.Image.User)}:{Text.Of(plan.Image.Group)}",
            ["cap_drop"] = Sequence.Of("ALL"),
            ["cpus"] = Cpus(plan.Resources),
            ["mem_limit"] = Memory(plan.Resources),
            ["pids_limit"] = plan.MostProcesses,
            ["profiles"] = own["profiles"],
            ["read_only"] = true,
            ["security_opt"] = Sequence.Of("no-new-privileges:true"),
            ["stop_grace_period"] = $"{Text.Of(plan.Lifetime.Shutdown + 5)}s",
            ["tmpfs"] = Sequence.Of(
                plan.Volumes.Where(static volume => !volume.IsPersistent)
                    .Select(volume =>
                        $"{volume.MountPath}:uid={Text.Of(plan.Image.User)},gid={Text.Of(plan.Image.Group)},size={Size(plan)}"
                    )
                    .Prepend($"/tmp:mode=1777,size={Size(plan)}")
            ),
        };

    /// <summary>On this machine only: a published port passes by the host's firewall, so opening it is left to an override file.</summary>
    private static Sequence Published(DeploymentPlan plan) =>
        Sequence.Of(
            plan.LocalPorts.Select(static local => $"127.0.0.1:${{{local.Variable}:-{Text.Of(local.Number)}}}:{Text.Of(local.Port.Number)}")
        );

    private static Mapping DependsOn(DeploymentPlan plan)
    {
        var services = Companions(plan);
        if (plan.Migration is { } migration)
        {
            services[MigrationName(plan, migration)] = new Mapping { ["condition"] = "service_completed_successfully" };
        }

        return services;
    }

    private static Mapping Companions(DeploymentPlan plan)
    {
        var services = new Mapping();
        foreach (var companion in plan.Configuration.Companions)
        {
            services[companion.Name] = new Mapping { ["condition"] = "service_healthy" };
        }

        // Nobody knows a check of an image that the project names; it is started first all the same.
        foreach (var service in plan.Services)
        {
            services[service.Name] = new Mapping { ["condition"] = "service_started" };
        }

        return services;
    }

    private static Mapping Variables(DeploymentPlan plan)
    {
        var variables = new SortedList<string, Node>(StringComparer.Ordinal);
        foreach (var setting in plan.Configuration.Settings)
        {
            variables[setting.Variable] = Value(setting);
        }

        foreach (var secret in ComposeVariables.SecretsOf(plan))
        {
            variables[secret.Variable] = secret switch
            {
                { Companion.Length: > 0 } => secret.CompanionValue,
                { Required: true } =>
                    $"${{{ComposeVariables.NameOf(secret.Variable)}:?set {ComposeVariables.NameOf(secret.Variable)} in .env}}",
                _ => Scalar.Null,
            };
        }

        return Mapping.Of(variables);
    }

    private static Node Value(SettingPlan setting)
    {
        if (setting.CompanionValue.Length > 0)
        {
            return setting.CompanionValue;
        }

        var name = ComposeVariables.NameOf(setting);
        if (setting.Value is null)
        {
            return setting.Required ? $"${{{name}:?set {name} in .env}}" : Scalar.Null;
        }

        return ComposeVariables.IsChoosable(setting) ? $"${{{name}:-{setting.Value}}}" : setting.Value.Replace("$", "$$");
    }

    /// <summary>A check; nothing for a test that asks nothing.</summary>
    private static Mapping? HealthCheck(IReadOnlyList<string> test, CheckTiming timing) =>
        test.Count < 2
            ? null
            : new Mapping
            {
                ["test"] = Sequence.Of(test),
                ["interval"] = $"{Text.Of(timing.Interval)}s",
                ["timeout"] = $"{Text.Of(timing.Timeout)}s",
                ["start_period"] = $"{Text.Of(timing.Start)}s",
                ["retries"] = timing.Retries,
            };

    private static Mapping Companion(DeploymentPlan plan, CompanionPlan companion) =>
        new()
        {
            ["image"] = companion.Image,
            ["volumes"] = Sequence.Of($"{VolumeName(companion.Name)}:{companion.DataPath}"),
            ["configs"] =
                companion.Initialization.Path.Length == 0
                    ? null
                    : Sequence.Of(new Mapping { ["source"] = ConfigName(companion), ["target"] = companion.Initialization.Path }),
            // The mode is said, because older versions of compose make the file readable for root alone.
            ["secrets"] =
                companion.PasswordVariable.Length == 0
                    ? null
                    : Sequence.Of(new Mapping { ["source"] = companion.PasswordSecret, ["mode"] = "0444" }),
            ["environment"] = Mapping.Of(companion.Environment).OrNothing(),
            ["entrypoint"] = Sequence.Of(companion.EntryPoint).OrNothing(),
            ["command"] = Sequence.Of(companion.Command).OrNothing(),
            ["restart"] = "unless-stopped",
            ["healthcheck"] = HealthCheck(companion.HealthCheck, plan.Timing.Companion),
            ["user"] = Node.Optional(companion.User),
            ["cap_drop"] = companion.IsConfined ? Sequence.Of("ALL") : null,
            ["cpus"] = Cpus(companion.Resources),
            ["mem_limit"] = Memory(companion.Resources),
            ["pids_limit"] = plan.MostProcesses,
            ["security_opt"] = companion.IsConfined ? Sequence.Of("no-new-privileges:true") : null,
        };

    private static Mapping SideService(DeploymentPlan plan, SideServicePlan service) =>
        new()
        {
            ["image"] = service.Image,
            ["volumes"] = service.VolumePath.Length > 0 ? Sequence.Of($"{VolumeName(service.Name)}:{service.VolumePath}") : null,
            ["environment"] = Mapping
                .Of(service.Environment.Select(static variable => new NamedValue(variable.Key, variable.Value.Replace("$", "$$"))))
                .OrNothing(),
            ["restart"] = "unless-stopped",
            ["cpus"] = Cpus(service.Resources),
            ["mem_limit"] = Memory(service.Resources),
            ["pids_limit"] = plan.MostProcesses,
            ["security_opt"] = Sequence.Of("no-new-privileges:true"),
        };

    private static string Cpus(ResourcePlan resources) => Text.Thousandths(Quantity.Cpu(resources.CpuLimit));

    private static string Memory(ResourcePlan resources) => $"{Text.Of(Quantity.Memory(resources.MemoryLimit))}m";

    private static string Size(DeploymentPlan plan) => $"{Text.Of(Quantity.Memory(plan.TemporarySize))}m";

    private static string VolumeName(string service) => $"{service}-data";
}
