using GrowthDashboard.Growth;
using GrowthDashboard.Prices;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://localhost:5200");

var settings = new ConfigurationBuilder()
    .AddJsonFile("dashboard.json")
    .AddEnvironmentVariables("TS_")
    .Build();

builder.Services.AddCors();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<PriceCache>();
builder.Services.AddHttpClient<MarketClient>(client =>
    {
        client.BaseAddress = new Uri(settings["Market:BaseUrl"] ?? "http://localhost:8800");
        client.DefaultRequestHeaders.Add("X-Api-Key", settings["Market:ApiKey"]);
        client.Timeout = TimeSpan.FromSeconds(10);
    })
    .ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    });
builder.Services.AddScoped<PriceHistory>();

var app = builder.Build();

app.UseCors(policy => policy.WithOrigins("*").AllowAnyHeader());

app.MapGrowth(settings.GetSection("Symbols").Get<string[]>() ?? []);

app.Run();
