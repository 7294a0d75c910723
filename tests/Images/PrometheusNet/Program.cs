using Prometheus;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.UseRouting();
app.UseHttpMetrics();
app.MapHealthChecks("/healthz/live");
app.MapMetrics();
app.MapGet("/orders/{id:int}", (int id) => id);
app.Run();
