using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A connection that the code puts together from host, user and password.</summary>
/// <param name="Provider">One of <see cref="ConnectionProviders"/>.</param>
/// <param name="Host">What gives the host.</param>
/// <param name="User">What gives the user.</param>
/// <param name="Password">What gives the password.</param>
internal sealed record ConnectionParts(string Provider, IOperation Host, IOperation User, IOperation Password)
{
    /// <summary>The fact of it; null where configuration does not give all of them.</summary>
    public ConnectionPartsFact? FactOf(ProjectContext project, FactSource source) =>
        KeyOf(Host, project) is { Length: > 0 } host
        && KeyOf(User, project) is { Length: > 0 } user
        && KeyOf(Password, project) is { Length: > 0 } password
            ? new(source, Provider, host, user, password)
            : null;

    private static string KeyOf(IOperation value, ProjectContext project) =>
        ConfigurationReads.KeyOfAddress(value) is { Length: > 0 } key ? key
        : value.Unwrap() is IPropertyReferenceOperation { Property: { ContainingType: var type } property } option
        && (OptionsClasses.IsBound(type, project) || OptionsClasses.IsOptionsValue(option.Instance))
            ? OptionsClasses.KeyFor(property, project) ?? ""
        : "";
}

/// <summary>Knows brokers that are told host, user and password one by one: RabbitMQ's own factory, and MassTransit over RabbitMQ.</summary>
internal sealed class ConnectionPartUses : Recogniser<ConnectionParts>
{
    public override IEnumerable<string> Words => ["ConnectionFactory", "UsingRabbitMq"];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) => token.CallOf() is { } call ? [call] : token.CreationsOf();

    public override ConnectionParts? Recognise(Candidate candidate) =>
        candidate.Operation switch
        {
            IObjectCreationOperation { Initializer: { } initializer, Type: { Name: "ConnectionFactory" } type }
                when type.IsInNamespace("RabbitMQ.Client") => Of(
                Assigned(initializer, "HostName"),
                Assigned(initializer, "UserName"),
                Assigned(initializer, "Password")
            ),
            IInvocationOperation { TargetMethod: { Name: "UsingRabbitMq" } method } call when method.IsInNamespace("MassTransit") => call
                .Arguments.SelectMany(static argument => argument.Value.Descendants())
                .OfType<IInvocationOperation>()
                .Where(static inner => inner.TargetMethod.Name == "Host" && inner.TargetMethod.IsInNamespace("MassTransit"))
                .Select(OfHost)
                .FirstOrDefault(static parts => parts is not null),
            _ => null,
        };

    // cfg.Host(host, "/", h => { h.Username(user); h.Password(password); })
    private static ConnectionParts? OfHost(IInvocationOperation host) =>
        Of(host.Argument("host"), Told(host, "Username"), Told(host, "Password"));

    private static ConnectionParts? Of(IOperation? host, IOperation? user, IOperation? password) =>
        host is not null && user is not null && password is not null ? new(ConnectionProviders.RabbitMq, host, user, password) : null;

    private static IOperation? Told(IInvocationOperation host, string name) =>
        host
            .Arguments.SelectMany(static argument => argument.Value.Descendants())
            .OfType<IInvocationOperation>()
            .FirstOrDefault(call => call.TargetMethod.Name == name && call.TargetMethod.IsInNamespace("MassTransit"))
            ?.Argument(name.ToLowerInvariant());

    private static IOperation? Assigned(IObjectOrCollectionInitializerOperation initializer, string name) =>
        initializer
            .Initializers.OfType<ISimpleAssignmentOperation>()
            .FirstOrDefault(assignment =>
                assignment.Target is IPropertyReferenceOperation { Property.Name: var property } && property == name
            )
            ?.Value;
}
