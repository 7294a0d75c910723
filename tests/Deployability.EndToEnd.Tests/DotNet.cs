using System.Diagnostics;
using System.Text;

namespace Deployability.EndToEnd.Tests;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, Output);
        return this;
    }

    public CommandResult Failed()
    {
        Assert.True(ExitCode != 0, Output);
        return this;
    }

    /// <summary>The distinct diagnostics with a location, as <c>Program.cs(3,5): warning DPL3001</c>, without paths.</summary>
    public IReadOnlyList<string> Diagnostics(string prefix = "DPL") =>
        Output
            .Split('\n')
            .Select(static line =>
                System.Text.RegularExpressions.Regex.Match(line, @"([^/\\(\s]+)\((\d+),(\d+)\): (warning|error|info) ([A-Z]+\d+)")
            )
            .Where(match => match.Success && match.Groups[5].Value.StartsWith(prefix, StringComparison.Ordinal))
            .Select(static match =>
                $"{match.Groups[1].Value}({match.Groups[2].Value},{match.Groups[3].Value}): {match.Groups[4].Value} {match.Groups[5].Value}"
            )
            .Distinct()
            .OrderBy(static text => text, StringComparer.Ordinal)
            .ToList();

    /// <summary>The distinct rule ids reported.</summary>
    public IReadOnlyList<string> Ids() =>
        Diagnostics().Select(static text => text[^7..]).Distinct().OrderBy(static id => id, StringComparer.Ordinal).ToList();
}

/// <summary>Runs the dotnet command line as a user would.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    public static CommandResult Run(string folder, string arguments, params (string Name, string? Value)[] environment)
    {
        using var process = Start(folder, arguments, environment);
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Append("did not end within " + Limit);
        }

        process.WaitForExit();
        lock (output)
        {
            return new CommandResult(process.ExitCode, $"> dotnet {arguments}\n{output}");
        }

        void Append(string? line)
        {
            lock (output)
            {
                output.Append(line).Append('\n');
            }
        }
    }

    /// <summary>Starts a command without waiting, with the variables of an outer test run or CI kept out.</summary>
    public static Process Start(string folder, string arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (
            var name in new[]
            {
                "CI",
                "TF_BUILD",
                "GITHUB_ACTIONS",
                "ContinuousIntegrationBuild",
                "MSBuildSDKsPath",
                "MSBUILD_EXE_PATH",
                "MSBuildExtensionsPath",
                "ASPNETCORE_ENVIRONMENT",
                "DOTNET_ENVIRONMENT",
                // A compiler that starts anew for each build takes three times as long as the build.
                "UseSharedCompilation",
            }
        )
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
