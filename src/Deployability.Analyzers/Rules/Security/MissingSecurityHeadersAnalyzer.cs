using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2303: an app with pages that sends browsers no HSTS or no security headers. Off by default; reported on the call that runs the host.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingSecurityHeadersAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingSecurityHeaders)
{
    // Of helpers that may send them where nobody can look.
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.EndpointRouteBuilder) && !HostSetup.IsHostedElsewhere(project.Compilation))
        {
            context.RegisterOperations(project, Find.Runs, c => Analyze(c, project), OperationKind.Invocation);
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

        var host = StateFacts.Of(project);
        if (
            Says(SecurityHeaderKind.Pages, project, cancellation)
            && !MaySendElsewhere(host, project, cancellation)
            && MissingIn(project, cancellation) is var (missing, remedy)
        )
        {
            context.Report(project, Descriptors.MissingSecurityHeaders, call.CallLocation(), arguments: [missing, remedy]);
        }
    }

    private static (string Missing, string Remedy)? MissingIn(ProjectContext project, CancellationToken cancellation)
    {
        const string Headers = "X-Content-Type-Options, Content-Security-Policy, X-Frame-Options and Referrer-Policy";
        var hasTransportSecurity = Says(SecurityHeaderKind.TransportSecurity, project, cancellation);
        var hasOthers = Says(SecurityHeaderKind.Other, project, cancellation);
        return (hasTransportSecurity, hasOthers) switch
        {
            (true, true) => null,
            (false, true) => ("no Strict-Transport-Security", "call UseHsts()"),
            (true, false) => ("none of " + Headers, "set the headers in a middleware in front of the endpoints"),
            _ => (
                "neither Strict-Transport-Security nor " + Headers,
                "call UseHsts() and set the headers in a middleware in front of the endpoints"
            ),
        };
    }

    private static bool Says(SecurityHeaderKind kind, ProjectContext project, CancellationToken cancellation) =>
        project.All(Find.SecurityHeaders, cancellation).Any(header => header.Value.Kind == kind);

    // Facts say nothing about headers, so a referenced project whose helpers the app calls may send them; what cannot be seen may when its name says so.
    private static bool MaySendElsewhere(StateFacts host, ProjectContext project, CancellationToken cancellation) =>
        UnseenHelpers.MayDo(project, HelperWords.SecurityHeaders.AreIn, cancellation)
        || host.Helpers(cancellation)
            .Any(helper =>
                helper.Expression.NameOfMember() is { } name
                && (name.StartsWith("Use", StringComparison.Ordinal) || name.StartsWith("Configure", StringComparison.Ordinal))
                && project.OperationOf(helper) is IInvocationOperation { TargetMethod.ContainingAssembly: { } owner }
                && !SymbolEqualityComparer.Default.Equals(owner, project.Compilation.Assembly)
                && ReferencedFacts.Of(owner) is not null
            );
}
