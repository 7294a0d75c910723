using Deployability.Analyzers.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the endpoints that anybody may call although nobody said so: routes, hubs, gRPC services, actions of controllers.</summary>
internal static class PublicEndpoints
{
    // What answers strangers by its nature: signing in, probes, documents about the API, pages for errors. Whole segments of a route, without separators.
    private static readonly HashSet<string> OpenSegments = new(StringComparer.Ordinal)
    {
        "login", "logon", "logout", "logoff", "signin", "signout", "signup", "register", "token", "auth", "account", "authentication", "identity", "callback", "webhook", "webhooks",
        "health", "healthz", "healthcheck", "alive", "live", "livez", "liveness", "ready", "readyz", "readiness", "ping", "metrics", "version",
        "openapi", "swagger", "scalar", "error", "errors", "robots", "favicon", "wellknown", "sitemap", "home",
    };

    /// <summary>Whether something authorizes every request of the app: a fallback policy, or middleware of its own that asks for a key.</summary>
    public static bool AreAllProtected(ProjectContext project) => AuthorizationPolicies.HasFallback(project) || HasOwnAuthentication(project);

    /// <summary>Whether the actions of controllers are reached at all, and not all of them by who may.</summary>
    public static bool AreControllersOpen(ProjectContext project)
    {
        if (project.Mentions(Find.AuthorizeFilters))
        {
            return false;
        }

        var calls = project.All(Find.ControllerMaps)
            .Select(name => name.Node.GetFirstToken().CallOf() is { } call ? project.OperationOf(call) : null)
            .OfType<IInvocationOperation>();
        return calls.Any(call => EndpointConventions.AccessOf(call, project).Access is EndpointAccess.Default or EndpointAccess.HttpsOnly) ||
            project.Mentions(Find.MvcMiddleware);
    }

    /// <summary>Whether any endpoint or group of the project demands a user.</summary>
    public static bool DemandsUsers(ProjectContext project) => project.Mentions(Find.UserDemands);

    /// <returns>How a message calls the endpoint that the call maps for everybody; null for any other call.</returns>
    /// <param name="call">Any call.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="demandsUsers">Whether any endpoint or group of the project demands a user: <see cref="DemandsUsers"/>.</param>
    public static string? Of(IInvocationOperation call, ProjectContext project, Lazy<bool> demandsUsers)
    {
        var method = call.TargetMethod;
        if (!method.Name.StartsWith("Map", StringComparison.Ordinal) || DisplayOf(call) is not { } display || IsOpenByNature(display) || HasFilterOfItsOwn(call, project) || IsForCallersGroup(call) && demandsUsers.Value ||
            !project.Guards.RunsInProduction(call))
        {
            return null;
        }

        var handler = method.TypeArguments is [INamedTypeSymbol type] && method.Name is "MapHub" or "MapGrpcService" ? ControllerActions.AccessOf((INamedTypeSymbol)method.TypeArguments[0]) : EndpointAccess.Default;
        return handler is EndpointAccess.Default or EndpointAccess.HttpsOnly && EndpointConventions.AccessOf(call, project).Access is EndpointAccess.Default or EndpointAccess.HttpsOnly ? display : null;
    }

    /// <summary>The actions of a controller that anybody may call.</summary>
    /// <param name="type">Any class.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="isWhole">Whether these are all of its actions.</param>
    public static IReadOnlyList<IMethodSymbol> ActionsOf(INamedTypeSymbol type, ProjectContext project, out bool isWhole)
    {
        isWhole = false;
        if (!ControllerActions.IsController(type, project) || IsOpenByNature(type.Name) || HasFilter(type))
        {
            return [];
        }

        var actions = type.GetMembers().OfType<IMethodSymbol>().Where(method => !method.IsOverride && ControllerActions.IsAction(method, project)).ToList();
        var open = actions.Where(static action => ControllerActions.AccessOf(action) is EndpointAccess.Default or EndpointAccess.HttpsOnly && !HasFilter(action) && !IsOpenByNature(action.Name)).ToList();
        isWhole = open.Count > 0 && open.Count == actions.Count;
        return open;
    }

    private static string? DisplayOf(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" or "MapMethods" or "Map" when method.IsInNamespace("Microsoft.AspNetCore.Builder") && call.Argument("pattern") is { } pattern:
                return pattern.Unwrap().ConstantValue.Value is string route ? route : null;
            case "MapHub" when method.IsInNamespace("Microsoft.AspNetCore") && method.TypeArguments.Length == 1:
            case "MapGrpcService" when method.IsInNamespace("Microsoft.AspNetCore") && method.TypeArguments.Length == 1:
                return method.TypeArguments[0].Name;
            default:
                return null;
        }
    }

    // "/" is the page that says hello, or the one that everything else is reached from; a name with a dot is a file.
    private static bool IsOpenByNature(string name) => name.Trim('/').Length == 0 || name.IndexOf('.') >= 0 || name.Split('/').Any(static segment => IsOpenSegment(segment));

    private static bool IsOpenSegment(string segment)
    {
        var word = new string([.. segment.Where(char.IsLetter).Select(char.ToLowerInvariant)]);
        return OpenSegments.Contains(word) || word.EndsWith("password", StringComparison.Ordinal) ||
            word.EndsWith("controller", StringComparison.Ordinal) && OpenSegments.Contains(word.Substring(0, word.Length - "controller".Length));
    }

    // An endpoint filter, or an attribute that filters, may well ask for a key.
    private static bool HasFilterOfItsOwn(IInvocationOperation call, ProjectContext project) =>
        call.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && (member is GlobalStatementSyntax ? member.Parent! : member).Span is var around &&
        project.In(call.Syntax.SyntaxTree, Find.EndpointFilters).Any(name => around.Contains(name.Node.Span));

    private static bool HasFilter(ISymbol symbol) => symbol.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type &&
        (type.Name is "ServiceFilterAttribute" or "TypeFilterAttribute" || type.AllInterfaces.Any(static found => found.Name is "IAuthorizationFilter" or "IAsyncAuthorizationFilter" or "IActionFilter" or "IAsyncActionFilter" or "IFilterFactory") &&
            !type.IsInNamespace("Microsoft.AspNetCore.Mvc")));

    // MapTodos(this IEndpointRouteBuilder routes): the caller may hand over a group that demands a user.
    private static bool IsForCallersGroup(IInvocationOperation call)
    {
        var receiver = call.Receiver()?.Unwrap();
        while (receiver is ILocalReferenceOperation local && LocalValues.SingleValue(local.Local, local)?.Unwrap() is { } value || receiver is IInvocationOperation { TargetMethod.Name: "MapGroup" } group && (value = group.Receiver()?.Unwrap()) is not null)
        {
            receiver = value;
        }

        return receiver is IParameterReferenceOperation { Parameter.Type.Name: not "WebApplication" };
    }

    private static bool HasOwnAuthentication(ProjectContext project) => project.All(Find.HelperCalls).Any(static call => call.Value.Syntax.Expression is var target &&
        target.NameOfMember() is { } name && name.StartsWith("Use", StringComparison.Ordinal) && name is not ("UseAuthentication" or "UseAuthorization") &&
        (IsTelling(name) || name == "UseMiddleware" && IsTelling(target.ToString())));

    private static bool IsTelling(string name) => name.Contains("Auth") || name.Contains("ApiKey") || name.Contains("Token") || name.Contains("Jwt") || name.Contains("FastEndpoints") || name.Contains("Identity");
}
