using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>What code says about the scheme of requests: who needs it, who knows it, who ends TLS.</summary>
internal enum SchemeFeature
{
    /// <summary>Sends requests over HTTP to HTTPS, whatever the server listens on.</summary>
    Redirection,

    /// <summary>Does so once it knows the port of HTTPS, and nothing before.</summary>
    RedirectionToPort,

    /// <summary>Says the port of HTTPS: an option, a setting, an address to listen on.</summary>
    HttpsPort,

    /// <summary>Tells another site where to send the browser back to, with the scheme of the request.</summary>
    Login,

    /// <summary>Takes the scheme from what the proxy says.</summary>
    ForwardedHeaders,

    /// <summary>Says which proxies are believed.</summary>
    KnownProxy,

    /// <summary>Takes this machine's own networks from those that are believed; with <see cref="NoProxies"/>, everybody is.</summary>
    NoNetworks,

    /// <summary>Takes this machine's own address from the proxies that are believed.</summary>
    NoProxies,

    /// <summary>Ends TLS itself, with a certificate of its own.</summary>
    Certificate,

    /// <summary>Stands behind IIS, whose module passes the scheme on.</summary>
    Iis,
}

/// <summary>Knows the code that depends on the scheme of requests and the code that knows it behind a proxy.</summary>
internal static class SchemeFeatures
{
    /// <summary>The host setting that turns forwarded headers on without code; its environment variable has a prefix.</summary>
    public const string Setting = "ForwardedHeaders_Enabled";

    // Extension methods of AuthenticationBuilder: the framework's and the community's providers.
    private static readonly HashSet<string> Providers = new(StringComparer.Ordinal)
    {
        "AddOpenIdConnect",
        "AddMicrosoftIdentityWebApp",
        "AddOAuth",
        "AddGoogle",
        "AddGoogleOpenIdConnect",
        "AddFacebook",
        "AddTwitter",
        "AddMicrosoftAccount",
        "AddWsFederation",
        "AddSaml2",
        "AddGitHub",
        "AddGitLab",
        "AddBitbucket",
        "AddLinkedIn",
        "AddDiscord",
        "AddApple",
        "AddSpotify",
        "AddTwitch",
        "AddSteam",
        "AddSlack",
        "AddYahoo",
        "AddAmazon",
        "AddOkta",
        "AddOktaMvc",
        "AddAuth0",
        "AddKeycloak",
        "AddKeycloakAuthentication",
        "AddKeycloakOpenIdConnect",
        "AddDropbox",
        "AddReddit",
        "AddPatreon",
        "AddSalesforce",
        "AddYandex",
        "AddVkontakte",
        "AddLine",
        "AddWeixin",
        "AddQQ",
        "AddNotion",
        "AddPaypal",
        "AddShopify",
        "AddStackExchange",
        "AddBattleNet",
        "AddVisualStudio",
        "AddAzureAD",
        "AddAzureADB2C",
    };

    /// <returns>The name of the fact that the feature is (<see cref="Features"/>), or null.</returns>
    public static string? FactOf(SchemeFeature feature) =>
        feature switch
        {
            SchemeFeature.Redirection or SchemeFeature.RedirectionToPort => Features.HttpsRedirection,
            SchemeFeature.ForwardedHeaders => Features.ForwardedHeaders,
            SchemeFeature.KnownProxy => Features.KnownProxies,
            SchemeFeature.NoNetworks => Features.NoKnownNetworks,
            SchemeFeature.NoProxies => Features.NoKnownProxies,
            SchemeFeature.Login => Features.ExternalLogin,
            _ => null,
        };

    /// <summary>Whether a word, as a name or in a literal, may be part of something that this recogniser knows.</summary>
    public static bool MayMean(string word) =>
        IsName(word) || word.EndsWith(Setting, StringComparison.OrdinalIgnoreCase) || IsPortSetting(word);

    /// <summary>Whether a setting's or variable's name is that of the port of HTTPS: <c>https_port</c>, <c>ASPNETCORE_HTTPS_PORTS</c>.</summary>
    public static bool IsPortSetting(string name) =>
        name.EndsWith("https_port", StringComparison.OrdinalIgnoreCase) || name.EndsWith("https_ports", StringComparison.OrdinalIgnoreCase);

    /// <summary>The node to bind for a token with such a word: the call, the attribute or the assignment around it; null when it is none of them.</summary>
    public static SyntaxNode? NodeOf(SyntaxToken token)
    {
        switch (token.ValueText)
        {
            // KnownProxies = { … } in an initialiser; a call on the list is found below.
            case "KnownProxies"
            or "KnownNetworks"
            or "KnownIPNetworks" when token.Parent?.Parent is AssignmentExpressionSyntax list && list.Left == token.Parent:
                return list;
            case "Scheme" or "IsHttps" or "HttpsPort" or "ServerCertificate" or "ServerCertificateSelector":
                return
                    token.Parent?.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { } assignment
                    && assignment.Left.Span.Contains(token.Span)
                    ? assignment
                    : null;
            case "RequireHttps"
            or "RequireHttpsAttribute"
                when token.Parent?.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute && attribute.Name.Span.Contains(token.Span):
                return attribute;
            default:
                return token
                    .Parent?.AncestorsAndSelf()
                    .TakeWhile(static node => node is not (StatementSyntax or MemberDeclarationSyntax))
                    .FirstOrDefault(static node =>
                        node
                            is InvocationExpressionSyntax
                                or AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax or ImplicitElementAccessSyntax }
                    );
        }
    }

    /// <returns>What the operation says, or null.</returns>
    public static SchemeFeature? TryRecognise(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call => OfCall(call),
            IAttributeOperation { Operation: IObjectCreationOperation { Type: var type } } when IsRequireHttps(type) =>
                SchemeFeature.Redirection,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment => OfProperty(property, assignment),
            // An empty initialiser adds nothing, and takes nothing away.
            IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation list, Initializer.Initializers.Length: > 0 }
                when IsListOfProxies(list.Property) => SchemeFeature.KnownProxy,
            // A call into a package that is not restored is taken at its word.
            IInvalidOperation { Syntax: InvocationExpressionSyntax call } => call.Expression.NameOfMember() switch
            {
                "UseForwardedHeaders" => SchemeFeature.ForwardedHeaders,
                { } name when IsCertificateService(name) => SchemeFeature.Certificate,
                _ => null,
            },
            _ => null,
        };

    /// <summary>Whether a node calls <c>UseForwardedHeaders()</c> and gives it no options.</summary>
    public static bool IsBare(SyntaxNode node) =>
        node is InvocationExpressionSyntax { ArgumentList.Arguments: var given } call
        && call.Expression.NameOfMember() == "UseForwardedHeaders"
        && given.Count
            == (
                call.Expression
                    is MemberAccessExpressionSyntax
                    {
                        Expression: IdentifierNameSyntax { Identifier.ValueText: "ForwardedHeadersExtensions" }
                    }
                    ? 1
                    : 0
            );

    /// <summary>Whether what a node says, as written, may be a fact: ports, certificates and runs are none.</summary>
    public static bool MayTellFact(SyntaxNode node) =>
        node switch
        {
            InvocationExpressionSyntax call => call.Expression.NameOfMember()
                is not ("Run" or "RunAsync" or "UseUrls" or "UseHttps" or "UseHttpSys" or "UseIIS" or "UseIISIntegration"),
            AssignmentExpressionSyntax assignment => assignment.Left.NameOfMember()
                is not ("HttpsPort" or "ServerCertificate" or "ServerCertificateSelector"),
            _ => true,
        };

    private static bool IsName(string name) =>
        name switch
        {
            "UseHttpsRedirection"
            or "AddRedirectToHttps"
            or "AddRedirectToHttpsPermanent"
            or "RequireHttps"
            or "RequireHttpsAttribute"
            or "UseForwardedHeaders"
            or "ForwardedHeadersMiddleware"
            or "KnownProxies"
            or "KnownNetworks"
            or "KnownIPNetworks"
            or "Scheme"
            or "IsHttps"
            or "UseHttps"
            or "ServerCertificate"
            or "ServerCertificateSelector"
            or "UseHttpSys"
            or "UseIIS"
            or "UseIISIntegration"
            or "AddIdentityServer"
            or "AddServer"
            or "AddClient"
            or "AddMicrosoftIdentityWebAppAuthentication"
            or "AddAuth0WebAppAuthentication" => true,
            "HttpsPort" or "UseUrls" or "Urls" or "Run" or "RunAsync" => true,
            _ => name.StartsWith("Add", StringComparison.Ordinal) && (Providers.Contains(name) || IsCertificateService(name)),
        };

    private static SchemeFeature? OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "UseHttpsRedirection" when method.IsInNamespace("Microsoft.AspNetCore"):
                return SchemeFeature.RedirectionToPort;
            case "AddRedirectToHttps" or "AddRedirectToHttpsPermanent" when method.IsInNamespace("Microsoft.AspNetCore"):
                return SchemeFeature.Redirection;
            case "UseForwardedHeaders" when !method.IsHelper():
                return SchemeFeature.ForwardedHeaders;
            case "Add"
            or "Insert"
            or "Clear" when call.Instance is IPropertyReferenceOperation { Property: var list } && IsListOfProxies(list):
                return method.Name != "Clear" ? SchemeFeature.KnownProxy
                    : list.Name == "KnownProxies" ? SchemeFeature.NoProxies
                    : SchemeFeature.NoNetworks;
            case "UseHttps"
                when method.IsInNamespace("Microsoft.AspNetCore")
                    && call.Arguments.Any(static argument =>
                        argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter is { Ordinal: > 0 }
                    ):
                return SchemeFeature.Certificate;
            case "UseHttps" when method.IsInNamespace("Microsoft.AspNetCore"):
                return SchemeFeature.HttpsPort;
            case "UseHttpSys" when method.IsInNamespace("Microsoft.AspNetCore"):
                return SchemeFeature.Certificate;
            case "UseIIS" or "UseIISIntegration" when method.IsInNamespace("Microsoft.AspNetCore"):
                return SchemeFeature.Iis;
            case "AddIdentityServer"
            or "AddMicrosoftIdentityWebAppAuthentication"
            or "AddAuth0WebAppAuthentication"
            or "AddSaml2"
            or "AddKeycloakAuthentication" when ReceiverOf(call) is "IServiceCollection":
            case "AddServer" or "AddClient" when ReceiverOf(call) is "OpenIddictBuilder":
                return method.IsHelper() ? null : SchemeFeature.Login;
            case var name when Providers.Contains(name) && ReceiverOf(call) is "AuthenticationBuilder":
                return method.IsHelper() ? null : SchemeFeature.Login;
            case var name when IsCertificateService(name):
                return SchemeFeature.Certificate;
            default:
                return OfArguments(call);
        }
    }

    // options.Filters.Add(new RequireHttpsAttribute()), Add<RequireHttpsAttribute>(), Add(typeof(RequireHttpsAttribute)),
    // UseMiddleware<ForwardedHeadersMiddleware>(), UseSetting("ForwardedHeaders_Enabled", "true")
    private static SchemeFeature? OfArguments(IInvocationOperation call)
    {
        if (call.TargetMethod.TypeArguments.Any(IsRequireHttps) || call.Arguments.Any(static argument => NamesRequireHttps(argument.Value)))
        {
            return SchemeFeature.Redirection;
        }

        if (call.Arguments.Any(static argument => SaysPort(argument.Value)))
        {
            return SchemeFeature.HttpsPort;
        }

        return
            call.TargetMethod.TypeArguments.Any(static type => type.Is("Microsoft.AspNetCore.HttpOverrides", "ForwardedHeadersMiddleware"))
            || (
                call.Arguments.Any(static argument => IsSetting(argument.Value))
                && call.Arguments.Any(static argument => IsTrue(argument.Value))
            )
            ? SchemeFeature.ForwardedHeaders
            : null;
    }

    // configuration["ForwardedHeaders_Enabled"] = "true", context.Request.Scheme = "https"
    private static SchemeFeature? OfProperty(IPropertyReferenceOperation property, ISimpleAssignmentOperation assignment) =>
        property.Property.Name switch
        {
            "HttpsPort" when property.Property.ContainingType.Is("Microsoft.AspNetCore.HttpsPolicy", "HttpsRedirectionOptions") =>
                SchemeFeature.HttpsPort,
            _ when property.Arguments is [var setting] && SaysPort(setting.Value) => SchemeFeature.HttpsPort,
            "Scheme" or "IsHttps" when property.Property.ContainingType.Is("Microsoft.AspNetCore.Http", "HttpRequest") =>
                SchemeFeature.ForwardedHeaders,
            "ServerCertificate"
            or "ServerCertificateSelector"
                when property.Property.ContainingType.Is("Microsoft.AspNetCore.Server.Kestrel.Https", "HttpsConnectionAdapterOptions") =>
                SchemeFeature.Certificate,
            _ => property.Arguments is [var key] && IsSetting(key.Value) && IsTrue(assignment.Value)
                ? SchemeFeature.ForwardedHeaders
                : null,
        };

    // UseSetting("https_port", "443"), UseUrls("https://*:8443"), app.Run("https://*:8443")
    private static bool SaysPort(IOperation value) =>
        value.Unwrap() switch
        {
            { ConstantValue: { HasValue: true, Value: string text } } => IsPortSetting(text)
                || text.IndexOf("https://", StringComparison.OrdinalIgnoreCase) >= 0,
            IArrayCreationOperation { Initializer: { } items } => items.ElementValues.Any(SaysPort),
            ICollectionExpressionOperation items => items.Elements.Any(SaysPort),
            _ => false,
        };

    private static bool NamesRequireHttps(IOperation value) =>
        value.Unwrap() switch
        {
            IObjectCreationOperation creation => IsRequireHttps(creation.Type),
            ITypeOfOperation type => IsRequireHttps(type.TypeOperand),
            // WithMetadata(params object[] items)
            IArrayCreationOperation { Initializer: { } items } => items.ElementValues.Any(NamesRequireHttps),
            _ => false,
        };

    private static bool IsRequireHttps(ITypeSymbol? type) => type.Is("Microsoft.AspNetCore.Mvc", "RequireHttpsAttribute");

    private static bool IsSetting(IOperation value) =>
        value.Unwrap().ConstantValue is { HasValue: true, Value: string name }
        && name.EndsWith(Setting, StringComparison.OrdinalIgnoreCase);

    private static bool IsTrue(IOperation value) =>
        value.Unwrap().ConstantValue is { HasValue: true, Value: true } or { HasValue: true, Value: string }
        && string.Equals(value.Unwrap().ConstantValue.Value?.ToString(), "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsListOfProxies(IPropertySymbol property) =>
        property.Name is "KnownProxies" or "KnownNetworks" or "KnownIPNetworks"
        && property.ContainingType.Is("Microsoft.AspNetCore.Builder", "ForwardedHeadersOptions");

    private static bool IsCertificateService(string name) =>
        name.IndexOf("LettuceEncrypt", StringComparison.Ordinal) >= 0 || name.IndexOf("LetsEncrypt", StringComparison.Ordinal) >= 0;

    private static string? ReceiverOf(IInvocationOperation call) => call.Receiver()?.Type?.Name;
}

/// <summary>Code that depends on the scheme of requests, or knows it.</summary>
internal sealed record SchemeUse(SchemeFeature Feature);

internal sealed class SchemeUses : Recogniser<SchemeUse>
{
    public override WordForm FormOf(string word) => SchemeFeatures.MayMean(word) ? WordForm.Anywhere : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) => SchemeFeatures.NodeOf(token) is { } node ? [node] : [];

    public override bool MayTellFact(SyntaxNode node) => SchemeFeatures.MayTellFact(node);

    public override SchemeUse? Recognise(Candidate candidate) =>
        candidate.Operation is { } operation && SchemeFeatures.TryRecognise(operation) is { } feature ? new SchemeUse(feature) : null;
}
