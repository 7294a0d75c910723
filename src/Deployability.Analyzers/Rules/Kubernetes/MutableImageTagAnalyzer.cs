using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8004: a manifest names an image by a tag that moves.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MutableImageTagAnalyzer() : DeployabilityAnalyzer(Descriptors.MutableImageTag)
{
    private static readonly char[] Template = ['$', '{', '<', '#', '%', YamlNode.Hole];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterManifests(Descriptors.MutableImageTag, static (manifest, set, _) => Judge(manifest, set));
        context.RegisterChartValues(Descriptors.MutableImageTag, static (values, _) => JudgeValues(values));
    }

    // image: { repository: shop/api, tag: latest }; a chart without a tag takes its own version.
    private static IEnumerable<ManifestFinding> JudgeValues(ChartValues values)
    {
        foreach (var (_, section) in values.Containers)
        {
            var image = section.Find("image")!;
            var whole = image.Kind == YamlKind.Scalar ? image.Text : image.TextOf("repository") ?? "";
            var name = ImageName.Parse(whole);
            var tag = image.Find("tag") ?? section.Find("imageTag") ?? section.Find("tag");
            if (tag is { Kind: YamlKind.Scalar } && ImageName.Moves(tag.Text))
            {
                yield return ManifestFinding.At(tag, $"{name.Repository}:{tag.Text}", "has a tag that moves");
            }
            else if (image.Kind == YamlKind.Scalar && name.Digest.Length == 0 && ImageName.Moves(name.Tag))
            {
                yield return ManifestFinding.At(image, whole, "has a tag that moves");
            }
        }
    }

    private static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest, ManifestSet set)
    {
        // OpenShift puts the digest of what an image stream's tag means in its place, and rolls out when that changes.
        if (manifest.Root.Find("spec", "triggers")?.Items.Any(static trigger => trigger.TextOf("type") == "ImageChange") == true)
        {
            yield break;
        }

        foreach (var container in manifest.Containers)
        {
            var image = container.Image;
            var (repository, tag, digest) = ImageName.Parse(image);
            if (
                image.Length > 0
                && !manifest.IsOpen
                && digest.Length == 0
                && (tag.Length == 0 ? image : tag).IndexOfAny(Template) < 0
                && (tag.Length == 0 || ImageName.Moves(tag))
                && container.Node.Find("image") is { } place
                && !set.IsVersioned(repository, place)
            )
            {
                yield return ManifestFinding.At(place, image, tag.Length == 0 ? "has no tag, which means latest" : "has a tag that moves");
            }
        }
    }
}
