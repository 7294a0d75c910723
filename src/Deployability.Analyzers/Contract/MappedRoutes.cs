using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Contract;

/// <summary>The routes that code maps by calls and by attributes of controllers, and whether one leads to a path.</summary>
internal sealed class MappedRoutes
{
    /// <summary>The namespace of calls that map; those of other libraries give a pattern another meaning.</summary>
    public const string Namespace = "Microsoft.AspNetCore";

    private readonly ProjectContext project;
    private readonly Once<List<Route>> routes;
    private readonly Once<List<string>> actions;
    private readonly Once<bool> hasConventionalRoutes;
    private readonly Once<string?> pathBase;
    private readonly Once<bool> hasGroups;

    public MappedRoutes(ProjectContext project)
    {
        this.project = project;
        routes = new(cancellation => [.. FindRoutes(cancellation)]);
        actions = new(cancellation => [.. FindActions(cancellation)]);
        hasConventionalRoutes = new(cancellation => Calls(cancellation).Any(static call => IsConventional(call.Value.Name)));
        pathBase = new(FindPathBase);
        hasGroups = new(cancellation =>
            Calls(cancellation).Any(static call => call.Value.Name.EndsWith("Group", StringComparison.Ordinal))
        );
    }

    /// <summary>Those that calls map, in the order of the code.</summary>
    public IReadOnlyList<Route> All(CancellationToken cancellation) => routes.Get(cancellation);

    /// <summary>Whether a route's template matches a path; <c>UsePathBase</c> takes its prefix off where it is, and lets everything else through.</summary>
    /// <param name="template">Absolute.</param>
    /// <param name="path">Normalised.</param>
    /// <param name="hasOpenPrefix">Whether a caller may put something in front.</param>
    public bool Leads(string template, string path, bool hasOpenPrefix, CancellationToken cancellation) =>
        RoutePattern.Matches(template, path)
        || (hasOpenPrefix || pathBase.Get(cancellation) is "") && RoutePattern.IsAtEnd(template, path)
        || pathBase.Get(cancellation) is { Length: > 0 } prefix && RoutePattern.Matches(prefix + "/" + template, path);

    /// <summary>Whether an action of a controller answers, by its own route or by a convention's.</summary>
    public bool LeadsToAction(string path, CancellationToken cancellation) =>
        actions.Get(cancellation).Exists(action => Leads(action, path, false, cancellation)) || LeadsByConvention(path, cancellation);

    // {controller=Home}/{action=Index}: the root, and what is below the name of a controller.
    private bool LeadsByConvention(string path, CancellationToken cancellation) =>
        hasConventionalRoutes.Get(cancellation)
        && (
            path == "/"
            || actions.Get(cancellation).Exists(action => Segment(action, 0).Equals(Segment(path, 0), StringComparison.OrdinalIgnoreCase))
        );

    private IEnumerable<Found<HelperCall>> Calls(CancellationToken cancellation) => project.All(Find.HelperCalls, cancellation);

    private IEnumerable<Route> FindRoutes(CancellationToken cancellation)
    {
        foreach (var found in Calls(cancellation))
        {
            if (
                !found.Value.Name.StartsWith("Map", StringComparison.Ordinal)
                || found.Value.Name is "MapGroup" or "MapFrom" or "MapWhen" or "MapGrpcService"
                || found.Operation is not IInvocationOperation call
                || !call.TargetMethod.IsInNamespace(Namespace)
                || (call.Argument("pattern") ?? call.Argument("pathMatch") ?? call.Argument("path")) is not { } pattern
                || IsConventional(call.TargetMethod.Name)
            )
            {
                continue;
            }

            var path = Recognisers.HealthEndpoints.FullPath(call, pattern, project);
            var guard = project.Guards.Of(call);
            if (call.TargetMethod.Name == "Map" && call.Argument("pathMatch") is not null)
            {
                // A branch takes what is below its path too.
                path = path.Length == 0 ? path : path + "/{**rest}";
            }

            yield return new Route(path.Length == 0 ? null : path, guard, hasGroups.Get(cancellation) && IsForCallersGroup(call));
        }
    }

    // MapTodos(this IEndpointRouteBuilder routes): the caller may hand over a group.
    private static bool IsForCallersGroup(IInvocationOperation call)
    {
        var receiver = call.Receiver();
        while (receiver is not null)
        {
            switch (receiver.Unwrap())
            {
                case ILocalReferenceOperation local:
                    receiver = LocalValues.SingleValue(local.Local, local);
                    break;
                case IInvocationOperation chained:
                    receiver = chained.Receiver();
                    break;
                case IParameterReferenceOperation { Parameter.Type.Name: not "WebApplication" }:
                    return true;
                default:
                    return false;
            }
        }

        return false;
    }

    private IEnumerable<string> FindActions(CancellationToken cancellation)
    {
        if (!project.Types.Has(TypeNames.ControllerBase))
        {
            yield break;
        }

        foreach (var assembly in project.Compilation.SourceModule.ReferencedAssemblySymbols.Prepend(project.Compilation.Assembly))
        {
            if (
                !SymbolEqualityComparer.Default.Equals(assembly, project.Compilation.Assembly)
                && (
                    assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal)
                    || assembly.Name.StartsWith("System", StringComparison.Ordinal)
                    || !assembly.Modules.Any(static module =>
                        module.ReferencedAssemblies.Any(static reference =>
                            reference.Name.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal)
                        )
                    )
                )
            )
            {
                continue;
            }

            foreach (var type in TypesOf(assembly.GlobalNamespace))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var action in ControllerActions.ActionsOf(type, project))
                {
                    foreach (var (path, _) in ActionRoutes.Of(action, type))
                    {
                        yield return path;
                    }
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol root)
    {
        var open = new Stack<INamespaceSymbol>([root]);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceSymbol inner)
                {
                    open.Push(inner);
                }
                else if (member is INamedTypeSymbol { TypeKind: TypeKind.Class } type)
                {
                    yield return type;
                }
            }
        }
    }

    private static bool IsConventional(string name) =>
        name
            is "MapControllerRoute"
                or "MapDefaultControllerRoute"
                or "MapAreaControllerRoute"
                or "UseMvc"
                or "UseMvcWithDefaultRoute"
                or "MapRoute";

    private string? FindPathBase(CancellationToken cancellation)
    {
        foreach (var call in Calls(cancellation))
        {
            if (call.Value.Name == "UsePathBase")
            {
                return
                    call.Operation is IInvocationOperation invocation
                    && invocation.Argument("pathBase") is { } value
                    && project.Values.Trace(
                        value is IConversionOperation { OperatorMethod: not null } conversion ? conversion.Operand : value
                    )
                        is [{ HasHole: false } only]
                    ? "/" + only.Text.Trim('/')
                    : "";
            }
        }

        return null;
    }

    private static string Segment(string path, int index)
    {
        var segments = path.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        return index < segments.Length ? segments[index] : "";
    }

    /// <param name="Template">Absolute; null when only run time knows it.</param>
    /// <param name="Guard">Under which it is mapped.</param>
    /// <param name="HasOpenPrefix">Whether a caller may put something in front.</param>
    internal sealed record Route(string? Template, Guard Guard, bool HasOpenPrefix);
}
