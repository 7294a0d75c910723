using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Prometheus;
using TodoChat.Api.Accounts;
using TodoChat.Api.Chat;
using TodoChat.Api.Storage;
using TodoChat.Api.Todos;

var builder = WebApplication.CreateBuilder(args);

var tokens = new TokenIssuer(builder.Configuration["Jwt:SigningKey"]
    ?? throw new InvalidOperationException("Configuration value 'Jwt:SigningKey' is missing."));
builder.Services.AddSingleton(tokens);
builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
{
    options.MapInboundClaims = false;
    options.TokenValidationParameters = tokens.Validation;
});
builder.Services.AddAuthorization();

// The page comes from the web tier, which forwards /api: other origins are let in by name only.
var origins = builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? [];
builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
    .WithOrigins(origins)
    .WithMethods("GET", "POST", "PUT", "DELETE")
    .WithHeaders("Authorization", "Content-Type")));

builder.Services.AddProblemDetails();
builder.Services.AddValidation();
builder.Services.Configure<StorageOptions>(builder.Configuration.GetSection(StorageOptions.Section));
builder.Services.AddSingleton<UserFiles>();
builder.Services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage", tags: ["ready"]);

builder.Services.AddHttpClient<OllamaChat>(client =>
{
    client.BaseAddress = builder.Configuration.GetValue<Uri>("Ollama:BaseUrl");
    client.Timeout = TimeSpan.FromMinutes(2);
});
builder.Services.AddHttpClient<OpenAIChat>(client =>
{
    client.BaseAddress = new Uri("https://api.openai.com");
    client.DefaultRequestHeaders.Authorization = new("Bearer", builder.Configuration["OpenAI:ApiKey"]);
    client.Timeout = TimeSpan.FromSeconds(30);
});
builder.Services.AddTransient<IChatBackend>(provider => builder.Configuration["Chat:Backend"] == "ollama"
    ? provider.GetRequiredService<OllamaChat>()
    : provider.GetRequiredService<OpenAIChat>());

var app = builder.Build();

if (!app.Environment.IsDevelopment())
    app.UseExceptionHandler();
app.UseHttpMetrics();
app.UseCors();
app.UseAuthentication();
app.UseAuthorization();

app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapMetrics();
app.MapAccounts();
app.MapTodos();
app.MapChat();

app.Run();
