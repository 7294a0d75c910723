using Deployability.Analyzers.Rules.Containers;

namespace Deployability.Analyzers.Tests.Rules.Containers;

public sealed class ContainerHealthcheckTests
{
    [Theory]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/aspnet:10.0|]\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled|]\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n[|HEALTHCHECK --interval=10s CMD curl -f http://localhost:8080/healthz || exit 1|]\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n"
    )]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\n[|HEALTHCHECK CMD [\"wget\", \"-q\", \"http://localhost:8080\"]|]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine\n[|HEALTHCHECK CMD curl -f http://localhost:8080|]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\n[|HEALTHCHECK CMD dotnet Probe.dll|]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\n[|HEALTHCHECK CMD curl -f http://localhost:8080/healthz || exit 1|]\n")]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\n[|HEALTHCHECK CMD [\"curl\", \"-f\", \"http://localhost:8080\"]|]\n"
    )]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nRUN apt-get install -y curl\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\n[|HEALTHCHECK CMD curl -f http://localhost:8080|]\n"
    )]
    public Task MissingOrBrokenCheck_Triggers(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nHEALTHCHECK NONE\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nRUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost:8080\n"
    )]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine\nHEALTHCHECK CMD wget -q --spider http://localhost:8080\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\nHEALTHCHECK CMD [\"dotnet\", \"Probe.dll\"]\n")]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base\nHEALTHCHECK CMD [\"dotnet\", \"Probe.dll\"]\nFROM base\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n"
    )]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022\nHEALTHCHECK CMD curl -sf http://localhost:8080/healthz || exit 1\nENTRYPOINT [\"App\"]\n"
    )]
    [InlineData("FROM registry.example.com/base:1\nHEALTHCHECK CMD curl -f http://localhost\n")]
    public Task CheckThatRuns_DoesNotTrigger(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData(
        "compose.yaml",
        "services:\n  app:\n    build: .\n  db:\n    image: postgres:17\n    healthcheck: { test: [\"CMD\", \"pg_isready\"] }\n"
    )]
    [InlineData("k8s/app.yaml", "kind: Pod\napiVersion: v1\nspec:\n  containers:\n    - name: app\n      # readinessProbe: later\n")]
    public Task CheckOfAnotherOrOfNone_Triggers(string file, string text) =>
        VerifyAsync("FROM [|mcr.microsoft.com/dotnet/aspnet:10.0|]\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n", (file, text));

    [Theory]
    [InlineData("apt-get install -y libcurl4", false)]
    [InlineData("apt-get install -y curl=8.14.1-2", true)]
    [InlineData("apk add --no-cache ca-certificates curl", true)]
    public Task ProgramOfTheCheck_IsTheOneThatIsInstalled(string install, bool has) =>
        VerifyAsync(
            $"FROM mcr.microsoft.com/dotnet/aspnet:10.0\nRUN {install}\n{(has ? "" : "[|")}HEALTHCHECK CMD curl -f http://localhost:8080{(has ? "" : "|]")}\n"
        );

    [Fact]
    public Task CheckOfCompose_DoesNotTrigger() =>
        VerifyAsync(
            "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n",
            ("compose.yaml", "services:\n  app:\n    build: .\n    healthcheck:\n      test: [\"CMD\", \"dotnet\", \"Probe.dll\"]\n")
        );

    [Fact]
    public Task ProbesOfKubernetes_DoNotTrigger() =>
        VerifyAsync(
            "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n",
            (
                "k8s/app.yaml",
                "kind: Pod\napiVersion: v1\nspec:\n  containers:\n    - name: app\n      readinessProbe: { httpGet: { path: /ready, port: 8080 } }\n"
            )
        );

    private static Task VerifyAsync(string dockerfile, params (string Name, string Text)[] others) =>
        DockerfileTest.VerifyAsync<ContainerHealthcheckAnalyzer>(dockerfile, others);
}
