using OpenTelemetry.Metrics;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();
builder
    .Services.AddOpenTelemetry()
    .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter());

var app = builder.Build();
app.MapHealthChecks("/healthz/live");
app.MapPrometheusScrapingEndpoint();
app.MapGet("/orders/{id:int}", (int id) => id);
app.Run();
