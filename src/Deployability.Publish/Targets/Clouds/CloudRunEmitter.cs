using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Planning.Clouds;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Clouds;

/// <summary>A service, or a worker pool for an app without HTTP, and a job for each schedule, as <c>gcloud run … replace</c> reads them. Secrets stand in Secret Manager.</summary>
internal sealed class CloudRunEmitter() : CloudEmitter(Platforms.CloudRun)
{
    private const string ServiceFile = "service.yaml";
    private const string FrontEndFile = "frontend.yaml";
    private const string ApiUrl = "API_URL";
    private const string WorkerFile = "worker-pool.yaml";
    private const string Project = "GOOGLE_PROJECT";
    private const string Region = "GOOGLE_REGION";
    private const string ServiceAccount = "SERVICE_ACCOUNT";

    /// <summary>An instance that variables give a secret gets the version of its start; a number says which one that is.</summary>
    private const string SecretVersion = "1";

    protected override IEnumerable<GeneratedFile> Files(Spot spot)
    {
        if (!spot.Plan.OnlyJobs)
        {
            yield return spot.Plan.IsWeb
                ? new(ServiceFile, YamlWriter.Write(Head("services"), Service(spot)))
                : new(WorkerFile, YamlWriter.Write(Head("worker-pools"), WorkerPool(spot)));
        }

        if (FrontEnd(spot) is { } front)
        {
            yield return new(FrontEndFile, YamlWriter.Write(Head("services", ApiUrl), Service(front)));
        }

        foreach (var job in spot.Cloud.Jobs)
        {
            yield return new($"job-{job.Job.Name}.yaml", YamlWriter.Write(Head("jobs"), Job(spot, job)));
        }
    }

    private static IReadOnlyList<string> Head(string kind, params string[] holes) =>
        [
            .. Header.Lines,
            "",
            $"For 'gcloud run {kind} replace', once envsubst has filled in {string.Join(", ", [Project, .. holes])} and {ServiceAccount}.",
        ];

    /// <summary>A service's address is known once it is there.</summary>
    private static Spot? FrontEnd(Spot spot) => FrontEnd(spot, $"${{{ApiUrl}}}");

    private static Mapping Service(Spot spot)
    {
        var scale = spot.Place.Scale;
        return new()
        {
            ["apiVersion"] = Versions.CloudRunService,
            ["kind"] = "Service",
            ["metadata"] = new Mapping
            {
                ["name"] = spot.Name,
                ["annotations"] = new Mapping { ["run.googleapis.com/ingress"] = "all" },
            },
            ["spec"] = new Mapping
            {
                ["template"] = new Mapping
                {
                    ["metadata"] = new Mapping
                    {
                        ["annotations"] = new Mapping
                        {
                            ["autoscaling.knative.dev/minScale"] = Text.Of(scale.Replicas),
                            ["autoscaling.knative.dev/maxScale"] = Text.Of(scale.MaxReplicas),

                            // Background work stands still while the CPU is only there for requests.
                            ["run.googleapis.com/cpu-throttling"] = spot.Cloud.WorksInBackground ? "false" : "true",
                            ["run.googleapis.com/startup-cpu-boost"] = "true",
                            ["run.googleapis.com/execution-environment"] = "gen2",
                            ["run.googleapis.com/sessionAffinity"] = Node.Optional(spot.Plan.NeedsAffinity ? "true" : ""),
                        },
                    },
                    ["spec"] = new Mapping
                    {
                        ["serviceAccountName"] = $"${{{ServiceAccount}}}",
                        ["containerConcurrency"] = spot.Cloud.Platform.MostRequests,
                        ["timeoutSeconds"] = spot.Plan.KeepsConnections
                            ? spot.Cloud.Platform.LongestConnection
                            : spot.Cloud.Platform.LongestRequest,
                        ["containers"] = Sequence.Of(Container(spot)),
                        ["volumes"] = Volumes(spot).OrNothing(),
                    },
                },
            },
        };
    }

    private static Mapping WorkerPool(Spot spot) =>
        new()
        {
            ["apiVersion"] = Versions.CloudRun,
            ["kind"] = "WorkerPool",
            ["metadata"] = new Mapping
            {
                ["name"] = spot.Name,
                ["annotations"] = new Mapping
                {
                    ["run.googleapis.com/scalingMode"] = "manual",
                    ["run.googleapis.com/manualInstanceCount"] = Text.Of(spot.Place.Scale.Replicas),
                },
            },
            ["spec"] = new Mapping
            {
                ["template"] = new Mapping
                {
                    ["spec"] = new Mapping
                    {
                        ["serviceAccountName"] = $"${{{ServiceAccount}}}",
                        ["containers"] = Sequence.Of(Container(spot)),
                        ["volumes"] = Volumes(spot).OrNothing(),
                    },
                },
            },
        };

    private static Mapping Job(Spot spot, CloudJobPlan job) =>
        new()
        {
            ["apiVersion"] = Versions.CloudRun,
            ["kind"] = "Job",
            ["metadata"] = new Mapping { ["name"] = spot.JobName(job) },
            ["spec"] = new Mapping
            {
                ["template"] = new Mapping
                {
                    ["metadata"] = new Mapping { ["annotations"] = new Mapping { ["run.googleapis.com/execution-environment"] = "gen2" } },
                    ["spec"] = new Mapping
                    {
                        ["taskCount"] = 1,
                        ["template"] = new Mapping
                        {
                            ["spec"] = new Mapping
                            {
                                ["serviceAccountName"] = $"${{{ServiceAccount}}}",
                                ["maxRetries"] = job.Job.Retries,
                                ["timeoutSeconds"] = job.Job.Deadline,
                                ["containers"] = Sequence.Of(
                                    new Mapping
                                    {
                                        ["image"] = spot.Plan.Image.Reference,
                                        ["command"] = Sequence.Of(job.Job.Command).OrNothing(),
                                        ["args"] = Sequence.Of(job.Job.Args).OrNothing(),
                                        ["env"] = Environment(spot),
                                        ["resources"] = Resources(job.Size),
                                        ["volumeMounts"] = Mounts(spot).OrNothing(),
                                    }
                                ),
                                ["volumes"] = Volumes(spot).OrNothing(),
                            },
                        },
                    },
                },
            },
        };

    private static Mapping Container(Spot spot) =>
        new()
        {
            ["name"] = spot.Name,
            ["image"] = spot.Plan.Image.Reference,
            ["ports"] = spot.Port is { } port
                ? Sequence.Of(new Mapping { ["name"] = port.IsHttp2Only ? "h2c" : "http1", ["containerPort"] = port.Number })
                : null,
            ["env"] = Environment(spot),
            ["resources"] = Resources(spot.Cloud.Size),
            ["startupProbe"] = spot.Cloud.Probes.Startup is { } startup ? Probe(startup, spot.Cloud.Timing.Startup) : null,

            // Liveness can be asked by HTTP and gRPC alone.
            ["livenessProbe"] =
                spot.Cloud.Probes.Liveness is { } liveness && (liveness.Path.Length > 0 || liveness.IsGrpc)
                    ? Probe(liveness, spot.Cloud.Timing.Liveness)
                    : null,
            ["volumeMounts"] = Mounts(spot).OrNothing(),
        };

    private static Sequence Environment(Spot spot) =>
        VariableList(
            spot,
            Named(spot)
                .Select(static secret =>
                    (Node)
                        new Mapping
                        {
                            ["name"] = secret.Secret.Variable,
                            ["valueFrom"] = new Mapping
                            {
                                ["secretKeyRef"] = new Mapping { ["name"] = secret.Name, ["key"] = SecretVersion },
                            },
                        }
                )
        );

    /// <summary>The project has one name space for the secrets of all apps.</summary>
    private static IReadOnlyList<StoredSecret> Named(Spot spot) =>
        Secrets(spot, key => $"{spot.Name}-{new string([.. key.Select(static c => c is '.' or '/' ? '-' : c)])}");

    private static Mapping Resources(SizePlan size) =>
        new()
        {
            ["limits"] = new Mapping { ["cpu"] = Text.Thousandths(size.Cpu), ["memory"] = $"{Text.Of(size.Memory)}Mi" },
        };

    private static Sequence Volumes(Spot spot) =>
        new(
            spot.Cloud.Volumes.Select(volume => new Mapping
            {
                ["name"] = volume.Name,
                ["csi"] = new Mapping
                {
                    ["driver"] = "gcsfuse.run.googleapis.com",
                    ["readOnly"] = false,
                    ["volumeAttributes"] = new Mapping
                    {
                        ["bucketName"] = Bucket(spot, volume),
                        ["mountOptions"] = $"uid={Text.Of(spot.Plan.Image.User)},gid={Text.Of(spot.Plan.Image.Group)}",
                    },
                },
            })
        );

    /// <summary>A bucket's name is one in the world, so it begins with that of the project.</summary>
    private static string Bucket(Spot spot, VolumePlan volume) => $"${{{Project}}}-{Text.Shortened($"{spot.Name}-{volume.Name}", 32)}";

    private static Sequence Mounts(Spot spot) =>
        new(spot.Cloud.Volumes.Select(static volume => new Mapping { ["name"] = volume.Name, ["mountPath"] = volume.MountPath }));

    protected override IEnumerable<string> Commands(Spot spot)
    {
        if (spot.Cloud.Volumes.Count > 0)
        {
            yield return $"Files of {string.Join(", ", spot.Cloud.Volumes.Select(static volume => volume.MountPath))} lie in a bucket: no locks, and each change writes the whole file.";
            yield return "";
        }

        yield return "Once:";
        yield return "";
        foreach (var line in Shell(Once(spot)))
        {
            yield return line;
        }

        yield return "";
        yield return spot.Plan.OnlyJobs
            ? "For each release, and to go back, the same with the image before (a schedule is made once; `update` instead of `create` changes it):"
        : spot.Plan.IsWeb ? "For each release, and to go back, the traffic to the revision before:"
        : "For each release, and to go back, the same with the image before:";
        yield return "";
        foreach (var line in Shell(Release(spot)))
        {
            yield return line;
        }

        if (spot.Plan.Configuration.Secrets.Count > 0)
        {
            yield return "";
            yield return $"A secret is read at version {SecretVersion}. A later one (`gcloud secrets versions add`) needs its number in the file, so that an instance never starts with another value than its neighbours.";
        }

        if (spot.Place.Environment.Host.Length > 0)
        {
            yield return "";
            yield return $"`gcloud beta run domain-mappings create --service {(FrontEnd(spot) ?? spot).Name} --domain {spot.Place.Environment.Host} --region \"${Region}\"`, or a load balancer, gives it its host.";
        }
    }

    private static IEnumerable<string> Once(Spot spot)
    {
        yield return $"export {Project}=… {Region}=…";
        yield return $"export {ServiceAccount}=…@${Project}.iam.gserviceaccount.com";
        foreach (var (_, name) in Named(spot))
        {
            // From a file: what stands in a command stands in the shell's history too.
            yield return $"gcloud secrets create {name} --data-file={name}.txt";
            yield return $"gcloud secrets add-iam-policy-binding {name} --member=\"serviceAccount:${ServiceAccount}\" --role=roles/secretmanager.secretAccessor";
        }

        foreach (var volume in spot.Cloud.Volumes)
        {
            var bucket = Bucket(spot, volume).Replace("${" + Project + "}", $"${Project}");
            yield return $"gcloud storage buckets create \"gs://{bucket}\" --location \"${Region}\" --uniform-bucket-level-access";
            yield return $"gcloud storage buckets add-iam-policy-binding \"gs://{bucket}\" --member=\"serviceAccount:${ServiceAccount}\" --role=roles/storage.objectUser";
        }
    }

    private IEnumerable<string> Release(Spot spot)
    {
        var (kind, file) = spot.Plan.IsWeb ? ("services", ServiceFile) : ("worker-pools", WorkerFile);
        if (!spot.Plan.OnlyJobs)
        {
            yield return Filled(File(spot, file), file, Project, ServiceAccount);
            yield return $"gcloud run {kind} replace {file} --region \"${Region}\"";
        }

        foreach (var job in spot.Cloud.Jobs)
        {
            var name = $"job-{job.Job.Name}.yaml";
            yield return Filled(File(spot, name), name, Project, ServiceAccount);
            yield return $"gcloud run jobs replace {name} --region \"${Region}\"";
            yield return $"gcloud scheduler jobs create http {spot.JobName(job)} --location \"${Region}\" --schedule '{job.Schedule}' --time-zone {job.Job.TimeZone} --uri \"https://run.googleapis.com/v2/projects/${Project}/locations/${Region}/jobs/{spot.JobName(job)}:run\" --http-method POST --oauth-service-account-email \"${ServiceAccount}\"";
        }

        if (FrontEnd(spot) is { } front)
        {
            yield return $"export {ApiUrl}=$(gcloud run services describe {spot.Name} --region \"${Region}\" --format 'value(status.url)')";
            yield return Filled(File(spot, FrontEndFile), FrontEndFile, Project, ApiUrl, ServiceAccount);
            yield return $"gcloud run services replace {FrontEndFile} --region \"${Region}\"";
            yield return $"gcloud run services add-iam-policy-binding {front.Name} --region \"${Region}\" --member=allUsers --role=roles/run.invoker";
        }

        if (spot.Plan.IsWeb)
        {
            yield return $"gcloud run services add-iam-policy-binding {spot.Name} --region \"${Region}\" --member=allUsers --role=roles/run.invoker";
            yield return $"gcloud run services update-traffic {spot.Name} --region \"${Region}\" --to-revisions …=100";
        }
    }
}
