using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2103: CORS accepts any method or any header.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AnyMethodOrHeaderAnalyzer() : DeployabilityAnalyzer(Descriptors.AnyMethodOrHeader)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.CorsPolicyBuilder))
        {
            context.RegisterBodies(project, Find.CorsChoices, operation => Analyze(operation, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (CorsPolicies.AnyMethodOrHeader(call, project) is { } display && project.Cors.ApplyInProduction(call, context.CancellationToken))
        {
            context.Report(project, Descriptors.AnyMethodOrHeader, call.CallLocation(), arguments: display);
        }
    }
}
