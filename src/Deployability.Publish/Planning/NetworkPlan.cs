namespace Deployability.Publish.Planning;

/// <summary>What the app may reach.</summary>
/// <param name="EgressPorts">TCP ports by number, with the reason.</param>
/// <param name="DeniesOthers">Whether everything else is denied; not while code is there that nobody has read.</param>
public sealed record NetworkPlan(IReadOnlyList<EgressPort> EgressPorts, bool DeniesOthers = true)
{
    /// <summary>Namespaces or address ranges that may connect besides the ingress controllers.</summary>
    public IReadOnlyList<string> IngressFrom { get; init; } = [];

    /// <summary>Where in the cluster it calls Services. A policy sees the port of the pod, which need not be that of the Service.</summary>
    public IReadOnlyList<PeerPlan> Peers { get; init; } = [];

    /// <summary>By what the app's instances reach one another, on whatever ports; empty where they do not.</summary>
    public string Joining { get; init; } = "";

    /// <summary>Whether Dapr's side-car runs in the pod: it reaches its control plane, its components and the side-cars of other apps, and these reach it.</summary>
    public bool HasDapr { get; init; }

    /// <summary>Apps that may call this one.</summary>
    public IReadOnlyList<ClientPlan> Clients { get; init; } = [];

    /// <summary>What the project says that the app may reach, besides what code says.</summary>
    public IReadOnlyList<EgressPlan> Egress { get; init; } = [];
}

/// <param name="Namespace">Where the Services are; empty for this app's own namespace, <see cref="Anywhere"/> while nobody knows.</param>
/// <param name="Reason">What calls them.</param>
public sealed record PeerPlan(string Namespace, string Reason)
{
    public const string Anywhere = "*";
}

/// <param name="Name">The app's name, a label's value.</param>
/// <param name="Namespace">Where it runs; empty for this app's own namespace.</param>
public sealed record ClientPlan(string Name, string Namespace);

/// <param name="Name">What it is.</param>
/// <param name="Port">TCP port; 0 for every port.</param>
/// <param name="Cidr">Addresses; empty for every address.</param>
public sealed record EgressPlan(string Name, int Port, string Cidr);

/// <param name="Number">TCP port.</param>
/// <param name="Reason">What needs it.</param>
public sealed record EgressPort(int Number, string Reason);
