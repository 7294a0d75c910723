using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2206: Trace or Debug is logged in production, by code or by settings that ship.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class VerboseLogLevelAnalyzer() : DeployabilityAnalyzer(Descriptors.VerboseLogLevel)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterAdditionalFileAction(static file => AnalyzeFile(file));
        context.RegisterOperationAction(operation => Analyze(operation, project), OperationKind.Invocation, OperationKind.SimpleAssignment);
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (LogLevels.VerboseBy(context.Operation) is { } display && project.Guards.RunsInProduction(context.Operation))
        {
            var location = context.Operation is IInvocationOperation call ? call.CallLocation() : context.Operation.Syntax.GetLocation();
            context.Report(project, Descriptors.VerboseLogLevel, location, arguments: display);
        }
    }

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        if (ProjectFiles.KindOf(context.AdditionalFile.Path) != ProjectFileKind.AppSettings ||
            ProjectFiles.IsForDevelopment(context.AdditionalFile.Path) ||
            context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (var setting in JsonSettings.Of(text).Settings)
        {
            if (setting.IsString && LogLevels.IsVerbose(setting.Value) && LogLevels.IsKey(setting.Key))
            {
                context.Report(text, Descriptors.VerboseLogLevel, setting.Span, $"'{setting.Key}': \"{setting.Value}\"");
            }
        }
    }
}
