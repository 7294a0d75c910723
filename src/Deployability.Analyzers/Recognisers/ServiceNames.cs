using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Names the configuration key for the address of a service by what the code calls that service.</summary>
internal static class ServiceNames
{
    private const string Unknown = "Backend";

    // No identifier begins with one.
    private static readonly char[] Digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

    private static readonly string[] Suffixes =
    [
        "Address",
        "Url",
        "Uri",
        "Base",
        "Endpoint",
        "Api",
        "Host",
        "Root",
        "HttpClient",
        "Client",
        "Service",
        "Services",
        "Proxy",
        "Gateway",
        "Repository",
        "Provider",
        "Adapter",
        "Connector",
        "Options",
        "Settings",
        "Config",
        "Configuration",
        "Controller",
        "Handler",
        "Http",
        "Web",
        "Server",
        "Backend",
        "Worker",
        "Job",
        "Model",
        "Default",
        "Grpc",
        "Rest",
        "Request",
        "Message",
        "Target",
        "Destination",
        "Remote",
        "Link",
        "Redirect",
    ];

    // What is done with a service, or where it is used, says nothing of which it is: PUSH_URL, HomeController.
    private static readonly string[] Actions =
    [
        "Push",
        "Upload",
        "Download",
        "Renew",
        "Refresh",
        "OAuth",
        "Call",
        "Home",
        "Index",
        "All",
        "Post",
        "Get",
        "Send",
        "Login",
        "Callback",
        "Value",
        "Main",
        "Page",
        "Info",
        "Response",
        "Result",
    ];

    /// <returns>Such as <c>Services:Inventory:BaseUrl</c>; the key that the code reads already when the value is its default.</returns>
    public static string KeyFor(OutboundEndpoint endpoint, EndpointUrl url, TracedValue value)
    {
        if (value.Key.Length > 0)
        {
            return value.Key;
        }

        switch (endpoint.Kind)
        {
            case OutboundKind.Identity:
                return "Authentication:Authority";
            case OutboundKind.Telemetry:
                // The variable of the OpenTelemetry specification, which hosts and side-cars set.
                return "OTEL_EXPORTER_OTLP_ENDPOINT";
            case OutboundKind.Browser:
                return "FrontEnd:BaseUrl";
        }

        return ConnectionName(url.Scheme) is { } connection
            ? "ConnectionStrings:" + connection
            : "Services:"
                + (
                    ClientName(endpoint.Use)
                    ?? ProductName(url)
                    ?? HolderName(value.Literal)
                    ?? TargetName(endpoint)
                    ?? HostName(url)
                    ?? TypeName(value.Literal)
                    ?? PathName(url)
                    ?? Unknown
                )
                + ":BaseUrl";
    }

    private static string? ConnectionName(string scheme) =>
        scheme switch
        {
            "mongodb" or "mongodb+srv" => "MongoDb",
            "redis" or "rediss" => "Redis",
            "amqp" or "amqps" or "rabbitmq" or "rabbitmqs" => "RabbitMq",
            "postgres" or "postgresql" => "Postgres",
            "mysql" => "MySql",
            "nats" => "Nats",
            "sb" => "ServiceBus",
            _ => null,
        };

    // AddHttpClient("inventory", …), AddHttpClient<IInventoryClient>(…), RestService.For<IInventoryApi>(…), Configure<InventoryOptions>(…)
    private static string? ClientName(IOperation use)
    {
        for (IOperation? current = use; current is not null; current = current.Parent)
        {
            if (current is not IInvocationOperation call)
            {
                continue;
            }

            for (var link = call; link is not null; link = link.Receiver() as IInvocationOperation)
            {
                if (
                    link.TargetMethod.Name
                    is not (
                        "AddHttpClient"
                        or "AddGrpcClient"
                        or "AddRefitClient"
                        or "AddRefitGeneratedClient"
                        or "For"
                        or "Configure"
                        or "PostConfigure"
                        or "AddOptions"
                    )
                )
                {
                    continue;
                }

                if (
                    link.Argument("name")?.ConstantValue is { HasValue: true, Value: string { Length: > 0 } text }
                    && Clean(text) is { } named
                )
                {
                    return named;
                }

                if (link.TargetMethod.TypeArguments is [.., var type] && Clean(type.Name) is { } typed)
                {
                    return typed;
                }
            }
        }

        return null;
    }

    // Products that nearly everybody runs at the port they come with.
    private static string? ProductName(EndpointUrl url) =>
        url.IsLoopback || url.Host.IndexOf('.') < 0
            ? url.Port switch
            {
                11434 => "Ollama",
                5341 => "Seq",
                9200 => "Elasticsearch",
                8086 => "InfluxDb",
                6333 or 6334 => "Qdrant",
                8500 => "Consul",
                8200 => "Vault",
                3100 => "Loki",
                9411 => "Zipkin",
                4317 or 4318 => "Otlp",
                4566 => "LocalStack",
                10000 or 10001 or 10002 when url.Rest.StartsWith("/devstoreaccount1", StringComparison.Ordinal) => "Storage",
                _ => null,
            }
            : null;

    private static string? HolderName(SyntaxNode literal)
    {
        foreach (var ancestor in literal.Ancestors())
        {
            switch (ancestor)
            {
                case VariableDeclaratorSyntax { Initializer.Value: var value } declarator when value.Span.Contains(literal.Span):
                    return value.DescendantNodesAndSelf().Any(static node => node is AnonymousFunctionExpressionSyntax) || IsResult(value)
                        ? null
                        : Clean(declarator.Identifier.ValueText);
                case PropertyDeclarationSyntax property:
                    return Clean(property.Identifier.ValueText);
                case StatementSyntax or AnonymousFunctionExpressionSyntax or ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax }:
                    return null;
            }
        }

        return null;
    }

    // var response = await client.GetAsync("…"): the variable is named after the answer.
    private static bool IsResult(ExpressionSyntax value) => value is AwaitExpressionSyntax or InvocationExpressionSyntax;

    private static string? TargetName(OutboundEndpoint endpoint) =>
        endpoint.Use switch
        {
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } => Clean(target.Member.Name)
                ?? (
                    target.Member.ContainingType.Name is { } owner && owner.EndsWith("Options", StringComparison.Ordinal)
                        ? Clean(owner)
                        : null
                ),
            _ => null,
        };

    private static string? HostName(EndpointUrl url)
    {
        if (url.IsLoopback || EndpointUrl.IsIPv4(url.Host) || url.Host.IndexOf(':') >= 0)
        {
            return null;
        }

        var labels = url.Host.Split('.');
        foreach (var label in labels.Take(Math.Max(1, labels.Length - 1)))
        {
            if (
                label.ToLowerInvariant()
                    is not (
                        "api"
                        or "www"
                        or "app"
                        or "apps"
                        or "service"
                        or "services"
                        or "gateway"
                        or "internal"
                        or "dev"
                        or "test"
                        or "staging"
                        or "stage"
                        or "prod"
                        or "production"
                        or "uat"
                        or "qa"
                        or "web"
                        or "host"
                        or "backend"
                        or "server"
                        or "json"
                        or "xml"
                        or "rest"
                        or "public"
                        or "drive"
                        or "static"
                        or "cdn"
                        or "secure"
                        or "portal"
                        or "my"
                        or "data"
                        or "v1"
                        or "v2"
                    )
                && Clean(label.TrimStart(Digits)) is { } name
            )
            {
                return name;
            }
        }

        return null;
    }

    private static string? TypeName(SyntaxNode literal)
    {
        var type = literal.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText;
        return
            type is null
            || type is "Program" or "Startup"
            || type.EndsWith("Extensions", StringComparison.Ordinal)
            || type.EndsWith("Constants", StringComparison.Ordinal)
            ? null
            : Clean(type);
    }

    private static string? PathName(EndpointUrl url)
    {
        foreach (var segment in url.Rest.Split('/', '?', '#'))
        {
            if (
                segment.Length > 2
                && !segment.Equals("api", StringComparison.OrdinalIgnoreCase)
                && segment.All(static c => char.IsLetter(c) || c is '-' or '_')
                && Clean(segment) is { } name
            )
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The meaningful words of an identifier in Pascal case; null when nothing but generic words is left.</summary>
    internal static string? Clean(string identifier)
    {
        var name = Pascal(identifier);
        if (name.Length > 2 && name[0] == 'I' && char.IsUpper(name[1]) && char.IsLower(name[2]))
        {
            name = name.Substring(1);
        }

        if (name.StartsWith("Default", StringComparison.Ordinal))
        {
            name = name.Substring("Default".Length);
        }

        bool changed;
        do
        {
            changed = false;
            foreach (var suffix in Suffixes)
            {
                if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                {
                    name = name.Substring(0, name.Length - suffix.Length);
                    changed = true;
                }
            }
        } while (changed);
        return name.Length < 2 || !char.IsLetter(name[0]) || Array.IndexOf(Actions, name) >= 0 ? null : name;
    }

    // INVENTORY_URL, inventory-api, _inventoryUrl, inventory service: words by separators and case.
    private static string Pascal(string identifier)
    {
        var allUpper = identifier.All(static c => !char.IsLower(c));
        var result = new StringBuilder(identifier.Length);
        var startsWord = true;
        foreach (var c in identifier)
        {
            if (!char.IsLetterOrDigit(c))
            {
                startsWord = true;
                continue;
            }

            result.Append(
                startsWord ? char.ToUpperInvariant(c)
                : allUpper ? char.ToLowerInvariant(c)
                : c
            );
            startsWord = false;
        }

        return result.ToString();
    }
}
