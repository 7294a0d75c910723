using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Tells code that stands in for a value which configuration lacks, in whatever words the lack is tested.</summary>
/// <remarks>
/// <c>x is null ? "…" : x</c>, <c>if (string.IsNullOrWhiteSpace(x)) { … } else { … x … }</c>, <c>x is { Length: > 0 } ? x : "…"</c>,
/// <c>Uri.TryCreate(x, …, out var uri) ? uri : new Uri("…")</c>. What is tested must be configuration, or be used where it is there.
/// </remarks>
internal static class MissingValues
{
    private const int MaxDepth = 6;

    /// <returns>The branch of a choice that is taken when a value is missing, and that value; null when the choice is about something else.</returns>
    public static (IOperation Branch, IOperation Tested)? DefaultOf(IConditionalOperation choice, ProjectContext project)
    {
        if (TestOf(choice.Condition, MaxDepth) is not var (tested, whenTrue))
        {
            return null;
        }

        var (missing, present) = whenTrue ? (choice.WhenTrue, choice.WhenFalse) : (choice.WhenFalse, choice.WhenTrue);
        return
            missing is not null && (IsConfigured(tested, project, MaxDepth) || present is not null && Mentions(present, choice.Condition))
            ? (missing, tested)
            : null;
    }

    /// <summary>Whether an arm of a switch is taken when the value is missing, as <c>null or ""</c> beside <c>var url => url</c>.</summary>
    public static bool IsDefault(ISwitchExpressionArmOperation arm, ISwitchExpressionOperation choice, ProjectContext project) =>
        OfPattern(choice.Value, arm.Pattern) is (_, true) && IsConfigured(choice.Value, project, MaxDepth)
        || (arm.Pattern is IDiscardPatternOperation || OfPattern(choice.Value, arm.Pattern) is (_, true))
            && choice.Arms.Any(other => other != arm && (Mentions(other.Value, other.Pattern) || Mentions(other.Value, choice.Value)));

    /// <summary>Whether the operation runs only where a configured value is missing: in such a branch, or behind an exit of the other one.</summary>
    public static bool StandsIn(IOperation operation, ProjectContext project)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IConditionalOperation choice
                    when child != choice.Condition && DefaultOf(choice, project) is var (branch, _) && branch == child:
                case ICatchClauseOperation { Parent: ITryOperation attempt }
                    when attempt.Body.Descendants().Any(part => IsConfigured(part, project, depth: 1)):
                case IBlockOperation block
                    when block.Operations.TakeWhile(statement => statement != child).Any(statement => LeavesWithValue(statement, project)):
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether an assignment stands in for a missing value of the variable that it sets, or of what the other branch sets it to.</summary>
    public static bool StandsIn(AssignmentExpressionSyntax assignment, string variable, SemanticModel model, ProjectContext project)
    {
        for (SyntaxNode? node = assignment; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (
                node is IfStatementSyntax { Condition: var condition }
                && condition
                    .DescendantNodesAndSelf()
                    .Any(part => part is IdentifierNameSyntax name && name.Identifier.ValueText == variable)
            )
            {
                return true;
            }
        }

        return model.GetOperation(assignment, Cancellation.Token) is { } operation && StandsIn(operation, project);
    }

    /// <summary>Whether an assignment puts a value that is there in the place of one that stood in for it: <c>if (configured != null) url = configured;</c></summary>
    public static bool Replaces(AssignmentExpressionSyntax assignment, SemanticModel model, ProjectContext project)
    {
        if (model.GetOperation(assignment, Cancellation.Token) is not ISimpleAssignmentOperation { Value: var value } operation)
        {
            return false;
        }

        IOperation child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (
                parent is ITryOperation { Catches.Length: > 0 } attempt
                    && child == attempt.Body
                    && value.DescendantsAndSelf().Any(part => IsConfigured(part, project, depth: 1))
                || parent is IConditionalOperation choice
                    && child != choice.Condition
                    && TestOf(choice.Condition, MaxDepth) is var (tested, whenTrue)
                    && child == (whenTrue ? choice.WhenFalse : choice.WhenTrue)
                    && (IsConfigured(tested, project, MaxDepth) || Mentions(value, choice.Condition))
            )
            {
                return true;
            }
        }

        return false;
    }

    // if (x is null) …: what is tested, and whether it is missing when the condition is true.
    private static (IOperation Tested, bool WhenTrue)? TestOf(IOperation condition, int depth)
    {
        condition = condition.Unwrap();
        if (depth == 0)
        {
            return null;
        }

        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                return Negated(TestOf(operand, depth - 1));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or:
                return
                    TestOf(or.LeftOperand, depth - 1) is { WhenTrue: true } left && TestOf(or.RightOperand, depth - 1) is { WhenTrue: true }
                    ? left
                    : null;
            // Parsed, and of the right kind: without the one the other does not count.
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and:
                return
                    (TestOf(and.LeftOperand, depth - 1) is { WhenTrue: false } first ? first : TestOf(and.RightOperand, depth - 1))
                        is { WhenTrue: false } test
                    ? test
                    : null;
            case IBinaryOperation comparison:
                return OfComparison(comparison, depth);
            case IIsPatternOperation match:
                return OfPattern(match.Value, match.Pattern);
            case IIsTypeOperation type:
                return (type.ValueOperand, false);
            case IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } value }:
                return (value, false);
            case IInvocationOperation call:
                return OfCall(call);
            case ILocalReferenceOperation local when LocalValues.SingleValue(local.Local, local) is { } value:
                return TestOf(value, depth - 1);
            default:
                return null;
        }
    }

    private static (IOperation, bool)? OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "IsNullOrEmpty" or "IsNullOrWhiteSpace" when call.Argument(0) is { } text:
                return (text, true);
            case "Exists" or "Any" when call.Receiver() is { } section:
                return (section, false);
            case "TryCreate" or "TryParse" when call.Argument(0) is { } parsed:
                return (parsed, false);
            case "TryGetValue" when call.Receiver() is { } map:
                return (map, false);
            default:
                return null;
        }
    }

    private static (IOperation, bool)? OfComparison(IBinaryOperation comparison, int depth)
    {
        var (left, right) = (comparison.LeftOperand.Unwrap(), comparison.RightOperand.Unwrap());
        var kind = comparison.OperatorKind;
        if (IsConstant(left))
        {
            (left, right) = (right, left);
            kind = kind switch
            {
                BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
                BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
                _ => kind,
            };
        }

        var isEqual = kind == BinaryOperatorKind.Equals;
        if (isEqual || kind == BinaryOperatorKind.NotEquals)
        {
            if (right.ConstantValue is { HasValue: true, Value: bool expected })
            {
                return TestOf(left, depth - 1) is { } test
                    ? expected == isEqual
                        ? test
                        : Negated(test)
                    : null;
            }

            return LengthOf(left) is { } counted
                ? IsZero(right)
                    ? (counted, isEqual)
                    : null
                : IsNothing(right)
                    ? (left, isEqual)
                    : null;
        }

        return LengthOf(left) is { } text
            ? kind switch
            {
                BinaryOperatorKind.GreaterThan when IsZero(right) => (text, false),
                BinaryOperatorKind.GreaterThanOrEqual
                or BinaryOperatorKind.LessThan when right.ConstantValue is { HasValue: true, Value: 1 } => (
                    text,
                    kind == BinaryOperatorKind.LessThan
                ),
                _ => null,
            }
            : null;
    }

    private static (IOperation, bool)? OfPattern(IOperation value, IPatternOperation pattern)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return Negated(OfPattern(value, negated.Pattern));
            case IConstantPatternOperation constant:
                return LengthOf(value.Unwrap()) is { } text
                    ? IsZero(constant.Value)
                        ? (text, true)
                        : null
                    : IsNothing(constant.Value.Unwrap())
                        ? (value, true)
                        : null;
            case IRelationalPatternOperation { OperatorKind: BinaryOperatorKind.GreaterThan } relation:
                return LengthOf(value.Unwrap()) is { } counted && IsZero(relation.Value) ? (counted, false) : null;
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or:
                return OfPattern(value, or.LeftPattern) is { } left && OfPattern(value, or.RightPattern) is not null ? left : null;
            case IRecursivePatternOperation recursive:
                return recursive.PropertySubpatterns.All(static part =>
                    part.Pattern is not IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: 0 } }
                )
                    ? (value, false)
                    : (value, true);
            case IDeclarationPatternOperation or ITypePatternOperation:
                return (value, false);
            default:
                return null;
        }
    }

    private static (IOperation, bool)? Negated((IOperation Tested, bool WhenTrue)? test) =>
        test is var (tested, whenTrue) ? (tested, !whenTrue) : null;

    private static IOperation? LengthOf(IOperation operation) =>
        operation switch
        {
            IPropertyReferenceOperation { Property.Name: "Length" or "Count", Instance: { } text } => text,
            IConditionalAccessOperation
            {
                WhenNotNull: IPropertyReferenceOperation { Property.Name: "Length" or "Count" },
                Operation: var text
            } => text,
            ICoalesceOperation { WhenNull.ConstantValue: { HasValue: true, Value: 0 }, Value: var length } => LengthOf(length.Unwrap()),
            _ => null,
        };

    private static bool IsZero(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: 0 };

    private static bool IsConstant(IOperation operation) => operation.ConstantValue.HasValue;

    private static bool IsNothing(IOperation operation) =>
        operation.ConstantValue is { HasValue: true, Value: null or "" }
        || operation is IFieldReferenceOperation { Field: { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } };

    // Configuration itself, what it is bound to, or what was read from it.
    private static bool IsConfigured(IOperation value, ProjectContext project, int depth)
    {
        value = value.Unwrap();
        if (depth == 0)
        {
            return false;
        }

        return ConfigurationReads.TryRecognise(value) is not null
            || ConfigurationReads.IsConfiguration(value.Type)
            || value switch
            {
                IConditionalAccessOperation access => IsConfigured(access.Operation, project, depth - 1)
                    || IsConfigured(access.WhenNotNull, project, depth - 1),
                ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } held
                    && IsConfigured(held, project, depth - 1),
                IInvocationOperation { TargetMethod.Name: "Trim" or "TrimEnd" or "ToString", Instance: { } text } => IsConfigured(
                    text,
                    project,
                    depth - 1
                ),
                ICoalesceOperation coalesce => IsConfigured(coalesce.Value, project, depth - 1),
                IPropertyReferenceOperation property => OptionsClasses.IsOperators(property.Property.ContainingType, project)
                    || OptionsClasses.IsOptionsValue(property.Instance),
                _ => false,
            };
    }

    // The branch uses what the condition tests or makes: x, or the uri that was parsed of it.
    private static bool Mentions(IOperation branch, IOperation condition)
    {
        foreach (var name in branch.Syntax.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            foreach (var token in condition.Syntax.DescendantTokens())
            {
                if (
                    token.IsKind(SyntaxKind.IdentifierToken)
                    && token.ValueText == name.Identifier.ValueText
                    && token.Parent is IdentifierNameSyntax or SingleVariableDesignationSyntax
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    // if (!string.IsNullOrEmpty(x)) { use(x); return; } …: what follows runs without it.
    private static bool LeavesWithValue(IOperation statement, ProjectContext project) =>
        statement is IConditionalOperation { WhenFalse: null, WhenTrue: var present } choice
        && TestOf(choice.Condition, MaxDepth) is var (tested, whenTrue)
        && !whenTrue
        && (present is IReturnOperation || present is IBlockOperation { Operations: [.., IReturnOperation] })
        && (IsConfigured(tested, project, MaxDepth) || Mentions(present, choice.Condition));
}
