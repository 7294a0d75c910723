using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Compose;
using Deployability.Formats.Dockerfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Containers;

/// <summary>DPL7003: nothing tells the container's health, or a check that cannot run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContainerHealthcheckAnalyzer() : DeployabilityAnalyzer(Descriptors.ContainerHealthcheck)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var isWeb = string.Equals(project.Options.BuildProperty("UsingMicrosoftNETSdkWeb"), "true", StringComparison.OrdinalIgnoreCase);
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, file => Analyze(file, isWeb));
    }

    private static void Analyze(FileContext context, bool isWeb)
    {
        if (context.Views.Dockerfile.Final is not { } final)
        {
            return;
        }

        var image = ContainerImage.Of(final);
        var check = final.AllInstructions.LastOrDefault(static instruction => instruction.Keyword == "HEALTHCHECK");
        if (check is not null)
        {
            if (image is not null && check.Nested is { } command && WhatIsMissing(final, image, command) is { } missing)
            {
                context.Report(
                    Descriptors.ContainerHealthcheck,
                    check.Range,
                    missing,
                    "let the app's own assembly make the request in exec form, or take an image that has the program"
                );
            }
        }
        else if (isWeb && Starts(final) && !IsCheckedElsewhere(context))
        {
            context.Report(
                Descriptors.ContainerHealthcheck,
                final.ImageWord?.Range ?? final.From.Range,
                "The image has no HEALTHCHECK, so docker and compose take a hanging app for a healthy one",
                image is { IsDistroless: true }
                    ? "add one in exec form that the app's own assembly answers, as the image has no shell and no curl"
                    : "add one, or HEALTHCHECK NONE where an orchestrator probes"
            );
        }
    }

    private static string? WhatIsMissing(DockerStage stage, ContainerImage image, DockerInstruction command)
    {
        if (image.IsDistroless && !command.IsJson && command.Words.Count > 0)
        {
            return "The HEALTHCHECK needs a shell, which this image lacks, so the container is never healthy";
        }

        foreach (var words in command.Commands.Count > 0 ? command.Commands : [command.Words])
        {
            var program = words.Count > 0 ? words[0].Text.Substring(words[0].Text.LastIndexOf('/') + 1) : "";
            if (program is "curl" or "wget" && !image.HasProgram(program) && !IsInstalled(stage, program))
            {
                return $"The HEALTHCHECK calls {program}, which this image lacks, so the container is never healthy";
            }
        }

        return null;
    }

    // RUN apt-get install -y curl, COPY --from=tools /usr/bin/curl /usr/bin/
    private static bool IsInstalled(DockerStage stage, string program) =>
        stage.AllInstructions.Any(instruction =>
            instruction.Keyword is "RUN" or "COPY" or "ADD"
            && instruction
                .Commands.SelectMany(static command => command)
                .Concat(instruction.Words)
                .Any(word => Names(word.Text, program) || word.Text.IndexOf("busybox", StringComparison.Ordinal) >= 0)
        );

    // curl, /usr/bin/curl, curl=8.14.1-1, and no libcurl4
    private static bool Names(string word, string program)
    {
        var start = word.LastIndexOf('/') + 1;
        return string.CompareOrdinal(word, start, program, 0, program.Length) == 0
            && (start + program.Length == word.Length || word[start + program.Length] is '=' or '-' or ';' or '*');
    }

    private static bool Starts(DockerStage stage) =>
        stage.AllInstructions.Any(static instruction => instruction.Keyword is "ENTRYPOINT" or "CMD");

    // Compose has a check of its own for what it builds, and Kubernetes takes no notice of HEALTHCHECK: its probes are the check there.
    private static bool IsCheckedElsewhere(FileContext context)
    {
        foreach (var file in context.Files.All)
        {
            if (
                file.Kind == ProjectFileKind.Compose
                    ? file.GetViews(context.CancellationToken) is { } views
                        && ComposeService
                            .Of(views.Yaml)
                            .Any(static service => service.Build is not null && service.Node.Find("healthcheck") is not null)
                    : (file.Kind & (ProjectFileKind.Yaml | ProjectFileKind.HelmTemplate)) != 0
                        && file.GetText(context.CancellationToken)?.ToString() is { } text
                        && (Says(text, "livenessProbe:") || Says(text, "readinessProbe:"))
            )
            {
                return true;
            }
        }

        return false;
    }

    // Not behind a #.
    private static bool Says(string text, string key)
    {
        for (
            var at = text.IndexOf(key, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(key, at + key.Length, StringComparison.Ordinal)
        )
        {
            var line = text.LastIndexOf('\n', at) + 1;
            if (text.IndexOf('#', line, at - line) < 0)
            {
                return true;
            }
        }

        return false;
    }
}
