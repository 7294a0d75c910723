using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Contract;

/// <summary>DPL8503: the app fails without a key that neither its settings nor the deployment provide.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingConfigurationKeyAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingConfigurationKey)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable)
        {
            var facts = AppFacts.Of(project);
            var files = ProjectFiles.Of(context.Options);
            var needed = new Once<List<NeededKey>>(cancellation => [.. NeededBy(facts, files, cancellation)]);
            context.RegisterContainers(
                facts,
                Descriptors.MissingConfigurationKey,
                (container, _, cancellation) => Judge(container, facts, needed, cancellation)
            );
        }
    }

    // What only a container can still provide.
    private static IEnumerable<NeededKey> NeededBy(AppFacts facts, ProjectFiles files, CancellationToken cancellation)
    {
        foreach (var key in facts.Keys.All(cancellation))
        {
            if (!key.IsRequired || KnownVariables.Contains(key.Variable) || IsProvided(key, facts.Keys, files, cancellation))
            {
                continue;
            }

            var read = facts.Keys.ReadOf(key, cancellation);
            if (read is null ? IsValidated(facts.Project) : read.Guard == Guard.None)
            {
                yield return new NeededKey(key, read);
            }
        }
    }

    private static IEnumerable<ManifestFinding> Judge(
        AppContainer container,
        AppFacts facts,
        Once<List<NeededKey>> needed,
        CancellationToken cancellation
    )
    {
        // Arguments may set any key.
        if (
            container.HasUnseenSettings
            || container.Node.Find("args") is not null
            || container.Node.Find("command") is not null
            || IsOnlyAddition(container)
            || facts.Keys.HasOtherSources(cancellation)
        )
        {
            yield break;
        }

        foreach (var (key, read) in needed.Get(cancellation))
        {
            if (container.Variables.Any(variable => facts.Keys.Provides(variable.Name, key, cancellation)))
            {
                continue;
            }

            yield return new ManifestFinding(
                container.File,
                container.Place,
                [
                    key.Key,
                    container.Name,
                    read is null ? "the code" : FileName(read.Node.SyntaxTree.FilePath),
                    RemedyOf(key, container, facts.Keys, cancellation),
                ]
            )
            {
                Related = read is null ? null : [read.Node.GetLocation()],
            };
        }
    }

    // A file that only overrides a service of another one says what it says.
    private static bool IsOnlyAddition(AppContainer container) => container.Service is { Image: null, Build: null };

    // By the image, or by settings.
    private static bool IsProvided(ReadKey key, ReadKeys keys, ProjectFiles files, CancellationToken cancellation) =>
        AppDockerfiles
            .Of(files, keys.AppName, cancellation)
            .Any(image =>
                FileVariables
                    .Of(ProjectFileKind.Dockerfile, image.File.GetViews(cancellation)!)
                    .Any(variable => keys.Provides(variable.Name, key, cancellation))
            )
        || !key.IsVariable
            && files.All.Any(file =>
                (file.Kind & (ProjectFileKind.AppSettings | ProjectFileKind.Settings)) != 0
                && (file.Kind == ProjectFileKind.AppSettings ? IsOfProduction(file.Name) : !file.IsForDevelopment)
                && file.GetViews(cancellation) is { } views
                && views.Json.Settings.Any(setting =>
                    setting.Key.Equals(key.Key, StringComparison.OrdinalIgnoreCase)
                    || setting.Key.StartsWith(key.Key + ":", StringComparison.OrdinalIgnoreCase)
                )
            );

    private static bool IsOfProduction(string name) =>
        name.Equals("appsettings.json", StringComparison.OrdinalIgnoreCase)
        || name.Equals("appsettings.Production.json", StringComparison.OrdinalIgnoreCase);

    // [Required] alone fails nowhere.
    private static bool IsValidated(ProjectContext project) =>
        project.Trees.Any(tree => project.MayMention(tree, "ValidateDataAnnotations") || project.MayMention(tree, "OptionsValidator"));

    private static string RemedyOf(ReadKey key, AppContainer container, ReadKeys keys, CancellationToken cancellation)
    {
        var name = key.Variable;
        var misspelt = container
            .Variables.Select(variable => (variable.Name, Prefix: key.IsVariable ? "" : keys.PrefixOf(variable.Name, cancellation)))
            .FirstOrDefault(variable =>
                Spelling.IsNear(variable.Name.Substring(variable.Prefix.Length), key.Letters) && !keys.MayRead(variable.Name, cancellation)
            );
        return misspelt.Name is not null ? $"rename {misspelt.Name} to {key.VariableBehind(misspelt.Prefix)}"
            : container.Service is not null ? $"add {name}: ${{{name}:?}} under environment"
            : key.IsSecret
                ? $"add - {{ name: {name}, valueFrom: {{ secretKeyRef: {{ name: {SecretOf(container)}, key: {name} }} }} }} under env"
            : $"add - {{ name: {name}, value: … }} under env";
    }

    private static string SecretOf(AppContainer container) =>
        (container.Workload?.Name is { Length: > 0 } name && name.IndexOf(YamlNode.Hole) < 0 ? name : container.Name) + "-secrets";

    private static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    /// <summary>A key that the app fails without, and where its own code reads it.</summary>
    private sealed record NeededKey(ReadKey Key, Found<ConfigurationRead>? Read);
}
