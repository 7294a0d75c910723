using System.Text;

namespace Deployability.Publish.Report;

/// <summary>What every page of ours has: one file that needs nothing else, its score as a ring, text of others as text.</summary>
internal static class HtmlPage
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    /// <summary>Up to the beginning of the body.</summary>
    public static void Begin(StringBuilder html, string title)
    {
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<meta name=\"generator\" content=\"Deployability.Analyzers\">\n");
        html.Append($"<title>{Escape(title)}</title>\n<style>\n{Style}</style>\n</head>\n<body>\n");
    }

    /// <summary>From the end of what is shown.</summary>
    /// <param name="html">The page.</param>
    /// <param name="withScript">Whether the page has anything to click.</param>
    public static void End(StringBuilder html, bool withScript)
    {
        html.Append("</main>\n<footer class=\"soft\"><p>Written by Deployability.Analyzers from the code, its settings and the project. ");
        html.Append(
            "The score is explained in <a href=\"https://github.com/deployability/deployability-analyzers/blob/main/docs/report.md\">docs/report.md</a>.</p></footer>\n"
        );
        html.Append(withScript ? $"<script>\n{Script}</script>\n</body>\n</html>\n" : "</body>\n</html>\n");
    }

    /// <summary>A score out of 100 at a glance.</summary>
    public static void Ring(StringBuilder html, int score)
    {
        // A ring of radius 45: its length is 283.
        html.Append($"<svg class=\"ring {Tone(score, 100)}\" viewBox=\"0 0 100 100\" role=\"img\" aria-label=\"{Text.Of(score)} of 100\">");
        html.Append("<circle class=\"track\" cx=\"50\" cy=\"50\" r=\"45\" fill=\"none\" stroke-width=\"8\"/>");
        html.Append(
            $"<circle class=\"stroke\" cx=\"50\" cy=\"50\" r=\"45\" fill=\"none\" stroke-width=\"8\" stroke-dasharray=\"{Text.Of(score * 283 / 100)} 283\" transform=\"rotate(-90 50 50)\"/>"
        );
        html.Append(
            $"<text x=\"50\" y=\"56\" font-size=\"28\" font-weight=\"700\">{Text.Of(score)}</text><text x=\"50\" y=\"70\" font-size=\"9\">of 100</text></svg>\n"
        );
    }

    /// <summary>The class that colours a share.</summary>
    public static string Tone(int score, int of) =>
        score * 100 >= of * 80 ? "good"
        : score * 100 >= of * 50 ? "fair"
        : "bad";

    /// <summary>Text of others as text, in elements and in quoted attributes; control characters, which HTML forbids, become '?'.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\r' => escaped,
                < ' ' and not '\n' and not '\t' => escaped.Append('?'),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static string Resource(string name)
    {
        using var stream =
            typeof(HtmlPage).Assembly.GetManifestResourceStream("Deployability.Publish.Report." + name)
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
