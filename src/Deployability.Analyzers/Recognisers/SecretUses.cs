using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Finds what in an operation may be a secret by the name that it is given there.</summary>
/// <param name="optionsFor">The options that hold where an operation stands.</param>
internal sealed class SecretUses(Func<IOperation, SecretOptions> optionsFor)
{
    /// <summary>Whether a text is a secret by its form, whatever it is named.</summary>
    public static bool HasForm(IOperation literal) =>
        literal.ConstantValue is { HasValue: true, Value: string text } && SecretDetector.Find(text.AsSpan()) is not null;

    /// <summary>Whether what a value is given to may hold a secret.</summary>
    public static bool MayBeFor(SecretTarget target, SecretOptions options) =>
        target.Name.Length > 0
        && (
            target.IsCertain
            || SecretDetector.IsSecretName(target.Name.AsSpan(), options)
            || SecretDetector.IsAuthorizationName(target.Name.AsSpan())
        );

    /// <summary>Whether a value was made elsewhere, so that the text has to be followed from here.</summary>
    public static bool IsHandedOn(IOperation value) =>
        value.Unwrap() switch
        {
            ILocalReferenceOperation or IFieldReferenceOperation or ICoalesceOperation or IConditionalOperation => true,
            IPropertyReferenceOperation property => !property.Property.IsIndexer,
            IInvocationOperation
            {
                TargetMethod.Name: "Sha256" or "Sha512" or "GetBytes" or "FromBase64String" or "ToCharArray" or "Trim" or "GetValue"
            } => true,
            _ => false,
        };

    /// <summary>Whether a type holds text or bytes, as secrets are.</summary>
    public static bool HoldsText(ITypeSymbol? type) =>
        type
            is { SpecialType: SpecialType.System_String }
                or IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte or SpecialType.System_Char }
                or INamedTypeSymbol { Name: "SecureString" or "ReadOnlySpan" or "Span" or "ReadOnlyMemory" or "Memory" };

    /// <summary>The texts of an operation, and the arguments and assignments that hand one on; null where there are none.</summary>
    /// <param name="operation">A call, creation or assignment whose member may take a secret, or one of <see cref="SecretTargets.Holders"/>.</param>
    public List<IOperation>? In(IOperation operation)
    {
        List<IOperation>? uses = null;
        switch (operation)
        {
            case IInvocationOperation or IObjectCreationOperation:
                foreach (var argument in operation.Arguments())
                {
                    AddGiven(argument, argument.Value, argument.Parameter?.Type, ref uses);
                }

                AddTexts((operation as IInvocationOperation)?.Instance, operation, ref uses);
                break;
            case ISimpleAssignmentOperation assignment:
                AddGiven(assignment, assignment.Value, assignment.Type, ref uses);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                {
                    AddTexts(element, tuple, ref uses);
                }

                break;
            default:
                var (first, second) = NamedBy(operation);
                AddTexts(first, operation, ref uses);
                AddTexts(second, operation, ref uses);
                break;
        }

        return uses;
    }

    private static (IOperation? First, IOperation? Second) NamedBy(IOperation holder) =>
        holder switch
        {
            IAssignmentOperation assignment => (assignment.Value, null),
            ISymbolInitializerOperation initializer => (initializer.Value, null),
            IBinaryOperation comparison => (comparison.LeftOperand, comparison.RightOperand),
            IIsPatternOperation match => (match.Pattern, null),
            ISwitchExpressionArmOperation arm => (arm.Pattern, null),
            ICoalesceOperation coalesce => (coalesce.WhenNull, null),
            IReturnOperation result => (result.ReturnedValue, null),
            _ => (null, null),
        };

    private void AddGiven(IOperation use, IOperation value, ITypeSymbol? type, ref List<IOperation>? uses)
    {
        if (HoldsText(type) && IsHandedOn(value))
        {
            (uses ??= []).Add(use);
        }

        AddTexts(value, use, ref uses);
    }

    // The texts to which the holder gives their name: not one whose name is further out, nor what has a form and is found by it.
    private void AddTexts(IOperation? value, IOperation holder, ref List<IOperation>? texts)
    {
        if (value is not null && !SecretTargets.IsPassedBy(value, holder))
        {
            AddTexts(value, 0, ref texts);
        }
    }

    private void AddTexts(IOperation value, int depth, ref List<IOperation>? texts)
    {
        switch (value.Kind)
        {
            case OperationKind.Literal:
                if (value.Type?.SpecialType == SpecialType.System_String && MayBeSecret(value) && !HasForm(value))
                {
                    (texts ??= []).Add(value);
                }

                return;
            // All in a list have one name, and tables are long.
            case OperationKind.ArrayInitializer or OperationKind.CollectionExpression when !MayBeSecret(value):
                return;
        }

        foreach (var child in value.ChildOperations)
        {
            if (SecretTargets.IsPassedBy(child, value) && depth < SecretTargets.MaxDepth)
            {
                AddTexts(child, depth + 1, ref texts);
            }
        }
    }

    private bool MayBeSecret(IOperation value) => MayBeFor(SecretTargets.Of(value), optionsFor(value));
}
