using System.Collections.Immutable;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>An endpoint that answers health probes, as one call maps it.</summary>
/// <param name="Path">Absolute path with the prefixes of its groups and branches; empty when computed at run time.</param>
/// <param name="Kind">Which probe it may serve.</param>
/// <param name="Tags">Tags that its predicate selects.</param>
/// <param name="Checks">Which registered checks it runs.</param>
/// <param name="Access">What stands between a probe and the endpoint.</param>
/// <param name="Host">The host that <c>RequireHost</c> demands (<c>*:8081</c> is a management port); empty when any may call.</param>
/// <param name="IsHealthCheck">Whether it runs registered health checks; false for one written by hand.</param>
/// <param name="Syntax">The mapping call, or the method that answers.</param>
internal sealed record HealthEndpoint(
    string Path,
    HealthEndpointKind Kind,
    ImmutableArray<string> Tags,
    HealthChecksRun Checks,
    EndpointAccess Access,
    string Host,
    bool IsHealthCheck,
    SyntaxNode Syntax
)
{
    /// <summary>Whether the host is a name, which a probe that calls the container's address does not send.</summary>
    public bool HasNamedHost => Host.Length > 0 && Host != "*" && !Host.StartsWith("*:", StringComparison.Ordinal);
}

/// <summary>Knows the ways to map a health endpoint.</summary>
internal static class HealthEndpoints
{
    private const string Builder = "Microsoft.AspNetCore.Builder";

    /// <summary>Names of the calls that map one, for a filter on syntax.</summary>
    public static bool MayMap(string methodName) =>
        methodName is "MapGet" or "MapMethods" or "Map" or "MapGrpcService" || MapsHealthChecks(methodName);

    /// <summary>The same for a call as written: a literal route that no prefix could make one of a probe says no.</summary>
    public static bool MayMap(InvocationExpressionSyntax call) =>
        call.Expression.NameOfMember() is { } name
        && MayMap(name)
        && (
            name is not ("MapGet" or "MapMethods" or "Map")
            || call.ArgumentList.Arguments is not [{ Expression: LiteralExpressionSyntax { Token.Value: string route } }, ..]
            || route.Trim('/').Length == 0
            || ProbePaths.MayBe(route)
        );

    /// <summary>The same for a method.</summary>
    public static bool MayMap(IMethodSymbol method) => MayMap(method.Name) && method.IsInNamespace(Builder);

    /// <summary>Whether the call, as written, maps the root of its group, so that only the group's prefix could make it a probe's route.</summary>
    public static bool IsRoot(InvocationExpressionSyntax call) =>
        call.Expression.NameOfMember() is "MapGet" or "MapMethods" or "Map"
        && call.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax { Token.Value: string route } }, ..]
        && route.Trim('/').Length == 0;

    /// <summary>Whether the call, as written, may put a probe's path before the routes that are mapped inside it.</summary>
    public static bool MayPrefix(InvocationExpressionSyntax call) =>
        call.Expression.NameOfMember() is { } name
        && name.StartsWith("Map", StringComparison.Ordinal)
        && (name.EndsWith("Group", StringComparison.Ordinal) || name is "Map")
        && (
            call.ArgumentList.Arguments is not [{ Expression: LiteralExpressionSyntax { Token.Value: string prefix } }, ..]
            || ProbePaths.MayBe(prefix)
        );

    /// <summary>Names of the calls that run registered checks.</summary>
    public static bool MapsHealthChecks(string methodName) =>
        methodName is "MapHealthChecks" or "UseHealthChecks" or "MapGrpcHealthChecksService";

    /// <returns>The endpoint, or null when the call maps none.</returns>
    public static HealthEndpoint? TryRecognise(IOperation operation, ProjectContext project)
    {
        if (operation is not IInvocationOperation call || !MayMap(call.TargetMethod))
        {
            return null;
        }

        switch (call.TargetMethod.Name)
        {
            case "MapHealthChecks":
                return Create(call, call.Argument("pattern"), project, OptionsOf(call, project), HealthChecksRun.All);
            case "UseHealthChecks":
                // Middleware has no endpoint metadata, so no authorization applies to it.
                var middleware = Create(call, call.Argument("path"), project, OptionsOf(call, project), HealthChecksRun.All);
                return middleware with
                {
                    Access = middleware.Access == EndpointAccess.HttpsOnly ? middleware.Access : EndpointAccess.Anonymous,
                    Host = PortOf(call, project),
                };
            case "MapGet" or "MapMethods":
                return !Streams(call) && ProbePaths.IsOne(FullPath(call, call.Argument("pattern"), project))
                    ? Create(call, call.Argument("pattern"), project, null, HealthChecksRun.None)
                    : null;
            case "Map" when call.Argument("pathMatch") is { } branch:
                return ProbePaths.IsOne(FullPath(call, branch, project)) && !MapsInside(call)
                    ? Create(call, branch, project, null, HealthChecksRun.None) with
                    {
                        Access = EndpointAccess.Anonymous,
                    }
                    : null;
            case "Map":
                return ProbePaths.IsOne(FullPath(call, call.Argument("pattern"), project))
                    ? Create(call, call.Argument("pattern"), project, null, HealthChecksRun.None)
                    : null;
            case "MapGrpcHealthChecksService":
                return Grpc(call, project, HealthChecksRun.All);
            case "MapGrpcService" when call.TargetMethod.TypeArguments is [{ } service] && IsGrpcHealthService(service):
                return Grpc(call, project, HealthChecksRun.None);
            default:
                return null;
        }
    }

    /// <summary>Whether what answers sends events as they happen: such an answer does not end, so <c>/api/live</c> is no probe's.</summary>
    public static bool Streams(IInvocationOperation call) =>
        EndpointConventions.HandlerOf(call)?.ReturnType is INamedTypeSymbol type
        && (type is { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? result : type).Name
            is "ServerSentEventsResult"
                or "IAsyncEnumerable";

    private static bool IsGrpcHealthService(ITypeSymbol service) =>
        service.Name is "HealthServiceImpl" or "HealthService" or "HealthCheckService" or "GrpcHealthCheckService"
        || service.BaseType is { Name: "HealthBase" };

    private static HealthEndpoint Grpc(IInvocationOperation call, ProjectContext project, HealthChecksRun checks)
    {
        var (access, host) = EndpointConventions.AccessOf(call, project);
        return new HealthEndpoint(
            HealthEndpointFact.GrpcPath,
            HealthEndpointKind.Combined,
            [],
            checks,
            access,
            host,
            MapsHealthChecks(call.TargetMethod.Name),
            call.Syntax
        );
    }

    private static HealthEndpoint Create(
        IInvocationOperation call,
        IOperation? pattern,
        ProjectContext project,
        IOperation? options,
        HealthChecksRun checks
    )
    {
        var path = FullPath(call, pattern, project);
        checks =
            checks == HealthChecksRun.None
                ? ChecksOf(EndpointConventions.HandlerOf(call)?.Parameters.Select(static parameter => parameter.Type) ?? [])
                : checks;
        var predicate = PredicateOf(options);
        var tags = TagsOf(predicate, project);
        if (predicate is not null)
        {
            checks =
                IsNever(predicate) ? HealthChecksRun.None
                : IsAlways(predicate) ? HealthChecksRun.All
                : HealthChecksRun.Selected;
        }

        var (access, host) = EndpointConventions.AccessOf(call, project);
        return new HealthEndpoint(
            path.IndexOf(TracedValue.Hole) < 0 ? path : "",
            ProbePaths.KindOf(path, tags, checks),
            tags,
            checks,
            access,
            host,
            MapsHealthChecks(call.TargetMethod.Name),
            call.Syntax
        );
    }

    /// <summary>The path at which a call maps what it maps, with its groups and branches before it; holes where only run time can say, empty when nothing can.</summary>
    internal static string FullPath(IInvocationOperation call, IOperation? pattern, ProjectContext project) =>
        TextOf(pattern, project) is { } path && Prefix(call.Receiver(), project) is { } prefix ? Combine(prefix, path) : "";

    /// <summary>What a handler written by hand looks at, by what it takes: the registered checks, a database, or nothing outside the process.</summary>
    public static HealthChecksRun ChecksOf(IEnumerable<ITypeSymbol> taken)
    {
        foreach (var type in taken)
        {
            for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
            {
                if (current.Name is "HealthCheckService" or "DbContext")
                {
                    return HealthChecksRun.All;
                }
            }
        }

        return HealthChecksRun.None;
    }

    // The options object: new HealthCheckOptions { … }, or a local or field that holds one.
    private static IOperation? OptionsOf(IInvocationOperation call, ProjectContext project) =>
        call.Argument("options")?.Unwrap() switch
        {
            ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local)?.Unwrap(),
            IFieldReferenceOperation { Field.DeclaringSyntaxReferences: [var field] }
                when project.Compilation.ContainsSyntaxTree(field.SyntaxTree)
                    && field.GetSyntax(Cancellation.Token) is VariableDeclaratorSyntax { Initializer.Value: { } value } => project
                .OperationOf(value)
                ?.Unwrap(),
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
                return assignment.Value.Unwrap() is { ConstantValue: { HasValue: true, Value: null } } ? null : assignment.Value.Unwrap();
            }
        }

        return null;
    }

    private static bool IsNever(IOperation predicate) => predicate.Returned()?.ConstantValue is { HasValue: true, Value: false };

    private static bool IsAlways(IOperation predicate) => predicate.Returned()?.ConstantValue is { HasValue: true, Value: true };

    // check => check.Tags.Contains("ready"): the texts of a predicate that looks at tags, except those that it rules out.
    private static ImmutableArray<string> TagsOf(IOperation? predicate, ProjectContext project)
    {
        if (
            predicate is not IAnonymousFunctionOperation
            || !predicate.Descendants().Any(static operation => operation is IPropertyReferenceOperation { Property.Name: "Tags" })
        )
        {
            return [];
        }

        var tags = ImmutableArray.CreateBuilder<string>();
        foreach (var descendant in predicate.Descendants())
        {
            if (descendant is IInvocationOperation { TargetMethod.Name: "Contains" or "Equals" } contains && !IsNegated(contains))
            {
                foreach (var argument in contains.Arguments)
                {
                    if (TextOf(argument.Value, project) is { Length: > 0 } tag && tag.IndexOf(TracedValue.Hole) < 0)
                    {
                        tags.Add(tag);
                    }
                }
            }
        }

        return tags.ToImmutable();
    }

    private static bool IsNegated(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not })
            {
                return true;
            }
        }

        return false;
    }

    // UseHealthChecks("/health", 8081) answers on that port only.
    private static string PortOf(IInvocationOperation call, ProjectContext project) =>
        call.Argument("port")?.Unwrap() switch
        {
            null => "",
            { ConstantValue: { HasValue: true, Value: int port } } => "*:"
                + port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            var text => TextOf(text, project) is { } written && written.IndexOf(TracedValue.Hole) < 0 ? "*:" + written : "*",
        };

    // app.Map("/health", health => health.UseHealthChecks("")): the inner call says more.
    private static bool MapsInside(IInvocationOperation branch) =>
        branch
            .Syntax.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Any(static inner =>
                inner.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } && MapsHealthChecks(name)
            );

    private static string? Prefix(IOperation? receiver, ProjectContext project)
    {
        switch (receiver)
        {
            case ILocalReferenceOperation local:
                return LocalValues.SingleValue(local.Local, local) is { } value && value.Unwrap() is IInvocationOperation
                    ? Prefix(value.Unwrap(), project)
                    : "";
            case IInvocationOperation { TargetMethod.Name: "MapGroup" } group:
                return TextOf(group.Argument("prefix"), project) is { } prefix && Prefix(group.Receiver(), project) is { } outer
                    ? Combine(outer, prefix)
                    : null;
            case IInvocationOperation chained when chained.Receiver() is { } inner:
                return Prefix(inner, project);
            case IParameterReferenceOperation { Parameter.Type.Name: "RouteGroupBuilder" }:
                return null;
            case IParameterReferenceOperation { Parameter.Type.Name: "IApplicationBuilder" } parameter:
                return PrefixOfBranch(parameter, project);
            default:
                return "";
        }
    }

    // app.Map("/internal", branch => branch.UseHealthChecks("/health"))
    private static string? PrefixOfBranch(IParameterReferenceOperation parameter, ProjectContext project)
    {
        for (var parent = parameter.Parent; parent is not null; parent = parent.Parent)
        {
            if (
                parent is IAnonymousFunctionOperation lambda
                && lambda.Symbol.Parameters.Contains(parameter.Parameter, SymbolEqualityComparer.Default)
            )
            {
                var branch = lambda.Parent;
                while (branch is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
                {
                    branch = branch.Parent;
                }

                return branch is IInvocationOperation { TargetMethod.Name: "Map" } map && map.Argument("pathMatch") is { } path
                    ? TextOf(path, project) is { } prefix && Prefix(map.Receiver(), project) is { } outer
                        ? Combine(outer, prefix)
                        : null
                    : "";
            }
        }

        return "";
    }

    // A path that is a struct (PathString) is converted from its text. Parts of it may be known at run time only.
    private static string? TextOf(IOperation? operation, ProjectContext project)
    {
        operation = operation?.Unwrap();
        if (operation is IConversionOperation { OperatorMethod: not null } conversion)
        {
            operation = conversion.Operand;
        }
        else if (operation is IObjectCreationOperation { Type.Name: "PathString", Arguments: [var only] })
        {
            operation = only.Value;
        }

        return project.Values.Trace(operation) is [var text] ? text.Text : null;
    }

    private static string Combine(string prefix, string path) => "/" + (prefix.Trim('/') + "/" + path.Trim('/')).Trim('/');
}

internal sealed class MappedHealthEndpoints : Recogniser<HealthEndpoint>
{
    public override IEnumerable<string> Words =>
        ["MapGet", "MapMethods", "Map", "MapGrpcService", "MapHealthChecks", "UseHealthChecks", "MapGrpcHealthChecksService"];

    public override WordForm Form => WordForm.Call;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.CallOf() is { } call && HealthEndpoints.MayMap(call) ? [call] : [];

    // The root route of a group is a probe's only below a prefix that says so; nearly every group has one, and binding their bodies is what costs.
    public override HealthEndpoint? Recognise(Candidate candidate) =>
        (
            !HealthEndpoints.IsRoot((InvocationExpressionSyntax)candidate.Node)
            || candidate.Project.All(Find.ProbePrefixes, Cancellation.Token).Any()
        )
        && candidate.Method is { } called
        && HealthEndpoints.MayMap(called)
        && candidate.Operation is { } operation
            ? HealthEndpoints.TryRecognise(operation, candidate.Project)
            : null;
}

/// <summary>A call that may put a probe's path before the routes that are mapped inside it; told by its syntax.</summary>
internal sealed record RoutePrefix(InvocationExpressionSyntax Syntax);

internal sealed class RoutePrefixes : Recogniser<RoutePrefix>
{
    public override WordForm FormOf(string word) =>
        word == "Map" || (word.StartsWith("Map", StringComparison.Ordinal) && word.EndsWith("Group", StringComparison.Ordinal))
            ? WordForm.Call
            : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.CallOf() is { } call && HealthEndpoints.MayPrefix(call) ? [call] : [];

    public override RoutePrefix Recognise(Candidate candidate) => new((InvocationExpressionSyntax)candidate.Node);
}
