using Deployability.Formats.Compose;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Variables;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>The environment variables that a file gives to the app: ENV, compose, Kubernetes, web.config, .env.</summary>
internal static class FileVariables
{
    /// <summary>What files of these kinds set.</summary>
    public const ProjectFileKind Kinds =
        ProjectFileKind.Dockerfile
        | ProjectFileKind.Compose
        | ProjectFileKind.Yaml
        | ProjectFileKind.Kustomization
        | ProjectFileKind.HelmTemplate
        | ProjectFileKind.HelmValues
        | ProjectFileKind.WebConfig
        | ProjectFileKind.DotEnv;

    /// <summary>
    /// The variables with the values that they have when nobody sets anything: of <c>${X:-default}</c> the default. In a Dockerfile only those of
    /// stages that end up in the image.
    /// </summary>
    public static IEnumerable<FileValue> Of(ProjectFileKind kind, FileViews views) =>
        kind switch
        {
            ProjectFileKind.Dockerfile => OfDockerfile(views),
            ProjectFileKind.Compose => OfCompose(views.Yaml),
            ProjectFileKind.Yaml or ProjectFileKind.HelmTemplate => views.Objects(kind).SelectMany(OfManifest).Select(Read),
            ProjectFileKind.HelmValues => OfValues(views.Yaml),
            ProjectFileKind.WebConfig => OfWebConfig(views),
            ProjectFileKind.DotEnv => views.DotEnv.Entries.Select(static entry => new FileValue(
                entry.Name,
                Default(entry.Value),
                entry.Range
            )),
            _ => [],
        };

    /// <summary>The same as deployed: patched, merged with the files beside it, and without what those replace; found once, however many rules ask.</summary>
    public static IReadOnlyList<FileValue> Of(ProjectFile file, FileViews views, ProjectFiles files, CancellationToken cancellationToken)
    {
        if (file.Variables is { } known)
        {
            return known;
        }

        IReadOnlyList<FileValue> made = [.. AsDeployed(file, views, files, cancellationToken)];
        file.Variables = made;
        return made;
    }

    /// <summary>Whether the service or container that has a variable is told to run as Development, too: what it gets then is a developer's.</summary>
    /// <param name="kind">Of the file.</param>
    /// <param name="views">Of the file.</param>
    /// <param name="variable">One of those that the file sets.</param>
    public static bool IsOfDevelopment(ProjectFileKind kind, FileViews views, FileValue variable)
    {
        var groups =
            kind == ProjectFileKind.Compose
                ? ComposeService
                    .Of(views.Yaml)
                    .Select(static service =>
                        service.Environment.Select(static given => new FileValue(given.Name, Default(given.Value), given.Range)).ToList()
                    )
            : (kind & Manifests.Kinds) != 0
                ? views
                    .Objects(kind)
                    .SelectMany(static manifest => manifest.Containers)
                    .Select(static container => container.Environment.Select(Read).ToList())
            : [];
        return groups.Any(group =>
            group.Exists(given => given.Range == variable.Range)
            && group.Exists(static given =>
                HostVariables.NamesEnvironment(given.Name) && given.Value.Trim().Equals("Development", StringComparison.OrdinalIgnoreCase)
            )
        );
    }

    private static IEnumerable<FileValue> AsDeployed(
        ProjectFile file,
        FileViews views,
        ProjectFiles files,
        CancellationToken cancellationToken
    ) =>
        file.Kind == ProjectFileKind.Compose ? OfProjects(file, files, cancellationToken)
        : file.Kind == ProjectFileKind.Yaml
            ? OfDeployments(file, files, cancellationToken).Concat(OfProjects(file, files, cancellationToken))
        : (file.Kind & Manifests.Kinds) != 0 ? OfDeployments(file, files, cancellationToken)
        : Of(file.Kind, views);

    private static IEnumerable<FileValue> OfDockerfile(FileViews views)
    {
        foreach (var instruction in views.Dockerfile.Final?.AllInstructions ?? [])
        {
            if (instruction.Keyword != "ENV")
            {
                continue;
            }

            foreach (var pair in instruction.Pairs)
            {
                if (pair.Value is { } value)
                {
                    yield return new FileValue(pair.Name, views.Dockerfile.Final!.Expand(value, instruction), value.Range);
                }
            }
        }
    }

    private static IEnumerable<FileValue> OfCompose(YamlFile file) =>
        ComposeService
            .Of(file)
            .SelectMany(static service => service.Environment)
            .Select(static variable => new FileValue(variable.Name, Default(variable.Value), variable.Range));

    // Containers, and the ConfigMaps from which they take theirs.
    private static IEnumerable<(string Name, YamlNode Value)> OfManifest(KubernetesObject manifest)
    {
        foreach (var variable in manifest.Containers.SelectMany(static container => container.Environment))
        {
            if (!variable.Value.HasHole)
            {
                yield return variable;
            }
        }

        foreach (var entry in manifest.Kind == KubernetesKinds.ConfigMap ? manifest.Root.Find("data")?.Entries ?? [] : [])
        {
            if (entry.Value is { Kind: YamlKind.Scalar, HasHole: false })
            {
                yield return (entry.Name, entry.Value);
            }
        }
    }

    private static FileValue Read((string Name, YamlNode Value) variable) => new(variable.Name, variable.Value.Text, variable.Value.Range);

    // A value counts when every deployment has it: one that an overlay replaces never reaches an app.
    private static IEnumerable<FileValue> OfDeployments(ProjectFile file, ProjectFiles files, CancellationToken cancellationToken)
    {
        var manifests = Manifests.Of(files, cancellationToken);
        foreach (var deployments in manifests.In(file))
        {
            foreach (var (name, value) in OfManifest(deployments[0].Object))
            {
                if (
                    manifests.FileOf(value.File) == file
                    && deployments
                        .Skip(1)
                        .All(other =>
                            OfManifest(other.Object).Any(same => same.Value.File == value.File && same.Value.Range == value.Range)
                        )
                )
                {
                    yield return Read((name, value));
                }
            }
        }
    }

    private static IEnumerable<FileValue> OfProjects(ProjectFile file, ProjectFiles files, CancellationToken cancellationToken)
    {
        var projects = ComposeProjects.Of(files, cancellationToken);
        foreach (var started in projects.In(file))
        {
            foreach (var entry in started[0].Node.Find("environment")?.AllEntries ?? [])
            {
                if (
                    entry.Value is { Kind: YamlKind.Scalar, IsNull: false }
                    && projects.FileOf(entry.Value.File) == file
                    && started.Skip(1).All(other => other.Node.Find("environment", entry.Name)?.Range == entry.Value.Range)
                )
                {
                    yield return new FileValue(entry.Name, Default(entry.Value.Text), entry.Value.Range);
                }
            }
        }
    }

    // Values have any shape: { name: X, value: y } and X: y count wherever they stand.
    private static IEnumerable<FileValue> OfValues(YamlFile file)
    {
        foreach (var node in file.Documents.SelectMany(static document => document.DescendantsAndSelf()))
        {
            if (node.TextOf("name") is { } name && node.Find("value") is { Kind: YamlKind.Scalar } value)
            {
                yield return new FileValue(name, value.Text, value.Range);
            }

            foreach (var entry in node.Entries)
            {
                if (entry.Value.Kind == YamlKind.Scalar && entry.Name is not ("name" or "value"))
                {
                    yield return new FileValue(entry.Name, entry.Value.Text, entry.Value.Range);
                }
            }
        }
    }

    private static IEnumerable<FileValue> OfWebConfig(FileViews views)
    {
        foreach (var element in views.Xml.Named("environmentVariable"))
        {
            if (element.Attribute("name") is { } name && element.Attribute("value") is { } value)
            {
                yield return new FileValue(name.Value, value.Value, value.Range);
            }
        }
    }

    private static string Default(string value) => VariableText.Expand(value, '$', static _ => null);
}
