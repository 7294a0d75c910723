using System.Globalization;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/culture", () => 1234.5.ToString("N1", CultureInfo.GetCultureInfo("de-DE")));
app.MapGet("/zone", () => TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin").BaseUtcOffset.ToString());
app.Run();
