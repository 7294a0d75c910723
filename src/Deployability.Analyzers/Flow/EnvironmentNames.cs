using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Knows the names of environments, and where code reads or says them.</summary>
internal static class EnvironmentNames
{
    /// <summary>What is known where the app runs in a container: Production may be there; outside of them it is no deployment of ours.</summary>
    public static readonly Implied InContainer = new(Guard.None, Guard.Development);

    private static readonly string[] DevelopmentWords =
    [
        "Development",
        "Dev",
        "DevelopmentEnvironment",
        "DevEnvironment",
        "DevelopmentMode",
        "DevMode",
        "InDevelopment",
        "RunningInDevelopment",
        "LocalDevelopment",
    ];

    private static readonly string[] ContainerWords =
    [
        "InContainer",
        "InAContainer",
        "InDocker",
        "InKubernetes",
        "IsContainer",
        "IsContainerized",
        "IsContainerised",
        "IsDocker",
        "UnderDocker",
    ];

    public static bool IsEnvironmentType(ITypeSymbol? type) =>
        type
            is {
                Name: "IHostEnvironment"
                    or "IWebHostEnvironment"
                    or "IHostingEnvironment"
                    or "HostingEnvironment"
                    or "IWebAssemblyHostEnvironment"
            }
        || type is not null
            && type.AllInterfaces.Any(static implemented => implemented.Name is "IHostEnvironment" or "IHostingEnvironment");

    /// <summary>Whether the operation reads the name of the environment: <c>env.EnvironmentName</c>, the variable, or the key.</summary>
    public static bool IsEnvironmentName(IOperation operation)
    {
        operation = operation.Unwrap();
        switch (operation)
        {
            case IPropertyReferenceOperation { Property.Name: "EnvironmentName" or "Environment" } property:
                return property.Type?.SpecialType == SpecialType.System_String;
            case ICoalesceOperation coalesce:
                return IsEnvironmentName(coalesce.Value);
            case IConditionalAccessOperation access:
                return IsEnvironmentName(access.Operation) || IsEnvironmentName(access.WhenNotNull);
            case IInvocationOperation
            {
                TargetMethod.Name: "ToLower" or "ToLowerInvariant" or "ToUpper" or "ToUpperInvariant" or "Trim",
                Instance: { } text
            }:
                return IsEnvironmentName(text);
            case ILocalReferenceOperation local:
                return LocalValues.SingleValue(local.Local, local) is { } value
                    ? value.Unwrap() is not ILocalReferenceOperation && IsEnvironmentName(value)
                    : AreEnvironmentNames(local);
            default:
                return ConfigurationReads.TryRecognise(operation)?.Key is { } key && HostVariables.IsKeyOf(key, HostVariables.Environment);
        }
    }

    // var name = ""; if (settings is null) name = env.EnvironmentName; else name = settings.EnvironmentName;
    private static bool AreEnvironmentNames(ILocalReferenceOperation local)
    {
        if (local.Local.Type.SpecialType != SpecialType.System_String || LocalValues.AllValues(local.Local, local) is not { } values)
        {
            return false;
        }

        var isRead = false;
        foreach (var (value, isOut) in values)
        {
            var given = value.Unwrap();
            if (!isOut && given is not ILocalReferenceOperation && IsEnvironmentName(given))
            {
                isRead = true;
            }
            else if (isOut || !IsNothing(given))
            {
                return false;
            }
        }

        return isRead;
    }

    private static bool IsNothing(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: null or "" }
        || value is IFieldReferenceOperation { Field: { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } };

    public static string? NameOf(IOperation? operation) =>
        operation?.Unwrap() switch
        {
            { ConstantValue: { HasValue: true, Value: string name } } => name,
            IFieldReferenceOperation { Field: { Name: "Development" or "Production" or "Staging" } field } => field.Name,
            _ => null,
        };

    public static bool IsProduction(string name) =>
        name.Equals("Production", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Prod", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Live", StringComparison.OrdinalIgnoreCase);

    public static bool IsDeployed(string name) => name.Length == 0 || IsProduction(name);

    public static Implied ForName(string name) =>
        IsDeployed(name)
            ? IsProduction(name)
                ? new(Guard.None, Guard.Development)
                : default
            : new(Guard.Development, Guard.None);

    /// <summary>What a comparison of two values tells, of which one reads the environment and the other names one.</summary>
    public static Implied ForNames(IOperation left, IOperation right)
    {
        if (IsEnvironmentName(left) && NameOf(right) is { } name)
        {
            return ForName(name);
        }

        if (IsEnvironmentName(right) && NameOf(left) is { } other)
        {
            return ForName(other);
        }

        return IsContainerVariable(left) ? ForContainer(right.Unwrap().ConstantValue)
            : IsContainerVariable(right) ? ForContainer(left.Unwrap().ConstantValue)
            : default;
    }

    /// <summary>What a truth value tells by its name: what another file or assembly declares is taken at its word.</summary>
    public static Implied SaidBy(ISymbol member, ITypeSymbol type) =>
        type.SpecialType != SpecialType.System_Boolean ? default
        : SaysDevelopment(member.Name) ? new(Guard.Development, Guard.None)
        // What runs outside of containers only is not deployed in one.
        : SaysContainer(member.Name) ? InContainer
        : default;

    public static bool SaysDevelopment(string name)
    {
        var word = name.TrimStart('_');
        word = word.StartsWith("is", StringComparison.OrdinalIgnoreCase) ? word.Substring(2) : word;
        return Array.Exists(DevelopmentWords, development => word.Equals(development, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a name asks whether the app runs in a container: <c>RunningInContainer</c>, <c>IsInDocker</c>.</summary>
    public static bool SaysContainer(string name)
    {
        var word = name.TrimStart('_');
        return Array.Exists(ContainerWords, container => word.EndsWith(container, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the operation reads the variable that .NET's images set: <c>DOTNET_RUNNING_IN_CONTAINER</c>, from configuration also without its prefix.</summary>
    public static bool IsContainerVariable(IOperation operation)
    {
        operation = operation.Unwrap();
        return operation switch
        {
            ICoalesceOperation coalesce => IsContainerVariable(coalesce.Value),
            IConditionalAccessOperation access => IsContainerVariable(access.Operation),
            ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } value
                && value.Unwrap() is not ILocalReferenceOperation
                && IsContainerVariable(value),
            _ => ConfigurationReads.TryRecognise(operation)?.Key is { } key && HostVariables.IsKeyOf(key, HostVariables.InContainer),
        };
    }

    /// <summary>What a comparison of that variable with a constant tells: outside of a container nobody sets it.</summary>
    public static Implied ForContainer(Optional<object?> constant) =>
        constant switch
        {
            { HasValue: true, Value: null or false or "" or "0" } => new(Guard.Development, Guard.None),
            { HasValue: true, Value: string text } when text.Equals("false", StringComparison.OrdinalIgnoreCase) => new(
                Guard.Development,
                Guard.None
            ),
            { HasValue: true } => InContainer,
            _ => default,
        };

    // https://learn.microsoft.com/aspnet/core/fundamentals/environments: Startup{Environment}, Configure{Environment}, Configure{Environment}Services.
    // A test host brings a Startup of its own.
    public static bool IsNamedForDevelopment(IMethodSymbol method) =>
        method.ContainingType is { } type && IsNamedForDevelopment(type.Name, method.Name);

    /// <param name="type">The name of the class.</param>
    /// <param name="method">That of the method in it.</param>
    public static bool IsNamedForDevelopment(string type, string method)
    {
        if (
            Between(type, "Startup", "") is { } environment && IsStage(environment)
            || Between(type, "", "Startup") is { } host && IsStage(host)
        )
        {
            return true;
        }

        return type.StartsWith("Startup", StringComparison.Ordinal)
            && (Between(method, "Configure", "") ?? "") is var rest
            && (
                IsStage(rest)
                || Between(rest, "", "Services") is { } services && IsStage(services)
                || Between(rest, "", "Container") is { } container && IsStage(container)
            );
    }

    private static bool IsStage(string environment) =>
        environment
            is "Development"
                or "Local"
                or "Test"
                or "Tests"
                or "Testing"
                or "Staging"
                or "IntegrationTest"
                or "IntegrationTests"
                or "ForTest"
                or "ForTests"
                or "Fake"
                or "Mock";

    private static string? Between(string name, string start, string end) =>
        name.Length > start.Length + end.Length
        && name.StartsWith(start, StringComparison.Ordinal)
        && name.EndsWith(end, StringComparison.Ordinal)
            ? name.Substring(start.Length, name.Length - start.Length - end.Length)
            : null;
}
