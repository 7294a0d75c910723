using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Judges;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Health;

/// <summary>DPL3103: a web app creates or migrates its database whenever an instance starts.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MigrationAtStartupAnalyzer() : DeployabilityAnalyzer(Descriptors.MigrationAtStartup)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.WebHostBuilder))
        {
            context.RegisterOperationAction(c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(in OperationAnalysisContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!SchemaChanges.IsOne(call) || IsInRequest(call, context.ContainingSymbol, project) || project.Health.RunCall is null || !project.Guards.RunsInProduction(call) ||
            HasOnlyInMemoryDatabase(project))
        {
            return;
        }

        context.Report(project, Descriptors.MigrationAtStartup, call.CallLocation(), arguments: call.TargetMethod.Name);
    }

    private static bool IsInRequest(IInvocationOperation call, ISymbol symbol, ProjectContext project)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda && ProcessControl.IsHandler(lambda))
            {
                return true;
            }
        }

        return symbol is not IMethodSymbol method || RequestHandlers.IsHandler(method, project) || !SchemaChanges.RunsAtStart(method, project);
    }

    // Nobody races for a database of one's own process.
    private static bool HasOnlyInMemoryDatabase(ProjectContext project)
    {
        var inMemory = false;
        foreach (var call in project.All(Find.HelperCalls))
        {
            switch (call.Value.Name)
            {
                case "UseInMemoryDatabase":
                    inMemory = true;
                    break;
                case "UseSqlServer" or "UseAzureSql" or "UseNpgsql" or "UseSqlite" or "UseMySql" or "UseMySQL" or "UseOracle" or "UseCosmos" or "UseMongoDB":
                    return false;
            }
        }

        return inMemory;
    }
}
