using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows how the least level of what is logged is said, in code and in settings.</summary>
internal static class LogLevels
{
    /// <summary>Names of calls that say it.</summary>
    public static string[] Calls { get; } = ["SetMinimumLevel", "AddFilter", "Verbose", "Debug", "Is", "Override"];

    /// <returns>The operation with its level as a message calls it, when it lets Trace or Debug through in Production; else null.</returns>
    /// <param name="operation">Any operation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="settings">What the settings that ship say of levels: they win over the least level of the code.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static string? VerboseBy(
        IOperation operation,
        ProjectContext project,
        Once<LogSettings> settings,
        CancellationToken cancellation
    ) =>
        operation switch
        {
            IInvocationOperation call => OfCall(call, project, settings, cancellation),
            ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { Name: "MinLevel", ContainingType.Name: "LoggerFilterOptions" } }
            } assignment => NameOf(assignment.Value, project) is { } level
            && !settings.Get(cancellation).HasDefault
            && !SerilogLoggers.IsWholeFactory(project, cancellation)
                ? $"LoggerFilterOptions.MinLevel = {level}"
                : null,
            _ => null,
        };

    private static string? OfCall(
        IInvocationOperation call,
        ProjectContext project,
        Once<LogSettings> settings,
        CancellationToken cancellation
    )
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "SetMinimumLevel" when method.IsInNamespace("Microsoft.Extensions.Logging") && IsLeftToAnother(call):
            case "AddFilter" when IsOfStart(call):
                return null;
            case "SetMinimumLevel" or "AddFilter" when method.IsInNamespace("Microsoft.Extensions.Logging"):
                return
                    call
                        .Arguments.Select(argument => NameOf(argument.Value, project) ?? LeastOf(argument.Value, project))
                        .FirstOrDefault(static level => level is not null)
                        is { } name
                    && !(method.Name == "SetMinimumLevel" && settings.Get(cancellation).HasDefault && ReadsSettings(call))
                    && !(LogSinks.FactoryAround(call) is null && SerilogLoggers.IsWholeFactory(project, cancellation))
                    ? $"{method.Name}({name})"
                    : null;
            case "Verbose" or "Debug" when method.ContainingType.Is("Serilog.Configuration", "LoggerMinimumLevelConfiguration"):
                return IsReplaced(call, project, settings, cancellation) ? null : $"MinimumLevel.{method.Name}()";
            case "Is" or "Override" when method.ContainingType.Is("Serilog.Configuration", "LoggerMinimumLevelConfiguration"):
                return
                    call.Arguments is [.., var level]
                    && NameOf(level.Value, project) is { } serilog
                    && !IsReplaced(call, project, settings, cancellation)
                    ? $"MinimumLevel.{method.Name}({serilog})"
                    : null;
            default:
                return null;
        }
    }

    // LoggerFactory.Create(logging => logging.AddFilter("Shop.Program", Debug).AddConsole()): what the start itself says.
    private static bool IsOfStart(IInvocationOperation call) =>
        call.Argument("category")?.ConstantValue is { HasValue: true, Value: string { Length: > 0 } }
        && LogSinks.FactoryAround(call) is not null;

    // logging.ClearProviders().SetMinimumLevel(Trace) beside UseNLog(): everything goes to one provider, whose own rules decide.
    private static bool IsLeftToAnother(IOperation call)
    {
        var clears = false;
        var hands = false;
        var scope = call.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node =>
            node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax
        );
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

    // LoggerFactory.Create(logging => …) reads no settings unless it is told to.
    private static bool ReadsSettings(IInvocationOperation call) =>
        LogSinks
            .FactoryAround(call)
            ?.Syntax.DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Any(static name => name.Identifier.ValueText == "AddConfiguration") != false;

    // A later link of the chain reads the level from settings that give one, or the logger serves until the host has its own,
    // or the host lets through to it only what its own levels do.
    private static bool IsReplaced(
        IInvocationOperation call,
        ProjectContext project,
        Once<LogSettings> settings,
        CancellationToken cancellation
    )
    {
        for (SyntaxNode? node = call.Syntax.Parent; node is MemberAccessExpressionSyntax or InvocationExpressionSyntax; node = node.Parent)
        {
            if (
                node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateBootstrapLogger" }
                || node
                    is MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "Configuration",
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadFrom" }
                    }
                    && settings.Get(cancellation).HasSerilog
            )
            {
                return true;
            }
        }

        return IsOfClass(call)
            || IsNarrowedBySinks(call, project)
            || SerilogLoggers.IsFilteredByHost(call, project, cancellation)
            || SerilogLoggers.IsOfStart(call, project, cancellation);
    }

    // Serilog's outer level is what may pass at all: each thing it writes to has a higher one, or is an object of the app's own.
    private static bool IsNarrowedBySinks(IInvocationOperation call, ProjectContext project)
    {
        var chain = (ExpressionSyntax)call.Syntax;
        while (chain.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax)
        {
            chain = (ExpressionSyntax)chain.Parent;
        }

        var isNarrowed = false;
        for (
            ExpressionSyntax? link = chain;
            link is not null;
            link = link switch
                {
                    InvocationExpressionSyntax step => step.Expression,
                    MemberAccessExpressionSyntax step => step.Expression,
                    _ => null,
                }
        )
        {
            if (
                link is InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WriteTo" }
                    }
                } sink
            )
            {
                if (project.OperationOf(sink) is not IInvocationOperation write || !HasLevelOfItsOwn(write))
                {
                    return false;
                }

                isNarrowed = true;
            }
        }

        return isNarrowed;
    }

    private static bool HasLevelOfItsOwn(IInvocationOperation sink) =>
        sink.TargetMethod.Name switch
        {
            "Logger" => sink.Syntax is InvocationExpressionSyntax { ArgumentList: var inner }
                && inner
                    .DescendantNodes()
                    .OfType<MemberAccessExpressionSyntax>()
                    .Any(static member => member.Name.Identifier.ValueText is "MinimumLevel" or "Filter"),
            "Sink" => sink.Arguments.Any(static argument =>
                argument.Parameter?.Name == "logEventSink" && !argument.Value.Unwrap().Type?.DeclaringSyntaxReferences.IsEmpty == true
            ),
            _ => sink.Arguments.Any(static argument =>
                argument.ArgumentKind == ArgumentKind.Explicit
                && argument.Parameter?.Name is "restrictedToMinimumLevel" or "levelSwitch"
                && argument.Value.Unwrap() is not IFieldReferenceOperation { Field.Name: "Verbose" or "Debug" or "Minimum" }
            ),
        };

    // AddFilter((category, level) => level >= LogLevel.Debug)
    private static string? LeastOf(IOperation filter, ProjectContext project) =>
        filter.Unwrap().Returned()?.Unwrap()
            is IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual, LeftOperand: var level } comparison
        && level.Unwrap() is IParameterReferenceOperation
            ? NameOf(comparison.RightOperand, project)
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

    /// <summary>Whether a branch that asks for something else than the environment leads to the operation: <c>if (level == "debug") logging.SetMinimumLevel(…)</c>. Whoever gives that value decides.</summary>
    public static bool IsAskedFor(IOperation operation, ProjectContext project)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            var asked = parent switch
            {
                IConditionalOperation conditional when child != conditional.Condition => conditional.Condition,
                ISwitchOperation choice when child is ISwitchCaseOperation => choice.Value,
                ISwitchExpressionOperation choice when child is ISwitchExpressionArmOperation => choice.Value,
                _ => null,
            };
            if (asked is { ConstantValue.HasValue: false } && !asked.DescendantsAndSelf().Any(part => IsOfEnvironment(part, project)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfEnvironment(IOperation part, ProjectContext project) =>
        EnvironmentNames.IsEnvironmentType(part.Type)
        || part.Type?.SpecialType == SpecialType.System_String && EnvironmentNames.IsEnvironmentName(part)
        || part.Type?.SpecialType == SpecialType.System_Boolean && project.Guards.WhenTrue(part) == Guard.Development;

    /// <summary>
    /// Whether a key of a settings file holds a level of everything, or of a category that logs with each request: <c>Logging:LogLevel:Default</c>,
    /// <c>Logging:Console:LogLevel:Microsoft</c>, <c>Serilog:MinimumLevel</c>. That of another category, as <c>Logging:LogLevel:Orders</c>, somebody chose for it.
    /// </summary>
    public static bool IsBroadKey(string key)
    {
        const string overridden = "Serilog:MinimumLevel:Override:";
        const string level = "LogLevel:";
        if (key.StartsWith("Serilog:MinimumLevel", StringComparison.OrdinalIgnoreCase))
        {
            return !key.StartsWith(overridden, StringComparison.OrdinalIgnoreCase) || IsBroad(key.Substring(overridden.Length));
        }

        // The debug provider writes to a debugger and to nobody else.
        return key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase)
            && !key.StartsWith("Logging:Debug:", StringComparison.OrdinalIgnoreCase)
            && key.IndexOf(level, StringComparison.OrdinalIgnoreCase) is var start and >= 0
            && IsBroad(key.Substring(start + level.Length));
    }

    // A class, a part of the app, a part of the framework: whoever names it wants to see just that. These are the framework as a whole,
    // and what tells of each statement and each call.
    private static bool IsBroad(string category) =>
        category.TrimEnd('*', '.') is var name
        && (
            name.Length == 0
            || name.Equals("Default", StringComparison.OrdinalIgnoreCase)
            || Array.Exists(BroadCategories, broad => name.Equals(broad, StringComparison.OrdinalIgnoreCase))
        );

    private static readonly string[] BroadCategories =
    [
        "Microsoft",
        "Microsoft.AspNetCore",
        "Microsoft.EntityFrameworkCore",
        "Microsoft.EntityFrameworkCore.Database",
        "Microsoft.EntityFrameworkCore.Database.Command",
        "System",
        "System.Net.Http",
        "System.Net.Http.HttpClient",
    ];

    /// <summary>Whether the level lets through what is meant for developers.</summary>
    public static bool IsVerbose(string level) =>
        level.Equals("Trace", StringComparison.OrdinalIgnoreCase)
        || level.Equals("Debug", StringComparison.OrdinalIgnoreCase)
        || level.Equals("Verbose", StringComparison.OrdinalIgnoreCase);

    private static string? NameOf(IOperation value, ProjectContext project) =>
        value.Unwrap() switch
        {
            IFieldReferenceOperation
            {
                Field: { Name: "Trace" or "Debug" or "Verbose", ContainingType: { Name: "LogLevel" or "LogEventLevel" } type } field
            } => type.Name + "." + field.Name,
            // A constant, or a local that holds nothing else.
            { Type: { Name: "LogLevel" } type, ConstantValue: { HasValue: true, Value: 0 or 1 } constant } =>
                $"{type.Name}.{(constant.Value is 0 ? "Trace" : "Debug")}",
            ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } assigned
            && assigned.Unwrap() is IFieldReferenceOperation or IConditionalOperation
                ? NameOf(assigned, project)
                : null,
            // isDevelopment ? Information : Debug, with the branches the wrong way round.
            IConditionalOperation { WhenFalse: { } otherwise } choice => InProduction(choice.WhenTrue, otherwise, project)
                ?? InProduction(otherwise, choice.WhenTrue, project),
            _ => null,
        };

    private static string? InProduction(IOperation branch, IOperation other, ProjectContext project) =>
        NameOf(branch, project) is { } level && project.Guards.Of(branch) == Guard.None && project.Guards.Of(other) == Guard.Development
            ? level
            : null;
}
