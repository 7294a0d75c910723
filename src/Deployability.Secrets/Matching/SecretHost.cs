namespace Deployability.Secrets.Matching;

/// <summary>Where a credential is valid.</summary>
public enum SecretHost
{
    /// <summary>The text does not say.</summary>
    Unknown,

    /// <summary>This machine: localhost, 127.0.0.1, (localdb), host.docker.internal.</summary>
    Loopback,

    /// <summary>A container beside the app: a name of one label such as <c>postgres</c>.</summary>
    Companion,

    /// <summary>Anything else.</summary>
    Remote,
}
