using Deployability.Publish.Planning;
using Deployability.Publish.Reading;
using Deployability.Publish.Targets;
using Deployability.Publish.Writing;

namespace Deployability.Publish;

/// <summary>The whole way from a published project to its deployment files: read, plan, emit, write.</summary>
public static class Publisher
{
    /// <summary>Generates the files of a project. Nothing is written when anything is invalid.</summary>
    /// <returns>What to tell the user; an error among them means that the publish fails.</returns>
    public static IReadOnlyList<Problem> Run(ProjectInput input)
    {
        var (names, problems) = EmitterList.Choose(input);
        if (names.Count == 0 && problems.Count == 0)
        {
            return [];
        }

        try
        {
            using (PublishLock.OfProject(input.IntermediatePath))
            {
                return [.. problems, .. Generate(input, names, isValid: problems.Count == 0)];
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [.. problems, new(ProblemSeverity.Error, ProblemCodes.CannotWrite, $"The deployment files could not be written: {exception.Message}", input.IntermediatePath)];
        }
    }

    private static List<Problem> Generate(ProjectInput input, IReadOnlyList<string> names, bool isValid)
    {
        var (facts, factProblems) = FactReader.Read(input.AssemblyFile, input.ReferencedAssemblies);
        if (!Planner.IsDeployable(input, facts))
        {
            return [new(ProblemSeverity.Message, ProblemCodes.Assumption, "The project makes neither a web app nor a worker, so no deployment files are generated.")];
        }

        var (settings, settingProblems) = Settings.Read(input.ProjectDirectory);
        var (plan, planProblems) = Planner.Plan(input, facts, settings, BuildClosureReader.Read(input));
        List<Problem> problems = [.. factProblems, .. settingProblems, .. planProblems];
        if (plan is null || !isValid)
        {
            return problems;
        }

        foreach (var name in EmitterList.NotYetEmitted(names))
        {
            problems.Add(new(ProblemSeverity.Message, "", $"DeployabilityEmit: '{name}' is accepted, but this version generates nothing for it."));
        }

        problems.AddRange(Writer.Write(input.OutputPath, input.ProjectFile, EmitterList.Emit(plan, names)));
        return problems;
    }
}
