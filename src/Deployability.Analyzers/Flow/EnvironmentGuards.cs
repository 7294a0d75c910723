using System.Collections.Concurrent;
using Deployability.Analyzers.Code;
using Deployability.Analyzers.Recognisers.Settings;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Says under which guard an operation runs, by control flow and not by text.</summary>
/// <remarks>
/// Understands <c>if</c>, early exits, negation, <c>&amp;&amp;</c>, <c>||</c>, conditional and switch expressions, locals, fields and properties that
/// hold the answer, <c>#if DEBUG</c>, <c>StartupDevelopment</c>, <c>ConfigureDevelopment*</c>, and helpers called only from guarded places.
/// </remarks>
internal class EnvironmentGuards(ProjectContext project)
{
    private const int MaxDepth = 6;

    private static readonly string[] DevelopmentWords = ["Development", "Dev", "DevelopmentEnvironment", "DevEnvironment", "DevelopmentMode", "DevMode", "InDevelopment", "RunningInDevelopment", "LocalDevelopment"];

    // A helper's guard is that of its callers; asked for again by each finding inside it.
    private readonly ConcurrentDictionary<IMethodSymbol, Guard> callers = new(SymbolEqualityComparer.Default);

    /// <summary>The guard under which the operation runs.</summary>
    public Guard Of(IOperation operation) => Of(operation, MaxDepth);

    /// <summary>Whether the operation runs in Production without anybody having asked for it there.</summary>
    public bool RunsInProduction(IOperation operation) => Of(operation) == Guard.None;

    /// <summary>The guard under which a Boolean value is true: <c>options.X = env.IsDevelopment()</c>. None for a constant true.</summary>
    public Guard WhenTrue(IOperation value) => Implied(value, MaxDepth).WhenTrue;

    /// <summary>The weakest guard of all places that call the method; null when nothing in the project does.</summary>
    public Guard? OfCallers(IMethodSymbol method)
    {
        Guard? guard = null;
        if (method.DeclaringSyntaxReferences is [var reference, ..])
        {
            foreach (var use in UsesOf(method.OriginalDefinition, project.ModelOf(reference.SyntaxTree)))
            {
                var found = use is null ? Guard.None : Of(use);
                guard = guard is { } before ? Weaker(before, found) : found;
            }
        }

        return guard;
    }

    /// <summary>What a condition says beyond the environment, when it is true and when it is false; the default when it says nothing.</summary>
    protected virtual (Guard WhenTrue, Guard WhenFalse) Known(IOperation condition) => default;

    /// <summary>The guard of code by where it is declared, beyond names for Development.</summary>
    protected virtual Guard OfDeclaration(ISymbol symbol, int depth) => Guard.None;

    /// <summary>The guard of code by the directives around it, beyond those of debug builds.</summary>
    protected virtual Guard OfDirectives(SyntaxNode node) => Guard.None;

    /// <summary>The guard that an operation puts on a part of it, beyond the environment: a case, a catch.</summary>
    protected virtual Guard OfParent(IOperation parent, IOperation child) => Guard.None;

    protected Guard Of(IOperation operation, int depth)
    {
        if (depth == 0)
        {
            return Guard.None;
        }

        var guard = ByDirective(operation.Syntax, IsDebug) ? Guard.Development : OfDirectives(operation.Syntax);
        var child = operation;
        for (var parent = operation.Parent; parent is not null && guard < Guard.Development; child = parent, parent = parent.Parent)
        {
            guard = Stronger(guard, Stronger(OfParent(parent, child), ByParent(parent, child, depth)));
        }

        return guard >= Guard.Development ? guard : Stronger(guard, ByMethod(operation, depth));
    }

    private Guard ByParent(IOperation parent, IOperation child, int depth)
    {
        switch (parent)
        {
            case IConditionalOperation conditional when child == conditional.WhenTrue:
                return Implied(conditional.Condition, depth).WhenTrue;
            case IConditionalOperation conditional when child == conditional.WhenFalse:
                return Implied(conditional.Condition, depth).WhenFalse;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } conjunction when child == conjunction.RightOperand:
                return Implied(conjunction.LeftOperand, depth).WhenTrue;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } disjunction when child == disjunction.RightOperand:
                return Implied(disjunction.LeftOperand, depth).WhenFalse;
            case IAnonymousFunctionOperation when CommandLine.IsVerb(parent):
                return Guard.Configuration;
            case IBlockOperation block:
                return ByEarlierExit(block.Operations, child, depth);
            case ISwitchCaseOperation switchCase when switchCase.Parent is ISwitchOperation statement && IsEnvironmentName(statement.Value):
                return switchCase.Clauses.All(static clause => clause is ISingleValueCaseClauseOperation single && NameOf(single.Value) is { } name && !IsDeployed(name))
                    ? Guard.Development
                    : Guard.None;
            case ISwitchCaseOperation { Parent: ISwitchOperation { Value: var subject } } verb when CommandLine.IsArgument(subject):
                return verb.Clauses.Any(static clause => clause.CaseKind == CaseKind.Default) ? Guard.None : Guard.Configuration;
            case ISwitchExpressionArmOperation arm when arm.Parent is ISwitchExpressionOperation expression && IsEnvironmentName(expression.Value):
                return arm.Pattern is IConstantPatternOperation constant && NameOf(constant.Value) is { } environment && !IsDeployed(environment)
                    ? Guard.Development
                    : Guard.None;
            default:
                return Guard.None;
        }
    }

    // if (!env.IsDevelopment()) return; … what follows runs in Development only.
    private Guard ByEarlierExit(System.Collections.Immutable.ImmutableArray<IOperation> statements, IOperation child, int depth)
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
                guard = Stronger(guard, Implied(conditional.Condition, depth).WhenFalse);
            }
            else if (conditional.WhenFalse is { } otherwise && Exits(otherwise))
            {
                guard = Stronger(guard, Implied(conditional.Condition, depth).WhenTrue);
            }
        }

        return guard;
    }

    private static bool Exits(IOperation statement) => statement switch
    {
        IReturnOperation or IThrowOperation => true,
        IBranchOperation { BranchKind: BranchKind.Continue or BranchKind.Break } => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation { Operations: [.., var last] } => Exits(last),
        _ => false,
    };

    private Guard ByMethod(IOperation operation, int depth)
    {
        if (operation.SemanticModel is not { } model)
        {
            return Guard.None;
        }

        var symbol = model.GetEnclosingSymbol(operation.Syntax.SpanStart);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        if (symbol is null or INamespaceSymbol || symbol.IsImplicitlyDeclared)
        {
            return Guard.None;
        }

        var declared = OfDeclaration(symbol, depth);
        if (declared != Guard.None || symbol is not IMethodSymbol method)
        {
            return declared;
        }

        if (IsNamedForDevelopment(method) || method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ConditionalAttribute" && attribute.ConstructorArguments is [{ Value: "DEBUG" }]))
        {
            return Guard.Development;
        }

        return method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation && !IsCalledFromOutside(method) && !method.IsVirtual && !IsEntryPoint(method) && !IsStartupMethod(method)
            ? callers.GetOrAdd(method.OriginalDefinition, key => OfCallers(key, model, depth))
            : Guard.None;
    }

    // What a framework declares, it calls.
    private static bool IsCalledFromOutside(IMethodSymbol method)
    {
        var root = method;
        while (root.OverriddenMethod is { } overridden)
        {
            root = overridden;
        }

        return root.Locations.All(static location => !location.IsInSource) || method.ExplicitInterfaceImplementations.Any(static explicitly => explicitly.Locations.All(static location => !location.IsInSource));
    }

    // The weakest guard of all calls; None when nobody calls it, or somebody takes it as a delegate we cannot follow.
    private Guard OfCallers(IMethodSymbol method, SemanticModel model, int depth)
    {
        Guard? guard = null;
        foreach (var use in UsesOf(method, model))
        {
            guard = use is null ? Guard.None : Weaker(guard ?? Guard.Platform, Of(use, depth - 1));
            if (guard == Guard.None)
            {
                return Guard.None;
            }
        }

        return guard ?? Guard.None;
    }

    // void Connect(bool skipValidation): what every caller gives for it.
    private (Guard WhenTrue, Guard WhenFalse) OfParameter(IParameterSymbol parameter, IOperation condition, int depth)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, DeclaringSyntaxReferences.Length: 1 } method || condition.SemanticModel is not { } model)
        {
            return default;
        }

        (Guard WhenTrue, Guard WhenFalse)? result = null;
        foreach (var use in UsesOf(method.OriginalDefinition, model))
        {
            if (use is null || GivenFor(parameter, use) is not { } value)
            {
                return default;
            }

            var implied = Implied(value, depth - 1);
            result = result is var (whenTrue, whenFalse) ? (Weaker(whenTrue, implied.WhenTrue), Weaker(whenFalse, implied.WhenFalse)) : implied;
        }

        return result ?? default;
    }

    private static IOperation? GivenFor(IParameterSymbol parameter, IOperation use)
    {
        if (use is IInvocationOperation call)
        {
            return call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value;
        }

        if (use.Syntax is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments })
        {
            return null;
        }

        var given = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name) ??
            (parameter.Ordinal < arguments.Count && arguments[parameter.Ordinal] is { NameColon: null } positional ? positional : null);
        return given is null ? null : use.SemanticModel?.GetOperation(given.Expression);
    }

    // Every place of the project that names the method: its call, or null where it is something else.
    private IEnumerable<IOperation?> UsesOf(IMethodSymbol method, SemanticModel model)
    {
        foreach (var tree in TreesThatMayCall(method, model.SyntaxTree))
        {
            SemanticModel? treeModel = null;
            foreach (var token in project.IdentifiersNamed(tree, CalledName(method)))
            {
                // Binding a name binds the whole body around it: not for a type that has the method's name.
                if (token.Parent is not SimpleNameSyntax name || SyntaxFacts.IsInTypeOnlyContext(name))
                {
                    continue;
                }

                treeModel ??= tree == model.SyntaxTree ? model : project.ModelOf(tree);
                // Where an argument's type is not restored, the call binds to a candidate only.
                var named = treeModel.GetSymbolInfo(name);
                if ((named.Symbol ?? named.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol target || !MayRun((target.ReducedFrom ?? target).OriginalDefinition, method))
                {
                    continue;
                }

                SyntaxNode use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                use = use.Parent is InvocationExpressionSyntax invocation ? invocation : use;
                yield return treeModel.GetOperation(use);
            }
        }
    }

    // A call of the method itself, or of the member that it implements or overrides.
    private static bool MayRun(IMethodSymbol called, IMethodSymbol method)
    {
        if (SymbolEqualityComparer.Default.Equals(called, method))
        {
            return true;
        }

        if (called.ContainingType?.TypeKind == TypeKind.Interface)
        {
            return method.ContainingType.AllInterfaces.Any(implemented => SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, called.ContainingType)) &&
                (method.ExplicitInterfaceImplementations.Length == 0 ? called.Name == method.Name && called.Parameters.Length == method.Parameters.Length
                    : method.ExplicitInterfaceImplementations.Any(explicitly => SymbolEqualityComparer.Default.Equals(explicitly.OriginalDefinition, called)));
        }

        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(called, overridden.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    // An explicit implementation is called by the last part of its name.
    private static string CalledName(IMethodSymbol method) => method.Name.Substring(method.Name.LastIndexOf('.') + 1);

    // Files that name the type first: one call that is not guarded decides, and it most likely stands there.
    private IEnumerable<SyntaxTree> TreesThatMayCall(IMethodSymbol method, SyntaxTree own)
    {
        var isCalledInOwnFileOnly = method.MethodKind == MethodKind.LocalFunction ||
            method.DeclaredAccessibility == Accessibility.Private && method.ExplicitInterfaceImplementations.Length == 0 && method.ContainingType.DeclaringSyntaxReferences.All(reference => reference.SyntaxTree == own);
        return isCalledInOwnFileOnly
            ? [own]
            : project.Compilation.SyntaxTrees
                .Where(tree => project.MayMention(tree, CalledName(method)))
                .OrderBy(tree => project.MayMention(tree, method.ContainingType.Name) ? 0 : 1);
    }

    private static bool IsEntryPoint(IMethodSymbol method) => method is { IsStatic: true, Name: "Main" or "<Main>$" };

    private static bool IsStartupMethod(IMethodSymbol method) =>
        method.Name is "Configure" or "ConfigureServices" or "ConfigureContainer" && method.ContainingType.Name.StartsWith("Startup", StringComparison.Ordinal);

    // https://learn.microsoft.com/aspnet/core/fundamentals/environments: Startup{Environment}, Configure{Environment}, Configure{Environment}Services.
    // A test host brings a Startup of its own.
    private static bool IsNamedForDevelopment(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type)
        {
            return false;
        }

        if (Between(type.Name, "Startup", "") is { } environment && IsStage(environment) || Between(type.Name, "", "Startup") is { } host && IsStage(host))
        {
            return true;
        }

        return type.Name.StartsWith("Startup", StringComparison.Ordinal) &&
            (Between(method.Name, "Configure", "") ?? "") is var rest &&
            (IsStage(rest) || Between(rest, "", "Services") is { } services && IsStage(services) || Between(rest, "", "Container") is { } container && IsStage(container));
    }

    private static bool IsStage(string environment) =>
        environment is "Development" or "Local" or "Test" or "Tests" or "Testing" or "Staging" or "IntegrationTest" or "IntegrationTests" or "ForTest" or "ForTests" or "Fake" or "Mock";

    private static string? Between(string name, string start, string end) =>
        name.Length > start.Length + end.Length && name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal)
            ? name.Substring(start.Length, name.Length - start.Length - end.Length)
            : null;

    // What a condition says of the environment when it is true and when it is false.
    private (Guard WhenTrue, Guard WhenFalse) Implied(IOperation condition, int depth)
    {
        if (depth == 0)
        {
            return default;
        }

        condition = condition.Unwrap();
        var implied = Known(condition);
        implied = implied == default ? ByEnvironment(condition, depth) : implied;
        return implied == default ? CommandLine.Asks(condition) : implied;
    }

    private (Guard WhenTrue, Guard WhenFalse) ByEnvironment(IOperation condition, int depth)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                var (whenTrue, whenFalse) = Implied(not.Operand, depth - 1);
                return (whenFalse, whenTrue);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                var (left, right) = (Implied(and.LeftOperand, depth - 1), Implied(and.RightOperand, depth - 1));
                return (Stronger(left.WhenTrue, right.WhenTrue), Weaker(left.WhenFalse, right.WhenFalse));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or:
                var (first, second) = (Implied(or.LeftOperand, depth - 1), Implied(or.RightOperand, depth - 1));
                return (Weaker(first.WhenTrue, second.WhenTrue), Stronger(first.WhenFalse, second.WhenFalse));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return OfComparison(comparison, depth);
            case IIsPatternOperation pattern:
                return OfPattern(pattern, depth);
            case IInvocationOperation invocation:
                return OfInvocation(invocation, depth);
            case ICoalesceOperation coalesce:
                return Implied(coalesce.Value, depth - 1);
            case IAwaitOperation awaited:
                return Implied(awaited.Operation, depth - 1);
            case IConditionalAccessOperation access:
                return Implied(access.WhenNotNull, depth - 1);
            case ILocalReferenceOperation { Local: var local }:
                return LocalValues.SingleValue(local, condition) is { } value ? Implied(value, depth - 1) : IsParsedSwitch(local, condition) ? (Guard.Configuration, Guard.None) : default;
            // public const bool IsDebug = true; between #if DEBUG and #else: what asks for it was written with two builds in mind.
            case IFieldReferenceOperation { Field: { HasConstantValue: true, DeclaringSyntaxReferences: [var constant] } } when ByDirective(constant.GetSyntax(), IsDebug):
                return (Guard.Development, Guard.Development);
            // What never runs, runs nowhere.
            case { ConstantValue: { HasValue: true, Value: false } }:
                return (Guard.Development, Guard.None);
            case IFieldReferenceOperation { Field: { Type.SpecialType: SpecialType.System_Boolean, IsReadOnly: true } } reference when OfBuild(reference) is { } build:
                return build;
            case IFieldReferenceOperation { Field: var field }:
                return OfMember(field, condition, depth) is var byField && byField != default ? byField : ByName(field, field.Type);
            // Environment.UserInteractive, and what apps make of it.
            case IPropertyReferenceOperation { Property: { Name: "UserInteractive" or "IsUserInteractive" or "IsInteractive", Type.SpecialType: SpecialType.System_Boolean } }:
                return (Guard.Configuration, Guard.None);
            case IPropertyReferenceOperation { Property: { Name: "IsAttached", ContainingType: var debugger } } when debugger.Is("System.Diagnostics", "Debugger"):
                return (Guard.Development, Guard.None);
            case IPropertyReferenceOperation property when ConfigurationReads.TryRecognise(property) is not null || IsOption(property):
                return (Guard.Configuration, Guard.Configuration);
            case IPropertyReferenceOperation { Property: var member }:
                return OfMember(member, condition, depth) is var byProperty && byProperty != default ? byProperty : ByName(member, member.Type);
            case IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean } parameter } when SaysDevelopment(parameter.Name):
                return (Guard.Development, Guard.None);
            case IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean } parameter }:
                return OfParameter(parameter, condition, depth);
            default:
                return default;
        }
    }

    private (Guard WhenTrue, Guard WhenFalse) OfInvocation(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "IsDevelopment" or "IsStaging" when IsEnvironmentType(call.Receiver()?.Type):
                return (Guard.Development, Guard.None);
            case "IsProduction" when IsEnvironmentType(call.Receiver()?.Type):
                return (Guard.None, Guard.Development);
            case "IsEnvironment" when IsEnvironmentType(call.Receiver()?.Type):
                return NameOf(call.Argument("environmentName")) is { } name ? ForName(name) : default;
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
                return named == default && operands.Exists(static operand => ConfigurationReads.TryRecognise(operand.Unwrap()) is not null) ? (Guard.Configuration, Guard.None) : named;
            case "Contains" when call.Receiver() is { } names && call.Arguments.Any(argument => IsEnvironmentName(argument.Value)):
                var known = project.Values.TraceElements(names);
                return known.Length > 0 && known.All(static item => !IsDeployed(item.Text)) ? (Guard.Development, Guard.None) : default;
        }

        if (ConfigurationReads.TryRecognise(call) is not null)
        {
            return (Guard.Configuration, Guard.Configuration);
        }

        if (call.Arguments.Length > 0 && IsSwitch(call.Arguments[0].Value))
        {
            switch (method.Name)
            {
                case "Parse" or "TryParse" or "ToBoolean":
                    return (Guard.Configuration, Guard.Configuration);
                // A value that is missing is nobody's decision; one that is there is.
                case "IsNullOrEmpty" or "IsNullOrWhiteSpace":
                    return (Guard.None, Guard.Configuration);
                case "Exists":
                    return (Guard.Configuration, Guard.None);
            }
        }

        return method.DeclaringSyntaxReferences is [var reference] && reference.SyntaxTree == call.Syntax.SyntaxTree && OfBody(reference.GetSyntax(), call, depth) is var body && body != default
            ? body
            : ByName(method, method.ReturnType);
    }

    private bool IsSwitch(IOperation operation) => Implied(operation, 2).WhenTrue == Guard.Configuration;

    // bool.TryParse(Environment.GetEnvironmentVariable("INSECURE"), out var isInsecure)
    private bool IsParsedSwitch(ILocalSymbol local, IOperation use) =>
        local.DeclaringSyntaxReferences is [var reference] && reference.SyntaxTree == use.Syntax.SyntaxTree &&
        reference.GetSyntax().FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is InvocationExpressionSyntax parse &&
        use.SemanticModel?.GetOperation(parse) is IInvocationOperation { TargetMethod.Name: "TryParse", Arguments: [{ Value: var text }, ..] } && IsSwitch(text);

    private (Guard WhenTrue, Guard WhenFalse) OfComparison(IBinaryOperation comparison, int depth)
    {
        var (left, right) = (comparison.LeftOperand.Unwrap(), comparison.RightOperand.Unwrap());
        var result = OfNames(left, right);
        if (result == default && (IsStar(left) || IsStar(right)))
        {
            result = (Guard.Configuration, Guard.None);
        }
        else if (result == default)
        {
            if (right.ConstantValue is { HasValue: true, Value: bool expected })
            {
                result = Implied(left, depth - 1);
                result = expected ? result : (result.WhenFalse, result.WhenTrue);
            }
            else if (ConfigurationReads.TryRecognise(left) is not null || ConfigurationReads.TryRecognise(right) is not null)
            {
                var isNull = left.ConstantValue is { HasValue: true, Value: null } || right.ConstantValue is { HasValue: true, Value: null };
                result = (isNull ? Guard.None : Guard.Configuration, Guard.Configuration);
            }
        }

        return comparison.OperatorKind == BinaryOperatorKind.NotEquals ? (result.WhenFalse, result.WhenTrue) : result;
    }

    private (Guard WhenTrue, Guard WhenFalse) OfPattern(IIsPatternOperation operation, int depth)
    {
        if (IsEnvironmentName(operation.Value))
        {
            return OfNamePattern(operation.Pattern);
        }

        var implied = Implied(operation.Value, depth - 1);
        return operation.Pattern switch
        {
            IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: true } } => implied,
            IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: false } } => (implied.WhenFalse, implied.WhenTrue),
            IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } => (Guard.None, implied.WhenFalse),
            INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } } => (implied.WhenTrue, Guard.None),
            _ => implied is (Guard.Configuration, Guard.Configuration) ? implied : default,
        };
    }

    private static (Guard WhenTrue, Guard WhenFalse) OfNamePattern(IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return NameOf(constant.Value) is { } name ? ForName(name) : default;
            case INegatedPatternOperation negated:
                var (whenTrue, whenFalse) = OfNamePattern(negated.Pattern);
                return (whenFalse, whenTrue);
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or:
                var (left, right) = (OfNamePattern(or.LeftPattern), OfNamePattern(or.RightPattern));
                return (Weaker(left.WhenTrue, right.WhenTrue), Stronger(left.WhenFalse, right.WhenFalse));
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } and:
                var (first, second) = (OfNamePattern(and.LeftPattern), OfNamePattern(and.RightPattern));
                return (Stronger(first.WhenTrue, second.WhenTrue), Weaker(first.WhenFalse, second.WhenFalse));
            default:
                return default;
        }
    }

    private static (Guard WhenTrue, Guard WhenFalse) OfNames(IOperation left, IOperation right)
    {
        if (IsEnvironmentName(left) && NameOf(right) is { } name)
        {
            return ForName(name);
        }

        return IsEnvironmentName(right) && NameOf(left) is { } other ? ForName(other) : default;
    }

    private static (Guard WhenTrue, Guard WhenFalse) ForName(string name) =>
        IsDeployed(name)
            ? IsProduction(name) ? (Guard.None, Guard.Development) : default
            : (Guard.Development, Guard.None);

    // #if DEBUG static readonly bool Docs = true; #else … = false; #endif: the one is for debug builds, under the other nothing ever runs.
    private static (Guard WhenTrue, Guard WhenFalse)? OfBuild(IFieldReferenceOperation reference)
    {
        if (reference.Field.DeclaringSyntaxReferences is not [var declaration] || declaration.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: var value } variable)
        {
            return null;
        }

        return value.Kind() switch
        {
            SyntaxKind.TrueLiteralExpression when ByDirective(variable, IsDebug) => (Guard.Development, Guard.None),
            SyntaxKind.FalseLiteralExpression => (Guard.Development, Guard.None),
            _ => null,
        };
    }

    // isDevelopment = env.IsDevelopment() in an initialiser, an expression body or the only assignment in this file.
    private (Guard WhenTrue, Guard WhenFalse) OfMember(ISymbol member, IOperation use, int depth)
    {
        if (use.SemanticModel is not { } model || member.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != model.SyntaxTree)
        {
            return default;
        }

        var declaration = reference.GetSyntax();
        var result = OfBody(declaration, use, depth);
        if (result != default)
        {
            return result;
        }

        var assignments = declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.DescendantNodes()
            .OfType<AssignmentExpressionSyntax>()
            .Where(assignment => NamedBy(assignment.Left) == member.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(assignment.Left).Symbol, member))
            .Take(2)
            .ToList();
        return assignments is [var only] && model.GetOperation(only.Right) is { } value ? Implied(value, depth - 1) : default;
    }

    private static string? NamedBy(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private (Guard WhenTrue, Guard WhenFalse) OfBody(SyntaxNode declaration, IOperation use, int depth)
    {
        var body = declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
            MethodDeclarationSyntax method => method.ExpressionBody?.Expression ?? Returned(method.Body),
            LocalFunctionStatementSyntax function => function.ExpressionBody?.Expression ?? Returned(function.Body),
            _ => null,
        };
        return body is not null && use.SemanticModel?.GetOperation(body) is { } value ? Implied(value, depth - 1) : default;
    }

    private static ExpressionSyntax? Returned(BlockSyntax? body) =>
        body?.Statements is [ReturnStatementSyntax { Expression: { } expression }] ? expression : null;

    private bool IsOption(IPropertyReferenceOperation property) =>
        property.Instance is ILocalReferenceOperation bound && LocalValues.SingleValue(bound.Local, bound) is { } read && ConfigurationReads.TryRecognise(read.Unwrap()) is not null ||
        OptionsClasses.IsOptionsValue(property.Instance) || OptionsClasses.IsOperators(property.Property.ContainingType, project) ||
        // settings.Cors.AllowAnyOrigin: what a class of settings holds is bound with it.
        property.Instance?.Unwrap() is IPropertyReferenceOperation outer && IsOption(outer);

    private static bool IsEnvironmentType(ITypeSymbol? type) =>
        type is { Name: "IHostEnvironment" or "IWebHostEnvironment" or "IHostingEnvironment" or "HostingEnvironment" or "IWebAssemblyHostEnvironment" } ||
        type is not null && type.AllInterfaces.Any(static implemented => implemented.Name is "IHostEnvironment" or "IHostingEnvironment");

    /// <summary>Whether the operation reads the name of the environment: <c>env.EnvironmentName</c>, the variable, or the key.</summary>
    private static bool IsEnvironmentName(IOperation operation)
    {
        operation = operation.Unwrap();
        switch (operation)
        {
            case IPropertyReferenceOperation { Property.Name: "EnvironmentName" or "Environment" } property:
                return property.Type?.SpecialType == SpecialType.System_String;
            case ICoalesceOperation coalesce:
                return IsEnvironmentName(coalesce.Value);
            case IConditionalAccessOperation access:
                return IsEnvironmentName(access.Operation) || IsEnvironmentName(access.WhenNotNull);
            case IInvocationOperation { TargetMethod.Name: "ToLower" or "ToLowerInvariant" or "ToUpper" or "ToUpperInvariant" or "Trim", Instance: { } text }:
                return IsEnvironmentName(text);
            case ILocalReferenceOperation local:
                return LocalValues.SingleValue(local.Local, local) is { } value && value.Unwrap() is not ILocalReferenceOperation && IsEnvironmentName(value);
            default:
                return ConfigurationReads.TryRecognise(operation)?.Key is { } key &&
                    key.ToUpperInvariant() is "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT" or "ENVIRONMENT";
        }
    }

    private static string? NameOf(IOperation? operation) => operation?.Unwrap() switch
    {
        { ConstantValue: { HasValue: true, Value: string name } } => name,
        IFieldReferenceOperation { Field: { Name: "Development" or "Production" or "Staging" } field } => field.Name,
        _ => null,
    };

    // Only an operator puts a star into a list of origins or hosts: if (origins.Contains("*")) policy.AllowAnyOrigin().
    private static bool IsStar(IOperation operation) => operation.Unwrap().ConstantValue is { HasValue: true, Value: "*" };

    private static bool IsProduction(string name) =>
        name.Equals("Production", StringComparison.OrdinalIgnoreCase) || name.Equals("Prod", StringComparison.OrdinalIgnoreCase) || name.Equals("Live", StringComparison.OrdinalIgnoreCase);

    private static bool IsDeployed(string name) => name.Length == 0 || IsProduction(name);

    // What another file or assembly declares is taken at its word.
    private static (Guard WhenTrue, Guard WhenFalse) ByName(ISymbol member, ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean && SaysDevelopment(member.Name) ? (Guard.Development, Guard.None) : default;

    private static bool SaysDevelopment(string name)
    {
        var word = name.TrimStart('_');
        word = word.StartsWith("is", StringComparison.OrdinalIgnoreCase) ? word.Substring(2) : word;
        return Array.Exists(DevelopmentWords, development => word.Equals(development, StringComparison.OrdinalIgnoreCase));
    }

    protected static Guard Stronger(Guard left, Guard right) => left > right ? left : right;

    protected static Guard Weaker(Guard left, Guard right) => left < right ? left : right;

    private static bool IsDebug(string symbol) => symbol == "DEBUG";

    /// <summary>Whether the node is compiled only with one of the symbols: between <c>#if DEBUG</c> and <c>#endif</c>, or behind the <c>#else</c> of <c>#if !DEBUG</c>.</summary>
    protected static bool ByDirective(SyntaxNode node, Func<string, bool> isWanted)
    {
        if (!node.SyntaxTree.GetRoot().ContainsDirectives)
        {
            return false;
        }

        // A link of a fluent chain stands where its name does: the chain may begin before the directive.
        var position = node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var link } } ? link.SpanStart : node.SpanStart;
        var open = new Stack<bool>();
        var directive = node.SyntaxTree.GetRoot().GetFirstDirective();
        for (; directive is not null && directive.SpanStart < position; directive = directive.GetNextDirective())
        {
            switch (directive)
            {
                case IfDirectiveTriviaSyntax branch:
                    open.Push(branch.BranchTaken && Requires(branch.Condition, isWanted));
                    break;
                case ElifDirectiveTriviaSyntax branch when open.Count > 0:
                    open.Pop();
                    open.Push(branch.BranchTaken && Requires(branch.Condition, isWanted));
                    break;
                case ElseDirectiveTriviaSyntax branch when open.Count > 0:
                    open.Pop();
                    open.Push(branch.BranchTaken && ElseRequires(branch, isWanted));
                    break;
                case EndIfDirectiveTriviaSyntax when open.Count > 0:
                    open.Pop();
                    break;
            }
        }

        return open.Contains(true);
    }

    private static bool ElseRequires(ElseDirectiveTriviaSyntax branch, Func<string, bool> isWanted) =>
        branch.GetRelatedDirectives().FirstOrDefault() is IfDirectiveTriviaSyntax { Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not } && Requires(not.Operand, isWanted);

    private static bool Requires(ExpressionSyntax condition, Func<string, bool> isWanted) => condition switch
    {
        IdentifierNameSyntax name => isWanted(name.Identifier.ValueText),
        ParenthesizedExpressionSyntax parenthesized => Requires(parenthesized.Expression, isWanted),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => Requires(and.Left, isWanted) || Requires(and.Right, isWanted),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or => Requires(or.Left, isWanted) && Requires(or.Right, isWanted),
        _ => false,
    };
}
