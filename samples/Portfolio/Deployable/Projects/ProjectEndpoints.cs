using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portfolio.Assessment;

namespace Portfolio.Projects;

public sealed record NewProject(
    [property: Required, StringLength(80, MinimumLength = 2)] string Name,
    [property: Required, StringLength(80)] string Owner,
    [property: Range(0, 1e12)] decimal Budget,
    [property: Range(0, 1e12)] decimal Spent);

/// <param name="Score">From 0 to 100; null until somebody has rated the project.</param>
public sealed record ScoredProject(Project Project, double? Score);

public static class ProjectEndpoints
{
    public static IEndpointRouteBuilder MapProjects(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/framework", (AssessmentFramework framework, CancellationToken cancellationToken) =>
            framework.CriteriaAsync(cancellationToken));

        var projects = app.MapGroup("/api/projects");
        projects.MapGet("/", ListAsync);
        projects.MapGet("/{id}", FindAsync);
        projects.MapPost("/", AddAsync);
        projects.MapPut("/{id}/ratings", RateAsync);
        return app;
    }

    private static async Task<IReadOnlyList<ScoredProject>> ListAsync(
        ProjectFiles files, AssessmentFramework framework, CancellationToken cancellationToken)
    {
        var criteria = await framework.CriteriaAsync(cancellationToken);
        var projects = await files.ListAsync(cancellationToken);
        return [.. projects.Select(project => new ScoredProject(project, Criterion.Score(criteria, project.Ratings)))];
    }

    private static async Task<Results<Ok<Project>, NotFound>> FindAsync(string id, ProjectFiles files, CancellationToken cancellationToken) =>
        await files.FindAsync(id, cancellationToken) is { } project ? TypedResults.Ok(project) : TypedResults.NotFound();

    private static async Task<Results<Created<Project>, Conflict>> AddAsync(
        NewProject request, ProjectFiles files, TimeProvider clock, CancellationToken cancellationToken)
    {
        var project = new Project(
            Slug.From(request.Name), request.Name, request.Owner, request.Budget, request.Spent,
            new Dictionary<string, int>(), clock.GetUtcNow());
        return await files.AddAsync(project, cancellationToken)
            ? TypedResults.Created($"/api/projects/{project.Id}", project)
            : TypedResults.Conflict();
    }

    private static async Task<Results<Ok<ScoredProject>, NotFound, ValidationProblem>> RateAsync(
        string id,
        Dictionary<string, int> ratings,
        ProjectFiles files,
        AssessmentFramework framework,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var criteria = await framework.CriteriaAsync(cancellationToken);
        var faults = ratings
            .Where(rating => rating.Value is < 1 or > 5 || criteria.All(criterion => criterion.Id != rating.Key))
            .ToDictionary(rating => rating.Key, _ => new[] { "A rating from 1 to 5 of a criterion of the framework." });
        if (faults.Count > 0)
            return TypedResults.ValidationProblem(faults);
        if (await files.FindAsync(id, cancellationToken) is not { } project)
            return TypedResults.NotFound();

        var rated = project with { Ratings = ratings, UpdatedAt = clock.GetUtcNow() };
        await files.ReplaceAsync(rated, cancellationToken);
        return TypedResults.Ok(new ScoredProject(rated, Criterion.Score(criteria, ratings)));
    }
}
