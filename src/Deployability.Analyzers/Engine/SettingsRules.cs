using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>How a rule comes to the JSON that the program reads as its configuration.</summary>
internal static class SettingsRules
{
    /// <summary>Has a rule look at appsettings that ship, and at other JSON that <c>AddJsonFile</c> names.</summary>
    public static void RegisterShippedSettings(this CompilationStartAnalysisContext context, Action<FileContext> analyze) =>
        Register(context, static (loaded, file) => loaded.Contains(file.File.Name, file.CancellationToken), analyze);

    /// <summary>The same for what the server asks: a file counts that the host's configuration has.</summary>
    public static void RegisterHostSettings(this CompilationStartAnalysisContext context, Action<FileContext> analyze) =>
        Register(context, static (loaded, file) => loaded.ContainsForHost(file.File.Name, file.CancellationToken), analyze);

    private static void Register(
        CompilationStartAnalysisContext context,
        Func<LoadedSettings, FileContext, bool> isLoaded,
        Action<FileContext> analyze
    )
    {
        var loaded = LoadedSettings.Of(context.Compilation);
        context.RegisterShippedFiles(
            ProjectFileKind.AppSettings | ProjectFileKind.Settings,
            file =>
            {
                if (
                    file.File.Kind == ProjectFileKind.AppSettings
                    || isLoaded(loaded, file) && !loaded.IsMerged(file.File, file.Files, file.CancellationToken)
                )
                {
                    analyze(file);
                }
            }
        );
    }
}
