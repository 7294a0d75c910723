using System.Globalization;
using Deployability.Formats.Json;
using Deployability.Model;
using Deployability.Publish.Emission;
using Deployability.Publish.Planning;

namespace Deployability.Publish.Report;

/// <summary>The files of the target <c>report</c>.</summary>
public static class ReportFiles
{
    /// <summary>Where they go, below the output folder.</summary>
    public const string Folder = "report/";

    private const string Json = Folder + "deployability.json";

    /// <param name="input">The project, and where its findings are.</param>
    /// <param name="plan">How it will run.</param>
    /// <param name="facts">What its code says.</param>
    /// <param name="findings">What the analyzers said.</param>
    public static ReadinessReport Build(ProjectInput input, DeploymentPlan plan, FactSet facts, IReadOnlyList<Finding> findings)
    {
        var report = ReportBuilder.Build(plan, facts, findings, new SourceLines(input.ProjectDirectory), previousScore: null);
        return report with { PreviousScore = PreviousScore(Path.Combine(input.OutputPath, Json), report.Score) };
    }

    /// <param name="projectFolder">Full path of the project's folder.</param>
    /// <param name="report">What they say.</param>
    public static IReadOnlyList<GeneratedFile> Emit(string projectFolder, ReadinessReport report) =>
        [
            new(Folder + "deployability.md", MarkdownReport.Render(report)),
            new(Folder + "deployability.html", HtmlReport.Render(report)),
            new(Json, JsonReport.Render(report)),
            new(Folder + "deployability.sarif", SarifReport.Render(report, PrefixInRepository(projectFolder))),
        ];

    /// <summary>The last other score, so that the same code gives the same bytes as often as it is published.</summary>
    /// <param name="path">Full path of the last report; one that is missing or broken is none.</param>
    /// <param name="score">The score now.</param>
    internal static int? PreviousScore(string path, int score)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var last = JsonFile.Parse(File.ReadAllText(path)).Whole;
            var lastScore = Number(last?.Find("score"));
            return lastScore == score ? Number(last?.Find("previousScore")) : lastScore;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? Number(JsonNode? node) =>
        node is { Kind: JsonKind.Number }
        && int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>The project's folder seen from the nearest folder above that git knows.</summary>
    private static string PrefixInRepository(string projectFolder)
    {
        for (var folder = projectFolder; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            var git = Path.Combine(folder, ".git");
            if (Directory.Exists(git) || File.Exists(git))
            {
                var prefix = Baseline.RelativePath(folder, projectFolder);
                return prefix.Length == 0 ? "" : prefix + "/";
            }
        }

        return "";
    }
}
