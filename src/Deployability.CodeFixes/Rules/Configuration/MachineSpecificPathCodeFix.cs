using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Deployability.CodeFixes.Rules.Configuration;

/// <summary>DPL1005: reads the path from configuration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MachineSpecificPathCodeFix() : DeployabilityCodeFix("Read the path from configuration", "DPL1005")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) => ServiceUrlFix.ApplyAsync(context);
}
