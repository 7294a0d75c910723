namespace Portfolio.Assessment;

public sealed record Criterion(string Id, string Title, int Weight)
{
    /// <summary>What projects are held against until the framework can be read.</summary>
    public static IReadOnlyList<Criterion> BuiltIn { get; } =
    [
        new("value", "Business value", 3),
        new("risk", "Risk under control", 2),
        new("team", "Team is staffed", 1),
    ];

    /// <returns>The weighted ratings from 0 to 100; null without any.</returns>
    public static double? Score(IReadOnlyList<Criterion> criteria, IReadOnlyDictionary<string, int> ratings)
    {
        var rated = criteria.Where(criterion => ratings.ContainsKey(criterion.Id)).ToList();
        var weight = rated.Sum(criterion => criterion.Weight);
        return weight == 0
            ? null
            : Math.Round(rated.Sum(criterion => criterion.Weight * (ratings[criterion.Id] - 1)) * 25.0 / weight, 1);
    }
}
