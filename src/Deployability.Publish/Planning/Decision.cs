namespace Deployability.Publish.Planning;

/// <summary>Something that neither code nor project says, so it was assumed (DPL9004).</summary>
/// <param name="Assumed">What holds now, as a sentence.</param>
/// <param name="Why">What it was concluded from, as a sentence.</param>
/// <param name="Instead">How to decide otherwise, as a sentence; empty when there is nothing to decide.</param>
public sealed record Decision(string Assumed, string Why, string Instead = "")
{
    /// <summary>The target that it is about; empty when it holds for all.</summary>
    public string Target { get; init; } = "";

    /// <summary>All of it, for a message or a list.</summary>
    public override string ToString() => Text.Sentences(Why, Assumed, Instead);
}

/// <summary>Something that is left to a person: no generated file can do it.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">The variable, path, host or file in question; it tells two actions of one kind apart.</param>
/// <param name="Task">What to do, as a sentence.</param>
/// <param name="Why">What happens otherwise, as a sentence.</param>
/// <param name="Snippet">Something ready to paste; empty for nothing.</param>
/// <param name="IsBlocking">Whether the app does not run as generated until it is done.</param>
public sealed record OperatorAction(
    OperatorActionKind Kind,
    string Subject,
    string Task,
    string Why,
    string Snippet = "",
    bool IsBlocking = false
)
{
    /// <summary>The target that it is about; empty when it holds for all.</summary>
    public string Target { get; init; } = "";

    /// <summary>What the snippet is written in, as Markdown names it.</summary>
    public string Language => Snippet.StartsWith("<", StringComparison.Ordinal) ? "xml" : "sh";

    /// <summary>All of it but the snippet, for a message or a list.</summary>
    public override string ToString() => Text.Sentences(Why, Task);
}

/// <summary>What an <see cref="OperatorAction"/> is about.</summary>
public enum OperatorActionKind
{
    /// <summary>A secret value that somebody must supply.</summary>
    Secret,

    /// <summary>A setting that has no value anywhere.</summary>
    Setting,

    /// <summary>Where the image is pushed to and pulled from.</summary>
    Image,

    /// <summary>What the build of the image cannot see.</summary>
    Build,

    /// <summary>Hosts, certificates, session affinity of an ingress.</summary>
    Ingress,

    /// <summary>Who may connect to whom.</summary>
    Network,

    /// <summary>Volumes, shares and storage classes.</summary>
    Storage,

    /// <summary>What the code itself has to change.</summary>
    Code,
}
