using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the endpoints that anybody may call although nobody said so: routes, hubs, gRPC services, actions of controllers.</summary>
internal static class PublicEndpoints
{
    // What answers strangers by its nature: signing in, probes, documents about the API, pages for errors. Whole segments of a route, without separators.
    private static readonly HashSet<string> OpenSegments = new(
        [
            "login",
            "logon",
            "logout",
            "logoff",
            "signin",
            "signout",
            "signup",
            "register",
            "token",
            "auth",
            "oauth",
            "connect",
            "authentication",
            "callback",
            "webhook",
            "webhooks",
            "confirmemail",
            "verifyemail",
            "metrics",
            "version",
            "openapi",
            "swagger",
            "scalar",
            "error",
            "errors",
            "robots",
            "favicon",
            "wellknown",
            "sitemap",
            .. ProbeWords.Health,
            .. ProbeWords.Ready,
            // Whoever asks for /self asks for himself.
            .. ProbeWords.Live.Where(static word => word != ProbeWords.Self),
        ],
        StringComparer.Ordinal
    );

    // The same where nothing follows: /account signs in, /account/transfers does not.
    private static readonly HashSet<string> OpenEndings = new(StringComparer.Ordinal) { "account", "identity", "home", "homeindex" };

    /// <summary>Names of the calls that map an endpoint.</summary>
    public static string[] Calls { get; } = [.. HelperCalls.Routes, "MapHub", "MapGrpcService"];

    /// <summary>Whether something authorizes every request of the app: a fallback policy, or middleware of its own that asks for a key.</summary>
    public static bool AreAllProtected(ProjectContext project, CancellationToken cancellation) =>
        AuthorizationPolicies.HasFallback(project, cancellation) || HasOwnAuthentication(project, cancellation);

    /// <summary>Whether the actions of controllers are reached at all, and not all of them by who may.</summary>
    public static bool AreControllersOpen(ProjectContext project, CancellationToken cancellation)
    {
        if (project.Mentions(Find.AuthorizeFilters, cancellation))
        {
            return false;
        }

        var calls = project
            .All(Find.ControllerMaps, cancellation)
            .Select(name => name.Node.GetFirstToken().CallOf() is { } call ? project.OperationOf(call) : null)
            .OfType<IInvocationOperation>();
        return calls.Any(call => EndpointConventions.AccessOf(call, project).Access is EndpointAccess.Default or EndpointAccess.HttpsOnly)
            || project.Mentions(Find.MvcMiddleware, cancellation);
    }

    /// <summary>Whether any endpoint or group of the project demands a user.</summary>
    public static bool DemandsUsers(ProjectContext project, CancellationToken cancellation) =>
        project.Mentions(Find.UserDemands, cancellation);

    /// <returns>Verb and full path of the endpoint that the call maps for everybody; null for any other call.</returns>
    /// <param name="call">Any call.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="demandsUsers">Whether any endpoint or group of the project demands a user: <see cref="DemandsUsers"/>.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static string? Of(IInvocationOperation call, ProjectContext project, Once<bool> demandsUsers, CancellationToken cancellation)
    {
        var method = call.TargetMethod;
        if (
            !method.Name.StartsWith("Map", StringComparison.Ordinal)
            || DisplayOf(call) is not var (verb, path)
            || IsOpenByNature(path)
            || HasFilterOfItsOwn(call, project, cancellation)
            || IsForCallersGroup(call) && demandsUsers.Get(cancellation)
            || !project.Guards.RunsInProduction(call)
        )
        {
            return null;
        }

        var handler =
            method.TypeArguments is [INamedTypeSymbol type] && method.Name is "MapHub" or "MapGrpcService"
                ? ControllerActions.AccessOf((INamedTypeSymbol)method.TypeArguments[0])
                : EndpointAccess.Default;
        return
            handler is EndpointAccess.Default or EndpointAccess.HttpsOnly
            && EndpointConventions.AccessOf(call, project).Access is EndpointAccess.Default or EndpointAccess.HttpsOnly
            ? (verb + " " + path).Trim()
            : null;
    }

    /// <summary>The actions of a controller that anybody may call, inherited ones too, each with its verb and full path.</summary>
    /// <param name="type">Any class.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="isWhole">Whether these are all of its actions.</param>
    public static IReadOnlyList<(IMethodSymbol Action, string Display)> ActionsOf(
        INamedTypeSymbol type,
        ProjectContext project,
        out bool isWhole
    )
    {
        isWhole = false;
        var open = new List<(IMethodSymbol, string)>();
        var actions = ControllerActions.ActionsOf(type, project);
        if (actions.Count == 0 || ControllerActions.Hierarchy(type).Any(HasFilter))
        {
            return open;
        }

        foreach (var action in actions)
        {
            if (
                ControllerActions.AccessIn(type, action) is EndpointAccess.Default or EndpointAccess.HttpsOnly
                && !HasFilter(action)
                && ActionRoutes.Of(action, type).Select(static route => route.Path).ToList() is { Count: > 0 } paths
                && !paths.TrueForAll(IsOpenByNature)
            )
            {
                open.Add((action, ActionRoutes.VerbOf(action) + " " + paths.Find(static path => !IsOpenByNature(path))));
            }
        }

        isWhole = open.Count > 0 && open.Count == actions.Count;
        return open;
    }

    /// <summary>Whether the app knows users at all: it adds, uses or demands authentication somewhere, or a helper may do it.</summary>
    public static bool KnowsUsers(ProjectContext project, CancellationToken cancellation) =>
        project.Mentions(Find.UserDemands, cancellation)
        || project.Mentions(Find.AccessAttributes, cancellation)
        || project
            .All(Find.HelperCalls, cancellation)
            .Any(static call =>
                call.Value.Name is not ("UseAuthorization" or "AddAuthorization")
                && (HelperWords.Authentication.AreIn(call.Value.Name) || call.Value.Name.Contains("Defaults"))
            );

    /// <summary>The first endpoint that anybody may call, in the order of the files, with the call or the class that it stands in; null when there is none.</summary>
    public static (string Display, SyntaxNode Place)? FirstOf(ProjectContext project, CancellationToken cancellation)
    {
        var demandsUsers = new Once<bool>(token => DemandsUsers(project, token));
        foreach (var map in project.All(Find.HelperCalls, cancellation))
        {
            if (
                map.Value.Name.StartsWith("Map", StringComparison.Ordinal)
                && map.Operation is IInvocationOperation call
                && Of(call, project, demandsUsers, cancellation) is { } display
            )
            {
                return (display, call.Syntax);
            }
        }

        return AreControllersOpen(project, cancellation) ? FirstActionOf(project, cancellation) : null;
    }

    private static (string, SyntaxNode)? FirstActionOf(ProjectContext project, CancellationToken cancellation)
    {
        var open = new Stack<INamespaceSymbol>([project.Compilation.Assembly.GlobalNamespace]);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                cancellation.ThrowIfCancellationRequested();
                if (member is INamespaceSymbol inner)
                {
                    open.Push(inner);
                }
                else if (
                    member is INamedTypeSymbol { DeclaringSyntaxReferences: [var declaration, ..] } type
                    && ActionsOf(type, project, out _) is [var (_, display), ..]
                )
                {
                    return (display, declaration.GetSyntax(cancellation));
                }
            }
        }

        return null;
    }

    private static (string Verb, string Path)? DisplayOf(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case var name
                when HelperCalls.IsRoute(name)
                    && method.IsInNamespace("Microsoft.AspNetCore.Builder")
                    && call.Argument("pattern") is { } pattern:
                return pattern.Unwrap().ConstantValue.Value is string route
                    ? (method.Name is "Map" or "MapMethods" ? "ANY" : method.Name.Substring(3).ToUpperInvariant(), Under(call, route))
                    : null;
            case "MapHub" when method.IsInNamespace("Microsoft.AspNetCore") && method.TypeArguments.Length == 1:
                return (
                    "",
                    call.Argument("pattern")?.Unwrap().ConstantValue.Value is string hub ? Under(call, hub) : method.TypeArguments[0].Name
                );
            // Health and reflection are for orchestrators and tools.
            case "MapGrpcService"
                when method.IsInNamespace("Microsoft.AspNetCore")
                    && method.TypeArguments is [{ Name: var service } type]
                    && type.BaseType?.Name is not ("HealthBase" or "ServerReflectionBase"):
                return service.StartsWith("Health", StringComparison.Ordinal) || service.StartsWith("Reflection", StringComparison.Ordinal)
                    ? null
                    : ("", service);
            default:
                return null;
        }
    }

    // The groups around a route, as far as this method knows them.
    private static string Under(IInvocationOperation call, string route)
    {
        var path = route.Trim('/');
        for (var receiver = call.Receiver(); receiver is not null; )
        {
            receiver = receiver.Unwrap();
            switch (receiver)
            {
                case ILocalReferenceOperation local:
                    receiver = LocalValues.SingleValue(local.Local, local);
                    break;
                case IInvocationOperation { TargetMethod.Name: "MapGroup" } group:
                    path = (group.Argument("prefix")?.Unwrap().ConstantValue.Value as string ?? "…").Trim('/') + "/" + path;
                    receiver = group.Receiver();
                    break;
                case IInvocationOperation chained:
                    receiver = chained.Receiver();
                    break;
                default:
                    receiver = null;
                    break;
            }
        }

        return "/" + path.Trim('/');
    }

    // "/" is the page that says hello, or the one that everything else is reached from; a name with a dot is a file. Each segment of a route tells, not the names of methods.
    private static bool IsOpenByNature(string path)
    {
        var segments = path.Trim('/').Split('/');
        return segments is [""]
            || path.IndexOf('.') >= 0
            || Array.Exists(segments, IsOpenSegment)
            || OpenEndings.Contains(Word(segments[segments.Length - 1]))
            || segments.Length > 1 && OpenEndings.Contains(Word(segments[segments.Length - 2]) + Word(segments[segments.Length - 1]));
    }

    private static string Word(string segment) => new([.. segment.Where(char.IsLetter).Select(char.ToLowerInvariant)]);

    private static bool IsOpenSegment(string segment) =>
        Word(segment) is var word && (OpenSegments.Contains(word) || word.EndsWith("password", StringComparison.Ordinal));

    // An endpoint filter, or an attribute that filters, may well ask for a key.
    private static bool HasFilterOfItsOwn(IInvocationOperation call, ProjectContext project, CancellationToken cancellation) =>
        call.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && (member is GlobalStatementSyntax ? member.Parent! : member).Span is var around
        && project.In(call.Syntax.SyntaxTree, Find.EndpointFilters, cancellation).Any(name => around.Contains(name.Node.Span));

    private static bool HasFilter(ISymbol symbol) =>
        symbol
            .GetAttributes()
            .Any(static attribute =>
                attribute.AttributeClass is { } type
                && (
                    type.Name is "ServiceFilterAttribute" or "TypeFilterAttribute"
                    || type.AllInterfaces.Any(static found =>
                        found.Name
                            is "IAuthorizationFilter"
                                or "IAsyncAuthorizationFilter"
                                or "IActionFilter"
                                or "IAsyncActionFilter"
                                or "IFilterFactory"
                    ) && !type.IsInNamespace("Microsoft.AspNetCore.Mvc")
                )
            );

    // MapTodos(this IEndpointRouteBuilder routes): the caller may hand over a group that demands a user.
    private static bool IsForCallersGroup(IInvocationOperation call)
    {
        var receiver = call.Receiver()?.Unwrap();
        while (
            receiver is ILocalReferenceOperation local && LocalValues.SingleValue(local.Local, local)?.Unwrap() is { } value
            || receiver is IInvocationOperation { TargetMethod.Name: "MapGroup" } group && (value = group.Receiver()?.Unwrap()) is not null
        )
        {
            receiver = value;
        }

        return receiver is IParameterReferenceOperation { Parameter.Type.Name: not "WebApplication" };
    }

    private static bool HasOwnAuthentication(ProjectContext project, CancellationToken cancellation) =>
        project
            .All(Find.HelperCalls, cancellation)
            .Any(static call =>
                call.Value.Syntax.Expression is var target
                && target.NameOfMember() is { } name
                && name.StartsWith("Use", StringComparison.Ordinal)
                && name is not ("UseAuthentication" or "UseAuthorization")
                && (
                    HelperWords.Authentication.AreIn(name) || name == "UseMiddleware" && HelperWords.Authentication.AreIn(target.ToString())
                )
            );
}
