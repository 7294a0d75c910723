using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace Deployability.CodeFixes.Rules.Configuration;

/// <summary>DPL1003: leaves the address to the host's settings, or listens on every address.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class FixedListenAddressCodeFix() : DeployabilityCodeFix("Leave the address to the host's settings", "DPL1003")
{
    private protected override async Task<Solution?> ApplyAsync(FixContext context)
    {
        var mark = new SyntaxAnnotation();
        var root = context.Root;
        SyntaxNode place = context.Node;
        if (await DeclarationAsync(context).ConfigureAwait(false) is { } declared)
        {
            // A constant that says the address goes together with its only use.
            root = root.ReplaceNodes(
                [declared.Declaration, declared.Use],
                (original, rewritten) =>
                    original == declared.Use
                        ? rewritten.WithAdditionalAnnotations(mark)
                        : rewritten.WithAdditionalAnnotations(DeclarationMark)
            );
            root = root.RemoveNode(root.GetAnnotatedNodes(DeclarationMark).Single(), SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
            place = root.GetAnnotatedNodes(mark).Single();
        }
        else if (IsDeclared(context.Node))
        {
            return null;
        }

        var changed = Fix(root, place);
        return changed is null ? null : context.WithRoot(changed);
    }

    private static readonly SyntaxAnnotation DeclarationMark = new();

    private static bool IsDeclared(SyntaxNode node) =>
        node.FirstAncestorOrSelf<EqualsValueClauseSyntax>() is { } value
        && value.Parent is VariableDeclaratorSyntax or PropertyDeclarationSyntax
        && !node.AncestorsAndSelf()
            .TakeWhile(ancestor => ancestor != value)
            .Any(static ancestor => ancestor is InvocationExpressionSyntax or AnonymousFunctionExpressionSyntax);

    private static async Task<(SyntaxNode Declaration, SyntaxNode Use)?> DeclarationAsync(FixContext context)
    {
        if (
            !IsDeclared(context.Node)
            || context.Enclosing<VariableDeclaratorSyntax>()
                is not { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: { } declaration } } variable
            || context.Model.GetDeclaredSymbol(variable, context.CancellationToken) is not { } symbol
        )
        {
            return null;
        }

        var found = await SymbolFinder.FindReferencesAsync(symbol, context.Solution, context.CancellationToken).ConfigureAwait(false);
        var uses = found.SelectMany(static reference => reference.Locations).ToList();
        if (uses is not [var only] || only.Document.Id != context.Document.Id)
        {
            return null;
        }

        var removed = declaration.Parent is GlobalStatementSyntax global ? global : declaration;
        return removed is GlobalStatementSyntax or StatementSyntax { Parent: BlockSyntax } or FieldDeclarationSyntax
            ? (removed, context.Root.FindNode(only.Location.SourceSpan, getInnermostNodeForTie: true))
            : null;
    }

    private static SyntaxNode? Fix(SyntaxNode root, SyntaxNode place)
    {
        foreach (var ancestor in place.AncestorsAndSelf())
        {
            switch (ancestor)
            {
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression }:
                    // Configuration decides already; only a person knows what else it should say.
                    return null;
                case AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax, Parent: ExpressionStatementSyntax statement }:
                    return Remove(root, statement);
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call:
                    var changed = FixCall(root, call, access);
                    if (changed is not null || ancestor.Parent is StatementSyntax)
                    {
                        return changed;
                    }

                    break;
                case StatementSyntax:
                    return null;
            }
        }

        return null;
    }

    private static SyntaxNode? FixCall(SyntaxNode root, InvocationExpressionSyntax call, MemberAccessExpressionSyntax access)
    {
        switch (access.Name.Identifier.ValueText)
        {
            case "Run" or "RunAsync":
                return root.ReplaceNode(call.ArgumentList, call.ArgumentList.WithArguments(default));
            case "UseUrls" or "UseSetting":
                return Unchain(root, call, access);
            case "Add" when call.Parent is ExpressionStatementSyntax statement:
                return Remove(root, statement);
            case "ListenLocalhost":
                return root.ReplaceNode(access.Name, Renamed(access.Name));
            case "Listen":
                return ListenAnyIP(root, call, access);
            default:
                return null;
        }
    }

    // Listen(IPAddress.Loopback, 5000, …) and Listen(new IPEndPoint(IPAddress.Loopback, 5000), …) → ListenAnyIP(5000, …)
    private static SyntaxNode? ListenAnyIP(SyntaxNode root, InvocationExpressionSyntax call, MemberAccessExpressionSyntax access)
    {
        var arguments = call.ArgumentList.Arguments;
        var changed = arguments[0].Expression switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [_, var port] } => arguments.Replace(
                arguments[0],
                port.WithNameColon(null)
            ),
            MemberAccessExpressionSyntax or InvocationExpressionSyntax when arguments.Count > 1 => arguments.RemoveAt(0),
            _ => default,
        };
        return changed.Count == 0
            ? null
            : root.ReplaceNode(
                call,
                call.WithExpression(access.WithName(Renamed(access.Name))).WithArgumentList(call.ArgumentList.WithArguments(changed))
            );
    }

    private static IdentifierNameSyntax Renamed(SimpleNameSyntax name) => SyntaxFactory.IdentifierName("ListenAnyIP").WithTriviaFrom(name);

    private static SyntaxNode? Unchain(SyntaxNode root, InvocationExpressionSyntax call, MemberAccessExpressionSyntax access)
    {
        if (access.Expression is not InvocationExpressionSyntax)
        {
            switch (call.Parent)
            {
                case ExpressionStatementSyntax statement:
                    return Remove(root, statement);
                case LambdaExpressionSyntax lambda when lambda.ExpressionBody == call:
                    var block = SyntaxFactory.ParseStatement("{ }").WithTriviaFrom(call);
                    return root.ReplaceNode(lambda, lambda.WithExpressionBody(null).WithBlock((BlockSyntax)block));
            }
        }

        return root.ReplaceNode(call, access.Expression.WithTrailingTrivia(call.GetTrailingTrivia()));
    }

    private static SyntaxNode? Remove(SyntaxNode root, StatementSyntax statement)
    {
        var removed = statement.Parent is GlobalStatementSyntax global ? global : (SyntaxNode)statement;
        return removed is GlobalStatementSyntax or { Parent: BlockSyntax or SwitchSectionSyntax }
            ? root.RemoveNode(removed, SyntaxRemoveOptions.KeepUnbalancedDirectives)
            : root.ReplaceNode(statement, SyntaxFactory.ParseStatement("{ }").WithTriviaFrom(statement));
    }
}
