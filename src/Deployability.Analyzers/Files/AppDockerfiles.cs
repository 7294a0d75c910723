using System.Runtime.CompilerServices;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Dockerfiles;

namespace Deployability.Analyzers.Files;

/// <summary>Knows which Dockerfiles make the image of the app.</summary>
internal static class AppDockerfiles
{
    // Each container, variable and write asks.
    private static readonly ConditionalWeakTable<ProjectFiles, OfOneApp> Known = new();

    /// <summary>Whether the image of the file starts the app: it names its assembly, or is one of .NET's and names none.</summary>
    /// <param name="file">As it is read.</param>
    /// <param name="app">Name of the assembly.</param>
    public static bool IsOfApp(Dockerfile file, string app) =>
        file.Final is { } final
        && (Starts(file, app) ?? (AssembliesOf(file).Any() || ContainerImage.Of(final) is { IsDotNet: true } || StartsApp(final, app)));

    /// <summary>Whether the assembly that the image starts is the app's; null when it names none, or one by an argument.</summary>
    /// <param name="file">As it is read.</param>
    /// <param name="app">Name of the assembly.</param>
    public static bool? Starts(Dockerfile file, string app)
    {
        var names = AssembliesOf(file).ToList();
        return names.Exists(name => name.Equals(app + ".dll", StringComparison.OrdinalIgnoreCase)) ? true
            : names.TrueForAll(static name => name.IndexOf('$') < 0) && names.Count > 0 ? false
            : null;
    }

    private static IEnumerable<string> AssembliesOf(Dockerfile file) =>
        (file.Final?.AllInstructions ?? [])
            .Where(static instruction => instruction.Keyword is "ENTRYPOINT" or "CMD")
            .SelectMany(static instruction => instruction.Words)
            .Select(static word => word.Text)
            .Where(static text => text.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            .Select(static text => text.Substring(text.LastIndexOfAny(['/', '\\', ' ']) + 1));

    /// <summary>Those of a project that ship, with the file each stands in.</summary>
    public static IReadOnlyList<(ProjectFile File, Dockerfile Dockerfile)> Of(
        ProjectFiles files,
        string app,
        CancellationToken cancellationToken
    )
    {
        if (Known.TryGetValue(files, out var known) && known.App == app)
        {
            return known.Dockerfiles;
        }

        var made = new OfOneApp(app, [.. Find(files, app, cancellationToken)]);
        Known.Remove(files);
        return Known.GetValue(files, _ => made) is var kept && kept.App == app ? kept.Dockerfiles : made.Dockerfiles;
    }

    private static IEnumerable<(ProjectFile File, Dockerfile Dockerfile)> Find(
        ProjectFiles files,
        string app,
        CancellationToken cancellationToken
    )
    {
        foreach (var file in files.OfKind(ProjectFileKind.Dockerfile))
        {
            if (!file.IsForDevelopment && file.GetViews(cancellationToken) is { } views && IsOfApp(views.Dockerfile, app))
            {
                yield return (file, views.Dockerfile);
            }
        }
    }

    // A program of its own, without dotnet in front: ENTRYPOINT ["./Shop.Orders"]
    private static bool StartsApp(DockerStage stage, string app) =>
        stage.AllInstructions.Any(instruction =>
            instruction.Keyword is "ENTRYPOINT" or "CMD"
            && instruction.Words.Any(word =>
                word.Text.Substring(word.Text.LastIndexOf('/') + 1).Equals(app, StringComparison.OrdinalIgnoreCase)
            )
        );

    private sealed record OfOneApp(string App, IReadOnlyList<(ProjectFile File, Dockerfile Dockerfile)> Dockerfiles);
}
