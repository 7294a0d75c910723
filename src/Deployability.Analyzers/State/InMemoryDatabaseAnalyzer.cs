using Deployability.Analyzers.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.State;

/// <summary>DPL4002: EF Core's in-memory database where users' data would go.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InMemoryDatabaseAnalyzer() : DeployabilityAnalyzer(Descriptors.InMemoryDatabase)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.DbContextOptionsBuilder))
        {
            context.RegisterOperationAction(operation => Analyze(operation, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "UseInMemoryDatabase" ||
            !project.Types.Is(call.Receiver()?.Type, TypeNames.DbContextOptionsBuilder) ||
            IsForTests(context.ContainingSymbol) ||
            IsChosen(call) ||
            !project.Guards.RunsInProduction(call))
        {
            return;
        }

        var name = call.Argument("databaseName")?.ConstantValue is { HasValue: true, Value: string text } ? $"'{text}' " : "";
        context.Report(project, Descriptors.InMemoryDatabase, call.CallLocation(), arguments: name);
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

        return symbol.ContainingAssembly is { Name: var assembly } &&
            (assembly.EndsWith("Tests", StringComparison.Ordinal) || assembly.EndsWith("Testing", StringComparison.Ordinal) || assembly.Contains(".Tests."));
    }

    // A switch between providers, or the fallback of a context that nobody configured: somebody decides in each deployment.
    private static bool IsChosen(IInvocationOperation call)
    {
        if (call.HasAlternative(static other => other.TargetMethod.Name.StartsWith("Use", StringComparison.Ordinal) && other.TargetMethod.Name != "UseInMemoryDatabase" ||
            other.TargetMethod.Name is "AddDbContext" or "AddDbContextPool" or "AddDbContextFactory" or "AddPooledDbContextFactory"))
        {
            return true;
        }

        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalOperation { Condition: var condition } && (Contains(condition.Syntax.ToString(), "memory") || Contains(condition.Syntax.ToString(), "IsConfigured")))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
