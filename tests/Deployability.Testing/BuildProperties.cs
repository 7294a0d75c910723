using Microsoft.CodeAnalysis.Testing;

// Where ProjectState is, so that tests need no other using.
namespace Microsoft.CodeAnalysis.CSharp.Testing;

/// <summary>Compiler-visible MSBuild properties of a project of a test, without the <c>build_property.</c> prefix.</summary>
public sealed class BuildProperties(ProjectState state)
{
    public string this[string name]
    {
        set =>
            state.AnalyzerConfigFiles.Add(
                ($"obj/{name}.globalconfig", $"is_global = true\nglobal_level = -500\nbuild_property.{name} = {value}\n")
            );
    }
}

public static class ProjectStateExtensions
{
    extension(ProjectState state)
    {
        public BuildProperties BuildProperties => new(state);
    }
}
