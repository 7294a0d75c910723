using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4007: a SQLite or LiteDB file in the app's own directory, in code and in settings that ship.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FileDatabaseInAppDirectoryAnalyzer() : DeployabilityAnalyzer(Descriptors.FileDatabaseInAppDirectory)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!project.Types.Has(TypeNames.HostEnvironment))
        {
            return;
        }

        context.RegisterOperationAction(c => Analyze(c, project), OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.SimpleAssignment);
        context.RegisterShippedFiles(ProjectFileKind.AppSettings, AnalyzeSettings);
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (FileDatabases.TryRecognise(context.Operation) is not { } value ||
            FileDatabases.FileOf(value, project) is not { Root: PathRoot.AppDirectory } file ||
            !project.Guards.RunsInProduction(context.Operation))
        {
            return;
        }

        context.Report(project, Descriptors.FileDatabaseInAppDirectory, file.Source.GetLocation(), use: [context.Operation.Syntax.GetLocation()], arguments: file.Display);
    }

    private static void AnalyzeSettings(FileContext context)
    {
        foreach (var setting in context.Views.Json.Settings)
        {
            if (setting.Key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) && FileDatabases.IsFileInAppDirectory(setting.Value))
            {
                context.Report(Descriptors.FileDatabaseInAppDirectory, setting.Range, FileDatabases.DataSourceOf(setting.Value)!);
            }
        }
    }
}
