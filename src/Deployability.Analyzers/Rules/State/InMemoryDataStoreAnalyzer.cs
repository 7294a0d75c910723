using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4001: a collection in memory that request handlers use as their data store.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InMemoryDataStoreAnalyzer() : DeployabilityAnalyzer(Descriptors.InMemoryDataStore)
{
    private const string OfData = "a restart loses it and every replica has its own";

    private const string OfPresence = "the backplane joins the replicas, but each knows only who is connected to it";

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.EndpointRouteBuilder))
        {
            context.RegisterFound(project, Find.KeptCollections, AnalyzeMember);
            context.RegisterFound(project, Find.PipelineBodies, AnalyzeLocals);
        }
    }

    private static void AnalyzeMember(SemanticModelAnalysisContext context, Found<KeptCollection> found)
    {
        if (found.Project.Stores.IsStore(found.Value.Member, context.CancellationToken))
        {
            Report(context, found.Project, found.Value.Member, OfData);
        }
        else if (
            StateFacts.Of(found.Project).Has(StateFeature.Backplane, context.CancellationToken)
            && found.Project.Stores.IsPresence(found.Value.Member, context.CancellationToken)
        )
        {
            Report(context, found.Project, found.Value.Member, OfPresence);
        }
    }

    private static void AnalyzeLocals(SemanticModelAnalysisContext context, Found<PipelineBody> body)
    {
        foreach (var local in body.Value.Captured)
        {
            if (body.Project.Stores.IsStore(local, body.Value.Scope, context.CancellationToken))
            {
                Report(context, body.Project, local, OfData);
            }
        }
    }

    private static void Report(in SemanticModelAnalysisContext context, ProjectContext project, ISymbol collection, string effect) =>
        context.Report(project, Descriptors.InMemoryDataStore, collection.Locations[0], arguments: [collection.Name, effect]);
}
