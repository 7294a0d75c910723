using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2102: lists the origins in configuration; credentials stay, for those origins only.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class WildcardCorsWithCredentialsCodeFix() : DeployabilityCodeFix("Accept the origins that configuration lists", "DPL2102")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) => Task.FromResult(CorsOrigins.Restrict(context));
}
