using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Judges;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Secrets;
using Deployability.Formats;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Observability;

/// <summary>DPL5001: a logger whose only sink is a file of the container.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LogsOnlyToFileAnalyzer() : DeployabilityAnalyzer(Descriptors.LogsOnlyToFile)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!project.Types.Has(TypeNames.HostEnvironment))
        {
            return;
        }

        context.RegisterOperationAction(c => Analyze(c, project), OperationKind.Invocation, OperationKind.ObjectCreation);
        context.RegisterShippedFiles(ProjectFileKind.AppSettings, c => AnalyzeSettings(c, project));
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (LogSinks.FileOnly(context.Operation) is not { } library || KeepsConsole(library, project) || !project.Guards.RunsInProduction(context.Operation))
        {
            return;
        }

        var location = context.Operation is IInvocationOperation call ? call.CallLocation() : context.Operation.Syntax.GetLocation();
        context.Report(project, Descriptors.LogsOnlyToFile, location, arguments: library);
    }

    // A provider beside the default ones: the host's console logger is still there unless somebody clears it.
    private static bool KeepsConsole(string library, ProjectContext project)
    {
        var facts = StateFacts.Of(project);
        if (facts.Mentions(Find.ClearedProviders))
        {
            return false;
        }

        return library switch
        {
            "Serilog" => facts.Mentions(Find.SerilogProviders) && !facts.Mentions(Find.SerilogHosts),
            "NLog" => facts.Mentions(Find.NLogProviders),
            "log4net" => facts.Mentions(Find.Log4NetProviders),
            _ => true,
        };
    }

    private static void AnalyzeSettings(FileContext context, ProjectContext project)
    {
        if (SinksOf(context.File, context.CancellationToken) is not [var first, ..] sinks || !sinks.All(static sink => sink.IsFile))
        {
            return;
        }

        var file = context.File;
        var cancellationToken = context.CancellationToken;
        // Sinks of code and of the other files that ship come on top.
        var facts = StateFacts.Of(project);
        if (!facts.Mentions(Find.SerilogReadFrom) || facts.Mentions(Find.SerilogWriteTo) ||
            context.Files.All.Any(other => other != file && SinksOf(other, cancellationToken).Any(static sink => !sink.IsFile)))
        {
            return;
        }

        context.Report(Descriptors.LogsOnlyToFile, first.Range, "Serilog");
    }

    // Serilog:WriteTo:0:Name, Serilog:WriteTo:Main:Name, Serilog:WriteTo:0, and those inside wrapping sinks.
    private static List<(bool IsFile, TextRange Range)> SinksOf(ProjectFile file, CancellationToken cancellationToken)
    {
        var sinks = new List<(bool, TextRange)>();
        if (file is not { Kind: ProjectFileKind.AppSettings, IsForDevelopment: false } || file.GetViews(cancellationToken) is not { } views)
        {
            return sinks;
        }

        foreach (var setting in views.Json.Settings)
        {
            if (setting.Key.StartsWith("Serilog:WriteTo:", StringComparison.OrdinalIgnoreCase) &&
                (setting.Key.EndsWith(":Name", StringComparison.OrdinalIgnoreCase) || setting.Key.IndexOf(':', "Serilog:WriteTo:".Length) < 0) &&
                LogSinks.IsFileSink(setting.Value) is { } isFile)
            {
                sinks.Add((isFile, setting.Range));
            }
        }

        return sinks;
    }
}
