using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows code that writes the answer to a request which failed or was refused, and no other: what stands in it tells nobody anything of the API.</summary>
internal static class ErrorAnswers
{
    // Parts of what such methods are called: AddApplicationError, OnRejected, ReturnQuotaExceededResponse.
    private static readonly string[] MethodWords =
    [
        "Error",
        "Exception",
        "Exceeded",
        "Rejected",
        "TooManyRequests",
        "Unauthorized",
        "Forbidden",
        "Challenge",
    ];

    /// <summary>
    /// Whether the operation runs for such an answer only: in <c>catch</c>, in <c>UseExceptionHandler(…)</c> and other handlers of errors, in a method that is named for one,
    /// or beside a status of 400 and more.
    /// </summary>
    public static bool Hold(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (
                parent switch
                {
                    ICatchClauseOperation => true,
                    IBlockOperation block => block.Operations.Any(SetsErrorStatus),
                    IInvocationOperation { TargetMethod.Name: "UseExceptionHandler" } => true,
                    ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: var member } } => IsForErrors(member),
                    _ => false,
                }
            )
            {
                return true;
            }
        }

        return operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, Cancellation.Token) is var symbol
            && MethodAround(symbol) is { } method
            && (
                IsForErrors(method.Name)
                || method is { Name: "TryHandleAsync", ContainingType: var type }
                    && type.AllInterfaces.Any(static part => part.Name == "IExceptionHandler")
            );
    }

    private static IMethodSymbol? MethodAround(ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol as IMethodSymbol;
    }

    private static bool IsForErrors(string name) => Array.Exists(MethodWords, word => name.IndexOf(word, StringComparison.Ordinal) >= 0);

    private static bool SetsErrorStatus(IOperation statement) =>
        statement
            is IExpressionStatementOperation
            {
                Operation: ISimpleAssignmentOperation
                {
                    Target: IPropertyReferenceOperation { Property.Name: "StatusCode" },
                    Value.ConstantValue: { HasValue: true, Value: >= 400 }
                }
            };
}
