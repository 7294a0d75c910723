using Deployability.Analyzers.Engine;
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

        var app = new App(project);
        context.RegisterOperations(project, Find.Maps, call => app.AnalyzeMap(call), OperationKind.Invocation);
        context.RegisterSymbolAction(app.AnalyzeType, SymbolKind.NamedType);
    }

    /// <summary>The rule in one compilation. An app that knows no users at all hears it once.</summary>
    private sealed class App(ProjectContext project)
    {
        private readonly Once<bool> areProtected = new(cancellation => PublicEndpoints.AreAllProtected(project, cancellation));
        private readonly Once<bool> areControllersOpen = new(cancellation => PublicEndpoints.AreControllersOpen(project, cancellation));
        private readonly Once<bool> demandsUsers = new(cancellation => PublicEndpoints.DemandsUsers(project, cancellation));
        private readonly Once<(string Display, SyntaxNode Place)?> only = new(cancellation =>
            PublicEndpoints.KnowsUsers(project, cancellation) ? null : PublicEndpoints.FirstOf(project, cancellation)
        );

        public void AnalyzeMap(in OperationContext context)
        {
            var call = (IInvocationOperation)context.Operation;
            if (
                !areProtected.Get(context.CancellationToken)
                && PublicEndpoints.Of(call, project, demandsUsers, context.CancellationToken) is { } display
                && IsWanted(call.Syntax, context.CancellationToken)
            )
            {
                context.Report(
                    project,
                    Descriptors.UnauthenticatedEndpoint,
                    call.CallLocation(),
                    arguments: [display, AndTheRest(context.CancellationToken)]
                );
            }
        }

        public void AnalyzeType(SymbolAnalysisContext context)
        {
            var type = (INamedTypeSymbol)context.Symbol;
            var open = PublicEndpoints.ActionsOf(type, project, out var isWhole);
            if (
                open.Count == 0
                || areProtected.Get(context.CancellationToken)
                || !areControllersOpen.Get(context.CancellationToken)
                || !type.DeclaringSyntaxReferences.Any(reference =>
                    IsWanted(reference.GetSyntax(context.CancellationToken), context.CancellationToken)
                )
            )
            {
                return;
            }

            if (isWhole || only.Get(context.CancellationToken) is not null)
            {
                context.Report(
                    project,
                    Descriptors.UnauthenticatedEndpoint,
                    type.Locations[0],
                    open[0].Display,
                    only.Get(context.CancellationToken) is not null ? AndTheRest(context.CancellationToken)
                        : open.Count == 1 ? ""
                        : $" (and so do {open.Count - 1} more of {type.Name})"
                );
                return;
            }

            foreach (var (action, display) in open)
            {
                var location = SymbolEqualityComparer.Default.Equals(action.ContainingType, type) ? action.Locations[0] : type.Locations[0];
                context.Report(project, Descriptors.UnauthenticatedEndpoint, location, display, "");
            }
        }

        private string AndTheRest(CancellationToken cancellation) =>
            only.Get(cancellation) is null ? "" : " (and so does everything else here, because this app knows no users at all)";

        private bool IsWanted(SyntaxNode place, CancellationToken cancellation) =>
            only.Get(cancellation) is not var (_, first) || first == place;
    }
}
