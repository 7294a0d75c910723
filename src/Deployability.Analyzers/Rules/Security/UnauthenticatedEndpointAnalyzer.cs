using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2305: an endpoint that anybody may call, and nobody said on purpose. Off by default; one finding an endpoint, or one a controller.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnauthenticatedEndpointAnalyzer() : DeployabilityAnalyzer(Descriptors.UnauthenticatedEndpoint)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        // In a library the app around it decides.
        if (!project.IsExecutable || !project.Types.Has(TypeNames.EndpointRouteBuilder) || HostSetup.IsHostedElsewhere(project.Compilation))
        {
            return;
        }

        var areProtected = new Lazy<bool>(() => PublicEndpoints.AreAllProtected(project));
        var areControllersOpen = new Lazy<bool>(() => PublicEndpoints.AreControllersOpen(project));
        var demandsUsers = new Lazy<bool>(() => PublicEndpoints.DemandsUsers(project));
        context.RegisterOperationAction(operation => AnalyzeMap(operation, project, areProtected, demandsUsers), OperationKind.Invocation);
        context.RegisterSymbolAction(
            type =>
            {
                var open = PublicEndpoints.ActionsOf((INamedTypeSymbol)type.Symbol, project, out var isWhole);
                if (open.Count > 0 && !areProtected.Value && areControllersOpen.Value)
                {
                    Report(type, project, open, isWhole);
                }
            },
            SymbolKind.NamedType);
    }

    private static void AnalyzeMap(OperationAnalysisContext context, ProjectContext project, Lazy<bool> areProtected, Lazy<bool> demandsUsers)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal) && !areProtected.Value && PublicEndpoints.Of(call, project, demandsUsers) is { } display)
        {
            context.Report(project, Descriptors.UnauthenticatedEndpoint, call.CallLocation(), arguments: display);
        }
    }

    private static void Report(SymbolAnalysisContext context, ProjectContext project, IReadOnlyList<IMethodSymbol> open, bool isWhole)
    {
        if (isWhole)
        {
            context.Report(project, Descriptors.UnauthenticatedEndpoint, context.Symbol.Locations[0], context.Symbol.Name);
            return;
        }

        foreach (var action in open)
        {
            context.Report(project, Descriptors.UnauthenticatedEndpoint, action.Locations[0], context.Symbol.Name + "." + action.Name);
        }
    }
}
