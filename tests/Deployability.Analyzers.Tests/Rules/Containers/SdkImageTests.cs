using Deployability.Analyzers.Rules.Containers;

namespace Deployability.Analyzers.Tests.Rules.Containers;

public sealed class SdkImageTests
{
    [Theory]
    [InlineData(
        "FROM [|mcr.microsoft.com/dotnet/sdk:10.0|]\nCOPY . .\nRUN dotnet publish -o /app\nENTRYPOINT [\"dotnet\", \"/app/App.dll\"]\n"
    )]
    [InlineData("FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nRUN dotnet publish\nFROM [|build|]\nCMD dotnet run\n")]
    [InlineData("FROM [|mcr.microsoft.com/dotnet/core/sdk:3.1|]\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    public Task SdkInTheFinalStage_Triggers(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nRUN dotnet publish -o /app\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY --from=build /app .\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n"
    )]
    [InlineData("FROM mcr.microsoft.com/dotnet/sdk:10.0\nCOPY . .\nENTRYPOINT [\"dotnet\", \"test\"]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/sdk:10.0\nCOPY . .\nRUN dotnet build\n")]
    public Task RuntimeImage_DoesNotTrigger(string dockerfile) => VerifyAsync(dockerfile);

    private static Task VerifyAsync(string dockerfile, params (string Name, string Text)[] others) =>
        DockerfileTest.VerifyAsync<SdkImageAnalyzer>(dockerfile, others);
}
