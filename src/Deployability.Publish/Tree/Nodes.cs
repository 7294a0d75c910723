namespace Deployability.Publish.Tree;

/// <summary>What can be asked of a tree, and what is made of one.</summary>
public static class Nodes
{
    /// <summary>Whether two trees without holes say the same, comments apart.</summary>
    public static bool Same(Node left, Node right) =>
        (left, right) switch
        {
            (Scalar one, Scalar two) => one.Type == two.Type && one.Value == two.Value,
            (Mapping one, Mapping two) => Same(one, two),
            (Sequence one, Sequence two) => Same(one, two),
            _ => false,
        };

    private static bool Same(Mapping one, Mapping two)
    {
        var isSame = one.Count == two.Count;
        for (var index = 0; isSame && index < one.Count; index++)
        {
            isSame = one[index].Key == two[index].Key && Same(one[index].Value, two[index].Value);
        }

        return isSame;
    }

    private static bool Same(Sequence one, Sequence two)
    {
        var isSame = one.Count == two.Count;
        for (var index = 0; isSame && index < one.Count; index++)
        {
            isSame = Same(one[index], two[index]);
        }

        return isSame;
    }

    /// <summary>Fills every hole and decides every condition.</summary>
    /// <param name="node">The tree.</param>
    /// <param name="lookup">What each value is.</param>
    /// <returns>Scalars, mappings and lists only; null when nothing is left, which leaves the key out.</returns>
    public static Node? Fill(Node node, Func<Value, Node> lookup)
    {
        switch (node)
        {
            case Scalar:
                return node;
            case Hole { Value: var value }:
                return lookup(value) is var held && IsEmpty(held) ? null : held;
            case Formula { Expression: var expression }:
                return new Scalar(expression.Text(lookup), ScalarType.Text) { Comment = node.Comment };
            case Conditional conditional:
                return (conditional.Condition.Holds(lookup) ? conditional.Then : conditional.Otherwise) is { } chosen
                    ? Fill(chosen, lookup)
                    : null;
            case Fragment shared:
                return Fill(shared.Body, lookup);
            case Mapping mapping:
                return Fill(mapping, lookup);
            case Sequence sequence:
                return Fill(sequence, lookup);
            default:
                throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "A node that cannot be filled.");
        }
    }

    /// <summary>Everything in a tree, parents first.</summary>
    public static IEnumerable<Node> Within(Node node)
    {
        IEnumerable<Node> children = node switch
        {
            Conditional { Otherwise: { } otherwise } conditional => [conditional.Then, otherwise],
            Conditional conditional => [conditional.Then],
            Fragment shared => [shared.Body],
            Mapping mapping => mapping.Select(static entry => entry.Value),
            Sequence sequence => sequence,
            _ => [],
        };
        return children.SelectMany(Within).Prepend(node);
    }

    /// <summary>The values that a tree mentions, each once, in the order of their mention.</summary>
    public static IReadOnlyList<Value> ValuesIn(IEnumerable<Node> nodes)
    {
        var values = new List<Value>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in nodes.SelectMany(Within).SelectMany(Mentioned))
        {
            if (names.Add(value.Name))
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <summary>The tree with another comment above it.</summary>
    public static Node WithComment(Node node, string comment) =>
        node switch
        {
            Scalar scalar => new Scalar(scalar.Value, scalar.Type) { Comment = comment },
            Sequence sequence => new Sequence(sequence) { Comment = comment, Footer = sequence.Footer },
            Mapping mapping => Copy(mapping, comment),
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "Only filled trees get comments."),
        };

    private static Mapping Copy(Mapping mapping, string comment)
    {
        var copy = new Mapping { Comment = comment };
        foreach (var entry in mapping)
        {
            copy[entry.Key] = entry.Value;
        }

        return copy;
    }

    private static IEnumerable<Value> Mentioned(Node node) =>
        node switch
        {
            Hole hole => [hole.Value],
            Spread spread => [spread.Value],
            Formula formula => formula.Expression.Values,
            Conditional conditional => conditional.Condition.Values,
            _ => [],
        };

    private static bool IsEmpty(Node node) => node is Mapping { Count: 0 } or Sequence { Count: 0 };

    /// <summary>A mapping whose entries were all conditional is gone with them; one that was built empty stays.</summary>
    private static Mapping? Fill(Mapping mapping, Func<Value, Node> lookup)
    {
        var filled = new Mapping { Comment = mapping.Comment };
        foreach (var entry in mapping)
        {
            if (entry.Value is Spread spread)
            {
                foreach (var more in (Mapping)lookup(spread.Value))
                {
                    filled[more.Key] =
                        spread.Value.Kind == ValueKind.TextMap && more.Value is Scalar { Type: not ScalarType.Null } text
                            ? text.Value
                            : more.Value;
                }
            }
            else if (entry is { Key: "", Value: Fragment shared })
            {
                foreach (var more in Fill(shared.Body, lookup) ?? [])
                {
                    filled[more.Key] = more.Value;
                }
            }
            else if (Fill(entry.Value, lookup) is { } value)
            {
                filled[entry.Key] =
                    value.Comment.Length == 0 && entry.Value.Comment.Length > 0 ? WithComment(value, entry.Value.Comment) : value;
            }
        }

        return filled.Count == 0 && mapping.Count > 0 ? null : filled;
    }

    private static Sequence? Fill(Sequence sequence, Func<Value, Node> lookup)
    {
        var items = new List<Node>();
        foreach (var item in sequence)
        {
            if (item is Spread spread)
            {
                items.AddRange((Sequence)lookup(spread.Value));
            }
            else if (Fill(item, lookup) is { } filled)
            {
                items.Add(filled);
            }
        }

        return items.Count == 0 && sequence.Count > 0 ? null : new Sequence(items) { Comment = sequence.Comment, Footer = sequence.Footer };
    }
}
