namespace Portfolio.Projects;

/// <param name="Ratings">Criterion of the assessment framework, and how well the project meets it, from 1 to 5.</param>
public sealed record Project(
    string Id,
    string Name,
    string Owner,
    decimal Budget,
    decimal Spent,
    IReadOnlyDictionary<string, int> Ratings,
    DateTimeOffset UpdatedAt);
