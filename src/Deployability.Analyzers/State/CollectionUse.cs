using Deployability.Analyzers.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.State;

/// <summary>What one use of a collection does with it.</summary>
internal enum CollectionUseKind
{
    /// <summary>Counts, tests, locks, removes: says nothing about what the collection is for.</summary>
    Neutral,

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
        var parent = Above(reference);
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
            case IConditionalAccessInstanceOperation:
                return CollectionUseKind.Read;
            case IArgumentOperation { Parameter.RefKind: not RefKind.None }:
                return CollectionUseKind.Memo;
            default:
                return ReadKind(reference);
        }
    }

    private static CollectionUseKind OfReplacement(IOperation value)
    {
        value = value.Unwrap();
        return value switch
        {
            // items = items.Add(item) of the immutable ones is judged at the inner reference.
            IInvocationOperation { TargetMethod.Name: "Add" or "SetItem" or "Remove" or "RemoveAll" or "AddRange" or "Clear" or "Replace" } => CollectionUseKind.Neutral,
            IObjectCreationOperation { Arguments.Length: 0 } or ICollectionExpressionOperation { Elements.Length: 0 } or ILiteralOperation or IPropertyReferenceOperation or IFieldReferenceOperation => CollectionUseKind.Neutral,
            // A seed of its own making.
            IInvocationOperation { Arguments.Length: 0, Instance: null or IInstanceReferenceOperation } => CollectionUseKind.Neutral,
            IInvocationOperation { TargetMethod: { Name: "ToList" or "ToDictionary" or "ToImmutableList" } } call when call.TargetMethod.IsInNamespace("System") => CollectionUseKind.Neutral,
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

        var parent = Above(property);
        return parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Target == property => Stored(assignment.Value),
            ICompoundAssignmentOperation or IIncrementOrDecrementOperation => CollectionUseKind.Work,
            ICoalesceAssignmentOperation => CollectionUseKind.Memo,
            _ => OfInner(property),
        };
    }

    // A collection inside the collection is added to as well: byUser[id].Add(item).
    private static CollectionUseKind OfInner(IOperation inner) =>
        StoredElements.IsCollection(inner.Type) && Above(inner) is IInvocationOperation call && call.Instance?.Unwrap() == inner ? OfCall(call) : ReadKind(inner);

    private static CollectionUseKind OfCall(IInvocationOperation call)
    {
        switch (call.TargetMethod.Name)
        {
            case "Add" or "TryAdd" or "Insert" or "AddRange" or "InsertRange" or "Enqueue" or "Push" or "AddFirst" or "AddLast" or "SetItem" or "TryUpdate":
                return Stored(ValueOf(call));
            case "AddOrUpdate":
                return call.Arguments.Any(static argument => IsGiven(argument.Value, MaxDepth)) && !IsNumber(call) ? CollectionUseKind.Store : CollectionUseKind.Work;
            case "GetOrAdd":
                return StoredElements.IsCollection(call.Type) ? OfInner(call) : CollectionUseKind.Memo;
            case "Dequeue" or "TryDequeue" or "Pop" or "TryPop" or "TryTake" or "Take" when call.TargetMethod.IsInNamespace("System.Collections"):
                return CollectionUseKind.Work;
            case "Contains" or "ContainsKey" or "ContainsValue" or "Any" or "All" or "Count" or "LongCount" or "Max" or "Min" or "Exists" or "EnsureCapacity" or "TrimExcess" or "Sort" or "Reverse":
                return CollectionUseKind.Neutral;
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
        var values = own.Where(static argument => argument.ArgumentKind != ArgumentKind.DefaultValue).Select(static argument => argument.Value).ToList();
        return call.TargetMethod.Name == "TryUpdate" && values.Count == 3 ? values[1] : values.LastOrDefault();
    }

    private static CollectionUseKind Stored(IOperation? value) =>
        value is null ? CollectionUseKind.Neutral
        : IsGiven(value, MaxDepth) ? CollectionUseKind.Store
        : value.Unwrap() is ILiteralOperation or IObjectCreationOperation or ICollectionExpressionOperation or ILocalReferenceOperation { Type: INamedTypeSymbol } && !IsFetched(value, MaxDepth) ? CollectionUseKind.Neutral
        : CollectionUseKind.Memo;

    private static bool IsNumber(IInvocationOperation call) => call.Type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    private static CollectionUseKind ReadKind(IOperation read)
    {
        for (var parent = read.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IReturnOperation:
                    return CollectionUseKind.Answer;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Ok" or "Json" or "View" or "Page" or "PartialView" or "WriteAsJsonAsync" or "WriteAsync" or "FromResult" or "Content" or "SendAsync" } }:
                    return CollectionUseKind.Answer;
                case IAnonymousFunctionOperation or ILocalFunctionOperation or IBlockOperation:
                    return CollectionUseKind.Read;
            }
        }

        return CollectionUseKind.Read;
    }

    /// <summary>Whether a value came with the call: a parameter, something made of parameters, the body of the request.</summary>
    private static bool IsGiven(IOperation? value, int depth)
    {
        if (value is null || depth == 0)
        {
            return false;
        }

        value = value.Unwrap();
        switch (value)
        {
            case IParameterReferenceOperation parameter:
                return !parameter.Parameter.Type.IsInNamespace("Microsoft.Extensions");
            case IWithOperation with:
                return true;
            case IObjectCreationOperation creation:
                return creation.Arguments.Any(argument => IsGiven(argument.Value, depth - 1)) ||
                    creation.Initializer is { } initializer && initializer.Initializers.Any(set => IsGiven(ValueIn(set), depth - 1));
            case ITupleOperation tuple:
                return tuple.Elements.Any(element => IsGiven(element, depth - 1));
            case ICollectionExpressionOperation collection:
                return collection.Elements.Any(element => IsGiven(element, depth - 1));
            case ISpreadOperation spread:
                return IsGiven(spread.Operand, depth - 1);
            case IArrayCreationOperation { Initializer: { } elements }:
                return elements.ElementValues.Any(element => IsGiven(element, depth - 1));
            case IPropertyReferenceOperation { Instance: { } instance } property:
                return property.Property.Name is "Input" or "Model" && instance is IInstanceReferenceOperation || IsBound(property) || IsGiven(instance, depth - 1);
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
                return IsMapping(call) && (IsGiven(call.Receiver(), depth - 1) || call.Arguments.Any(argument => IsGiven(argument.Value, depth - 1)));
            default:
                return false;
        }
    }

    private static IOperation? ValueIn(IOperation initializer) => initializer is ISimpleAssignmentOperation set ? set.Value : null;

    // [BindProperty] public Todo Item { get; set; } of a page.
    private static bool IsBound(IPropertyReferenceOperation property) =>
        property.Property.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "BindPropertyAttribute" or "FromBodyAttribute" or "FromFormAttribute");

    private static bool IsGivenLocal(ILocalReferenceOperation local, int depth)
    {
        if (ValueTracer.SingleValue(local.Local, local) is { } value)
        {
            return value.Unwrap() != local && IsGiven(value, depth - 1);
        }

        return local.Local.DeclaringSyntaxReferences is [var reference] && reference.SyntaxTree == local.Syntax.SyntaxTree &&
            reference.GetSyntax() is ForEachStatementSyntax loop && IsGiven(local.SemanticModel?.GetOperation(loop.Expression), depth - 1);
    }

    // Turning one shape into another asks nobody: static helpers, extension methods, mappers, LINQ. A service's method may have fetched anything.
    private static bool IsMapping(IInvocationOperation call) =>
        call.TargetMethod.IsStatic && !call.TargetMethod.IsAsync || call.Receiver() is IParameterReferenceOperation or ILocalReferenceOperation or IPropertyReferenceOperation or IInvocationOperation && !call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal) ||
        call.Receiver()?.Type?.Name.IndexOf("Mapper", StringComparison.Ordinal) >= 0;

    private static bool IsFetched(IOperation value, int depth)
    {
        value = value.Unwrap();
        return depth > 0 && value switch
        {
            IAwaitOperation or IInvocationOperation => true,
            ILocalReferenceOperation local => ValueTracer.SingleValue(local.Local, local) is { } assigned && assigned != local && IsFetched(assigned, depth - 1),
            _ => false,
        };
    }

    private static IOperation? Above(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }
}
