using Deployability.Model;
using Deployability.Publish.Planning;
using Deployability.Publish.Targets.Kubernetes;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Publish.Tests.Emitters;

/// <summary>Whatever things are called, their objects have names that Kubernetes takes, and no two have the same.</summary>
public sealed class NameTests
{
    private const int LongestLabel = 63;
    private const string InLabels = "abcxyz0189-";

    /// <summary>What may stand in an assembly's name, and what people put there.</summary>
    private const string InAssemblies = "aZ09._-+ äßŁМ中";

    private static readonly Gen<string> Assemblies = TextOf(InAssemblies, 1, 120);

    /// <summary>Labels of every length, many of them long and alike but for their ends.</summary>
    private static readonly Gen<string> Labels =
        from prefix in Gen.Elements("", "recalculate-every-consolidated-balance-sheet-of-the-year-")
        from rest in TextOf(InLabels, 1, LongestLabel)
        select Label(prefix + rest);

    [Theory]
    [InlineData("Straßenbau.Müller", "strassenbau-muller")]
    [InlineData("GRÖSSE", "grosse")]
    [InlineData("Łódź.Żółć", "lodz-zolc")]
    [InlineData("Smørrebrød", "smorrebrod")]
    [InlineData("Cafe\u0301", "cafe")]
    [InlineData("Œuvre.Æther", "oeuvre-aether")]
    [InlineData("Заказы.Api", "api")]
    public void LatinLetters_AreKeptWithoutTheirMarks(string assembly, string expected) =>
        Assert.Equal(expected, new Scenario().Property("AssemblyName", assembly).Plan().Name);

    /// <summary>Keys that make one name would share a database without meaning to.</summary>
    [Fact]
    public void ConnectionsThatMakeOneName_HaveServersOfTheirOwn()
    {
        var configuration = new Scenario()
            .Facts(
                Scenario.Connection("ConnectionStrings:Shop.Orders", ConnectionProviders.Npgsql),
                Scenario.Connection("ConnectionStrings:Shop-Orders", ConnectionProviders.Npgsql)
            )
            .Plan()
            .Configuration;

        Assert.Equal(["shop-orders-2-db", "shop-orders-db"], configuration.Companions.Select(static companion => companion.Name));
        Assert.Equal(2, configuration.Secrets.Select(static secret => secret.Companion).Distinct().Count());
    }

    [Fact]
    public void AConnectionThatNoVariableCanName_IsSaidAndLeftOut()
    {
        var plan = new Scenario().Facts(Scenario.Connection("ConnectionStrings:Käufe", ConnectionProviders.Npgsql)).Plan();

        Assert.Empty(plan.Configuration.Secrets);
        Assert.Contains(plan.Decisions, static decision => decision.Why.Contains("'ConnectionStrings:Käufe'", StringComparison.Ordinal));
    }

    [Fact]
    public void AnyNames_MakeValidNamesThatDiffer() =>
        Prop.ForAll(
                (from assembly in Assemblies from labels in Labels.ArrayOf(8) select (assembly, labels.Distinct().ToArray())).ToArbitrary(),
                static names =>
                {
                    Check(names.assembly, names.Item2);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static void Check(string assembly, string[] labels)
    {
        var scenario = new Scenario().Property("AssemblyName", assembly);
        var app = scenario.Plan().Name;
        for (var index = 0; index < labels.Length; index++)
        {
            var label = labels[index];
            _ = (index % 4) switch
            {
                0 => scenario.Item("DeployabilityJob", label, ("Schedule", "0 2 * * *")),
                1 => scenario.Item("DeployabilityVolume", label, ("MountPath", $"/{label}")),
                2 when Rules.IsServiceName(label) && label != app => scenario.Item(
                    "DeployabilityService",
                    label,
                    ("Image", "companion:1.0"),
                    ("Port", "3000"),
                    ("VolumePath", "/data")
                ),
                _ => scenario.Item("DeployabilityShare", label, ("Source", "//files/share"), ("MountPath", $"/{label}")),
            };
        }

        var objects = KubernetesObjects.Build(scenario.Plan());
        foreach (var environment in objects.Model.Plan.Environments.Select(static environment => environment.Name).Prepend(""))
        {
            var identities = new ObjectView(objects, environment).Objects.Select(ObjectView.Identity).ToList();
            Assert.Equal(identities.Count, identities.Distinct().Count());
            Assert.All(
                identities,
                static identity => Assert.True(IsValid(identity.Kind, identity.Name), $"{identity.Kind} {identity.Name}")
            );
        }
    }

    private static bool IsValid(string kind, string name) =>
        kind switch
        {
            "Service" => Rules.IsServiceName(name),
            "CronJob" => Rules.IsDnsLabel(name) && name.Length <= 52,
            "Deployment" => Rules.IsDnsLabel(name),
            _ => Rules.IsDnsName(name),
        };

    private static Gen<string> TextOf(string characters, int least, int most) =>
        from length in Gen.Choose(least, most)
        from text in Gen.Elements(characters.ToCharArray()).ArrayOf(length)
        select new string(text);

    private static string Label(string text)
    {
        var label = text[..Math.Min(text.Length, LongestLabel)].Trim('-');
        return label.Length > 0 ? label : "a";
    }
}
