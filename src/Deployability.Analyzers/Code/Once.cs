using System.Runtime.CompilerServices;

namespace Deployability.Analyzers.Code;

/// <summary>Something about a whole program that is found out when first asked for, and kept.</summary>
/// <remarks>
/// Unlike <see cref="Lazy{T}"/> it keeps answers alone: who asks after a cancelled or failed attempt starts anew, under their own token.
/// Several who ask at once wait for the first. Who is finding out something else at the time does not wait but finds out too, and takes the answer that was first:
/// whoever waits holds nothing that others wait for, so that values may ask each other in any order.
/// </remarks>
/// <param name="find">Finds it out; gives up when its token says so.</param>
internal sealed class Once<T>(Func<CancellationToken, T> find)
{
    // How soon somebody who waits notices that nobody wants their answer; a finished answer wakes them at once.
    private const int CheckMilliseconds = 20;

    private readonly object gate = new();
    private StrongBox<T>? answer;

    /// <exception cref="OperationCanceledException">When asked to stop before there is an answer.</exception>
    /// <exception cref="InvalidOperationException">When it takes itself to find it out.</exception>
    public T Get(CancellationToken cancellationToken) => (Volatile.Read(ref answer) ?? Find(cancellationToken)).Value!;

    private StrongBox<T> Find(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Monitor.IsEntered(gate))
        {
            throw new InvalidOperationException("What a value is found out from leads back to the value itself.");
        }

        var holdsGate = Nesting.Depth > 0 ? Monitor.TryEnter(gate) : Wait(cancellationToken);
        Nesting.Depth++;
        try
        {
            return Volatile.Read(ref answer) ?? Keep(new StrongBox<T>(find(cancellationToken)));
        }
        finally
        {
            Nesting.Depth--;
            if (holdsGate)
            {
                Monitor.Exit(gate);
            }
        }
    }

    private bool Wait(CancellationToken cancellationToken)
    {
        while (!Monitor.TryEnter(gate, CheckMilliseconds))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return true;
    }

    private StrongBox<T> Keep(StrongBox<T> found) => Interlocked.CompareExchange(ref answer, found, null) ?? found;
}

/// <summary>How many values the thread is finding out, one for the sake of another.</summary>
file static class Nesting
{
    [ThreadStatic]
    public static int Depth;
}
