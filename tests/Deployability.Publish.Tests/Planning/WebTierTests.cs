using Deployability.Model;
using Deployability.Publish.Reading;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

/// <summary>A front end in an image of its own, before the app.</summary>
public sealed class WebTierTests
{
    [Fact]
    public void AFrontEndOfNginx_IsNoPartOfTheAppsImage()
    {
        var scenario = Shop();

        Assert.DoesNotContain("node:", scenario.File("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("npm ci", scenario.File("frontend/web/Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void AFrontEndWithoutServer_IsServedByTheApp()
    {
        var scenario = Shop(server: "");

        Assert.Null(scenario.Plan().WebTier);
        Assert.Contains("./wwwroot/", scenario.File("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheApp_IsCalledByTheFrontEndAloneAndPublishedNowhere()
    {
        var scenario = Shop();

        Assert.Contains(
            "app.kubernetes.io/name: shop-api-web",
            scenario.File("kubernetes/base/networkpolicy.yaml"),
            StringComparison.Ordinal
        );
        Assert.Single(scenario.File("compose.yaml").Split('\n'), static line => line.Contains("APP_PORT", StringComparison.Ordinal));
    }

    [Fact]
    public void TheIngress_LeadsToTheFrontEnd() =>
        Assert.Contains(
            "name: shop-api-web",
            Shop().Property("DeployabilityHost", "www.example.com").File("kubernetes/base/ingress.yaml"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("/backend/v1/", "location ^~ /backend/v1/ {")]
    [InlineData("", "location ^~ /api/ {")]
    public void TheApiBasePath_IsPassedOn(string path, string expected) =>
        Assert.Contains(expected, Shop(path: path).File("frontend/web/site.conf.template"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/")]
    [InlineData("api")]
    [InlineData("/api;}")]
    [InlineData("//evil")]
    public void AnApiBasePathThatIsNone_IsRefused(string path) => Assert.Single(Shop(path: path).Refusals());

    [Fact]
    public void AnUnknownServer_IsRefused() => Assert.Single(Shop(server: "apache").Refusals());

    [Fact]
    public void AWorkerWithAFrontEndOfNginx_IsRefused() => Assert.Single(Shop().Worker().Refusals());

    [Fact]
    public void AJobOfTheSameName_IsRefused() =>
        Assert.Single(Shop().Item("DeployabilityJob", "web", ("Schedule", "0 2 * * *")).Refusals());

    private static Scenario Shop(string server = "nginx", string path = "") =>
        new Scenario()
            .Item("DeployabilityFrontend", "web", ("Path", "ClientApp"), ("Server", server), ("ApiBasePath", path))
            .Facts(Health("/healthz/live", HealthEndpointKind.Live))
            .Closure(
                new BuildClosure("/src/shop", ["src/Api/Api.csproj"], [], [], [])
                {
                    Frontends = [new FrontendFolder("/src/shop/src/Api/ClientApp", "package-lock.json", IsBuilt: false)],
                }
            );
}
