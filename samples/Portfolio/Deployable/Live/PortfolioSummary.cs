using Portfolio.Assessment;
using Portfolio.Projects;

namespace Portfolio.Live;

public sealed record PortfolioSummary(
    int Projects,
    int OverBudget,
    decimal Budget,
    decimal Spent,
    double? AverageScore,
    DateTimeOffset? UpdatedAt)
{
    public static PortfolioSummary Of(IReadOnlyList<Project> projects, IReadOnlyList<Criterion> criteria)
    {
        var average = projects.Average(project => Criterion.Score(criteria, project.Ratings));
        return new(
            projects.Count,
            projects.Count(project => project.Spent > project.Budget),
            projects.Sum(project => project.Budget),
            projects.Sum(project => project.Spent),
            average is null ? null : Math.Round(average.Value, 1),
            projects.Count == 0 ? null : projects.Max(project => project.UpdatedAt));
    }
}
