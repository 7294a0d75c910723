using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Says what must hold for a place inside a method to be reached: branches that lead to it, early exits that were not taken.</summary>
/// <param name="conditions">That say what the conditions on the way tell.</param>
internal sealed class PathConditions(Conditions conditions)
{
    /// <summary>What leads to a place from where its method begins.</summary>
    public Guard WayTo(IOperation place, int depth)
    {
        var guard = Guard.None;
        var child = place;
        for (var parent = place.Parent; depth > 0 && parent is not null; child = parent, parent = parent.Parent)
        {
            guard = Guards.Stronger(guard, OfPart(parent, child, depth));
        }

        return guard;
    }

    /// <summary>What leads to a part of an operation: the branch of a condition, what follows an early exit.</summary>
    public Guard OfPart(IOperation parent, IOperation child, int depth) =>
        parent switch
        {
            IConditionalOperation conditional when child == conditional.WhenTrue => conditions.Of(conditional.Condition, depth).WhenTrue,
            IConditionalOperation conditional when child == conditional.WhenFalse => conditions.Of(conditional.Condition, depth).WhenFalse,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } conjunction when child == conjunction.RightOperand =>
                conditions.Of(conjunction.LeftOperand, depth).WhenTrue,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } disjunction when child == disjunction.RightOperand =>
                conditions.Of(disjunction.LeftOperand, depth).WhenFalse,
            IWhileLoopOperation { ConditionIsTop: true, ConditionIsUntil: false, Condition: { } condition } loop when child == loop.Body =>
                conditions.Of(condition, depth).WhenTrue,
            ICatchClauseOperation { Filter: { } filter } handler when child == handler.Handler => conditions.Of(filter, depth).WhenTrue,
            IBlockOperation block => ByEarlierExit(block.Operations, child, depth),
            _ => Guard.None,
        };

    // if (!env.IsDevelopment()) return; … what follows runs in Development only.
    private Guard ByEarlierExit(ImmutableArray<IOperation> statements, IOperation child, int depth)
    {
        var guard = Guard.None;
        foreach (var statement in statements)
        {
            if (statement == child)
            {
                break;
            }

            if (statement is not IConditionalOperation conditional)
            {
                continue;
            }

            if (Exits(conditional.WhenTrue))
            {
                guard = Guards.Stronger(guard, conditions.Of(conditional.Condition, depth).WhenFalse);
            }
            else if (conditional.WhenFalse is { } otherwise && Exits(otherwise))
            {
                guard = Guards.Stronger(guard, conditions.Of(conditional.Condition, depth).WhenTrue);
            }
        }

        return guard;
    }

    private static bool Exits(IOperation statement) =>
        statement switch
        {
            IReturnOperation or IThrowOperation => true,
            IBranchOperation { BranchKind: BranchKind.Continue or BranchKind.Break } => true,
            IExpressionStatementOperation { Operation: IThrowOperation } => true,
            IConditionalOperation { WhenFalse: { } otherwise } both => Exits(both.WhenTrue) && Exits(otherwise),
            IBlockOperation { Operations: [.., var last] } => Exits(last),
            _ => false,
        };

    /// <summary>What yields true on some branches and false on others tells what leads to a branch that may.</summary>
    public Implied OfBranches(ImmutableArray<(Guard Guard, IOperation Value)> branches, int depth)
    {
        Guard? whenTrue = null;
        Guard? whenFalse = null;
        foreach (var (guard, value) in branches)
        {
            var constant = value.Unwrap().ConstantValue;
            var implied = constant.HasValue ? default : conditions.Of(value, depth - 1);
            // What is null is not true; whether it is false, the asker's operator says.
            if (constant is not { HasValue: true, Value: false or null } && value.Unwrap() is not IThrowOperation)
            {
                whenTrue = Weakest(whenTrue, Guards.Stronger(guard, implied.WhenTrue));
            }

            if (constant is not { HasValue: true, Value: true } && value.Unwrap() is not IThrowOperation)
            {
                whenFalse = Weakest(whenFalse, Guards.Stronger(guard, implied.WhenFalse));
            }
        }

        return new(whenTrue ?? Guards.Never, whenFalse ?? Guards.Never);
    }

    private static Guard Weakest(Guard? before, Guard guard) => before is { } known ? Guards.Weaker(known, guard) : guard;
}
