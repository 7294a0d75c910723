using System.Collections.Immutable;
using System.Text;
using Deployability.Analyzers.Infrastructure;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Security;

/// <summary>The text of a literal, concatenation or interpolation, with the place that each part of it comes from.</summary>
internal sealed class ComposedText
{
    private readonly StringBuilder text = new();
    private readonly ImmutableArray<(int Start, SyntaxNode? Literal)>.Builder parts = ImmutableArray.CreateBuilder<(int, SyntaxNode?)>();

    private ComposedText()
    {
    }

    public string Text => text.ToString();

    /// <summary>Whether parts of it are known only at run time.</summary>
    public bool HasHoles { get; private set; }

    /// <summary>Reads a concatenation or interpolation. Values of constants and fields count, unless they are secrets themselves: those are reported where they stand.</summary>
    public static ComposedText Of(IOperation operation, ProjectContext project)
    {
        var composed = new ComposedText();
        composed.Append(operation, project);
        return composed;
    }

    /// <summary>The literal elsewhere that the character comes from; null when it stands in the expression itself.</summary>
    public SyntaxNode? SourceOf(int position)
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (parts[i].Start <= position)
            {
                return parts[i].Literal;
            }
        }

        return null;
    }

    private void Append(IOperation operation, ProjectContext project)
    {
        switch (operation.Unwrap())
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add:
                Append(add.LeftOperand, project);
                Append(add.RightOperand, project);
                break;
            case IInterpolatedStringOperation interpolated:
                foreach (var part in interpolated.Parts)
                {
                    AppendPart(part, project);
                }

                break;
            case ILiteralOperation { ConstantValue: { HasValue: true, Value: var value } }:
                Add(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "", null);
                break;
            case { } reference:
                AppendReference(reference, project);
                break;
        }
    }

    private void AppendPart(IInterpolatedStringContentOperation part, ProjectContext project)
    {
        switch (part)
        {
            case IInterpolatedStringTextOperation literal:
                Append(literal.Text, project);
                break;
            case IInterpolationOperation hole:
                Append(hole.Expression, project);
                break;
            default:
                AddHole();
                break;
        }
    }

    private void AppendReference(IOperation reference, ProjectContext project)
    {
        var name = reference switch
        {
            ILocalReferenceOperation local => local.Local.Name,
            IFieldReferenceOperation field => field.Field.Name,
            IPropertyReferenceOperation property => property.Property.Name,
            _ => null,
        };
        if (name is null || project.Values.Trace(reference) is not [{ Role: ValueRole.Fixed } value] || SecretDetector.Inspect(value.Text.AsSpan(), name.AsSpan()) is not null)
        {
            AddHole();
        }
        else
        {
            Add(value.Text, value.Literal);
        }
    }

    private void Add(string part, SyntaxNode? literal)
    {
        parts.Add((text.Length, literal));
        text.Append(part);
    }

    private void AddHole()
    {
        HasHoles = true;
        Add(SecretDetector.Hole.ToString(), null);
    }
}
