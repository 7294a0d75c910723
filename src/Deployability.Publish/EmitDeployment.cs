using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace Deployability.Publish;

/// <summary>MSBuild's door to <see cref="Publisher"/>: parameters in, diagnostics out.</summary>
public sealed class EmitDeployment : Task
{
    internal const string TypeMetadata = "DeployabilityItemType";
    private const string ValueMetadata = "Value";

    [Required]
    public string ProjectFile { get; set; } = "";

    [Required]
    public string OutputPath { get; set; } = "";

    [Required]
    public string IntermediatePath { get; set; } = "";

    [Required]
    public string AssemblyFile { get; set; } = "";

    /// <summary>The compiler's log of findings; empty when it wrote none.</summary>
    public string FindingsFile { get; set; } = "";

    /// <summary>What is noted down for the index of the solution; empty when no solution is published.</summary>
    public string PlanFile { get; set; } = "";

    /// <summary>Whether only the report is written.</summary>
    public bool ReportOnly { get; set; }

    /// <summary>Assemblies of referenced projects.</summary>
    public ITaskItem[] ReferencedAssemblies { get; set; } = [];

    /// <summary>Files of referenced projects.</summary>
    public ITaskItem[] ReferencedProjects { get; set; } = [];

    /// <summary>Everything that the project compiles or ships; those outside its folder count.</summary>
    public ITaskItem[] SourceFiles { get; set; } = [];

    /// <summary>Evaluated properties: name as identity, <c>Value</c> as metadata.</summary>
    public ITaskItem[] Properties { get; set; } = [];

    /// <summary>Items of several types, told apart by <c>DeployabilityItemType</c>.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>One line for the end of the publish; empty when there is nothing to say.</summary>
    [Output]
    public string Summary { get; set; } = "";

    /// <summary>The same line for a publish that finds nothing to do.</summary>
    [Output]
    public string SummaryUnchanged { get; set; } = "";

    public override bool Execute()
    {
        try
        {
            var outcome = Publisher.Run(Input());
            Summary = outcome.Summary;
            SummaryUnchanged = outcome.SummaryUnchanged;
            foreach (var problem in outcome.Problems)
            {
                Log.Report(problem);
            }
        }
        catch (Exception exception)
        {
            Log.ReportDefect(
                exception,
                "Generating deployment files",
                "Set DeployabilityEnabled to false to publish without them",
                ProjectFile
            );
        }

        return !Log.HasLoggedErrors;
    }

    private ProjectInput Input()
    {
        var project = Path.GetFullPath(ProjectFile);
        var folder = Path.GetDirectoryName(project) ?? "";
        return new()
        {
            ProjectFile = project,
            OutputPath = FullPath(folder, OutputPath),
            IntermediatePath = FullPath(folder, IntermediatePath),
            AssemblyFile = FullPath(folder, AssemblyFile),
            FindingsFile = FindingsFile.Length > 0 ? FullPath(folder, FindingsFile) : "",
            PlanFile = PlanFile.Length > 0 ? FullPath(folder, PlanFile) : "",
            ReportOnly = ReportOnly,
            ReferencedAssemblies = ReferencedAssembly.From(ReferencedAssemblies),
            ReferencedProjects = FullPaths(folder, ReferencedProjects),
            LinkedFiles = [.. FullPaths(folder, SourceFiles).Where(path => !Text.IsInside(folder, path))],
            Properties = Properties
                .GroupBy(static item => item.ItemSpec)
                .ToDictionary(
                    static group => group.Key,
                    static group => group.Last().GetMetadata(ValueMetadata),
                    StringComparer.OrdinalIgnoreCase
                ),
            Items = [.. Items.Select(Item)],
        };
    }

    private static ProjectItem Item(ITaskItem item)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in item.CloneCustomMetadata().Keys)
        {
            metadata[name] = item.GetMetadata(name);
        }

        return new(item.GetMetadata(TypeMetadata), item.ItemSpec, metadata);
    }

    private static IReadOnlyList<string> FullPaths(string folder, ITaskItem[] items) =>
        [.. items.Select(item => FullPath(folder, item.ItemSpec)).Distinct()];

    private static string FullPath(string folder, string path)
    {
        var full = Path.GetFullPath(Path.Combine(folder, path));
        return full.Length > 1 ? full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) : full;
    }
}
