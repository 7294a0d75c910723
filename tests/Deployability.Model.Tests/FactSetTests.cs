namespace Deployability.Model.Tests;

public sealed class FactSetTests
{
    private const string Map = "M:Defaults.Extensions.MapDefaultEndpoints";
    private const string Inner = "M:Core.Health.Map";

    private static readonly Fact Health = new EnvironmentFact(new FactSource("Extensions.cs", Map), "Health");
    private static readonly Fact Unreached = new EnvironmentFact(new FactSource("Extensions.cs", "M:Defaults.Extensions.Other"), "Other");

    [Fact]
    public void FactsOfALibrary_HoldOnlyWhenTheirMemberIsCalled()
    {
        var resolved = FactSet.Resolve(Set(Call(Map)), [Set(Health, Unreached)]);

        Assert.Contains(Health, resolved.Facts);
        Assert.DoesNotContain(Unreached, resolved.Facts);
    }

    [Fact]
    public void CallsAreFollowedThroughLibraries()
    {
        var inner = new EnvironmentFact(new FactSource("Health.cs", Inner), "Inner");

        var resolved = FactSet.Resolve(Set(Call(Map)), [Set(Call(Inner, member: Map)), Set(inner)]);

        Assert.Contains(inner, resolved.Facts);
    }

    [Fact]
    public void AGuardedCall_GuardsWhatItReaches()
    {
        var resolved = FactSet.Resolve(Set(Call(Map, guard: GuardKind.DevelopmentOnly)), [Set(Health)]);

        Assert.Contains(Health with { Source = Health.Source with { Guard = GuardKind.DevelopmentOnly } }, resolved.Facts);
        Assert.DoesNotContain(Health, resolved.Facts);
    }

    [Fact]
    public void AnOpenCallBesideAGuardedOne_IsWhatCounts()
    {
        var resolved = FactSet.Resolve(Set(Call(Map, guard: GuardKind.DevelopmentOnly), Call(Map)), [Set(Health)]);

        Assert.Equal([Health], resolved.OfKind<EnvironmentFact>());
    }

    [Fact]
    public void CallsInACircle_End()
    {
        var resolved = FactSet.Resolve(Set(Call(Map)), [Set(Call(Inner, member: Map), Call(Map, member: Inner), Health)]);

        Assert.Contains(Health, resolved.Facts);
    }

    private static FactSet Set(params Fact[] facts) => FactSet.Create(facts);

    private static CallFact Call(string target, string member = "", GuardKind guard = GuardKind.None) =>
        new(new FactSource("Program.cs", member, guard), target);
}
