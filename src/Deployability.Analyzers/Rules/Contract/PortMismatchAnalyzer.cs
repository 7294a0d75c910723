using System.Globalization;
using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Helm;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Contract;

/// <summary>DPL8502: a file names a port on which the app does not listen, or one that nothing defines.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PortMismatchAnalyzer() : DeployabilityAnalyzer(Descriptors.PortMismatch)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!project.IsExecutable)
        {
            return;
        }

        var facts = AppFacts.Of(project);
        var files = ProjectFiles.Of(context.Options);
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, file => AnalyzeDockerfile(file, facts));
        context.RegisterShippedFiles(ProjectFileKind.Compose, file => AnalyzeCompose(file, facts));
        context.RegisterManifests(
            Descriptors.PortMismatch,
            (manifest, set, cancellation) => Judge(manifest, set, facts, files, cancellation)
        );
        context.RegisterChartValues(Descriptors.PortMismatch, (values, cancellation) => JudgeValues(values, facts, files, cancellation));
    }

    private static void AnalyzeDockerfile(FileContext context, AppFacts facts)
    {
        var file = context.Views.Dockerfile;
        if (!AppDockerfiles.IsOfApp(file, facts.Name))
        {
            return;
        }

        var ports = facts.PortsIn(context.Files, context.CancellationToken);
        var containers = facts.ContainersIn(context.Files, context.CancellationToken);
        var running = Manifests
            .Of(context.Files, context.CancellationToken)
            .Sets.SelectMany(containers.In)
            .Concat(containers.Services)
            .ToList();
        if (ports.Of(file, context.File, running) is not { } listening)
        {
            return;
        }

        var exposed = file.Final!.AllInstructions.Where(static instruction => instruction.Keyword == "EXPOSE")
            .SelectMany(static instruction => instruction.Words)
            .Select(static word => (Word: word, Port: PortReferences.NumberOf(word.Text.Split('/')[0])))
            .Where(static exposed => !exposed.Word.Text.EndsWith("/udp", StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (
            exposed.Count > 0
            && exposed.TrueForAll(port => port.Port > 0 && !listening.Ports.Contains(port.Port) && !ports.IsNamed(port.Port, []))
        )
        {
            var word = exposed[0].Word;
            var number = word.Text.Split('/')[0];
            Report(context, "EXPOSE", number, word.Range with { Length = Math.Min(word.Range.Length, number.Length) }, listening);
        }

        foreach (var probe in Probe.Of(file, context.Views.Text))
        {
            if (IsWrong(probe.Port, listening, ports, []))
            {
                Report(context, "HEALTHCHECK", probe.Port, probe.PortRange, listening);
            }
        }
    }

    private static void AnalyzeCompose(FileContext context, AppFacts facts)
    {
        var ports = facts.PortsIn(context.Files, context.CancellationToken);
        foreach (var service in facts.ContainersIn(context.Files, context.CancellationToken).Services)
        {
            if (service.File != context.Views.Yaml || ports.Of(service) is not { } listening)
            {
                continue;
            }

            foreach (var key in new[] { "ports", "expose" })
            {
                var targets = TargetsOf(service.Node.Find(key), context.Views.Text).ToList();
                if (targets.Count > 0 && targets.TrueForAll(target => IsWrong(target.Port, listening, ports, service.Variables)))
                {
                    Report(context, key, targets[0].Port, targets[0].Range, listening);
                }
            }

            var text = context.Views.Text;
            foreach (var probe in Probe.Of(service, _ => text))
            {
                if (IsWrong(probe.Port, listening, ports, service.Variables))
                {
                    Report(context, probe.Name, probe.Port, probe.PortRange, listening);
                }
            }
        }
    }

    // 8080:80, 127.0.0.1:8080:80/tcp, ${PORT:-8080}:80, 80, { target: 80 }: the port inside.
    private static IEnumerable<(string Port, TextRange Range)> TargetsOf(YamlNode? list, string text)
    {
        foreach (var item in list?.Items ?? [])
        {
            var node = item.Kind == YamlKind.Mapping ? item.Find("target") : item;
            if (node is not { Kind: YamlKind.Scalar } || node.Text.EndsWith("/udp", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var written = node.Range.End <= text.Length ? node.Range.Of(text) : "";
            var start = Math.Max(
                written.LastIndexOf(':') + 1,
                written.StartsWith("\"", StringComparison.Ordinal) || written.StartsWith("'", StringComparison.Ordinal) ? 1 : 0
            );
            var end = start;
            while (end < written.Length && char.IsDigit(written[end]))
            {
                end++;
            }

            yield return (written.Substring(start, end - start), new TextRange(node.Range.Start + start, end - start));
        }
    }

    private static void Report(FileContext context, string name, string port, TextRange range, Listening listening)
    {
        var better = Text(listening.Preferred);
        context.Report(
            Descriptors.PortMismatch,
            range,
            range.End <= context.Views.Text.Length && range.Of(context.Views.Text) == port ? better : null,
            null,
            name,
            port,
            ListensOn(listening),
            PortReferences.Dead,
            "write " + better
        );
    }

    private static IEnumerable<ManifestFinding> Judge(
        KubernetesObject manifest,
        ManifestSet set,
        AppFacts facts,
        ProjectFiles files,
        CancellationToken cancellation
    )
    {
        if (set.IsFragment(manifest) || manifest.IsOpen)
        {
            return [];
        }

        var ports = facts.PortsIn(files, cancellation);
        var containers = facts.ContainersIn(files, cancellation);
        var manifests = Manifests.Of(files, cancellation);
        string TextOf(YamlFile file) => manifests.TextOf(file, cancellation);
        return manifest.Kind switch
        {
            KubernetesKinds.Service => JudgeService(manifest, set, containers, ports, TextOf),
            _ when manifest.PodSpec is not null => PortReferences
                .Judge(manifest, set)
                .Concat(JudgePorts(manifest, set, containers, ports, TextOf)),
            _ => PortReferences.Judge(manifest, set),
        };
    }

    private static IEnumerable<ManifestFinding> JudgePorts(
        KubernetesObject workload,
        ManifestSet set,
        AppContainers containers,
        ListeningPorts ports,
        Func<YamlFile, string> textOf
    )
    {
        foreach (var container in containers.In(workload, set))
        {
            if (ports.Of(container) is not { } listening)
            {
                continue;
            }

            var declared = PortsIn(container.Node, "ports", "containerPort");
            if (declared.Count > 0 && declared.TrueForAll(port => IsWrong(port.Text, listening, ports, container.Variables)))
            {
                yield return Wrong("containerPort", declared[0], listening);
            }

            foreach (var probe in Probe.Of(container, textOf))
            {
                if (IsWrong(probe.Port, listening, ports, container.Variables))
                {
                    yield return new ManifestFinding(
                        probe.File!,
                        probe.PortRange,
                        [probe.Name, probe.Port, ListensOn(listening), PortReferences.Dead, "write " + Text(listening.Preferred)]
                    )
                    {
                        Replacement = probe.PortRange.Length == probe.Port.Length ? Text(listening.Preferred) : null,
                    };
                }
            }
        }
    }

    private static IEnumerable<ManifestFinding> JudgeService(
        KubernetesObject service,
        ManifestSet set,
        AppContainers containers,
        ListeningPorts ports,
        Func<YamlFile, string> textOf
    )
    {
        // Which pods a template selects is known to it alone.
        var pods = service.Root.Find("spec", "selector") is { IsOpen: false } ? AppContainers.PodsOf(service, set).ToList() : [];
        if (pods.Count == 0 || pods.Exists(pod => set.IsIncomplete(pod) || pod.PodSpec!.IsOpen))
        {
            yield break;
        }

        var all = pods.SelectMany(static pod => pod.Containers).Where(static container => !container.IsInit).ToList();
        var app = containers.IsInFrontOfApp(service, set) ? pods.SelectMany(pod => containers.In(pod, set)).ToList() : [];
        var listening = app.Count == 0 ? null : ports.Of(app[0]);
        foreach (var port in service.Root.Find("spec", "ports")?.Items ?? [])
        {
            var target = port.Find("targetPort") ?? port.Find("port");
            if (target is not { Kind: YamlKind.Scalar } || target.HasHole || port.IsOpen || port.TextOf("protocol") is not (null or "TCP"))
            {
                continue;
            }

            if (PortReferences.IsName(target))
            {
                if (
                    !all.Exists(container =>
                        container.Node.IsOpen
                        || container.Node.Find("ports") is { } declared
                            && (
                                declared.IsOpen
                                || declared.Items.Any(item =>
                                    item.IsOpen || item.Find("name")?.HasHole == true || item.TextOf("name") == target.Text
                                )
                            )
                    )
                )
                {
                    yield return PortReferences.Undefined(
                        "targetPort of Service '" + service.Name + "'",
                        target,
                        "a name that no container of its pods gives to a port",
                        all.Count == 1 ? all[0].Node.Find("ports") : null
                    );
                }
            }
            else if (
                listening is not null
                && IsWrong(target.Text, listening, ports, app.SelectMany(static container => container.Variables))
                && !MayBeOfAnother(all, app, target.Text)
            )
            {
                var isPort = port.Find("targetPort") is null;
                yield return isPort
                    ? new ManifestFinding(
                        target.File,
                        target.Range,
                        [
                            "Service '" + service.Name + "'",
                            target.Text + " of its pods, as it has no targetPort",
                            ListensOn(listening),
                            PortReferences.Dead,
                            "add targetPort: " + Text(listening.Preferred),
                        ]
                    )
                    {
                        Replacement = WithTargetPort(port.FindEntry("port")!, listening, textOf(target.File)),
                    }
                    : Wrong("targetPort of Service '" + service.Name + "'", target, listening);
            }
        }
    }

    // port: 80, with a targetPort beside it: on a line of its own in a block, behind a comma within braces.
    private static string? WithTargetPort(YamlEntry port, Listening listening, string text)
    {
        if (port.Value.Range.End > text.Length)
        {
            return null;
        }

        var lineStart = text.LastIndexOf('\n', port.NameRange.Start) + 1;
        var before = text.Substring(lineStart, port.NameRange.Start - lineStart);
        return port.Value.Range.Of(text)
            + (before.Trim(' ', '-').Length == 0 ? "\n" + new string(' ', before.Length) : ", ")
            + "targetPort: "
            + Text(listening.Preferred);
    }

    // What templates only put in: helm create writes containerPort: {{ .Values.service.port }}.
    private static IEnumerable<ManifestFinding> JudgeValues(
        ChartValues values,
        AppFacts facts,
        ProjectFiles files,
        CancellationToken cancellation
    )
    {
        var ports = facts.PortsIn(files, cancellation);
        var manifests = Manifests.Of(files, cancellation);
        var containers = facts.ContainersIn(files, cancellation);
        if (manifests.OfChart(values.Folder.TrimEnd('/')) is { } set)
        {
            var workloads = set.Objects.Where(static manifest => manifest.PodSpec is not null).ToList();
            foreach (var workload in workloads)
            {
                foreach (var container in containers.In(workload, set))
                {
                    var declared = PortsIn(container.Node, "ports", "containerPort");
                    if (ports.Of(container) is not { } listening)
                    {
                        continue;
                    }

                    var known = declared.ConvertAll(ValuesOf);
                    var all = known.SelectMany(static values => values).ToList();
                    if (
                        all.Count > 0
                        && known.TrueForAll(static values => values.Count > 0)
                        && all.TrueForAll(port => IsWrong(port.Text, listening, ports, container.Variables))
                        && !declared.Contains(all[0])
                    )
                    {
                        yield return Wrong("containerPort", all[0], listening);
                    }

                    foreach (
                        var port in (workloads.Count == 1 ? set.OfKind(KubernetesKinds.Service) : []).SelectMany(static service =>
                            PortsIn(service.Root.Find("spec"), "ports", "targetPort")
                        )
                    )
                    {
                        if (ValuesOf(port) is [var value] && value != port && IsWrong(value.Text, listening, ports, container.Variables))
                        {
                            yield return Wrong("targetPort", value, listening);
                        }
                    }
                }
            }
        }

        // The node itself where the template says the port, else the values that it puts there, each of a loop; none where nobody can tell.
        IReadOnlyList<YamlNode> ValuesOf(YamlNode port)
        {
            if (!port.HasHole)
            {
                return [port];
            }

            if (manifests.FileOf(port.File)?.GetViews(cancellation)?.Text is not { } text || port.Range.End > text.Length)
            {
                return [];
            }

            if (values.Find(TemplateValues.ValueIn(port.Range.Of(text))) is { Kind: YamlKind.Scalar } value)
            {
                return [value];
            }

            var each = TemplateValues.ItemIn(text, port.Range) is var (list, item) ? values.Each(list, item).ToList() : [];
            return each.TrueForAll(static found => found is { Kind: YamlKind.Scalar }) ? [.. each.OfType<YamlNode>()] : [];
        }
    }

    private static List<YamlNode> PortsIn(YamlNode? owner, string list, string key) =>
        [
            .. (owner?.Find(list)?.Items ?? [])
                .Where(static port => port.TextOf("protocol") is null or "TCP")
                .Select(port => port.Find(key))
                .OfType<YamlNode>(),
        ];

    // A side-car that says its port, or none at all.
    private static bool MayBeOfAnother(List<KubernetesContainer> all, List<AppContainer> app, string port) =>
        all.Exists(container =>
            app.TrueForAll(own => own.Node != container.Node)
            && (
                container.Node.Find("ports") is not { Items.Count: > 0 } declared
                || declared.Items.Any(item => item.TextOf("containerPort") == port)
            )
        );

    private static ManifestFinding Wrong(string what, YamlNode port, Listening listening) =>
        ManifestFinding.At(port, what, port.Text, ListensOn(listening), PortReferences.Dead, "write " + Text(listening.Preferred)) with
        {
            Replacement = Text(listening.Preferred),
        };

    private static string ListensOn(Listening listening) => "but the app listens on " + listening + " (" + listening.Reason + ")";

    private static bool IsWrong(string port, Listening listening, ListeningPorts ports, IEnumerable<AppVariable> variables) =>
        PortReferences.NumberOf(port) is > 0 and var number && !listening.Ports.Contains(number) && !ports.IsNamed(number, variables);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
