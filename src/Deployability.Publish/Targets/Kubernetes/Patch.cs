using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What changes one tree into another, as operations of JSON Patch.</summary>
internal static class Patch
{
    public static IReadOnlyList<Mapping> Between(Node from, Node to)
    {
        var operations = new List<Mapping>();
        Compare(from, to, "", operations);
        return operations;
    }

    private static void Compare(Node from, Node to, string path, List<Mapping> operations)
    {
        if (Nodes.Same(from, to))
        {
            return;
        }

        if (from is Mapping one && to is Mapping two)
        {
            foreach (var entry in one.Where(entry => two[entry.Key] is null))
            {
                operations.Add(new Mapping { ["op"] = "remove", ["path"] = Below(path, entry.Key) });
            }

            foreach (var entry in two)
            {
                if (one[entry.Key] is { } old)
                {
                    Compare(old, entry.Value, Below(path, entry.Key), operations);
                }
                else
                {
                    operations.Add(
                        new Mapping
                        {
                            ["op"] = "add",
                            ["path"] = Below(path, entry.Key),
                            ["value"] = entry.Value,
                        }
                    );
                }
            }
        }
        else if (from is Sequence first && to is Sequence second && first.Count <= second.Count)
        {
            for (var index = 0; index < first.Count; index++)
            {
                Compare(first[index], second[index], Below(path, Text.Of(index)), operations);
            }

            foreach (var item in second.Skip(first.Count))
            {
                operations.Add(
                    new Mapping
                    {
                        ["op"] = "add",
                        ["path"] = $"{path}/-",
                        ["value"] = item,
                    }
                );
            }
        }
        else
        {
            operations.Add(
                new Mapping
                {
                    ["op"] = "replace",
                    ["path"] = path,
                    ["value"] = to,
                }
            );
        }
    }

    private static string Below(string path, string key) => $"{path}/{key.Replace("~", "~0").Replace("/", "~1")}";
}
