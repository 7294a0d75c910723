using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Code;

/// <summary>Steps over conversions and parentheses, and the parts of calls by name.</summary>
internal static class OperationExtensions
{
    /// <summary>The operation that uses this one: its parent above conversions and parentheses; null at the root.</summary>
    public static IOperation? User(this IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }

    /// <summary>The operation below conversions, parentheses and <c>await</c>-free wrappers that change no value.</summary>
    public static IOperation Unwrap(this IOperation operation)
    {
        while (true)
        {
            // By kind, because nearly all are none of these, and to ask for each interface in turn takes longer.
            switch (operation.Kind)
            {
                case OperationKind.Conversion when ((IConversionOperation)operation) is { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case OperationKind.Parenthesized:
                    operation = ((IParenthesizedOperation)operation).Operand;
                    break;
                case OperationKind.DelegateCreation:
                    operation = ((IDelegateCreationOperation)operation).Target;
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

    /// <summary>The arguments of a call or creation; none of any other operation.</summary>
    public static ImmutableArray<IArgumentOperation> Arguments(this IOperation operation) =>
        operation switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => ImmutableArray<IArgumentOperation>.Empty,
        };

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

    /// <summary>The local, parameter or field that an operation refers to; null for any other.</summary>
    public static ISymbol? Variable(this IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            _ => null,
        };

    /// <summary>The variable that an initialiser or assignment gives its value to; null for any other operation.</summary>
    public static ISymbol? GivenVariable(this IOperation operation) =>
        operation switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: var target } => target.Variable(),
            _ => null,
        };

    /// <summary>What a lambda yields when that is all it does, else null.</summary>
    public static IOperation? Returned(this IOperation lambda) =>
        lambda is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } ? value.Unwrap() : null;

    /// <summary>What a property is set to by an initialiser or a lambda below an operation; the first, or null when it is left alone.</summary>
    public static IOperation? AssignedBelow(this IOperation operation, string property)
    {
        foreach (var below in operation.Descendants())
        {
            if (
                below is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } assignment
                && name == property
            )
            {
                return assignment.Value.Unwrap();
            }
        }

        return null;
    }

    /// <summary>The part that an interpolation or concatenation begins with, or null when the operation is none.</summary>
    public static IOperation? FirstPart(this IOperation operation)
    {
        IOperation? first = null;
        for (var current = operation.Unwrap(); ; current = first)
        {
            var next = current switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add => add.LeftOperand.Unwrap(),
                IInterpolatedStringOperation { Parts: [IInterpolationOperation hole, ..] } => hole.Expression.Unwrap(),
                _ => null,
            };
            if (next is null)
            {
                return first;
            }

            first = next;
        }
    }

    /// <summary>Seconds of a constant <c>TimeSpan</c> expression, rounded up; null when computed at run time.</summary>
    public static int? Seconds(this IOperation value)
    {
        value = value.Unwrap();
        if (
            value is IInvocationOperation { TargetMethod: { ContainingType: var type, Name: var name }, Arguments: [var first, ..] } call
            && type.Is("System", "TimeSpan")
            && first.Value.Unwrap().ConstantValue is { HasValue: true, Value: IConvertible number }
            && number is not string
        )
        {
            var amount = number.ToDouble(System.Globalization.CultureInfo.InvariantCulture);
            double? seconds = name switch
            {
                "FromMilliseconds" => amount / 1000,
                "FromSeconds" => amount,
                "FromMinutes" => amount * 60,
                "FromHours" => amount * 3600,
                _ => null,
            };
            return seconds is >= 0 and < 86400 ? (int)Math.Ceiling(seconds.Value) : null;
        }

        if (
            value is IObjectCreationOperation creation
            && creation.Type.Is("System", "TimeSpan")
            && creation.Arguments.Length == 3
            && creation.Argument(0)?.ConstantValue.Value is int hours
            && creation.Argument(1)?.ConstantValue.Value is int minutes
            && creation.Argument(2)?.ConstantValue.Value is int wholeSeconds
        )
        {
            return (((hours * 60) + minutes) * 60) + wholeSeconds;
        }

        return null;
    }

    /// <summary>Where a call stands for a reader: the name and its arguments, without what precedes it in a fluent chain.</summary>
    public static Location CallLocation(this IInvocationOperation invocation)
    {
        if (
            invocation.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax
            {
                Expression: Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access,
            } syntax
        )
        {
            return Location.Create(
                syntax.SyntaxTree,
                Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(access.Name.SpanStart, syntax.Span.End)
            );
        }

        return invocation.Syntax.GetLocation();
    }

    private static IOperation? Find(ImmutableArray<IArgumentOperation> arguments, int ordinal)
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

    /// <summary>The member that holds the operation, not a lambda or local function inside it; null outside of members.</summary>
    public static ISymbol? Member(this IOperation operation)
    {
        var symbol = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, Cancellation.Token);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }
}
