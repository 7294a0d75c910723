var builder = WebApplication.CreateBuilder(args);

var api = builder.Configuration["Services:Api:BaseUrl"]
    ?? throw new InvalidOperationException("Configuration value 'Services:Api:BaseUrl' is missing.");
builder.Services.AddHttpForwarder();
builder.Services.AddHealthChecks();

var app = builder.Build();

app.UseDefaultFiles();
app.UseStaticFiles();

app.MapHealthChecks("/healthz/live");
app.MapForwarder("/api/{**path}", api);

app.Run();
