using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows YARP: what puts it into the pipeline, and which requests its routes take.</summary>
internal static class ReverseProxies
{
    /// <summary>Whether a call of this name maps a proxy, and nothing of the app's own.</summary>
    public static bool IsMapping(string name) => name is "MapReverseProxy" or "MapForwarder";

    /// <summary>Whether a proxy of the project may take the request of a probe: one of its routes takes every path, or nobody here can tell which routes it has.</summary>
    /// <param name="project">Whose code maps the proxy.</param>
    /// <param name="files">Around the code; settings that ship say which routes there are.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static bool MayAnswerProbes(ProjectContext project, ProjectFiles files, CancellationToken cancellation) =>
        project
            .All(Find.ProxyMaps, cancellation)
            .Any(map =>
                map.Guard != Guard.Development
                && (
                    map.Value.Pattern is { } pattern
                        ? TakesProbe(pattern)
                        : !map.Value.HasRoutes || HasRouteForProbes(project, files, cancellation)
                )
            );

    private static bool HasRouteForProbes(ProjectContext project, ProjectFiles files, CancellationToken cancellation)
    {
        var known = 0;
        foreach (
            var route in RoutesOfSettings(files, cancellation)
                .Concat(project.All(Find.ProxyRoutes, cancellation).Select(static route => route.Value))
        )
        {
            known++;
            if (route.Path is null || !route.IsOfHost && TakesProbe(route.Path))
            {
                return true;
            }
        }

        return known == 0 || project.Mentions(Find.ProxyProviders, cancellation);
    }

    // {**catch-all} and /{**rest}; also a route that is made for probes.
    private static bool TakesProbe(string path)
    {
        var route = path.Trim('/');
        return route.StartsWith("{*", StringComparison.Ordinal) && route.IndexOf('}') == route.Length - 1
            || ProbePaths.MayBe(path.Split('{')[0]);
    }

    // ReverseProxy:Routes:orders:Match:Path. A probe sends no host that a route could ask for.
    private static IEnumerable<ProxyRoute> RoutesOfSettings(ProjectFiles files, CancellationToken cancellation)
    {
        foreach (var file in files.All)
        {
            if (file is not { Kind: ProjectFileKind.AppSettings, IsShipped: true } || file.GetViews(cancellation) is not { } views)
            {
                continue;
            }

            var settings = views.Json.Settings;
            foreach (var setting in settings)
            {
                if (
                    setting.Key.EndsWith(":Match:Path", StringComparison.OrdinalIgnoreCase)
                    && setting.Key.IndexOf(":Routes:", StringComparison.OrdinalIgnoreCase) > 0
                )
                {
                    var hosts = setting.Key.Substring(0, setting.Key.Length - "Path".Length) + "Hosts:";
                    yield return new ProxyRoute(
                        setting.Value,
                        settings.Any(other => other.Key.StartsWith(hosts, StringComparison.OrdinalIgnoreCase))
                    );
                }
            }
        }
    }
}

/// <summary>A call that puts a proxy into the pipeline.</summary>
/// <param name="Pattern">What it forwards, where the call says it; null where routes say it, or run time.</param>
/// <param name="HasRoutes">Whether routes say what it takes.</param>
internal sealed record ProxyMap(string? Pattern, bool HasRoutes);

internal sealed class ProxyMaps : Recogniser<ProxyMap>
{
    public override IEnumerable<string> Words => ["MapReverseProxy", "MapForwarder"];

    public override WordForm Form => WordForm.Call;

    public override ProxyMap Recognise(Candidate candidate) =>
        candidate.CalledName == "MapReverseProxy"
            ? new ProxyMap(null, HasRoutes: true)
            : new ProxyMap(
                ((InvocationExpressionSyntax)candidate.Node).ArgumentList.Arguments
                    is [{ Expression: LiteralExpressionSyntax { Token.Value: string pattern } }, ..]
                    ? pattern
                    : null,
                HasRoutes: false
            );
}

/// <summary>A route of a proxy: <c>new RouteMatch { Path = "/orders/{**rest}" }</c>.</summary>
/// <param name="Path">What it takes; null when only run time can say.</param>
/// <param name="IsOfHost">Whether it asks for a host too.</param>
internal sealed record ProxyRoute(string? Path, bool IsOfHost);

internal sealed class ProxyRoutes : Recogniser<ProxyRoute>
{
    public override IEnumerable<string> Words => ["RouteMatch", "Match"];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        (token.CreationOf() ?? token.AssignmentOf()?.Right as ImplicitObjectCreationExpressionSyntax as SyntaxNode) is { } made
            ? [made]
            : [];

    public override ProxyRoute? Recognise(Candidate candidate)
    {
        var members =
            ((BaseObjectCreationExpressionSyntax)candidate.Node).Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().ToList()
            ?? [];
        return members.FirstOrDefault(static member => member.Left.NameOfMember() == "Path") is { } path
            ? new ProxyRoute(
                (path.Right as LiteralExpressionSyntax)?.Token.Value as string,
                members.Any(static member => member.Left.NameOfMember() == "Hosts")
            )
            : null;
    }
}
