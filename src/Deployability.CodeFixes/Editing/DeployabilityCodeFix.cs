using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Deployability.CodeFixes.Editing;

/// <summary>What every fix has in common: it is offered only when it changes something, and it fixes all.</summary>
/// <remarks>
/// A fix overrides <see cref="ApplyAsync"/>: from a diagnostic and its node to the changed solution, which may include
/// additional documents (a value that moves from the code to <c>appsettings.Development.json</c>).
/// It is tried when it is registered, so nothing is ever offered that would do nothing.
/// </remarks>
public abstract class DeployabilityCodeFix : CodeFixProvider
{
    private readonly string title;

    private protected DeployabilityCodeFix(string title, params string[] ids)
    {
        this.title = title;
        FixableDiagnosticIds = ids.ToImmutableArray();
    }

    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <summary>The same for every diagnostic that this kind of fix removes.</summary>
    internal string EquivalenceKey => GetType().Name;

    internal string Title => title;

    public sealed override FixAllProvider GetFixAllProvider() => SequentialFixAllProvider.Instance;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await TryApplyAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } fixedSolution)
            {
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(fixedSolution), EquivalenceKey), diagnostic);
            }
        }
    }

    /// <returns>The changed solution, or null when this diagnostic cannot be fixed here.</returns>
    internal async Task<Solution?> TryApplyAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var node = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return node is null ? null : await TryApplyAsync(document, node, diagnostic, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<Solution?> TryApplyAsync(
        Document document,
        SyntaxNode node,
        Diagnostic diagnostic,
        CancellationToken cancellationToken
    )
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return null;
        }

        var changed = await Apply(new FixContext(document, root, model, node, diagnostic, cancellationToken)).ConfigureAwait(false);
        return changed is null || changed == document.Project.Solution ? null : changed;
    }

    // What a fix asks the analyzers' walks before it first waits for something ends with the light bulb.
    private Task<Solution?> Apply(FixContext context)
    {
        using var asked = Cancellation.Under(context.CancellationToken);
        return ApplyAsync(context);
    }

    /// <summary>Fixes one diagnostic.</summary>
    /// <returns>The changed solution, or null when it cannot be fixed here (then nothing is offered).</returns>
    private protected abstract Task<Solution?> ApplyAsync(FixContext context);
}

/// <summary>What a fix has to work with.</summary>
/// <param name="Document">The document as it is now, earlier fixes of a fix-all included.</param>
/// <param name="Root">Its root.</param>
/// <param name="Model">Its semantic model.</param>
/// <param name="Node">The innermost node at the diagnostic.</param>
/// <param name="Diagnostic">The diagnostic; its spans may be those of an earlier version, its properties always hold.</param>
/// <param name="CancellationToken">Of the IDE.</param>
internal sealed record FixContext(
    Document Document,
    SyntaxNode Root,
    SemanticModel Model,
    SyntaxNode Node,
    Diagnostic Diagnostic,
    CancellationToken CancellationToken
)
{
    public Solution Solution => Document.Project.Solution;

    /// <summary>The language version of the project, which decides what the new code may use.</summary>
    public LanguageVersion LanguageVersion =>
        Root.SyntaxTree.Options is CSharpParseOptions options ? options.LanguageVersion : LanguageVersion.CSharp7_3;

    /// <summary>The solution with this document's root replaced.</summary>
    public Solution WithRoot(SyntaxNode root) => Document.WithSyntaxRoot(root).Project.Solution;

    /// <summary>The first node at or above the diagnostic of the given type, or null.</summary>
    public T? Enclosing<T>()
        where T : SyntaxNode => Node.FirstAncestorOrSelf<T>();
}
