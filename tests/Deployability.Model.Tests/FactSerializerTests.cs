using System.Collections.Immutable;

namespace Deployability.Model.Tests;

public sealed class FactSerializerTests
{
    private static readonly FactSource Source = new("Program.cs");

    /// <summary>One of each kind, with no member at its default.</summary>
    private static readonly Fact[] OneOfEach =
    [
        new HostFact(Source, HostKind.Worker),
        new HealthEndpointFact(
            new FactSource("Extensions.cs", "M:Defaults.Extensions.MapDefaultEndpoints", GuardKind.DevelopmentOnly),
            "/healthz/live",
            HealthEndpointKind.Live,
            Texts("live"),
            HealthChecksRun.Selected,
            true,
            "*:8081"
        ),
        new HealthCheckFact(Source, "database", Texts("ready", "db")),
        new ListenFact(Source, "http", "*", 5005, "PORT", ConfigurationOrigin.EnvironmentVariable, true),
        new ListenKeyFact(Source, "Server:Urls", true, ConfigurationOrigin.EnvironmentVariable),
        new EnvironmentPrefixFact(Source, "TS_"),
        new KeyFilesFact(Source, "/etc/keys", true, "--"),
        new ConfigurationKeyFact(
            Source,
            "Orders:Timeout",
            ConfigurationValueType.TimeSpan,
            "00:00:05",
            true,
            true,
            ConfigurationOrigin.EnvironmentVariable,
            "TS_"
        ),
        new ConnectionStringFact(Source, "ConnectionStrings:Orders", ConnectionProviders.Npgsql, true, "TS_"),
        new OutboundEndpointFact(Source, "Services:Inventory:BaseUrl", "https", "inventory", 8443),
        new CorsPolicyFact(Source, "front", true, true, Texts("https://a.example"), "Cors:AllowedOrigins"),
        new EnvironmentFact(Source, "Local"),
        new HostedServiceFact(Source, "Poller"),
        new ShutdownTimeoutFact(Source, 45),
        new MetricsEndpointFact(Source, 9091, "/internal/metrics"),
        new FeatureFact(Source, Features.SignalR),
        new ConnectionPartsFact(Source, ConnectionProviders.RabbitMq, "Rabbit:Host", "Rabbit:User", "Rabbit:Password"),
        new FileWriteFact(Source, "/data", "Storage:Path", FileWriteKind.Log, true),
        new CallFact(new FactSource("Program.cs", "M:App.Setup.Configure"), "M:Defaults.Extensions.MapDefaultEndpoints"),
    ];

    [Fact]
    public void EveryKind_SurvivesARoundTrip()
    {
        var facts = FactSet.Create(OneOfEach);

        var copy = FactSerializer.TryDeserialize(FactSerializer.Serialize(facts));

        Assert.Equal(facts, copy);
        Assert.Equal(OneOfEach.Length, copy!.Facts.Count);
    }

    [Fact]
    public void EveryKindOfFact_IsCoveredHere() =>
        Assert.Equal(
            typeof(Fact).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Fact))).OrderBy(static type => type.Name),
            OneOfEach.Select(static fact => fact.GetType()).OrderBy(static type => type.Name)
        );

    [Fact]
    public void OrderAndDoubles_DoNotShow() =>
        Assert.Equal(
            FactSerializer.Serialize(FactSet.Create(OneOfEach)),
            FactSerializer.Serialize(FactSet.Create(OneOfEach.Reverse().Concat(OneOfEach)))
        );

    [Fact]
    public void UnknownKindsAndMembers_AreSkipped()
    {
        var facts = FactSerializer.TryDeserialize(
            """{"v":1,"facts":[{"kind":"from-the-future"},{"kind":"environment","name":"QA","more":[1]}]}"""
        );

        Assert.Equal(new EnvironmentFact(FactSource.Unknown, "QA"), Assert.Single(facts!.Facts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"v":2,"facts":[]}""")]
    [InlineData("""{"v":"x","facts":[]}""")]
    [InlineData("""{"v":1,"facts":{}}""")]
    [InlineData("""{"v":1,"facts":[{"kind":"listen","port":"many"}]}""")]
    [InlineData("""{"v":1,"facts":[{"kind":["listen"]}]}""")]
    public void WhatIsNoFactJson_IsRefusedWithoutAnException(string text) => Assert.Null(FactSerializer.TryDeserialize(text));

    private static EquatableArray<string> Texts(params string[] texts) => texts.ToImmutableArray();
}
