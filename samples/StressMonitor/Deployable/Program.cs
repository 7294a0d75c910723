using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using StressMonitor.Datasets;
using StressMonitor.Explanations;
using StressMonitor.Metrics;
using StressMonitor.Models;
using StressMonitor.Storage;

var builder = WebApplication.CreateBuilder(args);

var allowedOrigins = builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? [];
builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
    .WithOrigins(allowedOrigins)
    .WithMethods("GET", "POST")
    .WithHeaders("Content-Type")));

builder.Services.AddProblemDetails();
builder.Services.AddValidation();
builder.Services.ConfigureHttpJsonOptions(options =>
    options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(builder.Configuration);
builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);
builder.Services.AddScoped<ModelEvaluator>();

builder.Services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<IngestSignature>();

builder.Services.AddHttpClient<DriftScoringClient>(client =>
{
    client.BaseAddress = builder.Configuration.GetValue<Uri>("Services:DriftScoring:BaseUrl");
    client.Timeout = TimeSpan.FromSeconds(3);
});

builder.Services.AddHttpClient<ModelRegistryClient>(client =>
{
    client.BaseAddress = builder.Configuration.GetValue<Uri>("Services:ModelRegistry:BaseUrl");
    client.Timeout = TimeSpan.FromSeconds(3);
});

builder.Services.Configure<OpenAIOptions>(builder.Configuration.GetSection(OpenAIOptions.Section));
builder.Services.AddHttpClient<OpenAIClient>(client =>
{
    client.BaseAddress = new Uri("https://api.openai.com/");
    client.Timeout = TimeSpan.FromSeconds(20);
});

var app = builder.Build();

if (!app.Environment.IsDevelopment())
    app.UseExceptionHandler();
app.UseCors();
app.UseDefaultFiles();
app.UseStaticFiles();

app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapModels();
app.MapDatasets();
app.MapMetrics();
app.MapExplanations();

app.Run();
