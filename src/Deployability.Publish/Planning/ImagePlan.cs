namespace Deployability.Publish.Planning;

/// <summary>The image that is built and run.</summary>
public sealed record ImagePlan
{
    /// <summary>Repository with registry, without tag.</summary>
    public required string Repository { get; init; }

    public required string Tag { get; init; }

    /// <summary>Image of the build stage.</summary>
    public required string SdkImage { get; init; }

    /// <summary>Whether the build stage gets a linker first, because no flavour of its image has one.</summary>
    public bool NeedsLinker { get; init; }

    /// <summary>Image of the final stage.</summary>
    public required string BaseImage { get; init; }

    /// <summary>Numeric user of the process.</summary>
    public required int User { get; init; }

    /// <summary>Numeric group of the process.</summary>
    public required int Group { get; init; }

    /// <summary>Exec-form entry point.</summary>
    public required IReadOnlyList<string> EntryPoint { get; init; }

    public required IReadOnlyList<NamedValue> Labels { get; init; }

    /// <summary>Variables set in the image.</summary>
    public required IReadOnlyList<NamedValue> Variables { get; init; }

    public required bool IsSelfContained { get; init; }

    public required bool IsAot { get; init; }

    /// <summary>Whether the program unpacks itself at its start, for which it needs a folder that it may write.</summary>
    public required bool ExtractsItself { get; init; }

    /// <summary>Packages of the distribution that the final stage installs, sorted; none for most apps.</summary>
    public IReadOnlyList<string> SystemPackages { get; init; } = [];

    /// <summary>What the packages are for.</summary>
    public IReadOnlyList<string> SystemPackagesFor { get; init; } = [];

    /// <summary>Libraries that are looked for under another name: the name that is there, and the one that is asked for.</summary>
    public IReadOnlyList<NamedValue> LibraryLinks { get; init; } = [];

    public string Reference => $"{Repository}:{Tag}";

    /// <summary>Whether the repository names a registry; without one it means Docker Hub.</summary>
    public bool HasRegistry =>
        Repository.Split('/') is { Length: > 1 } parts && (parts[0].Contains('.') || parts[0].Contains(':') || parts[0] == "localhost");
}
