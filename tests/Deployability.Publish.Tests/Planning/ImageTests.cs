using Deployability.Model;
using Deployability.Publish.Reading;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

public sealed class ImageTests
{
    [Theory]
    [InlineData("v7.0", "ASPNETCORE_URLS=\"http://+:8080\"")]
    [InlineData("v8.0", "ASPNETCORE_HTTP_PORTS=8080")]
    public void ThePort_IsToldByTheVariableThatTheFrameworkReads(string version, string variable)
    {
        var dockerfile = new Scenario().Property("TargetFrameworkVersion", version).File("Dockerfile");

        Assert.Equal(
            variable,
            Assert.Single(dockerfile.Split('\n'), static line => line.StartsWith("ENV ASPNETCORE_", StringComparison.Ordinal))[4..]
        );
    }

    [Theory]
    [InlineData("v8.0", "8.0-noble-chiseled")]
    [InlineData("v9.0", "9.0-noble-chiseled")]
    [InlineData("v10.0", "10.0-noble-chiseled")]
    public void TheBaseImage_FollowsTheTargetFramework(string version, string tag)
    {
        var image = new Scenario().Property("TargetFrameworkVersion", version).Plan().Image;

        Assert.Equal($"mcr.microsoft.com/dotnet/aspnet:{tag}", image.BaseImage);
        Assert.Equal($"mcr.microsoft.com/dotnet/sdk:{version[1..]}-noble", image.SdkImage);
    }

    [Theory]
    [InlineData(Features.Cultures)]
    [InlineData(Features.TimeZones)]
    public void CulturesAndTimeZones_NeedTheExtraImage(string feature) =>
        Assert.EndsWith(
            "-chiseled-extra",
            new Scenario().Facts(new FeatureFact(Source, feature)).Plan().Image.BaseImage,
            StringComparison.Ordinal
        );

    [Fact]
    public void SqlServer_NeedsTheExtraImage() =>
        Assert.EndsWith(
            "-extra",
            new Scenario().Facts(Connection("ConnectionStrings:A", ConnectionProviders.SqlServer)).Plan().Image.BaseImage,
            StringComparison.Ordinal
        );

    [Fact]
    public void GlobalizationSwitchedOnByHand_NeedsTheExtraImage() =>
        Assert.EndsWith(
            "-extra",
            new Scenario().Property("InvariantGlobalization", "false").Plan().Image.BaseImage,
            StringComparison.Ordinal
        );

    [Fact]
    public void ACultureUsedInDevelopmentOnly_NeedsNone() =>
        Assert.EndsWith(
            "-chiseled",
            new Scenario()
                .Facts(new FeatureFact(new("Program.cs", "", GuardKind.DevelopmentOnly), Features.Cultures))
                .Plan()
                .Image.BaseImage,
            StringComparison.Ordinal
        );

    [Fact]
    public void ASelfContainedApp_BringsItsOwnRuntime()
    {
        var scenario = new Scenario().Property("SelfContained", "true").Property("DeployabilityProbe", "");
        var plan = scenario.Plan();

        Assert.Contains(
            "dotnet restore src/Api/Api.csproj --arch $TARGETARCH -p:SelfContained=true",
            scenario.File("Dockerfile"),
            StringComparison.Ordinal
        );
        Assert.Equal("mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled", plan.Image.BaseImage);
        Assert.Equal(["./Shop.Api"], plan.Image.EntryPoint);
        Assert.Empty(plan.Probes.HealthCheck);
        Assert.Contains("self-contained", plan.Probes.NoHealthCheckReason, StringComparison.Ordinal);
    }

    [Fact]
    public void AWorkerWithoutAspNetCore_RunsOnTheSmallerRuntime() =>
        Assert.StartsWith("mcr.microsoft.com/dotnet/runtime:", new Scenario().Worker().Plan().Image.BaseImage, StringComparison.Ordinal);

    [Fact]
    public void ContainerFamilyAndBaseImage_Win()
    {
        Assert.Equal(
            "mcr.microsoft.com/dotnet/aspnet:10.0-alpine",
            new Scenario().Property("ContainerFamily", "alpine").Plan().Image.BaseImage
        );
        Assert.Equal(
            "example.com/base:1",
            new Scenario().Property("ContainerFamily", "alpine").Property("ContainerBaseImage", "example.com/base:1").Plan().Image.BaseImage
        );
    }

    [Theory]
    [InlineData("", 10001, 10001)]
    [InlineData("app", 1654, 1654)]
    [InlineData("20000", 20000, 20000)]
    [InlineData("20000:30000", 20000, 30000)]
    public void TheUser_IsANumber(string user, int expectedUser, int expectedGroup)
    {
        var image = new Scenario().Property("ContainerUser", user).Plan().Image;

        Assert.Equal((expectedUser, expectedGroup), (image.User, image.Group));
    }

    [Theory]
    [InlineData("", "", "shop-api:1.2.3")]
    [InlineData("5.0", "", "shop-api:5.0")]
    [InlineData("", "latest;6.0", "shop-api:6.0")]
    public void TheTag_IsTheSdksElseTheVersion(string tag, string tags, string expected) =>
        Assert.Equal(
            expected,
            new Scenario().Property("ContainerImageTag", tag).Property("ContainerImageTags", tags).Plan().Image.Reference
        );

    [Fact]
    public void RegistryAndRepository_MakeTheName()
    {
        var plan = new Scenario().Property("ContainerRegistry", "ghcr.io").Property("ContainerRepository", "team/shop").Plan();

        Assert.Equal("ghcr.io/team/shop", plan.Image.Repository);
        Assert.Equal("shop", plan.Name);
    }

    [Fact]
    public void ANameWithoutAsciiLetters_GetsOneAndANote()
    {
        var plan = new Scenario().Property("AssemblyName", "Магазин").Plan();

        Assert.Equal("app", plan.Name);
        Assert.Contains(plan.Decisions, static decision => decision.ToString().Contains("ContainerRepository", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10.0.100", "latestFeature", "10.0-noble")]
    [InlineData("11.0.100", "latestFeature", "11.0-resolute")]
    [InlineData("10.0.105", "disable", "10.0.105-noble")]
    [InlineData("9.0.300", "latestMajor", "10.0-noble")]
    [InlineData("garbage", "", "10.0-noble")]
    public void TheSdk_IsNewEnoughForGlobalJson(string version, string rollForward, string tag) =>
        Assert.Equal(
            $"mcr.microsoft.com/dotnet/sdk:{tag}",
            new Scenario()
                .Closure(new BuildClosure("/src/shop", ["A.csproj"], [], [], []) { SdkPin = (version, rollForward) })
                .Plan()
                .Image.SdkImage
        );

    [Fact]
    public void WhatChangesWithEveryCommit_IsNoLabel() =>
        Assert.DoesNotContain(
            new Scenario()
                .Item("ContainerLabel", "org.opencontainers.image.created", ("Value", "now"))
                .Item("ContainerLabel", "org.opencontainers.image.revision", ("Value", "abc"))
                .Plan()
                .Image.Labels,
            static label => label.Value is "now" or "abc"
        );

    [Fact]
    public void ASecretEnvironmentVariable_IsNotBakedIn()
    {
        var plan = new Scenario()
            .Item("ContainerEnvironmentVariable", "API_KEY", ("Value", "s3cr3t"))
            .Item("ContainerEnvironmentVariable", "MODE", ("Value", "x"))
            .Plan();

        Assert.DoesNotContain(plan.Image.Variables, static variable => variable.Key == "API_KEY");
        Assert.Contains(plan.Image.Variables, static variable => variable.Key == "MODE");
        Assert.DoesNotContain("s3cr3t", string.Join('\n', plan.Decisions), StringComparison.Ordinal);
    }

    [Fact]
    public void AnImage_IsNeverBuiltForDebugging()
    {
        var scenario = new Scenario().Property("Configuration", "Debug");

        Assert.Equal("Release", scenario.Plan().Build.Configuration);
        Assert.Contains(scenario.Result().Problems, static problem => problem is { Code: "DPL9003", Severity: ProblemSeverity.Warning });
    }

    [Fact]
    public void NativeAot_CompilesOnTheTargetsOwnPlatform()
    {
        var dockerfile = new Scenario().Property("PublishAot", "true").Property("DeployabilityProbe", "").File("Dockerfile");

        Assert.Contains("FROM mcr.microsoft.com/dotnet/sdk:10.0-noble-aot AS build", dockerfile, StringComparison.Ordinal);
        Assert.Contains("-p:CopyOutputSymbolsToPublishDirectory=false", dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("clang", dockerfile, StringComparison.Ordinal);
        Assert.Contains("ENTRYPOINT [\"./Shop.Api\"]", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void NativeAotBeforeDotNet10_InstallsTheLinkerThatNoImageHas()
    {
        var dockerfile = new Scenario()
            .Property("PublishAot", "true")
            .Property("TargetFramework", "net8.0")
            .Property("TargetFrameworkVersion", "v8.0")
            .Property("DeployabilityProbe", "")
            .File("Dockerfile");

        Assert.Contains("FROM mcr.microsoft.com/dotnet/sdk:8.0-noble AS build", dockerfile, StringComparison.Ordinal);
        Assert.Contains("clang zlib1g-dev", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void RestoreAndPublish_AreToldTheSameAndPublishRestoresWhatIsMissing()
    {
        var dockerfile = new Scenario().File("Dockerfile");

        Assert.DoesNotContain("--no-restore", dockerfile, StringComparison.Ordinal);
        Assert.Equal(2, dockerfile.Split("-p:UseAppHost=false -p:PublishSingleFile=false").Length - 1);
        Assert.Equal(2, dockerfile.Split("sharing=locked").Length - 1);
        Assert.Equal(2, dockerfile.Split("type=secret,id=nugetconfig").Length - 1);
    }

    [Fact]
    public void ADeclaredFrontEnd_IsBuiltByNodeAndServedByTheApp()
    {
        var scenario = new Scenario()
            .Item("DeployabilityFrontend", "client", ("Path", "ClientApp"), ("OutputPath", "../wwwroot"))
            .Closure(WithFrontend("package-lock.json", isBuilt: false));
        var dockerfile = scenario.File("Dockerfile");

        Assert.Contains(
            "FROM --platform=$BUILDPLATFORM node:22-bookworm-slim AS frontend-client\nWORKDIR /src/src/Api/ClientApp\nCOPY src/Api/ClientApp/package.json src/Api/ClientApp/package-lock.json ./\n",
            dockerfile,
            StringComparison.Ordinal
        );
        Assert.Contains(" npm ci\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains("RUN npm run build\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains("COPY --from=frontend-client /src/src/Api/wwwroot/ ./wwwroot/\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains("!src/Api/ClientApp/.env.production\n", scenario.File("Dockerfile.dockerignore"), StringComparison.Ordinal);
        Assert.Empty(scenario.Plan().Actions);
    }

    /// <summary>What the ignore file keeps out of the image is of no use there, but without the key nothing compiles.</summary>
    [Fact]
    public void TheKeyThatAssembliesAreSignedWith_IsNotIgnored() =>
        Assert.EndsWith(
            "\n!keys/open.snk\nsrc/Api/deploy\n",
            new Scenario()
                .Closure(new("/src/shop", ["src/Api/Api.csproj"], [], [], []) { SigningKeys = ["keys/open.snk"] })
                .File("Dockerfile.dockerignore"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(false, "nothing runs")]
    [InlineData(true, "has no Node")]
    public void AFrontEndThatNobodyDeclares_IsAWarning(bool isBuilt, string why)
    {
        var (_, problems) = new Scenario().Closure(WithFrontend("yarn.lock", isBuilt)).Result();

        var problem = Assert.Single(problems, static problem => problem.Severity == ProblemSeverity.Warning);
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
        Assert.Contains("<DeployabilityFrontend Include=\"clientapp\" Path=\"ClientApp\" />", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFrontEndWhoseBundlerIsKnown_IsBuiltUnasked()
    {
        var scenario = new Scenario().Closure(WithFrontend("package-lock.json", isBuilt: false, "dist"));

        Assert.Contains(
            "COPY --from=frontend-clientapp /src/src/Api/ClientApp/dist/ ./wwwroot/\n",
            scenario.File("Dockerfile"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            scenario.Plan().Decisions,
            static decision => decision.Instead.Contains("DeployabilityFrontend", StringComparison.Ordinal)
        );
        Assert.Empty(scenario.Plan().Actions);
    }

    [Theory]
    [InlineData("", false, "dist")]
    [InlineData("package-lock.json", true, "dist")]
    [InlineData("package-lock.json", false, "")]
    public void AFrontEndThatIsNotPlain_IsLeftToAPerson(string @lock, bool isBuilt, string output) =>
        Assert.Empty(new Scenario().Closure(WithFrontend(@lock, isBuilt, output)).Plan().Build.Frontends);

    [Fact]
    public void AFrontEndBesideTheProject_IsBuiltIntoItsWebRoot()
    {
        var scenario = new Scenario().Closure(
            new("/src/shop", ["src/Api/Api.csproj"], [], [], [])
            {
                Frontends = [new("/src/shop/src/client", "package-lock.json", IsBuilt: false, "../Api/wwwroot")],
            }
        );

        Assert.Contains(
            "COPY --from=frontend-client /src/src/Api/wwwroot/ ./wwwroot/\n",
            scenario.File("Dockerfile"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            scenario.Plan().Decisions,
            static decision =>
                decision
                    .ToString()
                    .Contains("Node builds ../client in the image, and the app serves what lands in wwwroot.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void AFrontEndThatIsNotThere_IsRefused() =>
        Assert.Contains(
            "package.json",
            Assert.Single(new Scenario().Item("DeployabilityFrontend", "client").Refusals()),
            StringComparison.Ordinal
        );

    private static BuildClosure WithFrontend(string @lock, bool isBuilt, string output = "") =>
        new("/src/shop", ["src/Api/Api.csproj"], [], [], []) { Frontends = [new("/src/shop/src/Api/ClientApp", @lock, isBuilt, output)] };
}
