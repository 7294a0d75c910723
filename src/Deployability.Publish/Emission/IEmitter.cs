using Deployability.Publish.Planning;

namespace Deployability.Publish.Emission;

/// <summary>Turns a plan into the files of one target. Same plan, same bytes: no disk, no clock, no environment.</summary>
public interface IEmitter
{
    IEnumerable<GeneratedFile> Emit(DeploymentPlan plan);
}
