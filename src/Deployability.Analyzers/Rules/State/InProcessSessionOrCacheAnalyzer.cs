using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Judges;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4003: sessions, a distributed cache or an output cache that each replica keeps for itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InProcessSessionOrCacheAnalyzer() : DeployabilityAnalyzer(Descriptors.InProcessSessionOrCache)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.EndpointRouteBuilder))
        {
            context.RegisterOperationAction(c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("AddDistributedMemoryCache" or "AddSession" or "AddOutputCache") || StateFeatures.TryRecognise(call) is not { } feature)
        {
            return;
        }

        // A switch in configuration decides, or the branch beside it registers the shared one.
        if (!project.Guards.RunsInProduction(call) || call.HasAlternative(static other => StateFeatures.ByName(other.TargetMethod.Name) is StateFeature.SharedCache or StateFeature.SharedOutputCache))
        {
            return;
        }

        var facts = StateFacts.Of(project);
        if (WhatIsLocal(feature, facts) is { } what)
        {
            context.Report(project, Descriptors.InProcessSessionOrCache, call.CallLocation(), arguments: [call.TargetMethod.Name, what]);
        }
    }

    // Sessions live in the distributed cache: with a local one the finding stands there.
    private static string? WhatIsLocal(StateFeature feature, StateFacts facts)
    {
        var sharesCache = facts.Has(StateFeature.SharedCache) || facts.Mentions(Find.DistributedCaches) && !facts.Has(StateFeature.LocalCache) || facts.UsesUnseenHelper("Cache") || facts.UsesUnseenHelper("Redis");
        return feature switch
        {
            StateFeature.LocalCache when !sharesCache => facts.Has(StateFeature.Session) ? "sessions and cached entries" : "cached entries",
            StateFeature.Session when !sharesCache && !facts.Has(StateFeature.LocalCache) => "sessions",
            StateFeature.OutputCache when !facts.Has(StateFeature.SharedOutputCache) && !facts.Mentions(Find.OutputCacheStores) => "cached responses",
            _ => null,
        };
    }
}
