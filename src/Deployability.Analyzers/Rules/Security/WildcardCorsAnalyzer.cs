using System.Collections.Immutable;
using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2101: CORS accepts every origin, in code, appsettings or web.config.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WildcardCorsAnalyzer() : DeployabilityAnalyzer(Descriptors.WildcardCors)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterAdditionalFileAction(static file => AnalyzeFile(file));
        if (project.Types.Has(TypeNames.HttpResponse))
        {
            context.RegisterOperationAction(operation => Analyze(operation, project), OperationKind.Invocation, OperationKind.SimpleAssignment, OperationKind.ObjectCreation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (CorsPolicies.WildcardOf(context.Operation, project) is { WithCredentials: false } wildcard && project.Cors.ApplyInProduction(context.Operation))
        {
            context.Report(project, Descriptors.WildcardCors, wildcard.Location, arguments: wildcard.Display);
        }
    }

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
            context.Report(text, Descriptors.WildcardCors, span, display);
        }
    }

    // "Cors": { "AllowedOrigins": ["*"] }, or a list in one string.
    private static IEnumerable<(TextSpan Span, string Display)> InSettings(SourceText text) => JsonSettings.Of(text).Settings
        .Where(static setting => setting.IsString && setting.Key.IndexOf("Origin", StringComparison.OrdinalIgnoreCase) >= 0 && HasStar(setting.Value))
        .Select(static setting => (setting.Span, $"'{setting.Key}': \"*\""));

    private static IEnumerable<(TextSpan Span, string Display)> InWebConfig(SourceText text) =>
        from element in XmlSettings.Of(text).Elements("add")
        let name = element.Attribute("name")
        let value = element.Attribute("value")
        where name is not null && value is not null && value.Value.Trim() == "*" &&
            name.Value.Equals("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase)
        select (value.Span, "The header Access-Control-Allow-Origin: *");

    private static bool HasStar(string value) => value == "*" || Array.Exists(value.Split(',', ';'), static origin => origin.Trim() == "*");
}
