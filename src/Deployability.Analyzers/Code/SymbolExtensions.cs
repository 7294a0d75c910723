using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Code;

/// <summary>Compares symbols with names without making strings of them.</summary>
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

    /// <summary>
    /// Whether the method is a helper whose source is at hand and calls others: what it does is said by the calls inside,
    /// even when it is called like a library's.
    /// </summary>
    public static bool IsHelper(this IMethodSymbol method) =>
        (method.ReducedFrom ?? method).DeclaringSyntaxReferences.Any(static reference =>
            reference.GetSyntax(Cancellation.Token).DescendantNodes().Any(static node => node is InvocationExpressionSyntax)
        );

    /// <summary>Whether a declared type becomes another one with what the caller gives: <c>T</c>, <c>T[]</c>, <c>List&lt;T&gt;</c>.</summary>
    public static bool IsOpen(this ITypeSymbol type) =>
        type switch
        {
            ITypeParameterSymbol => true,
            IArrayTypeSymbol array => array.ElementType.IsOpen(),
            INamedTypeSymbol { IsGenericType: true } generic => generic.TypeArguments.Any(static argument => argument.IsOpen()),
            _ => false,
        };

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
