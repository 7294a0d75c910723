using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Editing;

/// <summary>How a <c>WebApplication</c> is built: by a builder with a name, or by a chain that has to be split.</summary>
/// <param name="Statement">Declares the application.</param>
/// <param name="Builder">Name of the builder, there or to be declared.</param>
/// <param name="Chain">What yields the builder when it has no name yet.</param>
internal sealed record ApplicationBuild(LocalDeclarationStatementSyntax Statement, string Builder, ExpressionSyntax? Chain)
{
    /// <returns>The build that initialises a local, or null when there is no place to register services before it.</returns>
    public static ApplicationBuild? Of(ExpressionSyntax value, SemanticModel model)
    {
        if (
            value.FirstAncestorOrSelf<StatementSyntax>() is not LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } statement
            || !Statements.HasRoom(statement)
        )
        {
            return null;
        }

        if (value is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access })
        {
            return null;
        }

        switch (access)
        {
            case { Name.Identifier.ValueText: "Build", Expression: IdentifierNameSyntax builder }:
                return new ApplicationBuild(statement, builder.Identifier.Text, null);
            case { Name.Identifier.ValueText: "Build", Expression: InvocationExpressionSyntax chain }
                when model.GetTypeInfo(chain).Type is { Name: "WebApplicationBuilder" } && IsFree("builder", statement, model):
                return new ApplicationBuild(statement, "builder", chain);
            case { Name.Identifier.ValueText: "Create" } when IsFree("builder", statement, model):
                return new ApplicationBuild(
                    statement,
                    "builder",
                    ((InvocationExpressionSyntax)value).WithExpression(access.WithName(SyntaxFactory.IdentifierName("CreateBuilder")))
                );
            // builder.ConfigureServices().ConfigurePipeline()
            default:
                return FirstOf(access) is { } start && model.GetTypeInfo(start).Type is { Name: "WebApplicationBuilder" }
                    ? new ApplicationBuild(statement, start.Identifier.Text, null)
                    : null;
        }
    }

    private static IdentifierNameSyntax? FirstOf(ExpressionSyntax chain) =>
        chain switch
        {
            IdentifierNameSyntax name => name,
            MemberAccessExpressionSyntax access => FirstOf(access.Expression),
            InvocationExpressionSyntax call => FirstOf(call.Expression),
            _ => null,
        };

    /// <summary>Puts a statement about the builder before the application is built.</summary>
    /// <param name="root">Holds <paramref name="statement"/>.</param>
    /// <param name="statement">The current version of <see cref="Statement"/>.</param>
    /// <param name="text">The statement.</param>
    public SyntaxNode InsertBefore(SyntaxNode root, StatementSyntax statement, string text)
    {
        if (Chain is null)
        {
            return Statements.InsertBefore(root, statement, apart: true, text);
        }

        var value = ((LocalDeclarationStatementSyntax)statement).Declaration.Variables[0].Initializer!.Value;
        var split = statement.ReplaceNode(value, SyntaxFactory.ParseExpression(Builder + ".Build()").WithTriviaFrom(value));
        var mark = new SyntaxAnnotation();
        root = root.ReplaceNode(statement, split.WithAdditionalAnnotations(mark));
        return Statements.InsertBefore(
            root,
            (StatementSyntax)root.GetAnnotatedNodes(mark).Single(),
            apart: false,
            $"var {Builder} = {Chain.WithoutTrivia()};",
            text
        );
    }

    private static bool IsFree(string name, SyntaxNode node, SemanticModel model) =>
        model.LookupSymbols(node.SpanStart, name: name).IsEmpty;
}
