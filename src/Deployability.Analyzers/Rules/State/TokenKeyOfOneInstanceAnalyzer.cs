using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4008: tokens are signed or encrypted with a key that each instance makes for itself. Reported where the key is made.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TokenKeyOfOneInstanceAnalyzer() : DeployabilityAnalyzer(Descriptors.TokenKeyOfOneInstance)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!ServerProjects.Is(project))
        {
            return;
        }

        context.RegisterBodyValues(
            project,
            Find.InstanceKeys,
            Descriptors.TokenKeyOfOneInstance,
            operation => Judge(operation, project),
            OperationKind.Invocation,
            OperationKind.ObjectCreation,
            OperationKind.SimpleAssignment,
            OperationKind.Invalid
        );
        context.RegisterShippedFiles(ProjectFileKind.AppSettings, AnalyzeSettings);
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project) =>
        InstanceKeys.InUse(operation, project) is { } key ? [new ValueFinding(key.Location, null, key.Name, key.Instead)] : [];

    // "IdentityServer": { "Key": { "Type": "Development" } }
    private static void AnalyzeSettings(FileContext context)
    {
        foreach (var setting in context.Views.Json.Settings)
        {
            if (
                setting.Key.Equals("IdentityServer:Key:Type", StringComparison.OrdinalIgnoreCase)
                && setting.Value.Equals("Development", StringComparison.OrdinalIgnoreCase)
            )
            {
                context.Report(
                    Descriptors.TokenKeyOfOneInstance,
                    setting.Range,
                    "The development key of IdentityServer",
                    "name a certificate that all instances share"
                );
            }
        }
    }
}
