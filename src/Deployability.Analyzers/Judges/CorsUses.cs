using Deployability.Analyzers.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Judges;

/// <summary>Knows where CORS policies are put to use: <c>UseCors</c>, <c>RequireCors</c>, <c>[EnableCors]</c>.</summary>
/// <remarks>A policy that is registered always but used in Development only opens nothing in Production.</remarks>
internal sealed class CorsUses(ProjectContext project)
{
    private const string DefaultPolicy = "";

    // Null when a use cannot be told by name.
    private readonly Lazy<Dictionary<string, Guard>?> guards = new(() => Find(project));

    /// <summary>What a word may mean here; for the index of words.</summary>
    public static WordRoles RolesOf(string word) => word is "UseCors" or "RequireCors" or "EnableCors" or "EnableCorsAttribute" or "DefaultPolicyName" ? WordRoles.CorsUse : WordRoles.None;

    /// <summary>The guard under which the policy around the operation is used; None when nobody can say.</summary>
    public Guard OfPolicyAround(IOperation operation)
    {
        if (guards.Value is not { } known || NameAround(operation) is not { } name)
        {
            return Guard.None;
        }

        if (known.TryGetValue(name, out var guard))
        {
            return guard;
        }

        // A program that names other policies leaves this one unused, which opens nothing; UseCors() leaves the choice to endpoints anywhere.
        return known.Count > 0 && !known.ContainsKey(DefaultPolicy) && project.IsExecutable ? Guard.Development : Guard.None;
    }

    private string? NameAround(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IInvocationOperation { TargetMethod.Name: "AddDefaultPolicy" }:
                    return DefaultPolicy;
                case IInvocationOperation { TargetMethod.Name: "AddPolicy" } add:
                    return project.Values.Trace(add.Argument("name")) is [{ HasHole: false } only] ? only.Text : null;
            }
        }

        return null;
    }

    private static Dictionary<string, Guard>? Find(ProjectContext project)
    {
        var found = new Dictionary<string, Guard>(StringComparer.OrdinalIgnoreCase);
        foreach (var tree in project.Compilation.SyntaxTrees)
        {
            foreach (var name in SourceIndex.Of(tree).Identifiers(WordRoles.CorsUse))
            {
                var isKnown = name.CallOf() is { } call ? AddCall(call, project, found) : name.Parent?.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute && AddAttribute(attribute, project, found);
                if (!isKnown)
                {
                    return null;
                }
            }
        }

        return found;
    }

    private static bool AddCall(InvocationExpressionSyntax syntax, ProjectContext project, Dictionary<string, Guard> found)
    {
        if (project.OperationOf(syntax) is not IInvocationOperation call)
        {
            return false;
        }

        var guard = project.Guards.Of(call);
        if (call.Arguments.FirstOrDefault(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.SpecialType: SpecialType.System_String }) is not { Value: var name })
        {
            // A policy written in place is its own use.
            if (!call.Arguments.Any(static argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate))
            {
                Add(found, DefaultPolicy, guard);
            }

            return true;
        }

        var names = project.Values.Trace(name);
        foreach (var text in names)
        {
            var chosen = text.Origin is { } origin ? project.Guards.Of(origin) : Guard.None;
            Add(found, text.Text, chosen > guard ? chosen : guard);
        }

        return names.Length > 0 && !names.Any(static text => text.HasHole);
    }

    private static bool AddAttribute(AttributeSyntax attribute, ProjectContext project, Dictionary<string, Guard> found)
    {
        if (attribute.ArgumentList?.Arguments is not [{ Expression: var name }, ..])
        {
            Add(found, DefaultPolicy, Guard.None);
            return true;
        }

        if (project.ModelOf(attribute.SyntaxTree).GetConstantValue(name) is not { HasValue: true, Value: string text })
        {
            return false;
        }

        Add(found, text, Guard.None);
        return true;
    }

    private static void Add(Dictionary<string, Guard> found, string name, Guard guard) =>
        found[name] = found.TryGetValue(name, out var known) && known < guard ? known : guard;
}
