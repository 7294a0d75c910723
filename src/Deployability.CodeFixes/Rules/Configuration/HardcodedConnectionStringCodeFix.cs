using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Deployability.CodeFixes.Rules.Configuration;

/// <summary>DPL1004: reads the connection string from configuration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HardcodedConnectionStringCodeFix() : DeployabilityCodeFix("Read the connection string from configuration", "DPL1004")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) => ServiceUrlFix.ApplyAsync(context);
}
