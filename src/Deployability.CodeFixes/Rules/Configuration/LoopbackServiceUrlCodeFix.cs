using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Deployability.CodeFixes.Rules.Configuration;

/// <summary>DPL1002: reads the address from configuration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LoopbackServiceUrlCodeFix() : DeployabilityCodeFix("Read the address from configuration", "DPL1002")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) => ServiceUrlFix.ApplyAsync(context);
}
