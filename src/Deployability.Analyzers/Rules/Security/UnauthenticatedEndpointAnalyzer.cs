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
        context.RegisterOperationAction(app.AnalyzeMap, OperationKind.Invocation);
        context.RegisterSymbolAction(app.AnalyzeType, SymbolKind.NamedType);
    }

    /// <summary>The rule in one compilation. An app that knows no users at all hears it once.</summary>
    private sealed class App(ProjectContext project)
    {
        private readonly Lazy<bool> areProtected = new(() => PublicEndpoints.AreAllProtected(project));
        private readonly Lazy<bool> areControllersOpen = new(() => PublicEndpoints.AreControllersOpen(project));
        private readonly Lazy<bool> demandsUsers = new(() => PublicEndpoints.DemandsUsers(project));
        private readonly Lazy<(string Display, SyntaxNode Place)?> only = new(() =>
            PublicEndpoints.KnowsUsers(project) ? null : PublicEndpoints.FirstOf(project)
        );

        public void AnalyzeMap(OperationAnalysisContext context)
        {
            var call = (IInvocationOperation)context.Operation;
            if (
                call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal)
                && !areProtected.Value
                && PublicEndpoints.Of(call, project, demandsUsers) is { } display
                && IsWanted(call.Syntax)
            )
            {
                context.Report(project, Descriptors.UnauthenticatedEndpoint, call.CallLocation(), arguments: [display, AndTheRest]);
            }
        }

        public void AnalyzeType(SymbolAnalysisContext context)
        {
            var type = (INamedTypeSymbol)context.Symbol;
            var open = PublicEndpoints.ActionsOf(type, project, out var isWhole);
            if (
                open.Count == 0
                || areProtected.Value
                || !areControllersOpen.Value
                || !type.DeclaringSyntaxReferences.Any(reference => IsWanted(reference.GetSyntax(context.CancellationToken)))
            )
            {
                return;
            }

            if (isWhole || only.Value is not null)
            {
                context.Report(
                    project,
                    Descriptors.UnauthenticatedEndpoint,
                    type.Locations[0],
                    open[0].Display,
                    only.Value is not null ? AndTheRest
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

        private string AndTheRest =>
            only.Value is null ? "" : " (and so does everything else here, because this app knows no users at all)";

        private bool IsWanted(SyntaxNode place) => only.Value is not var (_, first) || first == place;
    }
}
