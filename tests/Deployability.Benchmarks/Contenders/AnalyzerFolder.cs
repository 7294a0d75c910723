using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Benchmarks.Contenders;

/// <summary>Loads analyzers as a compiler does: dependencies beside them first, the compiler's own assemblies from the host.</summary>
internal sealed class AnalyzerFolder : AssemblyLoadContext
{
    private readonly ImmutableDictionary<string, string> _paths;

    private AnalyzerFolder(ImmutableArray<string> paths) =>
        _paths = paths.ToImmutableDictionary(static path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <param name="paths">The assemblies of one package; those without analyzers are dependencies.</param>
    public static ImmutableArray<DiagnosticAnalyzer> Load(params IEnumerable<string> paths)
    {
        ImmutableArray<string> all = [.. paths];
        var folder = new AnalyzerFolder(all);
        return
        [
            .. all.SelectMany(path => Types(folder.LoadFromAssemblyPath(path)))
                .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
        ];
    }

    /// <summary>The assemblies of a package for the newest compiler that is not newer than the one in this process.</summary>
    public static IEnumerable<string> OfPackage(string root)
    {
        var compiler = typeof(Compilation).Assembly.GetName().Version!;
        var analyzers = Path.Combine(root, "analyzers", "dotnet");
        var folder =
            Directory.GetDirectories(analyzers, "roslyn*").Where(path => CompilerOf(path) <= compiler).MaxBy(CompilerOf) ?? analyzers;
        var language = Path.Combine(folder, "cs");
        return Directory.GetFiles(Directory.Exists(language) ? language : folder, "*.dll");
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && !IsHost(name) && _paths.TryGetValue(name, out var path) ? LoadFromAssemblyPath(path) : null;

    private static Version CompilerOf(string folder) => Version.Parse(Path.GetFileName(folder)["roslyn".Length..]);

    private static bool IsHost(string name) =>
        name is "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp"
        || name.StartsWith("Microsoft.CodeAnalysis.Workspaces", StringComparison.Ordinal);

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        Type?[] types;
        try
        {
            types = assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException incomplete)
        {
            // Code fixes in the same assembly may want what only an IDE has.
            types = incomplete.Types;
        }

        return types
            .OfType<Type>()
            .Where(static type =>
                !type.IsAbstract
                && typeof(DiagnosticAnalyzer).IsAssignableFrom(type)
                && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true
            );
    }
}
