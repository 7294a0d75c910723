using System.Collections.Concurrent;
using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Portability;

/// <summary>DPL6001: a server needs something that exists on Windows only.</summary>
/// <remarks>One finding for each dependency of a class, at its first use, and one for each native import.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WindowsOnlyDependencyAnalyzer() : DeployabilityAnalyzer(Descriptors.WindowsOnlyDependency)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!ServerProjects.Is(project))
        {
            return;
        }

        var dependencies = new WindowsDependencies(project);
        var hasResolver = new Once<bool>(cancellation => NativeLibraries.HasResolver(project, cancellation));
        if (project.MayHave(Find.NativeImports, context.CancellationToken))
        {
            context.RegisterSymbolAction(c => AnalyzeImport(c, project, hasResolver), SymbolKind.Method);
        }

        if (project.MayHave(Find.ComImports, context.CancellationToken))
        {
            context.RegisterSymbolAction(c => AnalyzeComType(c, project), SymbolKind.NamedType);
        }

        if (WindowsDependencies.MayBeIn(project, context.CancellationToken))
        {
            context.RegisterSymbolStartAction(start => AnalyzeType(start, project, dependencies), SymbolKind.NamedType);
        }
    }

    private static void AnalyzeType(SymbolStartAnalysisContext context, ProjectContext project, WindowsDependencies dependencies)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var found = new ConcurrentBag<(WindowsDependency Dependency, IOperation Use)>();
        context.RegisterOperationAction(
            operation =>
            {
                // The uses of a nested class come here too, and are its own.
                if (
                    dependencies.Of(operation.Operation) is { } dependency
                    && SymbolEqualityComparer.Default.Equals(operation.ContainingSymbol.ContainingType ?? operation.ContainingSymbol, type)
                )
                {
                    found.Add((dependency, operation.Operation));
                }
            },
            OperationKind.ObjectCreation,
            OperationKind.Invocation,
            OperationKind.PropertyReference,
            OperationKind.Literal
        );
        context.RegisterSymbolEndAction(end =>
        {
            using var _ = Cancellation.Under(end.CancellationToken);
            ReportUses(end, project, type, dependencies, found);
        });
    }

    private static void ReportUses(
        SymbolAnalysisContext context,
        ProjectContext project,
        INamedTypeSymbol type,
        WindowsDependencies dependencies,
        ConcurrentBag<(WindowsDependency Dependency, IOperation Use)> found
    )
    {
        var inherited = type.BaseType is { } baseType ? dependencies.OfBase(baseType) : null;
        if (inherited is not null && !project.Platform.IsForWindows(type))
        {
            context.Report(project, Descriptors.WindowsOnlyDependency, type.Locations[0], inherited.Display, inherited.Instead);
        }

        foreach (var uses in found.GroupBy(static item => item.Dependency.Name))
        {
            if (uses.Key == inherited?.Name)
            {
                continue;
            }

            var first = uses.OrderBy(static item => item.Use.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal)
                .ThenBy(static item => item.Use.Syntax.SpanStart)
                .FirstOrDefault(item => project.Guards.RunsInProduction(item.Use) && !project.Platform.IsForWindows(item.Use));
            if (first.Dependency is { } dependency)
            {
                context.Report(project, Descriptors.WindowsOnlyDependency, LocationOf(first.Use), dependency.Display, dependency.Instead);
            }
        }
    }

    private static Location LocationOf(IOperation use) => use is IInvocationOperation call ? call.CallLocation() : use.Syntax.GetLocation();

    private static void AnalyzeImport(SymbolAnalysisContext context, ProjectContext project, Once<bool> hasResolver)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (
            NativeLibraries.ImportOf(method) is not { } import
            || !NativeLibraries.IsWindows(import.Library)
            || import.Attribute.ApplicationSyntaxReference is not { } reference
            || NativeLibraries.HasOtherSystems(method.ContainingType)
            || hasResolver.Get(context.CancellationToken)
            || IsForWindows(method, project)
        )
        {
            return;
        }

        var location = reference.GetSyntax(context.CancellationToken).GetLocation();
        context.Report(
            project,
            Descriptors.WindowsOnlyDependency,
            location,
            "the Windows library '" + import.Library + "' (" + method.Name + ")",
            "a .NET API, or a check such as OperatingSystem.IsWindows() around every call"
        );
    }

    // An import that nobody calls harms nobody, unless others may call it.
    private static bool IsForWindows(IMethodSymbol method, ProjectContext project)
    {
        if (project.Platform.IsForWindows(method))
        {
            return true;
        }

        return project.Platform.OfCallers(method) is { } guard ? guard != Guard.None : !IsVisible(method);
    }

    private static bool IsVisible(ISymbol symbol)
    {
        for (var current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static void AnalyzeComType(SymbolAnalysisContext context, ProjectContext project)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (
            !type.IsComImport
            || type.DeclaringSyntaxReferences is not [var reference]
            || !IsFirstOfFile(reference, type)
            || project.Platform.IsForWindows(type)
            || NativeLibraries.HasOtherSystems(type)
        )
        {
            return;
        }

        context.Report(
            project,
            Descriptors.WindowsOnlyDependency,
            type.Locations[0],
            "a COM class ('" + type.Name + "')",
            "a .NET library or a service that does the same"
        );
    }

    // Interop code declares its interfaces by the dozen.
    private static bool IsFirstOfFile(SyntaxReference reference, INamedTypeSymbol type)
    {
        foreach (
            var node in reference
                .SyntaxTree.GetRoot(Cancellation.Token)
                .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        )
        {
            if (
                node is TypeDeclarationSyntax declaration
                && declaration.AttributeLists.Any(static list =>
                    list.Attributes.Any(static attribute =>
                        attribute.Name.ToString() is { } name
                        && (
                            name.EndsWith("ComImport", StringComparison.Ordinal)
                            || name.EndsWith("ComImportAttribute", StringComparison.Ordinal)
                        )
                    )
                )
            )
            {
                return declaration.SpanStart == reference.Span.Start && type.Name == declaration.Identifier.ValueText;
            }
        }

        return true;
    }
}
