namespace Deployability.EndToEnd.Tests.Templates;

/// <summary>An app that a newcomer makes, and what is right for it.</summary>
/// <param name="Name">Of the project.</param>
/// <param name="New">Arguments of <c>dotnet new</c>.</param>
public sealed record TemplateCase(string Name, string New)
{
    /// <summary>What its first build reports, suggestions too.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>What is left once every fix was taken.</summary>
    public IReadOnlyList<string> Left { get; init; } = ["DPL2306 appsettings.json"];

    /// <summary>What publish warns of: parts of the messages, one each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Packages beyond the template's, as <c>Id Version</c>.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>More content of the project file.</summary>
    public string Project { get; init; } = "";

    /// <summary>Files in place of the template's, or beside them.</summary>
    public IReadOnlyList<(string Path, string Content)> Files { get; init; } = [];

    /// <summary>What the operator gives: secrets, and settings that have no value anywhere.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    /// <summary>What the ConfigMap has to say, as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>What to ask the running app: <c>GET /path</c>, <c>POST /path</c>; all must succeed.</summary>
    public IReadOnlyList<string> Requests { get; init; } = [];

    /// <summary>Files below mounts that exist once the requests were answered; the last part may have <c>*</c>.</summary>
    public IReadOnlyList<string> Written { get; init; } = [];

    /// <summary>What the publish output may not hold; the last part may have <c>*</c>.</summary>
    public IReadOnlyList<string> NotPublished { get; init; } = [];

    /// <summary>What the image's build may not see, as the ignore file says it.</summary>
    public IReadOnlyList<string> NotInContext { get; init; } = [];

    /// <summary>Whether it is compiled by a compiler that runs analyzers.</summary>
    public bool IsCSharp { get; init; } = true;

    /// <summary>Whether it is compiled to native code, which takes a linker of the machine.</summary>
    public bool IsNative { get; init; }

    /// <summary>Whether it answers requests.</summary>
    public bool IsWeb { get; init; } = true;
}
