namespace Deployability.Analyzers.Files;

/// <summary>What a file around the code is, by its name alone: nothing is opened to find out.</summary>
internal enum ProjectFileKind
{
    /// <summary>Nothing that a rule reads; it may be binary, so its text is never asked for.</summary>
    Other,

    /// <summary><c>appsettings.json</c> and <c>appsettings.&lt;environment&gt;.json</c>.</summary>
    AppSettings,
    LaunchSettings,
    WebConfig,

    /// <summary><c>*.props</c>, <c>*.targets</c>, <c>*.pubxml</c>.</summary>
    MSBuild,
    DotEnv,
    Dockerfile,
    DockerIgnore,
    Compose,

    /// <summary>Any other YAML: Kubernetes, kustomize, Helm values.</summary>
    Yaml,
    FrontEnd,
}

/// <summary>Classifies the files that the package hands to the analyzers.</summary>
internal static class ProjectFiles
{
    public static ProjectFileKind KindOf(string path)
    {
        var name = FileName(path);
        if (Ends(name, ".json"))
        {
            return Starts(name, "appsettings.") ? ProjectFileKind.AppSettings
                : Equal(name, "launchSettings.json") ? ProjectFileKind.LaunchSettings
                : ProjectFileKind.Other;
        }

        if (Equal(name, "web.config") || (Starts(name, "web.") && Ends(name, ".config")))
        {
            return ProjectFileKind.WebConfig;
        }

        if (Ends(name, ".props") || Ends(name, ".targets") || Ends(name, ".pubxml"))
        {
            return ProjectFileKind.MSBuild;
        }

        if (Equal(name, ".env") || Starts(name, ".env.") || Ends(name, ".env"))
        {
            return ProjectFileKind.DotEnv;
        }

        if (Equal(name, ".dockerignore") || Ends(name, ".dockerignore"))
        {
            return ProjectFileKind.DockerIgnore;
        }

        if (Equal(name, "Dockerfile") || Starts(name, "Dockerfile.") || Ends(name, ".Dockerfile") || Equal(name, "Containerfile"))
        {
            return ProjectFileKind.Dockerfile;
        }

        if (Ends(name, ".yaml") || Ends(name, ".yml"))
        {
            return Starts(name, "compose") || Starts(name, "docker-compose") ? ProjectFileKind.Compose : ProjectFileKind.Yaml;
        }

        return IsFrontEnd(name) ? ProjectFileKind.FrontEnd : ProjectFileKind.Other;
    }

    /// <summary>Whether the file serves development only, by its name or folder, and is exempt from rules about production.</summary>
    public static bool IsForDevelopment(string path)
    {
        var name = FileName(path);
        if (HasPart(name, "Development") || HasPart(name, "Local") || HasPart(name, "dev") || HasPart(name, "debug") ||
            name.IndexOf("override", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return true;
        }

        var end = path.Length - name.Length - 1;
        while (end > 0)
        {
            var start = path.LastIndexOfAny(['/', '\\'], end - 1);
            var folder = path.AsSpan(start + 1, end - start - 1);
            if (folder.Equals("dev".AsSpan(), StringComparison.OrdinalIgnoreCase) ||
                folder.Equals("development".AsSpan(), StringComparison.OrdinalIgnoreCase) ||
                folder.Equals("local".AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                // Only folders of the repository speak, and nobody knows here where that begins: an overlay or an environment folder.
                return path.IndexOf("overlays", StringComparison.OrdinalIgnoreCase) >= 0 || path.IndexOf("environments", StringComparison.OrdinalIgnoreCase) >= 0 || start < 0;
            }

            end = start;
        }

        return false;
    }

    /// <summary>The last segment of a path with either separator.</summary>
    public static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private static bool IsFrontEnd(string name) =>
        !Ends(name, ".min.js") &&
        (Ends(name, ".js") || Ends(name, ".mjs") || Ends(name, ".ts") || Ends(name, ".tsx") || Ends(name, ".jsx") || Ends(name, ".vue") ||
            Ends(name, ".html") || Ends(name, ".cshtml") || Ends(name, ".razor"));

    // A part between dots: appsettings.Development.json, .env.local, compose.dev.yaml, web.Debug.config.
    private static bool HasPart(string name, string part)
    {
        var start = name.IndexOf(part, StringComparison.OrdinalIgnoreCase);
        var end = start + part.Length;
        return start > 0 && name[start - 1] == '.' && (end == name.Length || name[end] == '.');
    }

    private static bool Equal(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string name, string suffix) => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
}
