using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>A published app and the files that were written beside it.</summary>
public sealed class Published(string folder, string output)
{
    private Report? report;

    public string Folder => folder;

    /// <summary>What <c>dotnet publish</c> printed.</summary>
    public string Output => output;

    public string Deploy => Path.Combine(folder, "deploy");

    /// <summary>The app as the image has it.</summary>
    public string App => Path.Combine(folder, "bin", "Release", "net10.0", "publish");

    /// <summary>What the app is called everywhere.</summary>
    public string Name => Path.GetFileName(Directory.GetDirectories(Path.Combine(Deploy, "helm")).Single());

    public Report Report => report ??= Report.Read(Deploy);

    /// <summary>The files below <c>deploy/</c>, in order.</summary>
    public IReadOnlyList<string> Files =>
        Directory
            .EnumerateFiles(Deploy, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Deploy, file))
            .Order(StringComparer.Ordinal)
            .ToList();

    public string Text(string file) => File.ReadAllText(Path.Combine(Deploy, file));

    /// <summary>The documents of a YAML file.</summary>
    public IReadOnlyList<YamlNode> Yaml(string file)
    {
        using var reader = new StreamReader(Path.Combine(Deploy, file));
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents.Select(static document => document.RootNode).ToList();
    }

    /// <summary>The value at a path in the first document, such as <c>spec/template/spec/containers/0/image</c>; null where there is none.</summary>
    public string? Value(string file, string path) => (Yaml(file)[0].At(path) as YamlScalarNode)?.Value;

    /// <summary>The literals of the ConfigMap that the cluster makes.</summary>
    public IReadOnlyDictionary<string, string> Configuration =>
        (Yaml("kubernetes/base/kustomization.yaml")[0].At("configMapGenerator/0/literals") as YamlSequenceNode ?? []).ToDictionary(
            static literal => literal.ToString().Split('=', 2)[0],
            static literal => literal.ToString().Split('=', 2)[1]
        );

    /// <summary>What runs in the cluster: the pod of the Deployment, else that of the first CronJob.</summary>
    public YamlNode Pod =>
        File.Exists(Path.Combine(Deploy, "kubernetes", "base", "deployment.yaml"))
            ? Yaml("kubernetes/base/deployment.yaml")[0].At("spec/template/spec")!
            : Yaml("kubernetes/base/cronjobs.yaml")[0].At("spec/jobTemplate/spec/template/spec")!;

    /// <summary>Where the app's container has volumes.</summary>
    public IReadOnlyList<string> MountPaths =>
        ((YamlSequenceNode)Pod.At("containers/0/volumeMounts")!).Select(static mount => mount.At("mountPath")!.ToString()).ToList();

    /// <summary>How long a cluster waits for the app to end.</summary>
    public TimeSpan GracePeriod =>
        TimeSpan.FromSeconds(int.Parse(Pod.At("terminationGracePeriodSeconds")?.ToString() ?? "30", CultureInfo.InvariantCulture));

    /// <summary>The paths that the cluster asks before the app is ready, and as long as it runs.</summary>
    public IReadOnlyList<string> ProbePaths =>
        new[] { "startupProbe", "livenessProbe" }
            .Select(probe => Pod.At($"containers/0/{probe}/httpGet/path")?.ToString())
            .OfType<string>()
            .Distinct()
            .ToList();

    /// <summary>The program and arguments of the image.</summary>
    public string EntryPoint =>
        Text("Dockerfile").Split('\n').Single(static line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal))[
            "ENTRYPOINT ".Length..
        ];
}

internal static class YamlExtensions
{
    public static YamlNode? At(this YamlNode node, string path)
    {
        YamlNode? current = node;
        foreach (var part in path.Split('/'))
        {
            current = current switch
            {
                YamlMappingNode mapping => mapping.Children.TryGetValue(new YamlScalarNode(part), out var value) ? value : null,
                YamlSequenceNode sequence
                    when int.TryParse(part, CultureInfo.InvariantCulture, out var index) && index < sequence.Children.Count => sequence[
                    index
                ],
                _ => null,
            };
        }

        return current;
    }
}
