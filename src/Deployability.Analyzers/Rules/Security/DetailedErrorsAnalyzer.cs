using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2202: detailed errors or sensitive logging that is on outside Development, in code, appsettings or web.config.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DetailedErrorsAnalyzer() : DeployabilityAnalyzer(Descriptors.DetailedErrors)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterAdditionalFileAction(static file => AnalyzeFile(file));
        context.RegisterOperationAction(operation => Analyze(operation, project), OperationKind.Invocation, OperationKind.SimpleAssignment);
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (DebugFeatures.DetailSwitchOf(context.Operation) is { } detail && IsOn(detail.Value) && project.Guards.RunsInProduction(context.Operation))
        {
            var location = context.Operation is IInvocationOperation call ? call.CallLocation() : context.Operation.Syntax.GetLocation();
            context.Report(project, Descriptors.DetailedErrors, location, arguments: detail.Display);
        }
    }

    // Anything but a constant comes from somewhere: the environment, a setting, an argument.
    private static bool IsOn(IOperation? value) => value is null || value.Unwrap().ConstantValue is { HasValue: true, Value: true };

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        var kind = ProjectFiles.KindOf(context.AdditionalFile.Path);
        if (kind is not (ProjectFileKind.AppSettings or ProjectFileKind.WebConfig) ||
            ProjectFiles.IsForDevelopment(context.AdditionalFile.Path) ||
            context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (var (span, display) in kind == ProjectFileKind.AppSettings ? InSettings(text) : InWebConfig(text))
        {
            context.Report(text, Descriptors.DetailedErrors, span, display);
        }
    }

    private static IEnumerable<(TextSpan Span, string Display)> InSettings(SourceText text) => JsonSettings.Of(text).Settings
        .Where(static setting => LastSegment(setting.Key).Equals("DetailedErrors", StringComparison.OrdinalIgnoreCase) && setting.Value.Equals("true", StringComparison.OrdinalIgnoreCase))
        .Select(static setting => (setting.Span, $"'{setting.Key}'"));

    private static IEnumerable<(TextSpan Span, string Display)> InWebConfig(SourceText text)
    {
        var xml = XmlSettings.Of(text);
        foreach (var element in xml.Elements("customErrors"))
        {
            if (element.Attribute("mode") is { } mode && mode.Value.Equals("Off", StringComparison.OrdinalIgnoreCase))
            {
                yield return (mode.Span, "customErrors mode=\"Off\"");
            }
        }

        foreach (var element in xml.Elements("compilation"))
        {
            if (element.Attribute("debug") is { } debug && debug.Value.Equals("true", StringComparison.OrdinalIgnoreCase))
            {
                yield return (debug.Span, "compilation debug=\"true\"");
            }
        }
    }

    private static string LastSegment(string key) => key.Substring(key.LastIndexOf(':') + 1);
}
