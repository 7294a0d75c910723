using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the sinks of a logger of Serilog.</summary>
internal static class SerilogSinks
{
    /// <summary>Whether a sink of Serilog's settings is a file; null for those that wrap others.</summary>
    public static bool? IsFileSink(string name) =>
        name switch
        {
            "Async" or "Logger" or "Conditional" or "Map" or "FallbackChain" => null,
            "File" or "RollingFile" => true,
            _ => false,
        };

    /// <summary>Whether the call adds a sink to a logger's configuration.</summary>
    public static bool IsSink(IInvocationOperation call) =>
        call.Receiver()?.Type is { Name: "LoggerSinkConfiguration" } type && type.IsInNamespace("Serilog");

    /// <summary>Whether the file is all that its logger writes to, as far as the chain and the statements on the same configuration say.</summary>
    public static bool IsOnlyFile(IInvocationOperation file)
    {
        var chain = SerilogChains.Outermost(file);
        if (chain.DescendantsAndSelf().Any(IsOtherSource) || NamesOther(chain.Syntax))
        {
            return false;
        }

        // Stepwise: every statement on the same configuration is part of it, and what the variable is declared with.
        var variables = SerilogChains.VariablesOf(chain);
        return !variables.Exists(IsPartOfCallers)
            && !variables.Exists(variable => IsPartOfHelpers(variable, chain))
            && !variables.Exists(NamesOtherAtFirst)
            && (
                variables.Count == 0
                || !file.Root()
                    .Descendants()
                    .Any(step =>
                        IsOtherSource(step)
                        && SerilogChains
                            .VariablesOf(SerilogChains.Outermost(step))
                            .Exists(variable => variables.Contains(variable, SymbolEqualityComparer.Default))
                    )
            );
    }

    // configuration.WriteToFile() of the project's own adds to what its callers have, here or in another project.
    private static bool IsPartOfCallers(ISymbol variable) =>
        variable is IParameterSymbol { Ordinal: 0, ContainingSymbol: IMethodSymbol { IsExtensionMethod: true } };

    // builder.AddShopLogging(configuration => configuration.WriteTo.File(…)): whoever wrote that helper has sinks of its own, or would not need it.
    private static bool IsPartOfHelpers(ISymbol variable, IOperation chain)
    {
        if (variable is not IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda })
        {
            return false;
        }

        var parent = chain.Parent;
        while (parent is not null && (parent as IAnonymousFunctionOperation)?.Symbol.Equals(lambda, SymbolEqualityComparer.Default) != true)
        {
            parent = parent.Parent;
        }

        do
        {
            parent = parent?.Parent;
        } while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation);

        return parent is IInvocationOperation call && !call.TargetMethod.IsInNamespace("Serilog");
    }

    private static bool NamesOtherAtFirst(ISymbol variable) =>
        variable is ILocalSymbol { DeclaringSyntaxReferences: [var reference] } && NamesOther(reference.GetSyntax(Cancellation.Token));

    // A sink whose package is not restored does not bind, and what follows it in the chain does not either.
    private static bool NamesOther(SyntaxNode chain) =>
        chain
            .DescendantNodesAndSelf()
            .Any(static node =>
                node
                    is MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: var sink,
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var source }
                    }
                && (source == "WriteTo" && IsFileSink(sink) == false || source == "ReadFrom")
            );

    private static bool IsOtherSource(IOperation operation) =>
        operation is IInvocationOperation call
        && (
            IsSink(call) && IsFileSink(call.TargetMethod.Name) == false || call.Receiver()?.Type is { Name: "LoggerSettingsConfiguration" }
        );
}
