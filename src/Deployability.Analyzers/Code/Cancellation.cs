namespace Deployability.Analyzers.Code;

/// <summary>Whether anybody still wants to know: the token under which the thread is finding something out.</summary>
/// <remarks>
/// What is known about a project is kept for all who ask, so no part of it can hold the token of one of them; and an analysis runs from its action to its end on
/// one thread. So the action says once whose token it is (<see cref="Under"/>), and whoever binds or walks far below passes on <see cref="Token"/>.
/// What is cancelled throws, and is kept by nobody: <see cref="Once{T}"/> and tables that are filled by a function keep answers alone.
/// </remarks>
internal static class Cancellation
{
    [ThreadStatic]
    private static CancellationToken current;

    /// <summary>Of the action that the thread is in; outside of any one that nobody cancels.</summary>
    public static CancellationToken Token => current;

    /// <summary>Until the result is disposed of, on the same thread, what is found out is under this token.</summary>
    public static Scope Under(CancellationToken token)
    {
        var scope = new Scope(current);
        current = token;
        return scope;
    }

    /// <summary>Gives the token back to what was before.</summary>
    public readonly ref struct Scope(CancellationToken before)
    {
        public void Dispose() => current = before;
    }
}
