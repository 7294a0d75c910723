using System.Collections.Immutable;
using Deployability.Analyzers.Files;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Judges;

/// <summary>A health endpoint of the project's own code and the guard under which it is mapped.</summary>
internal sealed record MappedEndpoint(HealthEndpoint Endpoint, Guard Guard);

/// <summary>What the project says about its host and its health endpoints; each part is collected when a judge first asks.</summary>
internal sealed class HealthFacts
{
    private readonly ProjectContext project;
    private readonly Once<InvocationExpressionSyntax?> run;
    private readonly Once<ImmutableArray<MappedEndpoint>> endpoints;
    private readonly Once<ImmutableArray<InvocationExpressionSyntax>> registrations;
    private readonly Once<FactSet> reached;
    private readonly Once<bool> usesUnseenHelper;
    private readonly Once<bool> answersByHand;
    private readonly Once<bool> hasFallbackPolicy;
    private readonly Once<ImmutableArray<HealthCheckFact>> dependencies;
    private readonly Once<bool> controllersDemandAuthorization;
    private readonly Once<bool> mapsGrpc;
    private readonly Once<bool> isGrpcOnly;
    private readonly Once<bool> mapsInProduction;
    private readonly Once<bool> mapsHealthChecks;
    private readonly Once<InvocationExpressionSyntax?> firstRegistration;

    public HealthFacts(ProjectContext project)
    {
        this.project = project;
        run = new(FindRun);
        endpoints = new(cancellation => [.. FindEndpoints(cancellation)]);
        registrations = new(cancellation => [.. FindRegistrations(cancellation)]);
        mapsGrpc = new(cancellation => project.All(Find.HelperCalls, cancellation).Any(static call => IsGrpcService(call.Value.Name)));
        isGrpcOnly = new(FindGrpcOnly);
        mapsInProduction = new(cancellation => FindEndpoints(cancellation).Any(static mapped => mapped.Guard != Guard.Development));
        mapsHealthChecks = new(cancellation => FindEndpoints(cancellation).Any(static mapped => mapped.Endpoint.IsHealthCheck));
        firstRegistration = new(cancellation => FindRegistrations(cancellation).FirstOrDefault());
        reached = new(FindReached);
        usesUnseenHelper = new(cancellation => HealthHelpers.IsAnyCalled(project, cancellation));
        answersByHand = new(FindAnswersByHand);
        hasFallbackPolicy = new(cancellation => AuthorizationPolicies.HasFallback(project, cancellation));
        dependencies = new(FindDependencies);
        controllersDemandAuthorization = new(FindControllersDemandAuthorization);
    }

    /// <summary>The call that runs the web host; null when the project is no web app.</summary>
    public InvocationExpressionSyntax? RunCall(CancellationToken cancellation) => run.Get(cancellation);

    /// <summary>Health endpoints that the project's own code maps, actions of its controllers last.</summary>
    public ImmutableArray<MappedEndpoint> Endpoints(CancellationToken cancellation) => endpoints.Get(cancellation);

    /// <summary>Whether the own code maps one that Production has. Looks no further than the first, which most apps have beside their entry point.</summary>
    public bool MapsInProduction(CancellationToken cancellation) => mapsInProduction.Get(cancellation);

    /// <summary>
    /// Whether a probe can only be one of gRPC: the own code maps gRPC services and nothing that a browser or a probe over HTTP/1.1 would ask for, or no endpoint speaks
    /// HTTP/1.1 whatever is mapped beside them.
    /// </summary>
    public bool TakesGrpcProbesAlone(ProjectFiles files, CancellationToken cancellation) =>
        isGrpcOnly.Get(cancellation) || mapsGrpc.Get(cancellation) && SpokenProtocols.AreHttp2Alone(project, files, cancellation);

    /// <summary>Own calls of <c>AddHealthChecks</c> that run in Production, in the order of the files.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Registrations(CancellationToken cancellation) => registrations.Get(cancellation);

    /// <summary>Whether the own code or a helper that it calls registers health checks.</summary>
    public bool IsRegistered(CancellationToken cancellation) =>
        !Registrations(cancellation).IsEmpty
        || reached.Get(cancellation).OfKind<HealthCheckFact>().Any(static check => check.Source.Guard == GuardKind.None);

    /// <summary>Endpoints of helpers in referenced projects that the own code reaches by calls.</summary>
    public IEnumerable<HealthEndpointFact> ReachedEndpoints(CancellationToken cancellation) =>
        reached.Get(cancellation).OfKind<HealthEndpointFact>();

    /// <summary>Whether a helper is called that may map an endpoint and cannot be looked into.</summary>
    public bool UsesUnseenHelper(CancellationToken cancellation) => usesUnseenHelper.Get(cancellation);

    /// <summary>Whether something that is no recognised mapping may answer probes: a controller, a middleware, an endpoint class.</summary>
    public bool AnswersByHand(CancellationToken cancellation) => answersByHand.Get(cancellation);

    /// <summary>Whether every endpoint without a word on authorization demands it.</summary>
    public bool HasFallbackPolicy(CancellationToken cancellation) => hasFallbackPolicy.Get(cancellation);

    /// <summary>Registered checks that depend on something outside the process, the own ones first.</summary>
    public ImmutableArray<HealthCheckFact> Dependencies(CancellationToken cancellation) => dependencies.Get(cancellation);

    /// <summary>Whether health check results are used by code of the project's own: a publisher, or the service itself.</summary>
    public bool UsesResultsByHand(CancellationToken cancellation) => project.All(Find.HealthResults, cancellation).Any();

    /// <summary>A helper of a referenced project that maps an endpoint in Production but is never called: its name and assembly.</summary>
    public (string Method, string Assembly)? UncalledHelper
    {
        get
        {
            foreach (var assembly in project.Compilation.SourceModule.ReferencedAssemblySymbols)
            {
                var fact = ReferencedFacts
                    .Of(assembly)
                    ?.OfKind<HealthEndpointFact>()
                    .FirstOrDefault(static endpoint => endpoint.Source is { Member.Length: > 0, Guard: GuardKind.None });
                if (fact is not null)
                {
                    return (ReferencedFacts.NameOf(fact.Source.Member), assembly.Name);
                }
            }

            return null;
        }
    }

    /// <summary>The registration to report: checks are registered, the app is a web app, and nothing runs them. Null otherwise.</summary>
    public InvocationExpressionSyntax? UnmappedRegistration(CancellationToken cancellation) =>
        firstRegistration.Get(cancellation) is { } first
        && !mapsHealthChecks.Get(cancellation)
        && RunCall(cancellation) is not null
        && !ReachedEndpoints(cancellation).Any(static endpoint => endpoint.Checks != HealthChecksRun.None)
        && !UsesResultsByHand(cancellation)
        && !UsesUnseenHelper(cancellation)
            ? first
            : null;

    private bool RunsInProduction(IOperation operation) =>
        project.Guards.Of(operation) != Guard.Development
        && !project.IsDesignTime(operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, Cancellation.Token));

    private InvocationExpressionSyntax? FindRun(CancellationToken cancellation)
    {
        if (project.Compilation.Options.OutputKind != OutputKind.ConsoleApplication || HostSetup.IsHostedElsewhere(project.Compilation))
        {
            return null;
        }

        InvocationExpressionSyntax? generic = null;
        foreach (var candidate in project.All(Find.Runs, cancellation))
        {
            if (!RunsInProduction(candidate.Operation!))
            {
                continue;
            }

            if (candidate.Value.Kind == HostKind.Web)
            {
                return (InvocationExpressionSyntax)candidate.Node;
            }

            generic ??= (InvocationExpressionSyntax)candidate.Node;
        }

        // An IHost says nothing of what it hosts; its builder does.
        return generic is not null && project.All(Find.Hosts, cancellation).Any(static host => host.Value.Kind == HostKind.Web)
            ? generic
            : null;
    }

    private static bool IsGrpcService(string name) => name is "MapGrpcService" or "MapCodeFirstGrpcService";

    private bool FindGrpcOnly(CancellationToken cancellation)
    {
        var hasService = false;
        foreach (var call in project.All(Find.HelperCalls, cancellation))
        {
            switch (call.Value.Name)
            {
                case var name when IsGrpcService(name):
                    hasService = true;
                    break;
                // The template's hint for browsers.
                case "MapGet" when HealthEndpoints.IsRoot(call.Value.Syntax):
                    break;
                case var name when name != "Map" && HelperCalls.IsRoute(name):
                    return false;
                case "MapControllers"
                or "MapControllerRoute"
                or "MapDefaultControllerRoute"
                or "MapRazorPages"
                or "MapRazorComponents"
                or "MapBlazorHub"
                or "MapHub"
                or "MapFallback"
                or "MapFallbackToFile"
                or "MapHealthChecks"
                or "MapStaticAssets"
                or "MapReverseProxy"
                or "UseMvc"
                or "UseStaticFiles":
                    return false;
            }
        }

        return hasService;
    }

    private IEnumerable<MappedEndpoint> FindEndpoints(CancellationToken cancellation)
    {
        foreach (var mapped in project.All(Find.HealthEndpoints, cancellation))
        {
            yield return new MappedEndpoint(mapped.Value, mapped.Guard);
        }

        foreach (var action in project.All(Find.HealthActions, cancellation))
        {
            var access =
                action.Value.Access == EndpointAccess.Default && controllersDemandAuthorization.Get(cancellation)
                    ? EndpointAccess.Authorized
                    : action.Value.Access;
            yield return new MappedEndpoint(action.Value with { Access = access }, action.Guard);
        }
    }

    // app.MapControllers().RequireAuthorization()
    private bool FindControllersDemandAuthorization(CancellationToken cancellation) =>
        project
            .All(Find.HelperCalls, cancellation)
            .Any(call =>
                call.Value.Name is "MapControllers" or "MapControllerRoute" or "MapDefaultControllerRoute"
                && call.Node.Parent
                    is MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "RequireAuthorization",
                        Parent: InvocationExpressionSyntax demand
                    }
                && project.OperationOf(demand) is IInvocationOperation demanded
                && project.Guards.RunsInProduction(demanded)
            );

    private IEnumerable<InvocationExpressionSyntax> FindRegistrations(CancellationToken cancellation) =>
        project
            .All(Find.HealthRegistrations, cancellation)
            .Where(registration => RunsInProduction(registration.Operation!))
            .Select(static registration => registration.Value.Syntax);

    private FactSet FindReached(CancellationToken cancellation)
    {
        var references = ReferencedFacts.Of(project.Compilation);
        if (references.Count == 0)
        {
            return FactSet.Empty;
        }

        var names = new HashSet<string>(
            references.SelectMany(static set => set.Facts).Select(static fact => ReferencedFacts.NameOf(fact.Source.Member)),
            StringComparer.Ordinal
        );
        var calls = project
            .All(Find.HelperCalls, cancellation)
            .Where(call => names.Contains(call.Value.Name))
            .Select(static call => call.Operation)
            .OfType<IInvocationOperation>()
            .Select(call => new CallFact(
                new FactSource("", "", project.Guards.Of(call) == Guard.Development ? GuardKind.DevelopmentOnly : GuardKind.None),
                (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition.GetDocumentationCommentId() ?? ""
            ));
        return FactSet.Resolve(FactSet.Create(calls), references);
    }

    private bool FindAnswersByHand(CancellationToken cancellation) =>
        project.All(Find.ProbeTypes, cancellation).Any(type => !HoldsEndpoint(type.Value.Syntax, cancellation))
        || project
            .All(Find.HelperCalls, cancellation)
            .Any(call =>
                HealthHelpers.MayAnswer(call.Value.Syntax)
                && !Endpoints(cancellation).Any(mapped => mapped.Endpoint.Syntax == call.Node)
                && MayRunInProduction(call.Operation)
            )
        || project
            .All(Find.ProbeTexts, cancellation)
            .Any(text => !IsOfEndpoint(text.Value.Syntax, cancellation) && MayRunInProduction(text.Operation))
        || HealthHelpers.IsAnsweredByReference(project);

    private bool MayRunInProduction(IOperation? operation) => operation is null || RunsInProduction(operation);

    private bool HoldsEndpoint(TypeDeclarationSyntax type, CancellationToken cancellation) =>
        Endpoints(cancellation).Any(mapped => mapped.Endpoint.Syntax.Parent == type);

    private bool IsOfEndpoint(LiteralExpressionSyntax text, CancellationToken cancellation) =>
        Endpoints(cancellation)
            .Any(mapped =>
                HealthActions.IsRouteOf(mapped.Endpoint, text)
                || (mapped.Endpoint.Syntax.SyntaxTree == text.SyntaxTree && mapped.Endpoint.Syntax.Span.Contains(text.Span))
            );

    private ImmutableArray<HealthCheckFact> FindDependencies(CancellationToken cancellation) =>
        [
            .. project
                .All(Find.HealthChecks, cancellation)
                .Where(check => check.Value.IsDependency && RunsInProduction(check.Operation!))
                .Select(static check => check.Value.Fact),
            .. reached
                .Get(cancellation)
                .OfKind<HealthCheckFact>()
                .Where(static check => check.Source.Guard == GuardKind.None && HealthCheckRegistrations.IsDependency(check)),
        ];
}
