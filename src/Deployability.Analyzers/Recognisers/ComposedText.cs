using System.Collections.Immutable;
using System.Text;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>The text of a literal, concatenation or interpolation, with the place that each part of it comes from.</summary>
internal sealed class ComposedText
{
    // Following a variable costs more than anything else here, so it is done only where one may complete a credential.
    private static readonly string[] Telling = ["password=", "pwd=", "accountkey=", "accesskey=", "://"];

    private readonly StringBuilder text = new();
    private readonly ImmutableArray<(int Start, IOperation? Reference)>.Builder parts = ImmutableArray.CreateBuilder<(int, IOperation?)>();
    private readonly bool followsVariables;

    private ComposedText(bool followsVariables) => this.followsVariables = followsVariables;

    public string Text => text.ToString();

    /// <summary>Whether parts of it are known only at run time.</summary>
    public bool HasHoles { get; private set; }

    /// <summary>Reads a concatenation or interpolation. Values of constants and fields count, unless they are secrets themselves: those are reported where they stand.</summary>
    public static ComposedText Of(IOperation operation, ProjectContext project)
    {
        var composed = new ComposedText(followsVariables: false);
        composed.Append(operation, project);
        if (!composed.HasHoles || !IsTelling(composed.Text))
        {
            return composed;
        }

        composed = new ComposedText(followsVariables: true);
        composed.Append(operation, project);
        return composed;
    }

    /// <summary>The literal elsewhere that the character comes from; null when it stands in the expression itself.</summary>
    public SyntaxNode? SourceOf(int position, ProjectContext project)
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (parts[i].Start <= position)
            {
                return parts[i].Reference is { } reference && project.Values.Trace(reference) is [var value] ? value.Literal : null;
            }
        }

        return null;
    }

    private static bool IsTelling(string text) =>
        Array.Exists(Telling, word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

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
        if (
            name is null
            || ValueOf(reference, project) is not { } value
            || SecretDetector.Inspect(value.AsSpan(), name.AsSpan()) is not null
        )
        {
            AddHole();
        }
        else
        {
            Add(value, reference);
        }
    }

    private string? ValueOf(IOperation reference, ProjectContext project) =>
        reference.ConstantValue is { HasValue: true, Value: string constant } ? constant
        : followsVariables && project.Values.Trace(reference) is [{ Role: ValueRole.Fixed } value] ? value.Text
        : null;

    private void Add(string part, IOperation? reference)
    {
        parts.Add((text.Length, reference));
        text.Append(part);
    }

    private void AddHole()
    {
        HasHoles = true;
        Add(SecretDetector.Hole.ToString(), null);
    }
}
