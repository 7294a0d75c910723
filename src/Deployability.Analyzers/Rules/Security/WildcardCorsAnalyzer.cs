using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2101: CORS accepts every origin, in code, appsettings or web.config.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WildcardCorsAnalyzer() : DeployabilityAnalyzer(Descriptors.WildcardCors)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterShippedSettings(AnalyzeFile);
        context.RegisterShippedSettings(file => Report(file, FileCors.InSwitches(file.Views.Json, context.Compilation)));
        context.RegisterShippedFiles(ProjectFileKind.WebConfig, AnalyzeFile);
        context.RegisterShippedFiles(FileVariables.Kinds & ~ProjectFileKind.DotEnv, AnalyzeVariables);
        context.RegisterShippedManifests(Descriptors.WildcardCors, static (manifest, _, _) => JudgeIngress(manifest));
        if (project.Types.Has(TypeNames.HttpResponse))
        {
            context.RegisterWildcards(project, Descriptors.WildcardCors, operation => Judge(operation, project));
        }
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project) =>
        CorsPolicies.WildcardOf(operation, project) is { WithCredentials: false } wildcard
        && project.Cors.ApplyInProduction(operation, Cancellation.Token)
            ? [new ValueFinding(wildcard.Location, null, wildcard.Display, FileCors.UsualPlace)]
            : [];

    private static void AnalyzeFile(FileContext context) => Report(context, FileCors.InConfiguration(context.File.Kind, context.Views));

    private static void AnalyzeVariables(FileContext context) => Report(context, FileCors.InVariables(context.Variables));

    private static void Report(FileContext context, IEnumerable<FileWildcard> found)
    {
        foreach (var wildcard in found)
        {
            if (!wildcard.WithCredentials)
            {
                context.Report(Descriptors.WildcardCors, wildcard.Range, wildcard.Display, wildcard.Place);
            }
        }
    }

    private static IEnumerable<ManifestFinding> JudgeIngress(KubernetesObject manifest)
    {
        foreach (var (place, display, withCredentials) in FileCors.InIngress(manifest))
        {
            if (!withCredentials)
            {
                yield return ManifestFinding.At(place, display, FileCors.UsualPlace);
            }
        }
    }
}
