using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Json;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Xml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2101: CORS accepts every origin, in code, appsettings or web.config.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WildcardCorsAnalyzer() : DeployabilityAnalyzer(Descriptors.WildcardCors)
{
    private static readonly string[] Switches = ["AllowAnyOrigin", "AllowAllOrigins"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterShippedFiles(ProjectFileKind.AppSettings | ProjectFileKind.WebConfig, AnalyzeFile);
        context.RegisterShippedFiles(ProjectFileKind.AppSettings, file => AnalyzeSwitch(file, context.Compilation));
        context.RegisterShippedFiles(FileVariables.Kinds & ~ProjectFileKind.DotEnv, AnalyzeVariables);
        context.RegisterShippedFiles(ProjectFileKind.Yaml, AnalyzeIngress);
        if (project.Types.Has(TypeNames.HttpResponse))
        {
            context.RegisterValues(
                project,
                Descriptors.WildcardCors,
                operation => Judge(operation, project),
                OperationKind.Invocation,
                OperationKind.SimpleAssignment,
                OperationKind.ObjectCreation
            );
        }
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project) =>
        CorsPolicies.WildcardOf(operation, project) is { WithCredentials: false } wildcard && project.Cors.ApplyInProduction(operation)
            ? [new ValueFinding(wildcard.Location, null, wildcard.Display)]
            : [];

    private static void AnalyzeFile(FileContext context)
    {
        foreach (
            var (range, display) in context.File.Kind == ProjectFileKind.AppSettings
                ? InSettings(context.Views.Json)
                : InWebConfig(context.Views.Xml)
        )
        {
            context.Report(Descriptors.WildcardCors, range, display);
        }
    }

    // "Cors": { "AllowAnyOrigin": true }, when code has something of that name to read it into.
    private static void AnalyzeSwitch(FileContext context, Compilation compilation)
    {
        foreach (var setting in context.Views.Json.Settings)
        {
            var name = setting.Key.Substring(setting.Key.LastIndexOf(':') + 1);
            if (
                Array.Exists(Switches, name.Equals)
                && setting.Value.Equals("true", StringComparison.OrdinalIgnoreCase)
                && IsRead(name, compilation)
            )
            {
                context.Report(Descriptors.WildcardCors, setting.Range, $"'{setting.Key}': true");
            }
        }
    }

    private static bool IsRead(string name, Compilation compilation) =>
        compilation.ContainsSymbolsWithName(name, SymbolFilter.Member)
        || compilation.SyntaxTrees.Any(tree =>
            tree.GetRoot().DescendantTokens().Any(token => token.Value is string text && text.EndsWith(name, StringComparison.Ordinal))
        );

    // Cors__AllowedOrigins__0=*
    private static void AnalyzeVariables(FileContext context)
    {
        foreach (var variable in FileVariables.Of(context.File.Kind, context.Views))
        {
            if (
                variable.Name.IndexOf("__", StringComparison.Ordinal) > 0
                && variable.Name.IndexOf("Origin", StringComparison.OrdinalIgnoreCase) >= 0
                && HasStar(variable.Value)
            )
            {
                context.Report(Descriptors.WildcardCors, variable.Range, $"{variable.Name}=*");
            }
        }
    }

    // nginx.ingress.kubernetes.io/cors-allow-origin: "*"; enable-cors without a list means the same.
    private static void AnalyzeIngress(FileContext context)
    {
        foreach (var manifest in KubernetesObject.Of(context.Views.Yaml))
        {
            var annotations = manifest.Kind == "Ingress" ? manifest.Root.Find("metadata", "annotations") : null;
            var origins = annotations?.AllEntries.FirstOrDefault(static entry =>
                entry.Name.EndsWith("/cors-allow-origin", StringComparison.Ordinal)
            );
            var isOn = annotations?.AllEntries.FirstOrDefault(static entry =>
                entry.Name.EndsWith("/enable-cors", StringComparison.Ordinal) && entry.Value.IsTrue
            );
            if (origins is not null && HasStar(origins.Value.Text))
            {
                context.Report(Descriptors.WildcardCors, origins.Value.Range, $"The annotation {origins.Name}: \"*\"");
            }
            else if (origins is null && isOn is not null)
            {
                context.Report(Descriptors.WildcardCors, isOn.Value.Range, $"The annotation {isOn.Name} without cors-allow-origin");
            }
        }
    }

    // "Cors": { "AllowedOrigins": ["*"] }, or a list in one string.
    private static IEnumerable<(TextRange Range, string Display)> InSettings(JsonFile file) =>
        file
            .Settings.Where(static setting =>
                setting.IsString && setting.Key.IndexOf("Origin", StringComparison.OrdinalIgnoreCase) >= 0 && HasStar(setting.Value)
            )
            .Select(static setting => (setting.Range, $"'{setting.Key}': \"*\""));

    private static IEnumerable<(TextRange Range, string Display)> InWebConfig(XmlFile file) =>
        from element in file.Named("add")
        let name = element.Attribute("name")
        let value = element.Attribute("value")
        where
            name is not null
            && value is not null
            && value.Value.Trim() == "*"
            && name.Value.Equals("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase)
        select (value.Range, "The header Access-Control-Allow-Origin: *");

    private static bool HasStar(string value) => value == "*" || Array.Exists(value.Split(',', ';'), static origin => origin.Trim() == "*");
}
