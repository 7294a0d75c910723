using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace Deployability.CodeFixes.Editing;

/// <summary>Moves an address that is a constant or a field: the field reads it, or the only method that uses it does.</summary>
internal static class FieldUrlFix
{
    public static async Task<Solution?> ApplyAsync(
        FixContext context,
        ExpressionSyntax expression,
        FieldDeclarationSyntax field,
        string key
    )
    {
        if (ServiceUrlFix.Text(context.Model, expression) is not { } text || expression is InterpolatedStringExpressionSyntax)
        {
            return null;
        }

        var value = await ConfigurationValue
            .CreateAsync(
                context.Document.Project,
                key,
                text,
                !ServiceUrlFix.Has(context, FixProperties.Loopback),
                context.CancellationToken
            )
            .ConfigureAwait(false);
        var solution = await MoveAsync(context, expression, field, value).ConfigureAwait(false);
        return solution is null
            ? null
            : await value.StoreAsync(solution, context.Document.Project.Id, context.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a constant or field read its value from configuration; the old value goes nowhere.</summary>
    /// <returns>The changed solution, or null when the field is used where no configuration can be had.</returns>
    public static async Task<Solution?> MoveAsync(
        FixContext context,
        ExpressionSyntax expression,
        FieldDeclarationSyntax field,
        ConfigurationValue value
    )
    {
        if (
            field.Declaration.Variables is not [{ Initializer: not null } variable]
            || context.Model.GetDeclaredSymbol(variable, context.CancellationToken) is not IFieldSymbol symbol
        )
        {
            return null;
        }

        var found = await SymbolFinder.FindReferencesAsync(symbol, context.Solution, context.CancellationToken).ConfigureAwait(false);
        var uses = found.SelectMany(static reference => reference.Locations).Where(static location => !location.IsImplicit).ToList();
        if (uses.Count == 0 || uses.Any(use => use.Document.Project.Id != context.Document.Project.Id))
        {
            return null;
        }

        return AsInstanceField(context, expression, field, variable, symbol, uses, value)
            ?? await AsLocalAsync(context, expression, field, variable, uses, value).ConfigureAwait(false);
    }

    // private readonly string baseUrl = configuration["…"] ?? throw …;
    private static Solution? AsInstanceField(
        FixContext context,
        ExpressionSyntax expression,
        FieldDeclarationSyntax field,
        VariableDeclaratorSyntax variable,
        IFieldSymbol symbol,
        List<ReferenceLocation> uses,
        ConfigurationValue value
    )
    {
        if (
            field.Parent is not TypeDeclarationSyntax type
            || symbol.DeclaredAccessibility != Accessibility.Private
            || ConfigurationInjection.Find(context.Model, type, context.CancellationToken) is not { } injection
        )
        {
            return null;
        }

        foreach (var use in uses)
        {
            if (use.Document.Id != context.Document.Id || !IsInstanceCode(context.Root.FindNode(use.Location.SourceSpan), type))
            {
                return null;
            }
        }

        var read =
            expression == variable.Initializer!.Value
                ? value.Read(injection.Name)
                : variable
                    .Initializer.Value.ReplaceNode(expression, ServiceUrlFix.Instead(expression, value.Read(injection.Name)))
                    .ToString();
        var changed = type.ReplaceNode(field, InstanceField(field, variable, injection.Constructor is null ? read : null));
        if (injection.Constructor is not null)
        {
            var constructor = ConfigurationInjection.OnlyConstructor(changed)!;
            changed = changed.ReplaceNode(constructor, Assign(constructor, variable.Identifier.ValueText, read, context.Root));
        }

        var root = context.Root.ReplaceNode(type, injection.Apply(changed));
        return context.WithRoot(
            value.EnsureUsings(
                injection.AddsParameter ? Usings.Ensure(root, context.Model, "Microsoft.Extensions.Configuration") : root,
                context.Model
            )
        );
    }

    private static FieldDeclarationSyntax InstanceField(
        FieldDeclarationSyntax field,
        VariableDeclaratorSyntax variable,
        string? initializer
    )
    {
        var modifiers = field
            .Modifiers.Where(static modifier => !modifier.IsKind(SyntaxKind.ConstKeyword) && !modifier.IsKind(SyntaxKind.StaticKeyword))
            .ToList();
        if (!modifiers.Any(static modifier => modifier.IsKind(SyntaxKind.ReadOnlyKeyword)))
        {
            modifiers.Add(SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        }

        var changed = initializer is null
            ? variable.WithIdentifier(variable.Identifier.WithTrailingTrivia()).WithInitializer(null)
            : variable.WithInitializer(variable.Initializer!.WithValue(SyntaxFactory.ParseExpression(initializer)));
        return field
            .WithModifiers(SyntaxFactory.TokenList(modifiers))
            .WithDeclaration(field.Declaration.ReplaceNode(variable, changed))
            .WithTriviaFrom(field);
    }

    private static ConstructorDeclarationSyntax Assign(ConstructorDeclarationSyntax constructor, string name, string read, SyntaxNode root)
    {
        var body = constructor.Body!;
        var target = constructor.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name) ? "this." + name : name;
        var indentation =
            body.Statements.Count > 0
                ? body.Statements[0].GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))
                : SyntaxFactory.Whitespace(
                    constructor.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToString()
                        + Statements.IndentationUnit(constructor.SyntaxTree)
                );
        var statement = SyntaxFactory
            .ParseStatement($"{target} = {read};")
            .WithLeadingTrivia(indentation)
            .WithTrailingTrivia(Usings.LineEnd(root));
        return constructor.WithBody(body.WithStatements(body.Statements.Add(statement)));
    }

    // Initialisers run before a constructor's body, static code without an instance, attributes and constants without either.
    private static bool IsInstanceCode(SyntaxNode use, TypeDeclarationSyntax type)
    {
        foreach (var ancestor in use.Ancestors())
        {
            switch (ancestor)
            {
                case AttributeSyntax
                or ConstructorInitializerSyntax
                or ConstructorDeclarationSyntax
                or FieldDeclarationSyntax
                or ParameterListSyntax:
                case PropertyDeclarationSyntax { Initializer: { } initializer } when initializer.Span.Contains(use.Span):
                case LocalFunctionStatementSyntax function when function.Modifiers.Any(SyntaxKind.StaticKeyword):
                case LocalDeclarationStatementSyntax { IsConst: true }:
                case SwitchLabelSyntax or ConstantPatternSyntax:
                    return false;
                case MemberDeclarationSyntax member when member.Parent == type:
                    return !member.Modifiers.Any(SyntaxKind.StaticKeyword);
            }
        }

        return false;
    }

    // A constant that one body uses becomes a local of that body.
    private static async Task<Solution?> AsLocalAsync(
        FixContext context,
        ExpressionSyntax expression,
        FieldDeclarationSyntax field,
        VariableDeclaratorSyntax variable,
        List<ReferenceLocation> uses,
        ConfigurationValue value
    )
    {
        var document = uses[0].Document;
        if (
            uses.Any(use => use.Document.Id != document.Id)
            || await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
        )
        {
            return null;
        }

        var nodes = uses.Select(use => Reference(root.FindNode(use.Location.SourceSpan, getInnermostNodeForTie: true))).ToList();
        var first = nodes.OrderBy(static node => node.SpanStart).First();
        if (
            OutermostStatement(first) is not { } statement
            || nodes.Any(node =>
                OutermostStatement(node)?.Parent is not { } parent || !SharesBody(parent, statement.Parent!) || IsConstant(node)
            )
            || ConfigurationAccess.FindConfiguration(model, first) is not { } configuration
            || ConfigurationAccess.FindConfiguration(model, statement) != configuration
        )
        {
            return null;
        }

        var name = LocalName(variable.Identifier.ValueText);
        if (model.LookupSymbols(first.SpanStart, name: name).Any())
        {
            return null;
        }

        var initializer =
            expression == variable.Initializer!.Value
                ? value.Read(configuration)
                : variable
                    .Initializer.Value.ReplaceNode(expression, ServiceUrlFix.Instead(expression, value.Read(configuration)))
                    .ToString();
        if (initializer.StartsWith("new(", StringComparison.Ordinal))
        {
            initializer = "new " + field.Declaration.Type + initializer.Substring(3);
        }

        var fieldMark = new SyntaxAnnotation();
        var statementMark = new SyntaxAnnotation();
        var isSameFile = document.Id == context.Document.Id;
        var marked = isSameFile ? [.. nodes, statement, field] : nodes.Append(statement).ToList();
        root = root.ReplaceNodes(
            marked,
            (original, rewritten) =>
                original == field ? rewritten.WithAdditionalAnnotations(fieldMark)
                : original == statement ? rewritten.WithAdditionalAnnotations(statementMark)
                : SyntaxFactory.IdentifierName(name).WithTriviaFrom(original)
        );
        var current = (StatementSyntax)root.GetAnnotatedNodes(statementMark).Single();
        root = ServiceUrlFix.Declare(root, current, current, $"var {name} = {initializer};");
        root = isSameFile ? Remove(root, (FieldDeclarationSyntax)root.GetAnnotatedNodes(fieldMark).Single()) : root;
        var solution = document.WithSyntaxRoot(value.EnsureUsings(root, model)).Project.Solution;
        return isSameFile ? solution : solution.WithDocumentSyntaxRoot(context.Document.Id, Remove(context.Root, field));
    }

    private static SyntaxNode Remove(SyntaxNode root, FieldDeclarationSyntax field) =>
        root.RemoveNode(field, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;

    private static SyntaxNode Reference(SyntaxNode name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;

    private static bool IsConstant(SyntaxNode use) =>
        use.Ancestors()
            .Any(static ancestor =>
                ancestor
                    is AttributeSyntax
                        or LocalDeclarationStatementSyntax { IsConst: true }
                        or SwitchLabelSyntax
                        or ConstantPatternSyntax
            );

    // The statement that stands directly in the body of the member, or among the top-level statements.
    private static StatementSyntax? OutermostStatement(SyntaxNode node)
    {
        StatementSyntax? outermost = null;
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            switch (ancestor)
            {
                case LocalFunctionStatementSyntax:
                    return null;
                case StatementSyntax { Parent: BlockSyntax { Parent: BaseMethodDeclarationSyntax } or GlobalStatementSyntax } statement:
                    outermost = statement;
                    break;
                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return outermost;
            }
        }

        return outermost;
    }

    private static bool SharesBody(SyntaxNode parent, SyntaxNode other) =>
        parent == other || parent is GlobalStatementSyntax && other is GlobalStatementSyntax;

    private static string LocalName(string field)
    {
        var name = field.TrimStart('_');
        name = name.All(static c => !char.IsLower(c))
            ? string.Concat(
                name.Split('_')
                    .Select(
                        static (word, i) =>
                            word.Length == 0 ? ""
                            : i == 0 ? word.ToLowerInvariant()
                            : word[0] + word.Substring(1).ToLowerInvariant()
                    )
            )
            : name;
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }
}
