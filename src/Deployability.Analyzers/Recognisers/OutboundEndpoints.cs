using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A place in the code that gives the address of another service to something that calls it, or sends browsers there.</summary>
/// <param name="Use">The call, creation or assignment.</param>
/// <param name="Address">The address, unevaluated: a string, a <c>Uri</c>, or a list of them.</param>
/// <param name="Kind">What sort of service.</param>
/// <param name="IsRequest">Whether it is the address of one request, not of the service as a whole.</param>
internal sealed record OutboundEndpoint(IOperation Use, IOperation Address, OutboundKind Kind, bool IsRequest);

/// <summary>What stands at an address that code calls.</summary>
internal enum OutboundKind
{
    /// <summary>A service of its own: HTTP, gRPC, WebSocket, messaging, search …</summary>
    Service,

    /// <summary>Issues tokens: <c>Authority</c>, <c>MetadataAddress</c>.</summary>
    Identity,

    /// <summary>Takes OTLP traces, metrics or logs.</summary>
    Telemetry,

    /// <summary>Browsers are sent there; the app itself calls nothing: <c>Redirect</c>.</summary>
    Browser,
}

/// <summary>Knows which parameters and properties of which libraries take the address of another service.</summary>
/// <remarks>
/// A URL means an endpoint only by its use: the same text may be a namespace, an identifier or a link.
/// Known libraries are told by namespace, so that their overloads and extension packages come along; an application's own
/// wrappers are told by the names that people give to such parameters (<c>baseUrl</c>, <c>serviceUri</c>, <c>ApiEndpoint</c>).
/// </remarks>
internal static class OutboundEndpoints
{
    /// <returns>The endpoint, or null when the operation gives no address away.</returns>
    public static OutboundEndpoint? TryRecognise(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation invocation:
                return FromArguments(invocation, invocation.TargetMethod, invocation.Arguments);
            case IObjectCreationOperation { Constructor: { } constructor } creation when creation.Parent is not IAttributeOperation:
                return FromArguments(creation, constructor, creation.Arguments);
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation target, Syntax: AssignmentExpressionSyntax } assignment:
                return FromAssignment(assignment, target.Member);
            default:
                return null;
        }
    }

    /// <summary>Whether a method, property or field takes an address, whatever it is given; of an indexer only its use tells, and it is no endpoint.</summary>
    public static bool MayTake(ISymbol member) =>
        member switch
        {
            IMethodSymbol method => method.Parameters.Any(parameter => MayTake(method, parameter))
                || method.ReducedFrom is { Parameters: [var receiver, ..] } && MayTake(method, receiver),
            IPropertySymbol { IsIndexer: false } property => MayBecomeAddress(property.Type) && KindOf(property) is not null,
            IFieldSymbol field => MayBecomeAddress(field.Type) && KindOf(field) is not null,
            _ => false,
        };

    private static bool MayTake(IMethodSymbol method, IParameterSymbol parameter) =>
        MayBecomeAddress(parameter.Type)
        && (
            Redirects.IsTarget(method, parameter)
            || IsAddress(method, parameter)
            || parameter.Type is ITypeParameterSymbol && TakesAnyUri(method)
        );

    private static bool MayBecomeAddress(ITypeSymbol type) => MayBeAddress(type) || type.IsOpen();

    private static OutboundEndpoint? FromArguments(
        IOperation use,
        IMethodSymbol method,
        System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments
    )
    {
        foreach (var argument in arguments)
        {
            if (argument is { Parameter: { } parameter, ArgumentKind: not ArgumentKind.DefaultValue } && MayBeAddress(parameter.Type))
            {
                if (Redirects.IsTarget(method, parameter))
                {
                    return new OutboundEndpoint(use, argument.Value, OutboundKind.Browser, IsRequest: true);
                }

                if (IsAddress(method, parameter))
                {
                    return new OutboundEndpoint(
                        use,
                        argument.Value,
                        method.IsInNamespace("OpenTelemetry") ? OutboundKind.Telemetry : OutboundKind.Service,
                        IsRequest(parameter.Name, method)
                    );
                }
            }
        }

        return null;
    }

    private static OutboundEndpoint? FromAssignment(ISimpleAssignmentOperation assignment, ISymbol member)
    {
        var type = member switch
        {
            IPropertySymbol { IsIndexer: false } property => property.Type,
            IFieldSymbol field => field.Type,
            _ => null,
        };
        if (type is null || !MayBeAddress(type) || KindOf(member) is not { } kind)
        {
            return null;
        }

        return new OutboundEndpoint(assignment, assignment.Value, kind, member.Name == "RequestUri" || kind == OutboundKind.Browser);
    }

    private static bool IsRequest(string parameter, IMethodSymbol method) =>
        parameter is "requestUri" or "requestUriString" or "requestUrl"
        || parameter == "address" && method.ContainingType.Is("System.Net", "WebClient")
        || parameter == "url" && method.IsExtensionMethod;

    private static OutboundKind? KindOf(ISymbol member)
    {
        switch (member.Name)
        {
            case "Authority" or "MetadataAddress" when !member.IsInNamespace("System"):
                return OutboundKind.Identity;
            case "Endpoint" when member.IsInNamespace("OpenTelemetry"):
                return OutboundKind.Telemetry;
            case Redirects.Property when Redirects.IsTarget(member):
                return OutboundKind.Browser;
            case "RequestUri":
                return OutboundKind.Service;
            case "Address" or "Health":
                return member.IsInNamespace("Grpc") || member.IsInNamespace("Yarp") ? OutboundKind.Service : null;
            case "Uri":
                return member.IsInNamespace("RabbitMQ") ? OutboundKind.Service : null;
            case "ServiceURL":
                return OutboundKind.Service;
            case "Dsn" when member.IsInNamespace("Sentry"):
                return OutboundKind.Telemetry;
            default:
                return IsEndpointName(member.Name) && !IsForReaders(member) ? OutboundKind.Service : null;
        }
    }

    private static bool IsAddress(IMethodSymbol method, IParameterSymbol parameter)
    {
        switch (parameter.Name)
        {
            case "requestUri" or "requestUriString":
                return !IsForReaders(method);
            // Asks the issuer what it knows of tokens; a server's own SetIssuer names itself.
            case "address" or "uri" when method is { Name: "SetIssuer", ContainingType.Name: "OpenIddictValidationBuilder" }:
                return true;
            case "address":
                return method.ContainingType.Is("System.Net", "WebClient") || In(method, "Grpc") || In(method, "NATS");
            case "uri" or "url":
                return TakesUrl(method);
            case "dsn":
                return In(method, "Sentry") || In(method, "Microsoft.AspNetCore.Hosting");
            case "resource":
                return In(method, "RestSharp");
            case "host" or "hostAddress":
                return In(method, "MassTransit");
            case "connectionString" or "connection":
                return In(method, "MongoDB");
            case "node" or "nodes" or "nodeUris" or "uris":
                return In(method, "Elastic") || In(method, "Nest") || In(method, "Elasticsearch") || In(method, "Serilog");
            case "destinationPrefix":
                return In(method, "Yarp") || In(method, "Microsoft.AspNetCore");
            case "uriString":
                return !In(method, "System");
            case "urls":
                return In(method, "NATS");
            default:
                // Clients of cloud SDKs call it vaultUri, serviceUri, blobContainerUri …
                return IsEndpointName(parameter.Name) && !IsForReaders(method) || parameter.Type.Is("System", "Uri") && TakesAnyUri(method);
        }
    }

    private static bool TakesAnyUri(IMethodSymbol method) => In(method, "Azure") || method.Name is "AddAzureKeyVault" or "AddUrlGroup";

    private static bool TakesUrl(IMethodSymbol method)
    {
        if (method.Name == "AddUrlGroup")
        {
            return true;
        }

        var ns = method.ContainingNamespace;
        while (ns is { ContainingNamespace.IsGlobalNamespace: false })
        {
            ns = ns.ContainingNamespace;
        }

        switch (ns?.Name)
        {
            case "Refit"
            or "RestSharp"
            or "Flurl"
            or "MongoDB"
            or "NATS"
            or "Elastic"
            or "Nest"
            or "Elasticsearch"
            or "Serilog"
            or "MassTransit"
            or "RabbitMQ"
            or "OllamaSharp"
            or "OpenAI"
            or "GraphQL"
            or "StrawberryShake"
            or "Websocket"
            or "Qdrant"
            or "Minio"
            or "Nethereum":
                return true;
            case "System":
                return In(method, "System.Net.WebSockets") || In(method, "System.ServiceModel");
            case "Microsoft":
                return In(method, "Microsoft.AspNetCore.SignalR");
            default:
                return false;
        }
    }

    /// <summary>Whether people give this name to the address of a service; the last words count, as in <c>_inventoryBaseUrl</c>.</summary>
    internal static bool IsEndpointName(string name)
    {
        if (name.Length < 6)
        {
            return false;
        }

        // The last letter decides for nearly every name that is none.
        return name[name.Length - 1] switch
        {
            's' => Ends(name, "Address")
                && (
                    Ends(name, "BaseAddress")
                    || Ends(name, "ApiAddress")
                    || Ends(name, "ServiceAddress")
                    || Ends(name, "ServerAddress")
                    || Ends(name, "EndpointAddress")
                ),
            'l' or 'L' => Ends(name, "Url") && IsEndpointWord(name),
            'i' or 'I' => Ends(name, "Uri") && IsEndpointWord(name),
            't' => Ends(name, "Endpoint") && !Ends(name, "RedirectEndpoint") && !Ends(name, "CallbackEndpoint"),
            _ => false,
        };
    }

    private static bool IsEndpointWord(string name)
    {
        var stem = name.AsSpan(0, name.Length - 3);
        return Ends(stem, "Base")
            || Ends(stem, "Api")
            || Ends(stem, "Service")
            || Ends(stem, "Server")
            || Ends(stem, "Endpoint")
            || Ends(stem, "Backend")
            || Ends(stem, "Gateway")
            || Ends(stem, "Hub")
            || Ends(stem, "Broker")
            || Ends(stem, "Request")
            || Ends(stem, "Host")
            || Ends(stem, "WebSocket");
    }

    // Documents, links and redirects: an address for people or browsers, which nothing here calls.
    private static bool IsForReaders(ISymbol symbol) =>
        symbol.IsInNamespace("Microsoft.AspNetCore.Mvc")
        || symbol.IsInNamespace("Microsoft.AspNetCore.Http")
        || symbol.IsInNamespace("Microsoft.AspNetCore.Routing")
        || symbol.IsInNamespace("Microsoft.OpenApi")
        || symbol.IsInNamespace("Swashbuckle")
        || symbol.IsInNamespace("NSwag")
        || symbol.IsInNamespace("Scalar")
        || symbol.IsInNamespace("System.Xml")
        || symbol.ContainingType.Is("System", "Uri")
        || symbol.ContainingType.Is("System", "UriBuilder");

    // string, Uri, and lists of them.
    private static bool MayBeAddress(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String
        || type.Is("System", "Uri")
        || type is IArrayTypeSymbol { ElementType: var element } && MayBeAddress(element)
        || type is INamedTypeSymbol { TypeArguments: [var item] } && type.IsInNamespace("System.Collections") && MayBeAddress(item);

    private static bool In(IMethodSymbol method, string ns) => method.IsInNamespace(ns);

    private static bool Ends(string name, string suffix) => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(ReadOnlySpan<char> name, string suffix) => name.EndsWith(suffix.AsSpan(), StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where a client is pointed to another service. A request names its path, and is left out.</summary>
internal sealed class ConfiguredClients : Recogniser<OutboundEndpoint>
{
    public override IEnumerable<string> Words =>
        [
            "Scheme",
            "BaseAddress",
            "Address",
            "Authority",
            "MetadataAddress",
            "Endpoint",
            "ServiceURL",
            "ForAddress",
            "WithUrl",
            .. ConnectionStrings.Names,
        ];

    public override WordForm FormOf(string word) =>
        word.StartsWith("Use", StringComparison.Ordinal)
        || (word.Length > 3 && word.StartsWith("Add", StringComparison.Ordinal) && !HelperCalls.IsAddOfTheFramework(word))
            ? WordForm.Call
            : WordForm.None;

    // A helper sets up a host, a collection of services or their builder, and lists have much added to them.
    public override bool IsVague(string word) => FormOf(word) != WordForm.None && !ConnectionStrings.Names.Contains(word);

    public override bool Tells(string word) =>
        word is "services" or "Services" or "app" or "App" or "options" or "Options" or "host" or "Host" or "Startup"
        || word.IndexOf("ServiceCollection", StringComparison.Ordinal) >= 0
        || word.EndsWith("uilder", StringComparison.Ordinal) && word != "StringBuilder";

    // A helper's address stands in its arguments.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.CallOf() is { } call
            ? call.ArgumentList.Arguments.Any(static argument => MayBeAddress(argument.Expression))
                ? [call]
                : []
            : ((SyntaxNode?)token.CreationOf() ?? token.AssignmentOf()) is { } node
                ? [node]
                : [];

    // What is neither a text nor an address by its own form; a text that is no URI is nobody's address, and no key.
    private static bool MayBeAddress(ExpressionSyntax value) =>
        value switch
        {
            LiteralExpressionSyntax literal => literal.Token.Value is string text && (text.IndexOf(':') >= 0 || text is ['/' or '\\', ..]),
            ObjectCreationExpressionSyntax { Type: SimpleNameSyntax { Identifier.ValueText: var type } } => type is "Uri" or "List",
            IdentifierNameSyntax { Identifier.ValueText: var name } => name is not ("services" or "Services" or "cancellationToken")
                && !name.EndsWith("uilder", StringComparison.Ordinal),
            AnonymousFunctionExpressionSyntax
            or ThisExpressionSyntax
            or DefaultExpressionSyntax
            or TypeOfExpressionSyntax
            or InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } => false,
            _ => true,
        };

    public override bool TellsBySymbol => true;

    public override bool MayMean(ISymbol named) =>
        named is not (IMethodSymbol or IFieldSymbol or IPropertySymbol { IsIndexer: false }) || OutboundEndpoints.MayTake(named);

    public override OutboundEndpoint? Recognise(Candidate candidate) =>
        candidate.Operation is { } operation && OutboundEndpoints.TryRecognise(operation) is { Kind: not OutboundKind.Browser } endpoint
            ? endpoint
            : null;
}
