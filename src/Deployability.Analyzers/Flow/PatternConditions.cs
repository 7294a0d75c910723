using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Says what a pattern tells of what it is matched with: behind <c>is</c>, in an arm or a <c>case</c> of a <c>switch</c>.</summary>
/// <param name="conditions">That say what the subject, and a part of it, tells.</param>
internal sealed class PatternConditions(Conditions conditions)
{
    /// <summary>What leads to an arm: its pattern and its condition, and that no arm before it was taken.</summary>
    public Guard OfArm(ISwitchExpressionOperation expression, ISwitchExpressionArmOperation arm, int depth)
    {
        var guard = OfMatch(expression.Value, arm.Pattern, depth).WhenTrue;
        guard = arm.Guard is { } condition ? Guards.Stronger(guard, conditions.Of(condition, depth).WhenTrue) : guard;
        foreach (var earlier in expression.Arms)
        {
            if (earlier == arm)
            {
                break;
            }

            guard = Guards.Stronger(
                guard,
                Guards.WhenNotTaken(
                    OfMatch(expression.Value, earlier.Pattern, depth),
                    earlier.Guard is { } taken ? conditions.Of(taken, depth) : null
                )
            );
        }

        return guard;
    }

    /// <summary>What is known when the subject is the constant, and when it is not.</summary>
    public Implied OfConstant(IOperation subject, IOperation constant, int depth)
    {
        if (EnvironmentNames.IsEnvironmentName(subject))
        {
            return EnvironmentNames.NameOf(constant) is { } name ? EnvironmentNames.ForName(name) : default;
        }

        if (EnvironmentNames.IsContainerVariable(subject))
        {
            return EnvironmentNames.ForContainer(constant.Unwrap().ConstantValue);
        }

        return constant.Unwrap().ConstantValue switch
        {
            { HasValue: true, Value: true } => conditions.Of(subject, depth - 1),
            { HasValue: true, Value: false } => conditions.Of(subject, depth - 1).Reversed(),
            { HasValue: true, Value: null } => new(Guard.None, conditions.Of(subject, depth - 1).WhenFalse),
            _ => IsSetting(subject, depth) && SettingValues.AskedBy(constant) is var asked ? new(asked, asked) : default,
        };
    }

    /// <summary>What is known when the pattern matches the subject, and when it does not.</summary>
    public Implied OfMatch(IOperation subject, IPatternOperation pattern, int depth)
    {
        if (depth == 0)
        {
            return default;
        }

        subject = subject.Unwrap();
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return OfConstant(subject, constant.Value, depth);
            case INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } }
                when !EnvironmentNames.IsContainerVariable(subject):
                return new(conditions.Of(subject, depth - 1).WhenTrue, Guard.None);
            case INegatedPatternOperation negated:
                return OfMatch(subject, negated.Pattern, depth).Reversed();
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or:
                return OfMatch(subject, or.LeftPattern, depth).Or(OfMatch(subject, or.RightPattern, depth));
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } and:
                return OfMatch(subject, and.LeftPattern, depth).And(OfMatch(subject, and.RightPattern, depth));
            case IRecursivePatternOperation recursive:
                return OfParts(subject, recursive, depth);
            // What matches everything tells nothing; a type or a list tells of a setting only.
            case IDiscardPatternOperation:
                return default;
            default:
                return IsSetting(subject, depth) ? new(Guard.Configuration, Guard.Configuration) : default;
        }
    }

    // env is { EnvironmentName: "Development" }, (env.IsDevelopment(), args.Length) is (true, 0): all parts must match.
    private Implied OfParts(IOperation subject, IRecursivePatternOperation pattern, int depth)
    {
        Implied? all = null;
        foreach (var part in pattern.PropertySubpatterns)
        {
            var implied = OfMatch(part.Member, part.Pattern, depth - 1);
            all = all is { } before ? before.And(implied) : implied;
        }

        if (subject is ITupleOperation { Elements: var elements } && elements.Length == pattern.DeconstructionSubpatterns.Length)
        {
            for (var index = 0; index < elements.Length; index++)
            {
                var implied = OfMatch(elements[index], pattern.DeconstructionSubpatterns[index], depth - 1);
                all = all is { } before ? before.And(implied) : implied;
            }
        }

        // config["X"] is { } x, is { Length: > 0 } x: that it is there.
        return all is { } told && told != default ? told : new(conditions.Of(subject, depth - 1).WhenTrue, Guard.None);
    }

    private bool IsSetting(IOperation subject, int depth) =>
        conditions.Of(subject, Math.Min(depth, 3) - 1) is (Guard.Configuration, Guard.Configuration);

    /// <summary>What leads to a section of a <c>switch</c> statement: that one of its clauses matches, and none before it.</summary>
    public Guard OfSection(ISwitchOperation statement, ISwitchCaseOperation section, int depth)
    {
        if (!EnvironmentNames.IsEnvironmentName(statement.Value) && CommandLine.IsArgument(statement.Value))
        {
            return section.Clauses.Any(static clause => clause.CaseKind == CaseKind.Default) ? Guard.None : Guard.Configuration;
        }

        Guard? guard = null;
        foreach (var clause in section.Clauses)
        {
            var found =
                clause is IDefaultCaseClauseOperation
                    ? WhenNoneIsTaken(statement.Cases.SelectMany(static other => other.Clauses), statement.Value, depth)
                    : Guards.Stronger(
                        OfClause(clause, statement.Value, depth),
                        WhenNoneIsTaken(
                            statement.Cases.TakeWhile(other => other != section).SelectMany(static other => other.Clauses),
                            statement.Value,
                            depth
                        )
                    );
            guard = guard is { } before ? Guards.Weaker(before, found) : found;
        }

        return guard ?? Guard.None;
    }

    private Guard OfClause(ICaseClauseOperation clause, IOperation subject, int depth) =>
        clause switch
        {
            ISingleValueCaseClauseOperation single => OfConstant(subject, single.Value, depth).WhenTrue,
            IPatternCaseClauseOperation pattern => Guards.Stronger(
                OfMatch(subject, pattern.Pattern, depth).WhenTrue,
                pattern.Guard is { } condition ? conditions.Of(condition, depth).WhenTrue : Guard.None
            ),
            _ => Guard.None,
        };

    private Guard WhenNoneIsTaken(IEnumerable<ICaseClauseOperation> clauses, IOperation subject, int depth)
    {
        var guard = Guard.None;
        foreach (var clause in clauses)
        {
            guard = Guards.Stronger(
                guard,
                clause switch
                {
                    ISingleValueCaseClauseOperation single => OfConstant(subject, single.Value, depth).WhenFalse,
                    IPatternCaseClauseOperation pattern => Guards.WhenNotTaken(
                        OfMatch(subject, pattern.Pattern, depth),
                        pattern.Guard is { } condition ? conditions.Of(condition, depth) : null
                    ),
                    _ => Guard.None,
                }
            );
        }

        return guard;
    }
}
