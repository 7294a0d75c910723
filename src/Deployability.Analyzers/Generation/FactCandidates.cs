using Deployability.Analyzers.Code;
using Deployability.Analyzers.Judges;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Generation;

/// <summary>The nodes of a compilation that may carry facts, found by names alone.</summary>
internal static class FactCandidates
{
    public static IEnumerable<SyntaxNode> Of(Compilation compilation, CancellationToken cancellation)
    {
        // The root route of a group is a probe's only below a prefix that says so, and nearly every group has one.
        var hasProbePrefix = compilation.SyntaxTrees.Any(static tree => HealthCandidates.Of(tree).Maps.Any(HealthEndpoints.MayPrefix));
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var node in Named(tree))
            {
                if (FactCollector.IsCandidate(node) && (hasProbePrefix || node is not InvocationExpressionSyntax call || !HealthEndpoints.IsRoot(call)))
                {
                    yield return node;
                }
            }
        }
    }

    /// <summary>What a word may mean here; for the index of words.</summary>
    public static WordRoles RolesOf(string word) =>
        (FactCollector.MayBeCall(word) ? WordRoles.FactCall : WordRoles.None) | (FactCollector.MayBeTarget(word) ? WordRoles.FactTarget : WordRoles.None);

    private static IEnumerable<SyntaxNode> Named(SyntaxTree tree)
    {
        var index = SourceIndex.Of(tree);
        foreach (var name in index.Identifiers(WordRoles.FactCall | WordRoles.FactTarget))
        {
            if (((SyntaxNode?)name.CallOf() ?? (SyntaxNode?)name.CreationOf() ?? name.AssignmentOf()) is { } node)
            {
                yield return node;
            }
        }

        foreach (var access in index.Indexers())
        {
            yield return access;
        }

        foreach (var action in HealthCandidates.Of(tree).Actions)
        {
            yield return action;
        }
    }
}
