using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2306: configuration that ships lets the app answer under any host name.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AnyHostAllowedAnalyzer() : DeployabilityAnalyzer(Descriptors.AnyHostAllowed)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.EndpointRouteBuilder))
        {
            context.RegisterShippedFiles(ProjectFileKind.AppSettings, Analyze);
        }
    }

    private static void Analyze(FileContext context)
    {
        foreach (var setting in ShippedSettings.Of(context.Files, context.File, context.Views, context.CancellationToken))
        {
            if (
                setting.Name.Equals("AllowedHosts", StringComparison.OrdinalIgnoreCase)
                && Array.Exists(setting.Value.Split(';'), static host => host.Trim() == "*")
            )
            {
                context.Report(Descriptors.AnyHostAllowed, setting.Range, context.File.Name);
            }
        }
    }
}
