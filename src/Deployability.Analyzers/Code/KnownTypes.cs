using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Code;

/// <summary>Types by metadata name, looked up once per compilation and only when somebody asks.</summary>
internal sealed class KnownTypes(Compilation compilation)
{
    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> types = new(StringComparer.Ordinal);

    /// <returns>The type, or null when nothing that the project references defines it.</returns>
    public INamedTypeSymbol? Get(string metadataName) =>
        types.TryGetValue(metadataName, out var type) ? type : types.GetOrAdd(metadataName, Find(compilation, metadataName));

    /// <summary>Whether the project references the type at all; what a rule asks before it registers anything.</summary>
    public bool Has(string metadataName) => Get(metadataName) is not null;

    /// <summary>Whether <paramref name="type"/> is, derives from, or implements the named type.</summary>
    public bool Is(ITypeSymbol? type, string metadataName)
    {
        if (type is null || Get(metadataName) is not { } known)
        {
            return false;
        }

        if (known.TypeKind == TypeKind.Interface)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, known))
            {
                return true;
            }

            foreach (var implemented in type.AllInterfaces)
            {
                if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, known))
                {
                    return true;
                }
            }

            return false;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, known))
            {
                return true;
            }
        }

        return false;
    }

    // More than one assembly may define a name (a shim beside the framework): the first one that is visible serves.
    private static INamedTypeSymbol? Find(Compilation compilation, string name)
    {
        foreach (var type in compilation.GetTypesByMetadataName(name))
        {
            if (
                type.DeclaredAccessibility == Accessibility.Public
                || SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
            )
            {
                return type;
            }
        }

        return null;
    }
}
