using Deployability.Model;
using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Planning.Clouds;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Clouds;

/// <summary>A blueprint: the app and a cron job for each schedule, built from the repository. Secrets are asked for when it is applied.</summary>
internal sealed class RenderEmitter() : CloudEmitter(Platforms.Render)
{
    private const string BlueprintFile = "render.yaml";

    protected override IEnumerable<GeneratedFile> Files(Spot spot)
    {
        yield return new(
            BlueprintFile,
            YamlWriter.Write(
                [.. Header.Lines, "", "A blueprint of Render. Paths are seen from the root of the repository."],
                new Mapping
                {
                    ["services"] = new Sequence([
                        .. spot.Plan.OnlyJobs ? Array.Empty<Node>() : [App(spot)],
                        .. FrontEnd(spot) is { } front ? [App(front)] : Array.Empty<Node>(),
                        .. spot.Cloud.Jobs.Select(job => (Node)Job(spot, job)),
                    ]),
                }
            )
        );
    }

    private static Mapping App(Spot spot)
    {
        var scale = spot.Place.Scale;
        return new()
        {
            ["type"] = Kind(spot),
            ["name"] = spot.Name,
            ["runtime"] = "docker",
            ["plan"] = spot.Cloud.Size.Name,
            ["dockerfilePath"] = $"./{spot.Plan.FromContext(spot.Dockerfile)}",
            ["dockerContext"] = ".",
            ["dockerCommand"] = Node.Optional(spot.IsFrontEnd ? FrontEndCommand : ""),
            ["autoDeployTrigger"] = "checksPass",
            ["healthCheckPath"] = Node.Optional(CheckPath(spot)),
            ["maxShutdownDelaySeconds"] = spot.Cloud.Grace,
            ["numInstances"] = scale.Scales || spot.Cloud.Volumes.Count > 0 ? null : (Node)scale.Replicas,
            ["scaling"] = scale.Scales
                ? new Mapping
                {
                    ["minInstances"] = scale.Replicas,
                    ["maxInstances"] = scale.MaxReplicas,
                    ["targetCPUPercent"] = spot.Plan.TargetUtilization,
                }
                : null,
            ["domains"] =
                spot.Plan.IsWeb && spot.IsEntrance && spot.Place.Environment.Host.Length > 0
                    ? Sequence.Of(spot.Place.Environment.Host)
                    : null,
            ["disk"] = spot.Cloud.Volumes.Count == 0 ? null : Disk(spot.Cloud.Volumes[0]),
            ["envVars"] = EnvironmentVariables(spot),
        };
    }

    private static string Kind(Spot spot) =>
        !spot.Plan.IsWeb ? "worker"
        : spot.IsEntrance ? "web"
        : "pserv";

    private const string ApiAddress = "API_ADDRESS";

    /// <summary>Render gives a service's address without a scheme.</summary>
    private const string FrontEndCommand =
        $"/bin/sh -c 'export {WebTierFiles.Upstream}=http://${ApiAddress} && exec /docker-entrypoint.sh nginx -g \"daemon off;\"'";

    private static Spot? FrontEnd(Spot spot) => FrontEnd(spot, "");

    /// <summary>The port that requests come to is the one that is asked; without a path Render looks for an open port. Of a private service it asks nothing.</summary>
    private static string CheckPath(Spot spot) =>
        spot.IsEntrance && spot.Cloud.Probes.Readiness is { Path.Length: > 0 } probe && probe.Port.Number == spot.Port?.Number
            ? probe.Path
            : "";

    private static Mapping Disk(VolumePlan volume) =>
        new()
        {
            ["name"] = volume.Name,
            ["mountPath"] = volume.MountPath,
            ["sizeGB"] = Quantity.Disk(volume.Size),
        };

    private static Sequence EnvironmentVariables(Spot spot)
    {
        var variables = Variables(spot).Where(static variable => variable.Key != WebTierFiles.Upstream).ToList();
        if (spot.Port is { } port && variables.TrueForAll(static variable => variable.Key != "PORT"))
        {
            // Where Render sends requests; it would take 10000 otherwise.
            variables.Insert(0, new("PORT", Text.Of(port.Number)));
        }

        return new([
            .. variables.Select(static variable => new Mapping { ["key"] = variable.Key, ["value"] = variable.Value }),
            .. spot.App is { } app
                ?
                [
                    new Mapping
                    {
                        ["key"] = ApiAddress,
                        ["fromService"] = new Mapping
                        {
                            ["type"] = Kind(app),
                            ["name"] = app.Name,
                            ["property"] = "hostport",
                        },
                    },
                ]
                : Array.Empty<Mapping>(),
            .. MissingSettings(spot)
                .Select(static setting => setting.Variable)
                .Concat(spot.Plan.Configuration.Secrets.Select(static secret => secret.Variable))
                .Select(static variable => new Mapping { ["key"] = variable, ["sync"] = false }),
        ]);
    }

    private static Mapping Job(Spot spot, CloudJobPlan job) =>
        new()
        {
            ["type"] = "cron",
            ["name"] = Text.Shortened($"{spot.Name}-{job.Job.Name}", Platforms.Render.LongestName),
            ["runtime"] = "docker",
            ["plan"] = job.Size.Name,
            ["schedule"] = job.Schedule,
            ["dockerfilePath"] = $"./{spot.Plan.FromContext("Dockerfile")}",
            ["dockerContext"] = ".",
            ["dockerCommand"] = Node.Optional(Command(spot, job.Job)),
            ["autoDeployTrigger"] = "checksPass",
            ["envVars"] = new Sequence([
                .. Variables(spot).Select(static variable => new Mapping { ["key"] = variable.Key, ["value"] = variable.Value }),
                .. MissingSettings(spot)
                    .Select(static setting => setting.Variable)
                    .Concat(spot.Plan.Configuration.Secrets.Select(static secret => secret.Variable))
                    .Select(variable => new Mapping
                    {
                        ["key"] = variable,
                        ["sync"] = spot.Plan.OnlyJobs ? (Node)false : null,
                        ["fromService"] = spot.Plan.OnlyJobs
                            ? null
                            : new Mapping
                            {
                                ["type"] = Kind(spot),
                                ["name"] = spot.Name,
                                ["envVarKey"] = variable,
                            },
                    }),
            ]),
        };

    /// <summary>The whole command: what runs, and with what. Nothing where that is the image's own, which then stands however Render takes a command.</summary>
    private static string Command(Spot spot, JobPlan job) =>
        job.Command.Count + job.Args.Count == 0
            ? ""
            : string.Join(" ", (job.Command.Count > 0 ? job.Command : spot.Plan.Image.EntryPoint).Concat(job.Args).Select(Word));

    private static string Word(string text) =>
        text.Length > 0 && text.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or ',' or '@')
            ? text
            : $"'{text.Replace("'", "'\\''")}'";

    protected override IEnumerable<string> Commands(Spot spot)
    {
        var asked = MissingSettings(spot).Any() || spot.Plan.Configuration.Secrets.Count > 0 ? "asks for what has no value yet, " : "";
        yield return $"Make a blueprint of the repository with the path `{spot.Plan.FromContext($"cloud/render/{spot.Place.Folder}{BlueprintFile}")}`. Render {asked}builds the image at each commit whose checks pass, and goes back by *Rollback*.";
        yield return $"The paths in it begin at the folder that holds everything the image is built from; if that is not the root of the repository, put its path before them.";
        if (spot.Plan.Configuration.Companions.Any(static companion => companion.Provider == ConnectionProviders.Npgsql))
        {
            yield return "A database of Render's gives a URL (`postgres://…`), which Npgsql does not read: write `Host=…;Port=5432;Database=…;Username=…;Password=…`.";
        }

        if (spot.Cloud.Jobs.Any(job => Command(spot, job.Job).Length > 0))
        {
            yield return "Cron jobs have the whole command, and run in UTC. Render says that it takes the place of the image's CMD, and nothing of an entry point, which this image has: where the log of the first run shows both, leave the arguments alone in `dockerCommand`.";
        }
    }
}
