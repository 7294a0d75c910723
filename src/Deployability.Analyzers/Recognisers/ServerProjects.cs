using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which projects run in a container: web apps, workers and the libraries that they may use.</summary>
internal static class ServerProjects
{
    private const string WebAssemblyHost = "Microsoft.AspNetCore.Components.WebAssembly.Hosting.WebAssemblyHostBuilder";

    /// <summary>Whether the project may be part of a server: no desktop or mobile app, no .NET Framework, no tool, no Blazor WebAssembly client.</summary>
    public static bool Is(ProjectContext project)
    {
        if (
            project.Compilation.Options.OutputKind == OutputKind.WindowsApplication
            || IsOn(project, "UseWPF")
            || IsOn(project, "UseWindowsForms")
            || IsOn(project, "PackAsTool")
            || !IsPortable(project.Options.BuildProperty("TargetFramework"))
        )
        {
            return false;
        }

        return !project.IsExecutable || project.Types.Has(TypeNames.HostedService) && !project.Types.Has(WebAssemblyHost);
    }

    // net10.0-windows and net48 say themselves that the project needs Windows.
    private static bool IsPortable(string? framework) =>
        framework is null
        || framework.IndexOf('-') < 0 && (framework.IndexOf('.') > 0 || !framework.StartsWith("net", StringComparison.OrdinalIgnoreCase));

    private static bool IsOn(ProjectContext project, string property) =>
        string.Equals(project.Options.BuildProperty(property), "true", StringComparison.OrdinalIgnoreCase);
}
