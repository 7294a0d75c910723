using Deployability.Analyzers.Files;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Contract;

/// <summary>What is known about whether the app answers a path.</summary>
internal enum PathAnswer
{
    /// <summary>Something answers, or nobody here can tell.</summary>
    MayBe,

    /// <summary>Nothing does.</summary>
    Nothing,

    /// <summary>Something does, in Development only.</summary>
    DevelopmentOnly,
}

/// <summary>Knows which paths the app answers: health endpoints, every other route, controllers, and what may answer anything.</summary>
internal sealed class AnsweredPaths
{
    private const string Routing = "Microsoft.AspNetCore";

    // What answers every path, or paths that nobody here can list.
    private static readonly string[] CatchAlls =
    [
        "MapFallback",
        "MapFallbackToFile",
        "MapFallbackToPage",
        "MapFallbackToController",
        "MapFallbackToAreaController",
        "MapDynamicControllerRoute",
        "MapBlazorHub",
        "UseSpa",
        "UseOcelot",
        "RunProxy",
        "UseProxy",
        "UseServiceStack",
        "UseOrchardCore",
        "UseUmbraco",
        "MapODataRoute",
        "UseSteeltoe",
        "MapAllActuators",
        "UseStatusCodePagesWithReExecute",
    ];

    // Calls that put something at a path which they, and no argument of theirs, decide.
    private static readonly (string Call, string Path)[] OwnPaths =
    [
        ("UseSwagger", "/swagger"),
        ("UseSwaggerUI", "/swagger"),
        ("UseOpenApi", "/swagger"),
        ("MapSwagger", "/swagger"),
        ("MapOpenApi", "/openapi"),
        ("MapScalarApiReference", "/scalar"),
        ("MapGraphQL", "/graphql"),
        ("MapMetrics", "/metrics"),
        ("UseMetricServer", "/metrics"),
        ("MapPrometheusScrapingEndpoint", "/metrics"),
        ("UseOpenTelemetryPrometheusScrapingEndpoint", "/metrics"),
        ("UseHangfireDashboard", "/hangfire"),
        ("MapHangfireDashboard", "/hangfire"),
        ("MapHealthChecksUI", "/healthchecks-ui"),
        ("UseIdentityServer", "/.well-known"),
        ("MapIdentityApi", "/login"),
    ];

    private readonly AppFacts facts;
    private readonly Once<List<Route>> routes;
    private readonly Once<List<string>> actions;
    private readonly Once<bool> hasConventionalRoutes;
    private readonly Once<string?> pathBase;
    private readonly Once<bool> mayDoAnything;
    private readonly Once<bool> hasGroups;

    public AnsweredPaths(AppFacts facts)
    {
        this.facts = facts;
        routes = new(cancellation => [.. FindRoutes(cancellation)]);
        actions = new(cancellation => [.. FindActions(cancellation)]);
        hasConventionalRoutes = new(cancellation => Calls(cancellation).Any(static call => IsConventional(call.Value.Name)));
        pathBase = new(FindPathBase);
        mayDoAnything = new(FindMayDoAnything);
        hasGroups = new(cancellation =>
            Calls(cancellation).Any(static call => call.Value.Name.EndsWith("Group", StringComparison.Ordinal))
        );
    }

    private ProjectContext Project => facts.Project;

    /// <summary>Health endpoints that Production has and that a plain GET reaches, without those whose path nobody knows.</summary>
    public IEnumerable<HealthEndpointFact> HealthEndpoints(CancellationToken cancellation) =>
        facts.InProduction<HealthEndpointFact>(cancellation).Where(static endpoint => !endpoint.IsGrpc && endpoint.Path.Length > 0);

    /// <summary>Whether a gRPC client can ask for health: null when nobody can tell.</summary>
    public bool? AnswersGrpc(CancellationToken cancellation) =>
        facts.InProduction<HealthEndpointFact>(cancellation).Any(static endpoint => endpoint.IsGrpc) ? true
        : mayDoAnything.Get(cancellation)
        || Calls(cancellation)
            .Any(static call => call.Value.Name is "MapGrpcService" or "MapCodeFirstGrpcService" && MayBeHealth(call.Value.Syntax))
            ? null
        : false;

    /// <param name="path">As a probe asks for it.</param>
    /// <param name="files">Around the code.</param>
    public PathAnswer Ask(string path, ProjectFiles files, CancellationToken cancellation)
    {
        var asked = RoutePattern.Normalise(path);
        if (
            path.IndexOfAny(['$', '{', '%']) >= 0
            // Most probes are right, and that is found out for little.
            || facts
                .InProduction<HealthEndpointFact>(cancellation)
                .Any(endpoint => endpoint.Path.Length == 0 || AnswersAt(endpoint.Path, asked, false, cancellation))
            || mayDoAnything.Get(cancellation)
            || routes
                .Get(cancellation)
                .Exists(route =>
                    route.Guard != Guard.Development
                    && (route.Template is null || AnswersAt(route.Template, asked, route.HasOpenPrefix, cancellation))
                )
            || actions.Get(cancellation).Exists(action => AnswersAt(action, asked, false, cancellation))
            || AnswersByConvention(asked, cancellation)
            || AnswersByItself(asked, cancellation)
            || ReverseProxies.MayAnswerProbes(Project, files, cancellation)
            || IsNamedElsewhere(asked, cancellation)
            || MayHelperAnswer(asked, cancellation)
            || MayPageAnswer(asked, files, cancellation)
        )
        {
            return PathAnswer.MayBe;
        }

        return
            facts
                .All(cancellation)
                .OfKind<HealthEndpointFact>()
                .Any(endpoint => endpoint.Path.Length > 0 && AnswersAt(endpoint.Path, asked, false, cancellation))
            || routes
                .Get(cancellation)
                .Exists(route => route.Template is { } template && AnswersAt(template, asked, route.HasOpenPrefix, cancellation))
            ? PathAnswer.DevelopmentOnly
            : PathAnswer.Nothing;
    }

    // UsePathBase takes its prefix off where it is, and lets everything else through.
    private bool AnswersAt(string template, string path, bool hasOpenPrefix, CancellationToken cancellation) =>
        RoutePattern.Matches(template, path)
        || (hasOpenPrefix || pathBase.Get(cancellation) is "") && RoutePattern.IsAtEnd(template, path)
        || pathBase.Get(cancellation) is { Length: > 0 } prefix && RoutePattern.Matches(prefix + "/" + template, path);

    private IEnumerable<Found<HelperCall>> Calls(CancellationToken cancellation) => Project.All(Find.HelperCalls, cancellation);

    private IEnumerable<Route> FindRoutes(CancellationToken cancellation)
    {
        foreach (var found in Calls(cancellation))
        {
            if (
                !found.Value.Name.StartsWith("Map", StringComparison.Ordinal)
                || found.Value.Name is "MapGroup" or "MapFrom" or "MapWhen" or "MapGrpcService"
                || found.Operation is not IInvocationOperation call
                || !call.TargetMethod.IsInNamespace(Routing)
                || (call.Argument("pattern") ?? call.Argument("pathMatch") ?? call.Argument("path")) is not { } pattern
                || IsConventional(call.TargetMethod.Name)
            )
            {
                continue;
            }

            var path = Recognisers.HealthEndpoints.FullPath(call, pattern, Project);
            var guard = Project.Guards.Of(call);
            if (call.TargetMethod.Name == "Map" && call.Argument("pathMatch") is not null)
            {
                // A branch takes what is below its path too.
                path = path.Length == 0 ? path : path + "/{**rest}";
            }

            yield return new Route(path.Length == 0 ? null : path, guard, hasGroups.Get(cancellation) && IsForCallersGroup(call));
        }
    }

    // MapTodos(this IEndpointRouteBuilder routes): the caller may hand over a group.
    private static bool IsForCallersGroup(IInvocationOperation call)
    {
        var receiver = call.Receiver();
        while (receiver is not null)
        {
            switch (receiver.Unwrap())
            {
                case ILocalReferenceOperation local:
                    receiver = LocalValues.SingleValue(local.Local, local);
                    break;
                case IInvocationOperation chained:
                    receiver = chained.Receiver();
                    break;
                case IParameterReferenceOperation { Parameter.Type.Name: not "WebApplication" }:
                    return true;
                default:
                    return false;
            }
        }

        return false;
    }

    private IEnumerable<string> FindActions(CancellationToken cancellation)
    {
        if (!Project.Types.Has(TypeNames.ControllerBase))
        {
            yield break;
        }

        foreach (var assembly in Project.Compilation.SourceModule.ReferencedAssemblySymbols.Prepend(Project.Compilation.Assembly))
        {
            if (
                !SymbolEqualityComparer.Default.Equals(assembly, Project.Compilation.Assembly)
                && (
                    assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal)
                    || assembly.Name.StartsWith("System", StringComparison.Ordinal)
                    || !assembly.Modules.Any(static module =>
                        module.ReferencedAssemblies.Any(static reference =>
                            reference.Name.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal)
                        )
                    )
                )
            )
            {
                continue;
            }

            foreach (var type in TypesOf(assembly.GlobalNamespace))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var action in ControllerActions.ActionsOf(type, Project))
                {
                    foreach (var (path, _) in ActionRoutes.Of(action, type))
                    {
                        yield return path;
                    }
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol root)
    {
        var open = new Stack<INamespaceSymbol>([root]);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceSymbol inner)
                {
                    open.Push(inner);
                }
                else if (member is INamedTypeSymbol { TypeKind: TypeKind.Class } type)
                {
                    yield return type;
                }
            }
        }
    }

    private static bool IsConventional(string name) =>
        name
            is "MapControllerRoute"
                or "MapDefaultControllerRoute"
                or "MapAreaControllerRoute"
                or "UseMvc"
                or "UseMvcWithDefaultRoute"
                or "MapRoute";

    // {controller=Home}/{action=Index}: the root, and what is below the name of a controller.
    private bool AnswersByConvention(string path, CancellationToken cancellation) =>
        hasConventionalRoutes.Get(cancellation)
        && (
            path == "/"
            || actions.Get(cancellation).Exists(action => Segment(action, 0).Equals(Segment(path, 0), StringComparison.OrdinalIgnoreCase))
        );

    // Documents, dashboards, files: what stands at a path of its own.
    private bool AnswersByItself(string path, CancellationToken cancellation) =>
        Calls(cancellation)
            .Any(call =>
                Array.Exists(
                    OwnPaths,
                    own =>
                        call.Value.Name == own.Call
                        && (
                            path.StartsWith(own.Path, StringComparison.OrdinalIgnoreCase)
                            || path == "/" && own.Path is "/swagger" or "/scalar"
                        )
                )
                || call.Value.Name
                    is "UseStaticFiles"
                        or "UseFileServer"
                        or "MapStaticAssets"
                        or "UseDefaultFiles"
                        or "UseBlazorFrameworkFiles"
                    && (path.IndexOf('.') > 0 || path == "/")
                || call.Value.Name is "UseDirectoryBrowser"
                || call.Value.Name is "MapRazorPages" or "MapRazorComponents" && !IsOfProbe(path)
            );

    // A middleware that looks at the path, a route of a library, a constant that goes a way which nobody follows.
    private bool IsNamedElsewhere(string path, CancellationToken cancellation)
    {
        var last = path.Substring(path.LastIndexOf('/') + 1);
        if (last.Length == 0)
        {
            return false;
        }

        foreach (var tree in Project.Trees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!MayMention(tree, last))
            {
                continue;
            }

            foreach (var token in tree.GetRoot(cancellation).DescendantTokens())
            {
                if (
                    token.Kind()
                        is SyntaxKind.StringLiteralToken
                            or SyntaxKind.SingleLineRawStringLiteralToken
                            or SyntaxKind.Utf8StringLiteralToken
                            or SyntaxKind.InterpolatedStringTextToken
                    && token.ValueText is { Length: <= 200 } text
                    && text.IndexOf("://", StringComparison.Ordinal) < 0
                    && text.IndexOf(' ') < 0
                    && IsEndOf(text, path)
                    && !IsKnownRoute(token)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool MayMention(SyntaxTree tree, string name)
    {
        foreach (var word in name.Split('-', '.', '~', '@', ':'))
        {
            if (
                word.Length > 0
                && !char.IsDigit(word[0])
                && !Project.MayMention(tree, word)
                && !Project.MayMention(tree, word.ToLowerInvariant())
                && !Project.MayMention(tree, char.ToUpperInvariant(word[0]) + word.Substring(1))
            )
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsEndOf(string text, string path)
    {
        var end = text.Trim('/', '^', '$');
        return end.Length > 0 && path.EndsWith(end, StringComparison.OrdinalIgnoreCase) && path[path.Length - end.Length - 1] == '/';
    }

    // The pattern of a call or an attribute whose whole path is known, and the name or the tags of a check.
    private bool IsKnownRoute(SyntaxToken token)
    {
        foreach (var node in token.Parent!.Ancestors())
        {
            switch (node)
            {
                case AttributeSyntax attribute:
                    return ActionRoutes.IsRouting(attribute.Name.NameOfMember());
                case InvocationExpressionSyntax call:
                    return call.Expression.NameOfMember() is { } name
                        && (
                            name
                                is "MapGroup"
                                    or "AddCheck"
                                    or "AddDbContextCheck"
                                    or "AddTypeActivatedCheck"
                                    or "Contains"
                                    or "WithTags"
                                    or "WithName"
                                    or "WithSummary"
                                    or "WithDescription"
                                    or "UsePathBase"
                                    or "UseHealthChecks"
                            || name.StartsWith("Log", StringComparison.Ordinal)
                            || name.StartsWith("Map", StringComparison.Ordinal)
                                && token.Parent.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent: ArgumentListSyntax arguments } argument
                                && arguments.Parent == call
                                && arguments.Arguments.IndexOf(argument) <= 1
                                && Project.OperationOf(call) is IInvocationOperation { TargetMethod: var target }
                                && target.IsInNamespace(Routing)
                        );
                case AnonymousFunctionExpressionSyntax or StatementSyntax or MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    private bool MayHelperAnswer(string path, CancellationToken cancellation)
    {
        var words = path.Split(['/', '-', '_', '.'], StringSplitOptions.RemoveEmptyEntries);
        return UnseenHelpers.MayDo(
            Project,
            name => Array.Exists(words, word => word.Length > 2 && name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0),
            cancellation
        );
    }

    // Pages/Health.cshtml, @page "/health"
    private static bool MayPageAnswer(string path, ProjectFiles files, CancellationToken cancellation)
    {
        var last = path.Substring(path.LastIndexOf('/') + 1);
        foreach (var file in files.All)
        {
            if (
                file.Name.EndsWith(".cshtml", StringComparison.OrdinalIgnoreCase)
                || file.Name.EndsWith(".razor", StringComparison.OrdinalIgnoreCase)
                    ? file.Name.StartsWith(last + ".", StringComparison.OrdinalIgnoreCase)
                        || last.Length > 0
                            && file.GetText(cancellation)?.ToString() is { } text
                            && text.IndexOf("@page", StringComparison.Ordinal) >= 0
                            && text.IndexOf(last, StringComparison.OrdinalIgnoreCase) >= 0
                    : false
            )
            {
                return true;
            }
        }

        return false;
    }

    private bool FindMayDoAnything(CancellationToken cancellation) =>
        Project.Health.RunCall(cancellation) is null
        || Project.Health.UsesUnseenHelper(cancellation)
        || facts.MayUnseenProjectUse("Microsoft.AspNetCore")
        || Calls(cancellation)
            .Any(call =>
                Array.IndexOf(CatchAlls, call.Value.Name) >= 0
                || call.Value.Name is "UseMiddleware" && HealthHelpers.MayAnswer(call.Value.Syntax)
            )
        || Project
            .All(Find.Terminals, cancellation)
            .Any(static call => call.Value is IInvocationOperation { TargetMethod.ContainingType.Name: "RunExtensions" })
        || routes
            .Get(cancellation)
            .Exists(static route =>
                route.Guard != Guard.Development
                && route.Template is { } template
                && RoutePattern.Matches(template, "/\u0001/\u0001/\u0001")
            );

    private string? FindPathBase(CancellationToken cancellation)
    {
        foreach (var call in Calls(cancellation))
        {
            if (call.Value.Name == "UsePathBase")
            {
                return
                    call.Operation is IInvocationOperation invocation
                    && invocation.Argument("pathBase") is { } value
                    && Project.Values.Trace(
                        value is IConversionOperation { OperatorMethod: not null } conversion ? conversion.Operand : value
                    )
                        is [{ HasHole: false } only]
                    ? "/" + only.Text.Trim('/')
                    : "";
            }
        }

        return null;
    }

    private static bool MayBeHealth(InvocationExpressionSyntax call) =>
        call.Expression.ToString().IndexOf("Health", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsOfProbe(string path) => ProbePaths.IsOne(path);

    private static string Segment(string path, int index)
    {
        var segments = path.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        return index < segments.Length ? segments[index] : "";
    }

    /// <param name="Template">Absolute; null when only run time knows it.</param>
    /// <param name="Guard">Under which it is mapped.</param>
    /// <param name="HasOpenPrefix">Whether a caller may put something in front.</param>
    private sealed record Route(string? Template, Guard Guard, bool HasOpenPrefix);
}
