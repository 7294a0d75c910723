using System.Text;
using Deployability.Publish.Planning;

namespace Deployability.Publish.Report;

/// <summary>The deployment as it will run, as inline SVG: clients, ingress, service, pods, and what the pods use.</summary>
internal static class DeploymentDrawing
{
    private const int BoxWidth = 190;
    private const int BoxHeight = 54;
    private const int RowStep = 68;
    private const int ColumnStep = 232;
    private const int Margin = 8;
    private const int LongestText = 27;
    private const int MostUses = 8;

    public static string Render(DeploymentPlan plan)
    {
        var uses = Uses(plan);
        List<Box> chain = [];
        if (plan.IsWeb)
        {
            if (plan.HasIngress)
            {
                chain.Add(
                    new(
                        "Ingress",
                        plan.Host.Length > 0 ? plan.Host : plan.Environments.First(static environment => environment.Host.Length > 0).Host
                    )
                );
            }

            chain.Add(new("Service", string.Join(", ", plan.Ports.Select(static port => $"{port.Name} {Text.Of(port.Number)}"))));
        }

        chain.Add(plan.OnlyJobs ? new($"{plan.Name} jobs", "one pod a run") : new($"{plan.Name} pods", Pods(plan)));
        var rows = Math.Max(uses.Count, 1);
        var height = (2 * Margin) + (rows * RowStep);
        var width = (2 * Margin) + (chain.Count * ColumnStep) + (uses.Count > 0 ? BoxWidth : BoxWidth - ColumnStep);
        var middle = (height - BoxHeight) / 2;
        var described = string.Join(", then ", chain.Select(static box => $"{box.Title} ({box.Detail})"));
        var used = uses.Count == 0 ? "nothing else" : string.Join("; ", uses.Select(static use => $"{use.Title} ({use.Detail})"));
        var svg = new StringBuilder();
        svg.Append($"<svg viewBox=\"0 0 {Text.Of(width)} {Text.Of(height)}\" role=\"img\" aria-labelledby=\"drawing-t drawing-d\">");
        svg.Append($"<title id=\"drawing-t\">Deployment of {HtmlPage.Escape(plan.Name)}</title>");
        svg.Append($"<desc id=\"drawing-d\">{HtmlPage.Escape($"{described}. The pods use {used}.")}</desc>\n");
        for (var i = 0; i < chain.Count; i++)
        {
            var x = Margin + (i * ColumnStep);
            Draw(svg, x, middle, chain[i], i == chain.Count - 1);
            if (i > 0)
            {
                Arrow(svg, x - ColumnStep + BoxWidth, middle + (BoxHeight / 2), x, middle + (BoxHeight / 2));
            }
        }

        for (var i = 0; i < uses.Count; i++)
        {
            var x = Margin + (chain.Count * ColumnStep);
            var y = Margin + (i * RowStep) + ((RowStep - BoxHeight) / 2);
            Draw(svg, x, y, uses[i], isApp: false);
            Arrow(svg, x - ColumnStep + BoxWidth, middle + (BoxHeight / 2), x, y + (BoxHeight / 2));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Pods(DeploymentPlan plan)
    {
        var count = plan.Scale.Scales
            ? $"{Text.Of(plan.Scale.Replicas)} to {Text.Of(plan.Scale.MaxReplicas)}"
            : Text.Of(plan.Scale.Replicas);
        return plan.Probes.Readiness is { Path.Length: > 0 } probe
            ? $"{count} × {probe.Path}"
            : $"{count} × user {Text.Of(plan.Image.User)}";
    }

    private static List<Box> Uses(DeploymentPlan plan)
    {
        List<Box> uses =
        [
            .. plan.Configuration.Companions.Select(static companion => new Box(companion.Name, companion.Image)),
            .. plan.Services.Select(static service => new Box(service.Name, service.Image)),
            .. plan.Volumes.Select(static volume => new Box(
                $"Volume {volume.MountPath}",
                volume.IsPersistent ? $"{volume.Size}, {volume.AccessMode}" : "emptied with the pod"
            )),
            .. plan.Network.EgressPorts.Select(static port => new Box($"Outbound port {Text.Of(port.Number)}", port.Reason)),
            .. plan.Jobs.Select(static job => new Box($"Job {job.Name}", job.Schedule)),
        ];
        if (uses.Count > MostUses)
        {
            var more = uses.Count - MostUses + 1;
            uses.RemoveRange(MostUses - 1, more);
            uses.Add(new($"{Text.Of(more)} more", "see README.md beside this report"));
        }

        return uses;
    }

    private static void Draw(StringBuilder svg, int x, int y, Box box, bool isApp)
    {
        svg.Append(
            $"<rect x=\"{Text.Of(x)}\" y=\"{Text.Of(y)}\" width=\"{Text.Of(BoxWidth)}\" height=\"{Text.Of(BoxHeight)}\" rx=\"8\"{(isApp ? " class=\"app\"" : "")}/>"
        );
        svg.Append($"<text x=\"{Text.Of(x + 12)}\" y=\"{Text.Of(y + 23)}\">{HtmlPage.Escape(Cut(box.Title))}</text>");
        svg.Append($"<text class=\"small\" x=\"{Text.Of(x + 12)}\" y=\"{Text.Of(y + 42)}\">{HtmlPage.Escape(Cut(box.Detail))}</text>\n");
    }

    private static void Arrow(StringBuilder svg, int fromX, int fromY, int toX, int toY)
    {
        var bend = Text.Of((fromX + toX) / 2);
        svg.Append(
            $"<path d=\"M{Text.Of(fromX)} {Text.Of(fromY)} C{bend} {Text.Of(fromY)} {bend} {Text.Of(toY)} {Text.Of(toX - 7)} {Text.Of(toY)}\"/>"
        );
        svg.Append($"<path class=\"tip\" d=\"M{Text.Of(toX)} {Text.Of(toY)} l-8 -4 v8 z\"/>\n");
    }

    /// <summary>A box with two lines of text.</summary>
    private sealed record Box(string Title, string Detail);

    private static string Cut(string text) => text.Length > LongestText ? text.Substring(0, LongestText - 1) + "…" : text;
}
