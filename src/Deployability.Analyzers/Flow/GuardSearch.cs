using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Flow;

/// <summary>One question on its way through callers: what is being asked for now.</summary>
internal sealed class GuardSearch
{
    // Deep enough for any program, and not for the stack.
    private const int MaxLength = 100;

    private readonly List<ISymbol> open = [];

    // The outermost open question that an answer leaned on; what lies inside it is not known for itself.
    private int leansOn = int.MaxValue;

    /// <summary>Whether the way has come back to a question that is not answered yet.</summary>
    public bool IsOpen(ISymbol symbol)
    {
        var index = open.FindIndex(other => SymbolEqualityComparer.Default.Equals(other, symbol));
        leansOn = index < 0 ? leansOn : Math.Min(leansOn, index);
        return index >= 0;
    }

    /// <returns>False when the way is too long.</returns>
    public bool Enter(ISymbol symbol)
    {
        if (open.Count == MaxLength)
        {
            leansOn = 0;
            return false;
        }

        open.Add(symbol);
        return true;
    }

    /// <returns>Whether the answer holds whoever asks.</returns>
    public bool Leave()
    {
        open.RemoveAt(open.Count - 1);
        if (leansOn < open.Count)
        {
            return false;
        }

        leansOn = int.MaxValue;
        return true;
    }
}
