using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows code that writes the headers of CORS itself.</summary>
internal static class CorsHeaders
{
    /// <summary>The header that says which origin may call.</summary>
    public const string Origin = "Access-Control-Allow-Origin";

    private const string Credentials = "Access-Control-Allow-Credentials";

    /// <summary>The wildcard that a write of the header is, or null.</summary>
    /// <param name="write">The call or assignment.</param>
    /// <param name="value">What is written.</param>
    /// <param name="project">Of the compilation.</param>
    public static CorsWildcard? Of(IOperation write, IOperation value, ProjectContext project)
    {
        if (ErrorAnswers.Hold(write) || IsBesideEventStream(write))
        {
            return null;
        }

        var credentials = write.Root().Descendants().Any(IsCredentialsHeader);
        if (
            project.Values.Trace(value).Concat(project.Values.TraceElements(value)).FirstOrDefault(static traced => traced.Text == "*") is
            { } star
        )
        {
            return new CorsWildcard($"The header {Origin}: *", star.Literal.GetLocation(), credentials);
        }

        if (value.DescendantsAndSelf().FirstOrDefault(CorsPolicies.IsAnyOrigin) is { } named)
        {
            return new CorsWildcard($"The header {Origin}: *", named.Syntax.GetLocation(), credentials);
        }

        // Echoing whatever Origin came in is the wildcard that browsers accept together with credentials.
        return credentials && EchoesOrigin(value) && !IsCheckedBefore(write)
            ? new CorsWildcard($"{Origin} that echoes the request's Origin", write.Syntax.GetLocation(), true)
            : null;
    }

    // text/event-stream beside it: one stream, which its pages may show.
    private static bool IsBesideEventStream(IOperation write)
    {
        var block = write.Parent;
        while (block is not null and not IBlockOperation)
        {
            block = block.Parent;
        }

        return block
                ?.Descendants()
                .Any(static part =>
                    part.ConstantValue is { HasValue: true, Value: string text }
                    && text.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
                ) == true;
    }

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
        && (property.Property.Name == "Origin" || (property.Property.IsIndexer && IsName(property.Arguments[0].Value, "Origin")));

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
                IsName(name.Value, Credentials),
            IInvocationOperation { TargetMethod.Name: "Add" or "Append" or "TryAdd", Arguments: var arguments } => arguments.Any(
                static argument => IsName(argument.Value, Credentials)
            ),
            _ => false,
        };

    /// <summary>Whether an operation is the name of a header: the text, or a constant of the framework.</summary>
    public static bool IsName(IOperation name, string header) =>
        (
            name.ConstantValue.Value as string
            ?? (name.Unwrap() as IFieldReferenceOperation)?.Field switch
            {
                { ContainingType.Name: "HeaderNames" or "CorsConstants", Name: var field } => field switch
                {
                    "AccessControlAllowOrigin" => Origin,
                    "AccessControlAllowCredentials" => Credentials,
                    "Origin" => "Origin",
                    _ => null,
                },
                _ => null,
            }
        )
            is { } text
        && text.Equals(header, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether headers of a response can be written to a value of the type.</summary>
    public static bool IsHeaders(ITypeSymbol? type) =>
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
}
