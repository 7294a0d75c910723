using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Deployability.CodeFixes.Rules.Health;

/// <summary>DPL3002: maps a liveness and a readiness endpoint, or the health service of gRPC, for the checks that are registered.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HealthChecksNotMappedCodeFix() : DeployabilityCodeFix("Map health endpoints", "DPL3002")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) =>
        HealthEndpointWriter.AddAsync(context.Document.Project, context.CancellationToken);
}
