using Deployability.Analyzers.Files;
using Deployability.Analyzers.Generation;
using Deployability.Model;

namespace Deployability.Analyzers.Contract;

/// <summary>What holds for the app, as publish sees it: the facts of its own code, and those of referenced projects that it reaches.</summary>
internal sealed class AppFacts
{
    private readonly Lazy<FactSet> resolved;
    private readonly Lazy<AnsweredPaths> paths;
    private readonly Lazy<ReadKeys> keys;

    private AppFacts(ProjectContext project)
    {
        Project = project;
        // A file that changes asks again; what code says is collected once a compilation.
        resolved = new(() =>
            FactSet.Resolve(
                FactSet.Create(FactCollector.Collect(project, CancellationToken.None)),
                ReferencedFacts.Of(project.Compilation).ToList()
            )
        );
        paths = new(() => new AnsweredPaths(this));
        keys = new(() => new ReadKeys(this));
    }

    public ProjectContext Project { get; }

    /// <summary>The name of the assembly, after which images and services are called.</summary>
    public string Name => Project.Compilation.AssemblyName ?? "";

    public FactSet All => resolved.Value;

    public AnsweredPaths Paths => paths.Value;

    public ReadKeys Keys => keys.Value;

    /// <summary>The containers that run the app.</summary>
    public AppContainers ContainersIn(ProjectFiles files, CancellationToken cancellationToken) =>
        AppContainers.Of(files, Name, cancellationToken);

    /// <summary>Those facts of a kind that hold in Production.</summary>
    public IEnumerable<T> InProduction<T>()
        where T : Fact => All.OfKind<T>().Where(static fact => fact.Source.Guard == GuardKind.None);

    /// <summary>Whether a referenced project that tells no facts uses an assembly of this name or below it, so that its code may do what that is for.</summary>
    public bool MayUnseenProjectUse(params string[] assemblies) =>
        Project.Compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly =>
            UnseenHelpers.IsProject(assembly, Project.Compilation)
            && assembly.Modules.Any(module =>
                module.ReferencedAssemblies.Any(reference =>
                    Array.Exists(assemblies, name => reference.Name.StartsWith(name, StringComparison.Ordinal))
                )
            )
        );

    public static AppFacts Of(ProjectContext project) => project.Part(static key => new AppFacts(key));
}
