using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.CodeFixes.Rules.Health;

/// <summary>DPL3101: loops until the token is cancelled, and passes the token to what waits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StoppingTokenIgnoredCodeFix() : DeployabilityCodeFix("Observe the stopping token", "DPL3101")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context)
    {
        if (
            !context.Diagnostic.Properties.TryGetValue("token", out var token)
            || token is null
            || Changing(context.Node, token, context.Model) is not { Count: > 0 } changing
        )
        {
            return Task.FromResult<Solution?>(null);
        }

        foreach (var other in OthersOf(context))
        {
            changing.UnionWith(Changing(other, token, context.Model));
        }

        var ends = SyntaxFactory.ParseExpression($"!{token}.IsCancellationRequested");
        return Task.FromResult<Solution?>(
            context.WithRoot(
                context.Root.ReplaceNodes(
                    changing,
                    (original, inner) =>
                        original is InvocationExpressionSyntax call
                            ? WithToken(call, token, context.Model)!
                            : WithCondition((StatementSyntax)inner, ends)
                )
            )
        );
    }

    // The other places of the method, which are as far from the first as they were when the diagnostic was reported.
    private static IEnumerable<SyntaxNode> OthersOf(FixContext context)
    {
        var shift =
            (context.Node is DoStatementSyntax loop ? loop.WhileKeyword.SpanStart : context.Node.SpanStart)
            - context.Diagnostic.Location.SourceSpan.Start;
        foreach (var location in context.Diagnostic.AdditionalLocations)
        {
            var span = new TextSpan(location.SourceSpan.Start + shift, location.SourceSpan.Length);
            if (context.Root.FullSpan.Contains(span))
            {
                yield return context.Root.FindNode(span, getInnermostNodeForTie: true);
            }
        }
    }

    // What changes at one place: a loop and what waits in it, or a wait; nothing where the token cannot go.
    private static HashSet<SyntaxNode> Changing(SyntaxNode place, string token, SemanticModel model)
    {
        var changing = new HashSet<SyntaxNode>();
        if (IsStatic(place))
        {
            return changing;
        }

        if (
            place is not InvocationExpressionSyntax
            && place.FirstAncestorOrSelf<StatementSyntax>()
                is (WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax)
                    and var loop
        )
        {
            if (CanEnd(loop))
            {
                changing.Add(loop);
                changing.UnionWith(
                    loop.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => WithToken(call, token, model) is not null)
                );
            }
        }
        else if (place.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && WithToken(call, token, model) is not null)
        {
            changing.Add(call);
        }

        return changing;
    }

    // A static lambda or local function cannot use the parameter.
    private static bool IsStatic(SyntaxNode node) =>
        node.Ancestors()
            .Any(static ancestor =>
                ancestor is LocalFunctionStatementSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.StaticKeyword)
                || ancestor is AnonymousFunctionExpressionSyntax { Modifiers: var others } && others.Any(SyntaxKind.StaticKeyword)
            );

    // Where an endless loop ends, a method that is not async would have to return something.
    private static bool CanEnd(SyntaxNode loop) =>
        IsInAsync(loop)
        || loop.FirstAncestorOrSelf<SyntaxNode>(static node =>
            node is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
        ) is AnonymousFunctionExpressionSyntax;

    private static StatementSyntax WithCondition(StatementSyntax loop, ExpressionSyntax condition) =>
        loop switch
        {
            WhileStatementSyntax statement => statement.WithCondition(condition.WithTriviaFrom(statement.Condition)),
            DoStatementSyntax statement => statement.WithCondition(condition.WithTriviaFrom(statement.Condition)),
            ForStatementSyntax { Declaration: null, Initializers.Count: 0, Incrementors.Count: 0 } statement =>
                SyntaxFactory.WhileStatement(
                    SyntaxFactory.Token(SyntaxKind.WhileKeyword).WithTriviaFrom(statement.ForKeyword),
                    statement.OpenParenToken,
                    condition,
                    statement.CloseParenToken,
                    statement.Statement
                ),
            ForStatementSyntax statement => statement.WithCondition(condition),
            _ => loop,
        };

    private static ExpressionSyntax? WithToken(InvocationExpressionSyntax call, string token, SemanticModel model)
    {
        if (
            call.Expression.NameOfMember()
                is not ("Delay" or "Sleep" or "WaitForNextTickAsync" or "ReadAllAsync" or "WaitToReadAsync" or "GetConsumingEnumerable")
            || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method
        )
        {
            return null;
        }

        if (method is { Name: "Sleep", ContainingType.Name: "Thread" })
        {
            return IsInAsync(call) && call.Parent is ExpressionStatementSyntax
                ? SyntaxFactory.ParseExpression($"await Task.Delay({call.ArgumentList.Arguments}, {token})").WithTriviaFrom(call)
                : null;
        }

        var arguments = call.ArgumentList.Arguments;
        var isKnown = method is { Name: "Delay", ContainingType.Name: "Task" }
            ? arguments.Count == 1
            : method.ContainingType.Name is "PeriodicTimer" or "ChannelReader" or "BlockingCollection" && arguments.Count == 0;
        if (!isKnown)
        {
            return null;
        }

        var argument = SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token));
        return arguments.Count == 0
            ? call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(argument)))
            : call.WithArgumentList(
                call.ArgumentList.WithArguments(
                    SyntaxFactory.SeparatedList(
                        [arguments[0], argument],
                        [SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)]
                    )
                )
            );
    }

    private static bool IsInAsync(SyntaxNode node) =>
        node.Ancestors()
            .FirstOrDefault(static ancestor =>
                ancestor is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
            ) switch
        {
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            _ => false,
        };
}
