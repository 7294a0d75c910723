using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows helpers and frameworks that may answer probes without showing it in the code at hand.</summary>
internal static class HealthHelpers
{
    /// <summary>Whether the app calls a helper out of sight that may map a health endpoint.</summary>
    public static bool IsAnyCalled(ProjectContext project, CancellationToken cancellation) =>
        UnseenHelpers.MayDo(
            project,
            static name =>
                IsTelling(name) && !name.StartsWith("Add", StringComparison.Ordinal) && !ReverseProxies.IsMapping(name)
                || name.Contains("Actuator"),
            cancellation,
            // What registers services maps nothing.
            mayBeOfSolution: static name =>
                !name.StartsWith("Add", StringComparison.Ordinal)
                && !name.StartsWith("Register", StringComparison.Ordinal)
                && name.IndexOf("Services", StringComparison.Ordinal) < 0
                && HelperWords.OfTeam.AreIn(name)
        );

    /// <summary>Whether a project of the solution that tells no facts has a controller that answers probes.</summary>
    public static bool IsAnsweredByReference(ProjectContext project) =>
        project.Compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly =>
            UnseenHelpers.IsProject(assembly, project.Compilation) && HealthActions.IsAnyIn(assembly, project)
        );

    /// <summary>Whether a type named for a probe is a controller, page or endpoint class, and no mere data.</summary>
    public static bool MayAnswer(INamedTypeSymbol type)
    {
        if (
            type.Name.EndsWith("Endpoint", StringComparison.Ordinal)
            || type.GetAttributes()
                .Any(static attribute =>
                    attribute.AttributeClass?.Name is "ApiControllerAttribute" or "RouteAttribute" or "ControllerAttribute"
                )
        )
        {
            return true;
        }

        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.Name is "ControllerBase" or "Controller" or "PageModel" || current.TypeKind == TypeKind.Error)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a call, as written, gives the pipeline something named for a probe that cannot be looked into: <c>UseMiddleware&lt;HealthMiddleware&gt;()</c>,
    /// <c>MapGrpcService&lt;HealthServiceImpl&gt;()</c>, or a route that an option holds: <c>MapGet(options.HealthPath, …)</c>.
    /// </summary>
    public static bool MayAnswer(InvocationExpressionSyntax call) =>
        call.Expression.NameOfMember() switch
        {
            "UseMiddleware" or "MapGrpcService" => call
                .Expression.DescendantNodes()
                .OfType<TypeArgumentListSyntax>()
                .LastOrDefault()
                ?.Arguments
                is [var type]
                && type.NameOfMember() is { } name
                && IsTelling(name),
            "MapGet" or "MapMethods" or "Map" => call.ArgumentList.Arguments
                is [{ Expression: not (LiteralExpressionSyntax or AnonymousFunctionExpressionSyntax) } route, ..]
                && IsTelling(route.ToString()),
            _ => false,
        };

    // The dashboard of other services' checks is no endpoint of this one.
    private static bool IsTelling(string name) =>
        !name.EndsWith("HealthChecksUI", StringComparison.Ordinal) && HelperWords.Health.AreIn(name);
}
