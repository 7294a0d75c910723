namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The project under test with the projects around it, before or after a fix.</summary>
public sealed class SolutionState : ProjectState
{
    internal SolutionState()
        : base("TestProject", "/0/")
    {
    }

    public ProjectCollection AdditionalProjects { get; } = new();

    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    public MarkupMode MarkupHandling { get; set; } = MarkupMode.Allow;

    internal bool IsEmpty => Sources.Count == 0 && AdditionalFiles.Count == 0 && AdditionalProjects.Count == 0;

    internal ProjectState? FindProject(string name) =>
        name == Name ? this : AdditionalProjects.TryGetValue(name, out var project) ? project : null;
}

/// <summary>Projects by name; asking for a name that is not there adds it.</summary>
public sealed class ProjectCollection : Dictionary<string, ProjectState>
{
    public new ProjectState this[string name]
    {
        get
        {
            if (!TryGetValue(name, out var project))
            {
                project = new ProjectState(name, $"/{name}/");
                Add(name, project);
            }

            return project;
        }
    }
}

/// <summary>What markup in a state means.</summary>
public enum MarkupMode
{
    /// <summary>Markup is taken as text.</summary>
    None,

    /// <summary>Markup is removed and expects nothing.</summary>
    Ignore,

    /// <summary>Markup is removed and says which diagnostics are expected.</summary>
    Allow,
}
