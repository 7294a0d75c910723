using System.Collections.Concurrent;
using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
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

            // The same variables stand in the files of each environment.
            var judged = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            bool MayBeUnread(string name, CancellationToken cancellation) =>
                judged.GetOrAdd(name, key => MayBeWrong(key, facts, files, cancellation));
            ContainerJudge judge = (container, variables, cancellation) => Judge(container, variables, facts, MayBeUnread, cancellation);
            context.RegisterContainers(facts, Descriptors.UnknownVariable, judge);
            context.RegisterChartVariables(facts, Descriptors.UnknownVariable, judge);
            context.RegisterShippedFiles(ProjectFileKind.DotEnv, file => AnalyzeDotEnv(file, facts, MayBeUnread));
            context.RegisterShippedFiles(ProjectFileKind.Dockerfile, file => AnalyzeDockerfile(file, facts, MayBeUnread));
        }
    }

    private static IEnumerable<ManifestFinding> Judge(
        AppContainer container,
        IReadOnlyList<AppVariable> variables,
        AppFacts facts,
        Func<string, CancellationToken, bool> mayBeWrong,
        CancellationToken cancellation
    )
    {
        foreach (var variable in variables)
        {
            if (
                variable.File is { } file
                && variable is { IsShared: false, Origin: not VariableOrigin.Settings }
                && mayBeWrong(variable.Name, cancellation)
                && !StartsScript(container)
                && !IsUsedInContainer(container, variable.Name)
                && Wrong(variable.Name, container.Variables.Select(static other => other.Name), facts.Keys, cancellation) is { } wrong
            )
            {
                yield return new ManifestFinding(file, variable.NameRange, wrong.Arguments) { Replacement = wrong.Better };
            }
        }
    }

    // What a service gets by env_file; a file beside the compose file may also fill in ${NAME} there.
    private static void AnalyzeDotEnv(FileContext context, AppFacts facts, Func<string, CancellationToken, bool> mayBeWrong)
    {
        var seen = new HashSet<TextRange>();
        foreach (var service in facts.ContainersIn(context.Files, context.CancellationToken).Services)
        {
            foreach (var variable in service.Variables)
            {
                if (
                    variable.DotEnv == context.File
                    && !variable.IsShared
                    && seen.Add(variable.NameRange)
                    && mayBeWrong(variable.Name, context.CancellationToken)
                    && !StartsScript(service)
                    && !IsUsedInFile(service.File, variable.Name)
                    && Wrong(variable.Name, service.Variables.Select(static other => other.Name), facts.Keys, context.CancellationToken)
                        is { } wrong
                )
                {
                    context.Report(Descriptors.UnknownVariable, variable.NameRange, wrong.Better, null, wrong.Arguments);
                }
            }
        }
    }

    // ENV of the stages that end up in the image.
    private static void AnalyzeDockerfile(FileContext context, AppFacts facts, Func<string, CancellationToken, bool> mayBeWrong)
    {
        var file = context.Views.Dockerfile;
        if (!AppDockerfiles.IsOfApp(file, facts.Name))
        {
            return;
        }

        var pairs = file.Final!.AllInstructions.Where(static instruction => instruction.Keyword == "ENV")
            .SelectMany(static instruction => instruction.Pairs)
            .ToList();
        foreach (var pair in pairs)
        {
            if (
                mayBeWrong(pair.Name, context.CancellationToken)
                && !IsUsed(context.Views.Text, pair.Name)
                && Wrong(pair.Name, pairs.Select(static other => other.Name), facts.Keys, context.CancellationToken) is { } wrong
            )
            {
                context.Report(Descriptors.UnknownVariable, pair.NameRange, wrong.Better, null, wrong.Arguments);
            }
        }
    }

    // Neither known to somebody else nor read by the code, nor by a script that starts it.
    private static bool MayBeWrong(string name, AppFacts facts, ProjectFiles files, CancellationToken cancellation) =>
        name.Length > 0
        && name.IndexOf('$') < 0
        && name.IndexOf(YamlNode.Hole) < 0
        && !facts.Keys.MayRead(name, cancellation)
        && (
            KnownVariables.Meant(name) is not null
                // The host takes these prefixes off.
                ? !facts.Keys.MayRead(name.Substring(name.IndexOf('_') + 1), cancellation)
                : !KnownVariables.Contains(name)
                    && !facts.Keys.MayReadAnything(cancellation)
                    && !IsInSettings(name, facts.Keys, files, cancellation)
                    && !StartsScript(facts, files, cancellation)
        );

    // A name without sections may be for a library or the system; one that looks like a key of this app is for the app.
    private static (object[] Arguments, string? Better)? Wrong(
        string name,
        IEnumerable<string> others,
        ReadKeys keys,
        CancellationToken cancellation
    )
    {
        var better = KnownVariables.Meant(name) ?? Closest(name, others, keys, cancellation);
        return
            better is null
            && (
                name.IndexOf(Separator, StringComparison.Ordinal) <= 0
                || name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase)
            )
            ? null
            : ([name, better is not null ? $"did you mean '{better}'?" : "remove it, or read it"], better);
    }

    // A key that some settings file has is read by somebody, even if nobody here sees by whom; so is one of a section of which no key is known.
    private static bool IsInSettings(string variable, ReadKeys keys, ProjectFiles files, CancellationToken cancellation)
    {
        foreach (var key in keys.KeysOf(variable, cancellation))
        {
            var root = key.Split(':')[0];
            var isKnownRoot = keys.All(cancellation).Any(known => known.Key.StartsWith(root + ":", StringComparison.OrdinalIgnoreCase));
            foreach (var file in files.All)
            {
                if (
                    (file.Kind & (ProjectFileKind.AppSettings | ProjectFileKind.Settings)) != 0
                    && file.GetViews(cancellation) is { } views
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
    private static bool StartsScript(AppContainer container) =>
        StartKeys.Any(key =>
            container.Node.Find(key) is { } node
            && node.DescendantsAndSelf().Any(static part => part.Kind == YamlKind.Scalar && MayBeScript(part.Text))
        );

    private static bool StartsScript(AppFacts facts, ProjectFiles files, CancellationToken cancellation) =>
        AppDockerfiles
            .Of(files, facts.Name, cancellation)
            .Any(static image =>
                image.Dockerfile.Final!.AllInstructions.Any(static instruction =>
                    instruction.Keyword is "ENTRYPOINT" or "CMD" && instruction.Words.Any(static word => MayBeScript(word.Text))
                )
            );

    private static bool MayBeScript(string word) =>
        word.EndsWith(".sh", StringComparison.Ordinal) || word is "-c" or "sh" or "bash" or "/bin/sh" or "/bin/bash";

    // $(NAME) in another variable, ${NAME} in a command.
    private static bool IsUsedInContainer(AppContainer container, string name) =>
        container
            .Node.DescendantsAndSelf()
            .Any(node =>
                node.Kind == YamlKind.Scalar
                && (
                    node.Text.Contains("$(" + name + ")")
                    || node.Text.Contains("$" + name) && !node.Text.Contains("=${" + name)
                    || node.Text.Contains("$${" + name)
                )
            );

    private static bool IsUsedInFile(YamlFile file, string name) =>
        file
            .Documents.SelectMany(static document => document.DescendantsAndSelf())
            .Any(node => node.Kind == YamlKind.Scalar && IsUsed(node.Text, name));

    private static bool IsUsed(string text, string name) => text.Contains("$" + name) || text.Contains("${" + name);

    // What differs by little from a key that the app reads and that nobody provides yet.
    private static string? Closest(string name, IEnumerable<string> others, ReadKeys keys, CancellationToken cancellation)
    {
        var prefix = keys.PrefixOf(name, cancellation);
        var (whole, letters) = (Spelling.Letters(name), Spelling.Letters(name.Substring(prefix.Length)));
        string? best = null;
        var least = Spelling.MostMistakes(letters.Length) + 1;
        foreach (var key in keys.All(cancellation))
        {
            var variable = key.VariableBehind(prefix);
            if (
                key.Variable.Length >= 4
                && Spelling.Distance(key.Letters, key.IsVariable ? whole : letters, least) is var distance
                && (distance < least || distance == least && best is not null && string.CompareOrdinal(variable, best) < 0)
                && !others.Any(other => keys.Provides(other, key, cancellation))
            )
            {
                least = distance;
                best = variable;
            }
        }

        return best;
    }
}
