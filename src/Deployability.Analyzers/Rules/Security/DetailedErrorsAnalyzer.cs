using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Json;
using Deployability.Formats.Xml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2202: detailed errors or sensitive logging that is on outside Development, in code, appsettings or web.config.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DetailedErrorsAnalyzer() : DeployabilityAnalyzer(Descriptors.DetailedErrors)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterShippedSettings(AnalyzeFile);
        context.RegisterShippedFiles(ProjectFileKind.WebConfig, AnalyzeFile);
        context.RegisterShippedFiles(FileVariables.Kinds & ~ProjectFileKind.DotEnv, AnalyzeVariables);
        context.RegisterBodies(
            project,
            Find.DetailSwitches,
            operation => Analyze(operation, project),
            OperationKind.Invocation,
            OperationKind.SimpleAssignment
        );
    }

    private static void Analyze(in OperationContext context, ProjectContext project)
    {
        if (
            DebugFeatures.DetailSwitchOf(context.Operation) is { } detail
            && IsOn(detail.Value)
            && project.Guards.RunsInProduction(context.Operation)
            && !DebugFeatures.IsAskedFor(context.Operation)
        )
        {
            var location = context.Operation is IInvocationOperation call ? call.CallLocation() : context.Operation.Syntax.GetLocation();
            context.Report(project, Descriptors.DetailedErrors, location, arguments: detail.Display);
        }
    }

    // Anything but a constant comes from somewhere: the environment, a setting, an argument.
    private static bool IsOn(IOperation? value) => value is null || value.Unwrap().ConstantValue is { HasValue: true, Value: true };

    private static void AnalyzeFile(FileContext context)
    {
        foreach (
            var (range, display) in context.File.Kind == ProjectFileKind.WebConfig
                ? InWebConfig(context.Views.Xml)
                : InSettings(context.Views.Json)
        )
        {
            context.Report(Descriptors.DetailedErrors, range, display);
        }
    }

    // ASPNETCORE_DETAILEDERRORS=1, CircuitOptions__DetailedErrors=true
    private static void AnalyzeVariables(FileContext context)
    {
        foreach (var variable in context.Variables)
        {
            if (
                (variable.Value == "1" || variable.Value.Equals("true", StringComparison.OrdinalIgnoreCase))
                && (
                    HostVariables.IsKeyOf(variable.Name, HostVariables.DetailedErrors)
                    || variable.Name.EndsWith("__DetailedErrors", StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                context.Report(Descriptors.DetailedErrors, variable.Range, $"{variable.Name}={variable.Value}");
            }
        }
    }

    private static IEnumerable<(TextRange Range, string Display)> InSettings(JsonFile file) =>
        file
            .Settings.Where(static setting =>
                LastSegment(setting.Key).Equals("DetailedErrors", StringComparison.OrdinalIgnoreCase)
                && setting.Value.Equals("true", StringComparison.OrdinalIgnoreCase)
            )
            .Select(static setting => (setting.Range, $"'{setting.Key}'"));

    private static IEnumerable<(TextRange Range, string Display)> InWebConfig(XmlFile xml)
    {
        foreach (var element in xml.Named("customErrors"))
        {
            if (element.Attribute("mode") is { } mode && mode.Value.Equals("Off", StringComparison.OrdinalIgnoreCase))
            {
                yield return (mode.Range, "customErrors mode=\"Off\"");
            }
        }

        foreach (var element in xml.Named("compilation"))
        {
            if (element.Attribute("debug") is { } debug && debug.Value.Equals("true", StringComparison.OrdinalIgnoreCase))
            {
                yield return (debug.Range, "compilation debug=\"true\"");
            }
        }
    }

    private static string LastSegment(string key) => key.Substring(key.LastIndexOf(':') + 1);
}
