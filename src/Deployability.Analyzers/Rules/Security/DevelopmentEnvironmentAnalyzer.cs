using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2203: the Development environment is baked in, in code, web.config, a publish profile, a Dockerfile or a manifest.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DevelopmentEnvironmentAnalyzer() : DeployabilityAnalyzer(Descriptors.DevelopmentEnvironment)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterShippedFiles(FileVariables.Kinds & ~ProjectFileKind.DotEnv, AnalyzeVariables);
        context.RegisterShippedFiles(ProjectFileKind.MSBuild | ProjectFileKind.PublishProfile, AnalyzeProfile);
        context.RegisterOperationAction(operation => Analyze(operation, project), OperationKind.Invocation, OperationKind.SimpleAssignment, OperationKind.Coalesce, OperationKind.Conditional);
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (EnvironmentChoices.TryRecognise(context.Operation) is { } choice &&
            EnvironmentChoices.IsDevelopment(choice.Name) &&
            project.Guards.RunsInProduction(context.Operation))
        {
            context.Report(project, Descriptors.DevelopmentEnvironment, choice.Name.Syntax.GetLocation(), arguments: choice.Display + " = \"Development\"");
        }
    }

    private static void AnalyzeVariables(FileContext context)
    {
        foreach (var variable in FileVariables.Of(context.File.Kind, context.Views))
        {
            if (EnvironmentChoices.IsEnvironmentVariable(variable.Name) && IsDevelopment(variable.Value))
            {
                context.Report(Descriptors.DevelopmentEnvironment, variable.Range, variable.Name + "=Development");
            }
        }
    }

    // The Web SDK writes <EnvironmentName> into the published web.config.
    private static void AnalyzeProfile(FileContext context)
    {
        foreach (var name in context.Views.Xml.Named("EnvironmentName").SelectMany(static element => element.Texts))
        {
            if (IsDevelopment(name.Value))
            {
                context.Report(Descriptors.DevelopmentEnvironment, name.Range, "EnvironmentName=Development");
            }
        }
    }

    private static bool IsDevelopment(string value) => value.Trim().Equals("Development", StringComparison.OrdinalIgnoreCase);
}
