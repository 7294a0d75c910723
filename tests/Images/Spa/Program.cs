var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapHealthChecks("/healthz/live");
app.MapGet("/api/greeting", () => "Hello");
app.MapFallbackToFile("index.html");
app.Run();
