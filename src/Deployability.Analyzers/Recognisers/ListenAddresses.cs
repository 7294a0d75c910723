using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>An address on which the server listens.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host"><c>*</c> for every address, else as written; <see cref="TracedValue.Hole"/> when known only at run time.</param>
/// <param name="Port">0 when known only at run time or not written.</param>
/// <param name="Literal">The literal that says the host, or the call that implies it.</param>
/// <param name="Value">The traced text; null when a call such as <c>ListenLocalhost</c> says it.</param>
internal sealed record ListenAddress(string Scheme, string Host, int Port, SyntaxNode Literal, TracedValue? Value)
{
    /// <summary>What gives the port where it is an argument of its own; null when a text says it.</summary>
    public IOperation? PortValue { get; init; }

    /// <summary>Whether other machines can reach it wherever it runs.</summary>
    public bool IsReachable => Host is "*" or "+" or "0.0.0.0" or "::" || Host.IndexOf(TracedValue.Hole) >= 0 || Host.IndexOf('{') >= 0;
}

/// <summary>Knows the ways in which code and settings say on which addresses the server listens.</summary>
internal static class ListenAddresses
{
    /// <summary>Names of methods that may say it; a cheap filter on syntax before anything is bound.</summary>
    public static HashSet<string> Calls { get; } =
        new(StringComparer.Ordinal)
        {
            "UseUrls",
            "Run",
            "RunAsync",
            "Add",
            "UseSetting",
            "ListenLocalhost",
            "ListenAnyIP",
            "Listen",
            "Start",
            "StartAsync",
            "SetEnvironmentVariable",
        };

    /// <returns>The addresses; empty when the operation says none.</returns>
    public static IReadOnlyList<ListenAddress> TryRecognise(IOperation operation, ProjectContext project) =>
        operation switch
        {
            IInvocationOperation invocation when Calls.Contains(invocation.TargetMethod.Name) => FromCall(invocation, project),
            ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } configuration, Arguments: [var key] }
            } assignment
                when (IsUrlsKey(key.Value) || HostSettings.KeyOf(key.Value) is { } name && IsSetting(name))
                    && ConfigurationReads.IsConfiguration(configuration.Type) => FromText(assignment.Value, project),
            _ => [],
        };

    /// <summary>Whether a key of appsettings says where the server listens.</summary>
    public static bool IsSetting(string key)
    {
        if (Equal(key, "urls") || Equal(key, "server.urls"))
        {
            return true;
        }

        const string Prefix = "Kestrel:Endpoints:";
        const string Suffix = ":Url";
        return key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase)
            && key.Length > Prefix.Length + Suffix.Length - 1
            && key.IndexOf(':', Prefix.Length) == key.Length - Suffix.Length;
    }

    /// <summary>Whether an environment variable says where the server listens: <c>ASPNETCORE_URLS</c>, <c>Kestrel__Endpoints__Web__Url</c>.</summary>
    public static bool IsVariable(string name) => HostVariables.IsOne(name, HostVariables.Urls) || IsSetting(name.Replace("__", ":"));

    /// <summary>Takes <c>http://localhost:5000;http://*:80</c> apart.</summary>
    public static IEnumerable<(string Scheme, string Host, int Port)> Parse(string urls)
    {
        foreach (var part in urls.Split(';', ','))
        {
            var url = part.Trim();
            var separator = url.IndexOf("://", StringComparison.Ordinal);
            if (separator <= 0)
            {
                continue;
            }

            var authority = url.Substring(separator + 3).Split('/')[0];
            if (
                authority.Length == 0
                || authority.StartsWith("unix:", StringComparison.OrdinalIgnoreCase)
                || authority.StartsWith("pipe:", StringComparison.OrdinalIgnoreCase)
            )
            {
                continue;
            }

            var (host, port) = Split(authority);
            yield return (url.Substring(0, separator).ToLowerInvariant(), Bound(host), port);
        }
    }

    // Kestrel takes a name that is not localhost for every address: it looks no name up.
    private static string Bound(string host) =>
        host is "0.0.0.0" or "::" ? "*"
        : host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || System.Net.IPAddress.TryParse(host, out _)
        || !host.All(static c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '+')
            ? host
        : "*";

    /// <summary>Whether a method takes an address to listen on, whatever it is given.</summary>
    public static bool MaySay(IMethodSymbol method) =>
        method.Name switch
        {
            "UseUrls" or "UseSetting" => IsHosting(method),
            "SetEnvironmentVariable" => method.ContainingType.Is("System", "Environment"),
            "Run" or "RunAsync" or "Start" or "StartAsync" => method.ContainingType.Is("Microsoft.AspNetCore.Builder", "WebApplication"),
            "ListenLocalhost" or "ListenAnyIP" or "Listen" => IsKestrel(method),
            _ => true,
        };

    private static List<ListenAddress> FromCall(IInvocationOperation call, ProjectContext project)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "UseUrls" when IsHosting(method):
                return FromText(call.Argument("urls"), project);
            case "UseSetting" when IsHosting(method) && IsUrlsKey(call.Argument("key")):
                return FromText(call.Argument("value"), project);
            case "SetEnvironmentVariable" when method.ContainingType.Is("System", "Environment") && IsUrlsKey(call.Argument("variable")):
                return FromText(call.Argument("value"), project);
            case "Run" or "RunAsync" when method.ContainingType.Is("Microsoft.AspNetCore.Builder", "WebApplication"):
                return FromText(call.Argument("url"), project);
            case "Start" or "StartAsync" when method.ContainingType.Is("Microsoft.AspNetCore.Builder", "WebApplication"):
                return FromText(call.Argument("url"), project);
            case "Add" when call.Instance is { } urls && IsUrls(urls):
                return FromText(call.Arguments[0].Value, project);
            case "ListenLocalhost" when IsKestrel(method):
                return
                [
                    new ListenAddress("http", "localhost", Port(call.Argument("port")), call.Syntax, null)
                    {
                        PortValue = call.Argument("port"),
                    },
                ];
            case "ListenAnyIP" when IsKestrel(method):
                return
                [
                    new ListenAddress("http", "*", Port(call.Argument("port")), call.Syntax, null) { PortValue = call.Argument("port") },
                ];
            case "Listen" when IsKestrel(method):
                return FromEndPoint(call, project);
            default:
                return [];
        }
    }

    private static List<ListenAddress> FromEndPoint(IInvocationOperation call, ProjectContext project)
    {
        if (call.Argument("address") is { } address)
        {
            return FromAddress(address, call.Argument("port"), call, project);
        }

        var endPoint = call.Argument("endPoint")?.Unwrap();
        if (endPoint is ILocalReferenceOperation local && LocalValues.SingleValue(local.Local, local) is { } value)
        {
            endPoint = value.Unwrap();
        }

        return
            endPoint is IObjectCreationOperation creation && creation.Type.Is("System.Net", "IPEndPoint") && creation.Argument(0) is { } ip
            ? FromAddress(ip, creation.Argument(1), call, project)
            : [];
    }

    private static List<ListenAddress> FromAddress(IOperation address, IOperation? port, IInvocationOperation call, ProjectContext project)
    {
        address = address.Unwrap();
        switch (address)
        {
            case IFieldReferenceOperation { Field: { Name: var name, ContainingType: { } type } } when type.Is("System.Net", "IPAddress"):
                return
                [
                    new ListenAddress(
                        "http",
                        name switch
                        {
                            "Loopback" or "IPv6Loopback" => "localhost",
                            _ => "*",
                        },
                        Port(port),
                        call.Syntax,
                        null
                    )
                    {
                        PortValue = port,
                    },
                ];
            case IInvocationOperation { TargetMethod: { Name: "Parse", ContainingType: { } type } } parse
                when type.Is("System.Net", "IPAddress"):
                return project
                    .Values.Trace(parse.Argument(0))
                    .Select(value => new ListenAddress(
                        "http",
                        value.Text is "0.0.0.0" or "::" ? "*" : value.Text,
                        Port(port),
                        value.Literal,
                        value
                    )
                    {
                        PortValue = port,
                    })
                    .ToList();
            default:
                return [];
        }
    }

    private static List<ListenAddress> FromText(IOperation? text, ProjectContext project)
    {
        if (text is null)
        {
            return [];
        }

        var addresses = new List<ListenAddress>();
        foreach (var value in project.Values.TraceElements(text))
        {
            foreach (var (scheme, host, port) in Parse(value.Text))
            {
                addresses.Add(new ListenAddress(scheme, host, port, value.Literal, value));
            }
        }

        return addresses;
    }

    private static (string Host, int Port) Split(string authority)
    {
        if (authority[0] == '[' && authority.IndexOf(']') is > 0 and var close)
        {
            return (authority.Substring(1, close - 1), PortOf(authority.Substring(close + 1).TrimStart(':')));
        }

        var colon = authority.LastIndexOf(':');
        return colon < 0 ? (authority, 0) : (authority.Substring(0, colon), PortOf(authority.Substring(colon + 1)));
    }

    private static int PortOf(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port)
        && port is > 0 and <= 65535
            ? port
            : 0;

    private static int Port(IOperation? port) => port?.ConstantValue is { HasValue: true, Value: int number } ? number : 0;

    private static bool IsUrlsKey(IOperation? key) =>
        HostSettings.KeyOf(key) is { } name
        && (Equal(name, "urls") || Equal(name, "server.urls") || HostVariables.IsOne(name, HostVariables.Urls));

    private static bool IsUrls(IOperation collection)
    {
        collection = collection.Unwrap();
        return collection is IPropertyReferenceOperation { Property: { Name: "Urls", ContainingType: { } app } }
                && app.Is("Microsoft.AspNetCore.Builder", "WebApplication")
            || collection is IPropertyReferenceOperation { Property: { Name: "Addresses", ContainingType: { } feature } }
                && feature.Is("Microsoft.AspNetCore.Hosting.Server.Features", "IServerAddressesFeature");
    }

    private static bool IsHosting(IMethodSymbol method) =>
        method.IsInNamespace("Microsoft.AspNetCore.Hosting") || method.IsInNamespace("Microsoft.AspNetCore.Builder");

    private static bool IsKestrel(IMethodSymbol method) => method.IsInNamespace("Microsoft.AspNetCore.Server.Kestrel");

    private static bool Equal(string key, string other) => key.Equals(other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The addresses that one call says, at least one.</summary>
internal sealed record ListenAddressList(IReadOnlyList<ListenAddress> Addresses);

internal sealed class ListenCalls : Recogniser<ListenAddressList>
{
    public override IEnumerable<string> Words => ListenAddresses.Calls;

    public override WordForm Form => WordForm.Call;

    public override WordForm FormOf(string word) => word == "[" ? WordForm.Anywhere : WordForm.None;

    // app.Urls.Add(…); every other Add is a collection's, and app.Run() says no address.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.Parent is BracketedArgumentListSyntax { Parent: ElementAccessExpressionSyntax element }
            ? IsSetting(element)
                ? [element.Parent!]
                : []
            : token.CallOf() is { ArgumentList.Arguments: [not { Expression: AnonymousFunctionExpressionSyntax }, ..] } call
            && (
                token.ValueText != "Add"
                || call.Expression is MemberAccessExpressionSyntax { Expression: var list } && list.NameOfMember() == "Urls"
            )
                ? [call]
                : [];

    // configuration["urls"] = "…", configuration[WebHostDefaults.ServerUrlsKey] = "…"
    private static bool IsSetting(ElementAccessExpressionSyntax element) =>
        element.Parent is AssignmentExpressionSyntax assignment
        && assignment.Left == element
        && element.ArgumentList.Arguments is [{ Expression: var key }]
        && ((key as LiteralExpressionSyntax)?.Token.Value as string ?? key.NameOfMember() ?? "").IndexOf(
            "url",
            StringComparison.OrdinalIgnoreCase
        ) >= 0;

    public override ListenAddressList? Recognise(Candidate candidate) =>
        (candidate.Node is not InvocationExpressionSyntax || candidate.Method is { } called && ListenAddresses.MaySay(called))
        && candidate.Operation is { } operation
        && ListenAddresses.TryRecognise(operation, candidate.Project) is { Count: > 0 } addresses
            ? new ListenAddressList(addresses)
            : null;
}
