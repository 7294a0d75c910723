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

        var last = start.Commands[start.Commands.Count - 1];
        return last.Count > 0 && last[0].Text != "exec";
    }

    private static string ExecForm(DockerInstruction start)
    {
        var words = start.Commands[start.Commands.Count - 1];
        return start.Commands.Count > 1 || words.Any(static word => word.Text.IndexOfAny(OfShell) >= 0)
            ? $"put 'exec' in front of '{words[0].Text}'"
            : $"write {start.Keyword} [{string.Join(", ", words.Select(static word => "\"" + word.Text + "\""))}]";
    }
}
