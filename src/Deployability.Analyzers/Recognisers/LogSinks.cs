using Deployability.Analyzers.Code;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows where Serilog, NLog, log4net and file providers of Microsoft.Extensions.Logging send their logs.</summary>
internal static class LogSinks
{
    /// <summary>A name of the logging library in messages when the operation configures a file and nothing else beside it; null otherwise.</summary>
    public static string? FileOnly(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "File" or "RollingFile" } call when IsSerilogSink(call) => IsOnlySerilogSink(call) ? "Serilog" : null,
        IInvocationOperation { TargetMethod.Name: "WriteToFile" } call when call.TargetMethod.IsInNamespace("NLog") => HasOther(call, static other => other.TargetMethod.Name.StartsWith("WriteTo", StringComparison.Ordinal) && other.TargetMethod.Name != "WriteToFile") ? null : "NLog",
        IInvocationOperation { TargetMethod.Name: "AddFile" } call when IsLoggingBuilder(call.Receiver()?.Type) => HasOther(call, static other => IsLoggingBuilder(other.Receiver()?.Type) && other.TargetMethod.Name is not ("AddFile" or "AddFilter" or "AddConfiguration" or "ClearProviders" or "SetMinimumLevel" or "Configure")) ? null : "The file logger",
        IObjectCreationOperation { Type: { Name: "FileTarget" } type } creation when type.IsInNamespace("NLog") => CreatesOther(creation, "NLog", "Target") ? null : "NLog",
        IObjectCreationOperation { Type: { Name: "FileAppender" or "RollingFileAppender" } type } creation when type.IsInNamespace("log4net") => CreatesOther(creation, "log4net", "Appender") ? null : "log4net",
        _ => null,
    };

    /// <summary>Whether a sink of Serilog's settings is a file; null for those that wrap others.</summary>
    public static bool? IsFileSink(string name) => name switch
    {
        "Async" or "Logger" or "Conditional" or "Map" or "FallbackChain" => null,
        "File" or "RollingFile" => true,
        _ => false,
    };

    private static bool IsLoggingBuilder(ITypeSymbol? type) => type.Is("Microsoft.Extensions.Logging", "ILoggingBuilder");

    private static bool IsSerilogSink(IInvocationOperation call) => call.Receiver()?.Type is { Name: "LoggerSinkConfiguration" } type && type.IsInNamespace("Serilog");

    private static bool IsOnlySerilogSink(IInvocationOperation file)
    {
        var chain = Outermost(file);
        var start = Innermost(chain);
        var variable = VariableOf(start);
        if (variable is null)
        {
            return !chain.DescendantsAndSelf().Any(IsOtherSource) && !NamesOther(chain.Syntax);
        }

        // Stepwise: every statement on the same configuration is part of it.
        return !NamesOther(chain.Syntax) &&
            !file.Root().Descendants().Any(step => IsOtherSource(step) && SymbolEqualityComparer.Default.Equals(VariableOf(Innermost(Outermost(step))), variable));
    }

    // A sink whose package is not restored does not bind, and what follows it in the chain does not either.
    private static bool NamesOther(SyntaxNode chain) => chain.DescendantNodesAndSelf().Any(static node =>
        node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var sink, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var source } } &&
        (source == "WriteTo" && IsFileSink(sink) == false || source == "ReadFrom"));

    private static bool IsOtherSource(IOperation operation) =>
        operation is IInvocationOperation call && (IsSerilogSink(call) && IsFileSink(call.TargetMethod.Name) == false || call.Receiver()?.Type is { Name: "LoggerSettingsConfiguration" });

    // The whole fluent chain, out of the lambdas of wrapping sinks: WriteTo.Async(sinks => sinks.File(…)).
    private static IOperation Outermost(IOperation operation)
    {
        while (true)
        {
            operation = EndOfChain(operation);
            if (WrapperOf(operation) is not { } wrapper)
            {
                return operation;
            }

            operation = wrapper;
        }
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

    private static IInvocationOperation? WrapperOf(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is not null and not IAnonymousFunctionOperation)
        {
            parent = parent.Parent;
        }

        parent = parent?.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent is IInvocationOperation call && IsSerilogSink(call) && IsFileSink(call.TargetMethod.Name) is null ? call : null;
    }

    private static IOperation? Innermost(IOperation operation)
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

    private static ISymbol? VariableOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };

    private static bool HasOther(IInvocationOperation call, Func<IInvocationOperation, bool> isOther) =>
        call.Root().Descendants().Any(step => step is IInvocationOperation other && other != call && isOther(other));

    private static bool CreatesOther(IObjectCreationOperation file, string ns, string suffix) =>
        file.Root().Descendants().Any(step => step is IObjectCreationOperation { Type: { } type } && !SymbolEqualityComparer.Default.Equals(type, file.Type) &&
            type.IsInNamespace(ns) && type.Name.EndsWith(suffix, StringComparison.Ordinal) && !type.Name.EndsWith("FileAppender", StringComparison.Ordinal));
}
