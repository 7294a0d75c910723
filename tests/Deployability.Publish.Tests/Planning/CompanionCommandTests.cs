using System.Diagnostics;
using Deployability.Model;
using Deployability.Publish.Planning;

namespace Deployability.Publish.Tests.Planning;

/// <summary>
/// What a companion is started and asked with, run by a shell with the secret's file where it says, and with stand-ins that say how they were called
/// in the place of the servers' programs.
/// </summary>
public sealed class CompanionCommandTests : IDisposable
{
    /// <summary>What a shell would take apart, or fill in.</summary>
    private const string Password = "a b$HOME`id`\"'*\\c=+/";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("companions");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(ConnectionProviders.Redis, "redis-server", "--requirepass|{0}")]
    [InlineData(ConnectionProviders.RabbitMq, "rabbitmq-server", "RABBITMQ_DEFAULT_PASS={0}")]
    [InlineData(ConnectionProviders.AzureStorage, "azurite", "AZURITE_ACCOUNTS=app:{0}")]
    [InlineData(ConnectionProviders.SqlServer, "/opt/mssql/bin/sqlservr", "MSSQL_SA_PASSWORD={0}")]
    public void ACompanion_IsStartedWithThePasswordOfItsFile(string provider, string program, string expected)
    {
        var companion = Companion(provider);
        var start = companion.EntryPoint.Count > 0 ? companion.EntryPoint : companion.Command;
        StandIn(program, "printf 'called|'; printf '%s|' \"$@\"; env");

        var (code, output) = Run(companion, program, start[0], [.. start.Skip(1)]);

        Assert.Equal(0, code);
        Assert.StartsWith("called|", output, StringComparison.Ordinal);
        Assert.Contains(expected.Replace("{0}", Password, StringComparison.Ordinal), output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        ConnectionProviders.Redis,
        "redis-cli",
        "[ \"$REDISCLI_AUTH\" = \"$EXPECTED\" ] && [ \"$*\" = ping ] && echo PONG || echo NOAUTH"
    )]
    [InlineData(
        ConnectionProviders.SqlServer,
        "/opt/mssql-tools18/bin/sqlcmd",
        "[ \"$8\" = \"$EXPECTED\" ] && [ \"${12}\" = \"IF DB_ID(N'orders') IS NULL CREATE DATABASE [orders];\" ]"
    )]
    [InlineData(
        ConnectionProviders.MongoDb,
        "mongosh",
        "[ \"$3\" = \"$(hostname)\" ] && [ \"$5\" = \"db.adminCommand('ping').ok\" ] && [ \"$EXPECTED\" != wrong ]"
    )]
    public void ACompanion_IsHealthyOnlyWhenItAnswersWhoKnowsThePassword(string provider, string program, string answers)
    {
        var companion = Companion(provider);
        StandIn(program, answers);
        Assert.Equal("CMD-SHELL", companion.HealthCheck[0]);

        Assert.Equal(0, Run(companion, program, "/bin/sh", ["-c", companion.HealthCheck[1]]).Code);
        Assert.NotEqual(0, Run(companion, program, "/bin/sh", ["-c", companion.HealthCheck[1]], expectedPassword: "wrong").Code);
    }

    private static CompanionPlan Companion(string provider) =>
        Assert.Single(
            new Scenario()
                .Facts(new ConnectionStringFact(Scenario.Source, "ConnectionStrings:Orders", provider, true))
                .Plan()
                .Configuration.Companions
        );

    private void StandIn(string program, string script)
    {
        var path = Path.Combine(folder.FullName, Path.GetFileName(program));
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Runs a command as the container would: compose has made one dollar sign of two, the secret lies in a file that ends with a line's end.</summary>
    private (int Code, string Output) Run(
        CompanionPlan companion,
        string program,
        string command,
        IReadOnlyList<string> arguments,
        string expectedPassword = Password
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The companions' commands are for a shell.");
        var secrets = Path.Combine(folder.FullName, "secrets");
        Directory.CreateDirectory(secrets);
        File.WriteAllText(Path.Combine(secrets, companion.PasswordSecret), Password + "\n");
        var start = new ProcessStartInfo(command) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["EXPECTED"] = expectedPassword;
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(
                argument
                    .Replace("$$", "$", StringComparison.Ordinal)
                    .Replace(CompanionPlan.SecretFolder, secrets, StringComparison.Ordinal)
                    .Replace(program, Path.GetFileName(program), StringComparison.Ordinal)
            );
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience), $"{command} does not end");
        return (process.ExitCode, output);
    }
}
