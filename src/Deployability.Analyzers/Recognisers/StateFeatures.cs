using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A part of the host that keeps state, or that moves it out of the process.</summary>
internal enum StateFeature
{
    /// <summary>The distributed cache that is none.</summary>
    LocalCache,
    SharedCache,
    Session,
    OutputCache,
    SharedOutputCache,

    /// <summary>Hangfire's queue and its schedule.</summary>
    LocalJobs,
    SharedJobs,
    SignalR,
    BlazorServer,
    Backplane,

    /// <summary>Protects something with the key ring: cookies, antiforgery tokens, sessions, circuits.</summary>
    Protection,

    /// <summary>Registers what protects only when the app has forms: Razor Pages, views.</summary>
    Forms,

    /// <summary><c>AddDataProtection()</c> itself.</summary>
    ProtectionSetup,
    PersistedKeys,
}

/// <summary>Knows the calls that register stateful features and those that share their state between replicas.</summary>
internal static class StateFeatures
{
    private static readonly Dictionary<string, StateFeature> Calls = new(StringComparer.Ordinal)
    {
        ["AddDistributedMemoryCache"] = StateFeature.LocalCache,
        ["AddSession"] = StateFeature.Session,
        ["AddOutputCache"] = StateFeature.OutputCache,
        ["AddSignalR"] = StateFeature.SignalR,
        ["AddServerSideBlazor"] = StateFeature.BlazorServer,
        ["AddInteractiveServerComponents"] = StateFeature.BlazorServer,
        ["AddStackExchangeRedis"] = StateFeature.Backplane,
        ["AddAzureSignalR"] = StateFeature.Backplane,
        ["AddNamedAzureSignalR"] = StateFeature.Backplane,
        ["AddCookie"] = StateFeature.Protection,
        ["AddIdentity"] = StateFeature.Protection,
        ["AddDefaultIdentity"] = StateFeature.Protection,
        ["AddIdentityCookies"] = StateFeature.Protection,
        ["AddApplicationCookie"] = StateFeature.Protection,
        ["AddIdentityApiEndpoints"] = StateFeature.Protection,
        ["AddBearerToken"] = StateFeature.Protection,
        ["AddOpenIdConnect"] = StateFeature.Protection,
        ["AddMicrosoftIdentityWebApp"] = StateFeature.Protection,
        ["AddMicrosoftIdentityWebAppAuthentication"] = StateFeature.Protection,
        ["AddAntiforgery"] = StateFeature.Protection,
        ["AddRazorPages"] = StateFeature.Forms,
        ["AddControllersWithViews"] = StateFeature.Forms,
        ["AddMvc"] = StateFeature.Forms,
        ["AddDataProtection"] = StateFeature.ProtectionSetup,
    };

    /// <summary>What a call says by its name alone; a filter on syntax.</summary>
    public static StateFeature? ByName(string name)
    {
        if (Calls.TryGetValue(name, out var feature))
        {
            return feature;
        }

        if (name.StartsWith("PersistKeysTo", StringComparison.Ordinal))
        {
            return StateFeature.PersistedKeys;
        }

        // UseSqlServerStorage, UsePostgreSqlStorage, UseRedisStorage and whatever else there is for Hangfire.
        if (name.StartsWith("Use", StringComparison.Ordinal) && name.EndsWith("Storage", StringComparison.Ordinal))
        {
            return name is "UseMemoryStorage" or "UseInMemoryStorage" ? StateFeature.LocalJobs : StateFeature.SharedJobs;
        }

        if (!name.StartsWith("Add", StringComparison.Ordinal))
        {
            return null;
        }

        if (name.EndsWith("OutputCache", StringComparison.Ordinal))
        {
            return StateFeature.SharedOutputCache;
        }

        // AddStackExchangeRedisCache, AddDistributedSqlServerCache, AddRedisDistributedCache, AddCosmosCache and whatever else there is.
        return
            name.EndsWith("Cache", StringComparison.Ordinal)
            && name is not ("AddMemoryCache" or "AddHybridCache" or "AddFusionCache" or "AddCache" or "AddResponseCache")
            ? StateFeature.SharedCache
            : null;
    }

    /// <summary>Whether the name alone tells enough when the call does not bind: state is shared, or sign-in of a package outside the shared framework.</summary>
    public static bool IsKnownUnresolved(string name) =>
        name is "AddDefaultIdentity" or "AddOpenIdConnect" or "AddMicrosoftIdentityWebApp" or "AddMicrosoftIdentityWebAppAuthentication"
        || ByName(name)
            is StateFeature.PersistedKeys
                or StateFeature.Backplane
                or StateFeature.SharedCache
                or StateFeature.SharedOutputCache
                or StateFeature.SharedJobs;

    /// <returns>What the call registers, or null when it is a namesake.</returns>
    public static StateFeature? TryRecognise(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (ByName(method.Name) is not { } feature || IsOfOwnContainer(call))
        {
            return null;
        }

        return feature switch
        {
            // Theirs may come from anybody; the names are as good as unique.
            StateFeature.PersistedKeys or StateFeature.Backplane or StateFeature.SharedCache or StateFeature.SharedOutputCache => feature,
            StateFeature.LocalJobs or StateFeature.SharedJobs => method.IsInNamespace("Hangfire")
            || call.Receiver()?.Type is { Name: "IGlobalConfiguration" }
                ? feature
                : null,
            _ => method.IsInNamespace("Microsoft") ? feature : null,
        };
    }

    // var services = new ServiceCollection(); of a seeding tool: what is registered there is not registered in the host.
    private static bool IsOfOwnContainer(IInvocationOperation call)
    {
        IOperation? start = call;
        while (start is IInvocationOperation link)
        {
            start = link.Receiver();
        }

        return start is ILocalReferenceOperation local
            && LocalValues.SingleValue(local.Local, local)?.Unwrap() is IObjectCreationOperation { Type.Name: "ServiceCollection" };
    }

    /// <summary>Whether the app answers posted forms, which carry antiforgery tokens.</summary>
    public static bool HasForms(ProjectContext project, CancellationToken cancellation) =>
        project.All(Find.FormHandlers, cancellation).Any() || project.Mentions(Find.AntiforgeryAttributes, cancellation);

    /// <returns>The name of the fact that the feature is (<see cref="Features"/>), or null.</returns>
    public static string? FactOf(StateFeature feature) =>
        feature switch
        {
            StateFeature.Session => Features.InProcessSession,
            StateFeature.SignalR => Features.SignalR,
            StateFeature.BlazorServer => Features.BlazorServer,
            StateFeature.Backplane => Features.SignalRBackplane,
            StateFeature.Protection or StateFeature.Forms or StateFeature.ProtectionSetup => Features.DataProtectionInUse,
            StateFeature.PersistedKeys => Features.DataProtectionPersisted,
            _ => null,
        };
}

/// <summary>A call that registers a stateful feature, or shares its state.</summary>
internal sealed record StateUse(StateFeature Feature, InvocationExpressionSyntax Syntax);

internal sealed class StateUses : Recogniser<StateUse>
{
    // A helper may have the name of what it wraps: AddDataProtection(configuration).
    public override WordForm FormOf(string word) => StateFeatures.ByName(word) is null ? WordForm.None : WordForm.Call;

    // A call into a package that is not restored is taken at its word where its name is as good as unique.
    public override StateUse? Recognise(Candidate candidate)
    {
        var feature = candidate.Operation switch
        {
            IInvocationOperation call => StateFeatures.TryRecognise(call),
            IInvalidOperation when StateFeatures.IsKnownUnresolved(candidate.CalledName) => StateFeatures.ByName(candidate.CalledName),
            _ => null,
        };
        return feature is { } found ? new StateUse(found, (InvocationExpressionSyntax)candidate.Node) : null;
    }
}

/// <summary>A method of a page that handles a posted form.</summary>
internal sealed record FormHandler(MethodDeclarationSyntax Syntax);

internal sealed class FormHandlers : Recogniser<FormHandler>
{
    public override WordForm FormOf(string word) => word.StartsWith("OnPost", StringComparison.Ordinal) ? WordForm.Call : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.Parent is MethodDeclarationSyntax method && method.Identifier == token ? [method] : [];

    // OnPost() of a page: an action of a controller may be called so too.
    public override FormHandler? Recognise(Candidate candidate) =>
        candidate.Node is MethodDeclarationSyntax method
        && !method.AttributeLists.SelectMany(static list => list.Attributes).Any(IsOfRoute)
        && (
            method.Parent is not ClassDeclarationSyntax type
            || !type.Identifier.ValueText.EndsWith("Controller", StringComparison.Ordinal)
                && !type
                    .AttributeLists.SelectMany(static list => list.Attributes)
                    .Any(static attribute => attribute.Name.NameOfMember() is "ApiController" or "Controller")
        )
            ? new FormHandler(method)
            : null;

    private static bool IsOfRoute(AttributeSyntax attribute) =>
        attribute.Name.NameOfMember() is { } name && (name.StartsWith("Http", StringComparison.Ordinal) || name == "Route");
}
