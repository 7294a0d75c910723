using Deployability.Analyzers.Files;
using Deployability.Model;
using Microsoft.CodeAnalysis;
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
    private readonly MappedRoutes routes;
    private readonly PathMentions mentions;
    private readonly Once<bool> mayDoAnything;

    public AnsweredPaths(AppFacts facts)
    {
        this.facts = facts;
        routes = new(facts.Project);
        mentions = new(facts.Project);
        mayDoAnything = new(FindMayDoAnything);
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
                .Any(endpoint => endpoint.Path.Length == 0 || routes.Leads(endpoint.Path, asked, false, cancellation))
            || mayDoAnything.Get(cancellation)
            || routes
                .All(cancellation)
                .Any(route =>
                    route.Guard != Guard.Development
                    && (route.Template is null || routes.Leads(route.Template, asked, route.HasOpenPrefix, cancellation))
                )
            || routes.LeadsToAction(asked, cancellation)
            || AnswersByItself(asked, cancellation)
            || ReverseProxies.MayAnswerProbes(Project, files, cancellation)
            || mentions.Names(asked, cancellation)
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
                .Any(endpoint => endpoint.Path.Length > 0 && routes.Leads(endpoint.Path, asked, false, cancellation))
            || routes
                .All(cancellation)
                .Any(route => route.Template is { } template && routes.Leads(template, asked, route.HasOpenPrefix, cancellation))
            ? PathAnswer.DevelopmentOnly
            : PathAnswer.Nothing;
    }

    private IEnumerable<Found<HelperCall>> Calls(CancellationToken cancellation) => Project.All(Find.HelperCalls, cancellation);

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
            .All(cancellation)
            .Any(static route =>
                route.Guard != Guard.Development
                && route.Template is { } template
                && RoutePattern.Matches(template, "/\u0001/\u0001/\u0001")
            );

    private static bool MayBeHealth(InvocationExpressionSyntax call) =>
        call.Expression.ToString().IndexOf("Health", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsOfProbe(string path) => ProbePaths.IsOne(path);
}
