using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers.Settings;

/// <summary>The keys that <c>UseSetting</c> takes.</summary>
internal static class HostSettings
{
    /// <returns>The key, or null when it is not known here.</returns>
    /// <remarks>The framework's own names for keys are read-only fields, which the compiler does not fold.</remarks>
    public static string? KeyOf(IOperation? key) =>
        key?.Unwrap() switch
        {
            IFieldReferenceOperation { Field: { Name: "DetailedErrorsKey", ContainingType.Name: "WebHostDefaults" } } => "detailedErrors",
            IFieldReferenceOperation { Field: { Name: "EnvironmentKey", ContainingType.Name: "WebHostDefaults" or "HostDefaults" } } =>
                "environment",
            IFieldReferenceOperation { Field: { Name: "ServerUrlsKey", ContainingType.Name: "WebHostDefaults" } } => "urls",
            _ => key?.ConstantValue is { HasValue: true, Value: string name } ? name : null,
        };
}
