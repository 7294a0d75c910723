namespace Deployability.Analyzers.Files;

/// <summary>Knows which settings of a file hold in Production.</summary>
internal static class ShippedSettings
{
    private const string Base = "appsettings.json";
    private const string Production = "appsettings.Production.json";

    /// <summary>The values that a settings file gives to a deployment, without those that <c>appsettings.Production.json</c> beside it replaces.</summary>
    /// <param name="files">Of the project.</param>
    /// <param name="file">A JSON settings file.</param>
    /// <param name="views">What it says.</param>
    public static IEnumerable<FileValue> Of(ProjectFiles files, ProjectFile file, FileViews views, CancellationToken cancellationToken)
    {
        var replaced = file.Name.Equals(Base, StringComparison.OrdinalIgnoreCase) ? KeysOf(files, file, cancellationToken) : null;
        foreach (var setting in views.Json.Settings)
        {
            if (setting.IsString && replaced?.Contains(setting.Key) != true)
            {
                yield return new FileValue(setting.Key, setting.Value, setting.Range);
            }
        }
    }

    /// <summary>Whether the settings that Production loads give a key a value.</summary>
    /// <param name="files">Of the project.</param>
    /// <param name="key">With <c>:</c> between sections.</param>
    public static bool Give(ProjectFiles files, string key, CancellationToken cancellationToken) =>
        files
            .OfKind(ProjectFileKind.AppSettings)
            .Any(file =>
                (
                    file.Name.Equals(Base, StringComparison.OrdinalIgnoreCase)
                    || file.Name.Equals(Production, StringComparison.OrdinalIgnoreCase)
                )
                && file.GetViews(cancellationToken)
                    ?.Json.Settings.Any(setting => setting.Value.Length > 0 && setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
                    == true
            );

    private static HashSet<string>? KeysOf(ProjectFiles files, ProjectFile file, CancellationToken cancellationToken)
    {
        var path = file.Folder + Production;
        return files.Find(path, file.IsOfProject)?.GetViews(cancellationToken) is { } views
            ? new HashSet<string>(views.Json.Settings.Select(static setting => setting.Key), StringComparer.OrdinalIgnoreCase)
            : null;
    }
}
