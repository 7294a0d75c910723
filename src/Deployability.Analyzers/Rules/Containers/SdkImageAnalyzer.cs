using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Dockerfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Containers;

/// <summary>DPL7004: the image of a Dockerfile carries the SDK.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SdkImageAnalyzer() : DeployabilityAnalyzer(Descriptors.SdkImage)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, Analyze);

    private static void Analyze(FileContext context)
    {
        if (context.Views.Dockerfile.Final is { } final && ContainerImage.Of(final) is { IsSdk: true } image && StartsAnApp(final))
        {
            var version = image.Version is { } known ? $"{known.Major}.{known.Minor}" : "10.0";
            context.Report(Descriptors.SdkImage, final.ImageWord?.Range ?? final.From.Range, $"mcr.microsoft.com/dotnet/aspnet:{version}");
        }
    }

    // A stage that runs tests, or that only exports files, is no image of an app.
    private static bool StartsAnApp(DockerStage stage) =>
        stage.AllInstructions.LastOrDefault(static instruction => instruction.Keyword is "ENTRYPOINT" or "CMD") is { } start
        && !start.Commands.Any(static command => command.Count > 1 && command[0].Text == "dotnet" && command[1].Text is "test" or "vstest");
}
