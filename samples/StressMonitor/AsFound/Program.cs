using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using StressMonitor.Datasets;
using StressMonitor.Explanations;
using StressMonitor.Metrics;
using StressMonitor.Models;

if (!Debugger.IsAttached)
    Debugger.Launch();

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    EnvironmentName = Environments.Development,
});

builder.WebHost.UseUrls("http://127.0.0.1:5000");
builder.WebHost.CaptureStartupErrors(true);
builder.WebHost.UseSetting(WebHostDefaults.DetailedErrorsKey, "true");

builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
    .AllowAnyOrigin()
    .AllowAnyMethod()
    .AllowAnyHeader()));

builder.Services.AddValidation();
builder.Services.ConfigureHttpJsonOptions(options =>
    options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<IModelStore, InMemoryModelStore>();
builder.Services.AddSingleton<IDatasetStore, InMemoryDatasetStore>();
builder.Services.AddSingleton<IMetricStore, InMemoryMetricStore>();
builder.Services.AddScoped<ModelEvaluator>();

var ingestSigningKey = "q7Zt4Wm9Xv2Lp8Rk3Ns6Hd1Jb5Yc0Gf";
builder.Services.AddSingleton(new IngestSignature(ingestSigningKey));

builder.Services.AddHttpClient<DriftScoringClient>(client =>
{
    client.BaseAddress = new Uri("http://localhost:8001");
    client.Timeout = TimeSpan.FromSeconds(3);
});

builder.Services.AddHttpClient<ModelRegistryClient>(client =>
{
    client.BaseAddress = new Uri("http://model-registry.ml.internal:5050");
    client.Timeout = TimeSpan.FromSeconds(3);
});

builder.Services.Configure<OpenAIOptions>(builder.Configuration.GetSection(OpenAIOptions.Section));
builder.Services.AddHttpClient<OpenAIClient>(client =>
{
    client.BaseAddress = new Uri("https://api.openai.com/");
    client.Timeout = TimeSpan.FromSeconds(20);
});

var app = builder.Build();

app.UseDeveloperExceptionPage();
app.UseCors();
app.UseDefaultFiles();
app.UseStaticFiles();

app.MapModels();
app.MapDatasets();
app.MapMetrics();
app.MapExplanations();

app.Run();
