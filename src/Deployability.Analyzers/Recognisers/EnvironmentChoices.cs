using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A place where code chooses the environment itself.</summary>
/// <param name="Display">How a message calls it: <c>UseEnvironment("Development")</c>.</param>
/// <param name="Name">The operation that yields the environment's name.</param>
/// <param name="IsFallback">Whether it holds where the deployment says nothing, for the code that asks alone.</param>
internal sealed record EnvironmentChoice(string Display, IOperation Name, bool IsFallback = false);

/// <summary>Knows the ways in which code, instead of the deployment, decides the name of the environment.</summary>
internal static class EnvironmentChoices
{
    /// <summary>Names of calls and properties that decide it.</summary>
    public static string[] Names { get; } = ["UseEnvironment", "UseSetting", "SetEnvironmentVariable", "EnvironmentName", "GetValue"];

    /// <returns>The choice, or null when the operation makes none.</returns>
    public static EnvironmentChoice? TryRecognise(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.Name: "UseEnvironment" } call
                when call.TargetMethod.IsInNamespace("Microsoft") && call.Argument("environment") is { } name:
                return new EnvironmentChoice("UseEnvironment", name);
            case IInvocationOperation { TargetMethod.Name: "UseSetting" } call
                when call.TargetMethod.IsInNamespace("Microsoft.AspNetCore")
                    && string.Equals(HostSettings.KeyOf(call.Argument("key")), "environment", StringComparison.OrdinalIgnoreCase)
                    && call.Argument("value") is { } value:
                return new EnvironmentChoice("UseSetting(\"environment\")", value);
            case IInvocationOperation { TargetMethod: { Name: "SetEnvironmentVariable", ContainingType: var type } } call
                when type.Is("System", "Environment")
                    && HostVariables.NamesEnvironment(call.Argument(0)?.ConstantValue.Value as string)
                    && call.Argument(1) is { } set:
                return new EnvironmentChoice("Environment.SetEnvironmentVariable", set);
            case ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation
                {
                    Property: { Name: "EnvironmentName", Type.SpecialType: SpecialType.System_String } property
                }
            } assignment when property.IsInNamespace("Microsoft"):
                return new EnvironmentChoice(property.ContainingType.Name + ".EnvironmentName", assignment.Value);
            case ICoalesceOperation coalesce
                when HostVariables.NamesEnvironment(ConfigurationReads.TryRecognise(coalesce.Value.Unwrap())?.Key):
                return new EnvironmentChoice("", coalesce.WhenNull, IsFallback: true);
            case IInvocationOperation read
                when ConfigurationReads.DefaultOf(read) is { } fallback
                    && HostVariables.NamesEnvironment(ConfigurationReads.TryRecognise(read)?.Key):
                return new EnvironmentChoice("", fallback, IsFallback: true);
            // string.IsNullOrEmpty(name) ? "Development" : name
            case IConditionalOperation { WhenFalse: { } otherwise } conditional
                when conditional.Type?.SpecialType == SpecialType.System_String && MissingBranch(conditional, otherwise) is { } missing:
                return new EnvironmentChoice("", missing, IsFallback: true);
            default:
                return null;
        }
    }

    /// <summary>Whether a name with its fallback is only told to people: logged, written to the console, part of an answer or a label of telemetry.</summary>
    public static bool IsOnlyShown(IOperation name)
    {
        for (var parent = name.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IInvocationOperation call:
                    return Shows(call.TargetMethod);
                case ISimpleAssignmentOperation { Parent: IAnonymousObjectCreationOperation }:
                    return true;
                case IBinaryOperation { OperatorKind: not BinaryOperatorKind.Add }
                or IConditionalOperation
                or IIsPatternOperation
                or ISwitchExpressionOperation:
                    return false;
                case IVariableDeclaratorOperation { Symbol: var local } declarator:
                    var uses = declarator
                        .Root()
                        .Descendants()
                        .Where(use =>
                            use is ILocalReferenceOperation { Local: var used } && SymbolEqualityComparer.Default.Equals(used, local)
                        )
                        .ToList();
                    return uses.Count > 0 && uses.TrueForAll(IsOnlyShown);
                case IBlockOperation or IAssignmentOperation:
                    return false;
            }
        }

        return false;
    }

    private static bool Shows(IMethodSymbol method) =>
        method.ContainingType.Is("System", "Console")
        || method.Name.StartsWith("Log", StringComparison.Ordinal) && method.IsInNamespace("Microsoft.Extensions.Logging")
        || method.ContainingType is { Name: "Log" or "ILogger", ContainingNamespace.Name: "Serilog" }
        || method.Name is "WithProperty" or "SetTag" or "AddTag" or "AddAttributes";

    // The branch that is taken when the variable is not set.
    private static IOperation? MissingBranch(IConditionalOperation conditional, IOperation otherwise) =>
        conditional.Condition.Unwrap() switch
        {
            IInvocationOperation { TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", Arguments: [{ Value: var tested }] }
                when ReadsEnvironment(tested) => conditional.WhenTrue,
            IUnaryOperation
            {
                OperatorKind: UnaryOperatorKind.Not,
                Operand: IInvocationOperation
                {
                    TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace",
                    Arguments: [{ Value: var tested }]
                }
            } when ReadsEnvironment(tested) => otherwise,
            IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.Equals,
                LeftOperand: var tested,
                RightOperand.ConstantValue: { HasValue: true, Value: null }
            } when ReadsEnvironment(tested) => conditional.WhenTrue,
            IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.NotEquals,
                LeftOperand: var tested,
                RightOperand.ConstantValue: { HasValue: true, Value: null }
            } when ReadsEnvironment(tested) => otherwise,
            IIsPatternOperation
            {
                Value: var tested,
                Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } }
            } when ReadsEnvironment(tested) => conditional.WhenTrue,
            _ => null,
        };

    private static bool ReadsEnvironment(IOperation operation)
    {
        operation = operation.Unwrap();
        operation = operation is ILocalReferenceOperation local
            ? LocalValues.SingleValue(local.Local, local)?.Unwrap() ?? operation
            : operation;
        return HostVariables.NamesEnvironment(ConfigurationReads.TryRecognise(operation)?.Key);
    }

    /// <summary>Whether the operation yields "Development": a literal, a constant, or <c>Environments.Development</c>.</summary>
    public static bool IsDevelopment(IOperation name) =>
        name.Unwrap() switch
        {
            IFieldReferenceOperation { Field: { Name: "Development", ContainingType: { Name: "Environments" or "EnvironmentName" } } } =>
                true,
            { ConstantValue: { HasValue: true, Value: string text } } => text.Equals("Development", StringComparison.OrdinalIgnoreCase),
            ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } value
                && value.Unwrap() is not ILocalReferenceOperation
                && IsDevelopment(value),
            _ => false,
        };
}
