namespace Deployability.Formats.Dockerfiles;

/// <summary>Something that stands beside sources and belongs in no image.</summary>
/// <param name="Pattern">What an ignore file says to keep it out.</param>
/// <param name="IsAnywhere">Whether the image of a front end alone may meet it too, and not only one that .NET builds.</param>
/// <param name="Sample">A file of it, from the context's root or from a project's folder: what leaves it out knows it. Null where no rule asks for it.</param>
/// <param name="IsOfProject">Whether it stands in the folder of each project, and not in the context's root.</param>
public sealed record Unwanted(string Pattern, bool IsAnywhere = false, string? Sample = null, bool IsOfProject = false)
{
    /// <summary>What it is called: <c>bin</c>.</summary>
    public string Name => Pattern.Substring(Pattern.LastIndexOf('/') + 1);
}

/// <summary>What ignore files keep out of a build context: those that publish writes say all of it, DPL7005 asks for what has a sample.</summary>
/// <remarks>https://docs.docker.com/build/concepts/context/#dockerignore-files.</remarks>
public static class BuildContext
{
    /// <summary>Every commit that was made. Visual Studio lets in the names of branches again, by which a build finds out what it is of; commits are large and tell more.</summary>
    public static Unwanted History { get; } = new("**/.git", IsAnywhere: true, ".git/objects/pack/pack-0.pack");

    /// <summary>Variables of this machine, secrets among them.</summary>
    public static Unwanted Environment { get; } = new("**/.env", IsAnywhere: true, ".env");

    /// <summary>In the order in which files say it.</summary>
    public static IReadOnlyList<Unwanted> Unwanted { get; } =
    [
        History,
        new("**/.vs"),
        new("**/.vscode"),
        new("**/.idea"),
        new("**/bin", IsAnywhere: true, "bin/Debug/app.dll", IsOfProject: true),
        new("**/obj", IsAnywhere: true, "obj/project.assets.json", IsOfProject: true),
        new("**/node_modules", IsAnywhere: true),
        new("**/TestResults"),
        new("**/*.user"),
        Environment,
        new("**/.env.*", IsAnywhere: true),
        new("**/secrets.json"),
        new("**/*.pfx", IsAnywhere: true),
        new("**/*.pem", IsAnywhere: true),
        new("**/*.key", IsAnywhere: true),
        new("**/*.snk"),
        new(".github"),
        new(".azure"),
        new(".aws"),
        new("**/appsettings.Development.json"),
        new("**/appsettings.Local.json"),
        new("**/Dockerfile*"),
        new("**/*.dockerignore"),
        new("**/compose*.yaml"),
        new("**/compose*.yml"),
        new("**/docker-compose*"),
    ];
}
