namespace Deployability.Formats;

/// <summary>The name of a container's image, taken apart: <c>registry:5000/shop/api:1.2@sha256:…</c>.</summary>
/// <param name="Repository">With its registry, as it is written.</param>
/// <param name="Tag">Empty when there is none.</param>
/// <param name="Digest">With its algorithm; empty when there is none.</param>
public readonly record struct ImageName(string Repository, string Tag, string Digest)
{
    private static readonly string[] Moving = ["latest", "main", "master", "develop", "dev", "edge", "nightly", "stable", "canary"];

    /// <summary>The last part of the repository: <c>api</c>.</summary>
    public string Program => Repository.Substring(Repository.LastIndexOf('/') + 1);

    /// <summary>What stands behind the repository, with its signs: <c>:1.2@sha256:…</c>.</summary>
    public string Version => (Tag.Length == 0 ? "" : ":" + Tag) + (Digest.Length == 0 ? "" : "@" + Digest);

    /// <summary>Whether a tag names another version tomorrow.</summary>
    public static bool Moves(string tag) => Array.Exists(Moving, moving => tag.Equals(moving, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes any text apart; never throws. A colon in front of a slash is that of a registry's port.</summary>
    public static ImageName Parse(string image)
    {
        var at = image.IndexOf('@');
        var name = at < 0 ? image : image.Substring(0, at);
        var digest = at < 0 ? "" : image.Substring(at + 1);
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/')
            ? new ImageName(name.Substring(0, colon), name.Substring(colon + 1), digest)
            : new ImageName(name, "", digest);
    }
}
