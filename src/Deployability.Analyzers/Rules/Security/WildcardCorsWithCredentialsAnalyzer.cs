using Deployability.Analyzers.Engine;
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
            context.RegisterValues(
                project,
                Descriptors.WildcardCorsWithCredentials,
                operation => Judge(operation, project),
                OperationKind.Invocation,
                OperationKind.SimpleAssignment,
                OperationKind.ObjectCreation
            );
        }
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project) =>
        CorsPolicies.WildcardOf(operation, project) is { WithCredentials: true } wildcard && project.Cors.ApplyInProduction(operation)
            ? [new ValueFinding(wildcard.Location, null, wildcard.Display)]
            : [];
}
