using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Walks the fluent chain that configures a logger of Serilog, with the loggers that are wrapped in it.</summary>
internal static class SerilogChains
{
    // A logger in a logger in a logger; code that is being written may even name itself.
    private const int MaxWrappers = 8;

    /// <summary>The whole fluent chain, out of wrapping sinks: <c>WriteTo.Async(sinks => sinks.File(…))</c>, <c>WriteTo.Logger(errors)</c>.</summary>
    public static IOperation Outermost(IOperation operation)
    {
        for (var depth = 0; depth < MaxWrappers; depth++)
        {
            operation = EndOfChain(operation);
            if (WrapperOf(operation) is not { } wrapper)
            {
                break;
            }

            operation = wrapper;
        }

        return EndOfChain(operation);
    }

    private static IOperation EndOfChain(IOperation operation)
    {
        while (true)
        {
            var parent = operation.Parent;
            while (parent is IConversionOperation or IParenthesizedOperation or IArgumentOperation)
            {
                parent = parent.Parent;
            }

            switch (parent)
            {
                case IInvocationOperation call when call.Receiver() == operation:
                case IPropertyReferenceOperation property when property.Instance?.Unwrap() == operation:
                    operation = parent;
                    break;
                default:
                    return operation;
            }
        }
    }

    // The sink that a chain stands in: in its lambda, as the logger that it is given, or through a local for either.
    private static IInvocationOperation? WrapperOf(IOperation operation)
    {
        if (WrapperAround(operation) is { } given)
        {
            return given;
        }

        var holder = HolderOf(operation) as ILocalSymbol;
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda:
                    if (WrapperAround(lambda) is { } wrapper)
                    {
                        return wrapper;
                    }

                    holder ??= HolderOf(lambda) as ILocalSymbol;
                    return holder is null ? null : WrapperGiven(holder, operation);
                case ILocalFunctionOperation function:
                    return WrapperGiven(holder ?? (ISymbol)function.Symbol, operation);
            }
        }

        return holder is null ? null : WrapperGiven(holder, operation);
    }

    private static IInvocationOperation? WrapperGiven(ISymbol holder, IOperation operation) =>
        operation
            .Root()
            .Descendants()
            .Where(use =>
                use switch
                {
                    ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, holder),
                    IMethodReferenceOperation method => SymbolEqualityComparer.Default.Equals(method.Method, holder),
                    _ => false,
                }
            )
            .Select(WrapperAround)
            .FirstOrDefault(static wrapper => wrapper is not null);

    private static IInvocationOperation? WrapperAround(IOperation argument) =>
        UserOf(argument) is IArgumentOperation { Parent: IInvocationOperation call }
        && argument != call.Receiver()
        && SerilogSinks.IsSink(call)
        && SerilogSinks.IsFileSink(call.TargetMethod.Name) is null
            ? call
            : null;

    /// <summary>What a chain begins with.</summary>
    public static IOperation? Innermost(IOperation operation)
    {
        IOperation? current = operation.Unwrap();
        while (true)
        {
            var next = current switch
            {
                IInvocationOperation call => call.Receiver(),
                IPropertyReferenceOperation property => property.Instance?.Unwrap(),
                _ => null,
            };
            if (next is null)
            {
                return current;
            }

            current = next;
        }
    }

    /// <summary>The variables that hold a chain's configuration: the one that it begins with, and the one that it is given to.</summary>
    public static List<ISymbol> VariablesOf(IOperation chain)
    {
        var result = new List<ISymbol>();
        if (Innermost(chain)?.Variable() is { } start)
        {
            result.Add(start);
        }

        if (
            chain.Type?.Name == "LoggerConfiguration"
            && HolderOf(chain) is { } holder
            && !result.Contains(holder, SymbolEqualityComparer.Default)
        )
        {
            result.Add(holder);
        }

        return result;
    }

    private static ISymbol? HolderOf(IOperation value) => UserOf(value)?.GivenVariable();

    // A lambda is made a delegate first.
    private static IOperation? UserOf(IOperation value) => value.User() is IDelegateCreationOperation made ? made.User() : value.User();
}
