using Microsoft.Build.Framework;

namespace Deployability.Publish.Core;

/// <summary>Everything that MSBuild says about the project that is published.</summary>
public sealed record ProjectInput
{
    /// <summary>Full path of the project file.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>Full path of the folder for generated files.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Full path of the project's intermediate folder, which holds the lock of parallel publishes.</summary>
    public required string IntermediatePath { get; init; }

    /// <summary>Full path of the application's assembly.</summary>
    public required string AssemblyFile { get; init; }

    /// <summary>Full path of the log to which the compiler wrote the findings; empty when it wrote none.</summary>
    public string FindingsFile { get; init; } = "";

    /// <summary>Full path of what is noted down for the index of the solution; empty when no solution is published.</summary>
    public string PlanFile { get; init; } = "";

    /// <summary>Whether only the report is asked for, and every other file stays as it is.</summary>
    public bool ReportOnly { get; init; }

    /// <summary>The assemblies of every referenced project.</summary>
    public IReadOnlyList<ReferencedAssembly> ReferencedAssemblies { get; init; } = [];

    /// <summary>Full paths of every referenced project, as far as MSBuild resolved them.</summary>
    public IReadOnlyList<string> ReferencedProjects { get; init; } = [];

    /// <summary>Full paths of files outside the project's folder that the project compiles or ships.</summary>
    public IReadOnlyList<string> LinkedFiles { get; init; } = [];

    /// <summary>Evaluated properties by name; missing and empty are the same.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Evaluated items.</summary>
    public IReadOnlyList<ProjectItem> Items { get; init; } = [];

    public string ProjectDirectory => Path.GetDirectoryName(ProjectFile) ?? "";

    /// <summary>A property's value without surrounding white space; empty when it is not set.</summary>
    public string Property(string name) => Properties.TryGetValue(name, out var value) ? value.Trim() : "";

    /// <summary>Whether a property says true.</summary>
    public bool IsTrue(string name) => string.Equals(Property(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The items of one type.</summary>
    public IEnumerable<ProjectItem> ItemsOf(string type) => Items.Where(item => item.Type == type);

    /// <summary>A property's parts between semicolons, trimmed, without empty ones.</summary>
    public IReadOnlyList<string> List(string name) => Split(Property(name));

    internal static IReadOnlyList<string> Split(string value) =>
        [.. value.Split(';').Select(static part => part.Trim()).Where(static part => part.Length > 0)];
}

/// <summary>What a referenced project was built into.</summary>
/// <param name="Path">Full path of the assembly.</param>
/// <param name="ProjectFile">The project; empty when MSBuild did not say.</param>
public sealed record ReferencedAssembly(string Path, string ProjectFile = "")
{
    /// <summary>The assemblies that MSBuild resolved, each once.</summary>
    internal static IReadOnlyList<ReferencedAssembly> From(ITaskItem[] items) =>
        [
            .. items
                .Select(static item => new ReferencedAssembly(
                    System.IO.Path.GetFullPath(item.ItemSpec),
                    item.GetMetadata("MSBuildSourceProjectFile")
                ))
                .Distinct(),
        ];
}

/// <summary>An MSBuild item.</summary>
/// <param name="Type">Its type (<c>DeployabilityVolume</c>).</param>
/// <param name="Name">Its identity.</param>
/// <param name="Metadata">Its own metadata by name.</param>
public sealed record ProjectItem(string Type, string Name, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>A metadata value; empty when it is not set.</summary>
    public string this[string name] => Metadata.TryGetValue(name, out var value) ? value.Trim() : "";
}
