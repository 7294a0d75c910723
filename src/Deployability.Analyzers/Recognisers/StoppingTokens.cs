using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows how a hosted service learns that it has to stop.</summary>
internal static class StoppingTokens
{
    private const int ShortMilliseconds = 1000;
    private const int MaxHelpers = 3;
    private const int ShutdownSeconds = 30;
    private const int BriefSeconds = 5;

    /// <summary>Whether the method is <c>BackgroundService.ExecuteAsync</c> or <c>IHostedService.StartAsync</c>.</summary>
    public static bool IsEntry(IMethodSymbol method, ProjectContext project) =>
        method.Name switch
        {
            "ExecuteAsync" => method.IsOverride && project.Types.Is(method.ContainingType, TypeNames.BackgroundService),
            "StartAsync" => project.Types.Is(method.ContainingType, TypeNames.HostedService),
            _ => false,
        };

    /// <summary>Whether the code asks to be told of the stop: <c>token.Register(…)</c>.</summary>
    public static bool IsRegistered(IOperation block) =>
        block
            .Descendants()
            .Any(static operation =>
                operation
                    is IInvocationOperation
                    {
                        TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType.Name: "CancellationToken" }
                    }
            );

    /// <summary>
    /// Whether the loop has no end of its own: only a jump out of its body ends it, and no jump does so after some rounds, after some time, or when
    /// nothing is left to take.
    /// </summary>
    public static bool IsEndless(ILoopOperation loop) =>
        loop switch
        {
            IWhileLoopOperation { Condition.ConstantValue: { HasValue: true, Value: true } } => true,
            IForLoopOperation { Condition: null } => true,
            IForLoopOperation { Condition.ConstantValue: { HasValue: true, Value: true } } => true,
            _ => false,
        } && !loop.Body.Descendants().Any(inner => inner is IConditionalOperation choice && EndsInTime(choice, loop));

    // if (attempt++ > 20) return; if (clock.Elapsed > limit) throw …; if (!queue.TryDequeue(out var item)) break;
    private static bool EndsInTime(IConditionalOperation choice, ILoopOperation loop) =>
        (LeavesLoop(choice.WhenTrue, loop) || choice.WhenFalse is { } otherwise && LeavesLoop(otherwise, loop))
        && choice
            .Condition.DescendantsAndSelf()
            .Any(test => test is IBinaryOperation comparison && IsLimit(comparison, loop) || IsTry(test));

    private static bool LeavesLoop(IOperation branch, ILoopOperation loop) =>
        branch
            .DescendantsAndSelf()
            .Any(jump =>
                jump is IReturnOperation or IThrowOperation
                || jump is IBranchOperation { BranchKind: BranchKind.Break, Target: var target }
                    && SymbolEqualityComparer.Default.Equals(target, loop.ExitLabel)
            );

    private static bool IsTry(IOperation test) =>
        test is IInvocationOperation { TargetMethod: { Name: var name, ReturnType.SpecialType: SpecialType.System_Boolean } }
        && name.StartsWith("Try", StringComparison.Ordinal);

    private static bool IsLimit(IBinaryOperation comparison, ILoopOperation loop) =>
        comparison.OperatorKind
            is BinaryOperatorKind.LessThan
                or BinaryOperatorKind.LessThanOrEqual
                or BinaryOperatorKind.GreaterThan
                or BinaryOperatorKind.GreaterThanOrEqual
                or BinaryOperatorKind.Equals
        && (
            IsClock(comparison.LeftOperand)
            || IsClock(comparison.RightOperand)
            || IsCounted(comparison.LeftOperand, loop)
            || IsCounted(comparison.RightOperand, loop)
        );

    private static bool IsClock(IOperation side) =>
        side.Unwrap().Type is { Name: "TimeSpan" or "DateTime" or "DateTimeOffset", ContainingNamespace.Name: "System" };

    // A local that each round counts on.
    private static bool IsCounted(IOperation side, ILoopOperation loop)
    {
        side = side.Unwrap();
        return side is IIncrementOrDecrementOperation
            || side is ILocalReferenceOperation { Local: var counter }
                && loop.Descendants()
                    .Any(step =>
                        step is IIncrementOrDecrementOperation { Target: ILocalReferenceOperation { Local: var stepped } }
                            && SymbolEqualityComparer.Default.Equals(stepped, counter)
                        || step is ICompoundAssignmentOperation { Target: ILocalReferenceOperation { Local: var added } }
                            && SymbolEqualityComparer.Default.Equals(added, counter)
                    );
    }

    /// <summary>
    /// Whether a loop learns of the stop in any form: a token that it passes on or asks, a source, <c>ApplicationStopping</c>, a flag that ends it,
    /// or a method of the same class that does one of these.
    /// </summary>
    public static bool IsObservedIn(ILoopOperation loop, IMethodSymbol method)
    {
        foreach (var operation in loop.Body.DescendantsAndSelf())
        {
            if (
                IsToken(operation)
                || IsEndedByFlag(operation)
                || (operation is IInvocationOperation call && (KnowsToken(call, method) || IsClosedByStop(call, method)))
            )
            {
                return true;
            }
        }

        return false;
    }

    // await listener.AcceptAsync() throws once StopAsync has closed the listener.
    private static bool IsClosedByStop(IInvocationOperation call, IMethodSymbol method) =>
        call.Instance?.Unwrap() is IFieldReferenceOperation { Field: { Type: var type } field }
        && type.Name.IndexOf("Log", StringComparison.Ordinal) < 0
        && StopMethods(method)
            .SelectMany(static stop => stop.DeclaringSyntaxReferences)
            .Any(reference =>
                reference
                    .GetSyntax(Cancellation.Token)
                    .DescendantNodes()
                    .OfType<IdentifierNameSyntax>()
                    .Any(name => name.Identifier.ValueText == field.Name)
            );

    private static IEnumerable<ISymbol> StopMethods(IMethodSymbol method) =>
        method
            .ContainingType.GetMembers("StopAsync")
            .Concat(method.ContainingType.GetMembers("Dispose"))
            .Concat(method.ContainingType.GetMembers("DisposeAsync"));

    /// <summary>The methods of this project that an entry runs, with those that they run: called, or given to a thread or a task.</summary>
    /// <param name="block">Of the entry.</param>
    /// <param name="entry">Only methods of its own class are followed further: what other classes call is much and rarely waits.</param>
    /// <param name="project">Of the compilation.</param>
    public static IEnumerable<IMethodSymbol> Helpers(IOperation block, IMethodSymbol entry, ProjectContext project)
    {
        var known = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<(IOperation Block, int Depth)>();
        open.Enqueue((block, MaxHelpers));
        while (open.Count > 0)
        {
            var (current, depth) = open.Dequeue();
            foreach (var operation in current.Descendants())
            {
                var method = operation switch
                {
                    IInvocationOperation { IsVirtual: false } call => call.TargetMethod,
                    IMethodReferenceOperation { IsVirtual: false } reference => reference.Method,
                    _ => null,
                };
                if (
                    method is { MethodKind: MethodKind.Ordinary }
                    && (method.ReducedFrom ?? method).OriginalDefinition is { DeclaringSyntaxReferences.Length: 1 } helper
                    && known.Add(helper)
                )
                {
                    yield return helper;
                    if (
                        depth > 1
                        && SymbolEqualityComparer.Default.Equals(helper.ContainingType, entry.ContainingType)
                        && BodyOf(helper, project) is { } body
                    )
                    {
                        open.Enqueue((body, depth - 1));
                    }
                }
            }
        }
    }

    /// <summary>The body of a method of this project; null when it has none here.</summary>
    public static IOperation? BodyOf(IMethodSymbol method, ProjectContext project) =>
        method.DeclaringSyntaxReferences is [var reference]
        && project.OperationOf(reference.GetSyntax(Cancellation.Token)) is IMethodBodyOperation body
            ? body.BlockBody ?? body.ExpressionBody
            : null;

    /// <summary>Whether a method has a loop or a wait at all, as it is written; binding those without would be for nothing.</summary>
    public static bool MayIgnore(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is [var reference]
        && reference
            .GetSyntax(Cancellation.Token)
            .DescendantNodes()
            .Any(static node =>
                node is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax
                || node is InvocationExpressionSyntax call
                    && call.Expression.NameOfMember()
                        is "Delay"
                            or "Sleep"
                            or "WaitForNextTickAsync"
                            or "ReadAllAsync"
                            or "WaitToReadAsync"
                            or "ReadAsync"
                            or "GetConsumingEnumerable"
                            or "Take"
            );

    /// <summary>Whether the call may wait for longer than the host waits for its services when it stops, which is half a minute unless somebody says otherwise.</summary>
    public static bool OutlastsTheStop(IInvocationOperation call) =>
        call.TargetMethod.Name is not ("Delay" or "Sleep") || SecondsOf(call) >= ShutdownSeconds;

    /// <summary>Whether the call waits for so little that nobody carries a token to it through methods that have none.</summary>
    public static bool IsBrief(IInvocationOperation call) => SecondsOf(call) < BriefSeconds;

    private static double? SecondsOf(IInvocationOperation call) =>
        call.Argument(0)?.Unwrap() switch
        {
            { ConstantValue: { HasValue: true, Value: int milliseconds } } => milliseconds < 0
                ? double.PositiveInfinity
                : milliseconds / 1000.0,
            { } time => time.Seconds(),
            null => null,
        };

    /// <summary>Whether the call waits for long or for ever and could take the token, or has a sibling that could.</summary>
    public static bool IsWaitWithoutToken(IInvocationOperation call, IMethodSymbol method)
    {
        var target = call.TargetMethod;
        if (HasToken(call) || IsRaced(call))
        {
            return false;
        }

        return target.Name switch
        {
            "Delay" => target.ContainingType.Is("System.Threading.Tasks", "Task") && IsLong(call),
            "Sleep" => target.ContainingType.Is("System.Threading", "Thread") && IsLong(call),
            "WaitForNextTickAsync" => target.ContainingType.Is("System.Threading", "PeriodicTimer") && !StopsOtherwise(method),
            "ReadAllAsync" or "WaitToReadAsync" or "ReadAsync" => target.ContainingType.OriginalDefinition.Is(
                "System.Threading.Channels",
                "ChannelReader"
            )
                && !StopsOtherwise(method)
                && !IsWithCancellation(call),
            "GetConsumingEnumerable" or "Take" => target.ContainingType.OriginalDefinition.Is(
                "System.Collections.Concurrent",
                "BlockingCollection"
            ) && !StopsOtherwise(method),
            _ => false,
        };
    }

    private static bool HasToken(IInvocationOperation call) =>
        call.Arguments.Any(static argument =>
            argument.ArgumentKind != ArgumentKind.DefaultValue
            && argument.Value.Type is { Name: "CancellationToken" }
            && IsToken(argument.Value.Unwrap())
        );

    // Task.WhenAny(Task.Delay(interval), stopped): what else is raced ends the wait.
    private static bool IsRaced(IInvocationOperation call)
    {
        for (
            var parent = call.Parent;
            parent is not null and not IExpressionStatementOperation and not IBlockOperation;
            parent = parent.Parent
        )
        {
            if (parent is IInvocationOperation { TargetMethod.Name: "WhenAny" or "WaitAny" })
            {
                return true;
            }
        }

        return false;
    }

    // CancellationToken.None and default are tokens that nobody cancels.
    private static bool IsToken(IOperation operation) =>
        operation switch
        {
            IParameterReferenceOperation or ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation =>
                operation.Type is { Name: "CancellationToken" or "CancellationTokenSource" }
                    && operation is not IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } },
            IInvocationOperation => operation.Type is { Name: "CancellationToken" },
            _ => false,
        };

    // if (_stopping) break;
    private static bool IsEndedByFlag(IOperation operation) =>
        operation is IConditionalOperation conditional
        && conditional
            .WhenTrue.DescendantsAndSelf()
            .Any(static inner => inner is IBranchOperation { BranchKind: BranchKind.Break } or IReturnOperation)
        && conditional
            .Condition.DescendantsAndSelf()
            .Any(static inner =>
                inner is IFieldReferenceOperation or IPropertyReferenceOperation && inner.Type?.SpecialType == SpecialType.System_Boolean
            );

    // A method of the same class without a token parameter may look at a copy in a field.
    private static bool KnowsToken(IInvocationOperation call, IMethodSymbol method)
    {
        if (
            !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, method.ContainingType)
            || call.SemanticModel is not { } model
        )
        {
            return false;
        }

        foreach (var reference in call.TargetMethod.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree != model.SyntaxTree)
            {
                return true;
            }

            foreach (var name in reference.GetSyntax(Cancellation.Token).DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (
                    model.GetSymbolInfo(name, Cancellation.Token).Symbol
                    is IFieldSymbol { Type.Name: "CancellationToken" or "CancellationTokenSource" }
                        or IPropertySymbol { IsStatic: false, Type.Name: "CancellationToken" }
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    // StopAsync that completes the channel or disposes the timer ends the wait.
    private static bool StopsOtherwise(IMethodSymbol method) =>
        method.ContainingType.GetMembers("StopAsync").Length > 0 || method.ContainingType.GetMembers("Dispose").Length > 0;

    private static bool IsWithCancellation(IInvocationOperation call) =>
        call.Syntax.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WithCancellation" };

    private static bool IsLong(IInvocationOperation call)
    {
        var time = call.Argument(0)?.Unwrap();
        return time?.ConstantValue is { HasValue: true, Value: int milliseconds }
            ? milliseconds is < 0 or >= ShortMilliseconds
            : time is null || time.Seconds() is not { } seconds || seconds > 1 || !IsBelowOneSecond(time);
    }

    // Seconds rounds up, so one second may be less.
    private static bool IsBelowOneSecond(IOperation time) =>
        time is IInvocationOperation { TargetMethod.Name: "FromMilliseconds" or "FromSeconds", Arguments: [{ Value: var amount }, ..] } call
        && amount.Unwrap().ConstantValue is { HasValue: true, Value: IConvertible number }
        && number.ToDouble(System.Globalization.CultureInfo.InvariantCulture)
            < (call.TargetMethod.Name == "FromSeconds" ? 1 : ShortMilliseconds);
}

/// <summary>What the host runs of a hosted service.</summary>
/// <param name="Method"><c>ExecuteAsync</c> or <c>StartAsync</c>.</param>
/// <param name="Token">By which it learns of the stop.</param>
/// <param name="Body">What it does.</param>
internal sealed record ServiceEntry(IMethodSymbol Method, IParameterSymbol Token, IOperation Body);

internal sealed class ServiceEntries : Recogniser<ServiceEntry>
{
    public override IEnumerable<string> Words => ["ExecuteAsync", "StartAsync"];

    public override WordForm Form => WordForm.Call;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.Parent is MethodDeclarationSyntax method && method.Identifier == token ? [method] : [];

    public override ServiceEntry? Recognise(Candidate candidate) =>
        candidate.Project.ModelOf(candidate.Node.SyntaxTree).GetDeclaredSymbol(candidate.Node, Cancellation.Token)
            is IMethodSymbol { Parameters: [{ Type.Name: "CancellationToken" } token] } method
        && StoppingTokens.IsEntry(method, candidate.Project)
        && StoppingTokens.BodyOf(method, candidate.Project) is { } body
            ? new ServiceEntry(method, token, body)
            : null;
}
