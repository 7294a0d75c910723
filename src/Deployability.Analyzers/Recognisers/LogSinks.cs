using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows where Serilog, NLog, log4net and file providers of Microsoft.Extensions.Logging send their logs.</summary>
internal static class LogSinks
{
    /// <summary>Names of calls and types that send logs to a file.</summary>
    public static string[] Names { get; } =
    ["WriteToFile", "AddFile", "AddProvider", "ILoggerProvider", "FileTarget", "FileAppender", "RollingFileAppender"];

    /// <summary>Names that mean a sink as calls alone.</summary>
    public static string[] Calls { get; } = ["File", "RollingFile"];

    /// <summary>A name of the logging library in messages when the operation configures a file and nothing else beside it; null otherwise.</summary>
    public static string? FileOnly(IOperation operation, ProjectContext project) =>
        operation switch
        {
            IInvocationOperation { TargetMethod.Name: "File" or "RollingFile" } call when SerilogSinks.IsSink(call) =>
                SerilogSinks.IsOnlyFile(call) ? "Serilog" : null,
            IInvocationOperation { TargetMethod.Name: "WriteToFile" } call when call.TargetMethod.IsInNamespace("NLog") => HasOther(
                call,
                static other =>
                    other.TargetMethod.Name.StartsWith("WriteTo", StringComparison.Ordinal) && other.TargetMethod.Name != "WriteToFile"
            )
                ? null
                : "NLog",
            IInvocationOperation { TargetMethod.Name: "AddFile" } call when IsLoggingBuilder(call.Receiver()?.Type) => HasOther(
                call,
                static other =>
                    IsLoggingBuilder(other.Receiver()?.Type)
                    && other.TargetMethod.Name
                        is not ("AddFile" or "AddFilter" or "AddConfiguration" or "ClearProviders" or "SetMinimumLevel" or "Configure")
            )
                ? null
                : "The file logger",
            IInvocationOperation call when LogProviders.Of(call) is { } provider => LogProviders.IsFile(provider, project)
                ? provider.Name
                : null,
            IObjectCreationOperation { Type: { Name: "FileTarget" } type } creation when type.IsInNamespace("NLog") => CreatesOther(
                creation,
                "NLog",
                "Target"
            )
                ? null
                : "NLog",
            IObjectCreationOperation { Type: { Name: "FileAppender" or "RollingFileAppender" } type } creation
                when type.IsInNamespace("log4net") => CreatesOther(creation, "log4net", "Appender") ? null : "log4net",
            _ => null,
        };

    /// <summary>Whether the call adds a provider of logs that is no file, to the host's logging or to that of a factory of its own.</summary>
    public static bool AddsOtherProvider(IInvocationOperation call, ProjectContext project) =>
        call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal)
        && IsLoggingBuilder(call.Receiver()?.Type)
        && call.TargetMethod.Name
            is not (
                "AddFile"
                or "AddFilter"
                or "AddConfiguration"
                or "AddDebug"
                or "AddEventLog"
                or "AddSerilog"
                or "AddNLog"
                or "AddLog4Net"
            )
        && (
            LogProviders.Of(call) is not { } provider || !LogProviders.IsFile(provider, project) && provider.Name != "SerilogLoggerProvider"
        );

    /// <summary>The lambda that sets up a factory of its own, in which nothing is logged that it does not add: <c>LoggerFactory.Create(logging => …)</c>; null for the host's.</summary>
    public static IOperation? FactoryAround(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (
                parent is IInvocationOperation { TargetMethod: { Name: "Create", ContainingType: var type } } create
                && type.Is("Microsoft.Extensions.Logging", "LoggerFactory")
            )
            {
                return create;
            }
        }

        return null;
    }

    private static bool IsLoggingBuilder(ITypeSymbol? type) => type.Is("Microsoft.Extensions.Logging", "ILoggingBuilder");

    private static bool HasOther(IInvocationOperation call, Func<IInvocationOperation, bool> isOther) =>
        call.Root().Descendants().Any(step => step is IInvocationOperation other && other != call && isOther(other));

    private static bool CreatesOther(IObjectCreationOperation file, string ns, string suffix) =>
        file.Root()
            .Descendants()
            .Any(step =>
                step is IObjectCreationOperation { Type: { } type }
                && !SymbolEqualityComparer.Default.Equals(type, file.Type)
                && type.IsInNamespace(ns)
                && type.Name.EndsWith(suffix, StringComparison.Ordinal)
                && !type.Name.EndsWith("FileAppender", StringComparison.Ordinal)
            );
}
