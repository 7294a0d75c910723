using System.Diagnostics;
using Portfolio.Assessment;
using Portfolio.Export;
using Portfolio.Live;
using Portfolio.Projects;
using Portfolio.Watchlist;

var builder = WebApplication.CreateBuilder(args);

builder.WebHost.UseUrls("http://localhost:5080");

builder.Services.AddMemoryCache();
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(8));

builder.Services.AddValidation();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new ProjectFiles(@"D:\PortfolioData\projects"));
builder.Services.AddSingleton<AssessmentFramework>();
builder.Services.AddSingleton<PortfolioMonitor>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<PortfolioMonitor>());

var app = builder.Build();

app.UseDeveloperExceptionPage();
app.UseDefaultFiles();
app.UseStaticFiles();
app.UseSession();

app.MapProjects();
app.MapLive();
app.MapExport();
app.MapWatchlist();

app.Lifetime.ApplicationStarted.Register(() =>
    Process.Start(new ProcessStartInfo("http://localhost:5080") { UseShellExecute = true }));

app.Run();
