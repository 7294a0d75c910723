using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The kustomization of the base, of each overlay and of each component. What differs is found by comparing views.</summary>
internal static class Kustomization
{
    private const string ReplicasPath = "/spec/replicas";

    /// <summary>The configuration stands here and not in a manifest: the generated name changes with it, which restarts the pods.</summary>
    public static Node Base(KubernetesModel model, ObjectView view)
    {
        var plan = model.Plan;
        var unset = plan.Configuration.Settings.Where(static setting => setting.Value is null);
        var literals = new Sequence(Literals(view.Configuration))
        {
            Footer = string.Join(
                "\n",
                unset.Select(static setting =>
                    $"{(setting.Required ? "Required, set it in each overlay" : "Optional")}: {setting.Variable}="
                )
            ),
        };
        return new Mapping
        {
            ["apiVersion"] = Versions.Kustomization,
            ["kind"] = "Kustomization",
            ["resources"] = Sequence.Of(view.Files.Select(static file => file.File)),
            ["configMapGenerator"] = Sequence.Of(
                new Mapping
                {
                    ["name"] = plan.ConfigMapName,
                    ["literals"] = literals,
                    ["options"] = new Mapping { ["labels"] = Labels.Recommended(model) },
                }
            ),
        };
    }

    /// <param name="model">The model.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="from">The base.</param>
    /// <param name="to">The objects in the environment.</param>
    /// <param name="components">Folders of the components that belong to it.</param>
    /// <param name="late">Patches on what only a component adds.</param>
    public static Node Overlay(
        KubernetesModel model,
        EnvironmentPlan environment,
        ObjectView from,
        ObjectView to,
        IEnumerable<string> components,
        IEnumerable<Mapping> late
    )
    {
        var resources = Sequence.Of("../../base");
        foreach (var file in Added(from, to))
        {
            resources.Add(file.File);
        }

        var changes = Changes(from, to).ToList();
        return new Mapping
        {
            ["apiVersion"] = Versions.Kustomization,
            ["kind"] = "Kustomization",
            ["namespace"] = environment.Namespace,
            ["resources"] = resources,
            ["components"] = Sequence.Of(components.Select(static component => $"../../components/{component}")).OrNothing(),
            ["images"] = new Sequence(
                Repositories(model.Plan).Select(repository => new Mapping { ["name"] = repository, ["newTag"] = model.Plan.Image.Tag })
            ),
            ["replicas"] = Replicas(changes),
            ["configMapGenerator"] = Configuration(model.Plan, from, to),
            ["patches"] = new Sequence([
                .. Removed(from, to),
                .. changes
                    .Where(static change => change.Operations.Count > 0)
                    .Select(static change => Patched(change.Kind, change.Name, change.Operations)),
                .. late,
            ]).OrNothing(),
        };
    }

    private static IEnumerable<string> Repositories(DeploymentPlan plan) =>
        plan.WebTier is { } tier ? [plan.Image.Repository, tier.Repository] : [plan.Image.Repository];

    public static Node Component(ObjectView from, ObjectView to) =>
        new Mapping
        {
            ["apiVersion"] = Versions.KustomizeComponent,
            ["kind"] = "Component",
            ["resources"] = Sequence.Of(Added(from, to).Select(static file => file.File)).OrNothing(),
            ["patches"] = new Sequence([
                .. Removed(from, to),
                .. Changes(from, to).Select(static change => Patched(change.Kind, change.Name, [.. change.Replicas, .. change.Operations])),
            ]).OrNothing(),
        };

    /// <summary>The files with objects that only the second view has.</summary>
    public static IEnumerable<ViewedFile> Added(ObjectView from, ObjectView to)
    {
        var known = new HashSet<ObjectIdentity>(from.Objects.Select(ObjectView.Identity));
        return to
            .Files.Select(file => new ViewedFile(
                file.File,
                [.. file.Objects.Where(document => !known.Contains(ObjectView.Identity(document)))]
            ))
            .Where(static file => file.Objects.Count > 0);
    }

    /// <summary>Patches of the objects that both views have.</summary>
    public static IEnumerable<Change> Changes(ObjectView from, ObjectView to)
    {
        var before = from.Objects.ToDictionary(ObjectView.Identity);
        return to
            .Objects.Where(document => before.ContainsKey(ObjectView.Identity(document)))
            .Select(document =>
            {
                var (kind, name) = ObjectView.Identity(document);
                var operations = Patch.Between(before[ObjectView.Identity(document)], document);
                return new Change(
                    kind,
                    name,
                    [.. operations.Where(static operation => !IsReplicas(operation))],
                    [.. operations.Where(IsReplicas)]
                );
            })
            .Where(static change => change.Operations.Count + change.Replicas.Count > 0)
            .OrderBy(static change => change.Kind, StringComparer.Ordinal);
    }

    /// <summary>A patch with its target; one whose target is not there does nothing.</summary>
    public static Mapping Patched(string kind, string name, IReadOnlyList<Mapping> operations) =>
        new()
        {
            ["target"] = new Mapping { ["kind"] = kind, ["name"] = name },
            ["patch"] = YamlWriter.Write([], new Sequence(operations)).TrimEnd('\n'),
        };

    /// <summary>Whether a patch says how many instances run; one that leaves it to the autoscaler does not.</summary>
    private static bool IsReplicas(Mapping operation) =>
        ((Scalar)operation["path"]!).Value == ReplicasPath && operation["value"] is not null;

    private static IEnumerable<Mapping> Removed(ObjectView from, ObjectView to)
    {
        var kept = new HashSet<ObjectIdentity>(to.Objects.Select(ObjectView.Identity));
        return from
            .Objects.Where(document => !kept.Contains(ObjectView.Identity(document)))
            .Select(static document =>
            {
                var (kind, name) = ObjectView.Identity(document);
                return new Mapping
                {
                    ["target"] = new Mapping { ["kind"] = kind, ["name"] = name },
                    ["patch"] = YamlWriter
                        .Write(
                            [],
                            new Mapping
                            {
                                ["$patch"] = "delete",
                                ["apiVersion"] = document["apiVersion"],
                                ["kind"] = kind,
                                ["metadata"] = new Mapping { ["name"] = name },
                            }
                        )
                        .TrimEnd('\n'),
                };
            });
    }

    /// <summary>kustomize has a field of its own for the number of instances.</summary>
    private static Sequence? Replicas(IEnumerable<Change> changes) =>
        new Sequence(
            changes.SelectMany(static change =>
                change.Replicas.Select(operation => new Mapping { ["name"] = change.Name, ["count"] = operation["value"] })
            )
        ).OrNothing();

    private static Sequence? Configuration(DeploymentPlan plan, ObjectView from, ObjectView to)
    {
        var isSubset = from.Configuration.All(entry => to.Configuration[entry.Key] is not null);
        var changed = to.Configuration.Where(entry =>
            !isSubset || from.Configuration[entry.Key] is not { } old || !Nodes.Same(old, entry.Value)
        );
        var literals = Literals(Mapping.Of(changed)).ToList();
        return literals.Count == 0
            ? null
            : Sequence.Of(
                new Mapping
                {
                    ["name"] = plan.ConfigMapName,
                    ["behavior"] = isSubset ? "merge" : "replace",
                    ["literals"] = new Sequence(literals),
                }
            );
    }

    /// <summary>kustomize takes one pair of quotes around a value away, so a value that has a pair gets another.</summary>
    private static IEnumerable<Node> Literals(Mapping configuration)
    {
        foreach (var entry in configuration)
        {
            var value = ((Scalar)entry.Value).Value;
            var isQuoted = value.Length > 1 && value[0] == value[value.Length - 1] && value[0] is '"' or '\'';
            yield return isQuoted ? $"{entry.Key}=\"{value}\"" : $"{entry.Key}={value}";
        }
    }

    /// <param name="Kind">Kind of the object.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Operations">What changes, the number of instances apart.</param>
    /// <param name="Replicas">What changes about the number of instances.</param>
    internal sealed record Change(string Kind, string Name, IReadOnlyList<Mapping> Operations, IReadOnlyList<Mapping> Replicas);
}
