using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows helpers into which nobody here can look: neither their source nor their facts are at hand.</summary>
internal static class UnseenHelpers
{
    // What a method must be given, or belong to, to map or register anything.
    private static readonly HashSet<string> HostTypes = new(StringComparer.Ordinal)
    {
        "IEndpointRouteBuilder",
        "IApplicationBuilder",
        "IHost",
        "IWebHost",
        "IHostBuilder",
        "IWebHostBuilder",
        "IHostApplicationBuilder",
        "IServiceCollection",
        "WebApplicationBuilder",
    };

    // Assemblies whose Map methods are about themselves: dashboards, documents, metrics, protocols.
    private static readonly string[] KnownLibraries =
    [
        "Scalar.",
        "Swashbuckle.",
        "NSwag.",
        "HotChocolate",
        "GraphQL.",
        "OpenTelemetry",
        "Prometheus",
        "prometheus-net",
        "Yarp.",
        "Hangfire",
        "Grpc.",
        "ModelContextProtocol",
        "Duende.",
        "OpenIddict",
        "Quartz",
        "AspNetCore.HealthChecks.UI",
    ];

    /// <summary>Whether the method belongs neither to the project nor to the framework, and no facts say what it does.</summary>
    public static bool IsUnseen(IMethodSymbol method, ProjectContext project) =>
        method.ContainingAssembly is { } assembly && IsUnseen(assembly, project);

    private static bool IsUnseen(IAssemblySymbol assembly, ProjectContext project) =>
        !SymbolEqualityComparer.Default.Equals(assembly, project.Compilation.Assembly)
        && !IsFramework(assembly.Name)
        && ReferencedFacts.Of(assembly) is null;

    /// <summary>Whether the code calls a helper, out of sight and outside Development, that may do what a claim says is missing.</summary>
    /// <param name="project">Of the compilation.</param>
    /// <param name="saysIt">Whether a name says that the helper does just that: a helper does what its name says and nothing else.</param>
    /// <param name="cancellation">Of the asker.</param>
    /// <param name="isAboutElse">Whether a helper of a name that promises anything is known, and does not do this.</param>
    /// <param name="mayBeOfSolution">Whether a helper that a team keeps for its own apps, in a project beside them, may do it by this name.</param>
    /// <remarks>The one place that judges about something missing ask.</remarks>
    public static bool MayDo(
        ProjectContext project,
        Func<string, bool> saysIt,
        CancellationToken cancellation,
        Func<string, bool>? isAboutElse = null,
        Func<string, bool>? mayBeOfSolution = null
    ) =>
        project
            .All(Find.HelperCalls, cancellation)
            .Any(helper =>
                StartsOutOfSight(helper, project)
                || isAboutElse?.Invoke(helper.Value.Name) != true
                    && (
                        saysIt(helper.Value.Name)
                        || MayDoAnything(helper.Value.Name)
                        || mayBeOfSolution?.Invoke(helper.Value.Name) == true
                        || MayBeNamedForAProject(helper.Value.Name, project)
                    )
                    && helper.Operation switch
                    {
                        IInvocationOperation call => IsUnseen(call.TargetMethod, project)
                            && !MapsItselfAlone(call.TargetMethod, saysIt)
                            && project.Guards.Of(call) != Guard.Development
                            && (
                                saysIt(helper.Value.Name)
                                || MayDoAnything(helper.Value.Name) && TakesHost(call.TargetMethod)
                                || mayBeOfSolution?.Invoke(helper.Value.Name) == true
                                    && IsOfSolution(call.TargetMethod.ContainingAssembly, project.Compilation)
                                    && TakesHost(call.TargetMethod)
                                || IsNamedForItsProject(call.TargetMethod, project.Compilation)
                            ),
                        // Not bound: a package that is not restored, and nothing of the team's own.
                        _ => saysIt(helper.Value.Name) || MayDoAnything(helper.Value.Name),
                    }
            );

    // UseStartup<Startup>() of a class that stands, or whose base stands, in another project: it sets up the whole host.
    private static bool StartsOutOfSight(Found<HelperCall> helper, ProjectContext project)
    {
        if (helper.Value.Name != "UseStartup" || helper.Operation is not IInvocationOperation call)
        {
            return false;
        }

        var startup = call.TargetMethod.TypeArguments is [var named]
            ? named
            : (call.Argument("startupType") as ITypeOfOperation)?.TypeOperand;
        for (var type = startup; type is not null; type = type.BaseType)
        {
            if (type.ContainingAssembly is { } assembly && IsUnseen(assembly, project))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a helper of this name may map or register anything of a host.</summary>
    public static bool MayDoAnything(string name) =>
        (
            name.StartsWith("Map", StringComparison.Ordinal) && !HelperCalls.IsMapOfTheFramework(name) && !IsConversion(name)
            || HelperWords.Anything.AreIn(name)
        ) && !HelperWords.NothingElse.AreIn(name);

    // bus.ConfigureEndpoints(context), mapper.MapTo<Order>(row), endpoint.MapToApiVersion(2): about something else than the host.
    private static bool TakesHost(IMethodSymbol method) =>
        IsHost(method.ContainingType) || method.Parameters.Any(static parameter => IsHost(parameter.Type));

    private static bool IsHost(ITypeSymbol? type) =>
        type is ITypeParameterSymbol { ConstraintTypes: var constraints }
            ? constraints.Any(IsHost)
            : type is IErrorTypeSymbol
                || type is not null
                    && (HostTypes.Contains(type.Name) || type.AllInterfaces.Any(static part => HostTypes.Contains(part.Name)));

    // MapToProblemDetails(), MapToApiVersion(2), and not MapTokens().
    private static bool IsConversion(string name) =>
        name.Length > 5 && name.StartsWith("MapTo", StringComparison.Ordinal) && char.IsUpper(name[5]);

    // By name alone, before anything is bound.
    private static bool MayBeNamedForAProject(string name, ProjectContext project) =>
        ProductIn(name) is { } product
        && project.Compilation.ReferencedAssemblyNames.Any(reference => IsProductOf(reference.Name, product));

    // app.UseAcme() of Acme.Hosting: whatever that project has to offer. UseSqlite() of a package is about SQLite.
    private static bool IsNamedForItsProject(IMethodSymbol method, Compilation compilation) =>
        ProductIn(method.Name) is { } product
        && IsProductOf(method.ContainingAssembly.Name, product)
        && IsOfSolution(method.ContainingAssembly, compilation);

    private static string? ProductIn(string name) =>
        name.Length > 5 && (name.StartsWith("Use", StringComparison.Ordinal) || name.StartsWith("Add", StringComparison.Ordinal))
            ? name.Substring(3)
            : null;

    // Acme of Acme.Shop.Hosting, or of Acme. The last word of several says what its project is for, and AddSyndication() does that alone.
    private static bool IsProductOf(string assembly, string name) =>
        assembly == name || ("." + assembly).IndexOf("." + name + ".", StringComparison.Ordinal) >= 0;

    // app.MapScalarApiReference(), app.MapMetrics(): a library that is known maps what it is about.
    private static bool MapsItselfAlone(IMethodSymbol method, Func<string, bool> saysIt) =>
        !saysIt(method.Name)
        && Array.Exists(KnownLibraries, library => method.ContainingAssembly.Name.StartsWith(library, StringComparison.Ordinal));

    /// <summary>Whether an assembly is a project of the solution that was built without this package.</summary>
    public static bool IsProject(IAssemblySymbol assembly, Compilation compilation) =>
        !IsFramework(assembly.Name) && IsOfSolution(assembly, compilation) && ReferencedFacts.Of(assembly) is null;

    /// <summary>Whether code outside the project and the framework references an assembly of the framework, and may do with it what the project does not.</summary>
    public static bool MayKnow(ProjectContext project, string assembly) =>
        project.Compilation.SourceModule.ReferencedAssemblySymbols.Any(referenced =>
            !IsFramework(referenced.Name)
            && referenced.Modules.Any(module => module.ReferencedAssemblies.Any(identity => identity.Name == assembly))
        );

    /// <summary>
    /// Whether a project of the solution that tells no facts may have to do with a part of the framework: by what it references, or, where its source is at hand, by what it says.
    /// </summary>
    /// <param name="project">That references it.</param>
    /// <param name="word">A part of the names of assemblies and members: <c>DataProtection</c>.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static bool MaySolutionUse(ProjectContext project, string word, CancellationToken cancellation) =>
        project.Compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly =>
            IsProject(assembly, project.Compilation)
            && (
                project.Compilation.GetMetadataReference(assembly) is CompilationReference { Compilation: var source }
                    ? source.SyntaxTrees.Any(tree => tree.GetText(cancellation).ToString().IndexOf(word, StringComparison.Ordinal) >= 0)
                    : assembly.Modules.Any(module =>
                        module.ReferencedAssemblies.Any(reference => reference.Name.IndexOf(word, StringComparison.Ordinal) >= 0)
                    )
            )
        );

    // A referenced project is a compilation in an IDE and a file below bin or obj in a build; a package is neither.
    private static bool IsOfSolution(IAssemblySymbol assembly, Compilation compilation) =>
        compilation.GetMetadataReference(assembly) switch
        {
            CompilationReference => true,
            PortableExecutableReference { FilePath: { } path } => HasFolder(path, "obj") || HasFolder(path, "bin"),
            _ => false,
        };

    private static bool HasFolder(string path, string name) =>
        path.IndexOf("/" + name + "/", StringComparison.OrdinalIgnoreCase) >= 0
        || path.IndexOf("\\" + name + "\\", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsFramework(string name) =>
        name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
        || name.StartsWith("System", StringComparison.Ordinal);
}
