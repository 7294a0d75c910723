using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>
/// A published app, started as its manifests say. Where <c>.ci/stories</c> has built images, in a container of its image, by <c>.ci/pod.sh</c>;
/// elsewhere as a process, with the entry point of the image, the environment of the ConfigMap, and a folder for each volume.
/// </summary>
internal sealed class RunningApp : IDisposable
{
    private const int FrontEndPort = 8080;

    private readonly AppProcess process;
    private readonly TimeSpan grace;

    /// <param name="volumes">A folder of this machine that stands for the volumes; what it holds outlives the app.</param>
    /// <param name="environment">What a person gives: secrets, and what is removed when null.</param>
    public RunningApp(Published app, string volumes, params (string Name, string? Value)[] environment)
        : this(LocalPort.Free(), app.GracePeriod, port => Start(app, volumes, [("ASPNETCORE_HTTP_PORTS", Text(port)), .. environment])) { }

    private RunningApp(int port, TimeSpan grace, Func<int, Process> start)
    {
        Port = port;
        this.grace = grace;
        process = new AppProcess(start(port));
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>nginx with a front end of the app, in a container of its image: its port is fixed.</summary>
    /// <param name="name">Of its image and its Deployment.</param>
    public static RunningApp FrontEnd(Published app, string name, string volumes, params (string Name, string? Value)[] environment) =>
        new(FrontEndPort, app.GracePeriod, _ => StartContainer(app, name, volumes, environment));

    /// <summary>Whether apps run in containers of their images.</summary>
    public static bool InContainer => Environment.GetEnvironmentVariable("DEPLOYABILITY_IMAGES") == "1";

    public int Port { get; }

    public HttpClient Client { get; }

    public string Log => process.Output;

    /// <summary>Waits until the path answers with success, as a probe asks again and again.</summary>
    public async Task<RunningApp> ReadyAsync(string path = "/healthz/ready")
    {
        await process.Until(path, () => Ask(path));
        return this;
    }

    /// <summary>Asks the app to end as a cluster does, and gives its exit code.</summary>
    public int Stop()
    {
        process.AskToEnd();
        return ExitCode();
    }

    /// <summary>Waits for the end, as long as a cluster would, and gives the exit code.</summary>
    public int ExitCode() => process.ExitCode(grace);

    public void Dispose()
    {
        Client.Dispose();
        process.Dispose();
    }

    // Null for success.
    private async Task<string?> Ask(string path)
    {
        try
        {
            using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
            return response.IsSuccessStatusCode ? null : response.StatusCode.ToString();
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
    }

    private static Process Start(Published app, string volumes, (string Name, string? Value)[] given) =>
        InContainer ? StartContainer(app, app.Name, volumes, given) : StartProcess(app, volumes, given);

    private static Process StartContainer(Published app, string name, string volumes, (string Name, string? Value)[] given)
    {
        var file = Path.Combine(volumes, $".given-{Guid.NewGuid():N}");
        File.WriteAllLines(file, given.Select(static pair => pair.Value is null ? pair.Name : $"{pair.Name}={pair.Value}"));
        return Process.Start(
            new ProcessStartInfo(
                Path.Combine(PackageFixture.RepositoryRoot, ".ci", "pod.sh"),
                [$"deployability-{name}", app.Deploy, volumes, file, name]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    private static Process StartProcess(Published app, string volumes, (string Name, string? Value)[] given)
    {
        var entry = JsonSerializer.Deserialize<string[]>(app.EntryPoint)!;
        Assert.Equal("dotnet", entry[0]);
        var variables = app.Configuration.ToDictionary(
            static pair => pair.Key,
            pair => (string?)Mounted(pair.Value, app.MountPaths, volumes)
        );
        foreach (var (name, value) in given)
        {
            variables[name] = value;
        }

        return DotNet.Start(
            app.App,
            string.Join(' ', entry[1..]),
            [.. variables.Where(static pair => pair.Value is not null).Select(static pair => (pair.Key, pair.Value))]
        );
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Mounted(string value, IEnumerable<string> mountPaths, string volumes)
    {
        foreach (var path in mountPaths.Where(static path => path != "/tmp"))
        {
            if (value == path || value.StartsWith(path + "/", StringComparison.Ordinal))
            {
                var folder = volumes + path;
                Directory.CreateDirectory(folder);
                return folder + value[path.Length..];
            }
        }

        return value;
    }
}
