using GrowthDashboard;
using GrowthDashboard.Growth;
using GrowthDashboard.Prices;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);

// TS_STORAGE__PRICE_CACHE_DIR and its like, beside dashboard.json.
var settings = new ConfigurationBuilder()
    .AddJsonFile("dashboard.json")
    .AddEnvironmentVariables("TS_")
    .Build();
builder.Services.Configure<StorageOptions>(settings.GetSection("Storage"));
var market = settings["Market:BaseUrl"] ?? throw new InvalidOperationException("Configuration value 'Market:BaseUrl' (TS_MARKET__BASEURL) is missing.");

builder.Services.AddProblemDetails();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<PriceCache>();
builder.Services.AddHttpClient<MarketClient>(client =>
{
    client.BaseAddress = new Uri(market);
    client.DefaultRequestHeaders.Add("X-Api-Key", settings["Market:ApiKey"]);
    client.Timeout = TimeSpan.FromSeconds(10);
});
builder.Services.AddScoped<PriceHistory>();
builder.Services.AddHealthChecks().AddCheck<PriceCacheHealthCheck>("price-cache", tags: ["ready"]);

var app = builder.Build();

app.UseExceptionHandler();

app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapGrowth(settings.GetSection("Symbols").Get<string[]>() ?? []);

app.Run();
