using Deployability.Model;
using Deployability.Publish.Targets;

namespace Deployability.Publish.Tests.Planning;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("DeployabilityReplicas", "0")]
    [InlineData("DeployabilityReplicas", "-1")]
    [InlineData("DeployabilityReplicas", "two")]
    [InlineData("DeployabilityReplicas", "1.5")]
    [InlineData("DeployabilityReplicas", "99999999999")]
    [InlineData("DeployabilityEnvironments", "../prod")]
    [InlineData("DeployabilityEnvironments", "Prod")]
    [InlineData("DeployabilityEnvironments", "a b")]
    [InlineData("DeployabilityEnvironments", "dev;dev")]
    [InlineData("DeployabilityHost", "https://shop.example.com")]
    [InlineData("DeployabilityHost", "shop.example.com/path")]
    [InlineData("DeployabilityHost", "shop.example.com:443")]
    [InlineData("DeployabilityHost", "-x.example.com")]
    [InlineData("DeployabilitySecretStore", "vault")]
    [InlineData("ContainerRepository", "Shop Api")]
    [InlineData("ContainerRegistry", "https://registry.example.com")]
    [InlineData("ContainerImageTag", "a b")]
    [InlineData("ContainerImageTags", "ok;not ok")]
    [InlineData("ContainerBaseImage", "aspnet 10")]
    [InlineData("ContainerFamily", "noble chiseled")]
    [InlineData("ContainerUser", "root")]
    [InlineData("ContainerUser", "0")]
    [InlineData("ContainerUser", "10001:0")]
    public void AnInvalidProperty_IsRefusedByNameAndValue(string name, string value)
    {
        var message = Assert.Single(new Scenario().Property(name, value).Refusals());

        Assert.StartsWith(name, message, StringComparison.Ordinal);
        Assert.Contains(value.Split(';')[^1], message, StringComparison.Ordinal);
        Assert.Contains("Allowed:", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/src/shop/de*ploy")]
    [InlineData("/src/shop/deploy?")]
    [InlineData("/src/a|b")]
    public void AFolderThatMSBuildTakesForAPattern_IsRefused(string path) =>
        Assert.StartsWith(
            $"DeployabilityOutputPath is '{path}'.",
            Assert.Single(new Scenario().Output(path).Refusals()),
            StringComparison.Ordinal
        );

    // What is assumed on the way would hide them.
    [Fact]
    public void BesideErrors_NothingElseIsSaid() =>
        Assert.All(
            new Scenario().Property("DeployabilityReplicas", "0").Result().Problems,
            static problem => Assert.Equal(ProblemSeverity.Error, problem.Severity)
        );

    [Theory]
    [InlineData("ContainerPort", "0", "", "")]
    [InlineData("ContainerPort", "65536", "", "")]
    [InlineData("ContainerPort", "http", "", "")]
    [InlineData("ContainerPort", "8080", "Type", "sctp")]
    [InlineData("DeployabilityVolume", "Data_1", "MountPath", "/data")]
    [InlineData("DeployabilityVolume", "data", "", "")]
    [InlineData("DeployabilityVolume", "data", "MountPath", "data")]
    [InlineData("DeployabilityVolume", "data", "MountPath", "/data/../etc")]
    [InlineData("DeployabilityVolume", "data", "MountPath", "/")]
    [InlineData("DeployabilityVolume", "data", "MountPath", "/app")]
    [InlineData("DeployabilityVolume", "data", "MountPath", "/tmp/")]
    [InlineData("DeployabilityVolume", "data", "MountPath", "/usr")]
    [InlineData("DeployabilityVolume", "data", "MountPath", "/usr/share/dotnet")]
    [InlineData("DeployabilityVolume", "data", "MountPath", "/proc/x")]
    [InlineData("DeployabilityEnvironment", "../x", "", "")]
    [InlineData("DeployabilityEnvironment", "qa", "Replicas", "0")]
    [InlineData("DeployabilityEnvironment", "qa", "MaxReplicas", "1")]
    [InlineData("DeployabilityEnvironment", "qa", "Host", "http://x")]
    [InlineData("DeployabilityEnvironment", "qa", "Namespace", "Shop")]
    [InlineData("DeployabilityJob", "nightly", "", "")]
    [InlineData("DeployabilityJob", "nightly", "Schedule", "0 2 * *")]
    [InlineData("DeployabilityJob", "nightly", "Schedule", "60 2 * * *")]
    [InlineData("DeployabilityJob", "nightly", "Schedule", "0 24 * * *")]
    [InlineData("DeployabilityJob", "nightly", "Schedule", "0 2 0 * *")]
    [InlineData("DeployabilityJob", "nightly", "Schedule", "0 2 * 13 *")]
    [InlineData("DeployabilityJob", "nightly", "Schedule", "0 2 * * 8")]
    [InlineData("DeployabilityJob", "nightly", "Schedule", "5-1 2 * * *")]
    [InlineData("DeployabilityJob", "nightly", "Schedule", "*/0 2 * * *")]
    [InlineData("DeployabilityJob", "nightly", "Schedule", "@daily")]
    [InlineData("DeployabilityShare", "data", "MountPath", "/mnt/data")]
    [InlineData("DeployabilityService", "ollama", "", "")]
    [InlineData("DeployabilityService", "ollama", "Image", "not an image")]
    [InlineData("DeployabilityService", "shop-api", "Image", "redis:7.4")]
    [InlineData("DeployabilityService", "3d", "Image", "redis:7.4")]
    [InlineData("DeployabilityVolume", "tmp", "MountPath", "/data")]
    [InlineData("DeployabilityVolume", "secrets-store", "MountPath", "/data")]
    [InlineData("DeployabilityConfig", "a key", "Value", "x")]
    [InlineData("DeployabilityConfig", "Shop:Mode", "Environment", "qa")]
    [InlineData("DeployabilityConfig", "Shop:Url", "Value", "https://user:hunter22@example.com")]
    [InlineData("DeployabilitySecret", "a key", "", "")]
    [InlineData("ContainerEnvironmentVariable", "a key", "Value", "x")]
    [InlineData("ContainerLabel", "a label", "Value", "x")]
    public void AnInvalidItem_IsRefusedByTypeAndName(string type, string name, string metadata, string value)
    {
        var message = Assert.Single(new Scenario().Item(type, name, metadata.Length > 0 ? [(metadata, value)] : []).Refusals());

        Assert.StartsWith($"{type} '{name}'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessMode", "ReadWriteAlways")]
    [InlineData("Size", "1 GB")]
    [InlineData("Size", "0Gi")]
    [InlineData("Size", "-1Gi")]
    [InlineData("StorageClass", "Fast Disk")]
    [InlineData("EnvironmentVariable", "1X")]
    public void InvalidMetadataOfAVolume_IsRefused(string metadata, string value) =>
        Assert.Single(new Scenario().Item("DeployabilityVolume", "data", ("MountPath", "/data"), (metadata, value)).Refusals());

    [Theory]
    [InlineData(@"server\share")]
    [InlineData("/server/share")]
    [InlineData(@"\\server")]
    [InlineData("smb://server/share")]
    public void AShareSourceThatIsNoShare_IsRefused(string source) =>
        Assert.Single(new Scenario().Item("DeployabilityShare", "data", ("MountPath", "/mnt/data"), ("Source", source)).Refusals());

    [Theory]
    [InlineData("Image", "Redis:7.4")]
    [InlineData("Image", "redis:")]
    [InlineData("Image", "registry.example.com/Tools/redis:7.4")]
    [InlineData("Image", "redis/:7.4")]
    [InlineData("MemoryLimit", "512")]
    [InlineData("MemoryLimit", "512m")]
    public void WhatNoContainerRunsWith_IsRefused(string metadata, string value) =>
        Assert.Contains(
            $"has {metadata} '{value}'",
            Assert.Single(
                new Scenario()
                    .Item("DeployabilityService", "db", [.. metadata == "Image" ? [] : new[] { ("Image", "redis:7.4") }, (metadata, value)])
                    .Refusals()
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("redis")]
    [InlineData("ollama/ollama:0.5.4")]
    [InlineData("localhost:5000/tools:1")]
    [InlineData("ghcr.io/tools/my_redis:7.4-RC1@sha256:0123456789abcdef")]
    public void AnImage_IsAccepted(string image) =>
        Assert.NotNull(new Scenario().Item("DeployabilityService", "db", ("Image", image)).Plan());

    [Fact]
    public void AShareAndAVolumeOnOneFolder_AreRefused() =>
        Assert.Single(
            new Scenario()
                .Item("DeployabilityVolume", "data", ("MountPath", "/mnt/data"))
                .Item("DeployabilityShare", "files", ("MountPath", "/mnt/data/"), ("Source", "//server/share"))
                .Refusals()
        );

    [Theory]
    [InlineData("POSTGRES_PASSWORD=hunter22")]
    [InlineData("URL=https://user:hunter22@example.com")]
    [InlineData("no assignment")]
    public void AnEnvironmentWithCredentials_IsRefused(string environment) =>
        Assert.Single(new Scenario().Item("DeployabilityService", "db", ("Image", "postgres:17"), ("Environment", environment)).Refusals());

    [Theory]
    [InlineData("0 2 * * *")]
    [InlineData("*/15 0-6,22 1,15 JAN-MAR mon-fri")]
    [InlineData("0 1 * * 7")]
    public void AValidSchedule_IsAccepted(string schedule) =>
        Assert.NotNull(new Scenario().Item("DeployabilityJob", "nightly", ("Schedule", schedule)).Plan());

    [Theory]
    [InlineData(@"\\files\data")]
    [InlineData("//files/data/sub")]
    public void AValidShareSource_IsAccepted(string source) =>
        Assert.NotNull(new Scenario().Item("DeployabilityShare", "data", ("MountPath", "/mnt/data"), ("Source", source)).Plan());

    [Fact]
    public void TwoVolumesAtOnePath_AreRefused() =>
        Assert.Contains(
            new Scenario()
                .Item("DeployabilityVolume", "a", ("MountPath", "/data"))
                .Item("DeployabilityVolume", "b", ("MountPath", "/data/"))
                .Refusals(),
            static message => message.Contains("MountPath '/data'", StringComparison.Ordinal)
        );

    [Fact]
    public void TwoEnvironmentsOfOneName_AreRefused() =>
        Assert.NotEmpty(new Scenario().Item("DeployabilityEnvironment", "prod").Item("DeployabilityEnvironment", "prod").Refusals());

    [Fact]
    public void EverythingThatIsWrong_IsReportedAtOnce() =>
        Assert.Equal(
            3,
            new Scenario()
                .Property("DeployabilityReplicas", "0")
                .Property("DeployabilityHost", "http://x")
                .Item("DeployabilityVolume", "data", ("MountPath", "data"))
                .Refusals()
                .Count
        );

    [Theory]
    [InlineData("docker;dockr", "dockr")]
    [InlineData("none;docker", "none;docker")]
    [InlineData("docker;docker", "docker")]
    public void AnUnknownTarget_IsRefused(string emit, string named)
    {
        var problem = Assert.Single(EmitterList.Choose(new Scenario().Property("DeployabilityEmit", emit).Input()).Problems);

        Assert.Equal("DPL9001", problem.Code);
        Assert.Contains($"'{named}'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("none")]
    [InlineData("docker;compose;kubernetes;helm;report")]
    public void KnownTargets_AreAccepted(string emit) =>
        Assert.Empty(EmitterList.Choose(new Scenario().Property("DeployabilityEmit", emit).Input()).Problems);
}
