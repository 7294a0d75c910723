using Deployability.Analyzers.Generation;
using Deployability.Model;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Deployability.Analyzers.Tests.Generation;

/// <summary>Runs the fact generator over sources and reads back what it wrote into the assembly.</summary>
internal static class GeneratorHarness
{
    public static FactSet Facts(string program, params MetadataReference[] references) =>
        Read(Run(Driver(), Compile(program, OutputKind.ConsoleApplication, references)).Compilation);

    /// <summary>Compiles a library with its facts in it, as a reference for others.</summary>
    public static MetadataReference Library(string source, params MetadataReference[] references)
    {
        var compiled = Run(Driver(), Compile(source, OutputKind.DynamicallyLinkedLibrary, references)).Compilation;
        using var stream = new MemoryStream();
        var result = compiled.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    public static CSharpCompilation Compile(string source, OutputKind kind, params MetadataReference[] references)
    {
        var name = kind == OutputKind.ConsoleApplication ? "App" : "Library" + references.Length;
        var compilation = CSharpCompilation.Create(
            name,
            [Parse(source, "/work dir/App/Program.cs"), Parse(SdkReferences.Web.GlobalUsings, "/work dir/App/obj/Usings.g.cs")],
            [.. SdkReferences.Web.References, .. references],
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable)
        );
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, CSharpParseOptions.Default, path);

    public static CSharpGeneratorDriver Driver() =>
        CSharpGeneratorDriver.Create(
            [new FactGenerator().AsSourceGenerator()],
            optionsProvider: new ProjectOptions(("ProjectDir", "/work dir/App/")),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)
        );

    public static (GeneratorDriver Driver, Compilation Compilation) Run(GeneratorDriver driver, Compilation compilation)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);
        Assert.Empty(diagnostics);
        return (driver, updated);
    }

    public static FactSet Read(Compilation compilation)
    {
        var json =
            compilation
                .Assembly.GetAttributes()
                .Single(static attribute => attribute.AttributeClass?.Name == "AssemblyMetadataAttribute")
                .ConstructorArguments[1]
                .Value as string;
        return FactSerializer.TryDeserialize(json!) ?? throw new InvalidOperationException("unreadable: " + json);
    }
}
