using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Follows a value back to the literals it may come from.</summary>
/// <remarks>
/// As far as constants, initialisers and single assignments go, through <c>??</c>, conditionals, interpolation, concatenation,
/// <c>new Uri(…)</c> and trimming; of other methods only those that do nothing but return a text, so that the cost stays a handful of nodes.
/// There is one trace, over operations: syntax only finds the expression that a member or a caller gives (<see cref="MemberValues"/>), which is then bound
/// and traced on, because what a constant, an operator or a namesake means cannot be told from its letters. A text and the elements of a list are followed
/// apart (<see cref="Trace(IOperation)"/>, <see cref="TraceElements(IOperation)"/>): a list is known by the operations that make one (<see cref="ElementValues"/>),
/// and a text is the end of both. What a local or member holds, <see cref="HeldValues"/> finds; what a call makes of its arguments, <see cref="CalledValues"/>.
/// </remarks>
internal sealed class ValueTracer
{
    private const int MaxDepth = 8;

    private readonly ProjectContext project;
    private readonly Callers callers;
    private readonly ComposedValues composed;
    private readonly HeldValues held;
    private readonly CalledValues called;
    private readonly ElementValues elements;

    public ValueTracer(ProjectContext project)
    {
        this.project = project;
        callers = new Callers(project);
        composed = new ComposedValues(this);
        held = new HeldValues(project, this);
        called = new CalledValues(this, composed, held);
        elements = new ElementValues(this, held);
    }

    /// <returns>Every literal that may arrive; empty when the value is known only at run time.</returns>
    public ImmutableArray<TracedValue> Trace(IOperation? operation) =>
        operation is null ? ImmutableArray<TracedValue>.Empty : Trace(operation, MaxDepth);

    /// <summary>The same for each element of an array, collection expression, or list of <c>params</c>.</summary>
    public ImmutableArray<TracedValue> TraceElements(IOperation? operation)
    {
        var builder = ImmutableArray.CreateBuilder<TracedValue>();
        elements.Trace(operation, ValueWay.Start(MaxDepth), builder);
        return builder.ToImmutable();
    }

    internal ImmutableArray<TracedValue> Trace(IOperation operation, int depth)
    {
        var builder = ImmutableArray.CreateBuilder<TracedValue>();
        Trace(operation, ValueWay.Start(depth), builder);
        return builder.Count == 0 ? ImmutableArray<TracedValue>.Empty : builder.ToImmutable();
    }

    /// <summary>Adds every literal that may arrive.</summary>
    /// <param name="operation">What is followed.</param>
    /// <param name="way">How it was come to.</param>
    /// <param name="result">Where the literals go.</param>
    internal void Trace(IOperation operation, ValueWay way, ImmutableArray<TracedValue>.Builder result)
    {
        Cancellation.Token.ThrowIfCancellationRequested();
        if (way.Depth == 0)
        {
            return;
        }

        operation = operation.Unwrap();
        switch (operation)
        {
            case ILiteralOperation { ConstantValue: { HasValue: true, Value: string literal } }:
                result.Add(way.Found(literal, operation.Syntax, operation));
                return;
            // A string that becomes a PathString, a StringValues and the like by an operator of that type.
            case IConversionOperation { OperatorMethod: not null, Operand: { Type.SpecialType: SpecialType.System_String } text }:
                Trace(text, way.Next, result);
                return;
            case IUtf8StringOperation utf8:
                result.Add(way.Found(utf8.Value, operation.Syntax, operation));
                return;
            case ILocalReferenceOperation { Local: var local }:
                held.TraceLocal(local, operation, way, result);
                return;
            // The literal stands in another project, and this one is compiled with its value: what can be changed here is the use.
            case IFieldReferenceOperation
            {
                Field: { HasConstantValue: true, ConstantValue: string foreign, ContainingAssembly: { } owner }
            } when held.IsOfOtherProject(owner):
                result.Add(way.Found(foreign, operation.Syntax, operation));
                return;
            case IFieldReferenceOperation { Field: var field }:
                held.TraceMember(field, operation, way, result);
                return;
            case IPropertyReferenceOperation property:
                held.TraceProperty(property, way, result);
                return;
            case IParameterReferenceOperation
            {
                Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: string fallback } parameter
            }
                when parameter.DeclaringSyntaxReferences is [var reference]
                    && reference.GetSyntax(Cancellation.Token) is ParameterSyntax { Default.Value: { } value }:
                if (!callers.AlwaysGive(parameter, value.SyntaxTree))
                {
                    result.Add(new TracedValue(fallback, value, ValueRole.Fixed, way.Key, null));
                }

                return;
            case IParameterReferenceOperation { Parameter: var parameter }:
                foreach (var replacement in Replacements.Of(parameter, operation, project))
                {
                    Trace(replacement, way.Next.Default(way.Key), result);
                }

                return;
            case ICoalesceOperation or IConditionalOperation { WhenFalse: not null } or ISwitchExpressionOperation:
                foreach (var (branch, wayThere) in BranchesOf(operation, way))
                {
                    Trace(branch, wayThere, result);
                }

                return;
            case IArrayElementReferenceOperation element:
                TraceElements(element.ArrayReference, way.Next, result);
                return;
            case ISimpleAssignmentOperation assignment:
                Trace(assignment.Value, way.Next, result);
                return;
            case IInterpolatedStringOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                if (composed.Compose(operation, way.Depth) is { } whole)
                {
                    result.Add(way.Found(whole, operation.Syntax, operation));
                }
                else if (operation.FirstPart() is { } start)
                {
                    // Nothing but run-time parts, of which the first may be a default that configuration replaces.
                    Trace(start, way.Next, result);
                }

                return;
            case IObjectCreationOperation creation when creation.Type.Is("System", "UriBuilder") && called.Spelled(creation) is { } spelled:
                result.Add(way.Found(spelled.Text, spelled.Host.Syntax, operation));
                return;
            case IObjectCreationOperation creation when creation.Type.Is("System", "Uri") || creation.Type.Is("System", "UriBuilder"):
                if (creation.Arguments.Length > 0 && creation.Argument(0) is { } first)
                {
                    Trace(first, way.Next, result);
                }

                return;
            case IInvocationOperation invocation:
                called.Trace(invocation, way, result);
                return;
        }

        if (operation.ConstantValue is { HasValue: true, Value: string constant })
        {
            result.Add(way.Found(constant, operation.Syntax, operation));
        }
    }

    /// <summary>The same for each element of a list.</summary>
    internal void TraceElements(IOperation? operation, ValueWay way, ImmutableArray<TracedValue>.Builder result) =>
        elements.Trace(operation, way, result);

    /// <summary>The values between which an operation chooses, with the way to each: one that stands in for a missing one is a default.</summary>
    internal IEnumerable<(IOperation Value, ValueWay Way)> BranchesOf(IOperation choice, ValueWay way)
    {
        switch (choice)
        {
            case ICoalesceOperation coalesce:
                yield return (coalesce.Value, way.Next);
                yield return (coalesce.WhenNull, way.Next.Default(KeyOf(coalesce.Value)));
                break;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                var missing = MissingValues.DefaultOf(conditional, project);
                foreach (var branch in (IOperation[])[conditional.WhenTrue, whenFalse])
                {
                    yield return (
                        branch,
                        missing is var (other, tested) && other == branch
                            ? way.Next.Default(ConfigurationReads.KeyOfAddress(tested))
                            : way.Next
                    );
                }

                break;
            case ISwitchExpressionOperation chosen:
                foreach (var arm in chosen.Arms)
                {
                    yield return (arm.Value, MissingValues.IsDefault(arm, chosen, project) ? way.Next.Default(way.Key) : way.Next);
                }

                break;
        }
    }

    /// <summary>The key that an operation reads; empty when it reads none.</summary>
    internal static string KeyOf(IOperation operation) => ConfigurationReads.TryRecognise(operation.Unwrap())?.Key ?? "";
}
