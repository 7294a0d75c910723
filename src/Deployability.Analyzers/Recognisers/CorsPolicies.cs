using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A place that makes a CORS policy accept every origin.</summary>
/// <param name="Display">How a message calls it: <c>AllowAnyOrigin()</c>.</param>
/// <param name="Location">What must change.</param>
/// <param name="WithCredentials">Whether the same policy accepts cookies and authorization.</param>
internal sealed record CorsWildcard(string Display, Location Location, bool WithCredentials);

/// <summary>Knows the ways in which ASP.NET Core code says that every origin, method or header may call it.</summary>
internal static class CorsPolicies
{
    /// <summary>Names of which one stands where a policy is opened.</summary>
    public static string[] PolicyNames { get; } =
    ["AllowAnyOrigin", "SetIsOriginAllowed", "WithOrigins", "IsOriginAllowed", "Origins", "CorsPolicyBuilder", "AccessControlAllowOrigin"];

    /// <summary>Names of which one stands where methods or headers are chosen.</summary>
    public static string[] ChoiceNames { get; } = ["AllowAnyMethod", "AllowAnyHeader", "WithMethods", "WithHeaders", "Methods", "Headers"];

    /// <returns>The wildcard that the operation is, or null. Guards are the caller's question.</returns>
    public static CorsWildcard? WildcardOf(IOperation operation, ProjectContext project)
    {
        var wildcard = operation switch
        {
            IInvocationOperation call => OfCall(call, project) is { } found && !IsSaidBefore(call, project) ? found : null,
            ISimpleAssignmentOperation assignment => OfAssignment(assignment, project),
            IObjectCreationOperation creation when CorsBuilders.IsBuilder(creation.Type) => OfCreation(creation, project),
            _ => null,
        };
        return wildcard is null || PublicDocuments.Hold(operation) ? null : wildcard;
    }

    // policy.AllowAnyOrigin().SetIsOriginAllowed(_ => true): one policy, open twice.
    private static bool IsSaidBefore(IInvocationOperation call, ProjectContext project) =>
        CorsBuilders.IsBuilder(call.TargetMethod.ContainingType)
        && CorsBuilders
            .CallsOfSamePolicy(call)
            .Any(other =>
                other.CallLocation().SourceSpan.Start < call.CallLocation().SourceSpan.Start
                && !call.ExcludesEachOther(other)
                && OfCall(other, project) is not null
                && project.Guards.RunsInProduction(other)
            );

    /// <returns><c>AllowAnyMethod()</c>, <c>WithHeaders("*")</c> and the like as a message calls it, or null.</returns>
    public static string? AnyMethodOrHeader(IInvocationOperation call, ProjectContext project)
    {
        switch (call.TargetMethod.Name)
        {
            case "AllowAnyMethod" or "AllowAnyHeader" when CorsBuilders.IsBuilder(call.TargetMethod.ContainingType):
                return call.TargetMethod.Name + "()";
            case "WithMethods" or "WithHeaders" when CorsBuilders.IsBuilder(call.TargetMethod.ContainingType):
                return Elements(call.Arguments, project).Any(static value => value.Text == "*") ? call.TargetMethod.Name + "(\"*\")" : null;
            case "Add"
                when CorsBuilders.PropertyAddedTo(call) is { Name: "Methods" or "Headers" } list
                    && list.ContainingType.Is(CorsBuilders.Namespace, "CorsPolicy"):
                return project.Values.Trace(call.Argument(0)).Any(static value => value.Text == "*") ? list.Name + ".Add(\"*\")" : null;
            default:
                return null;
        }
    }

    private static CorsWildcard? OfCall(IInvocationOperation call, ProjectContext project)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "AllowAnyOrigin" when CorsBuilders.IsBuilder(method.ContainingType):
                return new CorsWildcard("AllowAnyOrigin()", call.CallLocation(), CorsBuilders.AllowsCredentials(call));
            case "SetIsOriginAllowed"
                when CorsBuilders.IsBuilder(method.ContainingType) && AlwaysTrue.IsDelegate(call.Argument(0), project):
                return new CorsWildcard(
                    "SetIsOriginAllowed(…) that always accepts",
                    call.CallLocation(),
                    CorsBuilders.AllowsCredentials(call)
                );
            case "WithOrigins" when CorsBuilders.IsBuilder(method.ContainingType):
                return StarIn(call.Arguments, project) is var (text, literal)
                    ? new CorsWildcard($"WithOrigins(\"{text}\")", literal.GetLocation(), CorsBuilders.AllowsCredentials(call))
                    : null;
            case "Add"
                when CorsBuilders.PropertyAddedTo(call) is { Name: "Origins" } origins
                    && origins.ContainingType.Is(CorsBuilders.Namespace, "CorsPolicy"):
                return StarIn(call.Arguments, project) is var (_, added)
                    ? new CorsWildcard("Origins.Add(\"*\")", added.GetLocation(), CorsBuilders.ObjectAllowsCredentials(call))
                    : null;
            case "Add"
            or "Append"
            or "TryAdd"
            or "AppendHeader"
            or "AddHeader" when call.Arguments.Length >= 2 && CorsHeaders.IsHeaders(call.Receiver()?.Type):
                var arguments = call
                    .Arguments.Where(static argument =>
                        argument.Parameter is { Ordinal: var ordinal, ContainingSymbol: IMethodSymbol owner }
                        && ordinal >= (owner.IsExtensionMethod ? 1 : 0)
                    )
                    .Select(static argument => argument.Value)
                    .ToList();
                return arguments.Count == 2 && CorsHeaders.IsName(arguments[0], CorsHeaders.Origin)
                    ? CorsHeaders.Of(call, arguments[1], project)
                    : null;
            default:
                return null;
        }
    }

    // new CorsPolicyBuilder("*")
    private static CorsWildcard? OfCreation(IObjectCreationOperation creation, ProjectContext project) =>
        StarIn(creation.Arguments, project) is var (text, literal)
            ? new CorsWildcard($"new CorsPolicyBuilder(\"{text}\")", literal.GetLocation(), CorsBuilders.AllowsCredentials(creation))
            : null;

    private static CorsWildcard? OfAssignment(ISimpleAssignmentOperation assignment, ProjectContext project)
    {
        switch (assignment.Target)
        {
            case IPropertyReferenceOperation { Property: { Name: "IsOriginAllowed", ContainingType: var policy } }
                when policy.Is(CorsBuilders.Namespace, "CorsPolicy"):
                return AlwaysTrue.IsDelegate(assignment.Value, project)
                    ? new CorsWildcard(
                        "IsOriginAllowed that always accepts",
                        assignment.Syntax.GetLocation(),
                        CorsBuilders.ObjectAllowsCredentials(assignment)
                    )
                    : null;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var name], Instance: { } headers }
                when CorsHeaders.IsHeaders(headers.Type) && CorsHeaders.IsName(name.Value, CorsHeaders.Origin):
                return CorsHeaders.Of(assignment, assignment.Value, project);
            case IPropertyReferenceOperation { Property.Name: "AccessControlAllowOrigin", Instance: { } headers }
                when CorsHeaders.IsHeaders(headers.Type):
                return CorsHeaders.Of(assignment, assignment.Value, project);
            default:
                return null;
        }
    }

    private static bool IsGuarded(TracedValue value, ProjectContext project) =>
        value.Origin is { } origin && !project.Guards.RunsInProduction(origin);

    /// <summary>The values that arguments give, of lists each element.</summary>
    public static IEnumerable<TracedValue> Elements(ImmutableArray<IArgumentOperation> arguments, ProjectContext project) =>
        arguments.SelectMany(argument => project.Values.TraceElements(argument.Value));

    private static (string Text, SyntaxNode Literal)? StarIn(ImmutableArray<IArgumentOperation> arguments, ProjectContext project)
    {
        if (Elements(arguments, project).FirstOrDefault(value => value.Text is "*" or "null" && !IsGuarded(value, project)) is { } star)
        {
            return (star.Text, star.Literal);
        }

        return arguments.SelectMany(static argument => argument.DescendantsAndSelf()).FirstOrDefault(IsAnyOrigin) is { } named
            ? ("*", named.Syntax)
            : null;
    }

    /// <summary>Whether the operation is <c>CorsConstants.AnyOrigin</c>, a read-only field, which the compiler does not fold.</summary>
    public static bool IsAnyOrigin(IOperation operation) =>
        operation is IFieldReferenceOperation { Field: { Name: "AnyOrigin", ContainingType.Name: "CorsConstants" } };
}
