using System.Collections.Immutable;
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
    string Name,
    bool AnyOrigin,
    bool AllowCredentials,
    ImmutableArray<TracedValue> Origins,
    string OriginsKey
);

/// <summary>Knows the ways in which ASP.NET Core code says which origins may call it.</summary>
internal static class CorsPolicies
{
    private const string Namespace = "Microsoft.AspNetCore.Cors.Infrastructure";
    private const string OriginHeader = "Access-Control-Allow-Origin";
    private const string CredentialsHeader = "Access-Control-Allow-Credentials";

    /// <summary>Names of which one stands where a policy is opened.</summary>
    public static string[] PolicyNames { get; } =
    ["AllowAnyOrigin", "SetIsOriginAllowed", "WithOrigins", "IsOriginAllowed", "Origins", "CorsPolicyBuilder", "AccessControlAllowOrigin"];

    /// <summary>Names of which one stands where methods or headers are chosen.</summary>
    public static string[] ChoiceNames { get; } = ["AllowAnyMethod", "AllowAnyHeader", "WithMethods", "WithHeaders", "Methods", "Headers"];

    /// <summary>Names of calls that describe a policy, for a filter on syntax.</summary>
    public static bool MayDescribe(string methodName) => methodName is "AddPolicy" or "AddDefaultPolicy" or "UseCors";

    /// <returns>The wildcard that the operation is, or null. Guards are the caller's question.</returns>
    public static CorsWildcard? WildcardOf(IOperation operation, ProjectContext project) =>
        operation switch
        {
            IInvocationOperation call => OfCall(call, project),
            ISimpleAssignmentOperation assignment => OfAssignment(assignment, project),
            IObjectCreationOperation creation when IsBuilder(creation.Type) => OfCreation(creation, project),
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
                return Elements(call.Arguments, project).Any(static value => value.Text == "*") ? call.TargetMethod.Name + "(\"*\")" : null;
            case "Add"
                when PropertyAddedTo(call) is { Name: "Methods" or "Headers" } list && list.ContainingType.Is(Namespace, "CorsPolicy"):
                return project.Values.Trace(call.Argument(0)).Any(static value => value.Text == "*") ? list.Name + ".Add(\"*\")" : null;
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

        var configure = call
            .Arguments.Select(static argument => argument.Value.Unwrap())
            .OfType<IAnonymousFunctionOperation>()
            .FirstOrDefault();
        if (configure is not { Symbol.Parameters: [{ Type: var builder }] } || !IsBuilder(builder))
        {
            return null;
        }

        var name =
            call.TargetMethod.Name == "AddPolicy" && project.Values.Trace(call.Argument("name")) is [{ HasHole: false } only]
                ? only.Text
                : "";
        var calls = configure
            .Body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(static inner => IsBuilder(inner.TargetMethod.ContainingType))
            .ToList();
        var wildcard = calls.Any(inner => OfCall(inner, project) is not null);
        var origins = ImmutableArray.CreateBuilder<TracedValue>();
        var key = "";
        foreach (var with in calls.Where(static inner => inner.TargetMethod.Name == "WithOrigins"))
        {
            origins.AddRange(Elements(with.Arguments, project).Where(static value => !value.HasHole && value.Text != "*"));
            key =
                with.Arguments.SelectMany(static argument => argument.Value.DescendantsAndSelf())
                    .Select(static value => KeyOf(value))
                    .FirstOrDefault(static found => found is not null)
                ?? key;
        }

        return new CorsPolicyDescription(name, wildcard, AllowsCredentials(calls), origins.ToImmutable(), key);
    }

    private static string? KeyOf(IOperation value) =>
        value switch
        {
            ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } assigned
                ? assigned
                    .DescendantsAndSelf()
                    .Select(static inner => ConfigurationReads.TryRecognise(inner)?.Key)
                    .FirstOrDefault(static key => key is not null)
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
            case "SetIsOriginAllowed" when IsBuilder(method.ContainingType) && AlwaysTrue.IsDelegate(call.Argument(0), project):
                return new CorsWildcard("SetIsOriginAllowed(…) that always accepts", call.CallLocation(), PolicyAllowsCredentials(call));
            case "WithOrigins" when IsBuilder(method.ContainingType):
                return StarIn(call.Arguments, project) is var (text, literal)
                    ? new CorsWildcard($"WithOrigins(\"{text}\")", literal.GetLocation(), PolicyAllowsCredentials(call))
                    : null;
            case "Add" when PropertyAddedTo(call) is { Name: "Origins" } origins && origins.ContainingType.Is(Namespace, "CorsPolicy"):
                return StarIn(call.Arguments, project) is var (_, added)
                    ? new CorsWildcard("Origins.Add(\"*\")", added.GetLocation(), ObjectAllowsCredentials(call))
                    : null;
            case "Add"
            or "Append"
            or "TryAdd"
            or "AppendHeader"
            or "AddHeader" when call.Arguments.Length >= 2 && IsHeaders(call.Receiver()?.Type):
                var arguments = call
                    .Arguments.Where(static argument =>
                        argument.Parameter is { Ordinal: var ordinal, ContainingSymbol: IMethodSymbol owner }
                        && ordinal >= (owner.IsExtensionMethod ? 1 : 0)
                    )
                    .Select(static argument => argument.Value)
                    .ToList();
                return arguments.Count == 2 && IsHeaderName(arguments[0], OriginHeader) ? OfHeader(call, arguments[1], project) : null;
            default:
                return null;
        }
    }

    // new CorsPolicyBuilder("*")
    private static CorsWildcard? OfCreation(IObjectCreationOperation creation, ProjectContext project) =>
        StarIn(creation.Arguments, project) is var (text, literal)
            ? new CorsWildcard($"new CorsPolicyBuilder(\"{text}\")", literal.GetLocation(), PolicyAllowsCredentials(creation))
            : null;

    private static CorsWildcard? OfAssignment(ISimpleAssignmentOperation assignment, ProjectContext project)
    {
        switch (assignment.Target)
        {
            case IPropertyReferenceOperation { Property: { Name: "IsOriginAllowed", ContainingType: var policy } }
                when policy.Is(Namespace, "CorsPolicy"):
                return AlwaysTrue.IsDelegate(assignment.Value, project)
                    ? new CorsWildcard(
                        "IsOriginAllowed that always accepts",
                        assignment.Syntax.GetLocation(),
                        ObjectAllowsCredentials(assignment)
                    )
                    : null;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var name], Instance: { } headers }
                when IsHeaders(headers.Type) && IsHeaderName(name.Value, OriginHeader):
                return OfHeader(assignment, assignment.Value, project);
            case IPropertyReferenceOperation { Property.Name: "AccessControlAllowOrigin", Instance: { } headers }
                when IsHeaders(headers.Type):
                return OfHeader(assignment, assignment.Value, project);
            default:
                return null;
        }
    }

    private static CorsWildcard? OfHeader(IOperation write, IOperation value, ProjectContext project)
    {
        if (IsForOneDocument(write))
        {
            return null;
        }

        var credentials = MethodOf(write).Descendants().Any(IsCredentialsHeader);
        if (
            project.Values.Trace(value).Concat(project.Values.TraceElements(value)).FirstOrDefault(static traced => traced.Text == "*") is
            { } star
        )
        {
            return new CorsWildcard($"The header {OriginHeader}: *", star.Literal.GetLocation(), credentials);
        }

        if (value.DescendantsAndSelf().FirstOrDefault(IsAnyOrigin) is { } named)
        {
            return new CorsWildcard($"The header {OriginHeader}: *", named.Syntax.GetLocation(), credentials);
        }

        // Echoing whatever Origin came in is the wildcard that browsers accept together with credentials.
        return credentials && EchoesOrigin(value) && !IsCheckedBefore(write)
            ? new CorsWildcard($"{OriginHeader} that echoes the request's Origin", write.Syntax.GetLocation(), true)
            : null;
    }

    // if (context.Request.Path.StartsWithSegments("/swagger/v1/swagger.json")) …: a description that tools of other sites read, and no call of the API.
    private static bool IsForOneDocument(IOperation write)
    {
        var child = write;
        for (var parent = write.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (
                parent is IConditionalOperation { Condition: var condition } conditional
                && child == conditional.WhenTrue
                && condition is not IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }
                && condition.DescendantsAndSelf().Any(static part => part is IPropertyReferenceOperation { Property.Name: "Path" })
                && condition
                    .DescendantsAndSelf()
                    .Any(static part => part.ConstantValue is { HasValue: true, Value: string path } && IsDocument(path))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDocument(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(DocumentFolders, folder => path.TrimStart('/').Split('/')[0].Equals(folder, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] DocumentFolders = ["swagger", "openapi", ".well-known"];

    private static bool EchoesOrigin(IOperation value) =>
        value
            .DescendantsAndSelf()
            .Any(static part =>
                IsOriginOfRequest(part)
                || part is ILocalReferenceOperation local
                    && LocalValues.SingleValue(local.Local, local)?.DescendantsAndSelf().Any(IsOriginOfRequest) == true
            );

    private static bool IsOriginOfRequest(IOperation operation) =>
        operation is IPropertyReferenceOperation property
        && IsHeaders(property.Instance?.Type)
        && (property.Property.Name == "Origin" || (property.Property.IsIndexer && IsHeaderName(property.Arguments[0].Value, "Origin")));

    // if (allowed.Contains(origin)) …, or an early exit: somebody looks at the origin before it is echoed.
    private static bool IsCheckedBefore(IOperation write)
    {
        var child = write;
        for (var parent = write.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (
                parent is IConditionalOperation conditional && child != conditional.Condition && LooksAtOrigin(conditional.Condition)
                || parent is IBlockOperation block
                    && block
                        .Operations.TakeWhile(statement => statement != child)
                        .Any(static statement =>
                            statement is IConditionalOperation { WhenTrue: var exit } check
                            && LooksAtOrigin(check.Condition)
                            && exit.DescendantsAndSelf().Any(static inner => inner is IReturnOperation or IThrowOperation)
                        )
            )
            {
                return true;
            }
        }

        return false;
    }

    // More than whether there is one.
    private static bool LooksAtOrigin(IOperation condition) =>
        condition
            .DescendantsAndSelf()
            .Any(static part =>
                part switch
                {
                    IInvocationOperation
                    {
                        TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" or "ContainsKey" or "TryGetValue" or "ToString"
                    } => false,
                    IInvocationOperation call => call.Arguments.Any(static argument => EchoesOrigin(argument.Value))
                        || call.Receiver() is { } receiver && EchoesOrigin(receiver),
                    IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison => EchoesOrigin(
                        comparison.LeftOperand
                    ) && comparison.RightOperand.Unwrap().ConstantValue is not { HasValue: true, Value: null or "" },
                    _ => false,
                }
            );

    private static bool IsCredentialsHeader(IOperation operation) =>
        operation switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "AccessControlAllowCredentials" } } => true,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var name] } } =>
                IsHeaderName(name.Value, CredentialsHeader),
            IInvocationOperation { TargetMethod.Name: "Add" or "Append" or "TryAdd", Arguments: var arguments } => arguments.Any(
                static argument => IsHeaderName(argument.Value, CredentialsHeader)
            ),
            _ => false,
        };

    private static IOperation MethodOf(IOperation operation) => operation.Root();

    private static bool IsGuarded(TracedValue value, ProjectContext project) =>
        value.Origin is { } origin && !project.Guards.RunsInProduction(origin);

    private static bool PolicyAllowsCredentials(IOperation part) =>
        AllowsCredentials(CallsOfSamePolicy(part).Where(other => !part.ExcludesEachOther(other)));

    private static bool AllowsCredentials(IEnumerable<IInvocationOperation> calls) =>
        calls.Any(static call => call.TargetMethod.Name == "AllowCredentials");

    // A policy is everything that is called on one builder: the chain, and other statements on the same parameter or local.
    private static IEnumerable<IInvocationOperation> CallsOfSamePolicy(IOperation part)
    {
        var root = RootOf(part);
        var holder = HolderOf(root);
        var scope = holder is null ? Outermost(part) : part.Root();
        return scope
            .DescendantsAndSelf()
            .OfType<IInvocationOperation>()
            .Where(other =>
                IsBuilder(other.TargetMethod.ContainingType)
                && (RootOf(other) == root || holder is not null && SymbolEqualityComparer.Default.Equals(HolderOf(RootOf(other)), holder))
            );
    }

    // The same for an object that is filled: new CorsPolicy { … }, policy.SupportsCredentials = true.
    private static bool ObjectAllowsCredentials(IOperation part)
    {
        var policy = PolicyOf(part);
        return part.Root()
            .Descendants()
            .Any(other =>
                other
                    is ISimpleAssignmentOperation
                    {
                        Target: IPropertyReferenceOperation { Property.Name: "SupportsCredentials" },
                        Value.ConstantValue: { HasValue: true, Value: true }
                    }
                && Equals(PolicyOf(other), policy)
            );
    }

    // The variable that holds the policy, else its creation.
    private static object? PolicyOf(IOperation part)
    {
        var instance = part switch
        {
            IInvocationOperation { Instance: IPropertyReferenceOperation list } => list.Instance,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } => property.Instance,
            _ => null,
        };
        if (instance is not null and not IInstanceReferenceOperation)
        {
            return SymbolOf(instance.Unwrap());
        }

        var creation = part.Parent;
        while (creation is not null and not IObjectCreationOperation)
        {
            creation = creation.Parent;
        }

        return creation is null ? null : HolderOf(creation) ?? (object)creation;
    }

    // policy.Origins.Add("*"), and new CorsPolicy { Origins = { "*" } }.
    private static IPropertySymbol? PropertyAddedTo(IInvocationOperation add) =>
        add.Instance switch
        {
            IPropertyReferenceOperation list => list.Property,
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }
                when add.Parent?.Parent is IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation list } =>
                list.Property,
            _ => null,
        };

    // The local or field that a chain is assigned to, or that it starts from.
    private static ISymbol? HolderOf(IOperation root) =>
        SymbolOf(root)
        ?? Outermost(root).Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation assignment => SymbolOf(assignment.Target),
            _ => null,
        };

    private static IOperation RootOf(IOperation part)
    {
        var current = part;
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

    private static ISymbol? SymbolOf(IOperation operation) =>
        operation switch
        {
            IParameterReferenceOperation parameter => parameter.Parameter,
            ILocalReferenceOperation local => local.Local,
            IFieldReferenceOperation field => field.Field,
            _ => null,
        };

    private static IEnumerable<TracedValue> Elements(ImmutableArray<IArgumentOperation> arguments, ProjectContext project) =>
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

    // CorsConstants.AnyOrigin is a read-only field, which the compiler does not fold.
    private static bool IsAnyOrigin(IOperation operation) =>
        operation is IFieldReferenceOperation { Field: { Name: "AnyOrigin", ContainingType.Name: "CorsConstants" } };

    private static bool IsHeaderName(IOperation name, string header) =>
        (
            name.ConstantValue.Value as string
            ?? (name.Unwrap() as IFieldReferenceOperation)?.Field switch
            {
                { ContainingType.Name: "HeaderNames" or "CorsConstants", Name: var field } => field switch
                {
                    "AccessControlAllowOrigin" => OriginHeader,
                    "AccessControlAllowCredentials" => CredentialsHeader,
                    "Origin" => "Origin",
                    _ => null,
                },
                _ => null,
            }
        )
            is { } text
        && text.Equals(header, StringComparison.OrdinalIgnoreCase);

    private static bool IsHeaders(ITypeSymbol? type) =>
        type
            is {
                Name: "IHeaderDictionary"
                    or "HeaderDictionary"
                    or "ResponseHeaders"
                    or "NameValueCollection"
                    or "HttpResponse"
                    or "HttpResponseHeaders"
                    or "HttpHeadersCollection"
            };

    private static bool IsBuilder(ITypeSymbol? type) => type.Is(Namespace, "CorsPolicyBuilder");
}

internal sealed class DescribedPolicies : Recogniser<CorsPolicyDescription>
{
    public override IEnumerable<string> Words => ["AddPolicy", "AddDefaultPolicy", "UseCors"];

    public override WordForm Form => WordForm.Call;

    public override CorsPolicyDescription? Recognise(Candidate candidate) =>
        candidate.Operation is { } operation ? CorsPolicies.TryRecognise(operation, candidate.Project) : null;
}

/// <summary>A place that puts policies to use.</summary>
/// <param name="Names">The names of the policies, each with the guard under which it is used; the default policy's is empty. Null when they cannot be told.</param>
internal sealed record CorsUse(IReadOnlyList<(string Name, Guard Guard)>? Names);

/// <summary>The header by its own name, wherever the text stands that says it.</summary>
internal sealed class OriginHeaders : Recogniser<string>
{
    // Access-Control-Allow-Origin
    public override WordForm FormOf(string word) =>
        word.Equals("Origin", StringComparison.OrdinalIgnoreCase) ? WordForm.PathPart : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) => token.Parent is { } parent ? [parent] : [];

    public override string Recognise(Candidate candidate) => "Origin";
}
