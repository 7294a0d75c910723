namespace Deployability.Publish;

/// <summary>What to tell the person who published.</summary>
/// <param name="Problems">An error among them means that the publish fails.</param>
/// <param name="Summary">One line for the end; empty when nothing was generated.</param>
/// <param name="SummaryUnchanged">The same for the next publish, while nothing changes.</param>
public sealed record PublishOutcome(IReadOnlyList<Problem> Problems, string Summary = "", string SummaryUnchanged = "");
