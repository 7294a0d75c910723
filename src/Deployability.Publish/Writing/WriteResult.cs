namespace Deployability.Publish.Writing;

/// <summary>What became of a write.</summary>
/// <param name="Written">How many files are new or have a new text.</param>
/// <param name="Problems">What was kept because a person edited it (DPL9002), or why nothing was written: DPL9005, or DPL9001 when the folder is another project's.</param>
public sealed record WriteResult(int Written, IReadOnlyList<Problem> Problems);
