using Task = Microsoft.Build.Utilities.Task;

namespace Deployability.Publish;

/// <summary>MSBuild's door to <see cref="Rehearsal"/>.</summary>
public sealed class Rehearse : Task
{
    /// <summary>What <c>DeployabilityEmit</c> says.</summary>
    public string Targets { get; set; } = "";

    /// <summary>Begins and does not wait.</summary>
    public override bool Execute()
    {
        Rehearsal.Begin(Targets);
        return true;
    }
}
