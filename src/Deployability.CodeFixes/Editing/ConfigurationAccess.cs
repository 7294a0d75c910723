using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Editing;

/// <summary>Finds what the code at a place already calls its configuration, its environment or its builder.</summary>
internal static class ConfigurationAccess
{
    /// <summary>An expression for <c>IConfiguration</c> that is in scope: <c>configuration</c>, <c>builder.Configuration</c>, <c>_config</c>.</summary>
    /// <returns>The expression's text, or null when nothing in scope holds the configuration.</returns>
    public static string? FindConfiguration(SemanticModel model, SyntaxNode node) =>
        Find(model, node, static type => ConfigurationReads.IsConfiguration(type) && type.Name != "IConfigurationSection", "Configuration");

    /// <summary>An expression for the hosting environment that is in scope: <c>env</c>, <c>app.Environment</c>, <c>builder.Environment</c>, <c>context.HostingEnvironment</c>.</summary>
    public static string? FindEnvironment(SemanticModel model, SyntaxNode node) =>
        Find(model, node, static type => IsEnvironment(type), "Environment", "HostingEnvironment");

    /// <summary>An expression for the app's services that is in scope: <c>app.ApplicationServices</c>, <c>endpoints.ServiceProvider</c>, <c>provider</c>.</summary>
    public static string? FindServices(SemanticModel model, SyntaxNode node) =>
        Find(
            model,
            node,
            static type =>
                type is { Name: "IServiceProvider", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } },
            "ApplicationServices",
            "ServiceProvider",
            "Services"
        );

    private static bool IsEnvironment(ITypeSymbol type) =>
        type.Name is "IHostEnvironment" or "IWebHostEnvironment" or "IHostingEnvironment"
        || type.AllInterfaces.Any(static implemented => implemented.Name is "IHostEnvironment" or "IHostingEnvironment");

    private static string? Find(SemanticModel model, SyntaxNode node, Func<ITypeSymbol, bool> isWanted, params string[] members)
    {
        string? viaMember = null;
        var position = node.SpanStart;
        var isStatic = model.GetEnclosingSymbol(position) is { IsStatic: true };
        foreach (
            var symbol in model
                .LookupSymbols(position)
                .OrderBy(static symbol =>
                    symbol.Kind switch
                    {
                        SymbolKind.Local => 0,
                        SymbolKind.Parameter => 1,
                        SymbolKind.Field => 2,
                        _ => 3,
                    }
                )
        )
        {
            var type = symbol switch
            {
                ILocalSymbol local when IsAssignedBefore(local, node) && !IsBeyondStaticBoundary(local, node) => local.Type,
                IParameterSymbol parameter when !IsBeyondStaticBoundary(parameter, node) => parameter.Type,
                IFieldSymbol field when field.IsStatic || !isStatic => field.Type,
                IPropertySymbol { IsIndexer: false } property when property.IsStatic || !isStatic => property.Type,
                _ => null,
            };
            if (type is null || symbol.IsImplicitlyDeclared)
            {
                continue;
            }

            if (isWanted(type))
            {
                return Name(symbol);
            }

            if (
                viaMember is null
                && symbol is ILocalSymbol or IParameterSymbol
                && members.FirstOrDefault(member => PropertyOf(type, member) is { } property && isWanted(property.Type)) is { } found
            )
            {
                viaMember = Name(symbol) + "." + found;
            }
        }

        return viaMember;
    }

    private static string Name(ISymbol symbol) =>
        SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? symbol.Name : "@" + symbol.Name;

    private static IPropertySymbol? PropertyOf(ITypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (
                current
                    .GetMembers(name)
                    .OfType<IPropertySymbol>()
                    .FirstOrDefault(static property => property.DeclaredAccessibility == Accessibility.Public) is
                { } property
            )
            {
                return property;
            }
        }

        return type.AllInterfaces.SelectMany(implemented => implemented.GetMembers(name)).OfType<IPropertySymbol>().FirstOrDefault();
    }

    private static bool IsAssignedBefore(ILocalSymbol local, SyntaxNode node) =>
        local.DeclaringSyntaxReferences.All(reference =>
            reference.SyntaxTree == node.SyntaxTree
            && reference.Span.End < node.SpanStart
            && reference.GetSyntax() is not VariableDeclaratorSyntax { Initializer: null }
            && node.Ancestors()
                .OfType<LocalFunctionStatementSyntax>()
                .All(function => function.Span.Contains(reference.Span) || !IsUsedBefore(function, reference.Span.End))
        );

    // Whoever calls a local function before a variable has its value may not use the variable in it.
    private static bool IsUsedBefore(LocalFunctionStatementSyntax function, int position)
    {
        SyntaxNode? body = function.Parent is GlobalStatementSyntax ? function.Parent.Parent : function.Parent;
        return body
            ?.DescendantNodes(node => node.SpanStart < position)
            .Any(node =>
                node is IdentifierNameSyntax name && name.SpanStart < position && name.Identifier.ValueText == function.Identifier.ValueText
            )
            is true;
    }

    // Top-level locals are not visible in classes, though lookup lists them; static local functions and lambdas capture nothing.
    private static bool IsBeyondStaticBoundary(ISymbol symbol, SyntaxNode node)
    {
        var declaration = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        var isHere = declaration?.SyntaxTree == node.SyntaxTree;
        foreach (var ancestor in node.Ancestors())
        {
            if (isHere && ancestor.Span.Contains(declaration!.Span))
            {
                return false;
            }

            if (
                ancestor is TypeDeclarationSyntax && symbol is ILocalSymbol
                || ancestor is LocalFunctionStatementSyntax function && function.Modifiers.Any(SyntaxKind.StaticKeyword)
                || ancestor is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword)
            )
            {
                return true;
            }
        }

        return false;
    }
}
