using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Generation;

/// <summary>The keys of a section that is bound to a class: one for each property that the binder can set.</summary>
internal static class OptionsProperties
{
    private const int MaxDepth = 4;

    public static IEnumerable<Fact> Expand(ITypeSymbol type, string section, FactSource source, ProjectContext project) =>
        Expand(type, section, source, project, MaxDepth);

    private static IEnumerable<Fact> Expand(ITypeSymbol type, string section, FactSource source, ProjectContext project, int depth)
    {
        // Dictionaries, interfaces and types of others have keys that nobody here can list.
        if (
            depth == 0
            || type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct }
            || type.Locations.All(static location => location.IsInMetadata) && type.Name.EndsWith("Dictionary", StringComparison.Ordinal)
        )
        {
            yield return new ConfigurationKeyFact(source, section, ConfigurationValueType.Section, null, false, false);
            yield break;
        }

        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (property.IsStatic || property.IsIndexer || property.DeclaredAccessibility != Accessibility.Public || !CanBind(property))
                {
                    continue;
                }

                var key = section + ":" + OptionsClasses.NameOf(property);
                var valueType = ConfigurationReads.TypeOf(property.Type);
                if (valueType == ConfigurationValueType.Section)
                {
                    foreach (var inner in Expand(property.Type, key, source, project, depth - 1))
                    {
                        yield return inner;
                    }
                }
                else
                {
                    var isSecret = SecretKeys.IsSecret(key);
                    yield return new ConfigurationKeyFact(
                        source,
                        key,
                        valueType,
                        isSecret ? null : DefaultOf(property, project),
                        IsRequired(property),
                        isSecret
                    );
                }
            }
        }
    }

    private static bool CanBind(IPropertySymbol property) =>
        property.SetMethod is { DeclaredAccessibility: Accessibility.Public }
        || (property.ContainingType.IsRecord && property.SetMethod is not null)
        || ConfigurationReads.TypeOf(property.Type) is ConfigurationValueType.Array or ConfigurationValueType.Section
            && property.GetMethod is not null
            && property.Type.TypeKind == TypeKind.Class
            && property.Type.SpecialType == SpecialType.None;

    private static bool IsRequired(IPropertySymbol property) =>
        property.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "RequiredAttribute");

    // { get; set; } = value, and the default of a record's parameter.
    private static string? DefaultOf(IPropertySymbol property, ProjectContext project)
    {
        var initial = property.DeclaringSyntaxReferences is [var reference]
            ? reference.GetSyntax(Cancellation.Token) switch
            {
                PropertyDeclarationSyntax { Initializer.Value: { } value } => value,
                ParameterSyntax { Default.Value: { } value } => value,
                _ => null,
            }
            : null;
        return initial is null || project.OperationOf(initial) is not { } operation
            ? null
            : ConfigurationReads.TextOf(operation) ?? (project.Values.Trace(operation) is [{ HasHole: false } only] ? only.Text : null);
    }
}
