using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Generation;

/// <summary>Turns what recognisers found into facts: one row for each kind of thing that carries any.</summary>
internal sealed class FactCollector
{
    private readonly ProjectContext project;
    private readonly CancellationToken cancellation;
    private readonly List<Fact> facts = [];

    private FactCollector(ProjectContext project, CancellationToken cancellation)
    {
        this.project = project;
        this.cancellation = cancellation;
    }

    /// <summary>The facts of a project; paths in their sources are those of its files.</summary>
    public static List<Fact> Collect(ProjectContext project, CancellationToken cancellation)
    {
        var collector = new FactCollector(project, cancellation);
        collector.CollectAll();
        return collector.facts;
    }

    private void CollectAll()
    {
        // The host.
        Each(Find.Hosts, static (host, source) => host.Method is not null ? [new HostFact(source, host.Value.Kind)] : []);
        Each(Find.HostFeatures, static (feature, source) => [new FeatureFact(source, feature.Value.Name)]);
        // Of a library's helpers alone: an app's are for the rules.
        if (!project.IsExecutable)
        {
            Each(
                Find.ApiExplorers,
                (explorer, source) =>
                    ApiExplorers.FactOf(explorer.Value, project, cancellation) is { } feature ? [new FeatureFact(source, feature)] : []
            );
        }

        Each(Find.HostedServices, static (service, source) => [new HostedServiceFact(source, service.Value.Name)]);
        Each(Find.MetricServers, static (server, source) => [new MetricsEndpointFact(source, server.Value.Port, server.Value.Path)]);
        Each(Find.ShutdownTimeouts, static (timeout, source) => [new ShutdownTimeoutFact(source, timeout.Value.Seconds)]);
        Each(Find.EnvironmentQuestions, static (question, source) => [new EnvironmentFact(source, question.Value.Name)], isGuarded: false);

        // Health.
        Each(Find.HealthEndpoints, static (endpoint, source) => [FactOf(endpoint.Value, source)]);
        Each(Find.HealthActions, static (action, source) => [FactOf(action.Value, source with { Member = "" })], isGuarded: false);
        Each(Find.HealthRegistrations, static (_, source) => [new HealthCheckFact(source, "", EquatableArray<string>.Empty)]);
        Each(Find.HealthChecks, static (check, source) => [check.Value.Fact with { Source = source }]);

        // Settings and addresses.
        Each(Find.ConfigurationReads, FactsOf);
        Each(Find.ConnectionStrings, FactsOf);
        Each(
            Find.NamedConnections,
            static (client, source) =>
                [new ConnectionStringFact(source, client.Value.Key, client.Value.Provider, client.Guard == Guard.None)]
        );
        Each(Find.ConnectionParts, (parts, source) => parts.Value.FactOf(project, source) is { } fact ? [fact] : []);
        Each(Find.EnvironmentPrefixes, static (prefix, source) => [new EnvironmentPrefixFact(source, prefix.Value.Prefix)]);
        Each(Find.KeyFiles, (files, source) => KeyFiles.FactOf(files.Value, project, source) is { } fact ? [fact] : []);
        Each(
            Find.ListenAddresses,
            (listen, source) => listen.Value.Addresses.Select(address => ListenPorts.FactOf(address, listen.Operation!, project, source))
        );
        Each(
            Find.ListenKeys,
            static (listen, source) => [new ListenKeyFact(source, listen.Value.Key, listen.Value.IsList, listen.Value.Origin)]
        );
        Each(Find.ListenFeatures, static (feature, source) => [new FeatureFact(source, feature.Value.Name)]);
        Each(Find.Clients, FactsOf);
        Each(
            Find.CorsPolicies,
            static (cors, source) =>
                [
                    new CorsPolicyFact(
                        source,
                        cors.Value.Name,
                        cors.Value.AnyOrigin,
                        cors.Value.AllowCredentials,
                        new EquatableArray<string>(cors.Value.Origins.Select(static origin => origin.Text)),
                        cors.Value.OriginsKey
                    ),
                ]
        );

        // State and scheme. One call may turn on several: a login needs keys and the scheme.
        Each(
            Find.StateFeatures,
            (use, source) =>
                StateFeatures.FactOf(use.Value.Feature) is { } feature
                && use.Method is not null
                && (use.Value.Feature != StateFeature.Forms || StateFeatures.HasForms(project, cancellation))
                    ? [new FeatureFact(source, feature)]
                    : []
        );
        // A store of keys that the app registers by hand holds wherever it stands.
        if (project.Mentions(Find.KeyStores, cancellation))
        {
            facts.Add(new FeatureFact(FactSource.Unknown, Features.DataProtectionPersisted));
        }

        // The body's source says nothing of guards inside of it.
        Each(
            Find.InstanceKeys,
            (body, source) =>
                body.Value.Root.DescendantsAndSelf().Any(operation => InstanceKeys.InUse(operation, project) is not null)
                    ? [new FeatureFact(source, Features.InstanceTokenKey)]
                    : [],
            isGuarded: false
        );
        Each(
            Find.SchemeFeatures,
            static (use, source) =>
                SchemeFeatures.FactOf(use.Value.Feature) is { } feature && use.Operation is not IInvalidOperation
                    ? [new FeatureFact(source, feature)]
                    : []
        );
        Each(Find.FileWrites, (write, source) => FileWrites.FactOf(write.Value.Path, project, source) is { } fact ? [fact] : []);

        Each(Find.FileDatabases, (opened, source) => FileDatabases.FactOf(opened.Value.Text, project, source) is { } fact ? [fact] : []);

        Each(
            Find.SchemaChanges,
            static (change, source) =>
                [
                    new FeatureFact(
                        source,
                        change.Guard == Guard.Configuration || change.Node.Parent is ArgumentSyntax && CommandLine.IsVerb(change.Operation!)
                            ? Features.SchemaChangeVerb
                            : Features.SchemaChange
                    ),
                ]
        );

        CollectHelpers();
    }

    /// <param name="isGuarded">Whether the facts say under which guard they hold; what nobody reads is not searched for.</param>
    private void Each<T>(Find<T> what, Func<Found<T>, FactSource, IEnumerable<Fact>> factsOf, bool isGuarded = true)
        where T : class
    {
        foreach (var found in project.All(what, cancellation))
        {
            var symbol = project.ModelOf(found.Node.SyntaxTree).GetEnclosingSymbol(found.Node.SpanStart, cancellation);
            // For the generator they have not been found at all.
            if (project.IsDesignTime(symbol))
            {
                continue;
            }

            facts.AddRange(
                factsOf(
                    found,
                    new FactSource(
                        found.Node.SyntaxTree.FilePath,
                        MemberOf(symbol),
                        isGuarded && found.Guard == Guard.Development ? GuardKind.DevelopmentOnly : GuardKind.None
                    )
                )
            );
        }
    }

    // Extension methods of a shared project (AddServiceDefaults, MapDefaultEndpoints) carry facts of their own: what was called makes them true.
    private void CollectHelpers()
    {
        var references = ReferencedFacts.Of(project.Compilation);
        var members = new HashSet<string>(
            references.SelectMany(static set => set.Facts).Select(static fact => ReferencedFacts.NameOf(fact.Source.Member)),
            StringComparer.Ordinal
        );

        // A library's helpers call each other. Facts of an app hold wherever they stand.
        var isLibrary = !project.IsExecutable && facts.Exists(static fact => fact.Source.Member.Length > 0);
        if (members.Count == 0 && !isLibrary)
        {
            return;
        }

        var inside = new List<CallFact>();
        foreach (var helper in project.All(Find.HelperCalls, cancellation))
        {
            if (
                (isLibrary || members.Contains(helper.Value.Name))
                && helper.Operation is IInvocationOperation call
                && (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition is { IsStatic: true } target
            )
            {
                var isInside = isLibrary && SymbolEqualityComparer.Default.Equals(target.ContainingAssembly, project.Compilation.Assembly);
                if (!isInside && !(members.Contains(helper.Value.Name) && ReferencedFacts.Of(target.ContainingAssembly) is not null))
                {
                    continue;
                }

                var symbol = project.ModelOf(helper.Node.SyntaxTree).GetEnclosingSymbol(helper.Node.SpanStart, cancellation);
                var fact = new CallFact(
                    new FactSource(
                        helper.Node.SyntaxTree.FilePath,
                        MemberOf(symbol),
                        helper.Guard == Guard.Development ? GuardKind.DevelopmentOnly : GuardKind.None
                    ),
                    target.GetDocumentationCommentId() ?? ""
                );
                if (isInside)
                {
                    inside.Add(fact);
                }
                else
                {
                    facts.Add(fact);
                }
            }
        }

        AddThoseThatLeadToFacts(inside);
    }

    // From what a helper says itself to those that call it, until nothing is new.
    private void AddThoseThatLeadToFacts(List<CallFact> calls)
    {
        var telling = new HashSet<string>(facts.Select(static fact => fact.Source.Member), StringComparer.Ordinal);
        for (var added = true; added; )
        {
            added = false;
            foreach (var call in calls.Where(call => telling.Contains(call.Member)).ToList())
            {
                calls.Remove(call);
                facts.Add(call);
                telling.Add(call.Source.Member);
                added = true;
            }
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

        return
            symbol is IMethodSymbol { IsStatic: true, MethodKind: MethodKind.Ordinary, Name: not ("Main" or "<Main>$") } method
            && !method.IsImplicitlyDeclared
            ? method.GetDocumentationCommentId() ?? ""
            : "";
    }

    private IEnumerable<Fact> FactsOf(Found<ConfigurationRead> found, FactSource source)
    {
        var read = found.Value;
        var prefix = EnvironmentPrefixes.OfRead(found.Operation!);
        if (read.BoundType is { } type)
        {
            return OptionsProperties
                .Expand(type, read.Key, source, project)
                .Select(fact => prefix.Length > 0 && fact is ConfigurationKeyFact key ? key with { Prefix = prefix } : fact);
        }

        if (read.IsConnectionString)
        {
            var provider = ProviderOf(found.Operation!);
            var required = read.Required || provider.Length > 0 && FailsWithout(read, found.Guard);
            return [new ConnectionStringFact(source, read.Key, provider, required, prefix)];
        }

        var isSecret = SecretKeys.IsSecret(read.Key);
        var @default = isSecret ? null : ConfigurationReads.TextOf(read.Default) ?? ConstantText(project.Values.Trace(read.Default));
        return [new ConfigurationKeyFact(source, read.Key, read.Type, @default, read.Required, isSecret, read.Origin, prefix)];
    }

    private IEnumerable<Fact> FactsOf(Found<ConnectionStringUse> found, FactSource source)
    {
        var use = found.Value;
        var read = ReadOf(use.Value);
        if (ConfigurationReads.TryRecognise(read) is { Origin: ConfigurationOrigin.Configuration } configured)
        {
            var required = FailsWithout(configured, found.Guard);
            return [new ConnectionStringFact(source, configured.Key, use.Provider, required, EnvironmentPrefixes.OfRead(read))];
        }

        // A parameter of a helper: what it connects to is known all the same. (A file is no connection.)
        return use.Provider == ConnectionProviders.Sqlite ? [] : [new ConnectionStringFact(source, "", use.Provider, false)];
    }

    // What is handed to a client that every run has fails without it, unless what stands in for it is elsewhere than in the container.
    private bool FailsWithout(ConfigurationRead read, Guard guard) =>
        guard == Guard.None
        && (
            read.Default is null
            || project
                .Values.Trace(read.Default)
                .Any(static value => DatabaseHosts.IsThisMachine(DatabaseHosts.HostIn(value.Text, isHost: false, isRedis: true)))
        );

    // A call names its path; what matters here is where a client is pointed to.
    private IEnumerable<Fact> FactsOf(Found<OutboundEndpoint> found, FactSource source)
    {
        var address = found.Value.Address;
        var values = project.Values.Trace(address);

        // A side-car is in the pod: nothing leaves it, but somebody has to put it there.
        if (values.Any(value => EndpointUrl.TryParse(value.Text) is { } own && DaprSidecar.IsAddress(found.Value, value, own, project)))
        {
            return [new FeatureFact(source, Features.DaprSidecar)];
        }

        var url = values
            .Select(static value => Uri.TryCreate(value.Text, UriKind.Absolute, out var uri) ? uri : null)
            .FirstOrDefault(static uri => uri is not null);
        var key = ConfigurationReads.KeyOfAddress(address);
        return key.Length > 0 || url is not null
            ? [new OutboundEndpointFact(source, key, url?.Scheme ?? "", url?.Host ?? "", url?.Port ?? 0)]
            : [];
    }

    private static HealthEndpointFact FactOf(HealthEndpoint health, FactSource source) =>
        new(source, health.Path, health.Kind, health.Tags, health.Checks, health.Access == EndpointAccess.Authorized, health.Host);

    // config.GetConnectionString("X") as an argument of what takes it, or through a local.
    private static string ProviderOf(IOperation read)
    {
        for (
            var parent = read.Parent;
            parent is IConversionOperation or ICoalesceOperation or IArgumentOperation or IParenthesizedOperation;
            parent = parent.Parent
        )
        {
            if (parent is IArgumentOperation { Parent: { } taker } && ConnectionStrings.TryRecognise(taker) is { } use)
            {
                return use.Provider;
            }
        }

        return read.User() is ISimpleAssignmentOperation assignment ? ConnectionStrings.TryRecognisePart(assignment)?.Provider ?? "" : "";
    }

    // The read from which a value comes, directly or through a local.
    private static IOperation ReadOf(IOperation value)
    {
        value = value.Unwrap();
        return value switch
        {
            ICoalesceOperation coalesce => ReadOf(coalesce.Value),
            ILocalReferenceOperation local
                when LocalValues.SingleValue(local.Local, local) is { } assigned and not ILocalReferenceOperation => ReadOf(assigned),
            _ => value,
        };
    }

    private static string? ConstantText(System.Collections.Immutable.ImmutableArray<TracedValue> values) =>
        values is [{ HasHole: false } only] ? only.Text : null;
}
