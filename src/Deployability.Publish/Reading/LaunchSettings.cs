using Deployability.Formats.Json;

namespace Deployability.Publish.Reading;

/// <summary>Where an app listens on a developer's machine: by that others of the solution call it there.</summary>
internal static class LaunchSettings
{
    private const string Profiles = "profiles:";
    private const string Address = ":applicationUrl";

    /// <summary>The ports of all profiles, sorted; none where there is no such file, or one that cannot be read.</summary>
    /// <param name="projectDirectory">Full path.</param>
    public static IReadOnlyList<int> Ports(string projectDirectory)
    {
        var path = Path.Combine(projectDirectory, "Properties", "launchSettings.json");
        try
        {
            return !File.Exists(path)
                ? []
                :
                [
                    .. JsonFile
                        .Parse(File.ReadAllText(path))
                        .Settings.Where(static setting =>
                            setting.Key.StartsWith(Profiles, StringComparison.OrdinalIgnoreCase)
                            && setting.Key.EndsWith(Address, StringComparison.OrdinalIgnoreCase)
                        )
                        .SelectMany(static setting => setting.Value.Split(';'))
                        .Select(static address => Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) ? uri.Port : 0)
                        .Where(static port => port > 0)
                        .Distinct()
                        .OrderBy(static port => port),
                ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
