using System.Text.Json.Nodes;
using Deployability.Publish.Planning;
using Deployability.Publish.Targets.Kubernetes;
using Deployability.Publish.Tree;
using k8s;

namespace Deployability.Publish.Tests.Emitters;

/// <summary>The objects of every scenario in every environment: that Kubernetes knows each field, and that each name leads somewhere.</summary>
public sealed class KubernetesObjectTests
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private const int LongestCronJob = 52;

    /// <summary>What stands in groups of their own, which the typed client does not know.</summary>
    private static readonly string[] Custom =
    [
        "gateway.networking.k8s.io/",
        "external-secrets.io/",
        "secrets-store.csi.x-k8s.io/",
        "monitoring.coreos.com/",
    ];

    public static TheoryData<string> Names => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryField_IsKnownToKubernetes(string scenario) =>
        Assert.All(
            ScenarioViews.Of(scenario),
            static view =>
            {
                var documents = view
                    .Objects.Where(static document =>
                        !Custom.Any(group => Text(document, "apiVersion").StartsWith(group, StringComparison.Ordinal))
                    )
                    .ToArray<Node>();

                Assert.Equal(documents.Length, KubernetesYaml.LoadAllFromString(YamlWriter.Write([], documents), strict: true).Count);
            }
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryName_IsValid(string scenario) =>
        Assert.All(
            ScenarioViews.Of(scenario).SelectMany(static view => view.Objects),
            static document =>
            {
                var (kind, name) = ObjectView.Identity(document);
                Assert.True(Rules.IsDnsName(name) && name.Length <= LongestName, $"{kind} {name}");
                Assert.True(kind != "Service" || Rules.IsServiceName(name), $"{kind} {name}");
                Assert.True(
                    kind is not ("Service" or "Deployment" or "CronJob")
                        || name.Length <= (kind == "CronJob" ? LongestCronJob : LongestLabel),
                    $"{kind} {name}"
                );
                foreach (var labels in Within(Json(document), "labels").Concat(Within(Json(document), "matchLabels")).Cast<JsonObject>())
                {
                    Assert.All(
                        labels,
                        static label =>
                            Assert.True(Rules.IsLabel($"{label.Key}={(string?)label.Value}"), $"{label.Key}={(string?)label.Value}")
                    );
                }
            }
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryObject_IsThereOnce(string scenario) =>
        Assert.All(
            ScenarioViews.Of(scenario),
            static view => Assert.Equal(view.Objects.Count(), view.Objects.Select(ObjectView.Identity).Distinct().Count())
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryReference_LeadsToAnObject(string scenario)
    {
        var plan = Scenarios.All[scenario]().Plan();
        Assert.All(
            ScenarioViews.Of(scenario),
            view =>
            {
                var objects = view.Objects.Select(Json).ToList();
                var known = view
                    .Objects.Select(ObjectView.Identity)
                    .Append(new("ConfigMap", plan.ConfigMapName))
                    .Append(new("Secret", plan.SecretName))
                    .Concat(plan.Shares.Select(share => new ObjectIdentity("PersistentVolumeClaim", $"{plan.Name}-{share.Name}")))
                    .ToHashSet();
                foreach (var (kind, name) in objects.SelectMany(References))
                {
                    Assert.Contains(new ObjectIdentity(kind, name), known);
                }

                var pods = objects.SelectMany(Pods).ToList();
                Assert.All(pods, CheckPod);
                foreach (var (selector, owner) in objects.SelectMany(Selectors))
                {
                    Assert.True(
                        pods.Exists(pod => selector.All(label => (string?)pod["metadata"]!["labels"]![label.Key] == (string?)label.Value)),
                        $"{owner} selects no pod"
                    );
                }

                Assert.All(objects.Where(static item => (string?)item["kind"] == "Service"), service => CheckPorts(service, pods));
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPod_KeepsToPodSecurityRestricted(string scenario) =>
        Assert.All(
            ScenarioViews.Of(scenario).SelectMany(static view => view.Objects).Select(Json).SelectMany(Pods),
            static pod =>
            {
                Assert.True((bool)pod["spec"]!["securityContext"]!["runAsNonRoot"]!);
                Assert.Equal("RuntimeDefault", (string?)pod["spec"]!["securityContext"]!["seccompProfile"]!["type"]);
                Assert.False((bool)pod["spec"]!["automountServiceAccountToken"]!);
                Assert.All(
                    pod["spec"]!["containers"]!.AsArray(),
                    static container =>
                    {
                        Assert.False((bool)container!["securityContext"]!["allowPrivilegeEscalation"]!);
                        Assert.Equal("ALL", (string?)container["securityContext"]!["capabilities"]!["drop"]![0]);
                        Assert.NotNull(container["resources"]!["limits"]!["memory"]);
                    }
                );
            }
        );

    private static IEnumerable<(string Kind, string Name)> References(JsonObject item)
    {
        foreach (
            var (key, kind, property) in new[]
            {
                ("configMapRef", "ConfigMap", "name"),
                ("configMapKeyRef", "ConfigMap", "name"),
                ("secretRef", "Secret", "name"),
                ("persistentVolumeClaim", "PersistentVolumeClaim", "claimName"),
            }
        )
        {
            foreach (var reference in Within(item, key))
            {
                yield return (kind, (string)reference[property]!);
            }
        }

        foreach (var account in Within(item, "serviceAccountName"))
        {
            yield return ("ServiceAccount", (string)account!);
        }

        foreach (var target in Within(item, "scaleTargetRef"))
        {
            yield return ((string)target["kind"]!, (string)target["name"]!);
        }

        foreach (var service in Within(item, "service").Where(static node => node is JsonObject))
        {
            yield return ("Service", (string)service["name"]!);
        }

        foreach (var backend in Within(item, "backendRefs").SelectMany(static list => list.AsArray()))
        {
            yield return ("Service", (string)backend!["name"]!);
        }
    }

    /// <summary>What is mounted is there, and what is there is mounted; probes ask ports that are there.</summary>
    private static void CheckPod(JsonObject pod)
    {
        var container = pod["spec"]!["containers"]![0]!;
        var volumes = (pod["spec"]!["volumes"]?.AsArray() ?? []).Select(static volume => (string)volume!["name"]!).Order();
        var mounts = (container["volumeMounts"]?.AsArray() ?? []).Select(static mount => (string)mount!["name"]!).Order();
        Assert.Equal(volumes, mounts);
        var ports = (container["ports"]?.AsArray() ?? []).Select(static port => (string)port!["name"]!).ToList();
        foreach (
            var port in new[] { "httpGet", "tcpSocket" }
                .SelectMany(probe => Within(container, probe))
                .Select(static probe => (string)probe["port"]!)
        )
        {
            Assert.Contains(port, ports);
            Assert.InRange(port.Length, 1, 15);
        }
    }

    private static void CheckPorts(JsonObject service, List<JsonObject> pods)
    {
        var pod = pods.First(pod =>
            service["spec"]!["selector"]!.AsObject().All(label => (string?)pod["metadata"]!["labels"]![label.Key] == (string?)label.Value)
        );
        Assert.All(
            service["spec"]!["ports"]!.AsArray(),
            port =>
                Assert.Contains(
                    pod["spec"]!["containers"]![0]!["ports"]!.AsArray(),
                    candidate => (string?)candidate!["name"] == (string?)port!["targetPort"]
                )
        );
    }

    private static IEnumerable<(JsonObject Labels, string Owner)> Selectors(JsonObject item)
    {
        var owner = $"{item["kind"]} {item["metadata"]!["name"]}";
        if (item["spec"]?["selector"] is JsonObject selector)
        {
            yield return (selector["matchLabels"] as JsonObject ?? selector, owner);
        }

        if (item["spec"]?["podSelector"]?["matchLabels"] is JsonObject policy)
        {
            yield return (policy, owner);
        }
    }

    private static IEnumerable<JsonObject> Pods(JsonObject item) =>
        Within(item, "template").OfType<JsonObject>().Where(static template => template["spec"]?["containers"] is not null);

    private static IEnumerable<JsonNode> Within(JsonNode node, string key) =>
        node switch
        {
            JsonObject item => item.SelectMany(entry =>
                entry.Value is null ? []
                : entry.Key == key ? Within(entry.Value, key).Prepend(entry.Value)
                : Within(entry.Value, key)
            ),
            JsonArray list => list.Where(static item => item is not null).SelectMany(item => Within(item!, key)),
            _ => [],
        };

    private static JsonObject Json(Node document) => Rendered.Objects(YamlWriter.Write([], document)).Single();

    private static string Text(Mapping document, string key) => ((Scalar)document[key]!).Value;
}
