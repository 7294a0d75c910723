namespace Microsoft.CodeAnalysis.Testing;

/// <summary>One project of a test: its files and what it is compiled against.</summary>
/// <remarks>The project's folder is <c>/0/</c> for the project under test and <c>/Name/</c> for the others.</remarks>
public class ProjectState
{
    internal ProjectState(string name, string folder)
    {
        Name = name;
        Folder = folder;
    }

    public string Name { get; }

    public SourceFileCollection Sources { get; } = new("Test", "cs");

    /// <summary>Files beside the code, such as <c>appsettings.json</c>. Markup works in them too.</summary>
    public SourceFileCollection AdditionalFiles { get; } = new("Additional", "txt");

    /// <summary>Texts of <c>.editorconfig</c> and <c>.globalconfig</c> files, told apart by name or <c>is_global = true</c>.</summary>
    public SourceFileCollection AnalyzerConfigFiles { get; } = new("Config", "globalconfig");

    /// <summary>Compiler-visible MSBuild properties, without the <c>build_property.</c> prefix.</summary>
    public Dictionary<string, string> BuildProperties { get; } = [];

    /// <summary>Names of the additional projects that this one references.</summary>
    public List<string> AdditionalProjectReferences { get; } = [];

    public List<MetadataReference> AdditionalReferences { get; } = [];

    /// <summary>What is compiled; by default an executable if there is an entry point, else a library.</summary>
    public OutputKind? OutputKind { get; set; }

    /// <summary>What this project compiles against; by default what the test says.</summary>
    public ReferenceAssemblies? ReferenceAssemblies { get; set; }

    internal string Folder { get; }

    internal string Root(string filename) => filename.StartsWith('/') ? filename : Folder + filename;
}
