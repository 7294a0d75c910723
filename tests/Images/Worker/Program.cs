var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Clock>();
await builder.Build().RunAsync();

internal sealed class Clock(IConfiguration configuration) : BackgroundService
{
    private readonly string path = configuration["Clock:File"] ?? "/data/clock.txt";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await File.AppendAllTextAsync(path, "tick\n", stoppingToken);
        }
    }
}
