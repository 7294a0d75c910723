using Deployability.Publish.Targets;

namespace Deployability.Publish.Tests;

public sealed class RehearsalTests
{
    [Fact]
    public void MadeUpApp_HasFilesOfEveryTarget()
    {
        var all = Rehearsal.Run("all");

        Assert.All(
            EmitterList.Names,
            target =>
            {
                var own = Rehearsal.Run(target).Where(static file => file.Path != "README.md").ToList();
                Assert.NotEmpty(own);
                Assert.Subset(all.Select(static file => file.Path).ToHashSet(), own.Select(static file => file.Path).ToHashSet());
            }
        );
    }

    [Fact]
    public void UnknownTarget_IsNoFault() => Assert.Empty(Rehearsal.Run("no-such-target"));
}
