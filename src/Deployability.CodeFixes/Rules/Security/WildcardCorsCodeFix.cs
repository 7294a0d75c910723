using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2101: lists the origins in configuration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class WildcardCorsCodeFix() : DeployabilityCodeFix("Accept the origins that configuration lists", "DPL2101")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) => Task.FromResult(CorsOrigins.Restrict(context));
}
