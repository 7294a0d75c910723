using System.Text.RegularExpressions;
using Deployability.Publish.Planning;
using Deployability.Testing;

namespace Deployability.Publish.Tests.Planning;

public sealed class ItemSchemaTests
{
    private const string Start = "<!-- items: derived from ItemSchema by a test -->\n";
    private const string End = "<!-- end of items -->";

    public static TheoryData<string> Types => [.. ItemSchema.All.Select(static schema => schema.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void UnknownMetadata_IsRefusedWithTheKnownNames(string type)
    {
        var message = Assert.Single(Valid(type, ("Sise", "1Gi")).Refusals());

        Assert.Contains("unknown metadata 'Sise'", message, StringComparison.Ordinal);
        Assert.All(Schema(type).Metadata, metadata => Assert.Contains(metadata.Name, message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void KnownMetadata_IsAcceptedInAnyCase(string type)
    {
        var optional = Schema(type)
            .Metadata.Where(static metadata => !metadata.IsRequired)
            .Select(static metadata => (metadata.Name.ToLowerInvariant(), ""));

        Assert.NotNull(Valid(type, [.. optional]).Plan());
    }

    [Theory]
    [InlineData("DeployabilityIngressFrom", "10.0.0.0/33")]
    [InlineData("DeployabilityIngressFrom", "Team_A")]
    [InlineData("DeployabilityClient", "Orders.Api")]
    [InlineData("DeployabilityEgress", "smtp")]
    public void ANetworkItemWithoutMeaning_IsRefused(string type, string name) => Assert.Single(new Scenario().Item(type, name).Refusals());

    [Theory]
    [InlineData("Port", "0")]
    [InlineData("Cidr", "10.0.0.0")]
    [InlineData("Cidr", "10/8")]
    [InlineData("Cidr", "::1/129")]
    public void AnEgressThatNoPolicyCanSay_IsRefused(string metadata, string value) =>
        Assert.Single(new Scenario().Item("DeployabilityEgress", "smtp", (metadata, value)).Refusals());

    [Theory]
    [InlineData("TimeZone", "Local")]
    [InlineData("TimeZone", "UTC+1 h")]
    [InlineData("DeadlineSeconds", "0")]
    [InlineData("Concurrency", "Sometimes")]
    public void AJobThatKubernetesWouldRefuse_IsRefused(string metadata, string value) =>
        Assert.Single(new Scenario().Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *"), (metadata, value)).Refusals());

    /// <summary>The targets hand over and hash by name, because MSBuild can list neither item types nor metadata.</summary>
    [Fact]
    public void Targets_HandOverEveryItemAndHashEveryMetadata()
    {
        var targets = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "build", "Deployability.Publish.targets"));

        Assert.All(
            ItemSchema.All,
            schema =>
            {
                Assert.Contains(
                    $"""Include="@({schema.Type})" DeployabilityItemType="{schema.Type}" """,
                    targets,
                    StringComparison.Ordinal
                );
                Assert.All(schema.Metadata, metadata => Assert.Contains($"%({metadata.Name})", targets, StringComparison.Ordinal));
            }
        );
    }

    [Fact]
    public void Documentation_IsTheTable()
    {
        var file = Path.Combine(RepositoryRoot.Path, "docs", "publish.md");
        var text = File.ReadAllText(file);
        var from = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var to = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable(Approval.Switch) == "1")
        {
            File.WriteAllText(file, text[..from] + Table() + text[to..]);
            text = File.ReadAllText(file);
            to = text.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.Equal(Table(), text[from..to]);
    }

    private static string Table()
    {
        var lines = new List<string> { "", "| item | metadata | may be | meaning | without it |", "|---|---|---|---|---|" };
        foreach (var schema in ItemSchema.All)
        {
            lines.Add(Row($"**`{schema.Type}`**", "", schema.Identity.Allowed, schema.Meaning, ""));
            lines.AddRange(
                schema.Metadata.Select(static metadata =>
                    Row(
                        "",
                        $"`{metadata.Name}`",
                        metadata.Rule.Allowed,
                        metadata.Meaning,
                        metadata.IsRequired ? "refused" : metadata.Default
                    )
                )
            );
        }

        return string.Join('\n', lines) + "\n\n";
    }

    private static string Row(params string[] cells) => Regex.Replace($"| {string.Join(" | ", cells)} |", " +", " ");

    private static Scenario Valid(string type, params (string Name, string Value)[] metadata) =>
        type switch
        {
            "DeployabilityVolume" => new Scenario().Item(type, "data", [("MountPath", "/data"), .. metadata]),
            "DeployabilityShare" => new Scenario().Item(type, "data", [("MountPath", "/data"), ("Source", "//files/data"), .. metadata]),
            "DeployabilityJob" => new Scenario().Item(type, "nightly", [("Schedule", "0 2 * * *"), .. metadata]),
            "DeployabilityService" => new Scenario().Item(type, "redis", [("Image", "redis:7.4"), .. metadata]),
            "DeployabilityHealth" => new Scenario().Item(type, "/healthz", metadata),
            "DeployabilityEgress" => new Scenario().Item(
                type,
                "smtp",
                [.. metadata.Where(static entry => entry.Name != "port"), ("Port", "587")]
            ),
            "DeployabilityFrontend" => new Scenario()
                .Item(type, "thing", metadata)
                .Closure(new("/src/shop", ["src/Api/Api.csproj"], [], [], []) { Frontends = [new("/src/shop/src/Api/thing", "", false)] }),
            _ => new Scenario().Item(type, "thing", metadata),
        };

    private static ItemSchema Schema(string type) => ItemSchema.All.Single(schema => schema.Type == type);
}
