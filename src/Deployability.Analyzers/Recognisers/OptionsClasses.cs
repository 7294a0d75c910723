using Deployability.Analyzers.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows classes that configuration is bound to: an initialiser in one is a default that a deployment can replace.</summary>
internal static class OptionsClasses
{
    /// <summary>Whether the class is meant to be bound, by its name or because it says its section's name.</summary>
    public static bool IsBound(INamedTypeSymbol? type, ProjectContext project)
    {
        if (type is null || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, project.Compilation.Assembly))
        {
            return false;
        }

        return IsNamedForOptions(type) || !type.GetMembers("SectionName").IsEmpty;
    }

    /// <summary>Whether a property of the class is decided by who deploys: the class is meant to be bound, here or in another project.</summary>
    public static bool IsOperators(INamedTypeSymbol? type, ProjectContext project) =>
        IsBound(type, project) || type is not null && IsNamedForOptions(type) && !type.IsInNamespace("Microsoft") && !type.IsInNamespace("System");

    private static bool IsNamedForOptions(INamedTypeSymbol type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal) ||
        type.Name.EndsWith("Settings", StringComparison.Ordinal) ||
        type.Name.EndsWith("Config", StringComparison.Ordinal) ||
        type.Name.EndsWith("Configuration", StringComparison.Ordinal);

    /// <summary>Whether the operation is <c>options.Value</c>, <c>monitor.CurrentValue</c> or <c>snapshot.Get(…)</c>.</summary>
    public static bool IsOptionsValue(IOperation? operation) => operation?.Unwrap() switch
    {
        IPropertyReferenceOperation { Property: { Name: "Value" or "CurrentValue", ContainingType: { } type } } => type.IsInNamespace("Microsoft.Extensions.Options"),
        IInvocationOperation { TargetMethod: { Name: "Get", ContainingType: { } type } } => type.IsInNamespace("Microsoft.Extensions.Options"),
        ILocalReferenceOperation local => ValueTracer.SingleValue(local.Local, local) is { } value && value is not ILocalReferenceOperation && IsOptionsValue(value),
        _ => false,
    };
}
