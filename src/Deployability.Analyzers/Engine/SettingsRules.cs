using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>How a rule comes to the JSON that the program reads as its configuration.</summary>
internal static class SettingsRules
{
    /// <summary>Has a rule look at appsettings that ship, and at other JSON that <c>AddJsonFile</c> names.</summary>
    public static void RegisterShippedSettings(this CompilationStartAnalysisContext context, Action<FileContext> analyze)
    {
        var loaded = new LoadedSettings(context.Compilation);
        context.RegisterShippedFiles(
            ProjectFileKind.AppSettings | ProjectFileKind.Settings,
            file =>
            {
                if (file.File.Kind == ProjectFileKind.AppSettings || loaded.Contains(file.File.Name, file.CancellationToken))
                {
                    analyze(file);
                }
            }
        );
    }
}
