using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Puts the texts of interpolations, concatenations and formats together.</summary>
/// <param name="tracer">Follows their parts.</param>
internal sealed class ComposedValues(ValueTracer tracer)
{
    /// <summary>The text of an interpolation or concatenation, with holes; null when nothing of it is known.</summary>
    public string? Compose(IOperation operation, int depth)
    {
        var text = new StringBuilder();
        Append(operation, depth, text);
        return text.Length == 0 || IsOnlyHoles(text) ? null : text.ToString();
    }

    /// <summary>Adds what is known of a part; a part known only at run time is one hole.</summary>
    public void Append(IOperation operation, int depth, StringBuilder text)
    {
        operation = operation.Unwrap();
        if (operation.ConstantValue is { HasValue: true, Value: var constant })
        {
            text.Append(constant);
            return;
        }

        switch (operation)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add:
                Append(add.LeftOperand, depth, text);
                Append(add.RightOperand, depth, text);
                break;
            case IInterpolatedStringOperation interpolated:
                foreach (var part in interpolated.Parts)
                {
                    switch (part)
                    {
                        case IInterpolatedStringTextOperation literal:
                            Append(literal.Text, depth, text);
                            break;
                        case IInterpolationOperation hole:
                            Append(hole.Expression, depth, text);
                            break;
                        default:
                            text.Append(TracedValue.Hole);
                            break;
                    }
                }

                break;
            default:
                var parts = tracer.Trace(operation, depth - 1);
                // A part that configuration may replace is not known; neither is one of several.
                if (parts is [{ Role: ValueRole.Fixed } only])
                {
                    text.Append(only.Text);
                }
                else
                {
                    text.Append(TracedValue.Hole);
                }

                break;
        }
    }

    public static bool IsOnlyHoles(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != TracedValue.Hole)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text of <c>string.Format</c> with a format that is known.</summary>
    public string Format(string pattern, IInvocationOperation call, IOperation format, int depth)
    {
        var position = 0;
        foreach (var argument in Texts(call, skip: format))
        {
            var part = new StringBuilder();
            Append(argument, depth, part);
            pattern = pattern.Replace("{" + position++.ToString(System.Globalization.CultureInfo.InvariantCulture) + "}", part.ToString());
        }

        return pattern;
    }

    /// <summary>The texts that a call takes, those of a <c>params</c> list one by one.</summary>
    public static IEnumerable<IOperation> Texts(IInvocationOperation invocation, IOperation? skip)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Value == skip || argument.Parameter?.Name == "provider")
            {
                continue;
            }

            var elements = argument.Value.Unwrap() switch
            {
                IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
                ICollectionExpressionOperation collection => collection.Elements,
                var single => [single],
            };
            foreach (var element in elements)
            {
                yield return element;
            }
        }
    }
}
