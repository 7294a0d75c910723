using Deployability.Publish.Reading;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace Deployability.Publish;

/// <summary>Says at build what the publish will miss: referenced projects whose code nobody has read.</summary>
public sealed class CheckReferences : Task
{
    /// <summary>Assemblies of referenced projects.</summary>
    public ITaskItem[] ReferencedAssemblies { get; set; } = [];

    public override bool Execute()
    {
        foreach (var problem in FactReader.Check(ReferencedAssembly.From(ReferencedAssemblies)))
        {
            Log.Report(problem);
        }

        return true;
    }
}
