using System.Composition;
using Deployability.Analyzers.Engine;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2204: offers the API explorer in Development only, its pages together with their document.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ExposedApiExplorerCodeFix() : DeployabilityCodeFix("Offer it in Development only", "DPL2204")
{
    private protected override async Task<Solution?> ApplyAsync(FixContext context)
    {
        if (context.Enclosing<AssignmentExpressionSyntax>() is { } assignment && Recognise(context, assignment) is not null)
        {
            return DevelopmentGuard.Condition(context, assignment) is { } condition
                ? context.WithRoot(
                    DevelopmentGuard.EnsureUsing(
                        context,
                        context.Root.ReplaceNode(assignment.Right, condition.WithTriviaFrom(assignment.Right))
                    )
                )
                : null;
        }

        var statements = StatementsOf(context);
        return statements.Count == 0 ? null : await GuardAsync(context, statements).ConfigureAwait(false);
    }

    private static ApiExplorer? Recognise(FixContext context, SyntaxNode node) =>
        context.Model.GetOperation(node, context.CancellationToken) is { } operation ? ApiExplorers.TryRecognise(operation) : null;

    /// <summary>The statements of all explorers that the finding stands for, with how many calls of their chains belong to explorers; empty when one is part of something else.</summary>
    private static List<(ExpressionStatementSyntax Statement, int Length)> StatementsOf(FixContext context)
    {
        if (
            context.Enclosing<InvocationExpressionSyntax>() is not { } call
            || context.Model.GetOperation(call, context.CancellationToken) is not { } operation
        )
        {
            return [];
        }

        var project = Projects.Of(context.Model.Compilation, context.Document.Project.AnalyzerOptions);
        var result = new List<(ExpressionStatementSyntax Statement, int)>();
        foreach (var explorer in ApiExplorers.ExposedWith(operation, project, context.CancellationToken))
        {
            if (
                explorer.Operation.Syntax.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement
                || !Statements.HasRoom(statement)
                || LengthIn(context, statement) is not { } length
            )
            {
                return [];
            }

            if (!result.Exists(known => known.Statement == statement))
            {
                result.Add((statement, length));
            }
        }

        return result;
    }

    /// <summary>How many calls at the beginning of a chain are explorers with what is chained to them; null when they cannot be taken out of it.</summary>
    private static int? LengthIn(FixContext context, ExpressionStatementSyntax statement)
    {
        var links = LinksOf(statement);
        var length = 0;
        while (
            length < links.Count
            && (
                Recognise(context, links[length]) is not null
                || (length == 0 ? links[length].Expression.NameOfMember() == "MapGroup" : IsConvention(context, links[length]))
            )
        )
        {
            length++;
        }

        if (length == links.Count)
        {
            return length > 0 ? length : null;
        }

        var canSplit =
            length > 0
            && ReceiverOf(links[0]) is IdentifierNameSyntax
            && links.Take(length).All(link => Recognise(context, link) is not null)
            && links.Skip(length).All(link => Recognise(context, link) is null);
        return canSplit ? length : null;
    }

    // MapOpenApi().CacheOutput(): what is chained to an endpoint is no longer about the application.
    private static bool IsConvention(FixContext context, InvocationExpressionSyntax link) =>
        context.Model.GetTypeInfo(ReceiverOf(link)).Type is { } type && !IsApplication(type) && !type.AllInterfaces.Any(IsApplication);

    private static bool IsApplication(ITypeSymbol type) => type.Name is "IApplicationBuilder" or "IEndpointRouteBuilder";

    private static List<InvocationExpressionSyntax> LinksOf(ExpressionStatementSyntax statement)
    {
        var links = new List<InvocationExpressionSyntax>();
        for (
            var expression = statement.Expression;
            expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call;
            expression = access.Expression
        )
        {
            links.Insert(0, call);
        }

        return links;
    }

    private static ExpressionSyntax ReceiverOf(InvocationExpressionSyntax link) =>
        ((MemberAccessExpressionSyntax)link.Expression).Expression;

    private static async Task<Solution?> GuardAsync(FixContext context, List<(ExpressionStatementSyntax Statement, int Length)> statements)
    {
        var root = context.Root.TrackNodes(statements.Select(static item => item.Statement));
        foreach (var (statement, length) in statements)
        {
            root = Split(root, root.GetCurrentNode(statement)!, length);
        }

        var document = context.Document.WithSyntaxRoot(root);
        foreach (var run in RunsOf(statements.Select(static item => item.Statement), root))
        {
            root = (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
            var model = (await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false))!;
            var current = run.ConvertAll(statement => root.GetCurrentNode(statement)!);
            if (
                DevelopmentGuard.Wrap(context with { Document = document, Root = root, Model = model, Node = current[0] }, current)
                is not { } changed
            )
            {
                return null;
            }

            document = document.WithSyntaxRoot(changed);
        }

        return document.Project.Solution;
    }

    // app.UseSwagger().UseRouting(): the explorer leaves the chain and gets a statement of its own before it.
    private static SyntaxNode Split(SyntaxNode root, ExpressionStatementSyntax statement, int length)
    {
        var links = LinksOf(statement);
        if (length == links.Count)
        {
            return root;
        }

        var last = links[length - 1];
        var rest = SyntaxFactory
            .ExpressionStatement(
                statement.Expression.ReplaceNode(last, ReceiverOf(links[0]).WithoutTrivia().WithTrailingTrivia(last.GetTrailingTrivia()))
            )
            .WithLeadingTrivia(Statements.IndentationOf(statement))
            .WithTrailingTrivia(statement.GetTrailingTrivia());
        var explorers = statement.WithExpression(last.WithoutTrailingTrivia()).WithTrailingTrivia(Usings.LineEnd(root));
        return statement.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, [global.WithStatement(explorers), SyntaxFactory.GlobalStatement(rest)])
            : root.ReplaceNode(statement, [explorers, rest]);
    }

    // Statements that follow one another share a guard.
    private static List<List<ExpressionStatementSyntax>> RunsOf(IEnumerable<ExpressionStatementSyntax> statements, SyntaxNode root)
    {
        var runs = new List<List<ExpressionStatementSyntax>>();
        foreach (var statement in statements)
        {
            if (
                runs.Count > 0
                && runs[runs.Count - 1] is var run
                && Follows(root.GetCurrentNode(statement)!, root.GetCurrentNode(run[run.Count - 1])!)
            )
            {
                run.Add(statement);
            }
            else
            {
                runs.Add([statement]);
            }
        }

        return runs;
    }

    private static bool Follows(StatementSyntax statement, StatementSyntax previous) =>
        NodeOf(statement).Parent == NodeOf(previous).Parent && previous.GetLastToken().GetNextToken() == statement.GetFirstToken();

    private static SyntaxNode NodeOf(StatementSyntax statement) => statement.Parent is GlobalStatementSyntax global ? global : statement;
}
