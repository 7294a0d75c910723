using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>The start of a compilation whose actions run under their own tokens (<see cref="Cancellation"/>), whichever way a rule registers them.</summary>
/// <param name="start">What the compiler handed over.</param>
#pragma warning disable RS1012 // Rules register; this hands on what they do.
internal sealed class CancellableStart(CompilationStartAnalysisContext start)
    : CompilationStartAnalysisContext(start.Compilation, start.Options, start.CancellationToken)
{
    /// <summary>What asks together what members are given; null until a rule does.</summary>
    public TakenRules? TakenRules { get; set; }

    public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) =>
        start.RegisterCompilationEndAction(context =>
        {
            using var _ = Cancellation.Under(context.CancellationToken);
            action(context);
        });

    public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) =>
        start.RegisterSemanticModelAction(context =>
        {
            using var _ = Cancellation.Under(context.CancellationToken);
            action(context);
        });

    public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) =>
        start.RegisterSymbolAction(
            context =>
            {
                using var _ = Cancellation.Under(context.CancellationToken);
                action(context);
            },
            symbolKinds
        );

    public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) =>
        start.RegisterOperationAction(
            context =>
            {
                using var _ = Cancellation.Under(context.CancellationToken);
                action(context);
            },
            operationKinds
        );

    public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) =>
        start.RegisterAdditionalFileAction(context =>
        {
            using var _ = Cancellation.Under(context.CancellationToken);
            action(context);
        });

    /// <remarks>What the action registers in turn says its token by itself.</remarks>
    public override void RegisterSymbolStartAction(Action<SymbolStartAnalysisContext> action, SymbolKind symbolKind) =>
        start.RegisterSymbolStartAction(
            context =>
            {
                using var _ = Cancellation.Under(context.CancellationToken);
                action(context);
            },
            symbolKind
        );

    // Ways to register that no rule takes: one that does says here under which token its actions run.

    public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) =>
        throw new NotSupportedException();

    public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) => throw new NotSupportedException();

    public override void RegisterOperationBlockStartAction(Action<OperationBlockStartAnalysisContext> action) =>
        throw new NotSupportedException();

    public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) => throw new NotSupportedException();

    public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) => throw new NotSupportedException();

    public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(
        Action<SyntaxNodeAnalysisContext> action,
        ImmutableArray<TLanguageKindEnum> syntaxKinds
    ) => throw new NotSupportedException();
}
