using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4002: EF Core's in-memory database where users' data would go.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InMemoryDatabaseAnalyzer() : DeployabilityAnalyzer(Descriptors.InMemoryDatabase)
{
    private const string Use = "UseInMemoryDatabase";

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.DbContextOptionsBuilder))
        {
            context.RegisterOperations(project, Find.InMemoryDatabases, operation => Analyze(operation, project), OperationKind.Invocation);
        }

        context.RegisterOperations(
            project,
            Find.InMemoryDatabases,
            operation => AnalyzeUnresolved(operation, project),
            OperationKind.Invalid
        );
    }

    private static void Analyze(OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != Use || !project.Types.Is(call.Receiver()?.Type, TypeNames.DbContextOptionsBuilder))
        {
            return;
        }

        var name = call.Argument("databaseName")?.ConstantValue is { HasValue: true, Value: string text } ? $"'{text}' " : "";
        Report(context, project, call.CallLocation(), name);
    }

    // The name is as good as unique where its package is not restored.
    private static void AnalyzeUnresolved(OperationContext context, ProjectContext project)
    {
        if (
            context.Operation.Syntax
            is not InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name: { Identifier.ValueText: Use } called }
            } call
        )
        {
            return;
        }

        var name = call.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax { Token.Value: string text } }, ..]
            ? $"'{text}' "
            : "";
        Report(context, project, Location.Create(call.SyntaxTree, TextSpan.FromBounds(called.SpanStart, call.Span.End)), name);
    }

    private static void Report(in OperationContext context, ProjectContext project, Location location, string name)
    {
        if (!IsForTests(context.ContainingSymbol) && !IsChosen(context.Operation) && project.Guards.RunsInProduction(context.Operation))
        {
            context.Report(project, Descriptors.InMemoryDatabase, location, arguments: name);
        }
    }

    // Stand-ins that live beside the app for its tests, in a project without a test framework.
    private static bool IsForTests(ISymbol symbol)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            // With the capital, so that neither Contest nor Latest is one.
            if (type.Name.Contains("Test") || type.Name.Contains("Fake") || type.Name.Contains("Mock"))
            {
                return true;
            }
        }

        return symbol.ContainingAssembly is { Name: var assembly }
            && (
                assembly.EndsWith("Tests", StringComparison.Ordinal)
                || assembly.EndsWith("Testing", StringComparison.Ordinal)
                || assembly.Contains(".Tests.")
            );
    }

    // A switch between providers, or the fallback of a context that nobody configured: somebody decides in each deployment.
    private static bool IsChosen(IOperation call)
    {
        if (
            call.HasAlternativeStep(static step =>
                step is IInvocationOperation or IInvalidOperation
                && step.Syntax is InvocationExpressionSyntax other
                && IsOfAnotherProvider(other.Expression.NameOfMember())
            )
        )
        {
            return true;
        }

        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (
                parent is IConditionalOperation { Condition: var condition }
                && (Contains(condition.Syntax.ToString(), "memory") || Contains(condition.Syntax.ToString(), "IsConfigured"))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfAnotherProvider(string? name) =>
        name is "AddDbContext" or "AddDbContextPool" or "AddDbContextFactory" or "AddPooledDbContextFactory"
        || name is not (null or Use) && name.StartsWith("Use", StringComparison.Ordinal);

    private static bool Contains(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
