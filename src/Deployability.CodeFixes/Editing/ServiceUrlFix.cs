using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Editing;

/// <summary>Moves the address of a service from the code to configuration.</summary>
internal static class ServiceUrlFix
{
    public static Task<Solution?> ApplyAsync(FixContext context)
    {
        if (
            context.Enclosing<ExpressionSyntax>() is not { } expression
            || context.Diagnostic.Properties.TryGetValue(FixProperties.Key, out var key) is false
            || key is not { Length: > 0 }
        )
        {
            return Task.FromResult<Solution?>(null);
        }

        if (OriginsOf(expression) is { } origins)
        {
            return FixOriginsAsync(context, origins, key);
        }

        if (Has(context, FixProperties.Bound))
        {
            return FixInitialiserAsync(context, expression, key);
        }

        if (Has(context, FixProperties.Default))
        {
            return FixDefaultAsync(context, expression, key);
        }

        return expression.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { } field && !IsInLambda(expression, field)
            ? FieldUrlFix.ApplyAsync(context, expression, field, key)
            : FixInPlaceAsync(context, expression, key);
    }

    /// <summary>Whether the diagnostic says so.</summary>
    internal static bool Has(FixContext context, string property) =>
        context.Diagnostic.Properties.TryGetValue(property, out var value) && value is not null;

    /// <summary>Whether a lambda stands between the two nodes.</summary>
    internal static bool IsInLambda(SyntaxNode inner, SyntaxNode outer) =>
        inner.Ancestors().TakeWhile(ancestor => ancestor != outer).Any(static ancestor => ancestor is AnonymousFunctionExpressionSyntax);

    /// <summary>GetValue("X", "fallback"), which fails without a value instead.</summary>
    /// <param name="expression">The fallback.</param>
    /// <param name="key">The key that the error names.</param>
    /// <returns>The call and what stands there instead; null when the expression is no such fallback.</returns>
    internal static (ExpressionSyntax Call, ExpressionSyntax Instead)? WithoutFallback(ExpressionSyntax expression, string key)
    {
        if (
            expression.Parent
                is ArgumentSyntax
                {
                    Parent: ArgumentListSyntax
                    {
                        Arguments: [var name, var fallback],
                        Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
                    }
                }
            && fallback.Expression == expression
            && access.Name.Identifier.ValueText == "GetValue"
        )
        {
            var target = call.Parent is PostfixUnaryExpressionSyntax forgiven ? forgiven : (ExpressionSyntax)call;
            return (target, Instead(target, $"{access.Expression}.GetValue<string>({name}) ?? {ConfigurationValue.Throw(key)}"));
        }

        return null;
    }

    /// <summary>The parsed expression in the place of another: with its trivia, and in parentheses where it needs them.</summary>
    internal static ExpressionSyntax Instead(ExpressionSyntax old, string text)
    {
        var needsParentheses =
            text.Contains(" ?? ")
            && old.Parent
                is not (
                    ArgumentSyntax
                    or EqualsValueClauseSyntax
                    or ArrowExpressionClauseSyntax
                    or ReturnStatementSyntax
                    or AssignmentExpressionSyntax
                    or InitializerExpressionSyntax
                    or AnonymousFunctionExpressionSyntax
                    or ParenthesizedExpressionSyntax
                );
        return SyntaxFactory.ParseExpression(needsParentheses ? "(" + text + ")" : text).WithTriviaFrom(old);
    }

    // config["X"] ?? "http://localhost" and GetValue("X", "http://localhost"): the read stays, the default goes.
    private static async Task<Solution?> FixDefaultAsync(FixContext context, ExpressionSyntax expression, string key)
    {
        SyntaxNode? root = null;
        if (
            expression.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce
            && coalesce.Right == expression
        )
        {
            // A variable of the environment is no setting: nowhere to move the value to.
            root = coalesce.Left.ToString().Contains("GetEnvironmentVariable")
                ? null
                : context.Root.ReplaceNode(
                    expression,
                    SyntaxFactory.ParseExpression(ConfigurationValue.Throw(key)).WithTriviaFrom(expression)
                );
        }
        else if (WithoutFallback(expression, key) is var (call, read))
        {
            root = context.Root.ReplaceNode(call, read);
        }

        if (root is null || Text(context.Model, expression) is not { } value)
        {
            return null;
        }

        var solution = context.WithRoot(Usings.Ensure(root, context.Model, "System"));
        return await MoveAsync(context, solution, key, value).ConfigureAwait(false);
    }

    // public string BaseUrl { get; set; } = "http://localhost"; in a bound class: the value moves to the settings that are bound to it.
    private static async Task<Solution?> FixInitialiserAsync(FixContext context, ExpressionSyntax expression, string key)
    {
        if (
            expression.Parent is not EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property }
            || Text(context.Model, expression) is not { } value
            || context.Model.GetTypeInfo(property.Type).Type?.SpecialType != SpecialType.System_String
            || !SettingsFile.Exists(context.Document.Project, SettingsFile.Development)
        )
        {
            return null;
        }

        SyntaxNode root =
            property.Type is NullableTypeSyntax
                ? context.Root.ReplaceNode(
                    property,
                    property
                        .WithInitializer(null)
                        .WithSemicolonToken(default)
                        .WithAccessorList(property.AccessorList?.WithTrailingTrivia())
                        .WithTriviaFrom(property)
                )
                : context.Root.ReplaceNode(expression, SyntaxFactory.ParseExpression("\"\"").WithTriviaFrom(expression));
        return await MoveAsync(context, context.WithRoot(root), key, value).ConfigureAwait(false);
    }

    // What stood in the code goes on to hold where it is right: in Development.
    private static Task<Solution> MoveAsync(FixContext context, Solution solution, string key, string value) =>
        SettingsFile.AddAsync(
            solution,
            context.Document.Project.Id,
            SettingsFile.Development,
            key,
            [value],
            isList: false,
            context.CancellationToken
        );

    private static InvocationExpressionSyntax? OriginsOf(ExpressionSyntax expression) =>
        expression.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault()
            is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WithOrigins" } } call
            ? call
            : null;

    private static async Task<Solution?> FixOriginsAsync(FixContext context, InvocationExpressionSyntax call, string key)
    {
        if (CorsOrigins.Configured(context, call, (MemberAccessExpressionSyntax)call.Expression, key) is not { } root)
        {
            return null;
        }

        var literals = call
            .ArgumentList.DescendantNodes()
            .OfType<LiteralExpressionSyntax>()
            .Where(static literal => literal.IsKind(SyntaxKind.StringLiteralExpression))
            .ToList();
        var solution = context.WithRoot(root);
        var values = literals.Select(static literal => literal.Token.ValueText).ToList();
        return await SettingsFile
            .AddAsync(solution, context.Document.Project.Id, SettingsFile.Development, key, values, isList: true, context.CancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<Solution?> FixInPlaceAsync(FixContext context, ExpressionSyntax expression, string key)
    {
        if (expression.Parent is EqualsValueClauseSyntax { Parent: ParameterSyntax })
        {
            // The default of a parameter is a constant.
            return null;
        }

        var target = Head(context.Model, expression);
        var isPlain = Has(context, FixProperties.Plain);
        if (target is null || Text(context.Model, target) is not { } text)
        {
            return null;
        }

        var url = isPlain ? new EndpointUrl("", "", 0, text, "") : EndpointUrl.TryParse(text);
        if (
            url is null
            || !isPlain && url.Authority.IndexOfAny(['{', '}']) >= 0
            || isPlain && (target != expression || target is InterpolatedStringExpressionSyntax)
        )
        {
            return null;
        }

        var isWhole =
            isPlain
            || target == expression
                && target is not InterpolatedStringExpressionSyntax
                && (url.Rest is "" or "/" || !Has(context, FixProperties.Request));
        if (!isWhole && url.Rest.Length == 0 && url.Authority.EndsWith(":", StringComparison.Ordinal))
        {
            // The port follows at run time, so no value can be told.
            return null;
        }

        var value = await ConfigurationValue
            .CreateAsync(
                context.Document.Project,
                key,
                isWhole ? text : url.Authority,
                !Has(context, FixProperties.Loopback),
                context.CancellationToken
            )
            .ConfigureAwait(false);
        if (ConfigurationSource.At(context.Model, target, context.CancellationToken) is not { } configuration)
        {
            return null;
        }

        var root = isWhole
            ? ReplaceWhole(context.Root, target, value.Read(configuration.Expression))
            : ReplaceStart(context, target, url, value, configuration.Expression);
        if (root is null)
        {
            return null;
        }

        root = configuration.Complete(root, context.Model);
        return await value
            .StoreAsync(context.WithRoot(value.EnsureUsings(root, context.Model)), context.Document.Project.Id, context.CancellationToken)
            .ConfigureAwait(false);
    }

    // Of "http://host/a/" + id the first literal; anything else as it is.
    private static ExpressionSyntax? Head(SemanticModel model, ExpressionSyntax expression)
    {
        if (expression is not BinaryExpressionSyntax || model.GetConstantValue(expression).HasValue)
        {
            return expression;
        }

        while (expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } add)
        {
            expression = add.Left;
        }

        return expression is LiteralExpressionSyntax ? expression : null;
    }

    internal static string? Text(SemanticModel model, ExpressionSyntax expression) =>
        expression switch
        {
            LiteralExpressionSyntax literal => literal.Token.Value as string,
            InterpolatedStringExpressionSyntax { Contents: [InterpolatedStringTextSyntax first, ..] } => first.TextToken.ValueText,
            _ => model.GetConstantValue(expression) is { HasValue: true, Value: string constant } ? constant : null,
        };

    /// <summary>Puts the read in the place of the expression. A constant becomes a variable; others that are made of it could not follow.</summary>
    /// <returns>The new root, or null for one of several constants.</returns>
    internal static SyntaxNode? ReplaceWhole(SyntaxNode root, ExpressionSyntax target, string read)
    {
        if (target.Parent is not EqualsValueClauseSyntax { Parent.Parent.Parent: LocalDeclarationStatementSyntax { IsConst: true } local })
        {
            return root.ReplaceNode(target, Instead(target, read));
        }

        if (local.Declaration.Variables.Count != 1)
        {
            return null;
        }

        var variable = local.ReplaceNode(target, Instead(target, read));
        var type = SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space);
        return root.ReplaceNode(
            local,
            variable.WithModifiers(default).WithDeclaration(variable.Declaration.WithType(type)).WithLeadingTrivia(local.GetLeadingTrivia())
        );
    }

    // http://host/path → a local for http://host before the statement, and $"{local}/path".
    private static SyntaxNode? ReplaceStart(
        FixContext context,
        ExpressionSyntax target,
        EndpointUrl url,
        ConfigurationValue value,
        string configuration
    )
    {
        var root = context.Root;
        var name = LocalName(value.Key);
        var statement = target.FirstAncestorOrSelf<StatementSyntax>();
        var taken = context.Model.LookupSymbols(target.SpanStart, name: name);
        var isDeclared =
            taken is [ILocalSymbol { DeclaringSyntaxReferences: [var declaration] }]
            && declaration.Span.End < target.SpanStart
            && declaration.GetSyntax().ToString().Contains('"' + value.Key + '"');
        var canDeclare =
            taken.IsEmpty
            && statement is { Parent: BlockSyntax or GlobalStatementSyntax or SwitchSectionSyntax } and not LocalFunctionStatementSyntax
            && !IsInLambda(target, statement);
        if (!isDeclared && !canDeclare)
        {
            return Rest(target, url, null) is { } rest
                ? root.ReplaceNode(target, SyntaxFactory.ParseExpression($"({value.Read(configuration)}) + {rest}").WithTriviaFrom(target))
                : null;
        }

        if (Rest(target, url, name) is not { } text)
        {
            return null;
        }

        var replacement = SyntaxFactory.ParseExpression(text).WithTriviaFrom(target);
        return isDeclared
            ? root.ReplaceNode(target, replacement)
            : Declare(root, statement!, statement!.ReplaceNode(target, replacement), $"var {name} = {value.Read(configuration)};");
    }

    /// <summary>Puts a declaration before a statement, below the comments that stand above it.</summary>
    internal static SyntaxNode Declare(SyntaxNode root, StatementSyntax statement, StatementSyntax changed, string declaration)
    {
        var leading = statement.GetLeadingTrivia();
        var indentation = leading.LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var local = SyntaxFactory.ParseStatement(declaration).WithLeadingTrivia(leading).WithTrailingTrivia(Usings.LineEnd(root));
        changed = changed.WithLeadingTrivia(
            indentation.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(indentation) : default
        );
        return statement.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, [SyntaxFactory.GlobalStatement(local), global.WithStatement(changed)])
            : root.ReplaceNode(statement, [local, changed]);
    }

    // The same text with its start replaced by {name}, or without its start.
    private static string? Rest(ExpressionSyntax target, EndpointUrl url, string? name)
    {
        if (target is InterpolatedStringExpressionSyntax interpolated)
        {
            var source = interpolated.ToString();
            var start = source.IndexOf(url.Authority, StringComparison.Ordinal);
            return start < 0 || source.StartsWith("$$", StringComparison.Ordinal)
                ? null
                : source.Substring(0, start) + (name is null ? "" : "{" + name + "}") + source.Substring(start + url.Authority.Length);
        }

        if (name is null)
        {
            return SymbolDisplay.FormatLiteral(url.Rest, quote: true);
        }

        if (url.Rest.Length == 0)
        {
            return name;
        }

        var rest = SymbolDisplay.FormatLiteral(url.Rest, quote: true).Replace("{", "{{").Replace("}", "}}");
        return "$\"{" + name + "}" + rest.Substring(1);
    }

    internal static string LocalName(string key)
    {
        var segments = key.Split(':');
        var name = segments.Length >= 3 ? segments[segments.Length - 2] + segments[segments.Length - 1] : segments[segments.Length - 1];
        name = string.Concat(name.Where(static c => char.IsLetterOrDigit(c)));
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }
}
