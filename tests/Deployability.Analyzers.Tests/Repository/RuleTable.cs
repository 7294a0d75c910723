using System.Collections.Immutable;
using System.Reflection;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>Every rule with its analyzer and whether it has a fix, read off the assemblies.</summary>
internal static class RuleTable
{
    private const string RuleNamespace = "Deployability.Analyzers.Rules.";

    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
        typeof(Deployability.Analyzers.Rules.Descriptors)
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(static field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(static field => (DiagnosticDescriptor)field.GetValue(null)!)
            .OrderBy(static descriptor => descriptor.Id, StringComparer.Ordinal)
            .ToImmutableArray();

    /// <summary>One for each rule, whether the compiler runs it by itself or as a part of another.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Rules { get; } =
    [.. All.Where(static analyzer => analyzer.GetType().Namespace!.StartsWith(RuleNamespace, StringComparison.Ordinal))];

    /// <summary>What the compiler runs.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [.. All.Where(static analyzer => analyzer.GetType().GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)];

    public static ImmutableArray<CodeFixProvider> Fixes { get; } = Create<CodeFixProvider>(typeof(DeployabilityCodeFix).Assembly);

    private static ImmutableArray<DiagnosticAnalyzer> All =>
        Create<DiagnosticAnalyzer>(typeof(Deployability.Analyzers.Rules.Descriptors).Assembly);

    public static bool HasFix(string id) => Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(id));

    /// <summary>The folder of the rule: the last part of the category, <c>Configuration</c>, <c>Security</c>, …; the contract has its own.</summary>
    public static string Area(DiagnosticDescriptor descriptor) =>
        descriptor.Id.StartsWith("DPL85", StringComparison.Ordinal)
            ? "Contract"
            : descriptor.Category[(descriptor.Category.LastIndexOf('.') + 1)..];

    /// <summary>The severity as .editorconfig and the documentation call it.</summary>
    public static string Severity(DiagnosticDescriptor descriptor) =>
        !descriptor.IsEnabledByDefault
            ? "none"
            : descriptor.DefaultSeverity switch
            {
                DiagnosticSeverity.Error => "error",
                DiagnosticSeverity.Warning => "warning",
                _ => "suggestion",
            };

    private static ImmutableArray<T> Create<T>(Assembly assembly) =>
        assembly
            .GetTypes()
            .Where(static type => typeof(T).IsAssignableFrom(type) && !type.IsAbstract)
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .Select(static type => (T)Activator.CreateInstance(type)!)
            .ToImmutableArray();
}
