using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats;
using Deployability.Formats.Dockerfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Containers;

/// <summary>DPL7005: what must not get into the build context gets there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BuildContextAnalyzer() : DeployabilityAnalyzer(Descriptors.BuildContext)
{
    private const string Git = ".git";

    // Either at the context's root or in a project below it.
    private static readonly (string Name, string[] Samples)[] Unwanted =
    [
        ("bin", ["bin/Debug/app.dll", "src/App/bin/Debug/app.dll"]),
        ("obj", ["obj/project.assets.json", "src/App/obj/project.assets.json"]),
        (Git, [".git/config"]),
        (".env", [".env"]),
    ];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, AnalyzeDockerfile);
        var root = project.Options.BuildProperty("DeployabilityRepositoryRoot")?.Replace('\\', '/').TrimEnd('/');
        context.RegisterAllFiles(ProjectFileKind.DockerIgnore, file => AnalyzeIgnoreFile(file, root));
    }

    private static void AnalyzeDockerfile(FileContext context)
    {
        if (context.Views.Dockerfile is { Stages: [var first, ..] } dockerfile && dockerfile.Stages.Any(CopiesContext) && IgnoreFileOf(context.File, context.Files) is null)
        {
            context.Report(Descriptors.BuildContext, first.From.Range, "No .dockerignore belongs to this Dockerfile, so bin, obj, .git and .env files go to the builder and into layers");
        }
    }

    private static void AnalyzeIgnoreFile(FileContext context, string? root)
    {
        if (!context.Files.All.Any(file => file.Kind == ProjectFileKind.Dockerfile && IgnoreFileOf(file, context.Files) == context.File))
        {
            return;
        }

        var patterns = IgnorePatterns.Parse(context.Views.Text);
        var missing = Unwanted.Where(item => (item.Name != Git || MayHoldHistory(context.File, root)) && !item.Samples.Any(patterns.Excludes)).Select(static item => item.Name).ToList();
        if (missing.Count > 0)
        {
            var text = context.Views.Text;
            var end = text.IndexOfAny(['\r', '\n']);
            context.Report(Descriptors.BuildContext, TextRange.FromBounds(0, end < 0 ? text.Length : end), $"This file lets {string.Join(", ", missing)} into the build context, and so into layers");
        }
    }

    // The history stands at the root of the repository only; a Dockerfile's own ignore file may be used with any context.
    private static bool MayHoldHistory(ProjectFile file, string? root)
    {
        var path = file.Path.Replace('\\', '/');
        return root is null || !file.Name.Equals(".dockerignore", StringComparison.OrdinalIgnoreCase) || path.Substring(0, path.Length - file.Name.Length).TrimEnd('/').Equals(root, StringComparison.OrdinalIgnoreCase);
    }

    private static bool CopiesContext(DockerStage stage) => stage.Instructions.Any(static instruction => instruction.Keyword is "COPY" or "ADD" && instruction.Flag("from") is null && instruction.Heredocs.Count == 0);

    // Dockerfile.dockerignore beside the Dockerfile, else the nearest .dockerignore in its folder or above.
    private static ProjectFile? IgnoreFileOf(ProjectFile dockerfile, ProjectFiles files)
    {
        ProjectFile? nearest = null;
        var path = dockerfile.Path.Replace('\\', '/');
        foreach (var file in files.All)
        {
            if (file.Kind != ProjectFileKind.DockerIgnore)
            {
                continue;
            }

            var candidate = file.Path.Replace('\\', '/');
            if (candidate.Equals(path + ".dockerignore", StringComparison.OrdinalIgnoreCase))
            {
                return file;
            }

            var folder = candidate.Substring(0, candidate.Length - file.Name.Length);
            if (file.Name.Equals(".dockerignore", StringComparison.OrdinalIgnoreCase) && path.StartsWith(folder, StringComparison.OrdinalIgnoreCase) && (nearest is null || candidate.Length > nearest.Path.Length))
            {
                nearest = file;
            }
        }

        return nearest;
    }
}
