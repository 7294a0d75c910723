using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Deployability.EndToEnd.Tests.Templates;

/// <summary>
/// A published app as its container would run it: no other variables than the emitted ones, nothing writable but the emitted
/// mounts, a user without privileges. Mounts are folders of the test, so their paths in variables become those.
/// </summary>
internal sealed class RunningApp : IDisposable
{
    private readonly AppProcess process;
    private readonly EmittedApp emitted;
    private readonly string root;
    private readonly Dictionary<int, int> ports = [];
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);

    /// <param name="emitted">What publish wrote.</param>
    /// <param name="published">The publish output.</param>
    /// <param name="root">A new folder for this run.</param>
    /// <param name="given">What the operator gives: secrets, settings without a value.</param>
    public RunningApp(EmittedApp emitted, string published, string root, IReadOnlyDictionary<string, string> given)
    {
        this.emitted = emitted;
        this.root = root;
        var app = Path.Combine(root, "app");
        Copy(published, app);
        foreach (var mount in emitted.Mounts)
        {
            Directory.CreateDirectory(Mounted(mount));
        }

        SetEnvironment(given);
        Seal(app);
        var command = Command(emitted.EntryPoint);
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = app,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Set(start);
        process = new AppProcess(Process.Start(start)!);
    }

    public string Output => process.Output;

    /// <summary>Where the test finds what the app wrote below a mount.</summary>
    public string Mounted(string mount) => Path.Combine(root, mount.TrimStart('/'));

    /// <summary>The address of a port that was emitted.</summary>
    public Uri Address(int port, string scheme = "http") =>
        new($"{scheme}://127.0.0.1:{ports[port].ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Asks a probe until it succeeds, as a start-up probe does; fails with the app's output.</summary>
    public Task Answers(EmittedProbe probe) => process.Until(probe.ToString(), () => Ask(probe));

    /// <summary>Waits until the app has written a text; for one that answers nobody.</summary>
    public Task Says(string text) =>
        process.Until(text, () => Task.FromResult(Output.Contains(text, StringComparison.Ordinal) ? null : "the app does not say it"));

    /// <summary>Asks once; null for success.</summary>
    private async Task<string?> Ask(EmittedProbe probe)
    {
        try
        {
            if (probe.Scheme == "tcp")
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, ports[probe.Port]);
                return null;
            }

            return probe.IsGrpc ? await AskGrpc(probe) : await AskHttp(probe);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException)
        {
            return exception.Message;
        }
    }

    private async Task<string?> AskHttp(EmittedProbe probe)
    {
        // The kubelet follows no redirection to another host, verifies no certificate and speaks HTTP/1.1.
        using var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address(probe.Port, probe.Scheme), probe.Path));
        request.Headers.Host = probe.Host;
        using var response = await client.SendAsync(request);
        return response.StatusCode == HttpStatusCode.OK ? null : response.StatusCode.ToString();
    }

    // grpc.health.v1.Health/Check of the whole server; 1 is SERVING.
    private async Task<string?> AskGrpc(EmittedProbe probe)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address(probe.Port), "/grpc.health.v1.Health/Check"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        return body is [0, 0, 0, 0, 2, 8, 1] ? null : $"{response.StatusCode} {Convert.ToHexString(body)}";
    }

    /// <summary>Runs the HEALTHCHECK of the image beside the app.</summary>
    public void IsHealthy()
    {
        if (emitted.HealthCheck.Count == 0)
        {
            return;
        }

        var command = Command(
            emitted.HealthCheck.Select(argument =>
                ports.Aggregate(argument, static (text, port) => text.Replace($":{port.Key}", $":{port.Value}", StringComparison.Ordinal))
            )
        );
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = Path.Combine(root, "app") };
        Set(start);
        using var check = Process.Start(start)!;
        check.WaitForExit();
        Assert.True(check.ExitCode == 0, $"HEALTHCHECK ended with {check.ExitCode}\n{Output}");
    }

    /// <summary>Sends SIGTERM and waits as long as the pod's grace period allows.</summary>
    public void Stops()
    {
        process.AskToEnd();
        var code = process.ExitCode(emitted.Grace);
        Assert.True(code == 0, $"exit code {code}\n{Output}");
    }

    public void Dispose()
    {
        process.Dispose();
        if (IsRoot || OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (
            var folder in Directory
                .EnumerateDirectories(Path.Combine(root, "app"), "*", SearchOption.AllDirectories)
                .Prepend(Path.Combine(root, "app"))
        )
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool IsRoot => Environment.UserName == "root";

    // Another port where the emitted variables choose it: 8080 may be taken on the machine of a test. One that the code fixes stays.
    private void SetEnvironment(IReadOnlyDictionary<string, string> given)
    {
        foreach (var (name, value) in emitted.Variables.Concat(given))
        {
            environment[name] = value;
        }

        foreach (var port in emitted.Ports)
        {
            var text = port.ToString(CultureInfo.InvariantCulture);
            var chosen = environment.Where(variable => variable.Value == text).Select(static variable => variable.Key).ToList();
            ports[port] = chosen.Count > 0 ? LocalPort.Free() : port;
            chosen.ForEach(name => environment[name] = ports[port].ToString(CultureInfo.InvariantCulture));
        }

        // A path alone, or after the '=' of a connection string.
        var mounts = new Regex(
            $"(?<=^|=)({string.Join('|', emitted.Mounts.OrderByDescending(static mount => mount.Length).Select(Regex.Escape))})(?=/|;|$)"
        );
        foreach (var (name, value) in environment.ToList())
        {
            environment[name] = mounts.Replace(value, match => Mounted(match.Value));
        }

        // What the base image sets, and what a runtime gives a user without an entry in /etc/passwd.
        environment["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        environment["HOME"] = "/";
        environment["TMPDIR"] = Mounted("/tmp");
        environment["DOTNET_RUNNING_IN_CONTAINER"] = "true";
        if (!emitted.HasCultures)
        {
            environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "true";
        }
    }

    private void Set(ProcessStartInfo start)
    {
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
    }

    private static string[] Command(IEnumerable<string> command) =>
        IsRoot ? ["setpriv", "--reuid", "10001", "--regid", "10001", "--clear-groups", "--", .. command] : [.. command];

    /// <summary>The app may read its own files and write nothing but what is mounted.</summary>
    private void Seal(string app)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        foreach (var file in Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(file, Read | (File.GetUnixFileMode(file) & Enter));
        }

        foreach (var folder in Directory.EnumerateDirectories(app, "*", SearchOption.AllDirectories).Append(app))
        {
            File.SetUnixFileMode(folder, Read | Enter);
        }

        foreach (var mount in emitted.Mounts)
        {
            File.SetUnixFileMode(Mounted(mount), Read | Enter | Write);
        }

        for (var folder = new DirectoryInfo(root); folder is not null && folder.Parent is not null && IsRoot; folder = folder.Parent)
        {
            folder.UnixFileMode |= UnixFileMode.OtherExecute;
        }
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
