using Deployability.Testing;

namespace Deployability.Publish.Tests;

public sealed class NamespaceGraphTests
{
    [Fact]
    public void NamespacesFormNoCycles()
    {
        var cycle = NamespaceGraph.CycleIn(NamespaceGraph.Of(typeof(EmitDeployment).Assembly));

        Assert.True(cycle is null, string.Join(" → ", cycle ?? []));
    }
}
