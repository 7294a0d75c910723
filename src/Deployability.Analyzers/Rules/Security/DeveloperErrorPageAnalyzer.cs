using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2201: a developer's error page that runs outside Development.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeveloperErrorPageAnalyzer() : DeployabilityAnalyzer(Descriptors.DeveloperErrorPage)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.ApplicationBuilder))
        {
            context.RegisterOperations(project, Find.ErrorPages, operation => Analyze(operation, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (DebugFeatures.ErrorPageOf(call) is { } display && project.Guards.RunsInProduction(call))
        {
            context.Report(project, Descriptors.DeveloperErrorPage, call.CallLocation(), arguments: display);
        }
    }
}
