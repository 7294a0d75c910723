using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which methods are actions of MVC controllers, and what their attributes say about who may call them.</summary>
/// <remarks>https://learn.microsoft.com/aspnet/core/mvc/controllers/actions, https://learn.microsoft.com/aspnet/core/security/authorization/simple.</remarks>
internal static class ControllerActions
{
    /// <summary>Whether MVC takes the class for a controller.</summary>
    public static bool IsController(INamedTypeSymbol type, ProjectContext project) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false }
        && (
            type.Name.EndsWith("Controller", StringComparison.Ordinal)
            || project.Types.Is(type, TypeNames.ControllerBase)
            || Has(type, "ControllerAttribute")
            || Has(type, "ApiControllerAttribute")
        )
        && !Has(type, "NonControllerAttribute");

    /// <summary>Whether requests can reach the method.</summary>
    public static bool IsAction(IMethodSymbol method, ProjectContext project) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public, IsAbstract: false }
        && !Has(method, "NonActionAttribute")
        && IsController(method.ContainingType, project);

    /// <summary>What requests reach in a controller: its own methods, and those that it inherits from classes that are not the framework's.</summary>
    public static IReadOnlyList<IMethodSymbol> ActionsOf(INamedTypeSymbol controller, ProjectContext project)
    {
        var actions = new List<IMethodSymbol>();
        if (!IsController(controller, project))
        {
            return actions;
        }

        foreach (var type in Hierarchy(controller).TakeWhile(static type => !type.IsInNamespace("Microsoft.AspNetCore")))
        {
            foreach (var member in type.GetMembers())
            {
                if (
                    member
                        is IMethodSymbol
                        {
                            MethodKind: MethodKind.Ordinary,
                            IsStatic: false,
                            DeclaredAccessibility: Accessibility.Public,
                            IsAbstract: false
                        } method
                    && !Has(method, "NonActionAttribute")
                    && !IsOfTheFramework(method)
                    && !actions.Exists(known => Hides(known, method))
                )
                {
                    actions.Add(method);
                }
            }
        }

        return actions;
    }

    // Dispose, OnActionExecuting: what the framework declares, it calls.
    private static bool IsOfTheFramework(IMethodSymbol method)
    {
        var root = method;
        while (root.OverriddenMethod is { } overridden)
        {
            root = overridden;
        }

        return !SymbolEqualityComparer.Default.Equals(root, method) && root.IsInNamespace("Microsoft.AspNetCore")
            || method is { Name: "Dispose" or "DisposeAsync" } or { ContainingType.SpecialType: SpecialType.System_Object };
    }

    private static bool Hides(IMethodSymbol own, IMethodSymbol inherited) =>
        own.Name == inherited.Name
        && own.Parameters.Length == inherited.Parameters.Length
        && !SymbolEqualityComparer.Default.Equals(own.ContainingType, inherited.ContainingType);

    /// <summary>Who may call the action, by its attributes and those of its class and base classes.</summary>
    public static EndpointAccess AccessOf(IMethodSymbol action) => AccessOf(action, action.ContainingType);

    /// <summary>The same for an action that a controller inherits.</summary>
    public static EndpointAccess AccessIn(INamedTypeSymbol controller, IMethodSymbol action) => AccessOf(action, controller);

    /// <summary>The same for what a whole class answers, such as a hub.</summary>
    public static EndpointAccess AccessOf(INamedTypeSymbol type) => AccessOf(type, type);

    /// <summary>A type and its base classes, without <see cref="object"/>.</summary>
    public static IEnumerable<INamedTypeSymbol> Hierarchy(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            yield return current;
        }
    }

    public static bool Has(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().Any(found => found.AttributeClass?.Name == attribute);

    private static EndpointAccess AccessOf(ISymbol symbol, INamedTypeSymbol type)
    {
        var access = EndpointAccess.Default;
        foreach (var attribute in symbol.GetAttributes().Concat(Hierarchy(type).SelectMany(static current => current.GetAttributes())))
        {
            if (IsOrDerives(attribute, "AllowAnonymousAttribute", "IAllowAnonymous"))
            {
                return EndpointAccess.Anonymous;
            }

            if (IsOrDerives(attribute, "AuthorizeAttribute", "IAuthorizeData"))
            {
                access = EndpointAccess.Authorized;
            }
            else if (IsOrDerives(attribute, "RequireHttpsAttribute", "") && access == EndpointAccess.Default)
            {
                access = EndpointAccess.HttpsOnly;
            }
        }

        return access;
    }

    private static bool IsOrDerives(AttributeData attribute, string name, string implemented) =>
        attribute.AttributeClass is { } type
        && (Hierarchy(type).Any(current => current.Name == name) || type.AllInterfaces.Any(found => found.Name == implemented));
}
