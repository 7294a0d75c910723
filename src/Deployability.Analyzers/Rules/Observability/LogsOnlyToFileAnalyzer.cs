using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

        context.RegisterBodies(project, Find.LogSinks, c => Analyze(c, project), OperationKind.Invocation, OperationKind.ObjectCreation);
        context.RegisterShippedFiles(ProjectFileKind.AppSettings, c => AnalyzeSettings(c, project));
    }

    private static void Analyze(in OperationContext context, ProjectContext project)
    {
        if (
            LogSinks.FileOnly(context.Operation, project) is not { } library
            || KeepsOther(context.Operation, library, project, context.CancellationToken)
            || !project.Guards.RunsInProduction(context.Operation)
        )
        {
            return;
        }

        var location = context.Operation is IInvocationOperation call ? call.CallLocation() : context.Operation.Syntax.GetLocation();
        context.Report(project, Descriptors.LogsOnlyToFile, location, arguments: library);
    }

    // A provider beside others: the host's console logger is there unless somebody clears it, and what is added after that is there too.
    private static bool KeepsOther(IOperation sink, string library, ProjectContext project, CancellationToken cancellation)
    {
        var facts = StateFacts.Of(project);
        if (LogSinks.FactoryAround(sink) is { } factory)
        {
            return factory.Descendants().Any(step => step is IInvocationOperation call && LogSinks.AddsOtherProvider(call, project));
        }

        var isBeside = library switch
        {
            "Serilog" => SerilogLoggers.IsBesideOthers(sink, project, cancellation),
            "NLog" => facts.Mentions(Find.NLogProviders, cancellation),
            "log4net" => facts.Mentions(Find.Log4NetProviders, cancellation),
            _ => true,
        };
        return isBeside && (!IsCleared(project, cancellation) || facts.Helpers(cancellation).Any(call => AddsOther(call, project)));
    }

    private static bool IsCleared(ProjectContext project, CancellationToken cancellation) =>
        project.All(Find.ClearedProviders, cancellation).Any(static clear => clear.Guard != Guard.Development);

    // What does not bind is taken at its word.
    private static bool AddsOther(InvocationExpressionSyntax call, ProjectContext project) =>
        call.Expression.NameOfMember() is { } name
        && name.StartsWith("Add", StringComparison.Ordinal)
        && project.OperationOf(call) switch
        {
            IInvocationOperation operation => LogSinks.AddsOtherProvider(operation, project)
                && project.Guards.Of(operation) != Guard.Development,
            _ => name.EndsWith("Console", StringComparison.Ordinal)
                || call.Expression
                    is MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Logging" } }
                    && name != "AddFile",
        };

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
        if (
            !facts.Mentions(Find.SerilogReadFrom, cancellationToken)
            || facts.Mentions(Find.SerilogWriteTo, cancellationToken)
            || context.Files.All.Any(other => other != file && SinksOf(other, cancellationToken).Any(static sink => !sink.IsFile))
        )
        {
            return;
        }

        context.Report(Descriptors.LogsOnlyToFile, first.Range, "Serilog");
    }

    // Serilog:WriteTo:0:Name, Serilog:WriteTo:Main:Name, Serilog:WriteTo:0, and those inside wrapping sinks.
    private static List<(bool IsFile, TextRange Range)> SinksOf(ProjectFile file, CancellationToken cancellationToken)
    {
        var sinks = new List<(bool, TextRange)>();
        if (file is not { Kind: ProjectFileKind.AppSettings, IsShipped: true } || file.GetViews(cancellationToken) is not { } views)
        {
            return sinks;
        }

        foreach (var setting in views.Json.Settings)
        {
            if (
                setting.Key.StartsWith("Serilog:WriteTo:", StringComparison.OrdinalIgnoreCase)
                && (
                    setting.Key.EndsWith(":Name", StringComparison.OrdinalIgnoreCase)
                    || setting.Key.IndexOf(':', "Serilog:WriteTo:".Length) < 0
                )
                && SerilogSinks.IsFileSink(setting.Value) is { } isFile
            )
            {
                sinks.Add((isFile, setting.Range));
            }
        }

        return sinks;
    }
}
