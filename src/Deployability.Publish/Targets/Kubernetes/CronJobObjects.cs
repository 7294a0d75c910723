using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>One CronJob for each job: the app's image, configuration and volumes, other arguments.</summary>
internal static class CronJobObjects
{
    /// <summary>Kubernetes adds eleven characters to a CronJob's name for each of its Jobs.</summary>
    private const int LongestName = 52;

    public static IEnumerable<Node> Build(KubernetesModel model) =>
        model.Plan.Jobs.Select(job => new Mapping
        {
            ["apiVersion"] = Versions.Kubernetes.Batch,
            ["kind"] = KubernetesKinds.CronJob,
            ["metadata"] = new Mapping { ["name"] = Name(model, job), ["labels"] = JobLabels(model, job) },
            ["spec"] = Spec(model, job),
        });

    private static Mapping Spec(KubernetesModel model, JobPlan job)
    {
        var suspend = Value(job, "suspend", ValueKind.Boolean, false, "Whether it is halted.");
        return new()
        {
            ["schedule"] = Value(
                job,
                "schedule",
                ValueKind.Text,
                job.Schedule,
                "When it runs: minute, hour, day of month, month, day of week."
            ),
            ["timeZone"] = Value(job, "timeZone", ValueKind.Text, job.TimeZone, "Time zone of the schedule."),
            ["suspend"] = new Conditional(Condition.IsOn(suspend), suspend),
            ["concurrencyPolicy"] = job.Concurrency,
            ["startingDeadlineSeconds"] = job.LatestStart,
            ["successfulJobsHistoryLimit"] = job.History,
            ["failedJobsHistoryLimit"] = job.History,
            ["jobTemplate"] = new Mapping
            {
                ["spec"] = new Mapping
                {
                    ["backoffLimit"] = job.Retries,
                    ["activeDeadlineSeconds"] = Value(
                        job,
                        "deadlineSeconds",
                        ValueKind.Integer,
                        job.Deadline,
                        "A run that takes longer is stopped."
                    ),
                    ["template"] = new Mapping
                    {
                        ["metadata"] = new Mapping { ["labels"] = JobLabels(model, job) },
                        ["spec"] = Pod.Spec(
                            model,
                            Pod.JobContainer(
                                model,
                                job.Name,
                                job.Command,
                                job.Args,
                                Value(job, "resources", ValueKind.Map, KubernetesModel.Quantities(job.Resources), "Requests and limits.")
                            ),
                            isJob: true
                        ),
                    },
                },
            },
        };
    }

    /// <summary>A name of its own, or the app's Service would send requests to it; the app's instance, so the policy covers it.</summary>
    private static Mapping JobLabels(KubernetesModel model, JobPlan job) =>
        new()
        {
            ["app.kubernetes.io/name"] = Name(model, job),
            ["app.kubernetes.io/instance"] = model.Instance,
            ["app.kubernetes.io/component"] = "job",
        };

    public static Expression Name(KubernetesModel model, JobPlan job) => model.Named(job.Name, LongestName);

    private static Value Value(JobPlan job, string name, ValueKind kind, Node value, string comment) =>
        KubernetesModel.Fixed(["jobs", job.Name, name], kind, value, comment);
}
