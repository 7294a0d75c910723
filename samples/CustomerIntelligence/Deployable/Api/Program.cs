using CustomerIntelligence.Api.Customers;
using CustomerIntelligence.Api.Storage;
using CustomerIntelligence.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Prometheus;

var builder = WebApplication.CreateBuilder(args);

builder.AddCustomerDatabase();

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

if (!app.Environment.IsDevelopment())
    app.UseExceptionHandler();
app.UseHttpMetrics();
app.UseCors();

app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapMetrics();
app.MapCustomers();

app.Run();
