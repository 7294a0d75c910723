using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Code;

internal static class OperationExtensions
{
    /// <summary>The operation below conversions, parentheses and <c>await</c>-free wrappers that change no value.</summary>
    public static IOperation Unwrap(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IDelegateCreationOperation creation:
                    operation = creation.Target;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>
    /// What a call is made on: the instance, or the first argument of an extension method in either form of call.
    /// </summary>
    public static IOperation? Receiver(this IInvocationOperation invocation)
    {
        if (invocation.Instance is not null)
        {
            return invocation.Instance.Unwrap();
        }

        return invocation.TargetMethod.IsExtensionMethod ? invocation.Argument(0)?.Unwrap() : null;
    }

    /// <summary>The value given for the parameter at <paramref name="ordinal"/>; parameters, not positions in source.</summary>
    public static IOperation? Argument(this IInvocationOperation invocation, int ordinal) => Find(invocation.Arguments, ordinal);

    /// <inheritdoc cref="Argument(IInvocationOperation, int)"/>
    public static IOperation? Argument(this IObjectCreationOperation creation, int ordinal) => Find(creation.Arguments, ordinal);

    /// <summary>The value given for the named parameter, or null when the call leaves it to its default.</summary>
    public static IOperation? Argument(this IInvocationOperation invocation, string parameter)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter?.Name == parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>The method, accessor, lambda or initialiser body that holds the operation: its outermost operation.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>What a lambda yields when that is all it does, else null.</summary>
    public static IOperation? Returned(this IOperation lambda) =>
        lambda is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } ? value.Unwrap() : null;

    /// <summary>Where a call stands for a reader: the name and its arguments, without what precedes it in a fluent chain.</summary>
    public static Location CallLocation(this IInvocationOperation invocation)
    {
        if (invocation.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax
            {
                Expression: Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access,
            } syntax)
        {
            return Location.Create(syntax.SyntaxTree, Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(access.Name.SpanStart, syntax.Span.End));
        }

        return invocation.Syntax.GetLocation();
    }

    private static IOperation? Find(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, int ordinal)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
