using System.Diagnostics;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>A PostgreSQL of Debian's packages with an empty database, gone afterwards.</summary>
internal sealed class PostgresServer : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("deployability-postgres-").FullName;
    private readonly Process process;

    public PostgresServer()
    {
        var port = LocalPort.Free();
        var data = Path.Combine(folder, "data");
        Run("chown", $"postgres {folder}");
        Run("runuser", $"-u postgres -- {Programs}/initdb --auth trust --username postgres --pgdata {data}");
        process = Process.Start(
            new ProcessStartInfo(
                "runuser",
                $"-u postgres -- {Programs}/postgres -D {data} -p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = folder,
            }
        )!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        ConnectionString = $"Host=127.0.0.1;Port={port};Database=postgres;Username=postgres";
    }

    /// <summary>Whether it can be started here: it is installed, and this is root, which may become its user.</summary>
    public static bool IsThere =>
        Environment.GetEnvironmentVariable("DEPLOYABILITY_TOOLS_REQUIRED") == "1" || Programs.Length > 0 && Environment.UserName == "root";

    public string ConnectionString { get; }

    private static string Programs =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(static version => version + "/bin").LastOrDefault() ?? ""
            : "";

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Run(string program, string arguments)
    {
        using var command = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            }
        )!;
        var error = command.StandardError.ReadToEndAsync();
        command.StandardOutput.ReadToEnd();
        command.WaitForExit();
        Assert.True(command.ExitCode == 0, error.GetAwaiter().GetResult());
    }
}
