using System.Collections.Immutable;
using Deployability.Analyzers.Infrastructure;
using Deployability.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>An endpoint that answers health probes, as one call maps it.</summary>
/// <param name="Path">Absolute path with the prefixes of its groups; empty when computed at run time.</param>
/// <param name="Kind">Which probe it may serve.</param>
/// <param name="Tags">Tags that its predicate selects.</param>
/// <param name="Checks">Which registered checks it runs.</param>
/// <param name="Access">What stands between a probe and the endpoint.</param>
/// <param name="Host">The argument of <c>RequireHost</c>; empty when none.</param>
/// <param name="Call">The mapping call.</param>
internal sealed record HealthEndpoint(
    string Path,
    HealthEndpointKind Kind,
    ImmutableArray<string> Tags,
    HealthChecksRun Checks,
    EndpointAccess Access,
    string Host,
    IInvocationOperation Call);

internal enum EndpointAccess
{
    /// <summary>Nothing said: a fallback authorization policy applies.</summary>
    Default,

    /// <summary><c>AllowAnonymous</c>.</summary>
    Anonymous,

    /// <summary><c>RequireAuthorization</c>.</summary>
    Authorized,
}

/// <summary>Knows the ways to map a health endpoint.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] LiveWords = ["live", "livez", "liveness", "alive", "ping", "heartbeat", "self"];
    private static readonly string[] ReadyWords = ["ready", "readyz", "readiness"];
    private static readonly string[] StartupWords = ["startup", "startupz", "started"];
    private static readonly string[] HealthWords = ["health", "healthz", "healthcheck", "healthchecks", "health-check", "health-checks", "_health", "hc", "hz"];

    /// <summary>Names of the calls that map one, for a filter on syntax.</summary>
    public static bool MayMap(string methodName) => methodName is
        "MapHealthChecks" or "UseHealthChecks" or "MapGet" or "MapMethods" or "MapGrpcHealthChecksService" or "Map" or "MapWhen" or "UseWhen";

    /// <returns>The endpoint, or null when the call maps none.</returns>
    public static HealthEndpoint? TryRecognise(IOperation operation, ProjectContext project)
    {
        if (operation is not IInvocationOperation call)
        {
            return null;
        }

        switch (call.TargetMethod.Name)
        {
            case "MapHealthChecks" when call.TargetMethod.IsInNamespace("Microsoft.AspNetCore.Builder"):
                return Create(call, call.Argument("pattern"), project, OptionsOf(call), HealthChecksRun.All);
            case "UseHealthChecks" when call.TargetMethod.IsInNamespace("Microsoft.AspNetCore.Builder"):
                // Middleware: no endpoint metadata, so no authorization applies to it.
                return Create(call, call.Argument("path"), project, OptionsOf(call), HealthChecksRun.All) with { Access = EndpointAccess.Anonymous };
            case "MapGet" or "MapMethods" when call.TargetMethod.IsInNamespace("Microsoft.AspNetCore.Builder"):
                return IsProbePath(TextOf(call.Argument("pattern"), project)) ? Create(call, call.Argument("pattern"), project, null, HealthChecksRun.None) : null;
            case "Map" when call.TargetMethod.IsInNamespace("Microsoft.AspNetCore.Builder"):
                var pattern = call.Argument("pathMatch") ?? call.Argument("pattern");
                return IsProbePath(TextOf(pattern, project)) ? Create(call, pattern, project, null, HealthChecksRun.None) : null;
            case "MapGrpcHealthChecksService":
                return new HealthEndpoint("/grpc.health.v1.Health/Check", HealthEndpointKind.Combined, [], HealthChecksRun.All, EndpointAccess.Default, "", call);
            default:
                return null;
        }
    }

    /// <summary>Whether a route is one that people give to probes, by its words: <c>/healthz</c>, <c>/api/health/live</c>, <c>/ready</c>.</summary>
    public static bool IsProbePath(string? path)
    {
        if (string.IsNullOrEmpty(path) || path!.Length > 100 || path.IndexOf('{') >= 0 || path.IndexOf(' ') >= 0 || path.Contains("://"))
        {
            return false;
        }

        var segments = path.Trim('/').Split('/');
        var last = segments[segments.Length - 1];
        return Array.Exists(segments, static segment => IsOneOf(segment, HealthWords)) ||
            IsOneOf(last, LiveWords) || IsOneOf(last, ReadyWords);
    }

    private static HealthEndpoint Create(IInvocationOperation call, IOperation? pattern, ProjectContext project, IOperation? options, HealthChecksRun checks)
    {
        var path = TextOf(pattern, project);
        path = path is null ? "" : Prefix(call.Receiver(), project) is { } prefix ? Combine(prefix, path) : "";
        var predicate = PredicateOf(options);
        var tags = TagsOf(predicate, project);
        if (predicate is not null)
        {
            checks = IsNever(predicate) ? HealthChecksRun.None : IsAlways(predicate) ? HealthChecksRun.All : HealthChecksRun.Selected;
        }

        var (access, host) = AccessOf(call);
        return new HealthEndpoint(path, KindOf(path, tags, checks), tags, checks, access, host, call);
    }

    private static HealthEndpointKind KindOf(string path, ImmutableArray<string> tags, HealthChecksRun checks)
    {
        var segments = path.Trim('/').Split('/');
        foreach (var words in new[] { segments, [.. tags] })
        {
            if (Array.Exists(words, static word => IsOneOf(word, ReadyWords)))
            {
                return HealthEndpointKind.Ready;
            }

            if (Array.Exists(words, static word => IsOneOf(word, StartupWords)))
            {
                return HealthEndpointKind.Startup;
            }

            if (Array.Exists(words, static word => IsOneOf(word, LiveWords)))
            {
                return HealthEndpointKind.Live;
            }
        }

        // An endpoint that runs no check says only that the process answers: that is liveness.
        return checks == HealthChecksRun.None ? HealthEndpointKind.Live : HealthEndpointKind.Combined;
    }

    // The options object: new HealthCheckOptions { … } or a local that holds one.
    private static IOperation? OptionsOf(IInvocationOperation call) => call.Argument("options")?.Unwrap() switch
    {
        ILocalReferenceOperation local => ValueTracer.SingleValue(local.Local, local),
        var other => other,
    };

    private static IOperation? PredicateOf(IOperation? options)
    {
        if (options is not IObjectCreationOperation { Initializer: { } initializer })
        {
            return null;
        }

        foreach (var member in initializer.Initializers)
        {
            if (member is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Predicate" } } assignment)
            {
                return assignment.Value.Unwrap();
            }
        }

        return null;
    }

    private static bool IsNever(IOperation predicate) => Returned(predicate)?.ConstantValue is { HasValue: true, Value: false };

    private static bool IsAlways(IOperation predicate) => Returned(predicate)?.ConstantValue is { HasValue: true, Value: true };

    private static IOperation? Returned(IOperation predicate) =>
        predicate is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } ? value.Unwrap() : null;

    // check => check.Tags.Contains("ready"): the constants given to Contains.
    private static ImmutableArray<string> TagsOf(IOperation? predicate, ProjectContext project)
    {
        if (predicate is null)
        {
            return [];
        }

        var tags = ImmutableArray.CreateBuilder<string>();
        foreach (var descendant in predicate.Descendants())
        {
            if (descendant is IInvocationOperation { TargetMethod.Name: "Contains" or "Equals" } contains)
            {
                foreach (var argument in contains.Arguments)
                {
                    if (TextOf(argument.Value, project) is { Length: > 0 } tag)
                    {
                        tags.Add(tag);
                    }
                }
            }
        }

        return tags.ToImmutable();
    }

    // What is chained behind the call, and on the groups before it.
    private static (EndpointAccess Access, string Host) AccessOf(IInvocationOperation call)
    {
        var access = EndpointAccess.Default;
        var host = "";
        foreach (var convention in Conventions(call))
        {
            switch (convention.TargetMethod.Name)
            {
                case "RequireAuthorization":
                    access = access == EndpointAccess.Anonymous ? access : EndpointAccess.Authorized;
                    break;
                case "AllowAnonymous" or "DisableAuthentication":
                    access = EndpointAccess.Anonymous;
                    break;
                case "RequireHost" when convention.Arguments is [.., var hosts]:
                    host = hosts.Value.Descendants().Concat([hosts.Value]).Select(static value => value.ConstantValue.Value as string).FirstOrDefault(static text => text is not null) ?? "*";
                    break;
            }
        }

        return (access, host);
    }

    private static IEnumerable<IInvocationOperation> Conventions(IInvocationOperation call)
    {
        for (var receiver = call.Receiver(); receiver is not null;)
        {
            if (receiver is ILocalReferenceOperation local)
            {
                receiver = ValueTracer.SingleValue(local.Local, local)?.Unwrap();
            }
            else if (receiver is IInvocationOperation group)
            {
                yield return group;
                receiver = group.Receiver();
            }
            else
            {
                break;
            }
        }

        IOperation current = call;
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IInvocationOperation chained && chained.Receiver() == current)
            {
                yield return chained;
                current = chained;
            }
            else if (parent is not (IArgumentOperation or IConversionOperation))
            {
                break;
            }
        }

        // var endpoint = app.MapHealthChecks(…); endpoint.RequireAuthorization();
        if (ParentOf(current) is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var variable } } &&
            call.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && call.SemanticModel is { } model)
        {
            var scope = member is GlobalStatementSyntax ? member.Parent! : member;
            foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText == variable.Name &&
                    name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax invocation } &&
                    model.GetOperation(invocation) is IInvocationOperation later)
                {
                    yield return later;
                }
            }
        }
    }

    private static IOperation? ParentOf(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }

    private static string? Prefix(IOperation? receiver, ProjectContext project)
    {
        switch (receiver)
        {
            case ILocalReferenceOperation local:
                return ValueTracer.SingleValue(local.Local, local) is { } value && value.Unwrap() is IInvocationOperation ? Prefix(value.Unwrap(), project) : "";
            case IInvocationOperation { TargetMethod.Name: "MapGroup" } group:
                return TextOf(group.Argument("prefix"), project) is { } prefix && Prefix(group.Receiver(), project) is { } outer ? Combine(outer, prefix) : null;
            case IInvocationOperation chained when chained.Receiver() is { } inner:
                return Prefix(inner, project);
            default:
                return "";
        }
    }

    private static string? TextOf(IOperation? operation, ProjectContext project) =>
        project.Values.Trace(operation) is [{ HasHole: false } only] ? only.Text : null;

    private static string Combine(string prefix, string path) => "/" + (prefix.Trim('/') + "/" + path.Trim('/')).Trim('/');

    private static bool IsOneOf(string segment, string[] words) => Array.Exists(words, word => word.Equals(segment, StringComparison.OrdinalIgnoreCase));
}
