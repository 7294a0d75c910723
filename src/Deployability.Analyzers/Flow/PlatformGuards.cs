using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Says whether an operation runs on Windows only.</summary>
/// <remarks>
/// By the control flow of <see cref="EnvironmentGuards"/>: the checks and attributes of the platform compatibility analyzer
/// (https://learn.microsoft.com/dotnet/standard/analyzers/platform-compat-analyzer), <c>Environment.OSVersion</c>, answers that say their
/// meaning by name (<c>OsInfo.IsWindows</c>), a fallback when a native call fails, and classes that are made on Windows only or have
/// a twin for another system.
/// </remarks>
internal sealed class PlatformGuards(ProjectContext project) : EnvironmentGuards(project)
{
    private static readonly string[] WindowsWords = ["Windows", "Win32", "Win"];

    private static readonly string[] OtherSystems = ["Linux", "Unix", "Posix", "Mac", "MacOS", "MacOs", "Osx", "OSX", "Darwin", "Mono"];

    /// <summary>Whether the operation never runs on another system than Windows.</summary>
    public bool IsForWindows(IOperation operation) => IsMarked(Project.Compilation.Assembly) || Of(operation) == Guard.Platform;

    /// <summary>Whether a declaration is for Windows only: marked so, with a twin for another system, or its class is made on Windows only.</summary>
    public bool IsForWindows(ISymbol symbol) =>
        IsMarked(Project.Compilation.Assembly) || OfDeclaration(symbol, new GuardSearch()) == Guard.Platform;

    protected override Guard OfDeclaration(ISymbol symbol, GuardSearch search)
    {
        for (var current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (IsMarked(current) || current is IMethodSymbol { AssociatedSymbol: { } accessed } && IsMarked(accessed))
            {
                return Guard.Platform;
            }
        }

        return (symbol as INamedTypeSymbol ?? symbol.ContainingType) is { } type ? OfType(type.OriginalDefinition, search) : Guard.None;
    }

    // The SDK defines WINDOWS for net10.0-windows, and the framework that runs on Windows only is .NET Framework.
    protected override Guard OfDirectives(SyntaxNode node) =>
        Directives.Guard(
            node,
            static symbol =>
                symbol is "WINDOWS" or "_WINDOWS" or "NETFRAMEWORK"
                || symbol.StartsWith("WINDOWS10", StringComparison.Ordinal)
                || symbol.StartsWith("NET4", StringComparison.Ordinal)
        )
            ? Guard.Platform
            : Guard.None;

    protected override Guard OfParent(IOperation parent, IOperation child) =>
        parent switch
        {
            ISwitchCaseOperation { Parent: ISwitchOperation { Value: var value } } section when IsPlatform(value) => section.Clauses.All(
                static clause => clause is ISingleValueCaseClauseOperation single && IsWindowsName(single.Value)
            )
                ? Guard.Platform
                : Guard.None,
            ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation { Value: var value } } arm when IsPlatform(value) => OfName(
                arm.Pattern
            ).WhenTrue,
            ITryOperation attempt
                when child == attempt.Body
                    && attempt.Catches.Any(static handler =>
                        handler.ExceptionType.Name
                            is "PlatformNotSupportedException"
                                or "DllNotFoundException"
                                or "EntryPointNotFoundException"
                    ) => Guard.Platform,
            _ => Guard.None,
        };

    protected override bool MayGuard(SyntaxNode parent, SyntaxNode child) => parent is TryStatementSyntax || base.MayGuard(parent, child);

    protected override Implied Known(IOperation condition)
    {
        switch (condition)
        {
            case IInvocationOperation call:
                return OfCall(call);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                var (left, right) = (comparison.LeftOperand.Unwrap(), comparison.RightOperand.Unwrap());
                var result =
                    IsPlatform(left) ? OfName(right)
                    : IsPlatform(right) ? OfName(left)
                    : default;
                return comparison.OperatorKind == BinaryOperatorKind.NotEquals ? result.Reversed() : result;
            case IIsPatternOperation { Value: var value, Pattern: var pattern } when IsPlatform(value):
                return OfName(pattern);
            case IMemberReferenceOperation { Member: var member }:
                return OfAnswer(member);
            case ILocalReferenceOperation { Local: { DeclaringSyntaxReferences: [var reference] } local }
                when reference.GetSyntax(Cancellation.Token) is not VariableDeclaratorSyntax { Initializer: not null }:
                return OfAnswer(local);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return OfAnswer(parameter);
            default:
                return default;
        }
    }

    private static Implied OfCall(IInvocationOperation call)
    {
        switch (call.TargetMethod.Name)
        {
            case "IsOSPlatform" or "IsOSPlatformVersionAtLeast" when call.Arguments.Length > 0:
                return OfName(call.Arguments[0].Value);
            case "Contains"
            or "StartsWith"
            or "Equals" when call.Receiver() is { } receiver && IsPlatform(receiver) && call.Arguments.Length > 0:
                return OfName(
                    call.Arguments[call.Arguments.Length - 1].Value is { ConstantValue: { HasValue: true, Value: string } } last
                        ? last
                        : call.Arguments[0].Value
                );
            default:
                return OfAnswer(call.TargetMethod);
        }
    }

    // [SupportedOSPlatformGuard("windows")] bool CanUse…; OperatingSystem.IsWindows(); OsInfo.IsWindows of another assembly.
    private static Implied OfAnswer(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
        {
            if (
                attribute.AttributeClass?.Name is "SupportedOSPlatformGuardAttribute" or "UnsupportedOSPlatformGuardAttribute"
                && attribute.ConstructorArguments is [{ Value: string platform }, ..]
            )
            {
                var isWindows = platform.StartsWith("windows", StringComparison.OrdinalIgnoreCase);
                var isSupported = attribute.AttributeClass.Name[0] == 'S';
                return isWindows == isSupported ? new(Guard.Platform, Guard.None) : new(Guard.None, Guard.Platform);
            }
        }

        var name = member.Name.TrimStart('_');
        if (
            !name.StartsWith("is", StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith("running", StringComparison.OrdinalIgnoreCase)
        )
        {
            return default;
        }

        // IsWindowsServer and the like hold on Windows only too; what is no Windows, and Unix, says the same of the other branch.
        var isNot = name.IndexOf("Not", StringComparison.Ordinal) > 0 || name.IndexOf("Non", StringComparison.Ordinal) > 0;
        if (name.IndexOf("Windows", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return isNot ? new(Guard.None, Guard.Platform) : new(Guard.Platform, Guard.None);
        }

        return !isNot && Array.Exists(OtherSystems, system => name.EndsWith(system, StringComparison.OrdinalIgnoreCase))
            ? new(Guard.None, Guard.Platform)
            : default;
    }

    private static Implied OfName(IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return OfName(constant.Value);
            case INegatedPatternOperation negated:
                return OfName(negated.Pattern).Reversed();
            case IBinaryPatternOperation { OperatorKind: var kind } both:
                var (left, right) = (OfName(both.LeftPattern), OfName(both.RightPattern));
                return kind == BinaryOperatorKind.Or ? left.Or(right) : left.And(right);
            default:
                return default;
        }
    }

    private static Implied OfName(IOperation name) =>
        IsWindowsName(name) ? new(Guard.Platform, Guard.None)
        : IsOtherName(name) ? new(Guard.None, Guard.Platform)
        : default;

    /// <summary>Whether the operation says on which system the program runs.</summary>
    private static bool IsPlatform(IOperation operation) =>
        operation.Unwrap() switch
        {
            IPropertyReferenceOperation
            {
                Property: { Name: "Platform", ContainingType.Name: "OperatingSystem" }
                    or { Name: "OSDescription" or "RuntimeIdentifier", ContainingType.Name: "RuntimeInformation" }
            } => true,
            IPropertyReferenceOperation
            {
                Property: { Name: "OSVersion" or "VersionString", ContainingType.Name: "Environment" or "OperatingSystem" }
            } => true,
            IFieldReferenceOperation { Field: { Name: "DirectorySeparatorChar" or "PathSeparator", ContainingType.Name: "Path" } } => true,
            IInvocationOperation { TargetMethod: { Name: "GetEnvironmentVariable" } } variable => variable.Arguments
                is [{ Value.ConstantValue: { HasValue: true, Value: "OS" } }, ..],
            IInvocationOperation { TargetMethod.Name: "ToString" or "ToLower" or "ToLowerInvariant", Instance: { } text } => IsPlatform(
                text
            ),
            ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } value
                && value.Unwrap() is not ILocalReferenceOperation
                && IsPlatform(value),
            _ => false,
        };

    private static bool IsWindowsName(IOperation operation) =>
        NameOf(operation) is { } name && (name.StartsWith("Win", StringComparison.OrdinalIgnoreCase) || name is "\\" or ";");

    // 4, 6 and 128 are Unix to PlatformID, macOS and the old number of Mono.
    private static bool IsOtherName(IOperation operation) =>
        NameOf(operation) is { } name
        && (
            Array.Exists(OtherSystems, system => name.StartsWith(system, StringComparison.OrdinalIgnoreCase))
            || name is "FreeBSD" or "/" or ":" or "4" or "6" or "128"
        );

    private static string? NameOf(IOperation operation) =>
        operation.Unwrap() switch
        {
            IMemberReferenceOperation { Member: { ContainingType.Name: "OSPlatform" or "PlatformID" } member } => member.Name,
            IInvocationOperation
            {
                TargetMethod: { Name: "Create", ContainingType.Name: "OSPlatform" },
                Arguments: [{ Value: var name }]
            } => NameOf(name),
            { ConstantValue: { HasValue: true, Value: { } value } } => Convert.ToString(
                value,
                System.Globalization.CultureInfo.InvariantCulture
            ),
            _ => null,
        };

    private static bool IsMarked(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (
                attribute.ConstructorArguments is [{ Value: string platform }, ..]
                && (
                    attribute.AttributeClass?.Name is "SupportedOSPlatformAttribute"
                        && platform.StartsWith("windows", StringComparison.OrdinalIgnoreCase)
                    || attribute.AttributeClass?.Name is "UnsupportedOSPlatformAttribute"
                        && platform.StartsWith("linux", StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    protected override Guard OfType(INamedTypeSymbol type, GuardSearch search) =>
        HasTwin(type)
            ? Guard.Platform
            : Remembered(
                type,
                search,
                () =>
                    type.ContainingType is { } outer && OfType(outer, search) is var around and not Guard.None
                        ? around
                        : OfUses(type, search, ofInstances: false) ?? Guard.None
            );

    // WindowsClock beside LinuxClock, Clock.Windows beside Clock.Unix: somebody chooses.
    private bool HasTwin(INamedTypeSymbol type)
    {
        foreach (var word in WindowsWords)
        {
            var at = type.Name.IndexOf(word, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            foreach (var system in OtherSystems)
            {
                var twin = type.Name.Substring(0, at) + system + type.Name.Substring(at + word.Length);
                if (Project.Compilation.ContainsSymbolsWithName(twin, SymbolFilter.Type))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
