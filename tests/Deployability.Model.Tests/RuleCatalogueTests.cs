namespace Deployability.Model.Tests;

public sealed class RuleCatalogueTests
{
    public static TheoryData<string> Ids => new(RuleCatalogue.All.Select(static rule => rule.Id));

    [Fact]
    public void Rules_StandInOrderOfTheirIds()
    {
        var ids = RuleCatalogue.All.Select(static rule => rule.Id).ToList();

        Assert.Equal(ids.Distinct().OrderBy(static id => id, StringComparer.Ordinal), ids);
        Assert.Equal(100, Area.All.Sum(static area => area.Points));
    }

    /// <summary>Reports and baselines show the lines of all other rules.</summary>
    [Fact]
    public void ARuleThatIsCalledForASecret_IsAboutSecrets() =>
        Assert.All(
            RuleCatalogue.All.Where(static rule => rule.Title.StartsWith("Secret", StringComparison.Ordinal)),
            static rule => Assert.True(rule.IsAboutSecrets, rule.Id)
        );

    [Theory]
    [MemberData(nameof(Ids))]
    public void ARow_SaysWhatHappensAndWhatToDo(string id)
    {
        var rule = RuleCatalogue.Of(id);

        Assert.InRange(rule.Weight, 1, 10);
        Assert.Contains(rule.Area, Area.All);
        Assert.EndsWith(".", rule.Effect, StringComparison.Ordinal);
        Assert.EndsWith(".", rule.Remedy, StringComparison.Ordinal);
        Assert.False(rule.Title.EndsWith('.'), "titles end without a period");
        Assert.False(rule.Message.EndsWith('.'), "messages end without a period");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void AMinimalRule_IsWorthMost(string id)
    {
        var rule = RuleCatalogue.Of(id);

        Assert.True(rule.Profile != Profile.Minimal || (rule.Weight >= 7 && rule.Severity != RuleSeverity.Suggestion));
    }

    [Fact]
    public void AnIdOfSomebodyElse_IsFoundByNobody() => Assert.Null(RuleCatalogue.Find("CA1000"));

    [Theory]
    [InlineData("DPL1001", "Configuration")]
    [InlineData("DPL8501", "Kubernetes")]
    [InlineData("DPL9001", "Publish")]
    public void TheThousandOfAnId_SaysItsArea(string id, string area) => Assert.Equal(area, Area.Of(id).Id);
}
