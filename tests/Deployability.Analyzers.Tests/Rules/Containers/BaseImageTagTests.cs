using Deployability.Analyzers.Rules.Containers;

namespace Deployability.Analyzers.Tests.Rules.Containers;

public sealed class BaseImageTagTests
{
    [Theory]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/aspnet|]\n")]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/aspnet:latest|]\n")]
    [InlineData("FROM [|node|] AS web\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY --from=web /dist wwwroot\n")]
    [InlineData(
        "FROM --platform=$BUILDPLATFORM [|mcr.microsoft.com/dotnet/sdk:8.0|] AS build\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY --from=build /app .\n"
    )]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/aspnet:8.0|]\n")]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/runtime:6.0-alpine|]\n")]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/core/aspnet:3.1|]\n")]
    [InlineData("FROM [|microsoft/dotnet:2.1-sdk|]\n")]
    [InlineData("ARG V=latest\nFROM [|registry:5000/team/base:${V}|]\n")]
    public Task ImageThatDoesNotFit_Triggers(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nFROM build AS publish\nFROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\nCOPY --from=publish /app .\n"
    )]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet@sha256:0123\n")]
    [InlineData("FROM scratch\n")]
    [InlineData("FROM {{baseImage}}\n")]
    [InlineData("FROM $BASE\n")]
    [InlineData("FROM registry:5000/team/base:1.2\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/runtime-deps:9.0\n")]
    [InlineData("FROM node AS unused\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\n")]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/sdk:11.0-preview AS build\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY --from=build /app .\n"
    )]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nFROM build AS publish\nFROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base\nFROM base AS final\nCOPY --from=publish /app .\n"
    )]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS Base\nFROM base\n")]
    public Task ImageThatFits_DoesNotTrigger(string dockerfile) => VerifyAsync(dockerfile);

    private static Task VerifyAsync(string dockerfile, params (string Name, string Text)[] others) =>
        DockerfileTest.VerifyAsync<BaseImageTagAnalyzer>(dockerfile, others);
}
