using System.Text;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>Says what is wrong with an object as it is deployed.</summary>
/// <param name="manifest">With its patches.</param>
/// <param name="set">What is deployed with it.</param>
/// <param name="cancellation">Of the analysis.</param>
internal delegate IEnumerable<ManifestFinding> ManifestJudge(KubernetesObject manifest, ManifestSet set, CancellationToken cancellation);

/// <summary>How a rule comes to Kubernetes objects: patched, with what is deployed beside them.</summary>
internal static class ManifestRules
{
    /// <summary>
    /// Has a rule look at each object once for each deployment. A finding stands in the file where the value is written, and only if every
    /// deployment (but for those of development) that the file takes part in has it: what one overlay mends is no fault of the base.
    /// Files for development are left alone: a cluster of one's own needs no second replica. So are the tests of charts, which somebody starts by hand.
    /// </summary>
    public static void RegisterManifests(
        this CompilationStartAnalysisContext context,
        DiagnosticDescriptor descriptor,
        ManifestJudge judge
    ) =>
        context.RegisterShippedFiles(
            Manifests.Kinds,
            file =>
                Analyze(file, descriptor, (manifest, set, cancellation) => manifest.IsTestOfChart ? [] : judge(manifest, set, cancellation))
        );

    /// <summary>The same, files for development among them: for what works in no cluster.</summary>
    public static void RegisterAllManifests(
        this CompilationStartAnalysisContext context,
        DiagnosticDescriptor descriptor,
        ManifestJudge judge
    ) => context.RegisterAllFiles(Manifests.Kinds, file => Analyze(file, descriptor, judge));

    /// <summary>The same for a rule about production, from which files for development are exempt.</summary>
    public static void RegisterShippedManifests(
        this CompilationStartAnalysisContext context,
        DiagnosticDescriptor descriptor,
        ManifestJudge judge
    ) => context.RegisterShippedFiles(Manifests.Kinds, file => Analyze(file, descriptor, judge));

    /// <summary>Has a rule look at the values of charts, as each values file makes them; what holds for objects holds here, and files for development are left alone as there.</summary>
    public static void RegisterChartValues(
        this CompilationStartAnalysisContext context,
        DiagnosticDescriptor descriptor,
        Func<ChartValues, CancellationToken, IEnumerable<ManifestFinding>> judge
    ) => context.RegisterShippedFiles(ProjectFileKind.HelmValues, file => AnalyzeValues(file, descriptor, judge));

    private static void AnalyzeValues(
        FileContext context,
        DiagnosticDescriptor descriptor,
        Func<ChartValues, CancellationToken, IEnumerable<ManifestFinding>> judge
    )
    {
        var charts = Charts.Of(context.Files, context.CancellationToken);
        var all = charts
            .In(context.File)
            .Select(values =>
                judge(values, context.CancellationToken).Where(finding => charts.FileOf(finding.File) == context.File).ToList()
            )
            .ToList();
        foreach (var finding in all.Count > 0 ? all[0] : [])
        {
            if (all.TrueForAll(others => others.Exists(other => other.Range == finding.Range)))
            {
                context.Report(descriptor, finding.Range, finding.Replacement, finding.Related, finding.Arguments);
            }
        }
    }

    private static void Analyze(FileContext context, DiagnosticDescriptor descriptor, ManifestJudge judge)
    {
        var manifests = Manifests.Of(context.Files, context.CancellationToken);
        foreach (var deployments in manifests.In(context.File))
        {
            // Of a repository's manifests those of other apps are for their people to mend, in whatever language they are.
            if (!context.File.IsOfProject && context.Containers.IsOfOtherApp(deployments[0].Object, deployments[0].Set))
            {
                continue;
            }

            var findings = FindingsIn(deployments[0]);
            for (var i = 1; i < deployments.Count && findings.Count > 0; i++)
            {
                var others = FindingsIn(deployments[i]);
                findings.RemoveAll(finding => !others.Exists(other => other.Range == finding.Range));
            }

            foreach (var finding in findings)
            {
                context.Report(
                    descriptor,
                    finding.Range,
                    finding.Replacement,
                    finding.Related,
                    [.. finding.Arguments.Select(argument => Readable(argument, deployments[0], context.File))]
                );
            }
        }

        List<ManifestFinding> FindingsIn(DeployedObject deployed) =>
            [
                .. judge(deployed.Object, deployed.Set, context.CancellationToken)
                    .Where(finding => manifests.FileOf(finding.File) == context.File),
            ];
    }

    // A name that a template fills in whole is nearly always the chart's: {{ include "api.fullname" . }}.
    private static object Readable(object argument, DeployedObject deployed, ProjectFile file)
    {
        if (argument is not string text || text.IndexOf(YamlNode.Hole) < 0)
        {
            return argument;
        }

        var isName =
            text.All(static c => c == YamlNode.Hole || IsJoint(c))
            && (deployed.Object.Name == text || deployed.Object.Containers.Any(container => container.Name == text));
        return !isName ? WithoutHoles(text)
            : deployed.Set.Chart is { } chart ? chart.Substring(chart.LastIndexOf('/') + 1)
            : file.Name.Substring(0, file.Name.LastIndexOf('.'));
    }

    // What a template puts before or behind is left out with what joins it: release-name "-api" is "api".
    private static string WithoutHoles(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != YamlNode.Hole)
            {
                result.Append(text[i]);
                continue;
            }

            var start = result.Length == 0 || IsBoundary(result[result.Length - 1]);
            while (i + 1 < text.Length && text[i + 1] == YamlNode.Hole)
            {
                i++;
            }

            var end = i + 1 == text.Length || IsBoundary(text[i + 1]);
            if (start && !end && IsJoint(text[i + 1]))
            {
                i++;
            }
            else if (end && !start && IsJoint(result[result.Length - 1]))
            {
                result.Length--;
            }
            else
            {
                result.Append('…');
            }
        }

        return result.ToString();
    }

    private static bool IsBoundary(char c) => c is '\'' or '"' or ' ' or ',' or '(' or ')';

    private static bool IsJoint(char c) => c is '-' or '_' or '.' or '/' or ':';
}

/// <summary>What is wrong with an object, and where that is written.</summary>
/// <param name="File">One of those that make the object.</param>
/// <param name="Range">In the file.</param>
/// <param name="Arguments">Of the message.</param>
internal readonly record struct ManifestFinding(YamlFile File, TextRange Range, object[] Arguments)
{
    /// <summary>What a fix writes at the range; null when only people can tell.</summary>
    public string? Replacement { get; init; }

    /// <summary>Other places that the finding is about, such as the code that a manifest contradicts.</summary>
    public IEnumerable<Location>? Related { get; init; }

    /// <summary>At a value.</summary>
    public static ManifestFinding At(YamlNode node, params object[] arguments) => new(node.File, node.Range, arguments);

    /// <summary>At a key under which something is missing.</summary>
    public static ManifestFinding At(YamlEntry entry, params object[] arguments) => new(entry.Value.File, entry.NameRange, arguments);

    /// <summary>At a container that lacks something: its name, else its first key.</summary>
    public static ManifestFinding At(KubernetesContainer container, params object[] arguments) =>
        new((container.Node.Find("name") ?? container.Node).File, container.Place, arguments);

    /// <summary>At an object that lacks something: where it says what it is.</summary>
    public static ManifestFinding At(KubernetesObject manifest, params object[] arguments) => At(manifest.Root.Find("kind")!, arguments);
}
