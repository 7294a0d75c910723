using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows delegates that accept whatever they are asked: a predicate of CORS, a check of a certificate.</summary>
internal static class AlwaysTrue
{
    private const int MaxDepth = 4;

    /// <summary>
    /// Whether the delegate says true to everything that can arrive: lambda, block, <c>delegate</c>, local function, method or field of the project.
    /// Asking only whether there is something at all, <c>origin => !string.IsNullOrEmpty(origin)</c>, refuses nothing.
    /// </summary>
    public static bool IsDelegate(IOperation? value, ProjectContext project) => IsDelegate(value, project, MaxDepth);

    private static bool IsDelegate(IOperation? value, ProjectContext project, int depth)
    {
        if (depth == 0)
        {
            return false;
        }

        switch (value?.Unwrap())
        {
            case IAnonymousFunctionOperation lambda:
                return Returns(lambda.Body);
            case IMethodReferenceOperation { Method.DeclaringSyntaxReferences: [var reference] }:
                return project.OperationOf(reference.GetSyntax(Cancellation.Token)) switch
                {
                    IMethodBodyOperation declared => Returns(declared.BlockBody ?? declared.ExpressionBody),
                    ILocalFunctionOperation function => Returns(function.Body),
                    _ => false,
                };
            case ILocalReferenceOperation local:
                return LocalValues.SingleValue(local.Local, local) is { } assigned && IsDelegate(assigned, project, depth - 1);
            case IFieldReferenceOperation { Field: { IsReadOnly: true, DeclaringSyntaxReferences: [var field] } }:
                return field.GetSyntax(Cancellation.Token) is VariableDeclaratorSyntax { Initializer.Value: { } initial }
                    && IsDelegate(project.OperationOf(initial), project, depth - 1);
            case IPropertyReferenceOperation { Property: { SetMethod: null, DeclaringSyntaxReferences: [var property] } }:
                return property.GetSyntax(Cancellation.Token) is PropertyDeclarationSyntax declaration
                    && (declaration.Initializer?.Value ?? declaration.ExpressionBody?.Expression) is { } held
                    && IsDelegate(project.OperationOf(held), project, depth - 1);
            default:
                return false;
        }
    }

    private static bool Returns(IBlockOperation? body)
    {
        var returns = body?.Descendants().OfType<IReturnOperation>().Where(returned => IsOf(returned, body)).ToList();
        return returns is { Count: > 0 } && returns.TrueForAll(static statement => IsTrue(statement.ReturnedValue));
    }

    // Not what a lambda inside returns.
    private static bool IsOf(IOperation operation, IBlockOperation body)
    {
        for (var parent = operation.Parent; parent is not null && parent != body; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsTrue(IOperation? value) =>
        value?.Unwrap() switch
        {
            { ConstantValue: { HasValue: true, Value: var constant } } => constant is true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or => IsTrue(or.LeftOperand) || IsTrue(or.RightOperand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and => IsTrue(and.LeftOperand) && IsTrue(and.RightOperand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs => IsParameter(differs.LeftOperand)
                && IsNothing(differs.RightOperand),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation constant } } pattern =>
                IsParameter(pattern.Value) && IsNothing(constant.Value),
            IUnaryOperation
            {
                OperatorKind: UnaryOperatorKind.Not,
                Operand: IInvocationOperation
                {
                    TargetMethod: { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String }
                } call
            } => IsParameter(call.Arguments[0].Value),
            IConditionalOperation { WhenFalse: { } whenFalse } conditional => IsTrue(conditional.WhenTrue) && IsTrue(whenFalse),
            ISimpleAssignmentOperation { Target: IDiscardOperation } discarded => IsTrue(discarded.Value),
            _ => false,
        };

    private static bool IsParameter(IOperation operation) => operation.Unwrap() is IParameterReferenceOperation;

    private static bool IsNothing(IOperation operation) => operation.Unwrap().ConstantValue is { HasValue: true, Value: null or "" };
}
