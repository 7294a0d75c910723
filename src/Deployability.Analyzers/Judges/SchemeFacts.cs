using System.Collections.Immutable;
using Deployability.Model;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Judges;

/// <summary>What the project says about the scheme of its requests; collected when a judge first asks.</summary>
internal sealed class SchemeFacts
{
    private readonly ProjectContext project;
    private readonly StateFacts host;
    private readonly Once<ImmutableArray<(SchemeFeature Feature, SyntaxNode Syntax, Guard Guard)>> features;
    private readonly Once<(SyntaxNode Syntax, bool IsLogin)?> dependent;
    private readonly Once<(SyntaxNode Syntax, bool IsLogin)?> dependentWithPort;
    private readonly Once<bool> isHandled;

    private SchemeFacts(ProjectContext project)
    {
        this.project = project;
        host = StateFacts.Of(project);
        features = new(FindFeatures);
        dependent = new(cancellation => FindDependent(knowsPort: Has(SchemeFeature.HttpsPort, cancellation), cancellation));
        dependentWithPort = new(cancellation => FindDependent(knowsPort: true, cancellation));
        isHandled = new(FindHandled);
    }

    /// <summary>The call or attribute that needs the scheme in Production, the redirection before a login; null when nothing does.</summary>
    /// <param name="hasPort">Whether the files around the code say the port of HTTPS, without which <c>UseHttpsRedirection</c> lets every request through.</param>
    public (SyntaxNode Syntax, bool IsLogin)? Dependent(bool hasPort, CancellationToken cancellation) =>
        (hasPort ? dependentWithPort : dependent).Get(cancellation);

    /// <summary>Whether the scheme is known behind a proxy, or there is no proxy: forwarded headers, a certificate of the server's own, a deployment that says so.</summary>
    public bool IsHandled(CancellationToken cancellation) => isHandled.Get(cancellation);

    /// <summary>Whether the code asks for IIS by name.</summary>
    public bool IsOnIis(CancellationToken cancellation) => Has(SchemeFeature.Iis, cancellation);

    public static SchemeFacts Of(ProjectContext project) => project.Part(static key => new SchemeFacts(key));

    private bool Has(SchemeFeature feature, CancellationToken cancellation) =>
        features.Get(cancellation).Any(use => use.Feature == feature);

    private ImmutableArray<(SchemeFeature, SyntaxNode, Guard)> FindFeatures(CancellationToken cancellation) =>
        [
            .. project
                .All(Find.SchemeFeatures, cancellation)
                .Select(static use => (use.Value.Feature, use.Node, use.Guard))
                .Where(static use => use.Guard != Guard.Development),
        ];

    // A redirection that an operator switches on is theirs to switch off; a login that they switch on still needs the scheme.
    private (SyntaxNode, bool)? FindDependent(bool knowsPort, CancellationToken cancellation)
    {
        var redirection =
            features
                .Get(cancellation)
                .FirstOrDefault(use =>
                    use.Guard == Guard.None
                    && (use.Feature == SchemeFeature.Redirection || use.Feature == SchemeFeature.RedirectionToPort && knowsPort)
                )
                .Syntax
            ?? (knowsPort ? host.HelperWith(Features.HttpsRedirection, cancellation) : null);
        if (redirection is not null)
        {
            return (redirection, false);
        }

        var login =
            features.Get(cancellation).FirstOrDefault(static use => use.Feature == SchemeFeature.Login).Syntax
            ?? host.HelperWith(Features.ExternalLogin, cancellation);
        return login is null ? null : (login, true);
    }

    private bool FindHandled(CancellationToken cancellation) =>
        features
            .Get(cancellation)
            .Any(use =>
                use.Feature == SchemeFeature.ForwardedHeaders && !(SchemeFeatures.IsBare(use.Syntax) && !MayHaveOptions(cancellation))
            )
        || Has(SchemeFeature.Certificate, cancellation)
        || host.IsReached(Features.ForwardedHeaders, cancellation)
        || HoldsSomewhere(Features.ForwardedHeaders)
        || IsBuiltForAspire(cancellation)
        || UnseenHelpers.MayDo(project, HelperWords.Scheme.AreIn, cancellation);

    // Without options UseForwardedHeaders() takes none of the headers: https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer
    private bool MayHaveOptions(CancellationToken cancellation) =>
        project.Mentions(Find.ForwardedHeadersOptions, cancellation)
        || UnseenHelpers.MayKnow(project, "Microsoft.AspNetCore.HttpOverrides");

    // Said by a class of a referenced project that the host creates, such as its Startup.
    private bool HoldsSomewhere(string feature) =>
        ReferencedFacts
            .Of(project.Compilation)
            .Any(facts =>
                facts.OfKind<FeatureFact>().Any(fact => fact.Name == feature && fact.Source is { Member.Length: 0, Guard: GuardKind.None })
            );

    // Its app host sets ASPNETCORE_FORWARDEDHEADERS_ENABLED for every project that it publishes. Service discovery alone comes without one.
    private bool IsBuiltForAspire(CancellationToken cancellation) =>
        project.Compilation.ReferencedAssemblyNames.Any(static reference => reference.Name.StartsWith("Aspire.", StringComparison.Ordinal))
        || project.All(Find.HelperCalls, cancellation).Any(static call => call.Value.Name == "AddServiceDefaults");
}
