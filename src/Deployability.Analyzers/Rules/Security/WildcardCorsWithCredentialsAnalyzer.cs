using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2102: CORS accepts every origin together with credentials.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WildcardCorsWithCredentialsAnalyzer() : DeployabilityAnalyzer(Descriptors.WildcardCorsWithCredentials)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterShippedSettings(static file => Report(file, FileCors.InConfiguration(file.File.Kind, file.Views)));
        context.RegisterShippedSettings(file => Report(file, FileCors.InSwitches(file.Views.Json, context.Compilation)));
        context.RegisterShippedFiles(
            ProjectFileKind.WebConfig,
            static file => Report(file, FileCors.InConfiguration(file.File.Kind, file.Views))
        );
        context.RegisterShippedFiles(
            FileVariables.Kinds & ~ProjectFileKind.DotEnv,
            static file => Report(file, FileCors.InVariables(file.Variables))
        );
        context.RegisterShippedManifests(
            Descriptors.WildcardCorsWithCredentials,
            static (manifest, _, _) =>
                FileCors
                    .InIngress(manifest)
                    .Where(static found => found.WithCredentials)
                    .Select(static found => ManifestFinding.At(found.Place, found.Display, FileCors.UsualPlace))
        );
        if (project.Types.Has(TypeNames.HttpResponse))
        {
            context.RegisterWildcards(project, Descriptors.WildcardCorsWithCredentials, operation => Judge(operation, project));
        }
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project) =>
        CorsPolicies.WildcardOf(operation, project) is { WithCredentials: true } wildcard
        && project.Cors.ApplyInProduction(operation, Cancellation.Token)
            ? [new ValueFinding(wildcard.Location, null, wildcard.Display, FileCors.UsualPlace)]
            : [];

    private static void Report(FileContext context, IEnumerable<FileWildcard> found)
    {
        foreach (var wildcard in found)
        {
            if (wildcard.WithCredentials)
            {
                context.Report(Descriptors.WildcardCorsWithCredentials, wildcard.Range, wildcard.Display, wildcard.Place);
            }
        }
    }
}
