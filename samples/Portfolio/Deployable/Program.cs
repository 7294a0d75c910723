using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Portfolio;
using Portfolio.Assessment;
using Portfolio.Export;
using Portfolio.Live;
using Portfolio.Projects;
using Portfolio.Watchlist;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddOptions<PortfolioOptions>()
    .BindConfiguration(PortfolioOptions.Section)
    .ValidateDataAnnotations()
    .ValidateOnStart();
var dataDirectory = builder.Configuration["Portfolio:DataDirectory"] ?? "/data";

// A watch list may be lost with its instance; the ingress keeps a visitor at the same one.
builder.Services.AddMemoryCache();
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(8));
builder.Services.AddDataProtection()
    .SetApplicationName("portfolio")
    .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(dataDirectory, "keys")));

builder.Services.AddProblemDetails();
builder.Services.AddValidation();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<ProjectFiles>();
builder.Services.AddSingleton<AssessmentFramework>();
builder.Services.AddSingleton<PortfolioMonitor>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<PortfolioMonitor>());
builder.Services.AddHealthChecks().AddCheck<FoldersHealthCheck>("folders", tags: ["ready"]);

var app = builder.Build();

if (!app.Environment.IsDevelopment())
    app.UseExceptionHandler();
app.UseDefaultFiles();
app.UseStaticFiles();
app.UseSession();

app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapProjects();
app.MapLive();
app.MapExport();
app.MapWatchlist();

app.Run();
