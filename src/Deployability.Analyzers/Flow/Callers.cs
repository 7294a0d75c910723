using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Finds the places of a project that call one of its methods.</summary>
internal sealed class Callers(ProjectContext project)
{
    /// <summary>Every place of the project that names the method: its call, or something else that may not be followed.</summary>
    /// <param name="own">A file that declares it.</param>
    public IEnumerable<ExpressionSyntax> Of(IMethodSymbol method, SyntaxTree own)
    {
        foreach (var tree in TreesThatMayCall(method, own))
        {
            SemanticModel? treeModel = null;
            foreach (var token in project.IdentifiersNamed(tree, CalledName(method)))
            {
                // Binding a name binds the whole body around it: not for a type that has the method's name.
                if (token.Parent is not SimpleNameSyntax name || SyntaxFacts.IsInTypeOnlyContext(name))
                {
                    continue;
                }

                treeModel ??= project.ModelOf(tree);
                // Where an argument's type is not restored, the call binds to a candidate only.
                var named = treeModel.GetSymbolInfo(name, Cancellation.Token);
                if (
                    (named.Symbol ?? named.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol target
                    || !MayRun((target.ReducedFrom ?? target).OriginalDefinition, method)
                )
                {
                    continue;
                }

                ExpressionSyntax use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                yield return use.Parent is InvocationExpressionSyntax invocation ? invocation : use;
            }
        }
    }

    // A call of the method itself, or of the member that it implements or overrides.
    private static bool MayRun(IMethodSymbol called, IMethodSymbol method)
    {
        if (SymbolEqualityComparer.Default.Equals(called, method))
        {
            return true;
        }

        if (called.ContainingType?.TypeKind == TypeKind.Interface)
        {
            return method.ContainingType.AllInterfaces.Any(implemented =>
                    SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, called.ContainingType)
                )
                && (
                    method.ExplicitInterfaceImplementations.Length == 0
                        ? called.Name == method.Name && called.Parameters.Length == method.Parameters.Length
                        : method.ExplicitInterfaceImplementations.Any(explicitly =>
                            SymbolEqualityComparer.Default.Equals(explicitly.OriginalDefinition, called)
                        )
                );
        }

        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(called, overridden.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the project calls the method, and gives a value for the parameter wherever it does: its default then counts for nothing.</summary>
    /// <param name="own">A file that declares the method.</param>
    public bool AlwaysGive(IParameterSymbol parameter, SyntaxTree own)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method)
        {
            return false;
        }

        var isCalled = false;
        foreach (var use in Of(method.OriginalDefinition, own))
        {
            if (project.OperationOf(use) is not { } call || !IsGiven(parameter, call))
            {
                return false;
            }

            isCalled = true;
        }

        return isCalled;
    }

    private static bool IsGiven(IParameterSymbol parameter, IOperation use) =>
        use is IInvocationOperation call
            ? call.Arguments.Any(argument =>
                argument.Parameter?.Ordinal == parameter.Ordinal && argument.ArgumentKind == ArgumentKind.Explicit
            )
            : GivenFor(parameter, use) is not null;

    /// <summary>The name under which a method is called: of an explicit implementation the last part.</summary>
    public static string CalledName(IMethodSymbol method) => method.Name.Substring(method.Name.LastIndexOf('.') + 1);

    // Files that name the type first: one call that is not guarded decides, and it most likely stands there.
    private IEnumerable<SyntaxTree> TreesThatMayCall(IMethodSymbol method, SyntaxTree own)
    {
        var isCalledInOwnFileOnly =
            method.MethodKind == MethodKind.LocalFunction
            || method.DeclaredAccessibility == Accessibility.Private
                && method.ExplicitInterfaceImplementations.Length == 0
                && method.ContainingType.DeclaringSyntaxReferences.All(reference => reference.SyntaxTree == own);
        return isCalledInOwnFileOnly
            ? [own]
            : project
                .Compilation.SyntaxTrees.Where(tree => project.MayMention(tree, CalledName(method)))
                .OrderBy(tree => project.MayMention(tree, method.ContainingType.Name) ? 0 : 1);
    }

    /// <summary>What a call gives for a parameter, also where it does not bind; null when that cannot be told.</summary>
    public static IOperation? GivenFor(IParameterSymbol parameter, IOperation use)
    {
        if (use is IInvocationOperation call)
        {
            return call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value;
        }

        if (use.Syntax is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments })
        {
            return null;
        }

        var given =
            arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
            ?? (parameter.Ordinal < arguments.Count && arguments[parameter.Ordinal] is { NameColon: null } positional ? positional : null);
        return given is null ? null : use.SemanticModel?.GetOperation(given.Expression, Cancellation.Token);
    }

    /// <summary>Whether nobody calls the method but the project itself: no framework, no host, no runtime.</summary>
    public static bool AreOfTheProjectAlone(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation
        && !IsCalledFromOutside(method)
        && !method.IsVirtual
        && !IsEntryPoint(method)
        && !IsStartupMethod(method);

    // What a framework declares, it calls.
    private static bool IsCalledFromOutside(IMethodSymbol method)
    {
        var root = method;
        while (root.OverriddenMethod is { } overridden)
        {
            root = overridden;
        }

        return root.Locations.All(static location => !location.IsInSource)
            || method.ExplicitInterfaceImplementations.Any(static explicitly =>
                explicitly.Locations.All(static location => !location.IsInSource)
            );
    }

    private static bool IsEntryPoint(IMethodSymbol method) => method is { IsStatic: true, Name: "Main" or "<Main>$" };

    private static bool IsStartupMethod(IMethodSymbol method) =>
        method.Name is "Configure" or "ConfigureServices" or "ConfigureContainer"
        && method.ContainingType.Name.StartsWith("Startup", StringComparison.Ordinal);
}
