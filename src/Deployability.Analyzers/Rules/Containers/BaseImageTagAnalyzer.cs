using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Dockerfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Containers;

/// <summary>DPL7002: a base image that changes by itself, gets no more fixes, is of another .NET than the project, or has another C library than the app is published for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaseImageTagAnalyzer() : DeployabilityAnalyzer(Descriptors.BaseImageTag)
{
    // Out of support: https://dotnet.microsoft.com/platform/support/policy/dotnet-core. No clock is asked, so that a build says the same tomorrow.
    private const int LastUnsupported = 7;

    private const string Linux = "linux-";
    private const string Musl = "linux-musl-";

    private static readonly string[] RuntimeProperties = ["SelfContained", "PublishSelfContained", "PublishAot"];

    private static readonly string[] RuntimeOptions =
    [
        "--runtime=",
        "-r=",
        "-p:RuntimeIdentifier=",
        "/p:RuntimeIdentifier=",
        "--property:RuntimeIdentifier=",
    ];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var target = TargetOf(project.Options.BuildProperty("TargetFramework"));
        var targets = (project.Options.BuildProperty("DeployabilityTargetFrameworks") ?? "")
            .Split('|')
            .Select(TargetOf)
            .Append(target)
            .ToList();
        var hasOwnRuntime = Array.Exists(
            RuntimeProperties,
            name => string.Equals(project.Options.BuildProperty(name), "true", StringComparison.OrdinalIgnoreCase)
        );
        var rollsForward = RollsForward(project.Options.BuildProperty("RollForward"));
        context.RegisterShippedFiles(
            ProjectFileKind.Dockerfile,
            file =>
                Analyze(file, new Target(target, targets, hasOwnRuntime || IsSelfContained(file), rollsForward || SaysRollForward(file)))
        );
    }

    /// <summary>What an image has to run.</summary>
    /// <param name="Version">Of the framework that is being built; null for what is no .NET with a version.</param>
    /// <param name="All">Of all frameworks of the project.</param>
    /// <param name="HasOwnRuntime">Whether the app brings its runtime along.</param>
    /// <param name="RollsForward">Whether it takes a later runtime as well.</param>
    private sealed record Target((int Major, int Minor)? Version, List<(int Major, int Minor)?> All, bool HasOwnRuntime, bool RollsForward);

    // dotnet publish -r linux-x64 --self-contained
    private static bool IsSelfContained(FileContext context) =>
        context
            .Views.Dockerfile.Stages.SelectMany(static stage => stage.AllInstructions)
            .Where(static instruction => instruction.Keyword == "RUN")
            .SelectMany(static instruction => instruction.Commands)
            .Any(static command =>
                command
                    .Select((word, i) => (Word: word.Text.TrimStart('-', '/'), Next: i + 1 < command.Count ? command[i + 1].Text : ""))
                    .Any(static at =>
                        at.Word is "self-contained" or "sc" && !at.Next.Equals("false", StringComparison.OrdinalIgnoreCase)
                        || at.Word is "self-contained=true" or "sc=true" or "p:SelfContained=true" or "p:PublishAot=true"
                    )
            );

    private static bool SaysRollForward(FileContext context) =>
        context.Views.Dockerfile.Final?.AllInstructions.Any(static instruction =>
            instruction.Keyword == "ENV"
            && instruction.Pairs.Any(static pair =>
                pair.Name.Equals("DOTNET_ROLL_FORWARD", StringComparison.OrdinalIgnoreCase) && RollsForward(pair.Value?.Text)
            )
        ) == true;

    private static bool RollsForward(string? policy) =>
        string.Equals(policy, "Major", StringComparison.OrdinalIgnoreCase)
        || string.Equals(policy, "LatestMajor", StringComparison.OrdinalIgnoreCase);

    private static void Analyze(FileContext context, Target target)
    {
        foreach (var stage in context.Views.Dockerfile.Stages)
        {
            if (
                stage is { IsUsed: true, Base: null, ImageWord: { } word }
                && !IsMadeByCaller(context.Views.Text, stage, word)
                && ContainerImage.Parse(stage.Image) is { Repository: not "scratch" } image
                && WhatIsWrong(image, stage.IsInImage, target) is { } reason
            )
            {
                context.Report(Descriptors.BaseImageTag, word.Range, stage.Image, reason);
            }
        }

        AnalyzeLibrary(context);
    }

    // dotnet publish -r linux-musl-x64 in front of an image of Debian: what is native in it was built for another C library than is there.
    private static void AnalyzeLibrary(FileContext context)
    {
        var dockerfile = context.Views.Dockerfile;
        if (dockerfile.Final is not { } final || ContainerImage.Of(final) is not { UsesMusl: { } usesMusl } image)
        {
            return;
        }

        var published = dockerfile
            .Stages.Where(static stage => stage.IsUsed)
            .SelectMany(stage => stage.Instructions.SelectMany(instruction => RuntimesIn(instruction, stage)))
            .ToList();
        if (
            published.Count == 0
            || published.Exists(runtime => IsMusl(runtime.Name) == usesMusl)
            // gcompat, libc6-compat: the other library beside Alpine's own.
            || final.AllInstructions.Any(static instruction =>
                instruction.Commands.Any(static command => command.Any(static word => word.Text is "gcompat" or "libc6-compat"))
            )
        )
        {
            return;
        }

        var (name, word) = published[0];
        context.Report(
            Descriptors.BaseImageTag,
            word.Range,
            name,
            usesMusl
                ? $"is for glibc, but '{image.Repository}:{image.Tag}' is Alpine, which has musl: the app's own executable and native libraries of its packages do not load there; use '{name.Replace(Linux, Musl)}'"
                : $"is for musl, as Alpine has it, but '{image.Repository}:{image.Tag}' has glibc: the app's own executable and native libraries of its packages do not load there; use '{name.Replace(Musl, Linux)}'"
        );
    }

    private static bool IsMusl(string runtime) => runtime.StartsWith(Musl, StringComparison.Ordinal);

    // dotnet publish -r linux-x64, --runtime=linux-x64, -p:RuntimeIdentifier=linux-x64
    private static IEnumerable<(string Name, DockerWord Word)> RuntimesIn(DockerInstruction instruction, DockerStage stage)
    {
        foreach (var command in instruction.Commands)
        {
            if (command.Count < 2 || command[0].Text != "dotnet" || command[1].Text != "publish")
            {
                continue;
            }

            for (var i = 2; i < command.Count; i++)
            {
                var text = stage.Expand(command[i], instruction);
                var value =
                    command[i - 1].Text is "-r" or "--runtime" ? text
                    : Array.Exists(RuntimeOptions, option => text.StartsWith(option, StringComparison.OrdinalIgnoreCase))
                        ? text.Substring(text.IndexOf('=') + 1)
                    : "";
                if (value.StartsWith(Linux, StringComparison.Ordinal) && value.IndexOf('$') < 0)
                {
                    yield return (value, command[i]);
                }
            }
        }
    }

    // ARG BASE_IMAGE=base, FROM ${BASE_IMAGE}: an image that the build makes before this one, and names.
    private static bool IsMadeByCaller(string text, DockerStage stage, DockerWord word) =>
        stage.Image.IndexOfAny(['/', ':', '.', '@']) < 0 && word.Range.Of(text).IndexOf('$') >= 0;

    private static string? WhatIsWrong(ContainerImage image, bool isInImage, Target target)
    {
        var isOld = target.Version is { Major: <= LastUnsupported };
        var fitting = target.Version is { } wanted && !isOld ? $"{wanted.Major}.{wanted.Minor}" : "10.0";
        if (
            image is { IsDotNet: true }
            && (
                image.Repository.IndexOf("/dotnet/core/", StringComparison.Ordinal) > 0
                || image.Repository.StartsWith("microsoft/", StringComparison.Ordinal)
                || image.Version is { Major: <= LastUnsupported }
            )
        )
        {
            return $"gets no security fixes any more; {(isOld ? $"move the project to net{fitting} and use" : "use")} mcr.microsoft.com/dotnet/{(image.IsSdk ? "sdk" : image.Repository.EndsWith("/runtime", StringComparison.Ordinal) ? "runtime" : "aspnet")}:{fitting}";
        }

        if (!image.HasDigest && image.Tag.Length == 0)
        {
            return $"has no tag, so each build may take another version; name one{(image.IsDotNet ? $", such as ':{fitting}'" : "")}";
        }

        if (!image.HasDigest && image.Tag.Equals("latest", StringComparison.OrdinalIgnoreCase))
        {
            return $"moves with every release, so each build may take another version; name one{(image.IsDotNet ? $", such as ':{fitting}'" : "")}";
        }

        if (
            target.Version is not { } project
            || image.Version is not { } version
            || image.Repository.EndsWith("/runtime-deps", StringComparison.Ordinal)
            || target.All.Contains(version)
            || (!image.IsSdk && (target.HasOwnRuntime || (target.RollsForward && version.CompareTo(project) > 0)))
        )
        {
            return null;
        }

        // A newer SDK builds older targets.
        return image.IsSdk
            ? version.CompareTo(project) < 0
                ? $"cannot build net{project.Major}.{project.Minor}; use ':{fitting}'"
                : null
            : isInImage
                ? $"has no runtime for net{project.Major}.{project.Minor}, so the app does not start; use ':{fitting}'"
                : null;
    }

    // net10.0, net10.0-windows; null for what is no .NET with a version.
    private static (int Major, int Minor)? TargetOf(string? framework)
    {
        if (framework is null || !framework.StartsWith("net", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var parts = framework.Substring(3).Split('-')[0].Split('.');
        return parts.Length == 2 && int.TryParse(parts[0], out var major) && int.TryParse(parts[1], out var minor) && major >= 5
            ? (major, minor)
            : null;
    }
}
