using Deployability.Analyzers.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows how the least level of what is logged is said, in code and in settings.</summary>
internal static class LogLevels
{
    /// <returns>The call with its level as a message calls it, when it lets Trace or Debug through; else null.</returns>
    public static string? VerboseBy(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "SetMinimumLevel" or "AddFilter" when method.IsInNamespace("Microsoft.Extensions.Logging"):
                return call.Arguments.Select(static argument => NameOf(argument.Value)).FirstOrDefault(static level => level is not null) is { } name ? $"{method.Name}({name})" : null;
            case "Verbose" or "Debug" when method.ContainingType.Is("Serilog.Configuration", "LoggerMinimumLevelConfiguration"):
                return $"MinimumLevel.{method.Name}()";
            case "Is" when method.ContainingType.Is("Serilog.Configuration", "LoggerMinimumLevelConfiguration"):
                return call.Arguments is [var level] && NameOf(level.Value) is { } serilog ? $"MinimumLevel.Is({serilog})" : null;
            default:
                return null;
        }
    }

    /// <summary>Whether a key of a settings file holds a level: <c>Logging:LogLevel:Default</c>, <c>Logging:Console:LogLevel:Orders</c>, <c>Serilog:MinimumLevel:Default</c>.</summary>
    public static bool IsKey(string key) =>
        (key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase) && key.IndexOf("LogLevel:", StringComparison.OrdinalIgnoreCase) >= 0) ||
        key.StartsWith("Serilog:MinimumLevel", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the level lets through what is meant for developers.</summary>
    public static bool IsVerbose(string level) =>
        level.Equals("Trace", StringComparison.OrdinalIgnoreCase) || level.Equals("Debug", StringComparison.OrdinalIgnoreCase) || level.Equals("Verbose", StringComparison.OrdinalIgnoreCase);

    private static string? NameOf(IOperation value) =>
        value.Unwrap() is IFieldReferenceOperation { Field: { Name: "Trace" or "Debug" or "Verbose", ContainingType: { Name: "LogLevel" or "LogEventLevel" } type } field } ? type.Name + "." + field.Name : null;
}
