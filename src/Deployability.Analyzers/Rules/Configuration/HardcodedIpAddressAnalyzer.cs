using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1006: a bare IP address is the host of something that the code connects to.</summary>
#pragma warning disable RS1001 // ValuesAnalyzer is what the compiler runs.
public sealed class HardcodedIpAddressAnalyzer() : DeployabilityAnalyzer(Descriptors.HardcodedIpAddress)
#pragma warning restore RS1001
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterValues(project, Descriptors.HardcodedIpAddress, Taken.Host, operation => Judge(operation, project));

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project) =>
        HostNames.TryRecognise(operation) is { } host ? Judge(operation, host, project) : [];

    private static IEnumerable<ValueFinding> Judge(IOperation operation, IOperation host, ProjectContext project)
    {
        foreach (var value in project.Values.Trace(host))
        {
            if (
                value.Role != ValueRole.Default
                && HostNames.IsMachine(value.Text)
                && DatabaseHosts.TryRecognise(operation) is null
                && project.Guards.RunsInProduction(operation)
                && (value.Origin is not { } origin || project.Guards.RunsInProduction(origin))
            )
            {
                yield return new ValueFinding(value.Literal.GetLocation(), host.Syntax, value.Text);
            }
        }
    }
}
