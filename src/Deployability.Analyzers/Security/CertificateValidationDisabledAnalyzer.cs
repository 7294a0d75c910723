using Deployability.Analyzers.Infrastructure;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Security;

/// <summary>DPL2301: the certificate of the other side is not validated.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CertificateValidationDisabledAnalyzer() : DeployabilityAnalyzer(Descriptors.CertificateValidationDisabled)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterOperationAction(
            operation => Analyze(operation, project),
            OperationKind.SimpleAssignment, OperationKind.CompoundAssignment, OperationKind.ObjectCreation);

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (CertificateChecks.DisabledBy(context.Operation, project) is { } display && project.Guards.RunsInProduction(context.Operation))
        {
            context.Report(project, Descriptors.CertificateValidationDisabled, context.Operation.Syntax.GetLocation(), arguments: display);
        }
    }
}
