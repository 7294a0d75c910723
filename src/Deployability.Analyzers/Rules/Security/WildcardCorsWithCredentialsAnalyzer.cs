using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2102: CORS accepts every origin together with credentials.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WildcardCorsWithCredentialsAnalyzer() : DeployabilityAnalyzer(Descriptors.WildcardCorsWithCredentials)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.HttpResponse))
        {
            context.RegisterOperationAction(
                operation => Analyze(operation, project),
                OperationKind.Invocation,
                OperationKind.SimpleAssignment,
                OperationKind.ObjectCreation
            );
        }
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (
            CorsPolicies.WildcardOf(context.Operation, project) is { WithCredentials: true } wildcard
            && project.Cors.ApplyInProduction(context.Operation)
        )
        {
            context.Report(project, Descriptors.WildcardCorsWithCredentials, wildcard.Location, arguments: wildcard.Display);
        }
    }
}
