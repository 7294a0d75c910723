namespace Deployability.Model;

/// <summary>Environment variables that the system, the container, a side-car or a build server sets, and no operator.</summary>
/// <remarks>The ports of Dapr's side-car are set by what puts it into the pod (https://docs.dapr.io/reference/environment/). POSIX (https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html), Windows' <c>set</c>, and <c>CI</c>, which all build servers set.</remarks>
public static class SystemVariables
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "HOME",
        "PATH",
        "TMPDIR",
        "TEMP",
        "TMP",
        "USER",
        "HOSTNAME",
        "PWD",
        "LANG",
        "TZ",
        "CI",
        "COMPUTERNAME",
        "USERNAME",
        "USERPROFILE",
        "DAPR_HTTP_PORT",
        "DAPR_GRPC_PORT",
    };

    public static bool Contains(string name) => Names.Contains(name);
}
