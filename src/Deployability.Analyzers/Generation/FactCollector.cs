using Deployability.Analyzers.Code;
using Deployability.Analyzers.Recognisers;
using Deployability.Model;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Generation;

/// <summary>Asks every recogniser about one node and turns what they say into facts. The one list of what is collected.</summary>
internal static class FactCollector
{
    /// <summary>Whether a node may carry a fact, decided by names alone.</summary>
    public static bool IsCandidate(SyntaxNode node) => HasTellingName(node) && !IsInMigration(node);

    /// <summary>Whether a call of this name may carry a fact; how it is written may still say that it does not.</summary>
    public static bool MayBeCall(string name) => name is "Add" or "Map" or "MapGet" or "MapMethods" or "Get" || IsCandidateName(name) || FileWrites.MayWrite(name);

    /// <summary>Whether an assignment to, or a creation of, what has this name may carry a fact.</summary>
    public static bool MayBeTarget(string name) => IsTarget(name) || ConnectionStrings.MayTake(name) || FileWrites.MayWrite(name);

    private static bool HasTellingName(SyntaxNode node) => node switch
    {
        // app.Urls.Add(…); every other Add is a collection's.
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" } add } => add.Expression.NameOfMember() == "Urls",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Map" or "MapGet" or "MapMethods" } } map => !IsOrdinaryRoute(map),
        // section.Get<Options>(); without a type argument or typeof it reads no configuration.
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: "Get" } } } get => get.ArgumentList.Arguments is [{ Expression: TypeOfExpressionSyntax }, ..],
        InvocationExpressionSyntax invocation => invocation.Expression.NameOfMember() is { } name && IsCandidateName(name) || FileWrites.MayWrite(node),
        ObjectCreationExpressionSyntax creation => creation.Type.NameOfMember() is { } name && ConnectionStrings.MayTake(name) || FileWrites.MayWrite(node),
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var key }] } access => MayBeKey(key) && !IsPartOfARequest(access.Expression),
        AssignmentExpressionSyntax { Left: var left } => left.NameOfMember() is { } name && IsTarget(name),
        MethodDeclarationSyntax method => HealthActions.MayAnswer(method),
        _ => false,
    };

    /// <summary>The facts that one candidate carries.</summary>
    /// <param name="node">A node for which <see cref="IsCandidate"/> said yes.</param>
    /// <param name="model">The model of its tree.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="facts">Where they are added; paths in their sources are those of the tree.</param>
    public static void Collect(SyntaxNode node, SemanticModel model, ProjectContext project, List<Fact> facts)
    {
        if (node is MethodDeclarationSyntax method)
        {
            CollectAction(method, model, project, facts);
            return;
        }

        if (model.GetOperation(node) is not { } operation)
        {
            return;
        }

        var symbol = model.GetEnclosingSymbol(node.SpanStart);
        if (project.IsDesignTime(symbol))
        {
            return;
        }

        // The guard costs a walk upwards: taken only when there is a fact to put it on.
        FactSource? source = null;
        FactSource Source() => source ??= new FactSource(
            node.SyntaxTree.FilePath,
            MemberOf(symbol),
            project.Guards.Of(operation) == Guard.Development ? GuardKind.DevelopmentOnly : GuardKind.None);

        if (FileWrites.FactOf(operation, project, Source) is { } write)
        {
            facts.Add(write);
        }

        CollectConfiguration(operation, project, facts, Source);
        CollectAddresses(operation, project, facts, Source);
        if (operation is IInvocationOperation call)
        {
            CollectCall(call, project, facts, Source);
        }
        else if (operation is ISimpleAssignmentOperation assignment && HostSetup.ShutdownTimeoutOf(assignment) is { } seconds)
        {
            facts.Add(new ShutdownTimeoutFact(Source(), seconds));
        }
        else
        {
            CollectFeature(SchemeFeatures.FactOf(operation), facts, Source);
        }
    }

    /// <summary>
    /// Documentation id of the static helper that holds the code; empty when it runs by itself or by injection.
    /// Only static helpers need a call to take effect: what a container creates or the entry point runs holds always.
    /// </summary>
    private static string MemberOf(ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol is IMethodSymbol { IsStatic: true, MethodKind: MethodKind.Ordinary, Name: not ("Main" or "<Main>$") } method && !method.IsImplicitlyDeclared
            ? method.GetDocumentationCommentId() ?? ""
            : "";
    }

    private static bool IsPartOfARequest(ExpressionSyntax indexed) => indexed.NameOfMember() is
        "Headers" or "Query" or "Form" or "Cookies" or "RouteValues" or "Items" or "Session" or "ViewData" or "TempData" or "ViewBag" or "Claims" or "Properties" or "Metadata";

    // A string or a constant; items[i] and the like are indexes.
    private static bool MayBeKey(ExpressionSyntax key) => key switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
        IdentifierNameSyntax name => char.IsUpper(name.Identifier.ValueText, 0),
        MemberAccessExpressionSyntax or BinaryExpressionSyntax or InvocationExpressionSyntax => true,
        _ => false,
    };

    private static bool IsTarget(string name) => name is "ShutdownTimeout" or "Scheme" or "BaseAddress" or "Address" or "Authority" or "MetadataAddress" or "Endpoint" or "ServiceURL";

    private static bool IsCandidateName(string name) =>
        ConfigurationReads.MayRead(name) || ListenAddresses.MayBe(name) || CorsPolicies.MayDescribe(name) || name is "ForAddress" or "WithUrl" || HealthEndpoints.MayMap(name) || HostSetup.MaySay(name) || ConnectionStrings.MayTake(name) || MayReachFacts(name);

    // Extension methods of a shared project (AddServiceDefaults, MapDefaultEndpoints) carry facts of their own.
    private static bool MayReachFacts(string name) =>
        (name.StartsWith("Map", StringComparison.Ordinal) && !IsMapOfTheFramework(name)) || name.StartsWith("Use", StringComparison.Ordinal) ||
        (name.StartsWith("Add", StringComparison.Ordinal) && !IsAddOfTheFramework(name)) || name.StartsWith("Configure", StringComparison.Ordinal);

    /// <summary>Whether the name is one of collections, dates, database contexts or the container's own registrations: frequent everywhere and never a helper of anybody's.</summary>
    internal static bool IsAddOfTheFramework(string name) => name is
        "AddRange" or "AddAsync" or "AddRangeAsync" or "AddFirst" or "AddLast" or "AddOrUpdate" or "AddAfter" or "AddBefore" or
        "AddDays" or "AddHours" or "AddMinutes" or "AddSeconds" or "AddMilliseconds" or "AddMicroseconds" or "AddMonths" or "AddYears" or "AddTicks" or
        "AddSingleton" or "AddScoped" or "AddTransient" or "AddKeyedSingleton" or "AddKeyedScoped" or "AddKeyedTransient" or "AddOptions" or "AddHttpClient" or "AddDbContext" or
        "AddParameter" or "AddWithValue" or "AddProperty" or "AddModelError" or "AddError";

    /// <summary>Whether the name is that of a framework's <c>Map</c> method, which is no helper of anybody's.</summary>
    internal static bool IsMapOfTheFramework(string name) => name is
        "Map" or "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" or "MapMethods" or "MapGroup" or "MapControllers" or "MapControllerRoute" or
        "MapRazorPages" or "MapHub" or "MapFallback" or "MapFallbackToFile" or "MapWhen" or "MapFrom" or "MapRoute";

    // A route that is written out and is no probe's: every endpoint of the app is one of these.
    private static bool IsOrdinaryRoute(InvocationExpressionSyntax map) =>
        map.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax { Token.Value: string route } }, ..] && route.Trim('/').Length > 0 && !HealthEndpoints.IsProbePath(route);

    // Migrations are long, deploy nothing by themselves, and would be bound as a whole for one AddColumn.
    private static bool IsInMigration(SyntaxNode node) =>
        node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is { BaseList.Types: [{ Type: var type }, ..] } && type.NameOfMember() is "Migration" or "ModelSnapshot";

    private static void CollectConfiguration(IOperation operation, ProjectContext project, List<Fact> facts, Func<FactSource> source)
    {
        if (ConfigurationReads.TryRecognise(operation) is { } read && IsOutermost(operation))
        {
            if (read.BoundType is { } type)
            {
                var prefix = EnvironmentPrefixes.OfRead(operation);
                facts.AddRange(OptionsProperties.Expand(type, read.Key, source()).Select(fact => prefix.Length > 0 && fact is ConfigurationKeyFact key ? key with { Prefix = prefix } : fact));
            }
            else if (read.IsConnectionString)
            {
                facts.Add(new ConnectionStringFact(source(), read.Key, ProviderOf(operation), read.Required, EnvironmentPrefixes.OfRead(operation)));
            }
            else
            {
                var isSecret = SecretKeys.IsSecret(read.Key);
                var @default = isSecret ? null : ConfigurationReads.TextOf(read.Default) ?? ConstantText(project.Values.Trace(read.Default));
                facts.Add(new ConfigurationKeyFact(source(), read.Key, read.Type, @default, read.Required, isSecret, read.Origin, EnvironmentPrefixes.OfRead(operation)));
            }
        }

        if (ConnectionStrings.TryRecognise(operation) is { } use && KeyOf(use.Value) is { } key)
        {
            facts.Add(new ConnectionStringFact(source(), key, use.Provider, false));
        }
    }

    private static void CollectAddresses(IOperation operation, ProjectContext project, List<Fact> facts, Func<FactSource> source)
    {
        foreach (var address in ListenAddresses.TryRecognise(operation, project))
        {
            facts.Add(ListenPorts.FactOf(address, operation, project, source()));
        }

        if (OutboundEndpoints.TryRecognise(operation, project) is { } endpoint)
        {
            // A call names its path; what matters here is where a client is pointed to.
            var url = project.Values.Trace(endpoint.Address).Select(static value => Uri.TryCreate(value.Text, UriKind.Absolute, out var uri) ? uri : null).FirstOrDefault(static uri => uri is not null);
            var key = OutboundEndpoints.KeyOf(endpoint.Address);
            if (key.Length > 0 || url is not null)
            {
                facts.Add(new OutboundEndpointFact(source(), key, url?.Scheme ?? "", url?.Host ?? "", url?.Port ?? 0));
            }
        }

        if (CorsPolicies.TryRecognise(operation, project) is { } cors)
        {
            facts.Add(new CorsPolicyFact(
                source(), cors.Name, cors.AnyOrigin, cors.AllowCredentials, new EquatableArray<string>(cors.Origins.Select(static origin => origin.Text)), cors.OriginsKey));
        }
    }

    private static void CollectAction(MethodDeclarationSyntax method, SemanticModel model, ProjectContext project, List<Fact> facts)
    {
        if (model.GetDeclaredSymbol(method) is IMethodSymbol symbol && HealthActions.TryRecognise(method, symbol, project) is { } health)
        {
            facts.Add(FactOf(health, new FactSource(method.SyntaxTree.FilePath, "", GuardKind.None)));
        }
    }

    private static HealthEndpointFact FactOf(HealthEndpoint health, FactSource source) =>
        new(source, health.Path, health.Kind, health.Tags, health.Checks, health.Access == EndpointAccess.Authorized, health.Host);

    private static void CollectCall(IInvocationOperation call, ProjectContext project, List<Fact> facts, Func<FactSource> source)
    {
        if (HostSetup.HostOf(call) is { } host)
        {
            facts.Add(new HostFact(source(), host));
        }

        if (HealthEndpoints.TryRecognise(call, project) is { } health)
        {
            facts.Add(FactOf(health, source()));
        }

        if (HostSetup.RegistersHealthChecks(call))
        {
            facts.Add(new HealthCheckFact(source(), "", EquatableArray<string>.Empty));
        }
        else if (call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal) && project.Types.Is(call.Receiver()?.Type, TypeNames.HealthChecksBuilder))
        {
            if (HostSetup.HealthCheckOf(call, source(), project) is { } check)
            {
                facts.Add(check);
            }
        }

        if (EnvironmentPrefixes.OfHost(call) is { } prefix)
        {
            facts.Add(new EnvironmentPrefixFact(source(), prefix));
        }

        // One call may turn on several: a login needs keys and the scheme.
        CollectFeature(HostSetup.FeatureOf(call), facts, source);
        CollectFeature(StateFeatures.FactOf(call), facts, source);
        CollectFeature(SchemeFeatures.FactOf(call), facts, source);
        CollectFeature(ListenPorts.FeatureOf(call), facts, source);

        if (HostSetup.HostedServiceOf(call) is { } service)
        {
            facts.Add(new HostedServiceFact(source(), service));
        }

        if (HostSetup.EnvironmentOf(call) is { } environment)
        {
            facts.Add(new EnvironmentFact(source() with { Guard = GuardKind.None }, environment));
        }

        var target = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (target.IsStatic && !SymbolEqualityComparer.Default.Equals(target.ContainingAssembly, project.Compilation.Assembly) && ReferencedFacts.Of(target.ContainingAssembly) is not null)
        {
            facts.Add(new CallFact(source(), target.GetDocumentationCommentId() ?? ""));
        }
    }

    private static void CollectFeature(string? feature, List<Fact> facts, Func<FactSource> source)
    {
        if (feature is not null)
        {
            facts.Add(new FeatureFact(source(), feature));
        }
    }

    // config.GetSection("A")["B"] is one read, not two: the section inside it says nothing of its own.
    private static bool IsOutermost(IOperation operation) => operation.Parent is not IInvocationOperation { TargetMethod.Name: "GetSection" or "GetRequiredSection" };

    // config.GetConnectionString("X") as an argument of what takes it, or through a local.
    private static string ProviderOf(IOperation read)
    {
        for (var parent = read.Parent; parent is IConversionOperation or ICoalesceOperation or IArgumentOperation or IParenthesizedOperation; parent = parent.Parent)
        {
            if (parent is IArgumentOperation { Parent: { } taker } && ConnectionStrings.TryRecognise(taker) is { } use)
            {
                return use.Provider;
            }
        }

        return "";
    }

    private static string? KeyOf(IOperation value)
    {
        value = value.Unwrap();
        if (value is ICoalesceOperation coalesce)
        {
            return KeyOf(coalesce.Value);
        }

        if (value is ILocalReferenceOperation local)
        {
            return ValueTracer.SingleValue(local.Local, local) is { } assigned and not ILocalReferenceOperation ? KeyOf(assigned) : null;
        }

        return ConfigurationReads.TryRecognise(value) is { Origin: ConfigurationOrigin.Configuration } read ? read.Key : null;
    }

    private static string? ConstantText(System.Collections.Immutable.ImmutableArray<TracedValue> values) => values is [{ HasHole: false } only] ? only.Text : null;
}
