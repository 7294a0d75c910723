using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Judges.Stores;

/// <summary>What one use of a collection does with it.</summary>
internal enum CollectionUseKind
{
    /// <summary>Counts, locks, removes: says nothing about what the collection is for.</summary>
    Neutral,

    /// <summary>Asks whether something is there.</summary>
    Asked,

    /// <summary>Reads elements.</summary>
    Read,

    /// <summary>Reads elements into an answer: returned, or handed to a result.</summary>
    Answer,

    /// <summary>Stores something that came with the call.</summary>
    Store,

    /// <summary>Stores or returns something that was computed or fetched: a cache or memo.</summary>
    Memo,

    /// <summary>Takes elements out to work on them, or counts in place: a queue, a counter, a connection map.</summary>
    Work,
}

/// <summary>One use of a collection.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Operation">The reference to the collection.</param>
/// <param name="Runner">The method that holds it; null when a request itself runs it.</param>
internal sealed record CollectionUse(CollectionUseKind Kind, IOperation Operation, IMethodSymbol? Runner);

/// <summary>Tells what a reference to a collection does, from the operation around it.</summary>
internal static class CollectionUses
{
    private const int MaxDepth = 8;

    /// <param name="reference">A reference to a field, property or local that holds a collection.</param>
    public static CollectionUseKind KindOf(IOperation reference)
    {
        var parent = reference.User();
        switch (parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == reference:
                return OfReplacement(assignment.Value);
            case ILockOperation or INameOfOperation:
                return CollectionUseKind.Neutral;
            case IPropertyReferenceOperation property when property.Instance?.Unwrap() == reference:
                return OfProperty(property);
            case IArgumentOperation { Parent: IInvocationOperation call } when call.Receiver() == reference:
                return OfCall(call);
            case IInvocationOperation call when call.Instance?.Unwrap() == reference:
                return OfCall(call);
            // items?.Add(item): what follows the question mark begins with the collection.
            case IConditionalAccessOperation access when access.Operation.Unwrap() == reference:
                return access.WhenNotNull.DescendantsAndSelf().OfType<IConditionalAccessInstanceOperation>().FirstOrDefault() is { } begin
                    ? KindOf(begin)
                    : CollectionUseKind.Read;
            case IArgumentOperation { Parameter.RefKind: not RefKind.None }:
                return CollectionUseKind.Memo;
            default:
                return ReadKind(reference);
        }
    }

    /// <summary>Whether a reference may turn out to be a <see cref="CollectionUseKind.Store"/>, by syntax alone; a no is certain.</summary>
    /// <param name="reference">The name, or the access to the member that it names.</param>
    public static bool MayStore(SyntaxNode reference)
    {
        // Whether an element has been taken out, which a local may hold while the code fills it.
        var isElement = false;
        for (var node = reference; ; node = node.Parent!)
        {
            switch (node.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Expression == node:
                    if (MayStore(access.Name.Identifier.ValueText))
                    {
                        return true;
                    }

                    break;
                case InvocationExpressionSyntax:
                    isElement = true;
                    break;
                case ConditionalAccessExpressionSyntax access when access.Expression == node:
                    if (access.WhenNotNull.DescendantNodesAndSelf().Any(MayStoreItself))
                    {
                        return true;
                    }

                    isElement = true;
                    break;
                case ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element
                    when assignment.Left == element:
                    return true;
                case ElementAccessExpressionSyntax:
                    isElement = true;
                    break;
                // Extensions.Add(items, item)
                case ArgumentSyntax { Parent: ArgumentListSyntax { Arguments: [var first, ..] arguments } list } argument
                    when first == argument && list.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called }:
                    if (arguments.Count > 1 && MayStore(called.Name.Identifier.ValueText))
                    {
                        return true;
                    }

                    isElement = true;
                    break;
                case ArgumentListSyntax
                or ParenthesizedExpressionSyntax
                or CastExpressionSyntax
                or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression }
                or PostfixUnaryExpressionSyntax
                or ConditionalAccessExpressionSyntax:
                    break;
                case EqualsValueClauseSyntax:
                case AssignmentExpressionSyntax assigned when assigned.Right == node:
                    return isElement;
                default:
                    return false;
            }
        }
    }

    private static bool MayStoreItself(SyntaxNode part) =>
        part is SimpleNameSyntax name && MayStore(name.Identifier.ValueText)
        || part is ElementBindingExpressionSyntax { Parent: AssignmentExpressionSyntax };

    // TryGetValue hands an element to a local that the code may fill.
    private static bool MayStore(string name) => IsStoring(name) || name is "AddOrUpdate" or "TryGetValue";

    private static bool IsStoring(string name) =>
        name
            is "Add"
                or "TryAdd"
                or "Insert"
                or "AddRange"
                or "InsertRange"
                or "Enqueue"
                or "Push"
                or "AddFirst"
                or "AddLast"
                or "SetItem"
                or "TryUpdate";

    private static CollectionUseKind OfReplacement(IOperation value)
    {
        value = value.Unwrap();
        return value switch
        {
            // items = items.Add(item) of the immutable ones is judged at the inner reference.
            IInvocationOperation
            {
                TargetMethod.Name: "Add" or "SetItem" or "Remove" or "RemoveAll" or "AddRange" or "Clear" or "Replace"
            } => CollectionUseKind.Neutral,
            IObjectCreationOperation { Arguments.Length: 0 }
            or ICollectionExpressionOperation { Elements.Length: 0 }
            or ILiteralOperation
            or IPropertyReferenceOperation
            or IFieldReferenceOperation => CollectionUseKind.Neutral,
            // A seed of its own making.
            IInvocationOperation { Arguments.Length: 0, Instance: null or IInstanceReferenceOperation } => CollectionUseKind.Neutral,
            IInvocationOperation { TargetMethod: { Name: "ToList" or "ToDictionary" or "ToImmutableList" } } call
                when call.TargetMethod.IsInNamespace("System") => CollectionUseKind.Neutral,
            _ => CollectionUseKind.Memo,
        };
    }

    private static CollectionUseKind OfProperty(IPropertyReferenceOperation property)
    {
        if (property.Property.Name is "Count" or "IsEmpty" or "SyncRoot" or "Length")
        {
            return CollectionUseKind.Neutral;
        }

        if (!property.Property.IsIndexer)
        {
            return ReadKind(property);
        }

        var parent = property.User();
        return parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Target == property => Stored(assignment.Value, KeyOf(property.Arguments)),
            ICompoundAssignmentOperation or IIncrementOrDecrementOperation => CollectionUseKind.Work,
            ICoalesceAssignmentOperation => CollectionUseKind.Memo,
            _ => OfInner(property),
        };
    }

    // A collection inside the collection is added to as well: byUser[id].Add(item).
    private static CollectionUseKind OfInner(IOperation inner) =>
        StoredElements.IsCollection(inner.Type)
            ? inner.User() switch
            {
                IInvocationOperation call when call.Instance?.Unwrap() == inner => OfCall(call),
                IPropertyReferenceOperation property when property.Instance?.Unwrap() == inner => OfProperty(property),
                _ => ReadKind(inner),
            }
            : ReadKind(inner);

    private static CollectionUseKind OfCall(IInvocationOperation call)
    {
        switch (call.TargetMethod.Name)
        {
            case var name when IsStoring(name):
                return Stored(ValueOf(call), call.Instance is not null && call.Arguments.Length > 1 ? KeyOf(call.Arguments) : null);
            case "AddOrUpdate":
                return call.Arguments.Any(static argument => new GivenValues(null).IsGiven(argument.Value)) && !IsNumber(call)
                    ? CollectionUseKind.Store
                    : CollectionUseKind.Work;
            case "GetOrAdd":
                return StoredElements.IsCollection(call.Type) ? OfInner(call) : CollectionUseKind.Memo;
            case "Dequeue"
            or "TryDequeue"
            or "Pop"
            or "TryPop"
            or "TryTake"
            or "Take" when call.TargetMethod.IsInNamespace("System.Collections"):
                return CollectionUseKind.Work;
            case "Contains" or "ContainsKey" or "ContainsValue":
                return CollectionUseKind.Asked;
            case "Any"
            or "All"
            or "Count"
            or "LongCount"
            or "Max"
            or "Min"
            or "Exists"
            or "EnsureCapacity"
            or "TrimExcess"
            or "Sort"
            or "Reverse":
                return CollectionUseKind.Neutral;
            case "RemoveAt" or "RemoveFirst" or "RemoveLast" or "RemoveRange" when IsTrimmed(call):
                return CollectionUseKind.Work;
            case "Remove" or "TryRemove" or "RemoveAll" or "RemoveAt" or "RemoveWhere" or "RemoveRange" or "Clear":
                return CollectionUseKind.Neutral;
            default:
                return ReadKind(call);
        }
    }

    private static IOperation? ValueOf(IInvocationOperation call)
    {
        var own = call.Instance is null ? call.Arguments.Skip(1) : call.Arguments;
        // Add(item), Insert(index, item), TryAdd(key, value): the last; TryUpdate(key, value, comparison): the one before.
        var values = own.Where(static argument => argument.ArgumentKind != ArgumentKind.DefaultValue)
            .Select(static argument => argument.Value)
            .ToList();
        return call.TargetMethod.Name == "TryUpdate" && values.Count == 3 ? values[1] : values.LastOrDefault();
    }

    private static SyntaxNode? KeyOf(ImmutableArray<IArgumentOperation> arguments) =>
        arguments.Length > 0 ? arguments[0].Value.Unwrap().Syntax : null;

    private static CollectionUseKind Stored(IOperation? value, SyntaxNode? key)
    {
        // items[key] = item = new Item()
        while (value?.Unwrap() is ISimpleAssignmentOperation chained)
        {
            value = chained.Value;
        }

        return value is null ? CollectionUseKind.Neutral
            : new GivenValues(key).IsGiven(value) ? CollectionUseKind.Store
            : value.Unwrap()
                is ILiteralOperation
                    or IObjectCreationOperation
                    or ICollectionExpressionOperation
                    or ILocalReferenceOperation { Type: INamedTypeSymbol }
            && !IsFetched(value, MaxDepth)
                ? CollectionUseKind.Neutral
            : CollectionUseKind.Memo;
    }

    // if (items.Count > 100) items.RemoveAt(0): keeps the newest, and nobody misses the others.
    private static bool IsTrimmed(IOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (
                parent is IConditionalOperation { Condition: IBinaryOperation limit } && IsOfCount(limit)
                || parent is IWhileLoopOperation { Condition: IBinaryOperation bound } && IsOfCount(bound)
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfCount(IBinaryOperation comparison) =>
        comparison.OperatorKind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual
        && comparison.LeftOperand.Unwrap() is IPropertyReferenceOperation { Property.Name: "Count" };

    private static bool IsNumber(IInvocationOperation call) =>
        call.Type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    private static CollectionUseKind ReadKind(IOperation read)
    {
        if (HeldBy(read) is { } local && new GivenValues(null).IsFilled(local, read))
        {
            return CollectionUseKind.Store;
        }

        IOperation child = read;
        for (var parent = read.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } or IIsPatternOperation:
                    return CollectionUseKind.Read;
                case IConditionalOperation { Condition: var condition } when condition == child:
                    return CollectionUseKind.Read;
                case IReturnOperation:
                    return CollectionUseKind.Answer;
                case IArgumentOperation
                {
                    Parent: IInvocationOperation
                    {
                        TargetMethod.Name: "Ok"
                            or "Json"
                            or "View"
                            or "Page"
                            or "PartialView"
                            or "WriteAsJsonAsync"
                            or "WriteAsync"
                            or "FromResult"
                            or "Content"
                            or "SendAsync"
                    }
                }:
                    return CollectionUseKind.Answer;
                case IAnonymousFunctionOperation or ILocalFunctionOperation or IBlockOperation:
                    return CollectionUseKind.Read;
            }
        }

        return CollectionUseKind.Read;
    }

    /// <summary>The local that holds the element which a read takes out of the collection, or null.</summary>
    private static ILocalSymbol? HeldBy(IOperation read)
    {
        if (
            read is IInvocationOperation
            {
                TargetMethod.Name: "TryGetValue",
                Arguments: [_, { Value: IDeclarationExpressionOperation { Expression: ILocalReferenceOperation found } }]
            }
        )
        {
            return found.Local;
        }

        var isElement = read is IPropertyReferenceOperation { Property.IsIndexer: true } or IInvocationOperation;
        for (var parent = read.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IInvocationOperation
                {
                    TargetMethod.Name: "First"
                        or "FirstOrDefault"
                        or "Single"
                        or "SingleOrDefault"
                        or "Last"
                        or "LastOrDefault"
                        or "Find"
                        or "GetValueOrDefault"
                        or "GetOrAdd"
                }:
                    isElement = true;
                    continue;
                case IArgumentOperation or IConversionOperation or IParenthesizedOperation or IVariableInitializerOperation:
                    continue;
                case IVariableDeclaratorOperation declarator:
                    return isElement ? declarator.Symbol : null;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target }:
                    return isElement ? target.Local : null;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsFetched(IOperation value, int depth)
    {
        value = value.Unwrap();
        return depth > 0
            && value switch
            {
                IAwaitOperation or IInvocationOperation => true,
                ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } assigned
                    && assigned != local
                    && IsFetched(assigned, depth - 1),
                _ => false,
            };
    }
}
