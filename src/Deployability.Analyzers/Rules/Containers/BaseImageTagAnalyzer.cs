using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Containers;

/// <summary>DPL7002: a base image that changes by itself, gets no more fixes, or is of another .NET than the project.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaseImageTagAnalyzer() : DeployabilityAnalyzer(Descriptors.BaseImageTag)
{
    // Out of support: https://dotnet.microsoft.com/platform/support/policy/dotnet-core. No clock is asked, so that a build says the same tomorrow.
    private const int LastUnsupported = 7;

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var target = TargetOf(project.Options.BuildProperty("TargetFramework"));
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, file => Analyze(file, target));
    }

    private static void Analyze(FileContext context, (int Major, int Minor)? target)
    {
        foreach (var stage in context.Views.Dockerfile.Stages)
        {
            if (
                stage is { IsUsed: true, Base: null, ImageWord: { } word }
                && ContainerImage.Parse(stage.Image) is { Repository: not "scratch" } image
                && WhatIsWrong(image, stage.IsInImage, target) is { } reason
            )
            {
                context.Report(Descriptors.BaseImageTag, word.Range, stage.Image, reason);
            }
        }
    }

    private static string? WhatIsWrong(ContainerImage image, bool isInImage, (int Major, int Minor)? target)
    {
        var fitting = target is { } wanted ? $"{wanted.Major}.{wanted.Minor}" : "10.0";
        if (
            image is { IsDotNet: true }
            && (
                image.Repository.IndexOf("/dotnet/core/", StringComparison.Ordinal) > 0
                || image.Repository.StartsWith("microsoft/", StringComparison.Ordinal)
                || image.Version is { Major: <= LastUnsupported }
            )
        )
        {
            return $"gets no security fixes any more; use mcr.microsoft.com/dotnet/{(image.IsSdk ? "sdk" : "aspnet")}:{fitting}";
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
            target is not { } project
            || image.Version is not { } version
            || image.Repository.EndsWith("/runtime-deps", StringComparison.Ordinal)
            || version == project
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
