namespace Deployability.Model.Tests;

public sealed class ClientLibrariesTests
{
    [Theory]
    [InlineData("Npgsql", 5432)]
    [InlineData("StackExchange.Redis", 6379)]
    [InlineData("AWSSDK.S3", 443)]
    [InlineData("System.Net.Http", 443)]
    public void Find_KnowsTheUsualPort(string assembly, int port) => Assert.Equal(port, ClientLibraries.Find(assembly)?.Ports[0]);

    [Theory]
    [InlineData("System.Runtime")]
    [InlineData("Microsoft.Data.Sqlite")]
    public void Find_KnowsNothingOfWhatCallsNobody(string assembly) => Assert.Null(ClientLibraries.Find(assembly));

    [Theory]
    [InlineData("Npgsql", true)]
    [InlineData("Amazon", true)]
    [InlineData("Neo4j.Driver", true)]
    [InlineData("AWSSDK", false)]
    [InlineData("Sentry", false)]
    [InlineData("Orleans.Runtime", false)]
    public void Namespaces_AreThoseOfLibrariesThatBringData(string ns, bool brings) =>
        Assert.Equal(brings, ClientLibraries.Namespaces.Contains(ns));
}
