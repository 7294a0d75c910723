using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Says what a condition tells of the environment when it is true and when it is false.</summary>
/// <param name="project">Of the compilation.</param>
/// <param name="known">What somebody knows beyond the environment; the default when nothing.</param>
/// <remarks>
/// Understands negation, <c>&amp;&amp;</c>, <c>||</c>, comparisons, patterns of every kind, conditional and switch expressions, locals, fields, properties and methods
/// that hold the answer, and parameters that every caller gives it for.
/// </remarks>
internal sealed class Conditions(ProjectContext project, Callers callers, Func<IOperation, (Guard WhenTrue, Guard WhenFalse)> known)
{
    private const int MaxDepth = 8;

    // What is known of a switch that is set in several places costs its places for each level.
    private const int MaxDepthOfValues = 4;
    private const int MaxValues = 5;

    // Under what never is, nothing runs.
    private const Guard Never = Guard.Development;

    // Where containers are, Production may be; outside of them it is no deployment of ours.
    private static readonly (Guard WhenTrue, Guard WhenFalse) InContainer = (Guard.None, Guard.Development);

    public (Guard WhenTrue, Guard WhenFalse) Of(IOperation condition) => Of(condition, MaxDepth);

    /// <summary>What is known of a subject that a <c>switch</c> looks at when the pattern matches it, and when it does not.</summary>
    public (Guard WhenTrue, Guard WhenFalse) OfMatch(IOperation subject, IPatternOperation pattern) => OfMatch(subject, pattern, MaxDepth);

    /// <summary>The same for the constant of a <c>case</c>.</summary>
    public (Guard WhenTrue, Guard WhenFalse) OfConstant(IOperation subject, IOperation constant) => OfConstant(subject, constant, MaxDepth);

    private (Guard WhenTrue, Guard WhenFalse) Of(IOperation condition, int depth)
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

    private (Guard WhenTrue, Guard WhenFalse) ByEnvironment(IOperation condition, int depth)
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
                return OfMatch(pattern.Value, pattern.Pattern, depth);
            case IInvocationOperation invocation:
                return OfInvocation(invocation, depth);
            // flag ?? false is the flag; flag ?? true is true without anybody having said so.
            case ICoalesceOperation coalesce:
                return OfDefault(Of(coalesce.Value, depth - 1), coalesce.WhenNull);
            case IConditionalOperation { WhenFalse: { } whenFalse } choice:
                var chosen = Of(choice.Condition, depth - 1);
                return OfBranches([(chosen.WhenTrue, choice.WhenTrue), (chosen.WhenFalse, whenFalse)], depth);
            case ISwitchExpressionOperation expression:
                return OfBranches([.. expression.Arms.Select(arm => (OfArm(expression, arm, depth - 1), arm.Value))], depth);
            case IAwaitOperation awaited:
                return Of(awaited.Operation, depth - 1);
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull, depth - 1);
            case ILocalReferenceOperation when EnvironmentNames.IsContainerVariable(condition):
                return InContainer;
            case ILocalReferenceOperation { Local: var local }:
                return IsTruthValue(local.Type) ? OfValues(local, condition, depth)
                    : LocalValues.SingleValue(local, condition) is { } value ? Of(value, depth - 1)
                    : default;
            // public const bool IsDebug = true; between #if DEBUG and #else: what asks for it was written with two builds in mind.
            case IFieldReferenceOperation { Field: { HasConstantValue: true, DeclaringSyntaxReferences: [var constant] } }
                when Directives.AreForDebug(constant.GetSyntax(Cancellation.Token)):
                return (Guard.Development, Guard.Development);
            case { ConstantValue: { HasValue: true, Value: false } }:
                return (Never, Guard.None);
            case IFieldReferenceOperation { Field: { Type.SpecialType: SpecialType.System_Boolean, IsReadOnly: true } } reference
                when OfBuild(reference) is { } build:
                return build;
            case IFieldReferenceOperation { Field: var field } when EnvironmentNames.SaysContainer(field.Name):
                return ByName(field, field.Type);
            case IPropertyReferenceOperation { Property: var property } when EnvironmentNames.SaysContainer(property.Name):
                return ByName(property, property.Type);
            case IFieldReferenceOperation { Field: var field }:
                return OfMember(field, depth) is var byField && byField != default ? byField : ByName(field, field.Type);
            // Environment.UserInteractive, and what apps make of it.
            case IPropertyReferenceOperation
            {
                Property:
                { Name: "UserInteractive" or "IsUserInteractive" or "IsInteractive", Type.SpecialType: SpecialType.System_Boolean }
            }:
                return (Guard.Configuration, Guard.None);
            case IPropertyReferenceOperation { Property: { Name: "IsAttached", ContainingType: var debugger } }
                when debugger.Is("System.Diagnostics", "Debugger"):
                return (Guard.Development, Guard.None);
            case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType: var nullable }, Instance: { } instance }
                when IsNullable(nullable):
                return Of(instance, depth - 1);
            case IPropertyReferenceOperation when EnvironmentNames.IsContainerVariable(condition):
                return InContainer;
            case IPropertyReferenceOperation property when ConfigurationReads.TryRecognise(property) is not null || IsOption(property):
                return (Guard.Configuration, Guard.Configuration);
            case IPropertyReferenceOperation { Property: var member }:
                return OfMember(member, depth) is var byProperty && byProperty != default ? byProperty : ByName(member, member.Type);
            case IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean } parameter }
                when EnvironmentNames.SaysDevelopment(parameter.Name):
                return (Guard.Development, Guard.None);
            case IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean } parameter }:
                return OfParameter(parameter, condition, depth);
            default:
                return default;
        }
    }

    // What a flag that may be missing tells where something else stands for it; without anything, false does.
    private static (Guard WhenTrue, Guard WhenFalse) OfDefault((Guard WhenTrue, Guard WhenFalse) flag, IOperation? otherwise) =>
        otherwise is null
            ? (flag.WhenTrue, Guard.None)
            : otherwise.Unwrap().ConstantValue switch
            {
                { HasValue: true, Value: true } => (Guard.None, flag.WhenFalse),
                { HasValue: true, Value: false } => (flag.WhenTrue, Guard.None),
                _ => flag,
            };

    private static bool IsNullable(INamedTypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    // What yields true on some branches and false on others tells what leads to a branch that may.
    private (Guard WhenTrue, Guard WhenFalse) OfBranches(ImmutableArray<(Guard Guard, IOperation Value)> branches, int depth)
    {
        Guard? whenTrue = null;
        Guard? whenFalse = null;
        foreach (var (guard, value) in branches)
        {
            var constant = value.Unwrap().ConstantValue;
            var implied = constant.HasValue ? default : Of(value, depth - 1);
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

        return (whenTrue ?? Never, whenFalse ?? Never);
    }

    private static Guard Weakest(Guard? before, Guard guard) => before is { } known ? Guards.Weaker(known, guard) : guard;

    /// <summary>What leads to an arm: its pattern and its condition, and that no arm before it was taken.</summary>
    public Guard OfArm(ISwitchExpressionOperation expression, ISwitchExpressionArmOperation arm) => OfArm(expression, arm, MaxDepth);

    private Guard OfArm(ISwitchExpressionOperation expression, ISwitchExpressionArmOperation arm, int depth)
    {
        var guard = OfMatch(expression.Value, arm.Pattern, depth).WhenTrue;
        guard = arm.Guard is { } condition ? Guards.Stronger(guard, Of(condition, depth).WhenTrue) : guard;
        foreach (var earlier in expression.Arms)
        {
            if (earlier == arm)
            {
                break;
            }

            guard = Guards.Stronger(
                guard,
                Guards.WhenNotTaken(OfMatch(expression.Value, earlier.Pattern, depth), earlier.Guard is { } taken ? Of(taken, depth) : null)
            );
        }

        return guard;
    }

    /// <summary>What leads to a part of an operation: the branch of a condition, what follows an early exit.</summary>
    public Guard OfPart(IOperation parent, IOperation child) => OfPart(parent, child, MaxDepth);

    private Guard OfPart(IOperation parent, IOperation child, int depth) =>
        parent switch
        {
            IConditionalOperation conditional when child == conditional.WhenTrue => Of(conditional.Condition, depth).WhenTrue,
            IConditionalOperation conditional when child == conditional.WhenFalse => Of(conditional.Condition, depth).WhenFalse,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } conjunction when child == conjunction.RightOperand => Of(
                conjunction.LeftOperand,
                depth
            ).WhenTrue,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } disjunction when child == disjunction.RightOperand => Of(
                disjunction.LeftOperand,
                depth
            ).WhenFalse,
            IWhileLoopOperation { ConditionIsTop: true, ConditionIsUntil: false, Condition: { } condition } loop when child == loop.Body =>
                Of(condition, depth).WhenTrue,
            ICatchClauseOperation { Filter: { } filter } handler when child == handler.Handler => Of(filter, depth).WhenTrue,
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
                guard = Guards.Stronger(guard, Of(conditional.Condition, depth).WhenFalse);
            }
            else if (conditional.WhenFalse is { } otherwise && Exits(otherwise))
            {
                guard = Guards.Stronger(guard, Of(conditional.Condition, depth).WhenTrue);
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

    private (Guard WhenTrue, Guard WhenFalse) OfConstant(IOperation subject, IOperation constant, int depth)
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
            { HasValue: true, Value: true } => Of(subject, depth - 1),
            { HasValue: true, Value: false } => Of(subject, depth - 1).Reversed(),
            { HasValue: true, Value: null } => (Guard.None, Of(subject, depth - 1).WhenFalse),
            _ => IsSetting(subject, depth) && AskedBy(constant) is var asked ? (asked, asked) : default,
        };
    }

    // What a setting is compared with: the name of one among several, or a word that switches something.
    private static Guard AskedBy(IOperation constant) =>
        constant.Unwrap().ConstantValue is { HasValue: true, Value: string { Length: > 0 } name } && EnvironmentNames.IsChoice(name)
            ? Guard.Choice
            : Guard.Configuration;

    private (Guard WhenTrue, Guard WhenFalse) OfMatch(IOperation subject, IPatternOperation pattern, int depth)
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
                return (Of(subject, depth - 1).WhenTrue, Guard.None);
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
                return IsSetting(subject, depth) ? (Guard.Configuration, Guard.Configuration) : default;
        }
    }

    // env is { EnvironmentName: "Development" }, (env.IsDevelopment(), args.Length) is (true, 0): all parts must match.
    private (Guard WhenTrue, Guard WhenFalse) OfParts(IOperation subject, IRecursivePatternOperation pattern, int depth)
    {
        (Guard WhenTrue, Guard WhenFalse)? all = null;
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
        return all is { } told && told != default ? told : (Of(subject, depth - 1).WhenTrue, Guard.None);
    }

    private bool IsSetting(IOperation subject, int depth) =>
        Of(subject, Math.Min(depth, 3) - 1) is (Guard.Configuration, Guard.Configuration);

    private (Guard WhenTrue, Guard WhenFalse) OfInvocation(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "IsDevelopment" or "IsStaging" when EnvironmentNames.IsEnvironmentType(call.Receiver()?.Type):
                return (Guard.Development, Guard.None);
            case "IsProduction" when EnvironmentNames.IsEnvironmentType(call.Receiver()?.Type):
                return (Guard.None, Guard.Development);
            case "IsEnvironment" when EnvironmentNames.IsEnvironmentType(call.Receiver()?.Type):
                return EnvironmentNames.NameOf(call.Argument("environmentName")) is { } name ? EnvironmentNames.ForName(name) : default;
            // flag.GetValueOrDefault() is flag ?? false
            case "GetValueOrDefault" when call.Instance is { } nullable && IsNullable(method.ContainingType):
                return OfDefault(Of(nullable, depth - 1), call.Arguments is [{ Value: var otherwise }] ? otherwise : null);
            case "IsEnabledAsync" or "IsEnabled" when method.IsInNamespace("Microsoft.FeatureManagement"):
                return (Guard.Configuration, Guard.Configuration);
            case "Contains" or "Equals" when call.Arguments.Any(static argument => IsStar(argument.Value)):
                return (Guard.Configuration, Guard.None);
            case "Equals" when call.Arguments.Length > 0:
                var operands = call.Arguments.Select(static argument => argument.Value).ToList();
                if (call.Instance is not null)
                {
                    operands.Insert(0, call.Instance);
                }

                var named = operands.Count > 1 ? OfNames(operands[0], operands[1]) : default;
                return named == default && operands.Exists(static operand => ConfigurationReads.TryRecognise(operand.Unwrap()) is not null)
                    ? (
                        operands.Find(static operand => operand.Unwrap().ConstantValue.HasValue) is { } asked
                            ? AskedBy(asked)
                            : Guard.Configuration,
                        Guard.None
                    )
                    : named;
            // env.EnvironmentName.StartsWith("Dev")
            case "StartsWith"
            or "EndsWith"
            or "Contains" when call.Instance is { } text && EnvironmentNames.IsEnvironmentName(text) && call.Arguments.Length > 0:
                return EnvironmentNames.NameOf(call.Arguments[0].Value) is { } part ? EnvironmentNames.ForName(part) : default;
            case "Contains"
                when call.Receiver() is { } names && call.Arguments.Any(argument => EnvironmentNames.IsEnvironmentName(argument.Value)):
                var all = project.Values.TraceElements(names);
                return all.Length > 0 && all.All(static item => !EnvironmentNames.IsDeployed(item.Text)) ? (Guard.Development, Guard.None)
                    : all.Any(static item => EnvironmentNames.IsProduction(item.Text)) ? (Guard.None, Guard.Development)
                    : default;
        }

        if (EnvironmentNames.SaysContainer(method.Name))
        {
            return ByName(method, method.ReturnType);
        }

        if (EnvironmentNames.IsContainerVariable(call))
        {
            return InContainer;
        }

        if (ConfigurationReads.TryRecognise(call) is not null)
        {
            return (Guard.Configuration, Guard.Configuration);
        }

        if (call.Arguments.Length > 0 && EnvironmentNames.IsContainerVariable(call.Arguments[0].Value))
        {
            return method.Name switch
            {
                "Parse" or "TryParse" or "ToBoolean" => InContainer,
                "IsNullOrEmpty" or "IsNullOrWhiteSpace" => InContainer.Reversed(),
                _ => default,
            };
        }

        if (call.Arguments.Length > 0 && IsSwitch(call.Arguments[0].Value))
        {
            switch (method.Name)
            {
                // A text that is no truth value is as good as none.
                case "TryParse" when method.ContainingType.SpecialType == SpecialType.System_Boolean:
                    return (Guard.Configuration, Guard.None);
                case "Parse" or "TryParse" or "ToBoolean":
                    return (Guard.Configuration, Guard.Configuration);
                // A value that is missing is nobody's decision; one that is there is.
                case "IsNullOrEmpty" or "IsNullOrWhiteSpace":
                    return (Guard.None, Guard.Configuration);
                case "Exists":
                    return (Guard.Configuration, Guard.None);
            }
        }

        return OfMember(method, depth) is var body && body != default ? body
            : ByName(method, method.ReturnType) is var byName && byName != default ? byName
            // configuration.GetOrDefault<bool>("verbose"): whatever a library makes of it, an operator said it.
            : method.ReturnType.SpecialType == SpecialType.System_Boolean && ConfigurationReads.IsConfiguration(call.Receiver()?.Type)
                ? (Guard.Configuration, Guard.Configuration)
            : default;
    }

    private bool IsSwitch(IOperation operation) => Of(operation, 2).WhenTrue == Guard.Configuration;

    // A switch that may be set in several places: what leads to each value, and the value, tells what it means.
    private (Guard WhenTrue, Guard WhenFalse) OfValues(ILocalSymbol local, IOperation use, int depth)
    {
        if (
            LocalValues.AllValues(local, use) is not { Length: > 0 and <= MaxValues } values
            // if (demo != true) demo = …: a switch that is asked for to set it says nothing of who set it.
            || values.Any(given => IsAskedFor(given.Value.Syntax, use.Syntax))
        )
        {
            return default;
        }

        if (values is [(var only, false)])
        {
            return Of(only, depth - 1);
        }

        depth = Math.Min(depth, MaxDepthOfValues);
        var branches = values
            .Where(static given => !given.IsOut)
            .Select(given => (WayTo(given.Value, depth - 1), given.Value))
            .ToImmutableArray();
        var implied = OfBranches(branches, depth);
        foreach (var (call, _) in values.Where(static given => given.IsOut))
        {
            if (call is IInvocationOperation { Arguments: [{ Value: var text }, ..] } && EnvironmentNames.IsContainerVariable(text))
            {
                implied = (Guards.Weaker(implied.WhenTrue, InContainer.WhenTrue), Guards.Weaker(implied.WhenFalse, InContainer.WhenFalse));
                continue;
            }

            // What no text says is false.
            implied = (Guards.Weaker(implied.WhenTrue, IsGivenSwitch(call) ? Guard.Configuration : Guard.None), Guard.None);
        }

        return implied;
    }

    private static bool IsTruthValue(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean
        || type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] } named && IsNullable(named);

    private static bool IsAskedFor(SyntaxNode value, SyntaxNode use) =>
        value
            .Ancestors()
            .Any(node =>
                (
                    node switch
                    {
                        IfStatementSyntax { Condition: var condition } => condition,
                        WhileStatementSyntax { Condition: var condition } => condition,
                        _ => null,
                    }
                )?.Span.Contains(use.Span) == true
            );

    // bool.TryParse(Environment.GetEnvironmentVariable("INSECURE"), out var isInsecure), AppContext.TryGetSwitch("Insecure", out …)
    private bool IsGivenSwitch(IOperation call) =>
        call switch
        {
            IInvocationOperation { TargetMethod: { Name: "TryGetSwitch", ContainingType: var type } } => type.Is("System", "AppContext"),
            IInvocationOperation { TargetMethod.Name: "TryParse", Arguments: [{ Value: var text }, ..] } => IsSwitch(text),
            _ => false,
        };

    private (Guard WhenTrue, Guard WhenFalse) OfComparison(IBinaryOperation comparison, int depth)
    {
        var (left, right) = (comparison.LeftOperand.Unwrap(), comparison.RightOperand.Unwrap());
        // true == flag
        if (left.ConstantValue.HasValue && !right.ConstantValue.HasValue)
        {
            (left, right) = (right, left);
        }

        var result = OfNames(left, right);
        if (result == default && (IsStar(left) || IsStar(right)))
        {
            result = (Guard.Configuration, Guard.None);
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
                var asked = AskedBy(left.ConstantValue.HasValue ? left : right);
                result = (right.ConstantValue is { HasValue: true, Value: null } ? Guard.None : asked, asked);
            }
        }

        return comparison.OperatorKind == BinaryOperatorKind.NotEquals ? result.Reversed() : result;
    }

    private static (Guard WhenTrue, Guard WhenFalse) OfNames(IOperation left, IOperation right)
    {
        if (EnvironmentNames.IsEnvironmentName(left) && EnvironmentNames.NameOf(right) is { } name)
        {
            return EnvironmentNames.ForName(name);
        }

        if (EnvironmentNames.IsEnvironmentName(right) && EnvironmentNames.NameOf(left) is { } other)
        {
            return EnvironmentNames.ForName(other);
        }

        return EnvironmentNames.IsContainerVariable(left) ? EnvironmentNames.ForContainer(right.Unwrap().ConstantValue)
            : EnvironmentNames.IsContainerVariable(right) ? EnvironmentNames.ForContainer(left.Unwrap().ConstantValue)
            : default;
    }

    // void Connect(bool skipValidation): what every caller gives for it.
    private (Guard WhenTrue, Guard WhenFalse) OfParameter(IParameterSymbol parameter, IOperation condition, int depth)
    {
        if (
            parameter.ContainingSymbol
            is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, DeclaringSyntaxReferences.Length: 1 } method
        )
        {
            return default;
        }

        (Guard WhenTrue, Guard WhenFalse)? result = null;
        foreach (var use in callers.Of(method.OriginalDefinition, condition.Syntax.SyntaxTree))
        {
            if (project.OperationOf(use) is not { } call || Callers.GivenFor(parameter, call) is not { } value)
            {
                return default;
            }

            var implied = Of(value, depth - 1);
            result = result is { } before
                ? (Guards.Weaker(before.WhenTrue, implied.WhenTrue), Guards.Weaker(before.WhenFalse, implied.WhenFalse))
                : implied;
        }

        return result ?? default;
    }

    // #if DEBUG static readonly bool Docs = true; #else … = false; #endif: the one is for debug builds, under the other nothing ever runs.
    private static (Guard WhenTrue, Guard WhenFalse)? OfBuild(IFieldReferenceOperation reference)
    {
        if (
            reference.Field.DeclaringSyntaxReferences is not [var declaration]
            || declaration.GetSyntax(Cancellation.Token) is not VariableDeclaratorSyntax { Initializer.Value: var value } variable
        )
        {
            return null;
        }

        return value.Kind() switch
        {
            SyntaxKind.TrueLiteralExpression when Directives.AreForDebug(variable) => (Guard.Development, Guard.None),
            SyntaxKind.FalseLiteralExpression => (Never, Guard.None),
            _ => null,
        };
    }

    // isDevelopment = env.IsDevelopment() in an initialiser, a body that does nothing else, or the only assignment in its class.
    private (Guard WhenTrue, Guard WhenFalse) OfMember(ISymbol member, int depth)
    {
        if (member.DeclaringSyntaxReferences is not [var reference])
        {
            return default;
        }

        var declaration = reference.GetSyntax(Cancellation.Token);
        // In an IDE a member of another project comes with its source, which this compilation knows no more than metadata.
        if (
            IsOwnSwitch(member)
            && project.Compilation.ContainsSyntaxTree(reference.SyntaxTree)
            && AssignmentsTo(member, reference).ToList() is { Count: > 0 } settings
        )
        {
            return OfSettings(member, BodyOf(declaration), settings, depth);
        }

        if (BodyOf(declaration) is { } body)
        {
            return project.OperationOf(body) is { } value && Of(value, depth - 1) is var result && result != default ? result : default;
        }

        if (
            member is IMethodSymbol { ReturnType.SpecialType: SpecialType.System_Boolean }
            && AnswersOf(declaration) is { Length: > 0 } answers
        )
        {
            return OfBranches([.. answers.Select(answer => (WayTo(answer, depth - 1), answer.ReturnedValue!))], depth);
        }

        if (member is IMethodSymbol || !project.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
        {
            return default;
        }

        return AssignmentsTo(member, reference).Take(2).ToList() is [var only] && project.OperationOf(only.Right) is { } assigned
            ? Of(assigned, depth - 1)
            : default;
    }

    // private bool _isDemo: only its own class can set it.
    private static bool IsOwnSwitch(ISymbol member) =>
        member switch
        {
            IFieldSymbol { IsReadOnly: false, IsConst: false, DeclaredAccessibility: Accessibility.Private } field => IsTruthValue(
                field.Type
            ),
            IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Private } property => IsTruthValue(property.Type),
            _ => false,
        };

    // As of a local: what leads to each value, and the value, tells what the switch means.
    private (Guard WhenTrue, Guard WhenFalse) OfSettings(
        ISymbol member,
        ExpressionSyntax? initial,
        List<AssignmentExpressionSyntax> settings,
        int depth
    )
    {
        if (
            settings.Count > MaxValues
            || member.ContainingType.DeclaringSyntaxReferences.Length > 1
            || settings.Exists(setting =>
                !setting.IsKind(SyntaxKind.SimpleAssignmentExpression)
                || setting
                    .Ancestors()
                    .OfType<IfStatementSyntax>()
                    .Any(asked => asked.Condition.DescendantNodesAndSelf().Any(part => part.NameOfMember() == member.Name))
            )
        )
        {
            return default;
        }

        depth = Math.Min(depth, MaxDepthOfValues);
        var branches = settings
            .Select(setting => setting.Right)
            .Concat(initial is null ? [] : [initial])
            .Select(project.OperationOf)
            .OfType<IOperation>()
            .Select(value => (WayTo(value, depth - 1), value))
            .ToImmutableArray();
        // What nothing in view sets to true, something out of view does.
        return branches.All(static branch => branch.value.Unwrap().ConstantValue is { HasValue: true, Value: not true })
            ? default
            : OfBranches(branches, depth);
    }

    private IEnumerable<AssignmentExpressionSyntax> AssignmentsTo(ISymbol member, SyntaxReference reference) =>
        reference
            .GetSyntax(Cancellation.Token)
            .FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ?.DescendantNodes()
            .OfType<AssignmentExpressionSyntax>()
            .Where(assignment =>
                assignment.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax
                && assignment.Left.NameOfMember() == member.Name
                && SymbolEqualityComparer.Default.Equals(
                    project.ModelOf(reference.SyntaxTree).GetSymbolInfo(assignment.Left, Cancellation.Token).Symbol,
                    member
                )
            )
        ?? [];

    // if (configuration["Trust"] == "yes") return true; return false; in a method: what leads to each answer tells what it means.
    private ImmutableArray<IReturnOperation> AnswersOf(SyntaxNode declaration) =>
        (declaration is MethodDeclarationSyntax method ? method.Body : (declaration as LocalFunctionStatementSyntax)?.Body) is { } block
            ?
            [
                .. block
                    .DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                    .OfType<ReturnStatementSyntax>()
                    .Select(project.OperationOf)
                    .OfType<IReturnOperation>()
                    .Where(static answer => answer.ReturnedValue is not null),
            ]
            : [];

    private Guard WayTo(IOperation place, int depth)
    {
        var guard = Guard.None;
        var child = place;
        for (var parent = place.Parent; depth > 0 && parent is not null; child = parent, parent = parent.Parent)
        {
            guard = Guards.Stronger(guard, OfPart(parent, child, depth));
        }

        return guard;
    }

    private static ExpressionSyntax? BodyOf(SyntaxNode declaration) =>
        declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value ?? GetterOf(property),
            MethodDeclarationSyntax method => method.ExpressionBody?.Expression ?? Returned(method.Body),
            LocalFunctionStatementSyntax function => function.ExpressionBody?.Expression ?? Returned(function.Body),
            _ => null,
        };

    private static ExpressionSyntax? GetterOf(PropertyDeclarationSyntax property) =>
        property.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)) is { } getter
            ? getter.ExpressionBody?.Expression ?? Returned(getter.Body)
            : null;

    private static ExpressionSyntax? Returned(BlockSyntax? body) =>
        body?.Statements is [ReturnStatementSyntax { Expression: { } expression }] ? expression : null;

    private bool IsOption(IPropertyReferenceOperation property) =>
        property.Instance is ILocalReferenceOperation bound
            && LocalValues.SingleValue(bound.Local, bound) is { } read
            && ConfigurationReads.TryRecognise(read.Unwrap()) is not null
        || OptionsClasses.IsOptionsValue(property.Instance)
        || OptionsClasses.IsOperators(property.Property.ContainingType, project)
        ||
        // settings.Cors.AllowAnyOrigin: what a class of settings holds is bound with it.
        property.Instance?.Unwrap()
            is IPropertyReferenceOperation outer
            && IsOption(outer);

    // Only an operator puts a star into a list of origins or hosts: if (origins.Contains("*")) policy.AllowAnyOrigin().
    private static bool IsStar(IOperation operation) => operation.Unwrap().ConstantValue is { HasValue: true, Value: "*" };

    // What another file or assembly declares is taken at its word.
    private static (Guard WhenTrue, Guard WhenFalse) ByName(ISymbol member, ITypeSymbol type) =>
        type.SpecialType != SpecialType.System_Boolean ? default
        : EnvironmentNames.SaysDevelopment(member.Name) ? (Guard.Development, Guard.None)
        // What runs outside of containers only is not deployed in one.
        : EnvironmentNames.SaysContainer(member.Name) ? (Guard.None, Guard.Development)
        : default;
}
