using System.Collections.Immutable;
using Deployability.Analyzers.Code;
using Deployability.Analyzers.Generation;
using Deployability.Analyzers.Recognisers;
using Deployability.Model;
using Deployability.Secrets;
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
    private readonly Lazy<ImmutableArray<SyntaxTree>> trees;
    private readonly Lazy<InvocationExpressionSyntax?> run;
    private readonly Lazy<ImmutableArray<MappedEndpoint>> endpoints;
    private readonly Lazy<ImmutableArray<InvocationExpressionSyntax>> registrations;
    private readonly Lazy<IReadOnlyList<FactSet>> references;
    private readonly Lazy<FactSet> reached;
    private readonly Lazy<bool> usesUnseenHelper;
    private readonly Lazy<bool> answersByHand;
    private readonly Lazy<bool> hasFallbackPolicy;
    private readonly Lazy<ImmutableArray<HealthCheckFact>> dependencies;
    private readonly Lazy<bool> hasProbePrefix;
    private readonly Lazy<bool> controllersDemandAuthorization;
    private readonly Lazy<bool> mapsInProduction;
    private readonly Lazy<bool> mapsHealthChecks;
    private readonly Lazy<InvocationExpressionSyntax?> firstRegistration;

    public HealthFacts(ProjectContext project)
    {
        this.project = project;
        trees = new(OrderTrees);
        run = new(FindRun);
        endpoints = new(() => [.. FindEndpoints()]);
        registrations = new(() => [.. FindRegistrations()]);
        mapsInProduction = new(() => FindEndpoints().Any(static mapped => mapped.Guard != Guard.Development));
        mapsHealthChecks = new(() => FindEndpoints().Any(static mapped => mapped.Endpoint.IsHealthCheck));
        firstRegistration = new(() => FindRegistrations().FirstOrDefault());
        references = new(() => ReferencedFacts.Of(project.Compilation));
        reached = new(FindReached);
        usesUnseenHelper = new(FindUnseenHelper);
        answersByHand = new(FindAnswersByHand);
        hasFallbackPolicy = new(FindFallbackPolicy);
        dependencies = new(FindDependencies);
        controllersDemandAuthorization = new(FindControllersDemandAuthorization);
        hasProbePrefix = new(() => Calls(static file => file.Maps).Any(HealthEndpoints.MayPrefix));
    }

    /// <summary>The call that runs the web host; null when the project is no web app.</summary>
    public InvocationExpressionSyntax? RunCall => run.Value;

    /// <summary>Health endpoints that the project's own code maps, actions of its controllers last.</summary>
    public ImmutableArray<MappedEndpoint> Endpoints => endpoints.Value;

    /// <summary>Whether the own code maps one that Production has. Looks no further than the first, which most apps have beside their entry point.</summary>
    public bool MapsInProduction => mapsInProduction.Value;

    /// <summary>Own calls of <c>AddHealthChecks</c> that run in Production, in the order of the files.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Registrations => registrations.Value;

    /// <summary>Whether the own code or a helper that it calls registers health checks.</summary>
    public bool IsRegistered => !Registrations.IsEmpty || reached.Value.OfKind<HealthCheckFact>().Any(static check => check.Source.Guard == GuardKind.None);

    /// <summary>Endpoints of helpers in referenced projects that the own code reaches by calls.</summary>
    public IEnumerable<HealthEndpointFact> ReachedEndpoints => reached.Value.OfKind<HealthEndpointFact>();

    /// <summary>Whether a helper is called that may map an endpoint and cannot be looked into.</summary>
    public bool UsesUnseenHelper => usesUnseenHelper.Value;

    /// <summary>Whether something that is no recognised mapping may answer probes: a controller, a middleware, an endpoint class.</summary>
    public bool AnswersByHand => answersByHand.Value;

    /// <summary>Whether every endpoint without a word on authorization demands it.</summary>
    public bool HasFallbackPolicy => hasFallbackPolicy.Value;

    /// <summary>Registered checks that depend on something outside the process, the own ones first.</summary>
    public ImmutableArray<HealthCheckFact> Dependencies => dependencies.Value;

    /// <summary>Whether health check results are used by code of the project's own: a publisher, or the service itself.</summary>
    public bool UsesResultsByHand => trees.Value.Any(static tree => HealthCandidates.Of(tree).UsesService);

    /// <summary>A helper of a referenced project that maps an endpoint in Production but is never called: its name and assembly.</summary>
    public (string Method, string Assembly)? UncalledHelper
    {
        get
        {
            foreach (var assembly in project.Compilation.SourceModule.ReferencedAssemblySymbols)
            {
                var fact = ReferencedFacts.Of(assembly)?.OfKind<HealthEndpointFact>()
                    .FirstOrDefault(static endpoint => endpoint.Source is { Member.Length: > 0, Guard: GuardKind.None });
                if (fact is not null)
                {
                    return (NameOf(fact.Source.Member), assembly.Name);
                }
            }

            return null;
        }
    }

    /// <summary>The registration to report: checks are registered, the app is a web app, and nothing runs them. Null otherwise.</summary>
    public InvocationExpressionSyntax? UnmappedRegistration =>
        firstRegistration.Value is { } first &&
        !mapsHealthChecks.Value && RunCall is not null &&
        !ReachedEndpoints.Any(static endpoint => endpoint.Checks != HealthChecksRun.None) &&
        !UsesResultsByHand && !UsesUnseenHelper
            ? first
            : null;

    private ImmutableArray<SyntaxTree> OrderTrees()
    {
        var entry = project.Compilation.GetEntryPoint(CancellationToken.None)?.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree;
        return [.. project.Compilation.SyntaxTrees.OrderBy(tree => tree == entry ? 0 : 1)];
    }

    private IEnumerable<T> Calls<T>(Func<HealthCandidates, IEnumerable<T>> select) => trees.Value.SelectMany(tree => select(HealthCandidates.Of(tree)));

    private IOperation? OperationOf(SyntaxNode node) => project.OperationOf(node);

    private bool RunsInProduction(IOperation operation) =>
        project.Guards.Of(operation) != Guard.Development && !project.IsDesignTime(operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart));

    private InvocationExpressionSyntax? FindRun()
    {
        if (project.Compilation.Options.OutputKind != OutputKind.ConsoleApplication || HostSetup.IsHostedElsewhere(project.Compilation))
        {
            return null;
        }

        InvocationExpressionSyntax? generic = null;
        foreach (var candidate in Calls(static file => file.Runs))
        {
            if (OperationOf(candidate) is not IInvocationOperation call || HostSetup.RunOf(call, project) is not { } kind || !RunsInProduction(call))
            {
                continue;
            }

            if (kind == HostKind.Web)
            {
                return candidate;
            }

            generic ??= candidate;
        }

        // An IHost says nothing of what it hosts; its builder does.
        return generic is not null && Calls(static file => file.Hosts).Any(IsWebHost) ? generic : null;
    }

    private bool IsWebHost(SyntaxNode candidate) => OperationOf(candidate) switch
    {
        IInvocationOperation call => HostSetup.HostOf(call) == HostKind.Web,
        IObjectCreationOperation creation => creation.Type.Is("Microsoft.AspNetCore.Hosting", "WebHostBuilder"),
        // Behind a call of a package that is not restored, such as UseSerilog(), nothing binds; these names are the framework's alone.
        _ => candidate is InvocationExpressionSyntax call && call.Expression.NameOfMember() is "ConfigureWebHostDefaults" or "ConfigureSlimWebHost",
    };

    private IEnumerable<MappedEndpoint> FindEndpoints()
    {
        foreach (var candidate in Calls(static file => file.Maps))
        {
            // Binding the body of every group's root route is what costs: only where some prefix could make one a probe's.
            if (HealthEndpoints.MayMap(candidate) && (!HealthEndpoints.IsRoot(candidate) || hasProbePrefix.Value) && OperationOf(candidate) is { } operation && HealthEndpoints.TryRecognise(operation, project) is { } endpoint)
            {
                yield return new MappedEndpoint(endpoint, project.Guards.Of(operation));
            }
        }

        foreach (var candidate in Calls(static file => file.Actions))
        {
            if (project.ModelOf(candidate.SyntaxTree).GetDeclaredSymbol(candidate) is IMethodSymbol method && HealthActions.TryRecognise(candidate, method, project) is { } action)
            {
                var access = action.Access == EndpointAccess.Default && controllersDemandAuthorization.Value ? EndpointAccess.Authorized : action.Access;
                yield return new MappedEndpoint(action with { Access = access }, OperationOf(candidate) is { } body ? project.Guards.Of(body) : Guard.None);
            }
        }
    }

    // app.MapControllers().RequireAuthorization()
    private bool FindControllersDemandAuthorization() => Calls(static file => file.Maps).Any(candidate =>
        candidate.Expression.NameOfMember() is "MapControllers" or "MapControllerRoute" or "MapDefaultControllerRoute" &&
        candidate.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RequireAuthorization", Parent: InvocationExpressionSyntax demand } &&
        OperationOf(demand) is IInvocationOperation call && project.Guards.RunsInProduction(call));

    private IEnumerable<InvocationExpressionSyntax> FindRegistrations() =>
        Calls(static file => file.Registrations).Where(candidate =>
            OperationOf(candidate) is IInvocationOperation call && HostSetup.RegistersHealthChecks(call) && RunsInProduction(call));

    private FactSet FindReached()
    {
        if (references.Value.Count == 0)
        {
            return FactSet.Empty;
        }

        var names = new HashSet<string>(references.Value.SelectMany(static set => set.Facts).Select(static fact => NameOf(fact.Source.Member)), StringComparer.Ordinal);
        var calls = Calls(static file => file.Maps)
            .Where(candidate => candidate.Expression.NameOfMember() is { } name && names.Contains(name))
            .Select(OperationOf)
            .OfType<IInvocationOperation>()
            .Select(call => new CallFact(
                new FactSource("", "", project.Guards.Of(call) == Guard.Development ? GuardKind.DevelopmentOnly : GuardKind.None),
                (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition.GetDocumentationCommentId() ?? ""));
        return FactSet.Resolve(FactSet.Create(calls), references.Value);
    }

    private bool FindUnseenHelper()
    {
        foreach (var candidate in Calls(static file => file.Maps))
        {
            if (candidate.Expression.NameOfMember() is { } name && HealthHelpers.MayMap(name) &&
                OperationOf(candidate) is { } operation && HealthHelpers.IsUnseen(operation, name, project) && RunsInProduction(operation))
            {
                return true;
            }
        }

        return false;
    }

    private bool FindAnswersByHand() =>
        Calls(static file => file.ProbeTypes).Any(type => !HoldsEndpoint(type) && project.ModelOf(type.SyntaxTree).GetDeclaredSymbol(type) is INamedTypeSymbol symbol && HealthHelpers.MayAnswer(symbol)) ||
        Calls(static file => file.Maps).Any(call => HealthHelpers.MayAnswer(call) && !Endpoints.Any(mapped => mapped.Endpoint.Syntax == call) && OperationOf(call) is var operation && (operation is null || RunsInProduction(operation))) ||
        Calls(static file => file.ProbeTexts).Any(text => !IsOfEndpoint(text) && OperationOf(text) is var operation && (operation is null || RunsInProduction(operation))) ||
        HealthHelpers.IsAnsweredByReference(project);

    private bool HoldsEndpoint(TypeDeclarationSyntax type) => Endpoints.Any(mapped => mapped.Endpoint.Syntax.Parent == type);

    private bool IsOfEndpoint(LiteralExpressionSyntax text) => Endpoints.Any(mapped =>
        HealthActions.IsRouteOf(mapped.Endpoint, text) || (mapped.Endpoint.Syntax.SyntaxTree == text.SyntaxTree && mapped.Endpoint.Syntax.Span.Contains(text.Span)));

    private bool FindFallbackPolicy() =>
        Calls(static file => file.Fallbacks).Any(candidate => OperationOf(candidate) is { } operation && AuthorizationPolicies.SetsFallback(operation) && project.Guards.RunsInProduction(operation));

    private ImmutableArray<HealthCheckFact> FindDependencies()
    {
        var result = ImmutableArray.CreateBuilder<HealthCheckFact>();
        foreach (var candidate in Calls(static file => file.Maps))
        {
            if (candidate.Expression.NameOfMember() is { } name && name.StartsWith("Add", StringComparison.Ordinal) && name != "Add" && !FactCollector.IsAddOfTheFramework(name) && MayBeOnBuilder(candidate) &&
                OperationOf(candidate) is IInvocationOperation call && HealthCheckRegistrations.DependencyOf(call, project) is { } check && RunsInProduction(call))
            {
                result.Add(check);
            }
        }

        result.AddRange(reached.Value.OfKind<HealthCheckFact>().Where(static check => check.Source.Guard == GuardKind.None && HealthCheckRegistrations.IsDependency(check)));
        return result.ToImmutable();
    }

    // services.AddHealthChecks().AddNpgSql(…) or checks.AddNpgSql(…); services.AddScoped(…) is most of what there is.
    private static bool MayBeOnBuilder(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } &&
        (receiver is IdentifierNameSyntax { Identifier.ValueText: not "services" } ||
            receiver.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(static name => name.Identifier.ValueText.IndexOf("HealthCheck", StringComparison.Ordinal) >= 0));

    // M:Acme.Defaults.Extensions.MapDefaultEndpoints(Microsoft.AspNetCore.Builder.WebApplication) → MapDefaultEndpoints
    private static string NameOf(string member)
    {
        var end = member.IndexOfAny(['(', '`', '~']);
        member = end < 0 ? member : member.Substring(0, end);
        return member.Substring(member.LastIndexOf('.') + 1);
    }
}
