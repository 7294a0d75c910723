using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Planning.Clouds;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Clouds;

/// <summary>fly.toml. The image is built by <c>fly deploy</c>; secrets stand with Fly.</summary>
internal sealed class FlyEmitter() : CloudEmitter(Platforms.Fly)
{
    private const string ConfigurationFile = "fly.toml";
    private const string FrontEndFile = "frontend.toml";
    private const string Group = "app";
    private const string CheckName = "ready";

    protected override IEnumerable<GeneratedFile> Files(Spot spot)
    {
        if (spot.Plan.OnlyJobs)
        {
            // A machine that ends would be started again; what is left to do is said in the README.
            yield break;
        }

        yield return Written(ConfigurationFile, spot);
        if (FrontEnd(spot) is { } front)
        {
            yield return Written(FrontEndFile, front);
        }
    }

    private static GeneratedFile Written(string file, Spot spot) =>
        new(
            file,
            TomlWriter.Write(
                [.. Header.Lines, "", "For 'fly deploy --config', from the folder that holds everything the image is built from."],
                Document(spot)
            )
        );

    /// <summary>By the address that every app has: an address inside the network may change with each release, and nginx asks for it once.</summary>
    private static Spot? FrontEnd(Spot spot) => FrontEnd(spot, $"https://{spot.Name}.fly.dev");

    private static Mapping Document(Spot spot)
    {
        var check = spot.Cloud.Probes.Readiness;
        var isOfService = check is { Path.Length: > 0 } && check.Port.Number == spot.Port?.Number;
        return new()
        {
            ["app"] = spot.Name,

            // The default is SIGINT.
            ["kill_signal"] = "SIGTERM",
            ["kill_timeout"] = Seconds(spot.Cloud.Grace),
            ["build"] = new Mapping
            {
                ["dockerfile"] = $"{Up(spot)}{spot.Dockerfile}",
                ["ignorefile"] = $"{Up(spot)}{spot.Dockerfile}.dockerignore",
            },
            ["deploy"] = new Mapping
            {
                ["strategy"] = isOfService && spot.Cloud.Volumes.Count == 0 ? "bluegreen" : "rolling",

                // The image's entry point runs with these arguments, in a machine of its own and without volumes.
                ["release_command"] = spot.Plan.Migration is { } migration ? (Node)string.Join(" ", migration.Args) : null,
            },
            ["env"] = Variables(spot, Missing(spot)),

            // An empty command is the image's own.
            ["processes"] = spot.Plan.IsWeb ? null : new Mapping { [Group] = "" },
            ["http_service"] = spot.Port is { } port ? Service(spot, port, isOfService ? check : null) : null,
            ["checks"] = check is null || isOfService ? null : new Mapping { [CheckName] = Check(spot, check, isAlone: true) },
            ["mounts"] = new Sequence(
                spot.Cloud.Volumes.Select(static volume => new Mapping
                {
                    ["source"] = Source(volume),
                    ["destination"] = volume.MountPath,
                    ["initial_size"] = $"{Text.Of(Quantity.Disk(volume.Size))}gb",
                    ["processes"] = Sequence.Of(Group),
                })
            ).OrNothing(),
            ["vm"] = Sequence.Of(new Mapping { ["size"] = spot.Cloud.Size.Name, ["memory"] = $"{Text.Of(spot.Cloud.Size.Memory)}mb" }),
        };
    }

    private static Mapping Variables(Spot spot, string comment)
    {
        var variables = new Mapping { Comment = comment };
        foreach (var variable in Variables(spot))
        {
            variables[variable.Key] = variable.Value;
        }

        return variables;
    }

    private static string Seconds(int seconds) => $"{Text.Of(seconds)}s";

    /// <summary>Fly takes letters, digits and '_'.</summary>
    private static string Source(VolumePlan volume) => Text.Shortened(volume.Name, 30).Replace('-', '_');

    /// <summary>The folder of the Dockerfile, seen from that of fly.toml.</summary>
    private static string Up(Spot spot) => spot.Place.Folder.Length == 0 ? "../../" : "../../../";

    private static Mapping Service(Spot spot, PortPlan port, ProbePlan? check)
    {
        return new()
        {
            ["internal_port"] = port.Number,
            ["force_https"] = true,
            ["auto_stop_machines"] = Stops(spot) ? "stop" : "off",
            ["auto_start_machines"] = true,
            ["min_machines_running"] = spot.Place.Scale.Replicas,
            ["processes"] = Sequence.Of(Group),
            ["concurrency"] = new Mapping
            {
                ["type"] = "requests",
                ["soft_limit"] = spot.Cloud.Platform.ManyRequests,
                ["hard_limit"] = spot.Cloud.Platform.MostRequests,
            },
            ["http_options"] = port.IsHttp2Only ? new Mapping { ["h2_backend"] = true } : null,
            ["checks"] = check is null ? null : Sequence.Of(Check(spot, check, isAlone: false)),
        };
    }

    /// <summary>A machine that the proxy stops does nothing in the background, and forgets what is in its memory.</summary>
    private static bool Stops(Spot spot) => spot.Plan.IsWeb && spot.Place.Scale.Scales && !spot.Cloud.WorksInBackground;

    private static Mapping Check(Spot spot, ProbePlan probe, bool isAlone)
    {
        var timing = spot.Cloud.Timing;
        var isHttp = probe.Path.Length > 0;
        return new()
        {
            ["type"] = Node.Optional(isAlone ? (isHttp ? "http" : "tcp") : ""),
            ["port"] = isAlone ? (Node)probe.Port.Number : null,
            ["grace_period"] = Seconds(timing.Container.Start),
            ["interval"] = Seconds(timing.Readiness.Period),
            ["timeout"] = Seconds(timing.Readiness.Timeout),
            ["method"] = Node.Optional(isHttp ? "GET" : ""),
            ["path"] = Node.Optional(probe.Path),
            ["protocol"] = Node.Optional(isHttp && probe.Port.IsTls ? "https" : ""),
            ["tls_skip_verify"] = isHttp && probe.Port.IsTls ? (Node)true : null,
            ["headers"] =
                !isHttp ? null
                : Headers(probe) is { Count: > 0 } headers ? headers
                : null,
        };
    }

    /// <summary>As the proxy sends them, so that no redirection answers.</summary>
    private static Mapping Headers(ProbePlan probe) =>
        new() { ["Host"] = Node.Optional(probe.HostHeader), ["X-Forwarded-Proto"] = "https" };

    protected override IEnumerable<string> Commands(Spot spot)
    {
        if (spot.Plan.OnlyJobs)
        {
            yield return "There is no file for it: nothing runs between the jobs, and jobs are started from elsewhere.";
            yield break;
        }

        yield return FrontEnd(spot) is null
            ? "Once (a name of an app is one in the world: if it is taken, change `app` in the file):"
            : $"Once (a name of an app is one in the world: if it is taken, change `app` in the file, and `{WebTierFiles.Upstream}` of the front end):";
        yield return "";
        foreach (var line in Shell(Once(spot)))
        {
            yield return line;
        }

        yield return "";
        yield return "For each release, and to go back, the image before (`fly releases --image`):";
        yield return "";
        foreach (var line in Shell(Release(spot)))
        {
            yield return line;
        }

        if (spot.Plan.Configuration.Secrets.Count > 0)
        {
            var names = string.Join(
                ", ",
                spot.Plan.Configuration.Secrets.Select(static secret => $"`{secret.Variable}`{(secret.Required ? "" : " (optional)")}")
            );
            yield return "";
            yield return $"`secrets.env` has one line `KEY=value` for each secret: {names}. Delete it afterwards.";
        }
    }

    private static IEnumerable<string> Once(Spot spot)
    {
        yield return $"fly apps create {spot.Name}";
        if (FrontEnd(spot) is { } front)
        {
            yield return $"fly apps create {front.Name}";
        }

        if (spot.Plan.Configuration.Secrets.Count > 0)
        {
            yield return $"fly secrets import --stage --app {spot.Name} <secrets.env";
        }

        if (spot.Place.Environment.Host.Length > 0)
        {
            yield return $"fly certs add --app {(FrontEnd(spot) ?? spot).Name} {spot.Place.Environment.Host}";
        }
    }

    private IEnumerable<string> Release(Spot spot)
    {
        yield return $"fly deploy . --config {File(spot, ConfigurationFile)} --ha=false";
        yield return $"fly scale count {Text.Of(Stops(spot) ? spot.Place.Scale.MaxReplicas : spot.Place.Scale.Replicas)} --app {spot.Name} --yes";
        if (FrontEnd(spot) is { } front)
        {
            yield return $"fly deploy . --config {File(spot, FrontEndFile)} --ha=false";
            yield return $"fly scale count {Text.Of(front.Place.Scale.Replicas)} --app {front.Name} --yes";
        }

        yield return $"fly deploy . --config {File(spot, ConfigurationFile)} --image …";
    }
}
