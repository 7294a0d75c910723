using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Health;

/// <summary>DPL3002: health checks are registered and no endpoint runs them. Reported on the first registration.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HealthChecksNotMappedAnalyzer() : DeployabilityAnalyzer(Descriptors.HealthChecksNotMapped)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.WebHostBuilder) && project.Types.Has(TypeNames.HealthChecksBuilder))
        {
            var files = ProjectFiles.Of(context.Options);
            context.RegisterOperations(project, Find.HealthRegistrations, c => Analyze(c, project, files), OperationKind.Invocation);
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project, ProjectFiles files)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call.TargetMethod.Name is "AddHealthChecks" or "AddGrpcHealthChecks"
            && project.Health.UnmappedRegistration(context.CancellationToken) == call.Syntax
        )
        {
            var run = project.Health.RunCall(context.CancellationToken) is { } host ? new[] { host.GetLocation() } : [];
            context.Report(
                project,
                Descriptors.HealthChecksNotMapped,
                call.CallLocation(),
                use: run,
                arguments: NoHealthEndpointAnalyzer.Advice(project, files, context.CancellationToken)
            );
        }
    }
}
