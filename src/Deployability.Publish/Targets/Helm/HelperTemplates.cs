using Deployability.Publish.Emission;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Helm;

/// <summary>_helpers.tpl: what several objects share, each helper once.</summary>
internal static class HelperTemplates
{
    public static string Write(string chart, IReadOnlyList<Node> documents)
    {
        var helpers = new List<Helper>();
        foreach (var node in documents.SelectMany(Nodes.Within))
        {
            foreach (var helper in Helpers(chart, node).Where(helper => helpers.TrueForAll(known => known.Name != helper.Name)))
            {
                helpers.Add(helper);
            }
        }

        // Numbers come from files as floating point, which Go would print as 1e+06.
        helpers.Add(
            new(
                $"{chart}.text",
                "A value as quoted text.",
                string.Join(
                    "\n",
                    ["{{- if kindIs \"string\" . -}}", "{{ . | quote }}", "{{- else -}}", "{{ . | toJson | quote }}", "{{- end -}}"]
                )
            )
        );
        return Text.Lines([
            "{{/*",
            .. Header.Lines,
            "*/}}",
            .. helpers.SelectMany(static helper =>
                new[] { "", $"{{{{/* {helper.Purpose} */}}}}", $"{{{{- define {Go.Quoted(helper.Name)} -}}}}", helper.Body, "{{- end }}" }
            ),
        ]);
    }

    private sealed record Helper(string Name, string Purpose, string Body);

    private static IEnumerable<Helper> Helpers(string chart, Node node) =>
        node switch
        {
            Formula formula => formula.Expression.Helpers.Select(static helper => new Helper(
                helper.Name,
                helper.Comment,
                helper.Inner.Body
            )),
            Fragment shared => [new(shared.Helper, shared.Purpose, YamlWriter.HelperBody(chart, shared.Body))],
            _ => [],
        };
}
