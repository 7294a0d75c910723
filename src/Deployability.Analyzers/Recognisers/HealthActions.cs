using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which actions of MVC controllers answer probes, by the routes that their attributes give them.</summary>
/// <remarks>https://learn.microsoft.com/aspnet/core/mvc/controllers/routing: route attributes, tokens and the conventional route.</remarks>
internal static class HealthActions
{
    /// <summary>Whether a method may be such an action, by names alone: a public method of a controller with a word for health in its name or routes.</summary>
    public static bool MayAnswer(MethodDeclarationSyntax method) =>
        method.Parent is ClassDeclarationSyntax type
        && method.Modifiers.Any(SyntaxKind.PublicKeyword)
        && !method.Modifiers.Any(SyntaxKind.StaticKeyword)
        && MayBeController(type)
        && (
            MayBeName(method.Identifier.ValueText)
            || MayBeName(ActionRoutes.ControllerName(type.Identifier.ValueText))
            || HasTellingRoute(method.AttributeLists)
            || HasTellingRoute(type.AttributeLists)
        );

    /// <summary>Whether an action or its controller of this name may be for probes.</summary>
    public static bool MayBeName(string name) => ProbePaths.IsName(ActionRoutes.WithoutAsync(name));

    /// <summary>Whether the literal is the route of the action or of its controller.</summary>
    public static bool IsRouteOf(HealthEndpoint action, LiteralExpressionSyntax text) =>
        action.Syntax is MethodDeclarationSyntax method
        && text.SyntaxTree == method.SyntaxTree
        && text.FirstAncestorOrSelf<AttributeSyntax>()?.Parent?.Parent is { } owner
        && (owner == method || owner == method.Parent);

    /// <returns>The endpoint that answers probes, or null.</returns>
    public static HealthEndpoint? TryRecognise(MethodDeclarationSyntax syntax, IMethodSymbol action, ProjectContext project)
    {
        if (RouteOf(action, project) is not var (route, isConventional))
        {
            return null;
        }

        // A version is a parameter of the route, and where the conventional route begins is said elsewhere.
        var path = isConventional || route.IndexOf('{') >= 0 ? "" : route;
        return new HealthEndpoint(
            path,
            ProbePaths.KindOf(route),
            [],
            HealthEndpoints.ChecksOf(Takes(action)),
            ControllerActions.AccessOf(action),
            "",
            false,
            syntax
        );
    }

    /// <summary>Whether a referenced assembly has a controller with such an action; its types are looked through.</summary>
    public static bool IsAnyIn(IAssemblySymbol assembly, ProjectContext project)
    {
        var open = new Stack<INamespaceSymbol>();
        open.Push(assembly.GlobalNamespace);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceSymbol inner)
                {
                    open.Push(inner);
                }
                else if (
                    member is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } type
                    && type.Name.EndsWith("Controller", StringComparison.Ordinal)
                    && type.GetMembers().OfType<IMethodSymbol>().Any(method => RouteOf(method, project) is not null)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    // The route that is a probe's.
    private static (string Path, bool IsConventional)? RouteOf(IMethodSymbol action, ProjectContext project)
    {
        if (!ControllerActions.IsAction(action, project) || !IsAskedWithGet(action) || !NeedsNothing(action))
        {
            return null;
        }

        foreach (var route in ActionRoutes.Of(action, action.ContainingType))
        {
            if (ProbePaths.IsOne(route.Path))
            {
                return route;
            }
        }

        return null;
    }

    private static bool MayBeController(ClassDeclarationSyntax type) =>
        type.Identifier.ValueText.EndsWith("Controller", StringComparison.Ordinal)
        || type.AttributeLists.Any(static list =>
            list.Attributes.Any(static attribute => attribute.Name.NameOfMember() is "ApiController" or "Controller" or "Route")
        )
        || type.BaseList?.Types.FirstOrDefault()?.Type.NameOfMember() is { } name
            && name.IndexOf("Controller", StringComparison.Ordinal) >= 0;

    // A route that is no literal is a constant, which only binding can read.
    private static bool HasTellingRoute(SyntaxList<AttributeListSyntax> lists)
    {
        foreach (var list in lists)
        {
            foreach (var attribute in list.Attributes)
            {
                foreach (var argument in attribute.ArgumentList?.Arguments ?? default)
                {
                    if (
                        ActionRoutes.IsRouting(attribute.Name.NameOfMember())
                        && (
                            argument.Expression is not LiteralExpressionSyntax literal
                            || literal.Token.Value is string text && ProbePaths.MayBe(text)
                        )
                    )
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool IsAskedWithGet(IMethodSymbol action)
    {
        var said = false;
        foreach (var attribute in action.GetAttributes())
        {
            switch (attribute.AttributeClass?.Name)
            {
                case "HttpGetAttribute" or "HttpHeadAttribute":
                    return true;
                case "AcceptVerbsAttribute" when attribute.ConstructorArguments.Any(SaysGet):
                    return true;
                case "HttpPostAttribute"
                or "HttpPutAttribute"
                or "HttpDeleteAttribute"
                or "HttpPatchAttribute"
                or "HttpOptionsAttribute"
                or "AcceptVerbsAttribute":
                    said = true;
                    break;
            }
        }

        return !said;
    }

    private static bool SaysGet(TypedConstant argument) =>
        argument.Kind == TypedConstantKind.Array
            ? argument.Values.Any(SaysGet)
            : argument.Value is string verb && verb.Equals("GET", StringComparison.OrdinalIgnoreCase);

    // A probe brings nothing but its path.
    private static bool NeedsNothing(IMethodSymbol action) =>
        action.Parameters.All(static parameter =>
            parameter.IsOptional
            || parameter.Type.Name == "CancellationToken"
            || parameter.Type.TypeKind == TypeKind.Interface
            || parameter.NullableAnnotation == NullableAnnotation.Annotated
            || Has(parameter, "FromServicesAttribute")
        );

    private static IEnumerable<ITypeSymbol> Takes(IMethodSymbol action) =>
        action
            .Parameters.Concat(action.ContainingType.InstanceConstructors.SelectMany(static constructor => constructor.Parameters))
            .Select(static parameter => parameter.Type);

    private static bool Has(ISymbol symbol, string attribute) => ControllerActions.Has(symbol, attribute);
}

internal sealed class AnsweringActions : Recogniser<HealthEndpoint>
{
    public override WordForm FormOf(string word) =>
        HealthActions.MayBeName(word) || ProbeTypes.IsName(word) ? WordForm.Anywhere
        : ProbePaths.MayHold(word) ? WordForm.PathPart
        : WordForm.None;

    // The method or class that has the name, or the attribute with the route.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        (token.Parent?.FirstAncestorOrSelf<AttributeSyntax>()?.Parent?.Parent ?? token.Parent) switch
        {
            MethodDeclarationSyntax method when HealthActions.MayAnswer(method) => [method],
            ClassDeclarationSyntax type => type.Members.OfType<MethodDeclarationSyntax>().Where(HealthActions.MayAnswer),
            _ => [],
        };

    public override HealthEndpoint? Recognise(Candidate candidate) =>
        candidate.Node is MethodDeclarationSyntax method
        && candidate.Project.ModelOf(method.SyntaxTree).GetDeclaredSymbol(method, Cancellation.Token) is IMethodSymbol symbol
            ? HealthActions.TryRecognise(method, symbol, candidate.Project)
            : null;
}
