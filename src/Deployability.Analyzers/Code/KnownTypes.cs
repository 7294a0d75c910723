using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Code;

/// <summary>Types by metadata name, none of them nested in another, looked up once per compilation and only when somebody asks.</summary>
internal sealed class KnownTypes(Compilation compilation)
{
    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> types = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, INamespaceSymbol?> namespaces = new(StringComparer.Ordinal);

    /// <returns>The type, or null when nothing that the project references defines it.</returns>
    public INamedTypeSymbol? Get(string metadataName) =>
        types.TryGetValue(metadataName, out var type) ? type : types.GetOrAdd(metadataName, Find(metadataName));

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
    private INamedTypeSymbol? Find(string name)
    {
        var dot = name.LastIndexOf('.');
        var tick = name.IndexOf('`', dot + 1);
        var simple = tick < 0 ? name.Substring(dot + 1) : name.Substring(dot + 1, tick - dot - 1);
        var arity = tick < 0 ? 0 : int.Parse(name.Substring(tick + 1), CultureInfo.InvariantCulture);
        if (NamespaceOf(dot < 0 ? "" : name.Substring(0, dot)) is { } space)
        {
            foreach (var type in space.GetTypeMembers(simple, arity))
            {
                if (
                    type.DeclaredAccessibility == Accessibility.Public
                    || SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
                )
                {
                    return type;
                }
            }
        }

        return null;
    }

    // To look up a type by its whole name asks each of some hundred references, for every name anew; of a namespace the compiler knows which define it.
    private INamespaceSymbol? NamespaceOf(string name)
    {
        if (name.Length == 0)
        {
            return compilation.GlobalNamespace;
        }

        if (!namespaces.TryGetValue(name, out var space))
        {
            var dot = name.LastIndexOf('.');
            space = namespaces.GetOrAdd(
                name,
                NamespaceOf(dot < 0 ? "" : name.Substring(0, dot))
                    ?.GetMembers(name.Substring(dot + 1))
                    .OfType<INamespaceSymbol>()
                    .FirstOrDefault()
            );
        }

        return space;
    }
}
