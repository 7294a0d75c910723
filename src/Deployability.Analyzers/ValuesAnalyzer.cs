using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Analyzers.Rules.Portability;
using Deployability.Analyzers.Rules.Security;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers;

/// <summary>The rules about what members are given, as one analyzer: each call, creation and assignment is looked at once for all of them.</summary>
/// <remarks>Each stands in its own file and could run by itself; the compiler, which is called for by the attribute, knows this one alone.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ValuesAnalyzer() : DeployabilityAnalyzer([.. Rules.SelectMany(static rule => rule.SupportedDiagnostics)])
{
    private static readonly DeployabilityAnalyzer[] Rules =
    [
        new HardcodedServiceUrlAnalyzer(),
        new LoopbackServiceUrlAnalyzer(),
        new HardcodedConnectionStringAnalyzer(),
        new HardcodedIpAddressAnalyzer(),
        new SecretInCodeAnalyzer(),
        new BackslashInPathAnalyzer(),
    ];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        foreach (var rule in Rules)
        {
            RegisterPart(rule, context, project);
        }
    }
}
