using Microsoft.AspNetCore.Http.HttpResults;
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

    private static async Task<FileContentHttpResult> ExportAsync(ProjectFiles files, CancellationToken cancellationToken) =>
        TypedResults.File(ExcelExport.Create(await files.ListAsync(cancellationToken)), ExcelWorkbook, "portfolio.xlsx");
}
