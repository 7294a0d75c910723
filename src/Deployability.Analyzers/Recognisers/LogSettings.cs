using Deployability.Analyzers.Files;

namespace Deployability.Analyzers.Recognisers;

/// <summary>What the settings that Production loads say of log levels.</summary>
/// <param name="HasDefault">Whether they give the level of every category that nothing else is said about: <c>Logging:LogLevel:Default</c>.</param>
/// <param name="HasSerilog">Whether they give Serilog's least level.</param>
internal sealed record LogSettings(bool HasDefault, bool HasSerilog)
{
    private const string Production = "appsettings.Production.json";

    /// <summary>Reads <c>appsettings.json</c> and <c>appsettings.Production.json</c>.</summary>
    public static LogSettings Read(ProjectFiles files, CancellationToken cancellationToken)
    {
        var result = new LogSettings(false, false);
        foreach (var file in files.All)
        {
            if (AreForProduction(file) && file.GetViews(cancellationToken)?.Json.Settings is { } settings)
            {
                result = new LogSettings(
                    result.HasDefault
                        || settings.Any(static setting =>
                            setting.Key.Equals("Logging:LogLevel:Default", StringComparison.OrdinalIgnoreCase)
                        ),
                    result.HasSerilog
                        || settings.Any(static setting =>
                            setting.Key.Equals("Serilog:MinimumLevel", StringComparison.OrdinalIgnoreCase)
                            || setting.Key.Equals("Serilog:MinimumLevel:Default", StringComparison.OrdinalIgnoreCase)
                        )
                );
            }
        }

        return result;
    }

    /// <summary>Whether Production loads the file; those of Staging, Test and customers are for other environments.</summary>
    public static bool AreForProduction(ProjectFile file) =>
        file.Name.Equals("appsettings.json", StringComparison.OrdinalIgnoreCase)
        || file.Name.Equals(Production, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the file beside this one that is loaded after it in Production gives the key a level that is not verbose.</summary>
    public static bool IsReplaced(ProjectFile own, string key, ProjectFiles files, CancellationToken cancellationToken)
    {
        var path = own.RelativePath;
        var later = path.Substring(0, path.Length - own.Name.Length) + Production;
        return !path.Equals(later, StringComparison.OrdinalIgnoreCase)
            && files.All.FirstOrDefault(file => file.RelativePath.Equals(later, StringComparison.OrdinalIgnoreCase)) is { } production
            && production
                .GetViews(cancellationToken)
                ?.Json.Settings.Any(setting =>
                    setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && !LogLevels.IsVerbose(setting.Value)
                ) == true;
    }
}
