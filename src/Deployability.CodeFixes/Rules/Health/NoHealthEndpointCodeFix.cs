using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Deployability.CodeFixes.Rules.Health;

/// <summary>DPL3001: registers health checks and maps a liveness and a readiness endpoint, or the health service of gRPC.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NoHealthEndpointCodeFix() : DeployabilityCodeFix("Map health endpoints", "DPL3001")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) =>
        HealthEndpointWriter.AddAsync(context.Document.Project, context.CancellationToken);
}
