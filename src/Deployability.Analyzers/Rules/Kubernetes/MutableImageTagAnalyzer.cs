using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8004: a manifest names an image by a tag that moves.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MutableImageTagAnalyzer() : DeployabilityAnalyzer(Descriptors.MutableImageTag)
{
    private static readonly string[] Moving = ["latest", "main", "master", "develop", "dev", "edge", "nightly", "stable", "canary"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterAllFiles(ProjectFileKind.Yaml, Analyze);

    private static void Analyze(FileContext context)
    {
        var manifests = Manifests.Of(context.Files, context.CancellationToken);
        foreach (var container in KubernetesObject.Of(context.Views.Yaml).SelectMany(static manifest => manifest.Containers))
        {
            var image = container.Image;
            if (
                image.Length == 0
                || image.IndexOf('@') >= 0
                || image.IndexOfAny(Template) >= 0
                || manifests.IsPinned(Manifests.WithoutTag(image))
            )
            {
                continue;
            }

            var name = Manifests.WithoutTag(image);
            var tag = image.Length > name.Length ? image.Substring(name.Length + 1) : "";
            if (tag.Length == 0 || Array.Exists(Moving, moving => tag.Equals(moving, StringComparison.OrdinalIgnoreCase)))
            {
                context.Report(
                    Descriptors.MutableImageTag,
                    container.Node.Find("image")!.Range,
                    image,
                    tag.Length == 0 ? "has no tag, which means latest" : "has a tag that moves"
                );
            }
        }
    }

    private static readonly char[] Template = ['$', '{', '<', '#', '%'];
}
