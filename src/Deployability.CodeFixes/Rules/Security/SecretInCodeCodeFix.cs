using System.Composition;
using Deployability.Analyzers.Engine;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2001: reads the value from configuration and fails at once when it is missing. The secret is written nowhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SecretInCodeCodeFix() : DeployabilityCodeFix("Read the secret from configuration", "DPL2001")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context)
    {
        if (
            context.Enclosing<ExpressionSyntax>() is not { } expression
            || !context.Diagnostic.Properties.TryGetValue(FixProperties.Key, out var key)
            || key is not { Length: > 0 }
            || !IsReplaceable(context.Model, expression)
        )
        {
            return Task.FromResult<Solution?>(null);
        }

        if (WithoutDefault(expression, key) is { } change)
        {
            var root = context.Root.ReplaceNode(change.Old, change.New);
            return Task.FromResult<Solution?>(context.WithRoot(Usings.Ensure(root, context.Model, "System")));
        }

        var value = new ConfigurationValue(key, "", ConfigurationValue.Throw(key));
        return expression.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { } field && !ServiceUrlFix.IsInLambda(expression, field)
            ? FieldUrlFix.MoveAsync(context, expression, field, value)
            : Task.FromResult(ReadInPlace(context, expression, value));
    }

    /// <summary>A string as a whole, in a place that may be computed at run time and is not a setting of configuration itself.</summary>
    private static bool IsReplaceable(SemanticModel model, ExpressionSyntax expression)
    {
        if (model.GetTypeInfo(expression).Type?.SpecialType != SpecialType.System_String || !model.GetConstantValue(expression).HasValue)
        {
            return false;
        }

        foreach (var ancestor in expression.Ancestors())
        {
            switch (ancestor)
            {
                case AttributeSyntax or ParameterSyntax or SwitchLabelSyntax or PatternSyntax:
                case AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax or ImplicitElementAccessSyntax }:
                case InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ComplexElementInitializerExpression }:
                    return false;
                case StatementSyntax or MemberDeclarationSyntax:
                    return true;
            }
        }

        return true;
    }

    // config["X"] ?? "secret" and GetValue("X", "secret"): the read stays, the default goes.
    private static (SyntaxNode Old, SyntaxNode New)? WithoutDefault(ExpressionSyntax expression, string key)
    {
        if (
            expression.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce
            && coalesce.Right == expression
            && IsRead(coalesce.Left)
        )
        {
            return (expression, SyntaxFactory.ParseExpression(ConfigurationValue.Throw(key)).WithTriviaFrom(expression));
        }

        return ServiceUrlFix.WithoutFallback(expression, key) is var (call, read) ? (call, read) : null;
    }

    private static bool IsRead(ExpressionSyntax left) => left is ElementAccessExpressionSyntax or InvocationExpressionSyntax;

    private static Solution? ReadInPlace(FixContext context, ExpressionSyntax expression, ConfigurationValue value)
    {
        if (
            ConfigurationSource.At(context.Model, expression, context.CancellationToken) is not { } configuration
            || ServiceUrlFix.ReplaceWhole(context.Root, expression, value.Read(configuration.Expression)) is not { } root
        )
        {
            return null;
        }

        return context.WithRoot(value.EnsureUsings(configuration.Complete(root, context.Model), context.Model));
    }
}
