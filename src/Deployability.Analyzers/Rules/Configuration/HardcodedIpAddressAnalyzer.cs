using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1006: a bare IP address is the host of something that the code connects to.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HardcodedIpAddressAnalyzer() : DeployabilityAnalyzer(Descriptors.HardcodedIpAddress)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterOperationAction(
            c => Analyze(c, project),
            OperationKind.Invocation,
            OperationKind.ObjectCreation,
            OperationKind.SimpleAssignment
        );

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (HostNames.TryRecognise(context.Operation) is not { } host)
        {
            return;
        }

        foreach (var value in project.Values.Trace(host))
        {
            if (
                value.Role == ValueRole.Default
                || !HostNames.IsMachine(value.Text)
                || DatabaseHosts.TryRecognise(context.Operation) is not null
                || !project.Guards.RunsInProduction(context.Operation)
                || value.Origin is { } origin && !project.Guards.RunsInProduction(origin)
            )
            {
                continue;
            }

            context.Report(
                project,
                Descriptors.HardcodedIpAddress,
                value.Literal.GetLocation(),
                use: [host.Syntax.GetLocation()],
                arguments: [value.Text]
            );
        }
    }
}
