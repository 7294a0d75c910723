using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Flow;

/// <summary>Says by syntax alone that nothing guards the calls of a method: no place that has its name stands below a condition, and the same holds for whatever holds these places.</summary>
/// <remarks>Namesakes count as callers, so a yes is certain and a no says nothing. It spares the generator to bind the calls of what nearly every program calls without a condition.</remarks>
/// <param name="project">Of the method.</param>
/// <param name="mayBeGuarded">Whether a place in its body or initialiser may be guarded there, by syntax alone; a no is certain.</param>
internal sealed class BareMethods(ProjectContext project, Func<SyntaxNode, bool> mayBeGuarded)
{
    // A name that stands everywhere would cost more to look at than to bind.
    private const int MaxPlaces = 400;

    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    /// <param name="name">Under which the method is called.</param>
    public bool Contains(string name)
    {
        if (known.TryGetValue(name, out var before))
        {
            return before;
        }

        var names = new HashSet<string>(StringComparer.Ordinal) { name };
        var open = new Queue<string>(names);
        var places = 0;
        while (open.Count > 0)
        {
            foreach (var place in PlacesOf(open.Dequeue()))
            {
                if (++places > MaxPlaces || IsGuarded(place, out var holder))
                {
                    return known.GetOrAdd(name, false);
                }

                if (holder is not null && names.Add(holder))
                {
                    open.Enqueue(holder);
                }
            }
        }

        foreach (var bare in names)
        {
            known.TryAdd(bare, true);
        }

        return true;
    }

    private IEnumerable<SyntaxNode> PlacesOf(string name) =>
        project.Compilation.SyntaxTrees.SelectMany(tree =>
            project.IdentifiersNamed(tree, name).Select(static token => token.Parent).OfType<SimpleNameSyntax>()
        );

    /// <param name="place">Where the name stands.</param>
    /// <param name="holder">The name of the method whose callers decide on; null when nobody in the project calls what holds the place.</param>
    private bool IsGuarded(SyntaxNode place, out string? holder)
    {
        holder = null;
        if (mayBeGuarded(place) || Directives.AreForDebug(place))
        {
            return true;
        }

        for (var node = place.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case LocalFunctionStatementSyntax function:
                    holder ??= function.Identifier.ValueText;
                    break;
                case MethodDeclarationSyntax method:
                    holder ??= method.Identifier.ValueText;
                    break;
                case TypeDeclarationSyntax type when EnvironmentNames.IsNamedForDevelopment(type.Identifier.ValueText, holder ?? ""):
                    return true;
            }

            if (node is MemberDeclarationSyntax { AttributeLists: var attributes } && attributes.Any(HasCondition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasCondition(AttributeListSyntax attributes) =>
        attributes.Attributes.Any(static attribute => attribute.Name.NameOfMember() is "Conditional" or "ConditionalAttribute");
}
