using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Decides whether anything runs between two runs of the jobs. A program that ends by itself would be started again for ever.</summary>
internal static class WorkloadPlanner
{
    private const string Property = "DeployabilityJobsOnly";
    private const string Job = "DeployabilityJob";

    /// <summary>Whether the project makes nothing but jobs: no instance waits for requests or work.</summary>
    public static bool OnlyJobs(PlanContext context, bool isWeb)
    {
        var input = context.Input;
        var jobs = input.ItemsOf(Job).ToList();
        var text = input.Property(Property);
        if (text.Length > 0)
        {
            if (!bool.TryParse(text, out var isWanted))
            {
                context.Validator.PropertyError(Property, text, "true, false");
            }
            else if (isWanted && jobs.Count == 0)
            {
                context.Validator.PropertyError(Property, text, $"false, or at least one {Job}");
            }

            return isWanted;
        }

        if (isWeb)
        {
            return false;
        }

        if (jobs.Count == 0)
        {
            NoteEnd(context);
            return false;
        }

        var reason =
            !HasHost(input, context.Facts) ? "The program builds no host, so it ends when its work is done."
            : !RunsOn(context) ? "No code was seen that runs the host until it is told to stop, so the program ends when its work is done."
            : context.Has(Features.StopsItself) ? "The host stops itself when its work is done."
            : jobs.Find(static job => job["Args"].Length == 0 && job["Command"].Length == 0) is { } whole
                ? $"The job '{whole.Name}' is the program as it is."
            : "";
        if (reason.Length == 0)
        {
            return false;
        }

        context.Decide(
            "Only jobs run: nothing waits between their runs.",
            reason,
            $"Set {Property} to false to run an instance all the time too."
        );
        return true;
    }

    /// <summary>Whether the project makes something that an orchestrator runs at all.</summary>
    public static bool IsDeployable(ProjectInput input, FactSet facts) =>
        input.IsTrue("UsingMicrosoftNETSdkWeb")
        || input.List("FrameworkReferences").Contains("Microsoft.AspNetCore.App")
        || input.ItemsOf(Job).Any()
        || HasHost(input, facts);

    private static bool HasHost(ProjectInput input, FactSet facts) =>
        input.IsTrue("UsingMicrosoftNETSdkWorker") || facts.OfKind<HostFact>().Any();

    /// <summary>Whether the host waits to be stopped, or who runs it is not seen.</summary>
    private static bool RunsOn(PlanContext context) =>
        context.Has(Features.RunsUntilStopped)
        || context.InProduction<HostedServiceFact>().Any()
        || !context.InProduction<HostFact>().Any();

    private static void NoteEnd(PlanContext context)
    {
        if (!RunsOn(context))
        {
            context.Decide(
                "It is run like a worker, and started again whenever it ends.",
                "No code was seen that runs the host until it is told to stop.",
                $"Declare `<{Job} Include=\"…\" Schedule=\"…\" />` if the program ends when its work is done."
            );
        }
    }
}
