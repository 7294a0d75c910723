using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Knows log files that settings name, and no code does.</summary>
internal static class LogSinks
{
    private const string Section = "Serilog";
    private const string Library = "Serilog.Settings.Configuration";
    private const string Name = ":Name";
    private const string Path = ":Args:path";
    private static readonly FactSource Source = new("appsettings.json");

    /// <summary>Where Serilog's file sinks write, wherever they stand: <c>WriteTo</c>, <c>AuditTo</c>, inside an asynchronous sink.</summary>
    /// <returns>A log file for each, with the key that names it; none where nothing reads these settings.</returns>
    public static IEnumerable<FileWriteFact> In(PlanContext context) =>
        context.Packages.ContainsKey(Library)
            ? context
                .Settings.Below(Section)
                .Where(key => key.EndsWith(Name, StringComparison.OrdinalIgnoreCase) && IsFile(context.Settings[key]))
                .Select(static key => key.Substring(0, key.Length - Name.Length) + Path)
                .Where(key => context.Settings[key] is { Length: > 0 })
                .Select(static key => new FileWriteFact(Source, "", key, FileWriteKind.Log, IsFile: true))
            : [];

    private static bool IsFile(string? sink) => string.Equals(sink, "File", StringComparison.OrdinalIgnoreCase);
}
