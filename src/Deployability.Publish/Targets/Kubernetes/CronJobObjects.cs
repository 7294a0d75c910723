using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>One CronJob for each job: the app's image, configuration and volumes, other arguments.</summary>
internal static class CronJobObjects
{
    private const int SecondsOfADay = 86400;
    private const int LatestStartSeconds = 300;

    public static IEnumerable<Node> Build(DeploymentPlan plan) => plan.Jobs.Select(job => new Mapping
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "CronJob",
        ["metadata"] = new Mapping { ["name"] = Name(plan, job), ["labels"] = JobLabels(plan, job) },
        ["spec"] = new Mapping
        {
            ["schedule"] = new Hole($"jobs.{job.Name}.schedule", job.Schedule),
            ["concurrencyPolicy"] = "Forbid",
            ["startingDeadlineSeconds"] = LatestStartSeconds,
            ["successfulJobsHistoryLimit"] = 3,
            ["failedJobsHistoryLimit"] = 3,
            ["jobTemplate"] = new Mapping
            {
                ["spec"] = new Mapping
                {
                    ["backoffLimit"] = 2,
                    ["ttlSecondsAfterFinished"] = SecondsOfADay,
                    ["template"] = new Mapping
                    {
                        ["metadata"] = new Mapping { ["labels"] = JobLabels(plan, job) },
                        ["spec"] = Pod.Spec(plan, Container(plan, job), isJob: true),
                    },
                },
            },
        },
    });

    private static Mapping Container(DeploymentPlan plan, JobPlan job) => new()
    {
        ["name"] = job.Name,
        ["image"] = new Hole("image", plan.Image.Reference),
        ["imagePullPolicy"] = "Always",
        ["command"] = Sequence.Of((IEnumerable<string>)job.Command).OrNothing(),
        ["args"] = Sequence.Of((IEnumerable<string>)job.Args).OrNothing(),
        ["env"] = Environment.Required(plan).OrNothing(),
        ["envFrom"] = Environment.Sources(plan),
        ["resources"] = Resources.Build(job.Resources, $"jobs.{job.Name}.resources"),
        ["securityContext"] = Security.Container(plan),
        ["volumeMounts"] = Volumes.Mounts(plan),
    };

    /// <summary>A name of its own, or the app's Service would send requests to it; the app's instance, so the policy covers it.</summary>
    private static Mapping JobLabels(DeploymentPlan plan, JobPlan job) => new()
    {
        ["app.kubernetes.io/name"] = Name(plan, job),
        ["app.kubernetes.io/instance"] = plan.Name,
        ["app.kubernetes.io/component"] = "job",
    };

    private static string Name(DeploymentPlan plan, JobPlan job) => Text.DnsLabel($"{plan.Name}-{job.Name}");
}
