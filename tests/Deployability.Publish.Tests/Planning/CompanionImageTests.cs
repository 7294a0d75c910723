namespace Deployability.Publish.Tests.Planning;

public sealed class CompanionImageTests
{
    [Theory]
    [InlineData("mcr.microsoft.com/mssql/server:2022-latest", true)]
    [InlineData("mirror.example.com:5000/mssql/server:2022-latest", true)]
    [InlineData("redis:7.4", false)]
    public void AServiceThatIsNotStartedWithoutRights_IsLeftToTheOperator(string image, bool isLeft) =>
        Assert.Equal(
            isLeft,
            new Scenario()
                .Item("DeployabilityService", "store", ("Image", image), ("Port", "1433"))
                .Plan()
                .Actions.Any(static action => action is { Subject: "store", IsBlocking: true })
        );
}
