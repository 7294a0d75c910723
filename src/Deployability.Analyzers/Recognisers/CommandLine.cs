using Deployability.Analyzers.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows conditions on the command line: a verb or a switch that an operator gives.</summary>
internal static class CommandLine
{
    /// <summary>What a condition on the arguments says: an operator asked for the branch that needs an argument, nobody for the other.</summary>
    public static (Guard WhenTrue, Guard WhenFalse) Asks(IOperation condition) => condition switch
    {
        IInvocationOperation { TargetMethod.Name: "Contains" or "Any" or "Exists" or "Equals" or "StartsWith" } when Mentions(condition) => (Guard.Configuration, Guard.None),
        IIsPatternOperation { Pattern: IListPatternOperation { Patterns.Length: > 0 } or IConstantPatternOperation { Value.ConstantValue.Value: string } or IBinaryPatternOperation } when Mentions(condition) =>
            (Guard.Configuration, Guard.None),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals when IsArgument(equals.LeftOperand) || IsArgument(equals.RightOperand) => (Guard.Configuration, Guard.None),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs when IsArgument(differs.LeftOperand) || IsArgument(differs.RightOperand) => (Guard.None, Guard.Configuration),
        _ => default,
    };

    /// <summary><c>args[0]</c>, or one that was searched for or changed on the way: <c>args.FirstOrDefault()?.ToLower()</c>.</summary>
    public static bool IsArgument(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_String && Mentions(operation);

    private static bool Mentions(IOperation operation)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            if (part is IParameterReferenceOperation { Parameter: { Name: "args", Type: IArrayTypeSymbol } } or IInvocationOperation { TargetMethod: { Name: "GetCommandLineArgs", ContainingType.Name: "Environment" } })
            {
                return true;
            }
        }

        return false;
    }
}
