using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Targets.Kubernetes;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Helm;

/// <summary>What <c>helm test</c> runs: the app's own image asks the Service what the readiness probe asks.</summary>
internal static class TestObjects
{
    public static IEnumerable<Node> Build(KubernetesModel model)
    {
        var plan = model.Plan;
        if (!plan.HasTest)
        {
            yield break;
        }

        var probe = plan.Probes.Readiness is { Path.Length: > 0 } ready && !ready.Port.IsTls && ready.Port == plan.Ports[0] ? ready : null;
        var scheme = probe is null ? "tcp" : "http";
        var (volume, mount) = Volumes.ForTemporaryFiles(plan);
        var arguments = Sequence.Of(plan.Probes.HealthCheck.Take(2));
        arguments.Add(Expression.Join($"{scheme}://", model.FullName, $":{Text.Of(ServiceObject.MainPort(plan))}{probe?.Path}"));
        arguments.Add(Node.Optional(probe?.HostHeader ?? ""));
        yield return new Mapping
        {
            ["apiVersion"] = Versions.Kubernetes.Core,
            ["kind"] = KubernetesKinds.Pod,
            ["metadata"] = Metadata(model, weight: 1),
            ["spec"] = new Mapping
            {
                ["restartPolicy"] = "Never",
                ["automountServiceAccountToken"] = false,
                ["enableServiceLinks"] = false,
                ["imagePullSecrets"] = model.PullSecrets,
                ["securityContext"] = model.PodSecurity,
                ["nodeSelector"] = model.NodeSelector,
                ["tolerations"] = model.Tolerations,
                ["containers"] = Sequence.Of(
                    new Mapping
                    {
                        ["name"] = "test",
                        ["image"] = model.Image,
                        ["imagePullPolicy"] = model.PullPolicy,
                        ["command"] = arguments,
                        ["resources"] = model.Resources,
                        ["securityContext"] = model.ContainerSecurity,
                        ["volumeMounts"] = Sequence.Of(mount),
                    }
                ),
                ["volumes"] = Sequence.Of(volume),
            },
        };

        // The app lets only its clients in; while the test runs, that is one of them.
        yield return new Conditional(
            Condition.IsOn(model.PolicyEnabled),
            new Mapping
            {
                ["apiVersion"] = Versions.Kubernetes.Networking,
                ["kind"] = KubernetesKinds.NetworkPolicy,
                ["metadata"] = Metadata(model, weight: 0),
                ["spec"] = new Mapping
                {
                    ["podSelector"] = new Mapping { ["matchLabels"] = Labels.Selector(model) },
                    ["policyTypes"] = Sequence.Of("Ingress"),
                    ["ingress"] = Sequence.Of(
                        new Mapping
                        {
                            ["from"] = Sequence.Of(new Mapping { ["podSelector"] = new Mapping { ["matchLabels"] = TestLabels(model) } }),
                        }
                    ),
                },
            }
        );
    }

    private static Mapping Metadata(KubernetesModel model, int weight) =>
        new()
        {
            ["name"] = Name(model),
            ["labels"] = TestLabels(model),
            ["annotations"] = new Mapping
            {
                ["helm.sh/hook"] = "test",
                ["helm.sh/hook-weight"] = Text.Of(weight),
                ["helm.sh/hook-delete-policy"] = "before-hook-creation,hook-succeeded",
            },
        };

    /// <summary>Not the app's instance, whose policy would keep the test from calling anything.</summary>
    private static Mapping TestLabels(KubernetesModel model) => new() { ["app.kubernetes.io/name"] = Name(model) };

    private static Expression Name(KubernetesModel model) => model.Named("test");
}
