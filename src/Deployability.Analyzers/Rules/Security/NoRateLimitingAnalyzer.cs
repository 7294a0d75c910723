using Deployability.Analyzers.Engine;
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
        var cancellation = context.CancellationToken;
        if (project.Health.RunCall(cancellation) != call.Syntax)
        {
            return;
        }

        if (
            !IsLimited(project, cancellation)
            && !PublicEndpoints.AreAllProtected(project, cancellation)
            && PublicEndpoints.FirstOf(project, cancellation) is var (endpoint, _)
        )
        {
            context.Report(project, Descriptors.NoRateLimiting, call.CallLocation(), arguments: endpoint);
        }
    }

    private static bool IsLimited(ProjectContext project, CancellationToken cancellation) =>
        project.Mentions(Find.RateLimits, cancellation)
        || StateFacts
            .Of(project)
            .Helpers(cancellation)
            .Any(static call =>
                call.Expression.NameOfMember() is { } name
                && name != "AddRateLimiter"
                && HelperWords.RateLimits.AreIn(call.Expression is MemberAccessExpressionSyntax access ? access.Name.ToString() : name)
            );
}
