using Deployability.Analyzers.Rules.Containers;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Containers;

public sealed class BuildContextTests
{
    private const string Copies = "FROM a:1\nCOPY . .\n";

    [Theory]
    [InlineData("[|FROM a:1|]\nCOPY . .\n")]
    [InlineData("ARG x\n[|FROM a:1 AS build|]\nRUN true\nFROM b:1\nADD src /src\n")]
    public Task NoIgnoreFile_Triggers(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData("FROM a:1\nRUN true\n")]
    [InlineData("FROM a:1 AS b\nRUN true\nFROM c:1\nCOPY --from=b /x /x\n")]
    public Task NothingIsTakenFromTheContext_DoesNotTrigger(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData(".dockerignore", "**/bin\n**/obj\n.git\n.env\n")]
    [InlineData(".dockerignore", "**/bin/\r\n**/obj/**\r\n**/.git\r\n**/.env*\r\n")]
    [InlineData(".dockerignore", "[Bb]in/\n[Oo]bj/\n.git/\n*.env\n")]
    [InlineData(".dockerignore", "*\n!src\n**/bin\n**/obj\n")]
    [InlineData(
        ".dockerignore",
        "**/bin\n**/obj\n**/.git\n**/.env\n!**/.gitignore\n!.git/HEAD\n!.git/config\n!.git/packed-refs\n!.git/refs/heads/**\n"
    )]
    [InlineData("Dockerfile.dockerignore", "# all\n*\n!publish\n")]
    [InlineData("/.dockerignore", "**/bin\n**/obj\n.git\n.env\n")]
    public Task IgnoreFileThatKeepsThemOut_DoesNotTrigger(string name, string text) => VerifyAsync(Copies, (name, text));

    [Theory]
    [InlineData(".dockerignore", "[|**/bin|]\n**/obj\n.env\n")]
    [InlineData(".dockerignore", "[|**/bin|]\n**/obj\n.git\n.env\n!.env\n")]
    [InlineData("Dockerfile.dockerignore", "[|node_modules|]\n")]
    [InlineData(".dockerignore", "[|**/bin|]\n**/obj\n**/.git\n.env\n!.git\n")]
    public Task IgnoreFileThatLetsThemIn_Triggers(string name, string text) => VerifyAsync(Copies, (name, text), (".env", "A=1\n"));

    [Fact]
    public Task EnvironmentFileThatNobodyKeeps_DoesNotTrigger() => VerifyAsync(Copies, (".dockerignore", "**/bin\n**/obj\n.git\n"));

    [Theory]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY bin/Release/net10.0/publish/ /app\n")]
    [InlineData(
        "FROM mcr.microsoft.com/dotnet/sdk:10.0\nCOPY [\"src/Shop/Shop.csproj\", \"src/Shop/\"]\nADD https://example.com/tool /usr/bin/tool\n"
    )]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY /_shop/linux-x64/Server /app\nENTRYPOINT [\"dotnet\", \"Shop.dll\"]\n")]
    [InlineData("FROM registry.example.com/base:3\nCOPY . .\nENTRYPOINT [\"dotnet\", \"Shop.dll\"]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nWORKDIR /app\nCOPY . .\nCMD dotnet Shop.dll\n")]
    [InlineData("FROM registry.example.com/tools:3\nCOPY . .\nRUN npm ci && npm run build\n")]
    [InlineData("FROM node:24\nCOPY . .\nFROM nginx:1.29\nCOPY nginx.conf /etc/nginx/\n")]
    public Task NoSourcesOfDotNetAreTaken_DoesNotTrigger(string dockerfile) =>
        VerifyAsync(dockerfile, ("Dockerfile.dockerignore", "docs\n"));

    [Theory]
    [InlineData("[|FROM node:24 AS web|]\nCOPY . .\nFROM mcr.microsoft.com/dotnet/sdk:10.0\n")]
    [InlineData("[|FROM company-sdk:10|]\nCOPY . .\nRUN dotnet build\nENTRYPOINT [\"dotnet\", \"Shop.dll\"]\n")]
    [InlineData("[|FROM company:10|]\nCOPY . .\nENTRYPOINT [\"dotnet\", \"bin/Release/net10.0/Shop.dll\"]\n")]
    [InlineData("[|FROM company-sdk:10|]\nCOPY . .\nRUN npm ci\nRUN dotnet publish -o out\n")]
    [InlineData("[|FROM mcr.microsoft.com/dotnet/aspnet:10.0|]\nCOPY . .\n")]
    [InlineData("[|FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS final|]\nFROM mcr.microsoft.com/dotnet/sdk:10.0\nCOPY src src\n")]
    [InlineData("[|FROM mcr.microsoft.com/dotnet/sdk:10.0|]\nCOPY src/Shop.Api src/Shop.Api\n")]
    public Task SourcesOfDotNetAreTaken_Triggers(string dockerfile) => VerifyAsync(dockerfile);

    [Fact]
    public Task OnlyAFolderIsTaken_HistoryIsNotAskedFor() =>
        VerifyAsync("FROM a:1\nCOPY ./src/Cart/ .\n", (".dockerignore", "**/bin\n**/obj\n"), (".env", "A=1\n"));

    [Theory]
    [InlineData("src/Api/.env", "[|**/bin|]\n**/obj\n.git\n")]
    [InlineData("other/.env", "**/bin\n**/obj\n.git\n")]
    public Task AnEnvironmentFile_CountsBelowTheIgnoreFile(string env, string ignored)
    {
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<BuildContextAnalyzer> { TestCode = "" };
        test.TestState.AdditionalFiles.Add(("src/Api/Dockerfile", Copies));
        test.TestState.AdditionalFiles.Add(("src/Api/.dockerignore", ignored));
        test.TestState.AdditionalFiles.Add((env, "A=1\n"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/", "**/bin\n**/obj\n.env\n")]
    [InlineData("/0/", "[|**/bin|]\n**/obj\n.env\n")]
    public Task History_IsInTheContextOfTheRepositorysRootOnly(string root, string text)
    {
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<BuildContextAnalyzer> { TestCode = "" };
        test.TestState.BuildProperties["DeployabilityRepositoryRoot"] = root;
        test.TestState.AdditionalFiles.Add(("Dockerfile", Copies));
        test.TestState.AdditionalFiles.Add((".dockerignore", text));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/0/Shop/", "*/bin\n*/obj\n.git\n.env\n")]
    [InlineData("/0/src/Shop/", "[|*/bin|]\n*/obj\n.git\n.env\n")]
    [InlineData("/0/src/Shop/", "[|bin|]\nobj\n.git\n.env\n")]
    [InlineData("/0/src/Shop/", "src/*/bin\nsrc/*/obj\n.git\n.env\n")]
    [InlineData("/0/", "bin\nobj\n.git\n.env\n")]
    [InlineData("/elsewhere/Shop/", "*/bin\n*/obj\n.git\n.env\n")]
    public Task ThePatternsAreHeldAgainstTheFolderOfTheProject(string project, string text)
    {
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<BuildContextAnalyzer> { TestCode = "" };
        test.TestState.BuildProperties["ProjectDir"] = project;
        test.TestState.AdditionalFiles.Add(("/0/Dockerfile", Copies));
        test.TestState.AdditionalFiles.Add(("/0/.dockerignore", text));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    // The folder above the repository is the context, and what is ignored there nobody here can see.
    [Theory]
    [InlineData("/0/", "FROM mcr.microsoft.com/dotnet/sdk:10.0\nCOPY Api/TestProject.csproj Api/\nCOPY Api/ Api/\n")]
    [InlineData("/0/src/Shop/", "[|FROM mcr.microsoft.com/dotnet/sdk:10.0|]\nCOPY src/Shop/TestProject.csproj .\nCOPY src/Shop/ .\n")]
    [InlineData("/0/src/Shop/", "[|FROM mcr.microsoft.com/dotnet/sdk:10.0|]\nCOPY ./Shop/TestProject.csproj .\nCOPY Shop .\n")]
    [InlineData("/0/", "[|FROM mcr.microsoft.com/dotnet/sdk:10.0|]\nCOPY TestProject.csproj .\nCOPY . .\n")]
    [InlineData("/0/", "[|FROM mcr.microsoft.com/dotnet/sdk:10.0|]\nCOPY Api/Other.csproj Api/\nCOPY Api/ Api/\n")]
    public Task AContextAboveTheRepository_DoesNotTrigger(string project, string dockerfile)
    {
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<BuildContextAnalyzer> { TestCode = "" };
        test.TestState.BuildProperties["DeployabilityRepositoryRoot"] = "/0/";
        test.TestState.BuildProperties["ProjectDir"] = project;
        test.TestState.AdditionalFiles.Add(("/0/Dockerfile", dockerfile));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task FileBesideTheDockerfile_WinsOverTheFolders() =>
        VerifyAsync(Copies, ("Dockerfile.dockerignore", "*\n"), (".dockerignore", "node_modules\n"));

    private static Task VerifyAsync(string dockerfile, params (string Name, string Text)[] others) =>
        DockerfileTest.VerifyAsync<BuildContextAnalyzer>(dockerfile, others);
}
