using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Dockerfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Containers;

/// <summary>DPL7006: a shell stands between the container's runtime and the app.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ShellFormAnalyzer() : DeployabilityAnalyzer(Descriptors.ShellForm)
{
    // Only a shell puts in variables and redirects output.
    private static readonly char[] OfShell = ['$', '<', '>'];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, Analyze);

    private static void Analyze(FileContext context)
    {
        if (context.Views.Dockerfile.Final is not { } final || ContainerImage.Of(final) is { IsWindows: true })
        {
            return;
        }

        // An entry point in shell form ignores CMD.
        var entryPoint = final.AllInstructions.LastOrDefault(static instruction => instruction.Keyword == "ENTRYPOINT");
        var command = final.AllInstructions.LastOrDefault(static instruction => instruction.Keyword == "CMD");
        foreach (var start in new[] { entryPoint, entryPoint is { IsJson: false } ? null : command })
        {
            if (start is { Words.Count: > 0 } && RunsInShell(start))
            {
                context.Report(Descriptors.ShellForm, start.Range, start.Keyword, ExecForm(start));
            }
        }
    }

    // The last command is what runs; with exec it takes the shell's place. A shell that runs a script file is the script's affair.
    private static bool RunsInShell(DockerInstruction start)
    {
        if (start.Commands.Count == 0 || (start.IsJson && start.Commands[0] == start.Words))
        {
            return false;
        }

        return ProgramOf(start.Commands[start.Commands.Count - 1]) is { Text: not "exec" };
    }

    // Behind the variables that are set for it alone: ASPNETCORE_URLS=http://*:$PORT dotnet App.dll.
    private static DockerWord? ProgramOf(IReadOnlyList<DockerWord> command) =>
        command.FirstOrDefault(static word => !IsAssignment(word.Text));

    private static bool IsAssignment(string word)
    {
        var name = word.Substring(0, Math.Max(word.IndexOf('='), 0));
        return name.Length > 0 && !char.IsDigit(name[0]) && name.All(static c => c == '_' || char.IsLetterOrDigit(c));
    }

    private static string ExecForm(DockerInstruction start)
    {
        var words = start.Commands[start.Commands.Count - 1];
        var program = ProgramOf(words);
        return start.Commands.Count > 1 || program != words[0] || words.Any(static word => word.Text.IndexOfAny(OfShell) >= 0)
            ? $"put 'exec' in front of '{program?.Text}'"
            : $"write {start.Keyword} [{string.Join(", ", words.Select(static word => "\"" + word.Text + "\""))}]";
    }
}
