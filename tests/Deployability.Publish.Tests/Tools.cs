using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Deployability.Publish.Tests;

/// <summary>
/// The real helm and kubectl, which <c>.ci/tools.sh</c> puts into <c>artifacts/tools</c>. Tests that need them are skipped where they are missing,
/// and fail when DEPLOYABILITY_TOOLS_REQUIRED is 1, as it is in <c>.ci/run</c>.
/// </summary>
internal static class Tools
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs a tool and returns what it printed; the test fails when the tool does.</summary>
    public static string Run(string tool, params string[] arguments)
    {
        var (code, output, error) = Try(tool, arguments);
        Assert.True(code == 0, $"{tool} {string.Join(' ', arguments)} ended with {code}:\n{output}\n{error}");
        return output;
    }

    /// <summary>Runs a tool and returns how it ended.</summary>
    public static (int Code, string Output, string Error) Try(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(tool)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience), $"{tool} does not end");
        return (process.ExitCode, output, error.Result);
    }

    private static string Find(string tool, [CallerFilePath] string testFile = "")
    {
        var repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(testFile)!, "..", ".."));
        var path = Path.Combine(repository, "artifacts", "tools", tool);
        if (!File.Exists(path))
        {
            Assert.False(Environment.GetEnvironmentVariable("DEPLOYABILITY_TOOLS_REQUIRED") == "1", $"{path} is missing: run .ci/tools.sh");
            Assert.Skip($"artifacts/tools/{tool} is missing: .ci/tools.sh installs it");
        }

        return path;
    }
}
