using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Judges.Stores;

/// <summary>Says whether a request reaches a method, from the method backwards: who names it is looked up when somebody asks.</summary>
internal sealed class CallGraph(ProjectContext project)
{
    private const int MaxDepth = 8;

    private readonly ConcurrentDictionary<IMethodSymbol, bool> reached = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the member is the project's own.</summary>
    public bool IsOwn(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, project.Compilation.Assembly);

    /// <summary>Whether a request reaches the method, directly or through the project's own methods and interfaces.</summary>
    public bool IsReachedByRequests(IMethodSymbol method) =>
        reached.GetOrAdd(Definition(method), key => IsReached(key, new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default), MaxDepth));

    /// <summary>Whether code in view calls the method, by its own name or the one it implements; generated code, such as Razor's, is not in view.</summary>
    public bool IsCalled(IMethodSymbol method) => RunnersOf(Definition(method)).Any();

    private bool IsReached(IMethodSymbol method, HashSet<IMethodSymbol> visited, int depth) =>
        depth > 0
        && visited.Add(method)
        && (
            NamesOf(method).Any(name => RequestHandlers.IsHandler(name, project))
            || RunnersOf(method).Any(runner => runner is null || IsReached(runner, visited, depth - 1))
        );

    // The methods that run this one, one by one: the first that a request reaches is enough. Null stands for a request.
    private IEnumerable<IMethodSymbol?> RunnersOf(IMethodSymbol method)
    {
        var names = new HashSet<IMethodSymbol>(NamesOf(method), SymbolEqualityComparer.Default);
        var written = method.AssociatedSymbol is IPropertySymbol property ? property.Name : method.Name;
        written = written.Substring(written.LastIndexOf('.') + 1);
        var isLocal = method.MethodKind == MethodKind.LocalFunction;
        foreach (var tree in isLocal ? OwnTrees(method) : TreesByMention(names))
        {
            // Where nobody speaks of the type, the name mostly means another method.
            var isMentioned = isLocal || Mentions(tree, names);
            foreach (var token in project.IdentifiersNamed(tree, written))
            {
                if (
                    token.Parent is not SimpleNameSyntax name
                    || SyntaxFacts.IsInTypeOnlyContext(name)
                    || !isMentioned && !project.MayMean(name, meant => MethodOf(meant) is { } named && names.Contains(named))
                    || UseOf(name) is not { } use
                    || MethodOf(use) is not { } used
                    || !names.Contains(used)
                )
                {
                    continue;
                }

                if (use is IMethodReferenceOperation && RequestHandlers.IsGivenToPipeline(use))
                {
                    yield return null;
                }
                else if (RequestHandlers.RunnerOf(use, out var inRequest) is { } runner)
                {
                    yield return Definition(runner);
                }
                else if (inRequest)
                {
                    yield return null;
                }
            }
        }
    }

    private static IEnumerable<SyntaxTree> OwnTrees(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Select(static reference => reference.SyntaxTree);

    // Files that name a type of the method first: a call most likely stands there.
    private IEnumerable<SyntaxTree> TreesByMention(HashSet<IMethodSymbol> names) =>
        project.Trees.OrderBy(tree => Mentions(tree, names) ? 0 : 1);

    private bool Mentions(SyntaxTree tree, HashSet<IMethodSymbol> names) =>
        names.Any(name => project.MayMention(tree, name.ContainingType.Name));

    private IOperation? UseOf(SimpleNameSyntax name)
    {
        SyntaxNode use = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access,
            MemberBindingExpressionSyntax binding => binding,
            _ => name,
        };
        return project.OperationOf(use.Parent is InvocationExpressionSyntax call && call.Expression == use ? call : use);
    }

    private static IMethodSymbol? MethodOf(IOperation use) =>
        use switch
        {
            IInvocationOperation call => Definition(call.TargetMethod),
            IMethodReferenceOperation reference => Definition(reference.Method),
            IPropertyReferenceOperation { Property: var property } => MethodOf(property),
            _ => null,
        };

    private static IMethodSymbol? MethodOf(ISymbol? named) =>
        named switch
        {
            IMethodSymbol method => Definition(method),
            IPropertySymbol { GetMethod: { } get } => Definition(get),
            IPropertySymbol { SetMethod: { } set } => Definition(set),
            _ => null,
        };

    // The method itself, and what a caller may have named instead: the interface's member or the overridden method.
    private static IEnumerable<IMethodSymbol> NamesOf(IMethodSymbol method)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            yield return Definition(current);
            if (current.IsStatic || current.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type)
            {
                continue;
            }

            foreach (var implemented in type.AllInterfaces)
            {
                foreach (var member in implemented.GetMembers())
                {
                    if (
                        member is IMethodSymbol declaration
                        && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(declaration), current)
                    )
                    {
                        yield return Definition(declaration);
                    }
                }
            }
        }
    }

    private static IMethodSymbol Definition(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;
}
