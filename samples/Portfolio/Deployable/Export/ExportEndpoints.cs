using Microsoft.AspNetCore.Http.HttpResults;
using MiniExcelLibs;
using Portfolio.Projects;

namespace Portfolio.Export;

public static class ExportEndpoints
{
    private const string ExcelWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static IEndpointRouteBuilder MapExport(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/export", ExportAsync);
        return app;
    }

    private static async Task<FileStreamHttpResult> ExportAsync(ProjectFiles files, CancellationToken cancellationToken)
    {
        var projects = await files.ListAsync(cancellationToken);
        var workbook = new MemoryStream();
        await workbook.SaveAsAsync(
            projects.Select(project => new { Project = project.Name, project.Owner, project.Budget, project.Spent }),
            cancellationToken: cancellationToken);
        workbook.Position = 0;
        return TypedResults.File(workbook, ExcelWorkbook, "portfolio.xlsx");
    }
}
