using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Editing;

/// <summary>Puts statements beside others, in their indentation, in a block or at the top level.</summary>
internal static class Statements
{
    /// <summary>Whether statements can be put before this one: it stands in a block or at the top level.</summary>
    public static bool HasRoom(StatementSyntax statement) => statement.Parent is BlockSyntax or GlobalStatementSyntax;

    /// <summary>Whether both run where one does: they stand in one block, or both at the top level.</summary>
    public static bool AreNeighbours(StatementSyntax one, StatementSyntax other) =>
        one.Parent == other.Parent || one.Parent is GlobalStatementSyntax && other.Parent is GlobalStatementSyntax;

    /// <summary>Puts statements before another; a blank line before that one stays on both sides, its comments stay with it.</summary>
    /// <param name="root">Holds <paramref name="anchor"/>.</param>
    /// <param name="anchor">For which <see cref="HasRoom"/> says yes.</param>
    /// <param name="apart">Whether the statements are a paragraph of their own where the anchor begins one.</param>
    /// <param name="texts">One statement each.</param>
    public static SyntaxNode InsertBefore(SyntaxNode root, StatementSyntax anchor, bool apart, params string[] texts)
    {
        var lineEnd = Usings.LineEnd(root);
        var leading = anchor.GetLeadingTrivia();
        var indentation = IndentationOf(anchor);
        var beginsParagraph = BeginsParagraph(leading);
        var isFirst = anchor.Parent is BlockSyntax block
            ? block.Statements[0] == anchor
            : anchor.Parent?.Parent is CompilationUnitSyntax unit && unit.Members[0] == anchor.Parent;

        // What stands above the first statement of a file is its header, and stays on top.
        var ownLeading =
            isFirst && anchor.Parent is GlobalStatementSyntax ? leading
            : beginsParagraph ? SyntaxFactory.TriviaList(lineEnd).AddRange(indentation)
            : indentation;
        var anchorLeading =
            !beginsParagraph || isFirst
                ? isFirst && anchor.Parent is GlobalStatementSyntax
                    ? indentation
                    : leading
                : apart
                    ? leading
                    : leading.RemoveAt(0);

        var inserted = texts
            .Select((text, index) => Parse(text, lineEnd).WithLeadingTrivia(index == 0 ? ownLeading : indentation))
            .ToList();
        var marked = anchor.WithLeadingTrivia(anchorLeading);
        return anchor.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, inserted.Append(marked).Select(static statement => SyntaxFactory.GlobalStatement(statement)))
            : root.ReplaceNode(anchor, inserted.Append(marked));
    }

    /// <summary>Puts a statement after another as a paragraph of its own.</summary>
    /// <param name="root">Holds <paramref name="anchor"/>.</param>
    /// <param name="anchor">For which <see cref="HasRoom"/> says yes.</param>
    /// <param name="text">The statement, indented but for its first line.</param>
    public static SyntaxNode InsertAfter(SyntaxNode root, StatementSyntax anchor, string text)
    {
        var lineEnd = Usings.LineEnd(root);
        var next = anchor.GetLastToken().GetNextToken();
        var isFollowedAtOnce =
            !next.IsKind(SyntaxKind.CloseBraceToken) && !next.IsKind(SyntaxKind.EndOfFileToken) && !BeginsParagraph(next.LeadingTrivia);
        var leading = SyntaxFactory.TriviaList(lineEnd);
        leading = anchor.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? leading : leading.Add(lineEnd);
        var inserted = Parse(text, lineEnd).WithLeadingTrivia(leading.AddRange(IndentationOf(anchor)));
        inserted = isFollowedAtOnce ? inserted.WithTrailingTrivia(lineEnd, lineEnd) : inserted;
        return anchor.Parent is GlobalStatementSyntax global
            ? root.InsertNodesAfter(global, [SyntaxFactory.GlobalStatement(inserted)])
            : root.InsertNodesAfter(anchor, [inserted]);
    }

    /// <summary>Puts statements at the end of a block, before a closing <c>return</c>.</summary>
    public static BlockSyntax Append(BlockSyntax block, SyntaxNode root, params string[] texts)
    {
        var lineEnd = Usings.LineEnd(root);
        var indentation =
            block.Statements.Count > 0
                ? IndentationOf(block.Statements[0])
                : IndentationOf(block).Add(SyntaxFactory.Whitespace(IndentationUnit(block.SyntaxTree)));
        var statements = texts.Select(text => Parse(text, lineEnd).WithLeadingTrivia(indentation));
        var index = block.Statements.LastOrDefault() is ReturnStatementSyntax ? block.Statements.Count - 1 : block.Statements.Count;
        return block.WithStatements(block.Statements.InsertRange(index, statements));
    }

    /// <summary>Takes a statement out, with the comment above it. A blank line above it stays, between its neighbours.</summary>
    public static SyntaxNode? Remove(SyntaxNode root, StatementSyntax statement)
    {
        SyntaxNode node = statement.Parent is GlobalStatementSyntax global ? global : statement;
        var next = node.GetLastToken().GetNextToken();
        var isFirst =
            node.GetFirstToken().GetPreviousToken() is var previous
            && (previous.IsKind(SyntaxKind.None) || previous.IsKind(SyntaxKind.OpenBraceToken));
        if (
            isFirst
            || !BeginsParagraph(node.GetLeadingTrivia())
            || BeginsParagraph(next.LeadingTrivia)
            || next.IsKind(SyntaxKind.CloseBraceToken)
            || next.IsKind(SyntaxKind.EndOfFileToken)
        )
        {
            return root.RemoveNode(node, SyntaxRemoveOptions.KeepDirectives);
        }

        var kept = root.TrackNodes(node);
        var follower = kept.GetCurrentNode(node)!.GetLastToken().GetNextToken();
        kept = kept.ReplaceToken(follower, follower.WithLeadingTrivia(follower.LeadingTrivia.Insert(0, Usings.LineEnd(root))));
        return kept.RemoveNode(kept.GetCurrentNode(node)!, SyntaxRemoveOptions.KeepDirectives);
    }

    private static bool BeginsParagraph(SyntaxTriviaList leading) => leading.Count > 0 && leading[0].IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>The white space before the first token of the line on which a node begins.</summary>
    public static SyntaxTriviaList IndentationOf(SyntaxNode node)
    {
        var text = node.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(node.SpanStart).ToString();
        var width = line.Length - line.TrimStart().Length;
        return width == 0 ? default : SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(line.Substring(0, width)));
    }

    /// <summary>The white space that one more level of a file takes: a tab where the file is indented by tabs, else four spaces.</summary>
    public static string IndentationUnit(SyntaxTree tree) =>
        tree.GetText().Lines.Any(static line => line.Span.Length > 0 && line.Text![line.Start] == '\t') ? "\t" : "    ";

    /// <summary>Whether nothing but white space stands before a token on its line.</summary>
    public static bool BeginsLine(SyntaxToken token) =>
        token.GetPreviousToken() is var previous
        && (
            previous.IsKind(SyntaxKind.None)
            || previous.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
            || token.LeadingTrivia.Any(SyntaxKind.EndOfLineTrivia)
        );

    /// <summary>Moves every line of a statement one level to the right; what stands inside string literals stays.</summary>
    /// <remarks>By hand, as the formatter moves some lines of a call that holds a lambda and leaves others.</remarks>
    public static T Indent<T>(T statement)
        where T : StatementSyntax
    {
        var unit = SyntaxFactory.Whitespace(IndentationUnit(statement.SyntaxTree));
        return statement.ReplaceTokens(
            statement.DescendantTokens().Where(static token => BeginsLine(token)),
            (_, token) => token.WithLeadingTrivia(Indent(token.LeadingTrivia, unit))
        );
    }

    private static IEnumerable<SyntaxTrivia> Indent(SyntaxTriviaList leading, SyntaxTrivia unit)
    {
        var beginsLine = true;
        foreach (var trivia in leading)
        {
            if (beginsLine && !trivia.IsKind(SyntaxKind.EndOfLineTrivia) && !trivia.IsDirective)
            {
                yield return unit;
            }

            beginsLine = trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsDirective;
            yield return trivia;
        }

        if (beginsLine)
        {
            yield return unit;
        }
    }

    private static StatementSyntax Parse(string text, SyntaxTrivia lineEnd) =>
        SyntaxFactory.ParseStatement(text).WithTrailingTrivia(lineEnd);
}
