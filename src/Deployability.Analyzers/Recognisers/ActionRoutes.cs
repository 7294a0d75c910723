using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows under which verb and paths MVC reaches an action.</summary>
/// <remarks>https://learn.microsoft.com/aspnet/core/mvc/controllers/routing.</remarks>
internal static class ActionRoutes
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    /// <returns>Paths with a leading slash, tokens filled in; those of conventional routing when no attribute says any.</returns>
    /// <param name="action">Of the controller or one that it inherits.</param>
    /// <param name="controller">The class that requests are routed to.</param>
    public static IEnumerable<(string Path, bool IsConventional)> Of(IMethodSymbol action, INamedTypeSymbol controller)
    {
        var prefixes =
            ControllerActions
                .Hierarchy(controller)
                .Select(static type => Templates(type).ToList())
                .FirstOrDefault(static templates => templates.Count > 0)
            ?? [];
        var own = Templates(action).ToList();
        if (prefixes.Count == 0 && own.Count == 0)
        {
            yield return (Fill("/[controller]/[action]", action, controller), true);
        }

        foreach (var template in own.DefaultIfEmpty(""))
        {
            if (template.StartsWith("/", StringComparison.Ordinal) || template.StartsWith("~/", StringComparison.Ordinal))
            {
                yield return (Fill(template.TrimStart('~'), action, controller), false);
                continue;
            }

            foreach (var prefix in prefixes.Count > 0 || template.Length == 0 ? prefixes : [""])
            {
                yield return (Fill("/" + (prefix.Trim('~', '/') + "/" + template).Trim('/'), action, controller), false);
            }
        }
    }

    // [Route("…")], [HttpGet("…")], [AcceptVerbs("GET", Route = "…")], and attributes of one's own that derive from them.
    private static IEnumerable<string> Templates(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (
                attribute.AttributeClass is not { } type
                || !ControllerActions.Hierarchy(type).Any(static current => current.IsInNamespace(Mvc) && IsRouting(current.Name))
            )
            {
                continue;
            }

            foreach (var named in attribute.NamedArguments)
            {
                if (named is { Key: "Route" or "Template", Value.Value: string route })
                {
                    yield return route;
                }
            }

            if (type.Name != "AcceptVerbsAttribute" && attribute.ConstructorArguments is [{ Value: string template }, ..])
            {
                yield return template;
            }
        }
    }

    private static string Fill(string template, IMethodSymbol action, INamedTypeSymbol controller) =>
        template.IndexOf('[') < 0
            ? template
            : template
                .Replace("[controller]", ControllerName(controller.Name))
                .Replace("[action]", Named(action, "ActionNameAttribute") ?? WithoutAsync(action.Name))
                .Replace("[area]", Named(controller, "AreaAttribute") ?? "");

    private static string? Named(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(found => found.AttributeClass?.Name == attribute)?.ConstructorArguments
            is [{ Value: string name }]
            ? name
            : null;

    internal static string ControllerName(string name) =>
        name.EndsWith("Controller", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Controller".Length) : name;

    internal static string WithoutAsync(string name) =>
        name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Async".Length) : name;

    internal static bool IsRouting(string? attribute) =>
        attribute is not null
        && (
            attribute.StartsWith("Http", StringComparison.Ordinal)
            || attribute.IndexOf("Route", StringComparison.Ordinal) >= 0
            || attribute.StartsWith("AcceptVerbs", StringComparison.Ordinal)
            || attribute is "ActionName"
        );

    /// <summary>The verb as a message says it: the first that an attribute names, else any.</summary>
    public static string VerbOf(IMethodSymbol action)
    {
        foreach (var attribute in action.GetAttributes())
        {
            switch (attribute.AttributeClass?.Name)
            {
                case { } name
                    when name.StartsWith("Http", StringComparison.Ordinal) && name.EndsWith("Attribute", StringComparison.Ordinal):
                    return name.Substring(4, name.Length - 13).ToUpperInvariant();
                case "AcceptVerbsAttribute"
                    when attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: string verb }, ..]:
                    return verb.ToUpperInvariant();
            }
        }

        return "ANY";
    }
}
