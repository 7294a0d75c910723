using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Judges;

/// <summary>Knows where CORS policies are put to use: <c>UseCors</c>, <c>RequireCors</c>, <c>[EnableCors]</c>.</summary>
/// <remarks>A policy that is registered always but used in Development only opens nothing in Production.</remarks>
internal sealed class CorsUses(ProjectContext project)
{
    // Null when a use cannot be told by name.
    private readonly Once<Dictionary<string, Guard>?> guards = new(cancellation => Collect(project, cancellation));

    /// <summary>Whether the operation, part of a policy or a header, takes effect in Production: it runs there, and its policy is used there.</summary>
    public bool ApplyInProduction(IOperation operation, CancellationToken cancellation) =>
        project.Guards.RunsInProduction(operation) && OfPolicyAround(operation, cancellation) == Guard.None;

    /// <summary>The guard under which the policy around the operation is used; None when nobody can say.</summary>
    public Guard OfPolicyAround(IOperation operation, CancellationToken cancellation)
    {
        // Who uses which policy is looked up only for one that has a name.
        if (NameAround(operation) is not { } name || guards.Get(cancellation) is not { } known)
        {
            return Guard.None;
        }

        if (known.TryGetValue(name, out var guard))
        {
            return guard;
        }

        // A program that uses other policies leaves this one unused, which opens nothing.
        return known.Count > 0 && project.IsExecutable ? Guard.Development : Guard.None;
    }

    private string? NameAround(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IInvocationOperation { TargetMethod.Name: "AddDefaultPolicy" }:
                    return PolicyUses.DefaultPolicy;
                case IInvocationOperation { TargetMethod.Name: "AddPolicy" } add:
                    return project.Values.Trace(add.Argument("name")) is [{ HasHole: false } only] ? only.Text : null;
            }
        }

        return null;
    }

    private static Dictionary<string, Guard>? Collect(ProjectContext project, CancellationToken cancellation)
    {
        var found = new Dictionary<string, Guard>(StringComparer.OrdinalIgnoreCase);
        foreach (var use in project.All(Find.CorsUses, cancellation))
        {
            if (use.Value.Names is not { } names)
            {
                return null;
            }

            foreach (var (name, guard) in names)
            {
                found[name] = found.TryGetValue(name, out var known) && known < guard ? known : guard;
            }
        }

        return found;
    }
}
