using System.Collections.Immutable;
using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Secrets;
using Deployability.Formats;
using Deployability.Formats.Json;
using Deployability.Formats.Xml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2101: CORS accepts every origin, in code, appsettings or web.config.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WildcardCorsAnalyzer() : DeployabilityAnalyzer(Descriptors.WildcardCors)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterShippedFiles(ProjectFileKind.AppSettings | ProjectFileKind.WebConfig, AnalyzeFile);
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

    private static void AnalyzeFile(FileContext context)
    {
        foreach (var (range, display) in context.File.Kind == ProjectFileKind.AppSettings ? InSettings(context.Views.Json) : InWebConfig(context.Views.Xml))
        {
            context.Report(Descriptors.WildcardCors, range, display);
        }
    }

    // "Cors": { "AllowedOrigins": ["*"] }, or a list in one string.
    private static IEnumerable<(TextRange Range, string Display)> InSettings(JsonFile file) => file.Settings
        .Where(static setting => setting.IsString && setting.Key.IndexOf("Origin", StringComparison.OrdinalIgnoreCase) >= 0 && HasStar(setting.Value))
        .Select(static setting => (setting.Range, $"'{setting.Key}': \"*\""));

    private static IEnumerable<(TextRange Range, string Display)> InWebConfig(XmlFile file) =>
        from element in file.Named("add")
        let name = element.Attribute("name")
        let value = element.Attribute("value")
        where name is not null && value is not null && value.Value.Trim() == "*" &&
            name.Value.Equals("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase)
        select (value.Range, "The header Access-Control-Allow-Origin: *");

    private static bool HasStar(string value) => value == "*" || Array.Exists(value.Split(',', ';'), static origin => origin.Trim() == "*");
}
