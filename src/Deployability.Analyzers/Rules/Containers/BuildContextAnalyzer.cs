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
    private static readonly string[] OtherTools =
    [
        "npm",
        "npx",
        "yarn",
        "pnpm",
        "bun",
        "go",
        "cargo",
        "pip",
        "pip3",
        "poetry",
        "uv",
        "mvn",
        "./mvnw",
        "gradle",
        "./gradlew",
        "bundle",
        "mix",
        "make",
        "cmake",
    ];

    // A Dockerfile that takes one of these takes it on purpose, and nothing else of its surroundings.
    private static readonly string[] Outputs = ["bin", "obj", "publish", "out", "output", "artifacts", "dist"];

    // COPY *.csproj . and COPY entrypoint.sh / take files and no folder.
    private static readonly string[] FileEndings =
    [
        "proj",
        ".sln",
        ".slnx",
        ".props",
        ".targets",
        ".json",
        ".config",
        ".xml",
        ".sh",
        ".ps1",
        ".cmd",
        ".txt",
        ".md",
        ".yml",
        ".yaml",
        ".toml",
        ".lock",
        ".mod",
        ".sum",
        ".conf",
        ".cnf",
        ".ini",
        ".crt",
        ".cer",
        ".pem",
        ".pfx",
        ".zip",
        ".tar",
        ".gz",
        ".tgz",
        ".deb",
        ".dll",
        ".exe",
        ".so",
        ".jar",
        ".sql",
        ".py",
        ".js",
        ".proto",
        ".html",
        ".css",
        ".template",
        ".nupkg",
    ];

    // Where the project may stand in a context that nobody here knows.
    private static readonly string[] AnyFolder = ["", "App/", "src/App/"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var root = project.Options.BuildProperty("DeployabilityRepositoryRoot")?.Replace('\\', '/').TrimEnd('/');
        var own = project.Options.BuildProperty("ProjectDir")?.Replace('\\', '/').TrimEnd('/');
        var app = project.Compilation.AssemblyName ?? "";
        context.RegisterShippedFiles(
            ProjectFileKind.Dockerfile,
            file =>
            {
                if (!IsForContextAbove(file.Views.Dockerfile, app, root, own))
                {
                    AnalyzeDockerfile(file);
                }
            }
        );
        context.RegisterAllFiles(ProjectFileKind.DockerIgnore, file => AnalyzeIgnoreFile(file, root, own));
    }

    private static void AnalyzeDockerfile(FileContext context)
    {
        var dockerfile = context.Views.Dockerfile;
        if (CopyOf(dockerfile) is not Copy.Nothing and var copy && IgnoreFileOf(context.File, context.Files) is null)
        {
            context.Report(
                Descriptors.BuildContext,
                dockerfile.Stages[0].From.Range,
                $"No .dockerignore belongs to this Dockerfile, so {(copy == Copy.All ? "bin, obj, .git and .env files" : "bin and obj")} go to the builder and into layers"
            );
        }
    }

    // COPY Shop.Api/Shop.Api.csproj where Shop.Api is the repository itself: the context is a folder of several, whose .dockerignore stands in none of them.
    private static bool IsForContextAbove(Dockerfile dockerfile, string app, string? root, string? own) =>
        root is not null
        && own is not null
        && (own + "/").StartsWith(root + "/", StringComparison.OrdinalIgnoreCase)
        && Sources(dockerfile)
            .Any(source =>
                source.Replace('\\', '/') is var path
                && path.LastIndexOf('/') is > 0 and var slash
                && path.Substring(slash + 1).Equals(app + ".csproj", StringComparison.OrdinalIgnoreCase)
                && path.IndexOfAny(['$', '*']) < 0
                && path.Substring(0, slash).Split('/').Where(static part => part is not ("" or ".")).ToList() is { Count: > 0 } parts
                && !(own.Substring(root.Length) + "/").EndsWith($"/{string.Join("/", parts)}/", StringComparison.OrdinalIgnoreCase)
            );

    private static IEnumerable<string> Sources(Dockerfile dockerfile) =>
        dockerfile
            .Stages.SelectMany(static stage => stage.Instructions)
            .Where(static instruction =>
                instruction.Keyword is "COPY" or "ADD" && instruction.Flag("from") is null && instruction.Heredocs.Count == 0
            )
            .SelectMany(static instruction => instruction.Words.Take(instruction.Words.Count - 1))
            .Select(static source => source.Text);

    private static void AnalyzeIgnoreFile(FileContext context, string? root, string? own)
    {
        var copy = Copy.Nothing;
        foreach (var file in context.Files.OfKind(ProjectFileKind.Dockerfile))
        {
            if (
                IgnoreFileOf(file, context.Files) == context.File
                && file.GetViews(context.CancellationToken) is { } views
                && CopyOf(views.Dockerfile) is var found
                && found > copy
            )
            {
                copy = found;
            }
        }

        if (copy == Copy.Nothing)
        {
            return;
        }

        var text = context.Views.Text;
        var patterns = IgnorePatterns.Parse(text);
        var folders = FoldersOf(context.File, own);
        var missing = BuildContext
            .Unwanted.Where(item =>
                item.Sample is { } sample
                && (
                    item == BuildContext.History ? copy == Copy.All && MayHoldHistory(context.File, root)
                    : item == BuildContext.Environment ? copy == Copy.All
                    : true
                )
                && !(item.IsOfProject ? folders : [""]).Any(folder => patterns.Excludes(folder + sample))
            )
            // Outputs of the build first, as where there is no such file at all.
            .OrderBy(static item => item.Name.StartsWith(".", StringComparison.Ordinal))
            .ToList();

        // Where nobody keeps such a file below it, there is nothing to let in.
        var path = context.File.Path.Replace('\\', '/');
        var folder = path.Substring(0, path.Length - context.File.Name.Length);
        if (
            missing.Count > 0
            && (
                missing is not [var only]
                || only != BuildContext.Environment
                || context
                    .Files.OfKind(ProjectFileKind.DotEnv)
                    .Any(file => file.Path.Replace('\\', '/').StartsWith(folder, StringComparison.OrdinalIgnoreCase))
            )
        )
        {
            var end = text.IndexOfAny(['\r', '\n']);
            context.Report(
                Descriptors.BuildContext,
                TextRange.FromBounds(0, end < 0 ? text.Length : end),
                $"This file lets {string.Join(", ", missing.Select(static item => item.Name))} into the build context, and so into layers"
            );
        }
    }

    // The project's folder as the patterns of a .dockerignore above it see it: */bin covers Shop/bin, but not src/Shop/bin.
    private static string[] FoldersOf(ProjectFile file, string? own)
    {
        var path = file.Path.Replace('\\', '/');
        var context = path.Substring(0, path.Length - file.Name.Length);
        return own is null || !file.Name.Equals(".dockerignore", StringComparison.OrdinalIgnoreCase) ? AnyFolder
            : own.Equals(context.TrimEnd('/'), StringComparison.OrdinalIgnoreCase) ? [""]
            : own.StartsWith(context, StringComparison.OrdinalIgnoreCase) ? [own.Substring(context.Length) + "/"]
            : AnyFolder;
    }

    // The history stands at the root of the repository only; a Dockerfile's own ignore file may be used with any context.
    private static bool MayHoldHistory(ProjectFile file, string? root)
    {
        var path = file.Path.Replace('\\', '/');
        return root is null
            || !file.Name.Equals(".dockerignore", StringComparison.OrdinalIgnoreCase)
            || path.Substring(0, path.Length - file.Name.Length).TrimEnd('/').Equals(root, StringComparison.OrdinalIgnoreCase);
    }

    // What is of another language, with nothing of .NET beside it, has no bin and obj of ours.
    private static bool IsOfOtherPlatform(Dockerfile dockerfile)
    {
        var images = dockerfile
            .Stages.Where(static stage => stage.Base is null)
            .Select(static stage => ContainerImage.Parse(stage.Image))
            .ToList();
        var commands = dockerfile
            .Stages.SelectMany(static stage => stage.Instructions)
            .SelectMany(static instruction => instruction.Commands)
            .Where(static command => command.Count > 0)
            .Select(static command => command[0].Text)
            .ToList();
        return !images.Any(static image => image is { IsDotNet: true })
            && !commands.Contains("dotnet")
            && (
                images.Any(static image => image is { IsOfOtherPlatform: true })
                || commands.Exists(static command => Array.IndexOf(OtherTools, command) >= 0)
            );
    }

    private static Copy CopyOf(Dockerfile dockerfile)
    {
        if (IsOfOtherPlatform(dockerfile))
        {
            return Copy.Nothing;
        }

        var most = Sources(dockerfile).Select(CopyOf).DefaultIfEmpty(Copy.Nothing).Max();

        return most == Copy.Folders && IsOfBuiltApp(dockerfile) || most == Copy.All && StartsWhatItCopies(dockerfile) ? Copy.Nothing : most;
    }

    // COPY . . and ENTRYPOINT ["dotnet", "Shop.dll"], and nothing builds: the context is the folder that was published before.
    private static bool StartsWhatItCopies(Dockerfile dockerfile) =>
        dockerfile.Final is { } final
        && Commands(final.AllInstructions, "ENTRYPOINT", "CMD")
            .Any(static command =>
                command is [{ Text: "dotnet" }, { Text: var assembly }, ..]
                && assembly.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                && assembly.IndexOf("bin/", StringComparison.OrdinalIgnoreCase) < 0
            )
        && !Commands(dockerfile.Stages.SelectMany(static stage => stage.Instructions), "RUN")
            .Any(static command => command is [{ Text: "dotnet" or "msbuild" }, ..]);

    private static IEnumerable<IReadOnlyList<DockerWord>> Commands(IEnumerable<DockerInstruction> instructions, params string[] keywords) =>
        instructions
            .Where(instruction => Array.IndexOf(keywords, instruction.Keyword) >= 0)
            .SelectMany(static instruction => instruction.Commands);

    // Where nothing builds, a folder that is named holds what was built before, whatever it is called.
    private static bool IsOfBuiltApp(Dockerfile dockerfile) =>
        dockerfile.Stages.All(static stage => ContainerImage.Of(stage) is { IsDotNet: true, IsSdk: false });

    private static Copy CopyOf(string source)
    {
        var parts = source
            .Replace('\\', '/')
            .Split(['/'], StringSplitOptions.RemoveEmptyEntries)
            .Where(static part => part != ".")
            .ToList();
        return source.IndexOf("://", StringComparison.Ordinal) >= 0
            || parts.Any(static part => Array.Exists(Outputs, output => part.Equals(output, StringComparison.OrdinalIgnoreCase)))
                ? Copy.Nothing
            : parts.Count == 0 || parts is ["*" or "**"] ? Copy.All
            : !source.EndsWith("/", StringComparison.Ordinal)
            && Array.Exists(FileEndings, ending => parts[parts.Count - 1].EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                ? Copy.Nothing
            : Copy.Folders;
    }

    // Dockerfile.dockerignore beside the Dockerfile, else the nearest .dockerignore in its folder or above.
    private static ProjectFile? IgnoreFileOf(ProjectFile dockerfile, ProjectFiles files)
    {
        ProjectFile? nearest = null;
        var path = dockerfile.Path.Replace('\\', '/');
        foreach (var file in files.OfKind(ProjectFileKind.DockerIgnore))
        {
            var candidate = file.Path.Replace('\\', '/');
            if (candidate.Equals(path + ".dockerignore", StringComparison.OrdinalIgnoreCase))
            {
                return file;
            }

            var folder = candidate.Substring(0, candidate.Length - file.Name.Length);
            if (
                file.Name.Equals(".dockerignore", StringComparison.OrdinalIgnoreCase)
                && path.StartsWith(folder, StringComparison.OrdinalIgnoreCase)
                && (nearest is null || candidate.Length > nearest.Path.Length)
            )
            {
                nearest = file;
            }
        }

        return nearest;
    }

    /// <summary>What a Dockerfile takes from its build context.</summary>
    private enum Copy
    {
        /// <summary>Nothing, or named files, or what was built before.</summary>
        Nothing,

        /// <summary>Folders below it.</summary>
        Folders,

        /// <summary>Everything.</summary>
        All,
    }
}
