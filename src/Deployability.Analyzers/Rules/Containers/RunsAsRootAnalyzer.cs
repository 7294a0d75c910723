using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Dockerfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Containers;

/// <summary>DPL7001: the image of a Dockerfile runs as root.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RunsAsRootAnalyzer() : DeployabilityAnalyzer(Descriptors.RunsAsRoot)
{
    // They change the user when they start the process.
    private static readonly HashSet<string> Droppers = new(StringComparer.Ordinal) { "gosu", "su-exec", "setpriv", "runuser" };

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, Analyze);

    private static void Analyze(FileContext context)
    {
        if (context.Views.Dockerfile.Final is not { } final || DropsRoot(final))
        {
            return;
        }

        var user = final.AllInstructions.LastOrDefault(static instruction => instruction.Keyword == "USER");
        var image = ContainerImage.Of(final);
        if (user is { Words.Count: > 0 })
        {
            var name = final.Expand(user.Words[0], user).Split(':')[0];
            if (name is "root" or "0" && image is not { IsWindows: true })
            {
                context.Report(Descriptors.RunsAsRoot, user.Range, $"USER {name} stands last in the final stage", WayOut(image));
            }
        }
        else if (image is { RunsAsRoot: true } && (!image.StartsNothing || StartsAnApp(final)))
        {
            context.Report(
                Descriptors.RunsAsRoot,
                (final.ImageWord?.Range ?? final.From.Range),
                "The final stage names no USER and its base image runs as root",
                WayOut(image)
            );
        }
    }

    private static string WayOut(ContainerImage? image) =>
        image is { IsDotNet: true } && image.Version is null or { Major: >= 8 }
            ? "end it with 'USER $APP_UID', a user that the image has"
            : "create a user with a numeric id and end the stage with 'USER 10001'";

    // A stage that exports files or holds tools for a build is no image of an app.
    private static bool StartsAnApp(DockerStage stage) =>
        stage.AllInstructions.Any(static instruction => instruction.Keyword is "ENTRYPOINT" or "CMD");

    // By itself, or in a script that the image installs the program for.
    private static bool DropsRoot(DockerStage stage) =>
        stage.AllInstructions.Any(static instruction =>
            instruction.Keyword is "ENTRYPOINT" or "CMD" or "RUN" or "COPY" or "ADD"
            && instruction.Words.Any(static word => Droppers.Contains(word.Text.Substring(word.Text.LastIndexOf('/') + 1)))
        );
}
