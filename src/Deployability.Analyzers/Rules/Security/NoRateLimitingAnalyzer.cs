using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Judges;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2304: anybody may call the app's API as often as they like. Off by default; reported on the call that runs the host.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoRateLimitingAnalyzer() : DeployabilityAnalyzer(Descriptors.NoRateLimiting)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.EndpointRouteBuilder) && !HostSetup.IsHostedElsewhere(project.Compilation))
        {
            context.RegisterOperations(project, Find.Runs, operation => Analyze(operation, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("Run" or "RunAsync" or "RunConsoleAsync" or "WaitForShutdown" or "WaitForShutdownAsync") || project.Health.RunCall != call.Syntax)
        {
            return;
        }

        if (!IsLimited(project) && !PublicEndpoints.AreAllProtected(project) && PublicEndpointOf(project) is { } endpoint)
        {
            context.Report(project, Descriptors.NoRateLimiting, call.CallLocation(), arguments: endpoint);
        }
    }

    private static bool IsLimited(ProjectContext project) =>
        project.Mentions(Find.RateLimits) ||
        StateFacts.Of(project).Helpers.Any(static call => call.Expression.NameOfMember() is { } name && name != "AddRateLimiter" && IsTelling(call.Expression is MemberAccessExpressionSyntax access ? access.Name.ToString() : name));

    // UseThrottling(), UseServiceDefaults(), UseMiddleware<RateLimitMiddleware>().
    private static bool IsTelling(string name) => name.Contains("RateLimit") || name.Contains("Throttl") || name.Contains("ServiceDefaults");

    private static string? PublicEndpointOf(ProjectContext project)
    {
        var demandsUsers = new Lazy<bool>(() => PublicEndpoints.DemandsUsers(project));
        foreach (var map in project.All(Find.HelperCalls))
        {
            if (map.Value.Name.StartsWith("Map", StringComparison.Ordinal) && map.Operation is IInvocationOperation call && PublicEndpoints.Of(call, project, demandsUsers) is { } display)
            {
                return display;
            }
        }

        return PublicEndpoints.AreControllersOpen(project) ? PublicControllerOf(project) : null;
    }

    private static string? PublicControllerOf(ProjectContext project)
    {
        var open = new Stack<INamespaceSymbol>([project.Compilation.Assembly.GlobalNamespace]);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceSymbol inner)
                {
                    open.Push(inner);
                }
                else if (member is INamedTypeSymbol type && PublicEndpoints.ActionsOf(type, project, out _).Count > 0)
                {
                    return type.Name;
                }
            }
        }

        return null;
    }
}
