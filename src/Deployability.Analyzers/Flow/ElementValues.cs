using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Follows the elements of a list back to the literals they may come from: arrays, collection expressions, initialisers, spreads.</summary>
/// <param name="tracer">Follows an element.</param>
/// <param name="held">Knows what members hold.</param>
internal sealed class ElementValues(ValueTracer tracer, HeldValues held)
{
    /// <summary>Adds every literal that may be an element; of what is no list the value itself.</summary>
    /// <param name="operation">What is followed; null for nothing.</param>
    /// <param name="way">How it was come to.</param>
    /// <param name="result">Where the literals go.</param>
    public void Trace(IOperation? operation, ValueWay way, ImmutableArray<TracedValue>.Builder result)
    {
        Cancellation.Token.ThrowIfCancellationRequested();
        if (operation is null || way.Depth == 0)
        {
            return;
        }

        operation = operation.Unwrap();
        switch (operation)
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                Elements(initializer.ElementValues);
                break;
            case IArrayInitializerOperation braces:
                Elements(braces.ElementValues);
                break;
            case ICollectionExpressionOperation collection:
                Elements(collection.Elements);
                break;
            case IObjectCreationOperation { Initializer: { } initializer }:
                Elements(
                    initializer.Initializers.SelectMany(static add =>
                        add is IInvocationOperation call ? call.Arguments.Select(static a => a.Value) : []
                    )
                );
                break;
            // An array that becomes a StringValues and the like, by an operator or a constructor.
            case IConversionOperation { OperatorMethod: not null, Operand: { Type.SpecialType: not SpecialType.System_String } converted }:
                Trace(converted, way.Next, result);
                break;
            case IObjectCreationOperation { Initializer: null, Type.Name: "StringValues", Arguments: [{ Value: var wrapped }] }:
                Trace(wrapped, way.Next, result);
                break;
            case ICoalesceOperation or IConditionalOperation { WhenFalse: not null } or ISwitchExpressionOperation:
                foreach (var (branch, wayThere) in tracer.BranchesOf(operation, way))
                {
                    Trace(branch, wayThere, result);
                }

                break;
            case ISpreadOperation spread:
                Trace(spread.Operand, way.Next, result);
                break;
            case ILocalReferenceOperation { Local: var local } when local.Type.SpecialType != SpecialType.System_String:
                Trace(LocalValues.SingleValue(local, operation), way.Next, result);
                break;
            case IFieldReferenceOperation { Field: { Type.SpecialType: not SpecialType.System_String } field }:
                held.TraceElementsOfMember(field, operation, way, result);
                break;
            case IPropertyReferenceOperation { Property: { Type.SpecialType: not SpecialType.System_String } property } use:
                held.TraceElementsOfMember(property, operation, held.IsOption(use) ? way.Default(way.Key) : way, result);
                break;
            case IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" or "Split" } invocation
                when invocation.Receiver() is { } receiver:
                Trace(receiver, way.Next, result);
                break;
            case IInvocationOperation invocation when ConfigurationReads.DefaultOf(invocation) is { } fallback:
                Trace(fallback, way.Next.Default(ValueTracer.KeyOf(invocation)), result);
                break;
            default:
                tracer.Trace(operation, way, result);
                break;
        }

        void Elements(IEnumerable<IOperation> elements)
        {
            foreach (var element in elements)
            {
                Trace(element, way.Next, result);
            }
        }
    }
}
