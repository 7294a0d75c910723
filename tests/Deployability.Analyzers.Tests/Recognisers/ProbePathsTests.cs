namespace Deployability.Analyzers.Tests.Recognisers;

public sealed class ProbePathsTests
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/healthz")]
    [InlineData("healthz/live")]
    [InlineData("/health/ready/")]
    [InlineData("/api/health")]
    [InlineData("/api/v1/orders/health")]
    [InlineData("/HealthCheck")]
    [InlineData("/health-check")]
    [InlineData("/_health")]
    [InlineData("/hc")]
    [InlineData("/ready")]
    [InlineData("/livez")]
    [InlineData("/api/ping")]
    [InlineData("/internal/alive")]
    public void RouteOfAProbe_IsOne(string path) => Assert.True(ProbePaths.IsOne(path));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/orders")]
    [InlineData("/sports/live")]
    [InlineData("/channels/started")]
    [InlineData("/healthcare")]
    [InlineData("/mental-health")]
    [InlineData("/health-insurance")]
    [InlineData("/health/articles")]
    [InlineData("/patients/{id}/health")]
    [InlineData("http://inventory/health")]
    [InlineData("The health of this")]
    [InlineData("/already")]
    public void OtherRoute_IsNone(string path) => Assert.False(ProbePaths.IsOne(path));
}
