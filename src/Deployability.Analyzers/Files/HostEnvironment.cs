namespace Deployability.Analyzers.Files;

/// <summary>Knows the variables that name a host's environment.</summary>
/// <remarks>https://learn.microsoft.com/aspnet/core/fundamentals/environments</remarks>
internal static class HostEnvironment
{
    /// <summary>That of a web host comes first.</summary>
    public static string[] Variables { get; } = ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    /// <summary>Whether a variable, or a key of configuration that is read from one, names the environment.</summary>
    public static bool IsVariable(string? name) =>
        name is not null && Array.Exists(Variables, variable => name.Equals(variable, StringComparison.OrdinalIgnoreCase));
}
