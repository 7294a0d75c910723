using Deployability.Analyzers.Engine;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2204: an API explorer that strangers reach. One finding a pipeline: on its first page, else on its first document.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExposedApiExplorerAnalyzer() : DeployabilityAnalyzer(Descriptors.ExposedApiExplorer)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.ApplicationBuilder))
        {
            context.RegisterOperations(
                project,
                Find.ApiExplorers,
                operation => Analyze(operation, project),
                OperationKind.Invocation,
                OperationKind.SimpleAssignment
            );
            if (project.IsExecutable && ReferencedFacts.Of(project.Compilation).Count > 0)
            {
                context.RegisterOperations(
                    project,
                    Find.HelperCalls,
                    operation => AnalyzeHelper(operation, project),
                    OperationKind.Invocation
                );
            }
        }
    }

    private static void Analyze(OperationContext context, ProjectContext project)
    {
        if (ApiExplorers.TryRecognise(context.Operation) is not { } explorer || ApiExplorers.IsOfHelper(context.ContainingSymbol, project))
        {
            return;
        }

        var exposed = ApiExplorers.ExposedWith(context.Operation, project, context.CancellationToken);
        var subject = exposed.FirstOrDefault(static other => other.Kind != ApiExplorerKind.Document) ?? exposed.FirstOrDefault();
        if (subject?.Operation.Syntax == context.Operation.Syntax)
        {
            var others = exposed.Where(other => other != subject).Select(static other => LocationOf(other.Operation));
            context.Report(
                project,
                Descriptors.ExposedApiExplorer,
                LocationOf(explorer.Operation),
                use: others,
                arguments: explorer.Display
            );
        }
    }

    // app.UseApiDocs() of a referenced project, whose facts say that it shows them to everybody.
    private static void AnalyzeHelper(OperationContext context, ProjectContext project)
    {
        if (
            context.Operation is IInvocationOperation { TargetMethod: { Name: var name } method } call
            && HelperCalls.MaySetUp(name)
            && ReferencedFacts.Of(method.ContainingAssembly) is not null
            && StateFacts.Of(project).HelperOf(Features.ApiExplorer, context.CancellationToken) == call.Syntax
            && project.Guards.RunsInProduction(call)
        )
        {
            context.Report(project, Descriptors.ExposedApiExplorer, call.CallLocation(), arguments: name + "()");
        }
    }

    private static Location LocationOf(IOperation operation) =>
        operation is IInvocationOperation call ? call.CallLocation() : operation.Syntax.GetLocation();
}
