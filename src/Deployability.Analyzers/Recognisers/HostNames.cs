using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the places that take the bare name or address of another machine.</summary>
internal static class HostNames
{
    /// <returns>The value that says the host, or null. What <see cref="ListenAddresses"/> and <see cref="DatabaseHosts"/> know is left to them.</returns>
    public static IOperation? TryRecognise(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                var host = Argument(call.Arguments) ?? EndPoint(call.Arguments);
                return host is null || call.TargetMethod.IsInNamespace("Microsoft.AspNetCore.Server.Kestrel") ? null : host;
            case IObjectCreationOperation { Type: { } type } creation when type.Is("System.Net", "IPEndPoint"):
                return ParsedAddress(creation) is { } address && !IsOwnEnd(creation) ? address : null;
            case IObjectCreationOperation { Constructor: not null } creation when creation.Parent is not IAttributeOperation:
                return Argument(creation.Arguments);
            case ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { Type.SpecialType: SpecialType.System_String } property },
                Syntax: AssignmentExpressionSyntax
            } assignment:
                return IsHost(property.Name) ? assignment.Value : null;
            default:
                return null;
        }
    }

    /// <summary>Whether a method, constructor or property may be given the name of a machine; a no is certain.</summary>
    /// <param name="member">As it is declared.</param>
    public static bool MayTake(ISymbol member) =>
        member switch
        {
            IPropertySymbol property => IsHost(property.Name),
            IMethodSymbol method => method.MethodKind == MethodKind.Constructor && method.ContainingType.Is("System.Net", "IPEndPoint")
                || method.Parameters.Any(static parameter => IsHost(parameter.Name) || IsEndPoint(parameter)),
            _ => false,
        };

    /// <summary>The client that an operation of a known library gives the name of another machine to, as a stem for a configuration key; null for other operations.</summary>
    public static string? ClientOf(IOperation operation)
    {
        ISymbol? member = operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } => property.Property,
            _ => null,
        };
        return member switch
        {
            null => null,
            _ when member.IsInNamespace("System.Net.Mail") || member.IsInNamespace("MailKit") => "Smtp",
            _ when member.IsInNamespace("System.Net.Sockets") => "Services:" + Stem(operation),
            _ when member.IsInNamespace("Renci.SshNet") => "Sftp",
            _ when member.IsInNamespace("MQTTnet") => "Mqtt",
            _ when member.IsInNamespace("MassTransit") => "RabbitMq",
            { Name: "UseRabbitMQ" } => "RabbitMq",
            _ when member.IsInNamespace("FluentFTP") => "Ftp",
            _ when member.IsInNamespace("System.DirectoryServices") || member.IsInNamespace("Novell.Directory") => "Ldap",
            _ => null,
        };
    }

    private static string Stem(IOperation operation) =>
        operation.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { Identifier.ValueText: not ("Program" or "Startup") and var type }
        && ServiceNames.Clean(type) is { } stem
            ? stem
            : "Backend";

    /// <summary>Whether the text is an IPv4 address of a machine that somebody set up, with or without a port.</summary>
    /// <remarks>Not loopback, "any", broadcast and multicast, the ranges for documentation (RFC 5737), link-local ones, and the public resolvers that code uses to find its own address.</remarks>
    public static bool IsMachine(string text)
    {
        var colon = text.IndexOf(':');
        var address = colon < 0 ? text : text.Substring(0, colon);
        if (!EndpointUrl.IsIPv4(address) || address is "8.8.8.8" or "8.8.4.4" or "1.1.1.1" or "1.0.0.1" or "9.9.9.9")
        {
            return false;
        }

        var first = int.Parse(address.Substring(0, address.IndexOf('.')), System.Globalization.CultureInfo.InvariantCulture);
        // 10.0.0.0 and 10.255.255.255 are the ends of a network.
        return first is > 0 and < 224 and not 127
            && !address.EndsWith(".0", StringComparison.Ordinal)
            && !address.EndsWith(".255", StringComparison.Ordinal)
            && !address.StartsWith("169.254.", StringComparison.Ordinal)
            && !address.StartsWith("192.0.2.", StringComparison.Ordinal)
            && !address.StartsWith("198.51.100.", StringComparison.Ordinal)
            && !address.StartsWith("203.0.113.", StringComparison.Ordinal);
    }

    private static IOperation? Argument(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (
                argument
                    is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter: { Type.SpecialType: SpecialType.System_String } parameter }
                && IsHost(parameter.Name)
            )
            {
                return argument.Value;
            }
        }

        return null;
    }

    // socket.Connect(IPAddress.Parse("10.0.0.5"), 502), socket.Connect(new IPEndPoint(IPAddress.Parse("10.0.0.5"), 502))
    private static IOperation? EndPoint(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            // An end point that is made elsewhere is found where it is made.
            if (
                argument.Parameter is { } parameter
                && IsEndPoint(parameter)
                && argument.Value.Unwrap() is IInvocationOperation parse
                && AddressOf(parse) is { } address
            )
            {
                return address;
            }
        }

        return null;
    }

    private static bool IsEndPoint(IParameterSymbol parameter) =>
        parameter
            is {
                Name: "address" or "remoteEP" or "endPoint" or "remoteEndPoint",
                ContainingSymbol: IMethodSymbol { Name: "Connect" or "ConnectAsync" or "SendTo" or "SendToAsync" }
            };

    // new(IPAddress.Parse("10.0.0.5"), 514), in an initialiser as well as in a call
    private static IOperation? ParsedAddress(IObjectCreationOperation endPoint)
    {
        var address = endPoint.Argument(0)?.Unwrap();
        if (address is ILocalReferenceOperation local && LocalValues.SingleValue(local.Local, local) is { } assigned)
        {
            address = assigned.Unwrap();
        }

        return address is IInvocationOperation parse ? AddressOf(parse) : null;
    }

    private static IOperation? AddressOf(IInvocationOperation parse) =>
        parse.TargetMethod is { Name: "Parse", ContainingType: var type } && type.Is("System.Net", "IPAddress") ? parse.Argument(0) : null;

    // socket.Bind(…), new TcpListener(…), LocalEndPoint = …: the end that this process listens on, which is no other machine.
    private static bool IsOwnEnd(IObjectCreationOperation endPoint)
    {
        IOperation current = endPoint;
        while (current.Parent is IConversionOperation)
        {
            current = current.Parent;
        }

        switch (current.Parent)
        {
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } }:
                return method.Name is "Bind" or "Listen" or "BindAsync" || method.IsInNamespace("Microsoft.AspNetCore");
            case IArgumentOperation { Parameter: { Name: "localEP" or "localEndPoint" } }:
                return true;
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: var name } }:
                return name.StartsWith("Local", StringComparison.Ordinal) || name.StartsWith("Bind", StringComparison.Ordinal);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var variable, Syntax: var declaration } }:
                return declaration.FirstAncestorOrSelf<BlockSyntax>() is var block
                    && ((SyntaxNode?)block ?? declaration.SyntaxTree.GetRoot(Cancellation.Token))
                        .DescendantNodes()
                        .OfType<IdentifierNameSyntax>()
                        .Any(use => use.Identifier.ValueText == variable.Name && IsBound(use));
            default:
                return false;
        }
    }

    private static bool IsBound(IdentifierNameSyntax use) =>
        use.Parent?.Parent?.Parent switch
        {
            InvocationExpressionSyntax call => call.Expression.NameOfMember() is "Bind" or "Listen" or "BindAsync",
            ObjectCreationExpressionSyntax creation => creation.Type.NameOfMember() is "TcpListener" or "UdpClient" or "HttpListener",
            _ => false,
        };

    private static bool IsHost(string name) =>
        name
            is "host"
                or "hostname"
                or "hostName"
                or "server"
                or "serverName"
                or "remoteHost"
                or "hostNameOrAddress"
                or "smtpHost"
                or "ipAddress"
                or "Host"
                or "Hostname"
                or "HostName"
                or "Server"
                or "ServerName"
                or "RemoteHost"
                or "SmtpHost"
                or "SmtpServer"
                or "IpAddress"
                or "IPAddress"
                or "HostAddress";
}
