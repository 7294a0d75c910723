namespace Deployability.Publish.Emission;

/// <summary>A file to write.</summary>
/// <param name="Path">Path below the output folder, with '/'.</param>
/// <param name="Content">The whole text, with LF.</param>
public sealed record GeneratedFile(string Path, string Content);
