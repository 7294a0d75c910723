using Deployability.Analyzers.Code;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows helpers into which nobody here can look: neither their source nor their facts are at hand.</summary>
internal static class UnseenHelpers
{
    // Of helpers that may register or map anything of a host.
    private static readonly string[] HostWords = ["Health", "Endpoints", "Defaults", "Infrastructure", "Platform", "Observability"];

    /// <summary>Whether a helper of this name, which cannot be looked into, may do what a claim says is missing: what its name says, and nothing else.</summary>
    /// <param name="name">Of the method.</param>
    /// <param name="words">That say so, for this claim; <c>Map…</c> and the words of whole hosts say so for every claim.</param>
    public static bool MayDo(string name, params string[] words) =>
        Says(name, words) ||
        !name.EndsWith("Middleware", StringComparison.Ordinal) && !name.EndsWith("Repository", StringComparison.Ordinal) && (name.StartsWith("Map", StringComparison.Ordinal) || Says(name, HostWords));

    private static bool Says(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the method belongs neither to the project nor to the framework, and no facts say what it does.</summary>
    public static bool IsUnseen(IMethodSymbol method, ProjectContext project) =>
        method.ContainingAssembly is { } assembly && !SymbolEqualityComparer.Default.Equals(assembly, project.Compilation.Assembly) && !IsFramework(assembly.Name) && ReferencedFacts.Of(assembly) is null;

    /// <summary>Whether such a method comes from a project of the same solution and is given the application: it may do anything to the pipeline.</summary>
    public static bool MayConfigure(IInvocationOperation call, ProjectContext project) =>
        IsUnseen(call.TargetMethod, project) && IsOfSolution(call.TargetMethod.ContainingAssembly, project.Compilation) && TakesApplication(call, project);

    private static bool TakesApplication(IInvocationOperation call, ProjectContext project) =>
        call.Receiver()?.Type is { } type && (project.Types.Is(type, TypeNames.ApplicationBuilder) || project.Types.Is(type, TypeNames.EndpointRouteBuilder));

    /// <summary>Whether an assembly is a project of the solution that was built without this package.</summary>
    public static bool IsProject(IAssemblySymbol assembly, Compilation compilation) => !IsFramework(assembly.Name) && IsOfSolution(assembly, compilation) && ReferencedFacts.Of(assembly) is null;

    // A referenced project is a compilation in an IDE and a file below bin or obj in a build; a package is neither.
    private static bool IsOfSolution(IAssemblySymbol assembly, Compilation compilation) => compilation.GetMetadataReference(assembly) switch
    {
        CompilationReference => true,
        PortableExecutableReference { FilePath: { } path } => HasFolder(path, "obj") || HasFolder(path, "bin"),
        _ => false,
    };

    private static bool HasFolder(string path, string name) =>
        path.IndexOf("/" + name + "/", StringComparison.OrdinalIgnoreCase) >= 0 || path.IndexOf("\\" + name + "\\", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsFramework(string name) => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) || name.StartsWith("System", StringComparison.Ordinal);
}
