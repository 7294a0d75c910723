using System.Text.RegularExpressions;
using System.Xml.Linq;
using Deployability.Publish.Targets;
using Deployability.Testing;

namespace Deployability.Publish.Tests;

/// <summary>MSBuild cannot hand over all properties, so the targets name them; what the planner asks for and nobody hands over would always be empty.</summary>
public sealed partial class TargetsTests
{
    [Fact]
    public void EveryPropertyThatIsAskedFor_IsHandedOver()
    {
        var asked = Sources()
            .SelectMany(static text => Question().Matches(text))
            .Select(static match => match.Groups["name"].Value)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.InRange(asked.Count, 20, 200);
        Assert.Empty(asked.Except(HandedOver()));
    }

    [Fact]
    public void EveryPropertyThatIsHandedOver_IsAskedFor()
    {
        var sources = string.Concat(Sources());

        Assert.All(
            HandedOver(),
            name =>
                Assert.Contains(
                    $"\"{name}\"",
                    sources.Replace("$\"_{property}IsDefault\"", "\"_DeployabilityReplicasIsDefault\"", StringComparison.Ordinal),
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void EveryTarget_IsDocumented()
    {
        var row = File.ReadLines(Path.Combine(RepositoryRoot.Path, "docs", "publish.md"))
            .Single(static line => line.StartsWith("| `DeployabilityEmit` |", StringComparison.Ordinal));

        Assert.All(EmitterList.Names, name => Assert.Matches($"[`;]{name}[`;]", row));
    }

    private static List<string> HandedOver() =>
        [
            .. XDocument
                .Load(Path.Combine(RepositoryRoot.Path, "build", "Deployability.Publish.targets"))
                .Descendants("_DeployabilityProperty")
                .Select(static item => (string?)item.Attribute("Include") ?? "")
                .Where(static name => name.Length > 0),
        ];

    private static IEnumerable<string> Sources() =>
        Directory
            .EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src", "Deployability.Publish"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    [GeneratedRegex("(?:[Ii]nput\\.(?:Property|IsTrue|List)|[Vv]alidator\\.(?:Property|Number))\\(\\s*\"(?<name>\\w+)\"")]
    private static partial Regex Question();
}
