using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Portability;

/// <summary>DPL6003: code of a server that needs a desktop and a user.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DesktopAssumptionAnalyzer() : DeployabilityAnalyzer(Descriptors.DesktopAssumption)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (ServerProjects.Is(project))
        {
            context.RegisterBodies(
                project,
                Find.DesktopActions,
                c => Analyze(c, project),
                OperationKind.Invocation,
                OperationKind.ObjectCreation,
                OperationKind.SimpleAssignment
            );
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project)
    {
        if (
            DesktopActions.Of(context.Operation, project) is { } action
            && IsForServer(context.Operation, context.ContainingSymbol, project)
            && !HasEarlier(context, action, project)
        )
        {
            context.Report(project, Descriptors.DesktopAssumption, action.Location, arguments: [action.Name, action.Instead]);
        }
    }

    private static bool IsForServer(IOperation operation, ISymbol symbol, ProjectContext project) =>
        project.Guards.RunsInProduction(operation)
        && !(symbol.ContainingType is { } type && ProcessControl.IsTool(type) && !ProcessControl.IsServing(type, project));

    // One helper opens the same address by another program on each system.
    private static bool HasEarlier(in OperationContext context, DesktopAction action, ProjectContext project)
    {
        foreach (var step in context.Operation.Root().Descendants())
        {
            if (step == context.Operation)
            {
                return false;
            }

            if (
                DesktopActions.Of(step, project) is { } earlier
                && earlier.Instead == action.Instead
                && project.Guards.RunsInProduction(step)
            )
            {
                return true;
            }
        }

        return false;
    }
}
