using Deployability.Analyzers.Rules.Containers;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Containers;

public sealed class BaseImageTagTests
{
    [Theory]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/aspnet|]\n")]
    [InlineData("# syntax=devthefuture/dockerfile-x\nFROM ./docker/Base.Dockerfile#build-common\n")]
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
    [InlineData("ARG BASE=team/base\nFROM [|${BASE}|]\n")]
    [InlineData("FROM [|base|]\n")]
    public Task ImageThatDoesNotFit_Triggers(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nFROM build AS publish\nFROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\nCOPY --from=publish /app .\n"
    )]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet@sha256:0123\n")]
    [InlineData("FROM scratch\n")]
    [InlineData("FROM {{baseImage}}\n")]
    [InlineData("FROM $BASE\n")]
    [InlineData("ARG BASE=base\nFROM ${BASE}\n")]
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

    [Theory]
    [InlineData("SelfContained", "true", "FROM mcr.microsoft.com/dotnet/aspnet:9.0\n")]
    [InlineData("PublishAot", "true", "FROM mcr.microsoft.com/dotnet/aspnet:9.0\n")]
    [InlineData("RollForward", "Major", "FROM mcr.microsoft.com/dotnet/aspnet:11.0\n")]
    [InlineData("RollForward", "Major", "FROM [|mcr.microsoft.com/dotnet/aspnet:9.0|]\n")]
    [InlineData("RollForward", "Minor", "FROM [|mcr.microsoft.com/dotnet/aspnet:11.0|]\n")]
    [InlineData("DeployabilityTargetFrameworks", "net8.0|net10.0", "FROM mcr.microsoft.com/dotnet/aspnet:8.0\n")]
    [InlineData("DeployabilityTargetFrameworks", "net8.0|net10.0", "FROM [|mcr.microsoft.com/dotnet/aspnet:9.0|]\n")]
    public Task RuntimeOfTheImage_CountsWhereTheAppNeedsIt(string property, string value, string dockerfile) =>
        DockerfileTest.VerifyAsync<BaseImageTagAnalyzer>(dockerfile, new Dictionary<string, string> { [property] = value });

    [Theory]
    [InlineData("RUN dotnet publish -r linux-x64 --self-contained -o /app")]
    [InlineData("RUN dotnet publish -r linux-x64 --self-contained true -o /app")]
    [InlineData("RUN dotnet publish -r linux-x64 -p:SelfContained=true -o /app")]
    public Task AppThatBringsItsRuntime_RunsOnAnyImage(string publish) =>
        VerifyAsync(
            $"FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\n{publish}\nFROM mcr.microsoft.com/dotnet/aspnet:9.0\nCOPY --from=build /app .\n"
        );

    [Theory]
    [InlineData("-r [|linux-musl-x64|] --self-contained false", "10.0")]
    [InlineData("--runtime [|linux-musl-arm64|]", "10.0-noble-chiseled")]
    [InlineData("[|-p:RuntimeIdentifier=linux-musl-x64|]", "10.0-azurelinux3.0")]
    [InlineData("[|--runtime=linux-x64|]", "10.0-alpine")]
    [InlineData("-r linux-x64", "10.0")]
    [InlineData("-r linux-musl-x64", "10.0-alpine3.23")]
    [InlineData("-r linux-musl-x64", "10.0-nanoserver-ltsc2025")]
    [InlineData("-r win-x64", "10.0-alpine")]
    [InlineData("-r $RUNTIME", "10.0-alpine")]
    [InlineData("-r linux-x64", "10.0-alpine\nRUN apk add --no-cache gcompat")]
    [InlineData("-r linux-x64 -o /glibc && dotnet publish -r linux-musl-x64", "10.0-alpine")]
    public Task CLibraryOfTheImage_HasToBeThatOfTheApp(string options, string tag) =>
        VerifyAsync(
            $"FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nRUN dotnet restore -r linux-musl-x64 && dotnet publish {options} -o /app\nFROM mcr.microsoft.com/dotnet/aspnet:{tag}\nCOPY --from=build /app .\n"
        );

    [Fact]
    public Task RuntimeOfAnArgument_IsThatOfItsDefault() =>
        VerifyAsync(
            "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nARG RUNTIME=linux-musl-x64\nRUN dotnet publish -r [|$RUNTIME|] -o /app\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY --from=build /app .\n"
        );

    [Fact]
    public Task AppThatDoesNotBringItsRuntime_NeedsThatOfTheImage() =>
        VerifyAsync(
            "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nRUN dotnet publish -r linux-x64 --self-contained false -o /app\nFROM [|mcr.microsoft.com/dotnet/aspnet:9.0|]\nCOPY --from=build /app .\n"
        );

    [Fact]
    public Task LaterRuntime_FitsWhereTheImageSaysRollForward() =>
        VerifyAsync("FROM mcr.microsoft.com/dotnet/aspnet:11.0\nENV DOTNET_ROLL_FORWARD=LatestMajor\n");

    [Fact]
    public Task ImageOfAnOldTarget_IsToldToMoveTheProject()
    {
        var test = new CSharpAnalyzerTest<BaseImageTagAnalyzer> { TestCode = "" };
        test.TestState.BuildProperties["TargetFramework"] = "net5.0";
        test.TestState.AdditionalFiles.Add(("Dockerfile", "FROM {|#0:mcr.microsoft.com/dotnet/aspnet:5.0|}\n"));
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<BaseImageTagAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    "mcr.microsoft.com/dotnet/aspnet:5.0",
                    "gets no security fixes any more; move the project to net10.0 and use mcr.microsoft.com/dotnet/aspnet:10.0"
                )
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task VerifyAsync(string dockerfile, params (string Name, string Text)[] others) =>
        DockerfileTest.VerifyAsync<BaseImageTagAnalyzer>(dockerfile, others);
}
