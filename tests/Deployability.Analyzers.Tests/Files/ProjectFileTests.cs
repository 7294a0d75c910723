using Deployability.Analyzers.Files;
using Deployability.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Files;

public sealed class ProjectFileTests
{
    private const string Root = "/agent/environments/dev/repo/";
    private const string Project = Root + "src/Api/";

    [Theory]
    [InlineData("appsettings.json", "AppSettings")]
    [InlineData("appsettings.Production.json", "AppSettings")]
    [InlineData("ocelot.json", "Settings")]
    [InlineData("Properties/launchSettings.json", "LaunchSettings")]
    [InlineData("web.Release.config", "WebConfig")]
    [InlineData("Directory.Build.props", "MSBuild")]
    [InlineData("Properties/PublishProfiles/x.pubxml", "PublishProfile")]
    [InlineData(".env.production", "DotEnv")]
    [InlineData("tempkey.jwk", "PrivateKey")]
    [InlineData("build/Dockerfile.api", "Dockerfile")]
    [InlineData("Dockerfile.dockerignore", "DockerIgnore")]
    [InlineData("docker-compose.prod.yml", "Compose")]
    [InlineData("compose.yaml", "Compose")]
    [InlineData("composer.yaml", "Yaml")]
    [InlineData("k8s/kustomization.yaml", "Kustomization")]
    [InlineData("helm/api/Chart.yaml", "HelmChart")]
    [InlineData("helm/api/values-prod.yaml", "HelmValues")]
    [InlineData("helm/api/templates/deployment.yaml", "HelmTemplate")]
    [InlineData("k8s/deployment.yaml", "Yaml")]
    [InlineData("wwwroot/app.min.js", "Other")]
    [InlineData("logo.png", "Other")]
    public void TheKind_FollowsFromNameAndFolder(string path, string kind) => Assert.Equal(kind, ProjectFile.KindOf(path).ToString());

    [Theory]
    [InlineData(Project + "wwwroot/k8s_example/official/deployment.yaml", "Other")]
    [InlineData(Project + "wwwroot/appsettings.json", "AppSettings")]
    [InlineData(Project + "docs/docker-compose.yml", "Other")]
    [InlineData(Project + "Assets/templates/Dockerfile", "Other")]
    [InlineData(Project + "examples-k8s/templates/api.yaml", "Other")]
    [InlineData(Project + "assets-service/Dockerfile", "Other")]
    [InlineData(Project + "deploy/Dockerfile", "Dockerfile")]
    [InlineData(Root + "samples/shop/docker-compose.yml", "Compose")]
    [InlineData(Root + "docs/k8s/api.yaml", "Other")]
    [InlineData(Root + "src/Web/wwwroot/k8s/api.yaml", "Other")]
    public void ContentOfTheApp_DeploysNothing(string path, string kind) => Assert.Equal(kind, Read(path).Kind.ToString());

    [Theory]
    [InlineData(Project + "appsettings.json", false)]
    [InlineData(Project + "appsettings.Development.json", true)]
    [InlineData(Project + "appsettings.local.json", true)]
    [InlineData(Project + "k8s/dev/deployment.yaml", true)]
    [InlineData(Root + "k8s/overlays/development/patch.yaml", true)]
    [InlineData(Root + "k8s/production/deployment.yaml", false)]
    [InlineData(Root + "docker-compose.override.yml", true)]
    [InlineData(Root + "docker-compose-dev.yml", true)]
    [InlineData(Root + "docker-compose-test.yml", true)]
    [InlineData(Root + "compose.e2e.yaml", true)]
    [InlineData(Root + "docker-compose.latest.yml", false)]
    [InlineData(Root + "docker-compose.attest.yml", false)]
    [InlineData(Root + "k8s/test.yaml", false)]
    [InlineData(Root + "device/deployment.yaml", false)]
    [InlineData(Root + "helm/values-local.yaml", true)]
    [InlineData(Project + "Properties/launchSettings.json", true)]
    [InlineData(Root + ".gitpod.Dockerfile", true)]
    [InlineData(Project + ".devcontainer/Dockerfile", true)]
    [InlineData(Project + "dev.Dockerfile", true)]
    [InlineData(Project + "device.Dockerfile", false)]
    [InlineData(Root + "local.env", true)]
    [InlineData(Root + "deployment/local-dev/db-secrets.yaml", true)]
    [InlineData(Root + "k8s/overlays/minikube/deployment.yml", true)]
    [InlineData(Project + "appsettings.DockerDevelopment.json", true)]
    [InlineData(Project + "appsettings.LocalDocker.json", true)]
    [InlineData(Project + "appsettings.local-docker.json", true)]
    [InlineData(Project + "appsettings.Localization.json", false)]
    [InlineData(Project + "appsettings.Devices.json", false)]
    [InlineData(Root + "docker-compose.DockerDevelopment.yml", true)]
    [InlineData(Root + "docker-compose.Localization.yml", false)]
    [InlineData(Root + "k8s/overlays/for-development/deployment.yml", true)]
    [InlineData(Root + "k8s/overlays/for-production/deployment.yml", false)]
    [InlineData(Root + "k8s_local/api.yaml", true)]
    [InlineData(Root + "dev-portal/deployment.yaml", false)]
    [InlineData(Root + "k8s-production/deployment.yaml", false)]
    [InlineData("/elsewhere/dev/appsettings.json", false)]
    public void Development_IsSaidBelowTheRepositoryOnly(string path, bool expected) => Assert.Equal(expected, Read(path).IsForDevelopment);

    [Theory]
    [InlineData(Project + "appsettings.json", true)]
    [InlineData(Project + "appsettings.Production.json", true)]
    [InlineData(Project + "appsettings.Staging.json", true)]
    [InlineData(Project + "appsettings.prod-eu.json", true)]
    [InlineData(Project + "appsettings.QA.json", true)]
    [InlineData(Project + "k8s/api.test.yaml", true)]
    [InlineData(Project + "appsettings.Test.json", false)]
    [InlineData(Project + "appsettings.Docker.json", false)]
    [InlineData(Project + "appsettings.SQLite.json", false)]
    [InlineData(Project + "appsettings.Production.Development.json", false)]
    [InlineData(Project + "Dockerfile.original", false)]
    [InlineData(Root + "docker-compose.old.yml", false)]
    [InlineData(Root + "k8s/deployment copy.yml", false)]
    [InlineData(Root + "k8s/deployment copy 2.yml", false)]
    [InlineData(Root + "k8s/deployment - Copy.yml", false)]
    [InlineData(Root + "k8s/deployment (1).yml", false)]
    [InlineData(Root + "Dockerfile - Copy", false)]
    [InlineData(Root + "k8s/copy.yml", true)]
    [InlineData(Root + "k8s/db-copy.yml", true)]
    [InlineData(Root + "k8s/shop (eu).yml", true)]
    [InlineData(Root + "original/docker-compose.yml", true)]
    public void WhatShips_IsToldByTheEnvironment(string path, bool expected) => Assert.Equal(expected, Read(path).IsShipped);

    [Theory]
    [InlineData(Project + "a/b.yaml", "a/b.yaml", true)]
    [InlineData(Root + "k8s/b.yaml", "k8s/b.yaml", false)]
    [InlineData("/elsewhere/b.yaml", "b.yaml", false)]
    public void ThePath_IsRelative(string path, string expected, bool isOfProject)
    {
        var file = Read(path);

        Assert.Equal(expected, file.RelativePath);
        Assert.Equal(isOfProject, file.IsOfProject);
    }

    [Fact]
    public void AFileOfNoKindOrOverTheLimit_HasNoText()
    {
        Assert.Null(Read(Project + "logo.png").GetText(default));
        Assert.Null(Read(Project + "appsettings.json", new string(' ', FileViews.MaxLength + 1)).GetText(default));
        Assert.NotNull(Read(Project + "appsettings.json").GetText(default));
    }

    private static ProjectFile Read(string path, string text = "")
    {
        var options = new AnalyzerOptions(
            [new TextFile(path, text)],
            new ProjectOptions(("ProjectDir", Project), ("DeployabilityRepositoryRoot", Root))
        );
        return Assert.Single(ProjectFiles.Of(options).All);
    }
}
