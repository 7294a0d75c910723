using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Infrastructure;

internal static class SymbolExtensions
{
    /// <summary>Whether the symbol's namespace is <paramref name="ns"/> or lies below it; compares without building strings.</summary>
    public static bool IsInNamespace(this ISymbol symbol, string ns)
    {
        for (var current = symbol.ContainingNamespace; current is { IsGlobalNamespace: false }; current = current.ContainingNamespace)
        {
            if (HasName(current, ns.AsSpan()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the type has this name and stands directly in this namespace.</summary>
    public static bool Is(this ITypeSymbol? type, string ns, string name) =>
        type is not null && type.Name == name && type.ContainingNamespace is { } containing && HasName(containing, ns.AsSpan());

    private static bool HasName(INamespaceSymbol symbol, ReadOnlySpan<char> name)
    {
        while (true)
        {
            if (symbol.IsGlobalNamespace)
            {
                return name.IsEmpty;
            }

            var dot = name.LastIndexOf('.');
            if (!name.Slice(dot + 1).SequenceEqual(symbol.Name.AsSpan()))
            {
                return false;
            }

            name = dot < 0 ? default : name.Slice(0, dot);
            symbol = symbol.ContainingNamespace;
        }
    }
}
