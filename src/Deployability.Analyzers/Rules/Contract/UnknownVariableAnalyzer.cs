using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Contract;

/// <summary>DPL8504: a file gives the app an environment variable that nobody reads.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnknownVariableAnalyzer() : DeployabilityAnalyzer(Descriptors.UnknownVariable)
{
    private static readonly string[] StartKeys = ["command", "args", "entrypoint"];

    private const string Separator = "__";

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable)
        {
            var facts = AppFacts.Of(project);
            var files = ProjectFiles.Of(context.Options);
            context.RegisterContainers(
                facts,
                Descriptors.UnknownVariable,
                (container, variables) => Judge(container, variables, facts, files)
            );
        }
    }

    private static IEnumerable<ManifestFinding> Judge(
        AppContainer container,
        IReadOnlyList<AppVariable> variables,
        AppFacts facts,
        ProjectFiles files
    )
    {
        foreach (var variable in variables)
        {
            if (
                variable.File is not { } file
                || variable.IsShared
                || variable.Name.Length == 0
                || variable.Name.IndexOf('$') >= 0
                || variable.Name.IndexOf(YamlNode.Hole) >= 0
                || KnownVariables.Contains(variable.Name)
                || facts.Keys.MayRead(variable.Name, CancellationToken.None)
                || facts.Keys.MayReadAnything
                || IsInSettings(variable.Name, facts.Keys, files)
                || StartsScript(container, facts, files)
                || IsUsedInContainer(container, variable)
            )
            {
                continue;
            }

            // A name without sections may be for a library or the system; one that looks like a key of this app is for the app.
            var better = Closest(variable.Name, container, facts.Keys);
            if (
                better is null
                && (
                    variable.Name.IndexOf(Separator, StringComparison.Ordinal) <= 0
                    || variable.Name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                continue;
            }

            yield return new ManifestFinding(
                file,
                variable.NameRange,
                [variable.Name, better is not null ? $"did you mean '{better}'?" : "remove it, or read it"]
            )
            {
                Replacement = better,
            };
        }
    }

    // A key that some settings file has is read by somebody, even if nobody here sees by whom; so is one of a section of which no key is known.
    private static bool IsInSettings(string variable, ReadKeys keys, ProjectFiles files)
    {
        foreach (var key in keys.KeysOf(variable))
        {
            var root = key.Split(':')[0];
            var isKnownRoot = keys.All.Any(known => known.Key.StartsWith(root + ":", StringComparison.OrdinalIgnoreCase));
            foreach (var file in files.All)
            {
                if (
                    (file.Kind & (ProjectFileKind.AppSettings | ProjectFileKind.Settings)) != 0
                    && file.GetViews(CancellationToken.None) is { } views
                    && views.Json.Settings.Any(setting =>
                        setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
                        || setting.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)
                        || !isKnownRoot && setting.Key.StartsWith(root + ":", StringComparison.OrdinalIgnoreCase)
                    )
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    // A script reads what it likes.
    private static bool StartsScript(AppContainer container, AppFacts facts, ProjectFiles files) =>
        StartKeys.Any(key =>
            container.Node.Find(key) is { } node
            && node.DescendantsAndSelf().Any(static part => part.Kind == YamlKind.Scalar && MayBeScript(part.Text))
        )
        || AppDockerfiles
            .Of(files, facts.Name, CancellationToken.None)
            .Any(static image =>
                image.Dockerfile.Final!.AllInstructions.Any(static instruction =>
                    instruction.Keyword is "ENTRYPOINT" or "CMD" && instruction.Words.Any(static word => MayBeScript(word.Text))
                )
            );

    private static bool MayBeScript(string word) =>
        word.EndsWith(".sh", StringComparison.Ordinal) || word is "-c" or "sh" or "bash" or "/bin/sh" or "/bin/bash";

    // $(NAME) in another variable, ${NAME} in a command.
    private static bool IsUsedInContainer(AppContainer container, AppVariable variable) =>
        container
            .Node.DescendantsAndSelf()
            .Any(node =>
                node.Kind == YamlKind.Scalar
                && (
                    node.Text.Contains("$(" + variable.Name + ")")
                    || node.Text.Contains("$" + variable.Name) && !node.Text.Contains("=${" + variable.Name)
                    || node.Text.Contains("$${" + variable.Name)
                )
            );

    // What differs by little from a key that the app reads and that nobody provides yet.
    private static string? Closest(string name, AppContainer container, ReadKeys keys)
    {
        var letters = Letters(name);
        string? best = null;
        var least = Math.Max(1, Math.Min(3, letters.Length / 6)) + 1;
        foreach (var key in keys.All)
        {
            if (key.Variable.Length < 4 || container.Variables.Any(variable => keys.Provides(variable.Name, key)))
            {
                continue;
            }

            var distance = RoutePattern.Distance(Letters(key.Variable), letters);
            if (distance < least || distance == least && best is not null && string.CompareOrdinal(key.Variable, best) < 0)
            {
                least = distance;
                best = key.Variable;
            }
        }

        return best;
    }

    private static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
