using CustomerIntelligence.Customers;
using CustomerIntelligence.Jobs;
using CustomerIntelligence.Scoring;
using CustomerIntelligence.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Npgsql;
using Prometheus;

var builder = WebApplication.CreateBuilder(args);

var connection = builder.Configuration.GetConnectionString("Customers")
    ?? throw new InvalidOperationException("Configuration value 'ConnectionStrings:Customers' is missing.");
builder.Services.AddSingleton(NpgsqlDataSource.Create(connection));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<Schema>();
builder.Services.AddSingleton<CustomerTable>();
builder.Services.AddSingleton<ScoringTables>();
builder.Services.AddSingleton<BatchScoring>();
builder.Services.AddSingleton<ModelTraining>();
builder.Services.AddSingleton<DriftMonitoring>();

var origins = builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? [];
builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
    .WithOrigins(origins)
    .WithMethods("GET", "PUT")
    .WithHeaders("Content-Type")));
builder.Services.AddProblemDetails();
builder.Services.AddValidation();
builder.Services.AddHostedService<SchemaInitializer>();
builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);

var app = builder.Build();

// The same image, with the name of a job as its only argument.
if (args is [var job])
    return await Job.RunAsync(job, app.Services);

if (!app.Environment.IsDevelopment())
    app.UseExceptionHandler();
app.UseHttpMetrics();
app.UseCors();

app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapMetrics();
app.MapCustomers();

app.Run();
return 0;
