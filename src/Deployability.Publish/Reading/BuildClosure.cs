namespace Deployability.Publish.Reading;

/// <summary>The files that <c>dotnet restore</c> needs for a project and everything that it references.</summary>
/// <param name="ContextRoot">Full path of the nearest folder that holds every input: the image's build context.</param>
/// <param name="Projects">Project files, relative to the root, the published one first.</param>
/// <param name="RestoreInputs">Other files that restore reads, relative to the root, sorted.</param>
/// <param name="Feeds">Folder feeds inside the root, relative to it, sorted.</param>
/// <param name="Warnings">What keeps the image's build from seeing what this machine sees.</param>
public sealed record BuildClosure(
    string ContextRoot,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> RestoreInputs,
    IReadOnlyList<string> Feeds,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>Version and roll-forward policy of the nearest global.json; empty when there is none.</summary>
    public (string Version, string RollForward) SdkPin { get; init; } = ("", "");

    /// <summary>Packages that the project, or a project that it references, refers to itself; with the version or range that it asks for.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();

    /// <summary>Full path of the repository's root; empty when nothing marks one.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Full path of the nearest solution in the repository; empty when there is none.</summary>
    public string Solution { get; init; } = "";

    /// <summary>Node projects beside the code, declared or found.</summary>
    public IReadOnlyList<FrontendFolder> Frontends { get; init; } = [];

    /// <summary>Keys that the build signs assemblies with, relative to the root, sorted: without them it fails.</summary>
    public IReadOnlyList<string> SigningKeys { get; init; } = [];

    /// <summary>
    /// Folders inside the root into which this machine unpacks packages or puts what it publishes and packs, relative to it; the image makes its own.
    /// Those named bin and obj stay out of it wherever they are.
    /// </summary>
    public IReadOnlyList<string> MachineFolders { get; init; } = [];
}
