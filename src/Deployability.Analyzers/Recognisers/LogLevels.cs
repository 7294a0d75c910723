using Deployability.Analyzers.Code;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows how the least level of what is logged is said, in code and in settings.</summary>
internal static class LogLevels
{
    /// <returns>The operation with its level as a message calls it, when it lets Trace or Debug through; else null.</returns>
    public static string? VerboseBy(IOperation operation) => operation switch
    {
        IInvocationOperation call => OfCall(call),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "MinLevel", ContainingType.Name: "LoggerFilterOptions" } } } assignment =>
            NameOf(assignment.Value) is { } level ? $"LoggerFilterOptions.MinLevel = {level}" : null,
        _ => null,
    };

    private static string? OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "SetMinimumLevel" when method.IsInNamespace("Microsoft.Extensions.Logging") && IsLeftToAnother(call):
                return null;
            case "SetMinimumLevel" or "AddFilter" when method.IsInNamespace("Microsoft.Extensions.Logging"):
                return call.Arguments.Select(static argument => NameOf(argument.Value) ?? LeastOf(argument.Value)).FirstOrDefault(static level => level is not null) is { } name ? $"{method.Name}({name})" : null;
            case "Verbose" or "Debug" when method.ContainingType.Is("Serilog.Configuration", "LoggerMinimumLevelConfiguration"):
                return IsOfClass(call) ? null : $"MinimumLevel.{method.Name}()";
            case "Is" when method.ContainingType.Is("Serilog.Configuration", "LoggerMinimumLevelConfiguration"):
                return call.Arguments is [var level] && NameOf(level.Value) is { } serilog && !IsOfClass(call) ? $"MinimumLevel.Is({serilog})" : null;
            default:
                return null;
        }
    }

    // logging.ClearProviders().SetMinimumLevel(Trace) beside UseNLog(): everything goes to one provider, whose own rules decide.
    private static bool IsLeftToAnother(IOperation call)
    {
        var clears = false;
        var hands = false;
        var scope = call.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax);
        foreach (var other in scope?.DescendantNodes().OfType<InvocationExpressionSyntax>() ?? [])
        {
            switch (other.Expression.NameOfMember())
            {
                case "ClearProviders":
                    clears = true;
                    break;
                case "UseNLog" or "AddNLog" or "AddNLogWeb" or "UseSerilog" or "AddSerilog" or "AddLog4Net":
                    hands = true;
                    break;
            }
        }

        return clears && hands;
    }

    // AddFilter((category, level) => level >= LogLevel.Debug)
    private static string? LeastOf(IOperation filter) =>
        filter.Unwrap().Returned()?.Unwrap() is IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual, LeftOperand: var level } comparison && level.Unwrap() is IParameterReferenceOperation
            ? NameOf(comparison.RightOperand)
            : null;

    // private readonly ILogger log = new LoggerConfiguration()…: a logger that one object keeps gets that object's events alone.
    private static bool IsOfClass(IOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IFieldInitializerOperation { InitializedFields: [{ IsStatic: false }] })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a key of a settings file holds a level: <c>Logging:LogLevel:Default</c>, <c>Logging:Console:LogLevel:Orders</c>, <c>Serilog:MinimumLevel:Default</c>.</summary>
    public static bool IsKey(string key) =>
        (key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase) && key.IndexOf("LogLevel:", StringComparison.OrdinalIgnoreCase) >= 0) ||
        key.StartsWith("Serilog:MinimumLevel", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the level lets through what is meant for developers.</summary>
    public static bool IsVerbose(string level) =>
        level.Equals("Trace", StringComparison.OrdinalIgnoreCase) || level.Equals("Debug", StringComparison.OrdinalIgnoreCase) || level.Equals("Verbose", StringComparison.OrdinalIgnoreCase);

    private static string? NameOf(IOperation value) => value.Unwrap() switch
    {
        IFieldReferenceOperation { Field: { Name: "Trace" or "Debug" or "Verbose", ContainingType: { Name: "LogLevel" or "LogEventLevel" } type } field } => type.Name + "." + field.Name,
        // A constant, or a local that holds nothing else.
        { Type: { Name: "LogLevel" } type, ConstantValue: { HasValue: true, Value: 0 or 1 } constant } => $"{type.Name}.{(constant.Value is 0 ? "Trace" : "Debug")}",
        ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } assigned && assigned.Unwrap() is IFieldReferenceOperation field ? NameOf(field) : null,
        _ => null,
    };
}
