using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
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
        context.RegisterShippedFiles(ProjectFileKind.AppSettings, AnalyzeSettings);
        context.RegisterShippedFiles(FileVariables.Kinds & ~ProjectFileKind.DotEnv, AnalyzeVariables);
        var files = ProjectFiles.Of(context.Options);
        var settings = new Once<LogSettings>(cancellation => LogSettings.Read(files, cancellation));
        context.RegisterBodies(
            project,
            Find.LogLevelChoices,
            operation => Analyze(operation, project, settings),
            OperationKind.Invocation,
            OperationKind.SimpleAssignment
        );
    }

    private static void Analyze(in OperationContext context, ProjectContext project, Once<LogSettings> settings)
    {
        if (
            LogLevels.VerboseBy(context.Operation, project, settings, context.CancellationToken) is { } display
            && project.Guards.RunsInProduction(context.Operation)
            && !LogLevels.IsAskedFor(context.Operation, project)
        )
        {
            var location = context.Operation is IInvocationOperation call ? call.CallLocation() : context.Operation.Syntax.GetLocation();
            context.Report(project, Descriptors.VerboseLogLevel, location, arguments: display);
        }
    }

    // What loads in Production, and one level a file, that of everything else if it is one: the others follow when it is looked at.
    private static void AnalyzeSettings(FileContext context)
    {
        if (!LogSettings.AreForProduction(context.File))
        {
            return;
        }

        var verbose = context
            .Views.Json.Settings.Where(setting =>
                setting.IsString
                && LogLevels.IsVerbose(setting.Value)
                && LogLevels.IsBroadKey(setting.Key)
                && !LogSettings.IsReplaced(context.File, setting.Key, context.Files, context.CancellationToken)
            )
            .ToList();
        if (
            (
                verbose.Find(static setting => setting.Key.EndsWith("Default", StringComparison.OrdinalIgnoreCase))
                ?? verbose.FirstOrDefault()
            ) is
            { } first
        )
        {
            context.Report(Descriptors.VerboseLogLevel, first.Range, $"'{first.Key}': \"{first.Value}\"");
        }
    }

    // Logging__LogLevel__Default=Debug; what runs as Development hears of that instead.
    private static void AnalyzeVariables(FileContext context)
    {
        foreach (var variable in context.Variables)
        {
            if (
                LogLevels.IsVerbose(variable.Value)
                && variable.Name.IndexOf("__", StringComparison.Ordinal) > 0
                && LogLevels.IsBroadKey(variable.Name.Replace("__", ":"))
                && !FileVariables.IsOfDevelopment(context.File.Kind, context.Views, variable)
            )
            {
                context.Report(Descriptors.VerboseLogLevel, variable.Range, $"{variable.Name}={variable.Value}");
                return;
            }
        }
    }
}
