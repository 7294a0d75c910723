using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4003: sessions, a distributed cache, an output cache or a store of jobs that each replica keeps for itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InProcessSessionOrCacheAnalyzer() : DeployabilityAnalyzer(Descriptors.InProcessSessionOrCache)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.EndpointRouteBuilder))
        {
            context.RegisterOperations(project, Find.StateFeatures, c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call.TargetMethod.Name
                is not ("AddDistributedMemoryCache" or "AddSession" or "AddOutputCache" or "UseMemoryStorage" or "UseInMemoryStorage")
            || StateFeatures.TryRecognise(call) is not { } feature
        )
        {
            return;
        }

        // A switch in configuration decides, or the branch beside it registers the shared one.
        if (
            !project.Guards.RunsInProduction(call)
            || call.HasAlternativeStep(static step =>
                step.Syntax is InvocationExpressionSyntax other && other.Expression.NameOfMember() is { } name && IsShared(name)
            )
        )
        {
            return;
        }

        var facts = StateFacts.Of(project);
        if (WhatIsLocal(feature, facts, context.CancellationToken) is var (what, advice))
        {
            context.Report(
                project,
                Descriptors.InProcessSessionOrCache,
                call.CallLocation(),
                arguments: [call.TargetMethod.Name, what, advice]
            );
        }
    }

    private static bool IsShared(string name) =>
        StateFeatures.ByName(name) is StateFeature.SharedCache or StateFeature.SharedOutputCache or StateFeature.SharedJobs
        || name.IndexOf("Redis", StringComparison.OrdinalIgnoreCase) >= 0;

    // Sessions live in the distributed cache: with a local one the finding stands there. What nobody uses keeps nothing.
    private static (string What, string Advice)? WhatIsLocal(StateFeature feature, StateFacts facts, CancellationToken cancellation)
    {
        const string Cache = "register a shared store such as AddStackExchangeRedisCache()";
        var sharesCache =
            facts.Has(StateFeature.SharedCache, cancellation)
            || facts.Mentions(Find.DistributedCaches, cancellation) && !facts.Has(StateFeature.LocalCache, cancellation)
            || facts.UsesUnseenHelper("Cache", cancellation)
            || facts.UsesUnseenHelper("Redis", cancellation);
        return feature switch
        {
            StateFeature.LocalCache when !sharesCache && facts.Has(StateFeature.Session, cancellation) => (
                "sessions and cached entries",
                Cache + ", or pin users to one replica"
            ),
            StateFeature.LocalCache when !sharesCache && facts.Mentions(Find.DistributedCacheUses, cancellation) => (
                "cached entries",
                Cache
            ),
            StateFeature.Session when !sharesCache && !facts.Has(StateFeature.LocalCache, cancellation) => (
                "sessions",
                Cache + ", or pin users to one replica"
            ),
            StateFeature.OutputCache
                when !facts.Has(StateFeature.SharedOutputCache, cancellation)
                    && !facts.Mentions(Find.OutputCacheStores, cancellation)
                    && facts.Mentions(Find.OutputCacheUses, cancellation) => (
                "cached responses",
                "register the output cache's own shared store, AddStackExchangeRedisOutputCache()"
            ),
            StateFeature.LocalJobs when !facts.Has(StateFeature.SharedJobs, cancellation) => (
                "jobs",
                "use a storage that all replicas share, such as UseSqlServerStorage() or UseRedisStorage()"
            ),
            _ => null,
        };
    }
}
