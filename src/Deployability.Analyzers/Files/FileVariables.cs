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
        ProjectFileKind.Dockerfile | ProjectFileKind.Compose | ProjectFileKind.Yaml | ProjectFileKind.WebConfig | ProjectFileKind.DotEnv;

    /// <summary>
    /// The variables with the values that they have when nobody sets anything: of <c>${X:-default}</c> the default. In a Dockerfile only those of
    /// stages that end up in the image.
    /// </summary>
    public static IEnumerable<FileValue> Of(ProjectFileKind kind, FileViews views) =>
        kind switch
        {
            ProjectFileKind.Dockerfile => OfDockerfile(views),
            ProjectFileKind.Compose => OfCompose(views.Yaml),
            ProjectFileKind.Yaml => OfManifests(views.Yaml),
            ProjectFileKind.WebConfig => OfWebConfig(views),
            ProjectFileKind.DotEnv => views.DotEnv.Entries.Select(static entry => new FileValue(
                entry.Name,
                Default(entry.Value),
                entry.Range
            )),
            _ => [],
        };

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
    private static IEnumerable<FileValue> OfManifests(YamlFile file)
    {
        foreach (var manifest in KubernetesObject.Of(file))
        {
            foreach (var container in manifest.Containers)
            {
                foreach (var (name, value) in container.Environment)
                {
                    yield return new FileValue(name, value.Text, value.Range);
                }
            }

            foreach (var entry in manifest.Kind == "ConfigMap" ? manifest.Root.Find("data")?.Entries ?? [] : [])
            {
                if (entry.Value.Kind == YamlKind.Scalar)
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
