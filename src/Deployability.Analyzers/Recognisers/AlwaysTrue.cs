using Deployability.Analyzers.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows delegates that accept whatever they are asked: a predicate of CORS, a check of a certificate.</summary>
internal static class AlwaysTrue
{
    /// <summary>Whether the delegate only ever returns true: lambda, block, <c>delegate</c>, local function, or a method of the same file.</summary>
    public static bool IsDelegate(IOperation? value)
    {
        switch (value?.Unwrap())
        {
            case IAnonymousFunctionOperation lambda:
                return Returns(lambda.Body);
            case IMethodReferenceOperation { Method.DeclaringSyntaxReferences: [var reference] } method when reference.SyntaxTree == value.Syntax.SyntaxTree:
                return method.SemanticModel?.GetOperation(reference.GetSyntax()) switch
                {
                    IMethodBodyOperation declared => Returns(declared.BlockBody ?? declared.ExpressionBody),
                    ILocalFunctionOperation function => Returns(function.Body),
                    _ => false,
                };
            case ILocalReferenceOperation local:
                return ValueTracer.SingleValue(local.Local, local) is { } assigned && assigned.Unwrap() is not ILocalReferenceOperation && IsDelegate(assigned);
            default:
                return false;
        }
    }

    private static bool Returns(IBlockOperation? body)
    {
        var returns = body?.Descendants().OfType<IReturnOperation>().ToList();
        return returns is { Count: > 0 } && returns.TrueForAll(static statement => statement.ReturnedValue?.ConstantValue is { HasValue: true, Value: true });
    }
}
