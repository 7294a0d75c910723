using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers.Settings;

/// <summary>Knows classes that configuration is bound to: an initialiser in one is a default that a deployment can replace.</summary>
internal static class OptionsClasses
{
    /// <summary>Whether the class is meant to be bound, by its name or because it says its section's name.</summary>
    public static bool IsBound(INamedTypeSymbol? type, ProjectContext project)
    {
        if (type is null || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, project.Compilation.Assembly))
        {
            return false;
        }

        return IsNamedForOptions(type) || !type.GetMembers("SectionName").IsEmpty;
    }

    /// <summary>Whether a property of the class is decided by who deploys: the class is meant to be bound, here or in another project.</summary>
    public static bool IsOperators(INamedTypeSymbol? type, ProjectContext project) =>
        IsBound(type, project)
        || type is not null && IsNamedForOptions(type) && !type.IsInNamespace("Microsoft") && !type.IsInNamespace("System");

    private static bool IsNamedForOptions(INamedTypeSymbol type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal)
        || type.Name.EndsWith("Settings", StringComparison.Ordinal)
        || type.Name.EndsWith("Config", StringComparison.Ordinal)
        || type.Name.EndsWith("Configuration", StringComparison.Ordinal);

    /// <summary>The configuration key that replaces the initialiser which a literal is, in a class that the code binds to a section; null when there is none.</summary>
    public static string? KeyFor(SyntaxNode literal, ProjectContext project)
    {
        if (
            literal.Parent
            is not EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax { Parent: TypeDeclarationSyntax type } property }
        )
        {
            return null;
        }

        return KeyOf(type, property.Identifier.ValueText, project);
    }

    /// <summary>The configuration key that a property of bound options gets its value from; null where the code binds none.</summary>
    public static string? KeyFor(IPropertySymbol property, ProjectContext project) =>
        property.ContainingType.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax(Cancellation.Token) is TypeDeclarationSyntax type
            ? KeyOf(type, NameOf(property), project)
            : null;

    /// <summary>The last part of a property's key, which <c>[ConfigurationKeyName("API_BASE")]</c> renames.</summary>
    public static string NameOf(IPropertySymbol property)
    {
        foreach (var attribute in property.GetAttributes())
        {
            if (
                attribute.AttributeClass?.Name == "ConfigurationKeyNameAttribute"
                && attribute.ConstructorArguments is [{ Value: string name }]
            )
            {
                return name;
            }
        }

        return property.Name;
    }

    private static string? KeyOf(TypeDeclarationSyntax type, string property, ProjectContext project) =>
        SectionOf(type, project) is not { } section ? null
        : section.Length == 0 ? property
        : section + ":" + property;

    // The section that the code binds to a class.
    private static string? SectionOf(TypeDeclarationSyntax type, ProjectContext project)
    {
        foreach (var tree in project.Compilation.SyntaxTrees)
        {
            // Configure<CatalogOptions>(…), AddOptions<CatalogOptions>().Bind(…), GetSection("…").Get<CatalogOptions>()
            foreach (
                var call in project
                    .IdentifiersNamed(tree, type.Identifier.ValueText)
                    .SelectMany(static name =>
                        name.Parent!.Ancestors().TakeWhile(static node => node is not StatementSyntax).OfType<InvocationExpressionSyntax>()
                    )
            )
            {
                if (
                    ConfigurationReads.Calls.Contains(call.Expression.NameOfMember() ?? "")
                    && project.OperationOf(call) is { } operation
                    && ConfigurationReads.TryRecognise(operation) is { BoundType: { } bound, Key: var section }
                    && bound.DeclaringSyntaxReferences.Any(reference =>
                        reference.SyntaxTree == type.SyntaxTree && reference.Span == type.Span
                    )
                )
                {
                    return section;
                }
            }
        }

        return null;
    }

    /// <summary>Whether the operation is <c>options.Value</c>, <c>monitor.CurrentValue</c> or <c>snapshot.Get(…)</c>.</summary>
    public static bool IsOptionsValue(IOperation? operation) =>
        operation?.Unwrap() switch
        {
            IPropertyReferenceOperation { Property: { Name: "Value" or "CurrentValue", ContainingType: { } type } } => type.IsInNamespace(
                "Microsoft.Extensions.Options"
            ),
            IInvocationOperation { TargetMethod: { Name: "Get", ContainingType: { } type } } => type.IsInNamespace(
                "Microsoft.Extensions.Options"
            ),
            ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } value
                && value is not ILocalReferenceOperation
                && IsOptionsValue(value),
            _ => false,
        };
}
