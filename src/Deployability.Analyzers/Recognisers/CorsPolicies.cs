using System.Collections.Immutable;
using Deployability.Analyzers.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A place that makes a CORS policy accept every origin.</summary>
/// <param name="Display">How a message calls it: <c>AllowAnyOrigin()</c>.</param>
/// <param name="Location">What must change.</param>
/// <param name="WithCredentials">Whether the same policy accepts cookies and authorization.</param>
internal sealed record CorsWildcard(string Display, Location Location, bool WithCredentials);

/// <summary>A CORS policy as its builder's calls describe it.</summary>
internal sealed record CorsPolicyDescription(
    string Name, bool AnyOrigin, bool AllowCredentials, ImmutableArray<TracedValue> Origins, string OriginsKey);

/// <summary>Knows the ways in which ASP.NET Core code says which origins may call it.</summary>
internal static class CorsPolicies
{
    private const string Namespace = "Microsoft.AspNetCore.Cors.Infrastructure";
    private const string OriginHeader = "Access-Control-Allow-Origin";
    private const string CredentialsHeader = "Access-Control-Allow-Credentials";

    /// <summary>Names of calls that describe a policy, for a filter on syntax.</summary>
    public static bool MayDescribe(string methodName) => methodName is "AddPolicy" or "AddDefaultPolicy" or "UseCors";

    /// <returns>The wildcard that the operation is, or null. Guards are the caller's question.</returns>
    public static CorsWildcard? WildcardOf(IOperation operation, ProjectContext project) => operation switch
    {
        IInvocationOperation call => OfCall(call, project),
        ISimpleAssignmentOperation assignment => OfAssignment(assignment, project),
        _ => null,
    };

    /// <returns><c>AllowAnyMethod()</c>, <c>WithHeaders("*")</c> and the like as a message calls it, or null.</returns>
    public static string? AnyMethodOrHeader(IInvocationOperation call, ProjectContext project)
    {
        switch (call.TargetMethod.Name)
        {
            case "AllowAnyMethod" or "AllowAnyHeader" when IsBuilder(call.TargetMethod.ContainingType):
                return call.TargetMethod.Name + "()";
            case "WithMethods" or "WithHeaders" when IsBuilder(call.TargetMethod.ContainingType):
                return Elements(call, project).Any(static value => value.Text == "*") ? call.TargetMethod.Name + "(\"*\")" : null;
            default:
                return null;
        }
    }

    /// <returns>The policy that a call to <c>AddPolicy</c>, <c>AddDefaultPolicy</c> or <c>UseCors</c> describes in place, or null.</returns>
    public static CorsPolicyDescription? TryRecognise(IOperation operation, ProjectContext project)
    {
        if (operation is not IInvocationOperation call || !MayDescribe(call.TargetMethod.Name))
        {
            return null;
        }

        var configure = call.Arguments.Select(static argument => argument.Value.Unwrap()).OfType<IAnonymousFunctionOperation>().FirstOrDefault();
        if (configure is not { Symbol.Parameters: [{ Type: var builder }] } || !IsBuilder(builder))
        {
            return null;
        }

        var name = call.TargetMethod.Name == "AddPolicy" && project.Values.Trace(call.Argument("name")) is [{ HasHole: false } only] ? only.Text : "";
        var calls = configure.Body.Descendants().OfType<IInvocationOperation>().Where(static inner => IsBuilder(inner.TargetMethod.ContainingType)).ToList();
        var wildcard = calls.Any(inner => OfCall(inner, project) is not null);
        var origins = ImmutableArray.CreateBuilder<TracedValue>();
        var key = "";
        foreach (var with in calls.Where(static inner => inner.TargetMethod.Name == "WithOrigins"))
        {
            origins.AddRange(Elements(with, project).Where(static value => !value.HasHole && value.Text != "*"));
            key = with.Arguments.SelectMany(static argument => argument.Value.DescendantsAndSelf()).Select(static value => KeyOf(value)).FirstOrDefault(static found => found is not null) ?? key;
        }

        return new CorsPolicyDescription(name, wildcard, AllowsCredentials(calls), origins.ToImmutable(), key);
    }

    private static string? KeyOf(IOperation value) => value switch
    {
        ILocalReferenceOperation local => ValueTracer.SingleValue(local.Local, local) is { } assigned
            ? assigned.DescendantsAndSelf().Select(static inner => ConfigurationReads.TryRecognise(inner)?.Key).FirstOrDefault(static key => key is not null)
            : null,
        _ => ConfigurationReads.TryRecognise(value)?.Key,
    };

    private static CorsWildcard? OfCall(IInvocationOperation call, ProjectContext project)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "AllowAnyOrigin" when IsBuilder(method.ContainingType):
                return new CorsWildcard("AllowAnyOrigin()", call.CallLocation(), PolicyAllowsCredentials(call));
            case "SetIsOriginAllowed" when IsBuilder(method.ContainingType) && AlwaysTrue.IsDelegate(call.Argument(0)):
                return new CorsWildcard("SetIsOriginAllowed(…) that always accepts", call.CallLocation(), PolicyAllowsCredentials(call));
            case "WithOrigins" when IsBuilder(method.ContainingType):
                return Elements(call, project).FirstOrDefault(value => value.Text is "*" or "null" && !IsGuarded(value, project)) is { } star
                    ? new CorsWildcard($"WithOrigins(\"{star.Text}\")", star.Literal.GetLocation(), PolicyAllowsCredentials(call))
                    : null;
            case "Add" when call.Instance is IPropertyReferenceOperation { Property: { Name: "Origins", ContainingType: var policy } } && policy.Is(Namespace, "CorsPolicy"):
                return project.Values.Trace(call.Argument(0)).FirstOrDefault(static value => value.Text == "*") is { } added
                    ? new CorsWildcard("Origins.Add(\"*\")", added.Literal.GetLocation(), false)
                    : null;
            case "Add" or "Append" or "TryAdd" or "AppendHeader" or "AddHeader" when call.Arguments.Length >= 2 && IsHeaders(call.Receiver()?.Type):
                var arguments = call.Arguments.Where(static argument => argument.Parameter is { Ordinal: var ordinal, ContainingSymbol: IMethodSymbol owner } && ordinal >= (owner.IsExtensionMethod ? 1 : 0)).Select(static argument => argument.Value).ToList();
                return arguments.Count == 2 && IsHeaderName(arguments[0], OriginHeader) ? OfHeader(call, arguments[1], project) : null;
            default:
                return null;
        }
    }

    private static CorsWildcard? OfAssignment(ISimpleAssignmentOperation assignment, ProjectContext project)
    {
        switch (assignment.Target)
        {
            case IPropertyReferenceOperation { Property: { Name: "IsOriginAllowed", ContainingType: var policy } } when policy.Is(Namespace, "CorsPolicy"):
                return AlwaysTrue.IsDelegate(assignment.Value) ? new CorsWildcard("IsOriginAllowed that always accepts", assignment.Syntax.GetLocation(), false) : null;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var name], Instance: { } headers } when IsHeaders(headers.Type) && IsHeaderName(name.Value, OriginHeader):
                return OfHeader(assignment, assignment.Value, project);
            case IPropertyReferenceOperation { Property.Name: "AccessControlAllowOrigin", Instance: { } headers } when IsHeaders(headers.Type):
                return OfHeader(assignment, assignment.Value, project);
            default:
                return null;
        }
    }

    private static CorsWildcard? OfHeader(IOperation write, IOperation value, ProjectContext project)
    {
        var credentials = MethodOf(write).Descendants().Any(IsCredentialsHeader);
        if (project.Values.Trace(value).Concat(project.Values.TraceElements(value)).FirstOrDefault(static traced => traced.Text == "*") is { } star)
        {
            return new CorsWildcard($"The header {OriginHeader}: *", star.Literal.GetLocation(), credentials);
        }

        // Echoing whatever Origin came in is the wildcard that browsers accept together with credentials.
        return credentials && EchoesOrigin(value) ? new CorsWildcard($"{OriginHeader} that echoes the request's Origin", write.Syntax.GetLocation(), true) : null;
    }

    private static bool EchoesOrigin(IOperation value)
    {
        var sources = value.DescendantsAndSelf()
            .Concat(value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().SelectMany(static local => ValueTracer.SingleValue(local.Local, local)?.DescendantsAndSelf() ?? []));
        return sources.Any(static operation => operation is IPropertyReferenceOperation property && IsHeaders(property.Instance?.Type) &&
            (property.Property.Name == "Origin" || (property.Property.IsIndexer && IsHeaderName(property.Arguments[0].Value, "Origin"))));
    }

    private static bool IsCredentialsHeader(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "AccessControlAllowCredentials" } } => true,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var name] } } => IsHeaderName(name.Value, CredentialsHeader),
        IInvocationOperation { TargetMethod.Name: "Add" or "Append" or "TryAdd", Arguments: var arguments } => arguments.Any(static argument => IsHeaderName(argument.Value, CredentialsHeader)),
        _ => false,
    };

    private static IOperation MethodOf(IOperation operation) => operation.Root();

    private static bool IsGuarded(TracedValue value, ProjectContext project) => value.Origin is { } origin && !project.Guards.RunsInProduction(origin);

    private static bool PolicyAllowsCredentials(IInvocationOperation call) =>
        AllowsCredentials(CallsOfSamePolicy(call).Where(other => !call.ExcludesEachOther(other)));

    private static bool AllowsCredentials(IEnumerable<IInvocationOperation> calls) => calls.Any(static call => call.TargetMethod.Name == "AllowCredentials");

    // A policy is everything that is called on one builder: the chain, and other statements on the same parameter or local.
    private static IEnumerable<IInvocationOperation> CallsOfSamePolicy(IInvocationOperation call)
    {
        var root = RootOf(call);
        IEnumerable<IOperation> scope = SymbolOf(root) is null ? Outermost(call).DescendantsAndSelf() : call.Root().DescendantsAndSelf();
        return scope.OfType<IInvocationOperation>().Where(other => IsBuilder(other.TargetMethod.ContainingType) &&
            (SymbolOf(root) is { } symbol ? SymbolEqualityComparer.Default.Equals(SymbolOf(RootOf(other)), symbol) : RootOf(other) == root));
    }

    private static IOperation RootOf(IInvocationOperation call)
    {
        IOperation current = call;
        while (current is IInvocationOperation invocation && invocation.Receiver() is { } receiver)
        {
            current = receiver;
        }

        return current;
    }

    private static IOperation Outermost(IOperation operation)
    {
        while (operation.Parent is IInvocationOperation or IArgumentOperation or IConversionOperation)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter,
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };

    private static IEnumerable<TracedValue> Elements(IInvocationOperation call, ProjectContext project) =>
        call.Arguments.SelectMany(argument => project.Values.TraceElements(argument.Value));

    private static bool IsHeaderName(IOperation name, string header) =>
        (name.ConstantValue.Value as string ?? (name.Unwrap() as IFieldReferenceOperation)?.Field switch
        {
            { ContainingType.Name: "HeaderNames", Name: var field } => field switch
            {
                "AccessControlAllowOrigin" => OriginHeader,
                "AccessControlAllowCredentials" => CredentialsHeader,
                "Origin" => "Origin",
                _ => null,
            },
            _ => null,
        }) is { } text && text.Equals(header, StringComparison.OrdinalIgnoreCase);

    private static bool IsHeaders(ITypeSymbol? type) =>
        type is { Name: "IHeaderDictionary" or "HeaderDictionary" or "ResponseHeaders" or "NameValueCollection" or "HttpResponse" or "HttpResponseHeaders" };

    private static bool IsBuilder(ITypeSymbol? type) => type.Is(Namespace, "CorsPolicyBuilder");
}
