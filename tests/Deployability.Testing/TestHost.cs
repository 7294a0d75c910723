using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Testing;

/// <summary>What a project of the .NET SDK has and a project of the test library lacks; shared by tests of rules and of fixes.</summary>
internal sealed class TestHost
{
    /// <summary>One object, because the library compares encodings by reference.</summary>
    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>No package is named, so nothing is resolved; the references come from <see cref="SdkReferences"/>.</summary>
    public static ReferenceAssemblies NoPackages { get; } = new("net10.0");

    public SdkReferences References { get; set; } = SdkReferences.Web;

    public LanguageVersion LanguageVersion { get; set; } = LanguageVersion.Latest;

    public List<IIncrementalGenerator> SourceGenerators { get; } = [];

    public CSharpParseOptions ParseOptions => new(LanguageVersion, DocumentationMode.Parse);

    /// <summary>The host's services are composed once, which is most of the price of a workspace.</summary>
    public static Workspace CreateWorkspace() => new AdhocWorkspace(MefHostServices.DefaultHost);

    /// <summary>Fixes write the same line ends on every machine.</summary>
    public static OptionSet WithLineFeeds(OptionSet options) =>
        options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, "\n");

    public static CSharpCompilationOptions CreateCompilationOptions() =>
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>Puts files below their project, as the compiler hands absolute paths only, in UTF-8 unless said, and adds what the SDK generates in <c>obj</c>.</summary>
    /// <param name="state">The state under test, or what is expected after a fix.</param>
    /// <param name="before">The state under test.</param>
    public void Complete(SolutionState state, SolutionState before)
    {
        CompleteProject(state, "/0/", state == before ? state.Sources.Count : before.Sources.Count - 1, state == before);
        foreach (var (name, project) in state.AdditionalProjects)
            CompleteProject(
                project,
                $"/{name}/",
                project.Sources.Count,
                !before.AdditionalProjects.TryGetValue(name, out var same) || same == project
            );
    }

    /// <summary>Gives every project references, options, generators and, if it has an entry point, the kind of a program.</summary>
    public Solution Complete(Solution solution, SolutionState state)
    {
        foreach (var id in solution.ProjectIds)
        {
            var project = solution.GetProject(id)!;
            var isMain = project.Name == state.Name;
            var kind =
                (isMain ? state.OutputKind : state.AdditionalProjects[project.Name].OutputKind)
                ?? (HasEntryPoint(project) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary);

            solution = solution
                .WithProjectFilePath(id, (isMain ? "/0/" : $"/{project.Name}/") + project.Name + ".csproj")
                .WithProjectParseOptions(id, ParseOptions)
                .WithProjectCompilationOptions(id, CreateCompilationOptions().WithOutputKind(kind))
                .AddMetadataReferences(id, References.References);
            if (SourceGenerators.Count > 0)
                solution = solution.AddAnalyzerReference(
                    id,
                    new GeneratorReference([.. SourceGenerators.Select(generator => generator.AsSourceGenerator())])
                );
        }

        return solution;
    }

    /// <summary>An analyzer makes up the location in an additional file itself: its two halves must agree.</summary>
    public static ImmutableArray<(Project Project, Diagnostic Diagnostic)> CheckExternalLocations(
        ImmutableArray<(Project Project, Diagnostic Diagnostic)> found
    )
    {
        foreach (var (project, diagnostic) in found)
        {
            if (diagnostic.Location.Kind != LocationKind.ExternalFile)
                continue;

            var position = diagnostic.Location.GetLineSpan();
            if (project.AdditionalDocuments.FirstOrDefault(candidate => candidate.FilePath == position.Path) is not { } document)
                continue;

            var text = document.GetTextAsync().GetAwaiter().GetResult();
            var span = diagnostic.Location.SourceSpan;
            if (span.End > text.Length || text.Lines.GetLinePositionSpan(span) != position.Span)
                throw new InvalidOperationException(
                    $"{diagnostic.Id} in {position.Path}: the span {span} is not at {position.Span} of that file."
                );
        }

        return found;
    }

    private void CompleteProject(ProjectState project, string folder, int at, bool isBefore)
    {
        Root(project.Sources, folder);
        Root(project.AdditionalFiles, folder);
        Root(project.AnalyzerConfigFiles, folder);

        // Before C# 10 there are no global usings: a source says its own.
        if (LanguageVersion >= LanguageVersion.CSharp10 && project.Sources.Count > 0)
            project.Sources.Insert(
                at,
                (folder + "obj/GlobalUsings.g.cs", SourceText.From("// <auto-generated/>\n" + References.GlobalUsings, Encoding.UTF8))
            );
        if (isBefore || project.AnalyzerConfigFiles.Count > 0)
            project.AnalyzerConfigFiles.Add(
                (folder + "obj/Properties.globalconfig", SourceText.From(Properties(project.Name, folder), Encoding.UTF8))
            );
    }

    private static string Properties(string name, string folder) =>
        $"is_global = true\nglobal_level = -1000\nbuild_property.ProjectDir = {folder}\nbuild_property.RootNamespace = {name}\n";

    private static void Root(SourceFileCollection files, string folder)
    {
        for (var i = 0; i < files.Count; i++)
        {
            var (name, content) = files[i];
            files[i] = (
                name.StartsWith('/') ? name : folder + name,
                content.Encoding is null ? SourceText.From(content.ToString(), WithoutMark) : content
            );
        }
    }

    /// <summary>Whether there are top-level statements or exactly one method that can only be meant as <c>Main</c>.</summary>
    private static bool HasEntryPoint(Project project)
    {
        var mains = 0;
        foreach (var document in project.Documents)
        {
            var root = (CompilationUnitSyntax)document.GetSyntaxRootAsync().GetAwaiter().GetResult()!;
            if (root.Members.Any(SyntaxKind.GlobalStatement))
                return true;

            mains += root.DescendantNodes(node => node is CompilationUnitSyntax or MemberDeclarationSyntax)
                .OfType<MethodDeclarationSyntax>()
                .Count(IsMain);
        }

        return mains == 1;
    }

    private static bool IsMain(MethodDeclarationSyntax method) =>
        method.Identifier.ValueText == "Main"
        && method.Modifiers.Any(SyntaxKind.StaticKeyword)
        && method.TypeParameterList is null
        && method.ParameterList.Parameters is [] or [{ Type: ArrayTypeSyntax }];

    /// <summary>Hands generators to a project without an assembly on disk; unlike the library's, they also run in referenced projects and under fixes.</summary>
    private sealed class GeneratorReference(ImmutableArray<ISourceGenerator> generators) : AnalyzerReference
    {
        public override string? FullPath => null;

        public override object Id => this;

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => generators;

        public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => generators;
    }
}
