namespace CustomerIntelligence.Scoring;

/// <param name="Value">How likely the customer is to leave, from 0 to 1.</param>
public sealed record Risk(string CustomerId, double Value, DateTimeOffset ScoredAt);
