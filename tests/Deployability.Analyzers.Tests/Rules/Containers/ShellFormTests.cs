using Deployability.Analyzers.Rules.Containers;

namespace Deployability.Analyzers.Tests.Rules.Containers;

public sealed class ShellFormTests
{
    [Theory]
    [InlineData("FROM a:1\n[|ENTRYPOINT dotnet App.dll|]\n")]
    [InlineData("FROM a:1\n[|CMD dotnet App.dll|]\n")]
    [InlineData("FROM a:1\n[|ENTRYPOINT [\"sh\", \"-c\", \"dotnet App.dll\"]|]\n")]
    [InlineData("FROM a:1\nENTRYPOINT [\"dotnet\"]\n[|CMD App.dll|]\n")]
    [InlineData("FROM a:1 AS base\n[|ENTRYPOINT dotnet App.dll|]\nFROM base\nCOPY . .\n")]
    [InlineData("FROM a:1\n[|CMD migrate && dotnet App.dll|]\n")]
    [InlineData("FROM a:1\n[|ENTRYPOINT [\"/bin/bash\", \"-lc\", \"dotnet App.dll\"]|]\n")]
    [InlineData("FROM a:1\n[|CMD exec bash -c \"dotnet App.dll\"|]\n")]
    public Task ShellInFrontOfTheApp_Triggers(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData("FROM a:1\nENTRYPOINT [\"dotnet\", \"App.dll\"]\nCMD [\"--verbose\"]\n")]
    [InlineData("FROM a:1\nENTRYPOINT exec dotnet App.dll\n")]
    [InlineData("FROM a:1\nENTRYPOINT [\"/bin/sh\", \"-c\", \"exec dotnet App.dll\"]\n")]
    [InlineData("FROM a:1\nCMD migrate && exec dotnet App.dll\n")]
    [InlineData("FROM a:1\nCMD ASPNETCORE_URLS=http://*:$PORT exec dotnet App.dll\n")]
    [InlineData("FROM a:1\nENTRYPOINT [\"/entrypoint.sh\"]\n")]
    [InlineData("FROM a:1\nENTRYPOINT [\"/bin/bash\", \"/entrypoint.sh\"]\n")]
    [InlineData("FROM a:1\nENTRYPOINT [\"bash\", \"-ec\", \"migrate; exec dotnet App.dll\"]\n")]
    [InlineData("FROM a:1\nENTRYPOINT dotnet Old.dll\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    [InlineData("FROM a:1 AS build\nCMD dotnet build\nFROM b:1\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022\nENTRYPOINT dotnet App.dll\n")]
    public Task AppThatIsTheFirstProcess_DoesNotTrigger(string dockerfile) => VerifyAsync(dockerfile);

    [Theory]
    [InlineData("ENTRYPOINT dotnet App.dll", "ENTRYPOINT", "write ENTRYPOINT [\"dotnet\", \"App.dll\"]")]
    [InlineData("CMD bash -c \"dotnet App.dll\"", "CMD", "write CMD [\"dotnet\", \"App.dll\"]")]
    [InlineData("CMD ASPNETCORE_URLS=http://*:$PORT dotnet App.dll", "CMD", "put 'exec' in front of 'dotnet'")]
    [InlineData("CMD TZ=UTC LANG=C dotnet App.dll", "CMD", "put 'exec' in front of 'dotnet'")]
    [InlineData("CMD dotnet App.dll 2>&1", "CMD", "put 'exec' in front of 'dotnet'")]
    [InlineData("CMD dotnet App.dll --port $PORT", "CMD", "put 'exec' in front of 'dotnet'")]
    public Task Message_ShowsTheForm(string start, params string[] arguments)
    {
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<ShellFormAnalyzer> { TestCode = "" };
        test.TestState.AdditionalFiles.Add(("Dockerfile", "FROM a:1\n{|#0:" + start + "|}\n"));
        test.ExpectedDiagnostics.Add(
            Microsoft
                .CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<ShellFormAnalyzer>.Diagnostic()
                .WithLocation(0)
                .WithArguments([.. arguments])
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task VerifyAsync(string dockerfile, params (string Name, string Text)[] others) =>
        DockerfileTest.VerifyAsync<ShellFormAnalyzer>(dockerfile, others);
}
