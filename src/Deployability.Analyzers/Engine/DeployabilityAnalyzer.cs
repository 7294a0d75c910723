using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>What every rule has in common: silent in generated code and test projects, concurrent, stateless.</summary>
/// <remarks>A rule overrides <see cref="Register"/>, returns at once when what it is about is not referenced, and registers narrow actions.</remarks>
public abstract class DeployabilityAnalyzer : DiagnosticAnalyzer
{
    private protected DeployabilityAnalyzer(params DiagnosticDescriptor[] descriptors) =>
        SupportedDiagnostics = Array.TrueForAll(
            descriptors,
            static rule => rule.IsEnabledByDefault && rule.DefaultSeverity >= DiagnosticSeverity.Warning
        )
            ? ImmutableArray.Create(descriptors)
            : [.. descriptors, Severities.Awake];

    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            using var _ = Cancellation.Under(start.CancellationToken);
            var project = Projects.Of(start.Compilation, start.Options);
            if (!project.IsTest)
            {
                Register(new CancellableStart(start), project);
            }
        });
    }

    /// <summary>Registers what another rule would, so that the rules of one analyzer share their actions.</summary>
    private protected static void RegisterPart(
        DeployabilityAnalyzer rule,
        CompilationStartAnalysisContext context,
        ProjectContext project
    ) => rule.Register(context, project);

    private protected abstract void Register(CompilationStartAnalysisContext context, ProjectContext project);
}
