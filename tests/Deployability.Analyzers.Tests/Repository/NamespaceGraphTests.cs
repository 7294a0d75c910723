using System.Reflection;
using Deployability.Analyzers.Engine;
using Deployability.Testing;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>The layers; those of publish are held where its tests are.</summary>
public sealed class NamespaceGraphTests
{
    public static TheoryData<string> Assemblies =>
        ["Deployability.Model", "Deployability.Formats", "Deployability.Secrets", "Deployability.Analyzers", "Deployability.CodeFixes"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void NamespacesFormNoCycles(string assembly)
    {
        var graph = NamespaceGraph.Of(Assembly.Load(assembly));

        var cycle = NamespaceGraph.CycleIn(graph);

        Assert.True(cycle is null, $"{assembly}: {string.Join(" → ", cycle ?? [])}");
    }

    [Fact]
    public void CodeKnowsNoRecogniserJudgeOrRule() =>
        Assert.Empty(NamespaceGraph.Of(typeof(Projects).Assembly)["Deployability.Analyzers.Code"]);

    [Fact]
    public void RecognisersKnowNoJudgeAndNoRule() =>
        Assert.DoesNotContain(
            NamespaceGraph.Of(typeof(Projects).Assembly)["Deployability.Analyzers.Recognisers"],
            static used =>
                used.StartsWith("Deployability.Analyzers.Judges", StringComparison.Ordinal)
                || used.StartsWith("Deployability.Analyzers.Rules", StringComparison.Ordinal)
                || used.StartsWith("Deployability.Analyzers.Generation", StringComparison.Ordinal)
        );

    [Fact]
    public void ACycle_IsFound()
    {
        Assert.Equal(
            ["A", "B", "C", "A"],
            NamespaceGraph.CycleIn(
                new()
                {
                    ["A"] = ["B"],
                    ["B"] = ["C"],
                    ["C"] = ["A"],
                }
            )
        );
        Assert.Null(
            NamespaceGraph.CycleIn(
                new()
                {
                    ["A"] = ["B", "C"],
                    ["B"] = ["C"],
                    ["C"] = [],
                }
            )
        );
    }
}
