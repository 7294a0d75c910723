using System.Globalization;
using Deployability.Formats.Yaml;

namespace Deployability.Formats.Kustomize;

/// <summary>Applies the operations of a JSON patch (RFC 6902) to an object, written as YAML or JSON.</summary>
public static class JsonPatch
{
    /// <summary>Whether a document is a list of operations.</summary>
    public static bool Is(YamlNode document) =>
        document is { Kind: YamlKind.Sequence, Items.Count: > 0 }
        && document.Items.All(static item => item.TextOf("op") is not null && item.Find("path") is not null);

    /// <summary>What the target says afterwards; an operation whose path leads nowhere changes nothing.</summary>
    /// <param name="target">Left as it is.</param>
    /// <param name="operations">A list, as <see cref="Is"/> says.</param>
    public static YamlNode Apply(YamlNode target, YamlNode operations)
    {
        foreach (var operation in operations.Items)
        {
            var path = Segments(operation.Find("path")?.Text ?? "");
            var value = operation.FindEntry("value");
            target = operation.TextOf("op") switch
            {
                "add" when value is not null => Change(target, path, 0, value, isAdd: true),
                "replace" when value is not null => Change(target, path, 0, value, isAdd: false),
                "remove" => Change(target, path, 0, null, isAdd: false),
                "copy" or "move" when Find(target, Segments(operation.TextOf("from") ?? "")) is { } source => Change(
                    operation.TextOf("op") == "move" ? Change(target, Segments(operation.TextOf("from") ?? ""), 0, null, false) : target,
                    path,
                    0,
                    new YamlEntry("", source.Range, source),
                    isAdd: true
                ),
                _ => target,
            };
        }

        return target;
    }

    private static string[] Segments(string path) =>
        path.Length == 0 ? [] : [.. path.TrimStart('/').Split('/').Select(static part => part.Replace("~1", "/").Replace("~0", "~"))];

    private static YamlNode? Find(YamlNode node, string[] path)
    {
        var current = node;
        foreach (var part in path)
        {
            current =
                current?.Kind == YamlKind.Sequence
                    ? IndexIn(current, part) is { } index && index < current.Items.Count
                        ? current.Items[index]
                        : null
                    : current?.Find(part);
        }

        return current;
    }

    // A null value takes the place away.
    private static YamlNode Change(YamlNode node, string[] path, int depth, YamlEntry? value, bool isAdd)
    {
        if (depth == path.Length)
        {
            return value?.Value ?? node;
        }

        var part = path[depth];
        var isLast = depth == path.Length - 1;
        if (node.Kind == YamlKind.Mapping)
        {
            var known = node.FindEntry(part);
            return known is null
                ? isLast && isAdd && value is not null
                    ? node.WithEntries([.. node.AllEntries, new YamlEntry(part, value.NameRange, value.Value)])
                    : node
                : node.WithEntries(
                    node.AllEntries.Where(entry => !isLast || value is not null || entry.Name != part)
                        .Select(entry =>
                            entry.Name != part ? entry
                            : isLast && value is not null ? new YamlEntry(part, value.NameRange, value.Value)
                            : entry with { Value = Change(entry.Value, path, depth + 1, value, isAdd) }
                        )
                );
        }

        if (node.Kind != YamlKind.Sequence || IndexIn(node, part) is not { } index || index > node.Items.Count)
        {
            return node;
        }

        var items = node.Items.ToList();
        if (isLast && isAdd && value is not null)
        {
            items.Insert(index, value.Value);
        }
        else if (index == items.Count)
        {
            return node;
        }
        else if (isLast && value is null)
        {
            items.RemoveAt(index);
        }
        else
        {
            items[index] = Change(items[index], path, depth + 1, value, isAdd);
        }

        return node.WithItems(items);
    }

    private static int? IndexIn(YamlNode list, string part) =>
        part == "-" ? list.Items.Count
        : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index
        : null;
}
