var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapHealthChecks("/healthz/live");
app.MapGet("/api/greeting", () => "Hello");

// Into a folder that the project ships.
app.MapPut(
    "/api/pictures/{name}",
    async (string name, Stream body, IWebHostEnvironment environment) =>
    {
        await using var picture = File.Create(Path.Combine(environment.WebRootPath, "pictures", Path.GetFileName(name)));
        await body.CopyToAsync(picture);
        return Results.NoContent();
    }
);
app.MapFallbackToFile("index.html");
app.Run();
