using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Judges.Stores;

/// <summary>Tells what came with a request from what was computed or fetched for it.</summary>
/// <param name="key">The key that a value is stored under, or null: what is made of the key alone could be made again.</param>
internal sealed class GivenValues(SyntaxNode? key)
{
    private const int MaxDepth = 8;

    // How far the values that fill an item are followed; below it nobody asks what else fills what.
    private const int MaxDepthOfFilling = 3;

    /// <summary>Whether a value came with the call: a parameter, something made of parameters, the body of the request.</summary>
    public bool IsGiven(IOperation? value) => IsGiven(value, MaxDepth);

    private bool IsGiven(IOperation? value, int depth)
    {
        if (value is null || depth == 0)
        {
            return false;
        }

        value = value.Unwrap();
        if (key is not null && value.Syntax.IsEquivalentTo(key, topLevel: false))
        {
            return false;
        }

        switch (value)
        {
            case IParameterReferenceOperation parameter:
                return !parameter.Parameter.Type.IsInNamespace("Microsoft.Extensions");
            case IWithOperation with:
                return true;
            case IObjectCreationOperation creation:
                return creation.Arguments.Any(argument => IsGiven(argument.Value, depth - 1))
                    || creation.Initializer is { } initializer && initializer.Initializers.Any(set => IsGiven(ValueIn(set), depth - 1));
            case ITupleOperation tuple:
                return tuple.Elements.Any(element => IsGiven(element, depth - 1));
            case ICollectionExpressionOperation collection:
                return collection.Elements.Any(element => IsGiven(element, depth - 1));
            case ISpreadOperation spread:
                return IsGiven(spread.Operand, depth - 1);
            case IArrayCreationOperation { Initializer: { } elements }:
                return elements.ElementValues.Any(element => IsGiven(element, depth - 1));
            case IPropertyReferenceOperation { Instance: { } instance } property:
                return property.Property.Name is "Input" or "Model" && instance is IInstanceReferenceOperation
                    || IsBound(property)
                    || IsGiven(instance, depth - 1);
            case ICoalesceOperation coalesce:
                return IsGiven(coalesce.Value, depth - 1);
            case IConditionalOperation conditional:
                return IsGiven(conditional.WhenTrue, depth - 1) || IsGiven(conditional.WhenFalse, depth - 1);
            case IInterpolatedStringOperation text:
                return text.Parts.OfType<IInterpolationOperation>().Any(part => IsGiven(part.Expression, depth - 1));
            case IBinaryOperation binary:
                return IsGiven(binary.LeftOperand, depth - 1) || IsGiven(binary.RightOperand, depth - 1);
            case IAwaitOperation { Operation: IInvocationOperation { TargetMethod.Name: "ReadFromJsonAsync" or "ReadFormAsync" } }:
                return true;
            case ILocalReferenceOperation local:
                return IsGivenLocal(local, depth);
            case IInvocationOperation call:
                return IsMapping(call)
                    && (IsGiven(call.Receiver(), depth - 1) || call.Arguments.Any(argument => IsGiven(argument.Value, depth - 1)));
            default:
                return false;
        }
    }

    private static IOperation? ValueIn(IOperation initializer) => initializer is ISimpleAssignmentOperation set ? set.Value : null;

    // [BindProperty] public Todo Item { get; set; } of a page.
    private static bool IsBound(IPropertyReferenceOperation property) =>
        property
            .Property.GetAttributes()
            .Any(static attribute =>
                attribute.AttributeClass?.Name is "BindPropertyAttribute" or "FromBodyAttribute" or "FromFormAttribute"
            );

    private bool IsGivenLocal(ILocalReferenceOperation local, int depth)
    {
        if (LocalValues.SingleValue(local.Local, local) is { } value)
        {
            return value.Unwrap() != local && IsGiven(value, depth - 1) || depth > MaxDepthOfFilling && IsFilled(local.Local, local);
        }

        return local.Local.DeclaringSyntaxReferences is [var reference]
            && reference.SyntaxTree == local.Syntax.SyntaxTree
            && reference.GetSyntax(Cancellation.Token) is ForEachStatementSyntax loop
            && IsGiven(local.SemanticModel?.GetOperation(loop.Expression, Cancellation.Token), depth - 1);
    }

    // Turning one shape into another asks nobody: static helpers, extension methods, mappers, LINQ. A service's method may have fetched anything.
    private static bool IsMapping(IInvocationOperation call) =>
        call.TargetMethod.IsStatic && !call.TargetMethod.IsAsync
        || call.Receiver()
            is IParameterReferenceOperation
                or ILocalReferenceOperation
                or IPropertyReferenceOperation
                or IInvocationOperation
            && !call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal)
        || call.Receiver()?.Type?.Name.IndexOf("Mapper", StringComparison.Ordinal) >= 0;

    /// <summary>Whether the code around a use puts something that came with the call into what a local holds: <c>item.Name = name</c>, <c>items.Add(item)</c>.</summary>
    public bool IsFilled(ILocalSymbol local, IOperation use)
    {
        if (
            use.SemanticModel is not { } model
            || use.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node =>
                node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax
            )
                is not { } scope
        )
        {
            return false;
        }

        foreach (var node in scope.DescendantNodes())
        {
            if (
                node is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } access
                || name.Identifier.ValueText != local.Name
                || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, Cancellation.Token).Symbol, local)
            )
            {
                continue;
            }

            var put = access.Parent switch
            {
                AssignmentExpressionSyntax assignment when assignment.Left == access => assignment.Right,
                InvocationExpressionSyntax { ArgumentList.Arguments: [.., var last] }
                    when access.Name.Identifier.ValueText is "Add" or "Insert" or "Enqueue" or "Push" or "AddRange" or "TryAdd" =>
                    last.Expression,
                _ => null,
            };
            if (put is not null && IsGiven(model.GetOperation(put, Cancellation.Token), MaxDepthOfFilling))
            {
                return true;
            }
        }

        return false;
    }
}
