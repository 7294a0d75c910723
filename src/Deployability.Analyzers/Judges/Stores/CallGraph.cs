using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Judges.Stores;

/// <summary>Who calls whom inside the project, as far as it takes to say whether a request reaches a method.</summary>
internal sealed class CallGraph(ProjectContext project)
{
    private const int MaxDepth = 8;

    private readonly ConcurrentDictionary<IMethodSymbol, ConcurrentDictionary<IMethodSymbol, bool>> callers = new(
        SymbolEqualityComparer.Default
    );
    private readonly ConcurrentDictionary<IMethodSymbol, bool> calledByRequests = new(SymbolEqualityComparer.Default);

    /// <summary>Whether calls of the method are worth an edge: it is the project's own.</summary>
    public bool IsOwn(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, project.Compilation.Assembly);

    /// <summary>Notes that <paramref name="caller"/> runs <paramref name="callee"/>; a null caller is a request itself.</summary>
    public void Add(IMethodSymbol? caller, IMethodSymbol callee)
    {
        callee = Definition(callee);
        if (caller is null)
        {
            calledByRequests.TryAdd(callee, true);
        }
        else
        {
            callers
                .GetOrAdd(callee, static _ => new ConcurrentDictionary<IMethodSymbol, bool>(SymbolEqualityComparer.Default))
                .TryAdd(Definition(caller), true);
        }
    }

    /// <summary>Whether a request reaches the method, directly or through the project's own methods and interfaces.</summary>
    public bool IsReachedByRequests(IMethodSymbol method) =>
        IsReached(Definition(method), new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default), MaxDepth);

    /// <summary>Whether code in view calls the method, by its own name or the one it implements; generated code, such as Razor's, is not in view.</summary>
    public bool IsCalled(IMethodSymbol method)
    {
        method = Definition(method);
        return calledByRequests.ContainsKey(method)
            || callers.ContainsKey(method)
            || Declarations(method).Any(declaration => calledByRequests.ContainsKey(declaration) || callers.ContainsKey(declaration));
    }

    private bool IsReached(IMethodSymbol method, HashSet<IMethodSymbol> visited, int depth)
    {
        if (depth == 0 || !visited.Add(method))
        {
            return false;
        }

        if (calledByRequests.ContainsKey(method) || RequestHandlers.IsHandler(method, project))
        {
            return true;
        }

        if (callers.TryGetValue(method, out var direct) && direct.Keys.Any(caller => IsReached(caller, visited, depth - 1)))
        {
            return true;
        }

        return Declarations(method).Any(declaration => IsReached(declaration, visited, depth));
    }

    // What a caller may have named instead: the interface's member or the overridden method.
    private static IEnumerable<IMethodSymbol> Declarations(IMethodSymbol method)
    {
        if (method.OverriddenMethod is { } overridden)
        {
            yield return Definition(overridden);
        }

        if (method.IsStatic || method.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type)
        {
            yield break;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            foreach (var member in implemented.GetMembers())
            {
                if (
                    member is IMethodSymbol declaration
                    && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(declaration), method)
                )
                {
                    yield return Definition(declaration);
                }
            }
        }
    }

    private static IMethodSymbol Definition(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;
}
