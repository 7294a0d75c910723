namespace Deployability.Analyzers.Recognisers.Settings;

/// <summary>Knows the environment variables by which a host of .NET is told where it runs and on what it listens.</summary>
/// <remarks>
/// A web host reads the keys of its own configuration from variables with either prefix, and from any source of the app's without one:
/// https://learn.microsoft.com/aspnet/core/fundamentals/host/generic-host, https://learn.microsoft.com/aspnet/core/fundamentals/environments,
/// https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints.
/// </remarks>
internal static class HostVariables
{
    /// <summary>In front of the keys of a host. That of a web host comes first.</summary>
    public static string[] Prefixes { get; } = ["ASPNETCORE_", "DOTNET_"];

    /// <summary>Those that name the environment.</summary>
    public static string[] Environment { get; } = Named("ENVIRONMENT");

    /// <summary>Those that say the addresses to listen on.</summary>
    public static string[] Urls { get; } = Named("URLS");

    /// <summary>Those that say the ports to listen on, where nothing says an address.</summary>
    public static string[] Ports { get; } = [.. Named("HTTP_PORTS"), .. Named("HTTPS_PORTS")];

    /// <summary>Those that make a web host show what went wrong at its start.</summary>
    public static string[] DetailedErrors { get; } = Named("DETAILEDERRORS");

    /// <summary>What the images of .NET set; the one in the plural is their older name.</summary>
    public static string[] InContainer { get; } = ["DOTNET_RUNNING_IN_CONTAINER", "DOTNET_RUNNING_IN_CONTAINERS"];

    /// <summary>Whether a variable, or a key of configuration that is read from one, names the environment.</summary>
    public static bool NamesEnvironment(string? name) => name is not null && IsOne(name, Environment);

    /// <summary>Whether a name is one of the variables.</summary>
    public static bool IsOne(string name, string[] variables) =>
        Array.Exists(variables, variable => name.Equals(variable, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same for a key of configuration, in which the prefix may be taken off.</summary>
    public static bool IsKeyOf(string key, string[] variables) =>
        IsOne(key, variables) || Array.Exists(Prefixes, prefix => IsOne(prefix + key, variables));

    private static string[] Named(string key) => [.. Prefixes.Select(prefix => prefix + key)];
}
