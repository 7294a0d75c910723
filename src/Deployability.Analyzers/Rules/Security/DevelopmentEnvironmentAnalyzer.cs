using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2203: the Development environment is baked in, in code, web.config, a publish profile, a Dockerfile or a manifest.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DevelopmentEnvironmentAnalyzer() : DeployabilityAnalyzer(Descriptors.DevelopmentEnvironment)
{
    private const string RunsSo = " makes the app run as Development";

    private const string OfEachDeployment = "leave the environment to ASPNETCORE_ENVIRONMENT of each deployment";

    // These are the deployment that others leave it to.
    private const ProjectFileKind Deployments =
        ProjectFileKind.Compose
        | ProjectFileKind.Yaml
        | ProjectFileKind.Kustomization
        | ProjectFileKind.HelmValues
        | ProjectFileKind.HelmTemplate;

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterShippedFiles(FileVariables.Kinds & ~ProjectFileKind.DotEnv, AnalyzeVariables);
        context.RegisterShippedFiles(ProjectFileKind.MSBuild | ProjectFileKind.PublishProfile, AnalyzeProfile);
        context.RegisterBodies(
            project,
            Find.EnvironmentChoices,
            operation => Analyze(operation, project),
            OperationKind.Invocation,
            OperationKind.SimpleAssignment
        );

        // The variable's name may be a constant that stands elsewhere.
        if (project.MayHave(Find.EnvironmentVariables, context.CancellationToken))
        {
            context.RegisterOperationAction(operation => Analyze(operation, project), OperationKind.Coalesce, OperationKind.Conditional);
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project)
    {
        if (
            EnvironmentChoices.TryRecognise(context.Operation) is { } choice
            && EnvironmentChoices.IsDevelopment(choice.Name)
            && project.Guards.RunsInProduction(context.Operation)
            && !(choice.IsFallback && EnvironmentChoices.IsOnlyShown(context.Operation))
        )
        {
            context.Report(
                project,
                Descriptors.DevelopmentEnvironment,
                choice.Name.Syntax.GetLocation(),
                arguments:
                [
                    choice.IsFallback
                        ? "\"Development\" as the fallback for a missing environment makes this code behave as for Development, while the host takes Production,"
                        : choice.Display + " = \"Development\"" + RunsSo,
                    OfEachDeployment,
                ]
            );
        }
    }

    private static void AnalyzeVariables(FileContext context)
    {
        if (context.File.Kind == ProjectFileKind.Compose && DeveloperComposes.Is(context.File, context.Views))
        {
            return;
        }

        var all = context
            .Variables.Where(variable => HostVariables.NamesEnvironment(variable.Name) && IsDevelopment(variable.Value))
            .ToList();

        // One decision of who writes the file, however many services it starts.
        foreach (var variable in all.Take(1))
        {
            context.Report(
                Descriptors.DevelopmentEnvironment,
                variable.Range,
                null,
                all.Skip(1).Select(other => context.LocationOf(other.Range)),
                variable.Name + "=Development" + (all.Count > 1 ? $" (and {all.Count - 1} more of this file)" : "") + RunsSo,
                (context.File.Kind & Deployments) != 0
                    ? "take the line out, which means Production, or keep it in a file for development"
                    : $"leave the environment to {variable.Name} of each deployment"
            );
        }
    }

    // The Web SDK writes <EnvironmentName> into the published web.config.
    private static void AnalyzeProfile(FileContext context)
    {
        foreach (var name in context.Views.Xml.Named("EnvironmentName").SelectMany(static element => element.Texts))
        {
            if (IsDevelopment(name.Value))
            {
                context.Report(Descriptors.DevelopmentEnvironment, name.Range, "EnvironmentName=Development" + RunsSo, OfEachDeployment);
            }
        }
    }

    private static bool IsDevelopment(string value) => value.Trim().Equals("Development", StringComparison.OrdinalIgnoreCase);
}
