using System.Runtime.CompilerServices;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Generation;
using Deployability.Model;

namespace Deployability.Analyzers.Contract;

/// <summary>What holds for the app, as publish sees it: the facts of its own code, and those of referenced projects that it reaches.</summary>
internal sealed class AppFacts
{
    private readonly Once<FactSet> resolved;
    private readonly ConditionalWeakTable<ProjectFiles, ListeningFacts> listening = new();
    private readonly ConditionalWeakTable<ProjectFiles, DeployedContainers> deployed = new();

    private AppFacts(ProjectContext project)
    {
        Project = project;
        // A file that changes asks again; what code says is collected once a compilation.
        resolved = new(cancellation =>
            FactSet.Resolve(FactSet.Create(FactCollector.Collect(project, cancellation)), ReferencedFacts.Of(project.Compilation).ToList())
        );
        Paths = new AnsweredPaths(this);
        Keys = new ReadKeys(this);
    }

    public ProjectContext Project { get; }

    /// <summary>The name of the assembly, after which images and services are called.</summary>
    public string Name => Project.Compilation.AssemblyName ?? "";

    public FactSet All(CancellationToken cancellation) => resolved.Get(cancellation);

    public AnsweredPaths Paths { get; }

    public ReadKeys Keys { get; }

    /// <summary>The containers that run the app.</summary>
    public AppContainers ContainersIn(ProjectFiles files, CancellationToken cancellationToken) =>
        AppContainers.Of(files, Name, cancellationToken);

    /// <summary>What the app's own deployment makes of its settings and folders.</summary>
    public DeployedContainers DeployedIn(ProjectFiles files) => deployed.GetValue(files, key => new DeployedContainers(this, key));

    /// <summary>Where the app listens, for one who asks.</summary>
    public ListeningPorts PortsIn(ProjectFiles files, CancellationToken cancellation) =>
        new(this, files, listening.GetValue(files, key => new ListeningFacts(this, key)), cancellation);

    /// <summary>Those facts of a kind that hold in Production.</summary>
    public IEnumerable<T> InProduction<T>(CancellationToken cancellation)
        where T : Fact => All(cancellation).OfKind<T>().Where(static fact => fact.Source.Guard == GuardKind.None);

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
