namespace Deployability.Model;

/// <summary>Environment variables that the system, the container or a build server sets, and no operator.</summary>
/// <remarks>POSIX (https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html), Windows' <c>set</c>, and <c>CI</c>, which all build servers set.</remarks>
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
    };

    public static bool Contains(string name) => Names.Contains(name);
}
