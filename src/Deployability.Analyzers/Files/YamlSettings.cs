using System.Globalization;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Reads YAML as .NET's configuration does: each scalar under the names on its way.</summary>
internal static class YamlSettings
{
    // Aliases may make much of little, also of what holds no scalar at all.
    private const int MaxNodes = 20_000;

    /// <summary>The scalars of the first document in the order of the file, under keys with <c>:</c> between sections.</summary>
    public static IReadOnlyList<FileValue> Of(YamlFile file)
    {
        var result = new List<FileValue>();
        if (file.Documents is [var root, ..])
        {
            var left = MaxNodes;
            Add(result, "", root, ref left);
        }

        return result;
    }

    private static void Add(List<FileValue> result, string section, YamlNode node, ref int left)
    {
        var children =
            node.Kind == YamlKind.Mapping
                ? node.Entries.Select(static entry => (entry.Name, entry.Value))
                : node.Items.Select(static (item, index) => (Name: index.ToString(CultureInfo.InvariantCulture), Value: item));
        foreach (var (name, value) in children)
        {
            if (--left < 0)
            {
                return;
            }

            if (value.Kind != YamlKind.Scalar)
            {
                Add(result, section + name + ":", value, ref left);
            }
            else if (!value.IsNull)
            {
                result.Add(new FileValue(section + name, value.Text, value.Range));
            }
        }
    }
}
