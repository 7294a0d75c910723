using Deployability.Publish.Planning;
using Deployability.Publish.Reading;

namespace Deployability.Publish.Tests.Planning;

public sealed class NativeLibrariesTests
{
    [Theory]
    [InlineData("SkiaSharp.NativeAssets.Linux/3.119.0", "libfontconfig1")]
    [InlineData("Microsoft.AspNetCore.Authentication.Negotiate/10.0.0", "libgssapi-krb5-2")]
    [InlineData("FFMpegCore/5.2.0", "ffmpeg")]
    [InlineData("microsoft.ml.lightgbm/4.0.0", "libgomp1")]
    public void APackageThatLoadsALibraryOfTheSystem_GetsItOnAFullUbuntu(string package, string library)
    {
        var scenario = new Scenario().Property("Packages", $"Newtonsoft.Json/13.0.4;{package}");
        var image = scenario.Plan().Image;

        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:10.0-noble", image.BaseImage);
        Assert.Equal([library], image.SystemPackages);
        Assert.Contains(
            $"RUN apt-get update \\\n    && apt-get install --yes --no-install-recommends {library} \\\n    && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\n",
            scenario.File("Dockerfile"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("SkiaSharp/3.119.0;SkiaSharp.NativeAssets.Linux.NoDependencies/3.119.0")]
    [InlineData("Oracle.ManagedDataAccess.Core/23.6.0")]
    [InlineData("SQLitePCLRaw.lib.e_sqlite3/2.1.10")]
    [InlineData("System.DirectoryServices.Protocols/9.0.0")]
    [InlineData("System.Drawing.Common/6.0.0")]
    [InlineData("")]
    public void APackageThatBringsWhatItLoads_OrThatNobodyAskedFor_ChangesNothing(string packages)
    {
        var plan = new Scenario().Property("Packages", packages).Plan();

        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", plan.Image.BaseImage);
        Assert.Empty(plan.Image.SystemPackages);
        Assert.DoesNotContain(plan.Actions, static action => action.Kind == OperatorActionKind.Build);
    }

    [Theory]
    [InlineData("[9.0.0, )", "/usr/lib/libldap-2.5.so.0")]
    [InlineData("[10.0.0, )", "")]
    public void Ldap_IsFoundUnderTheNameThatTheLibraryLooksFor(string version, string link)
    {
        var scenario = Direct("System.DirectoryServices.Protocols", version);
        var file = scenario.File("Dockerfile");

        Assert.Equal(["libldap2"], scenario.Plan().Image.SystemPackages);
        Assert.Equal(link.Length > 0, file.Contains("ln --symbolic", StringComparison.Ordinal));
        Assert.Contains(link, file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[6.0.0, )", 1)]
    [InlineData("[8.0.0, )", 0)]
    public void SystemDrawing_WorksOnLinuxUpToVersion6(string version, int count) =>
        Assert.Equal(count, Direct("System.Drawing.Common", version).Plan().Image.SystemPackages.Count);

    [Theory]
    [InlineData("ContainerBaseImage", "registry.example.com/dotnet:10.0")]
    [InlineData("ContainerFamily", "alpine")]
    [InlineData("ContainerFamily", "noble-chiseled-extra")]
    public void AnImageOfTheProjectsOwnChoice_IsLeftAloneAndSaid(string property, string value)
    {
        var plan = new Scenario().Property("Packages", "FFMpegCore/5.2.0").Property(property, value).Plan();

        Assert.EndsWith(value, plan.Image.BaseImage, StringComparison.Ordinal);
        Assert.Empty(plan.Image.SystemPackages);
        Assert.Contains(plan.Actions, static action => action.IsBlocking && action.Task.Contains("ffmpeg", StringComparison.Ordinal));
    }

    [Fact]
    public void AFamilyWithAPackageManager_GetsThePackages() =>
        Assert.Equal(
            ["ffmpeg"],
            new Scenario().Property("Packages", "FFMpegCore/5.2.0").Property("ContainerFamily", "noble").Plan().Image.SystemPackages
        );

    [Theory]
    [InlineData("Microsoft.Playwright/1.55.0", "browser")]
    [InlineData("PuppeteerSharp/20.0.0", "browser")]
    [InlineData("SkiaSharp/3.119.0", "SkiaSharp.NativeAssets.Linux.NoDependencies")]
    [InlineData("DinkToPdf/1.0.8", "wkhtmltopdf")]
    public void WhatNoPackageOfTheDistributionGives_IsLeftToAPerson(string package, string word)
    {
        var action = Assert.Single(
            new Scenario().Property("Packages", package).Plan().Actions,
            static action => action.Kind == OperatorActionKind.Build
        );

        Assert.True(action.IsBlocking);
        Assert.Contains(word, action.Task, StringComparison.Ordinal);
    }

    private static Scenario Direct(string package, string version) =>
        new Scenario()
            .Property("Packages", $"{package}/{version.Trim('[', ')', ' ', ',')}")
            .Closure(
                new BuildClosure("/src/shop", ["src/Api/Api.csproj"], [], [], [])
                {
                    Packages = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [package] = version },
                }
            );
}
