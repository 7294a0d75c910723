using Deployability.Model;

namespace Deployability.Publish.Tests.Emitters;

public sealed class ApprovalTests
{
    public static TheoryData<string> Names => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_IsTheApprovedOne(string scenario) => Approval.Verify(Scenarios.All[scenario]().Emit(), scenario);

    /// <summary>What order hashing gives is another one in every process; here it is turned round.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void InputsInAnotherOrder_SameBytes(string scenario) =>
        Assert.Equal(Scenarios.All[scenario]().Emit(), Scenarios.All[scenario]().Reversed().Emit());

    [Fact]
    public void NothingIsChosen_NothingIsEmitted() => Assert.Empty(new Scenario().Property("DeployabilityEmit", "none").Emit());

    [Fact]
    public void OneTarget_IsEmittedAlone() =>
        Assert.Equal(
            ["Dockerfile", "Dockerfile.dockerignore", "README.md"],
            new Scenario().Property("DeployabilityEmit", "docker").Emit().Select(static file => file.Path)
        );

    [Fact]
    public void NoFile_HasCarriageReturnsTrailingBlanksOrAMissingLastLineEnd() =>
        Assert.All(
            Scenarios.All["everything"]().Emit(),
            static file =>
            {
                Assert.DoesNotContain('\r', file.Content);
                Assert.EndsWith("\n", file.Content, StringComparison.Ordinal);
                Assert.All(file.Content.Split('\n'), static line => Assert.Equal(line.TrimEnd(), line));
            }
        );
}
