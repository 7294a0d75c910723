using System.Globalization;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Collects what a container of a workload is given: its variables, those of ConfigMaps and Secrets, and settings that are mounted as files.</summary>
internal static class WorkloadVariables
{
    private const int MaxSettings = 10_000;

    /// <summary>A container of the app with all that manifests give it.</summary>
    /// <param name="workload">As it is deployed.</param>
    /// <param name="container">One of its containers.</param>
    /// <param name="set">What is deployed with it.</param>
    /// <param name="isApp">Whether a container runs the app; what another one reads too is shared.</param>
    public static AppContainer Of(
        KubernetesObject workload,
        KubernetesContainer container,
        ManifestSet set,
        Func<KubernetesObject, KubernetesContainer, ManifestSet, bool> isApp
    )
    {
        var variables = new List<AppVariable>();
        var isUnseen = !AddMounted(variables, workload, container, set) || set.IsIncomplete(workload) || container.Node.IsOpen;
        var sources = container.Node.Find("envFrom");
        isUnseen |= MayGrow(sources) || MayGrow(container.Node.Find("env"));
        foreach (var source in sources?.Items ?? [])
        {
            var isMap = source.Find("configMapRef") is not null;
            var name = (source.Find("configMapRef") ?? source.Find("secretRef"))?.TextOf("name") ?? "";
            isUnseen |= !AddEntries(
                variables,
                isMap ? KubernetesKinds.ConfigMap : KubernetesKinds.Secret,
                name,
                source.TextOf("prefix") ?? "",
                set,
                isApp
            );
        }

        foreach (var variable in container.Variables)
        {
            var value =
                variable.Value is { Kind: YamlKind.Scalar } literal ? literal
                : variable.Source?.Find("configMapKeyRef") is { } key ? EntryOf(key, set)
                : null;
            variables.Add(
                new AppVariable(
                    variable.Name.Text,
                    variable.Name.Range,
                    value?.Text,
                    variable.Source is null && value is not null ? value.Range : variable.Name.Range,
                    variable.Source is null ? VariableOrigin.Literal
                        : value is not null ? VariableOrigin.ConfigMap
                        : VariableOrigin.Elsewhere,
                    variable.Name.File
                )
            );
        }

        return new AppContainer(
            container.Name,
            container.Place,
            (container.Node.Find("name") ?? container.Node).File,
            container.Node,
            workload,
            null,
            variables,
            isUnseen
        );
    }

    // A template may add to the list, or write one of its items more than once: - name: {{ $key }}.
    private static bool MayGrow(YamlNode? list) =>
        list is not null && (list.IsOpen || list.Items.Any(static item => item.IsOpen || item.Find("name")?.HasHole == true));

    // Settings that are put into the container as files; false when nobody here can read some of them.
    private static bool AddMounted(List<AppVariable> variables, KubernetesObject workload, KubernetesContainer container, ManifestSet set)
    {
        var isKnown =
            workload
                .PodMetadata?.Find("annotations")
                ?.AllEntries.Any(static entry => entry.Name.StartsWith("vault.hashicorp.com/", StringComparison.Ordinal)) != true;
        var mounts = container.Node.Find("volumeMounts")?.Items ?? [];
        foreach (var volume in workload.PodSpec?.Find("volumes")?.Items ?? [])
        {
            if (!mounts.Any(mount => mount.TextOf("name") == volume.TextOf("name")))
            {
                continue;
            }

            if (volume.Find("configMap")?.TextOf("name") is { } name)
            {
                isKnown &= AddSettings(variables, name, set);
            }
            else if ((volume.Find("configMap") ?? volume.Find("secret") ?? volume.Find("csi") ?? volume.Find("projected")) is not null)
            {
                isKnown = false;
            }
        }

        return isKnown;
    }

    // appsettings.json as an entry of a ConfigMap; JSON is YAML, so its places are known.
    private static bool AddSettings(List<AppVariable> variables, string name, ManifestSet set)
    {
        var isKnown = false;
        foreach (var manifest in set.OfKind(KubernetesKinds.ConfigMap))
        {
            if (!manifest.IsNamed(name))
            {
                continue;
            }

            var data = manifest.Root.Find("data");
            isKnown = !manifest.IsOpen && data is { IsOpen: false };
            foreach (var entry in data?.AllEntries ?? [])
            {
                if (
                    entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                    && entry.Value is { Kind: YamlKind.Scalar } text
                    && YamlFile.ParseInside(text) is { Error: null, Documents: [{ Kind: YamlKind.Mapping } root] }
                )
                {
                    var budget = MaxSettings;
                    AddSettings(variables, "", root, name, ref budget);
                    isKnown &= budget > 0;
                }
                else
                {
                    isKnown = false;
                }
            }
        }

        return isKnown;
    }

    // Aliases may make much of little.
    private static void AddSettings(List<AppVariable> variables, string section, YamlNode node, string map, ref int budget)
    {
        var children =
            node.Kind == YamlKind.Mapping
                ? node.Entries.Select(static entry => (entry.Name, entry.NameRange, entry.Value))
                : node.Items.Select(static (item, index) => (Name: index.ToString(CultureInfo.InvariantCulture), item.Range, item));
        foreach (var (name, range, value) in children)
        {
            if (--budget <= 0)
            {
                return;
            }

            if (value.Kind == YamlKind.Scalar)
            {
                variables.Add(new AppVariable(section + name, range, value.Text, value.Range, VariableOrigin.Settings, value.File, map));
            }
            else
            {
                AddSettings(variables, section + name + "__", value, map, ref budget);
            }
        }
    }

    // False when nothing in sight says all that the object holds.
    private static bool AddEntries(
        List<AppVariable> variables,
        string kind,
        string name,
        string prefix,
        ManifestSet set,
        Func<KubernetesObject, KubernetesContainer, ManifestSet, bool> isApp
    )
    {
        var isFound = false;
        var isShared = set.Objects.Any(workload =>
            workload.Containers.Any(other =>
                !isApp(workload, other, set)
                && (other.Node.Find("envFrom")?.Items ?? []).Any(source =>
                    source.Find(kind == KubernetesKinds.Secret ? "secretRef" : "configMapRef")?.TextOf("name") == name
                )
            )
        );
        foreach (var manifest in set.OfKind(kind))
        {
            if (!manifest.IsNamed(name))
            {
                continue;
            }

            isFound = !manifest.IsOpen;
            foreach (var key in new[] { "data", "stringData" })
            {
                var data = manifest.Root.Find(key);
                isFound &= data?.IsOpen != true;
                foreach (var entry in data?.AllEntries ?? [])
                {
                    variables.Add(
                        new AppVariable(
                            prefix + entry.Name,
                            entry.NameRange,
                            kind == KubernetesKinds.Secret ? null : entry.Value.Text,
                            entry.Value.Range,
                            kind == KubernetesKinds.Secret ? VariableOrigin.Secret : VariableOrigin.ConfigMap,
                            entry.Value.File,
                            name,
                            isShared
                        )
                    );
                }
            }
        }

        return isFound;
    }

    private static YamlNode? EntryOf(YamlNode reference, ManifestSet set)
    {
        foreach (var manifest in set.OfKind(KubernetesKinds.ConfigMap))
        {
            if (
                manifest.IsNamed(reference.TextOf("name") ?? "")
                && manifest.Root.Find("data")?.Find(reference.TextOf("key") ?? "") is { Kind: YamlKind.Scalar } value
            )
            {
                return value;
            }
        }

        return null;
    }
}
