using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows what code asks about the server's own settings before it says where to listen.</summary>
internal static class ListenConditions
{
    /// <summary>
    /// The keys for ports and addresses (<c>http_ports</c>, <c>urls</c>, without a prefix) that a condition around an operation, an exit before it
    /// or a <c>??</c> in front of its text looks at: where the operator gives one, the operation does not run.
    /// </summary>
    public static IEnumerable<string> KeysAskedBefore(IOperation operation)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            IEnumerable<IOperation> asked = parent switch
            {
                IConditionalOperation branch when child != branch.Condition => [branch.Condition],
                ICoalesceOperation coalesce when child == coalesce.WhenNull => [coalesce.Value],
                IBlockOperation block => block
                    .Operations.TakeWhile(statement => statement != child)
                    .OfType<IConditionalOperation>()
                    .Where(static statement =>
                        statement.WhenTrue is IReturnOperation or IBlockOperation { Operations: [.., IReturnOperation] }
                    )
                    .Select(static statement => statement.Condition),
                _ => [],
            };
            foreach (var key in asked.SelectMany(static condition => condition.DescendantsAndSelf()).Select(KeyOf).OfType<string>())
            {
                yield return key;
            }
        }
    }

    private static string? KeyOf(IOperation operation)
    {
        if (operation is ILocalReferenceOperation local && LocalValues.SingleValue(local.Local, local) is { } value)
        {
            operation = value.Unwrap();
        }

        if (ConfigurationReads.TryRecognise(operation) is not { Key: var key })
        {
            return null;
        }

        var prefix = Array.Find(HostVariables.Prefixes, prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        key = key.Substring(prefix?.Length ?? 0).ToLowerInvariant();
        return key is "http_ports" or "https_ports" or "urls" or "server.urls" ? key : null;
    }
}
