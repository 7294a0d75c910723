using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Editing;

/// <summary>The configuration as code at a place gets it: it is in scope, or its class can be given it.</summary>
internal sealed class ConfigurationSource
{
    private readonly ConfigurationInjection? injection;
    private readonly int className;

    private ConfigurationSource(string expression, ConfigurationInjection? injection = null, int className = 0)
    {
        Expression = expression;
        this.injection = injection;
        this.className = className;
    }

    /// <summary>What the code calls the configuration.</summary>
    public string Expression { get; }

    /// <param name="model">Of the tree of <paramref name="node"/>.</param>
    /// <param name="node">The code that is to read the configuration.</param>
    /// <param name="cancellation">Of the IDE: who creates the class is looked for in the whole project.</param>
    /// <returns>The configuration, or null when the code cannot have it without breaking somebody.</returns>
    public static ConfigurationSource? At(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>(static ancestor => ancestor is not GlobalStatementSyntax);
        var isInitializer =
            member is FieldDeclarationSyntax
            || member is PropertyDeclarationSyntax { Initializer: { } initializer } && initializer.Span.Contains(node.Span);
        if (!isInitializer && ConfigurationAccess.FindConfiguration(model, node) is { } found)
        {
            return new ConfigurationSource(found);
        }

        if (
            node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || model.GetEnclosingSymbol(node.SpanStart, cancellation) is { IsStatic: true }
            || member?.Modifiers.Any(SyntaxKind.StaticKeyword) is true
        )
        {
            return null;
        }

        return ConfigurationInjection.For(model, type, node, cancellation) is { } injection
            ? new ConfigurationSource(injection.Expression, injection, type.Identifier.SpanStart)
            : null;
    }

    /// <summary>Gives the class what it needs for <see cref="Expression"/>.</summary>
    /// <param name="root">In which nothing above the name of the class has been changed yet.</param>
    /// <param name="model">Of the tree before any change.</param>
    public SyntaxNode Complete(SyntaxNode root, SemanticModel model)
    {
        if (injection is null || root.FindToken(className).Parent is not TypeDeclarationSyntax type)
        {
            return root;
        }

        return Usings.Ensure(root.ReplaceNode(type, injection.Apply(type)), model, "Microsoft.Extensions.Configuration");
    }
}
