using Deployability.Analyzers.Rules.Containers;

namespace Deployability.Analyzers.Tests.Rules.Containers;

public sealed class RunsAsRootTests
{
    [Theory]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/aspnet:10.0|]\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nUSER app\nFROM [|mcr.microsoft.com/dotnet/aspnet:10.0|]\nCOPY --from=build /app .\n"
    )]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\n[|USER root|]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nUSER $APP_UID\nRUN true\n[|USER 0:0|]\n")]
    [InlineData("ARG who=root\nFROM registry.example.com/base:1\nARG who\n[|USER $who|]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base\nWORKDIR /app\nFROM [|base|] AS final\n")]
    [InlineData("FROM [|nginx:1.27|]\n")]
    [InlineData("FROM [|scratch|]\nCOPY app /\nENTRYPOINT [\"/app\"]\n")]
    [InlineData("FROM [|python:3.14-slim|]\nCMD [\"python\", \"serve.py\"]\n")]
    [InlineData("ARG TAG=10.0\nFROM [|mcr.microsoft.com/dotnet/aspnet:$TAG|]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base\nUSER app\nFROM base AS final\n[|USER root|]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nUSER app\nRUN true\n[|USER 0|]\n")]
    public Task RootInTheFinalStage_Triggers(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nUSER $APP_UID\n")]
    [InlineData("ARG WHO=10001\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nARG WHO\nUSER ${WHO}:${WHO}\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nARG WHO\nUSER $WHO\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base\nUSER app\nFROM base AS final\nCOPY . .\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nUSER root\nRUN apt-get update\nUSER 10001\n")]
    [InlineData("FROM registry.example.com/team/base:1\n")]
    [InlineData("FROM $BASE\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022\n")]
    [InlineData("FROM debian:12\nENTRYPOINT [\"gosu\", \"app\", \"/app/run\"]\n")]
    [InlineData("FROM golang:1.26 AS build\nRUN go build\nFROM scratch\nCOPY --from=build /proto /\n")]
    [InlineData("FROM docker.io/library/python:3.14-slim\nRUN pip install grpcio-tools\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine\nRUN apk add --no-cache su-exec\nENTRYPOINT [\"/start.sh\"]\n")]
    [InlineData("FROM shop-aspnet-base:1.0\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    [InlineData("# FROM nginx\n")]
    [InlineData("")]
    public Task AnotherUser_DoesNotTrigger(string dockerfile) => VerifyAsync(dockerfile);

    private static Task VerifyAsync(string dockerfile, params (string Name, string Text)[] others) =>
        DockerfileTest.VerifyAsync<RunsAsRootAnalyzer>(dockerfile, others);
}
