using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Says what a condition tells of the environment when it is true and when it is false.</summary>
/// <remarks>
/// Itself it knows the operators: negation, <c>&amp;&amp;</c>, <c>||</c>, comparisons, <c>??</c>, conditional and switch expressions. What a pattern tells,
/// <see cref="PatternConditions"/> says; what a call, <see cref="CallConditions"/>; what holds the answer or yields it, <see cref="SymbolConditions"/>;
/// what leads to a place, <see cref="PathConditions"/>. They ask each other, with one step less each time, so that no code is too deep.
/// </remarks>
internal sealed class Conditions
{
    private const int MaxDepth = 8;

    private readonly Func<IOperation, Implied> known;
    private readonly PatternConditions patterns;
    private readonly PathConditions paths;
    private readonly SymbolConditions symbols;
    private readonly CallConditions calls;

    /// <param name="project">Of the compilation.</param>
    /// <param name="callers">That say what is given for a parameter.</param>
    /// <param name="known">What somebody knows of a condition beyond the environment; the default when nothing.</param>
    public Conditions(ProjectContext project, Callers callers, Func<IOperation, Implied> known)
    {
        this.known = known;
        patterns = new PatternConditions(this);
        paths = new PathConditions(this);
        symbols = new SymbolConditions(project, callers, this, paths);
        calls = new CallConditions(project, this, symbols);
    }

    /// <summary>What a condition tells, whatever it is made of.</summary>
    public Implied Of(IOperation condition) => Of(condition, MaxDepth);

    /// <summary>What is known of a subject that a <c>switch</c> looks at when the pattern matches it, and when it does not.</summary>
    public Implied OfMatch(IOperation subject, IPatternOperation pattern) => patterns.OfMatch(subject, pattern, MaxDepth);

    /// <summary>The same for the constant of a <c>case</c>.</summary>
    public Implied OfConstant(IOperation subject, IOperation constant) => patterns.OfConstant(subject, constant, MaxDepth);

    /// <summary>What leads to an arm: its pattern and its condition, and that no arm before it was taken.</summary>
    public Guard OfArm(ISwitchExpressionOperation expression, ISwitchExpressionArmOperation arm) =>
        patterns.OfArm(expression, arm, MaxDepth);

    /// <summary>What leads to a section of a <c>switch</c> statement: that one of its clauses matches, and none before it.</summary>
    public Guard OfSection(ISwitchOperation statement, ISwitchCaseOperation section) => patterns.OfSection(statement, section, MaxDepth);

    /// <summary>What leads to a part of an operation: the branch of a condition, what follows an early exit.</summary>
    public Guard OfPart(IOperation parent, IOperation child) => paths.OfPart(parent, child, MaxDepth);

    /// <summary>The same of a condition inside another.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="depth">How many steps may still be taken.</param>
    internal Implied Of(IOperation condition, int depth)
    {
        if (depth == 0)
        {
            return default;
        }

        condition = condition.Unwrap();
        var implied = known(condition);
        implied = implied == default ? ByEnvironment(condition, depth) : implied;
        return implied == default ? CommandLine.Asks(condition) : implied;
    }

    internal Implied ByEnvironment(IOperation condition, int depth)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Of(not.Operand, depth - 1).Reversed();
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                return Of(and.LeftOperand, depth - 1).And(Of(and.RightOperand, depth - 1));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or:
                return Of(or.LeftOperand, depth - 1).Or(Of(or.RightOperand, depth - 1));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return OfComparison(comparison, depth);
            case IIsPatternOperation pattern:
                return patterns.OfMatch(pattern.Value, pattern.Pattern, depth);
            case IInvocationOperation invocation:
                return calls.Of(invocation, depth);
            // flag ?? false is the flag; flag ?? true is true without anybody having said so.
            case ICoalesceOperation coalesce:
                return OfDefault(Of(coalesce.Value, depth - 1), coalesce.WhenNull);
            case IConditionalOperation { WhenFalse: { } whenFalse } choice:
                var chosen = Of(choice.Condition, depth - 1);
                return paths.OfBranches([(chosen.WhenTrue, choice.WhenTrue), (chosen.WhenFalse, whenFalse)], depth);
            case ISwitchExpressionOperation expression:
                return paths.OfBranches([.. expression.Arms.Select(arm => (patterns.OfArm(expression, arm, depth - 1), arm.Value))], depth);
            case IAwaitOperation awaited:
                return Of(awaited.Operation, depth - 1);
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull, depth - 1);
            case ILocalReferenceOperation or IMemberReferenceOperation or IParameterReferenceOperation:
                return symbols.Of(condition, depth);
            case { ConstantValue: { HasValue: true, Value: false } }:
                return new(Guards.Never, Guard.None);
            default:
                return default;
        }
    }

    /// <summary>What a flag that may be missing tells where something else stands for it; without anything, false does.</summary>
    internal static Implied OfDefault(Implied flag, IOperation? otherwise) =>
        otherwise is null
            ? new(flag.WhenTrue, Guard.None)
            : otherwise.Unwrap().ConstantValue switch
            {
                { HasValue: true, Value: true } => new(Guard.None, flag.WhenFalse),
                { HasValue: true, Value: false } => new(flag.WhenTrue, Guard.None),
                _ => flag,
            };

    /// <summary>Whether what is asked is a switch of configuration.</summary>
    internal bool IsSwitch(IOperation operation) => Of(operation, 2).WhenTrue == Guard.Configuration;

    private Implied OfComparison(IBinaryOperation comparison, int depth)
    {
        var (left, right) = (comparison.LeftOperand.Unwrap(), comparison.RightOperand.Unwrap());
        // true == flag
        if (left.ConstantValue.HasValue && !right.ConstantValue.HasValue)
        {
            (left, right) = (right, left);
        }

        var result = EnvironmentNames.ForNames(left, right);
        if (result == default && (SettingValues.IsStar(left) || SettingValues.IsStar(right)))
        {
            result = new(Guard.Configuration, Guard.None);
        }
        else if (result == default)
        {
            if (right.ConstantValue is { HasValue: true, Value: bool expected })
            {
                result = Of(left, depth - 1);
                result = expected ? result : result.Reversed();
            }
            else if (ConfigurationReads.TryRecognise(left) is not null || ConfigurationReads.TryRecognise(right) is not null)
            {
                var asked = SettingValues.AskedBy(left.ConstantValue.HasValue ? left : right);
                result = new(right.ConstantValue is { HasValue: true, Value: null } ? Guard.None : asked, asked);
            }
        }

        return comparison.OperatorKind == BinaryOperatorKind.NotEquals ? result.Reversed() : result;
    }
}
