using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Code;

/// <summary>Finds out whether code is one branch of a choice: a store that is picked when nothing better is configured is no fault.</summary>
internal static class Alternatives
{
    /// <summary>Whether another branch of an <c>if</c>, a conditional or a switch around the operation does the same kind of thing.</summary>
    /// <param name="operation">What one branch does.</param>
    /// <param name="isAlternative">Whether a call of another branch stands in for it.</param>
    public static bool HasAlternative(this IOperation operation, Func<IInvocationOperation, bool> isAlternative) =>
        HasAlternativeStep(operation, step => step is IInvocationOperation call && isAlternative(call));

    /// <summary>The same for any operation, such as a call that does not bind.</summary>
    public static bool HasAlternativeStep(this IOperation operation, Func<IOperation, bool> isAlternative)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            var found = parent switch
            {
                IConditionalOperation conditional when child != conditional.Condition => Branches(conditional, child).Any(Offers),
                ISwitchOperation statement when child is ISwitchCaseOperation => statement.Cases.Any(other =>
                    other != child && Offers(other)
                ),
                ISwitchExpressionOperation expression when child is ISwitchExpressionArmOperation => expression.Arms.Any(other =>
                    other != child && Offers(other)
                ),
                _ => false,
            };
            if (found)
            {
                return true;
            }
        }

        return false;

        bool Offers(IOperation branch) => branch.DescendantsAndSelf().Any(isAlternative);
    }

    /// <summary>Whether the two stand in different branches of one choice, so that never both run.</summary>
    public static bool ExcludesEachOther(this IOperation operation, IOperation other)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (!parent.Syntax.Span.Contains(other.Syntax.Span))
            {
                continue;
            }

            return parent switch
            {
                IConditionalOperation conditional => child != conditional.Condition
                    && Branches(conditional, child).Any(branch => branch.Syntax.Span.Contains(other.Syntax.Span)),
                ISwitchOperation => child is ISwitchCaseOperation,
                ISwitchExpressionOperation => child is ISwitchExpressionArmOperation,
                _ => false,
            };
        }

        return false;
    }

    // The other branch; without one, what follows a branch that returns.
    private static IEnumerable<IOperation> Branches(IConditionalOperation conditional, IOperation child)
    {
        if (child == conditional.WhenFalse)
        {
            yield return conditional.WhenTrue;
        }
        else if (conditional.WhenFalse is { } otherwise)
        {
            yield return otherwise;
        }
        else if (conditional.Parent is IBlockOperation block && Returns(child))
        {
            foreach (var later in block.Operations.Where(statement => statement.Syntax.SpanStart > conditional.Syntax.SpanStart))
            {
                yield return later;
            }
        }
    }

    private static bool Returns(IOperation branch) =>
        branch is IReturnOperation || branch is IBlockOperation { Operations: [.., IReturnOperation] };
}
