using Deployability.Formats.Scripts;

namespace Deployability.Analyzers.Recognisers.FrontEnd;

/// <summary>Finds the absolute URLs of HTML, Vue and Razor: in attributes, in their scripts, and in handlers.</summary>
internal static class MarkupUrls
{
    /// <param name="text">Of the file; of Razor without its C#.</param>
    /// <param name="isRazor">Whether <c>@onclick="…"</c> holds C# and not script.</param>
    public static IEnumerable<FrontEndUrl> In(string text, bool isRazor = false)
    {
        // <environment include="Development">…</environment> of Razor.
        var development = 0;
        foreach (var tag in MarkupFile.Parse(text).Tags)
        {
            if (tag.Name == "environment" && !tag.IsEmpty && (development > 0 || tag.IsClosing || IsOfDevelopment(tag, text)))
            {
                development = Math.Max(development + (tag.IsClosing ? -1 : 1), 0);
            }

            if (development > 0 || tag.IsClosing)
            {
                continue;
            }

            foreach (var attribute in isRazor ? tag.Attributes.Where(static attribute => !IsOfBlazor(attribute)) : tag.Attributes)
            {
                foreach (var url in InAttribute(tag, attribute, text))
                {
                    yield return url;
                }
            }

            if (tag.Content.Length > 0)
            {
                foreach (
                    var url in ScriptUrls.In(
                        ScriptFile.Read(text, tag.Content, IsTypeScript(tag, text) ? ScriptLanguage.TypeScript : ScriptLanguage.JavaScript)
                    )
                )
                {
                    yield return url;
                }
            }
        }
    }

    private static IEnumerable<FrontEndUrl> InAttribute(MarkupTag tag, MarkupValue attribute, string text)
    {
        if (attribute.Range.Length == 0 || attribute.Name.StartsWith("xmlns", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        // onclick="…", @click="…", :src="…", v-bind:src="…"
        if (
            attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            || attribute.Name[0] is '@' or ':'
            || attribute.Name.StartsWith("v-", StringComparison.Ordinal)
        )
        {
            return ScriptUrls.In(ScriptFile.Read(text, attribute.Range, ScriptLanguage.JavaScript));
        }

        var isAction =
            (tag.Name == "form" && attribute.Name.Equals("action", StringComparison.OrdinalIgnoreCase))
            || attribute.Name.Equals("formaction", StringComparison.OrdinalIgnoreCase);
        return ScriptUrls.Parse(attribute.Range.Of(text)) is { } url ? [new FrontEndUrl(url, attribute.Range, isAction)] : [];
    }

    // @onclick="() => …" is C#; @@click is what Vue and Alpine get as @click.
    private static bool IsOfBlazor(MarkupValue attribute) =>
        attribute.Name.StartsWith("@", StringComparison.Ordinal) && !attribute.Name.StartsWith("@@", StringComparison.Ordinal);

    private static bool IsOfDevelopment(MarkupTag tag, string text)
    {
        foreach (var attribute in tag.Attributes)
        {
            var value = attribute.Range.Of(text);
            if (
                attribute.Name.ToLowerInvariant() switch
                {
                    "include" or "names" => value.IndexOf("Production", StringComparison.OrdinalIgnoreCase) < 0,
                    "exclude" => value.IndexOf("Production", StringComparison.OrdinalIgnoreCase) >= 0,
                    _ => false,
                }
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTypeScript(MarkupTag tag, string text) =>
        tag.Attributes.Any(attribute => attribute.Name == "lang" && attribute.Range.Of(text) is "ts");
}
