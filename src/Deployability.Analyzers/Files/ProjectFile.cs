using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>A file around the code.</summary>
/// <param name="source">As the compiler has it.</param>
/// <param name="relativePath">From the project's folder, else from the repository's root, with slashes; the name alone when the file is in neither.</param>
/// <param name="isOfProject">Whether it stands below the project's folder.</param>
internal sealed class ProjectFile(AdditionalText source, string relativePath, bool isOfProject)
{
    private static readonly string[] DevelopmentParts = ["Development", "Local", "dev", "debug", "gitpod"];
    private static readonly string[] DevelopmentWords = ["Development", "Local", "Localhost", "Dev", "Debug"];
    private static readonly string[] TestParts = ["test", "tests", "testing", "e2e", "ci", "integration"];

    // The clusters at the end run on a developer's machine.
    private static readonly string[] DevelopmentFolders =
    [
        "dev",
        "development",
        "local",
        "localhost",
        ".devcontainer",
        "minikube",
        "kind",
        "k3d",
        "microk8s",
    ];

    // What stands beside such a word in a folder's name.
    private static readonly string[] FolderWords =
    [
        "env",
        "environment",
        "cluster",
        "k8s",
        "kubernetes",
        "docker",
        "compose",
        "deploy",
        "deployment",
        "overlay",
        "for",
    ];

    // What the app shows or hands out, and what people read, deploys nothing: k8s_example, docker-templates.
    private static readonly string[] ContentWords =
    [
        "wwwroot",
        "docs",
        "doc",
        "documentation",
        "example",
        "examples",
        "sample",
        "samples",
        "asset",
        "assets",
        "fixture",
        "fixtures",
        "testdata",
        "snippets",
        "tutorial",
        "tutorials",
    ];

    // Above the project an example may be the whole of a repository.
    private static readonly string[] ContentWordsOfRepository = ["wwwroot", "docs", "documentation"];

    private const ProjectFileKind Deployments =
        ProjectFileKind.Dockerfile
        | ProjectFileKind.DockerIgnore
        | ProjectFileKind.Compose
        | ProjectFileKind.Yaml
        | ProjectFileKind.Kustomization
        | ProjectFileKind.HelmChart
        | ProjectFileKind.HelmTemplate
        | ProjectFileKind.HelmValues;

    private static readonly string[] LeftOverParts = ["original", "orig", "old", "bak", "backup", "unused"];

    // How environments are called that somebody deploys to.
    private static readonly string[] DeployedEnvironments =
    [
        "prod",
        "live",
        "stag",
        "stg",
        "qa",
        "uat",
        "preprod",
        "pre-prod",
        "release",
        "acceptance",
        "selfhost",
        "cloud",
        "azure",
        "aws",
        "gcp",
        "k8s",
        "kubernetes",
    ];

    // What is found in a file is kept by its text, so a host that makes one anew for each asker is asked once.
    private SourceText? text;

    public string Path => source.Path;

    /// <summary>Never judge by anything above it: where a repository is checked out says nothing.</summary>
    public string RelativePath { get; } = relativePath;

    public string Name { get; } = relativePath.Substring(relativePath.LastIndexOf('/') + 1);

    /// <summary>Where it stands, with the slash at its end; empty beside the project.</summary>
    public string Folder => RelativePath.Substring(0, RelativePath.Length - Name.Length);

    /// <summary>Whether it stands below the project's folder, and not only below the repository's root.</summary>
    public bool IsOfProject { get; } = isOfProject;

    public ProjectFileKind Kind { get; } = IsContent(relativePath, isOfProject) ? ProjectFileKind.Other : KindOf(relativePath);

    /// <summary>Whether the file serves development only, by its name or folder, and is exempt from rules about production.</summary>
    public bool IsForDevelopment { get; } = IsDevelopment(relativePath);

    /// <summary>
    /// Whether what it says may hold in Production: no file for development, and no settings of tests, of a variant of a template
    /// or of an environment whose name is none of a deployment. A secret in those is one all the same.
    /// </summary>
    public bool IsShipped { get; } = !IsDevelopment(relativePath) && !IsOfOtherEnvironment(relativePath) && !IsLeftOver(relativePath);

    /// <summary>What <see cref="FileVariables"/> found; null before anybody asked.</summary>
    internal IReadOnlyList<FileValue>? Variables { get; set; }

    /// <returns>Null when the file is of no kind that has a text, is gone, or is larger than what is read.</returns>
    public SourceText? GetText(CancellationToken cancellationToken) =>
        Kind != ProjectFileKind.Other && (text ??= source.GetText(cancellationToken)) is { Length: <= FileViews.MaxLength } known
            ? known
            : null;

    /// <summary>What the file says; null as for <see cref="GetText"/>.</summary>
    public FileViews? GetViews(CancellationToken cancellationToken) => GetText(cancellationToken) is { } text ? FileViews.Of(text) : null;

    internal static ProjectFileKind KindOf(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        return Ends(name, ".json") ? OfJson(name)
            : Ends(name, ".yaml") || Ends(name, ".yml") ? OfYaml(path, name)
            : Equal(name, "web.config") || (Starts(name, "web.") && Ends(name, ".config")) ? ProjectFileKind.WebConfig
            : Ends(name, ".props") || Ends(name, ".targets") ? ProjectFileKind.MSBuild
            : Ends(name, ".pubxml") ? ProjectFileKind.PublishProfile
            : Equal(name, ".env") || Starts(name, ".env.") || Ends(name, ".env") ? ProjectFileKind.DotEnv
            : Equal(name, ".dockerignore") || Ends(name, ".dockerignore") ? ProjectFileKind.DockerIgnore
            : Equal(name, "Dockerfile") || Starts(name, "Dockerfile.") || Ends(name, ".Dockerfile") || Equal(name, "Containerfile")
                ? ProjectFileKind.Dockerfile
            : Starts(name, "tempkey.") || Ends(name, ".jwk") || Ends(name, ".pem") || Ends(name, ".key") ? ProjectFileKind.PrivateKey
            : IsFrontEnd(name) ? ProjectFileKind.FrontEnd
            : ProjectFileKind.Other;
    }

    private static ProjectFileKind OfJson(string name) =>
        Starts(name, "appsettings.") ? ProjectFileKind.AppSettings
        : Starts(name, "is-signing-key-") ? ProjectFileKind.PrivateKey
        : Starts(name, "launchSettings.") ? ProjectFileKind.LaunchSettings
        : ProjectFileKind.Settings;

    private static ProjectFileKind OfYaml(string path, string name) =>
        Starts(name, "compose.") || Starts(name, "compose-") || Starts(name, "docker-compose") ? ProjectFileKind.Compose
        : Starts(name, "kustomization.") ? ProjectFileKind.Kustomization
        : Starts(name, "Chart.") ? ProjectFileKind.HelmChart
        : HasFolder(path, "templates") ? ProjectFileKind.HelmTemplate
        : Starts(name, "values.") || Starts(name, "values-") ? ProjectFileKind.HelmValues
        : ProjectFileKind.Yaml;

    private static bool IsContent(string path, bool isOfProject) =>
        (KindOf(path) & Deployments) != 0
        && FoldersOf(path)
            .Any(folder =>
                Array.Exists(
                    folder.Split('-', '_', '.'),
                    word => Array.Exists(isOfProject ? ContentWords : ContentWordsOfRepository, known => Equal(known, word))
                )
            );

    /// <summary>Whether an environment's name is one of a developer's: <c>Development</c>, <c>DockerDevelopment</c>, <c>local-docker</c>; not <c>Devices</c>.</summary>
    /// <param name="name">As variables and the names of settings files say it.</param>
    public static bool NamesDevelopment(string name) => NameParts.HaveAny(name, DevelopmentWords);

    private static bool IsDevelopment(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        var kind = KindOf(path);
        if (
            kind == ProjectFileKind.LaunchSettings
            || Array.Exists(DevelopmentParts, part => HasPart(name, part, '.'))
            || kind is ProjectFileKind.AppSettings or ProjectFileKind.Compose or ProjectFileKind.Dockerfile
                && name.Split('.').Skip(1).Any(NamesDevelopment)
            || name.IndexOf("override", StringComparison.OrdinalIgnoreCase) >= 0
        )
        {
            return true;
        }

        // docker-compose-test.yml, compose.e2e.yaml: started for a test run, and thrown away.
        if (kind == ProjectFileKind.Compose && Array.Exists(TestParts, part => HasPart(name, part, '-') || HasPart(name, part, '.')))
        {
            return true;
        }

        // values-dev.yaml, docker-compose-local.yml, Dockerfile-dev; dev.Dockerfile, local.env
        return (
                kind is ProjectFileKind.HelmValues or ProjectFileKind.Compose or ProjectFileKind.Dockerfile
                && Array.Exists(DevelopmentParts, part => HasPart(name, part, '-'))
            )
            || (
                kind is ProjectFileKind.Dockerfile or ProjectFileKind.DotEnv
                && Array.Exists(DevelopmentParts, part => Starts(name, part + "."))
            )
            || FoldersOf(path).Any(IsDevelopmentFolder);
    }

    // dev, and local-dev, k8s-local, docker_dev: not dev-portal, which is somebody's project.
    private static bool IsDevelopmentFolder(string folder)
    {
        var words = folder.Split('-', '_');
        return Array.Exists(words, static word => Array.Exists(DevelopmentFolders, known => Equal(known, word)))
            && Array.TrueForAll(
                words,
                static word =>
                    Array.Exists(DevelopmentFolders, known => Equal(known, word)) || Array.Exists(FolderWords, known => Equal(known, word))
            );
    }

    private static IEnumerable<string> FoldersOf(string path)
    {
        var parts = path.Split('/');
        return parts.Take(parts.Length - 1);
    }

    // appsettings.Test.json, appsettings.Docker.json, appsettings.SQLite.json; appsettings.json itself is loaded everywhere.
    private static bool IsOfOtherEnvironment(string path)
    {
        if (KindOf(path) != ProjectFileKind.AppSettings)
        {
            return false;
        }

        var parts = path.Substring(path.LastIndexOf('/') + 1).Split('.');
        return parts.Length > 2 && !Array.Exists(DeployedEnvironments, name => Starts(parts[1], name));
    }

    // Dockerfile.original, docker-compose.old.yml: what somebody kept of another time.
    private static bool IsLeftOver(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        return name.Split('.').Skip(1).Any(static part => Array.Exists(LeftOverParts, known => Equal(known, part)))
            || IsCopy(name.LastIndexOf('.') is > 0 and var dot ? name.Substring(0, dot) : name);
    }

    // deployment copy.yml, Dockerfile - Copy, values (1).yaml: as file managers call a second one.
    private static bool IsCopy(string stem)
    {
        var name = stem.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ');
        return Ends(name, " copy") || Starts(stem, "Copy of ") || IsNumbered(stem);
    }

    private static bool IsNumbered(string stem)
    {
        var open = stem.LastIndexOf('(');
        return open > 0 && stem[stem.Length - 1] == ')' && int.TryParse(stem.Substring(open + 1, stem.Length - open - 2), out _);
    }

    private static bool IsFrontEnd(string name) =>
        !Ends(name, ".min.js")
        && (
            Ends(name, ".js")
            || Ends(name, ".mjs")
            || Ends(name, ".ts")
            || Ends(name, ".tsx")
            || Ends(name, ".jsx")
            || Ends(name, ".vue")
            || Ends(name, ".svelte")
            || Ends(name, ".html")
            || Ends(name, ".cshtml")
            || Ends(name, ".razor")
        );

    private static bool HasFolder(string path, string folder)
    {
        for (var start = 0; path.IndexOf('/', start) is >= 0 and var end; start = end + 1)
        {
            if (
                end - start == folder.Length
                && string.Compare(path, start, folder, 0, folder.Length, StringComparison.OrdinalIgnoreCase) == 0
            )
            {
                return true;
            }
        }

        return false;
    }

    // A part behind a separator: appsettings.Development.json, .env.local, compose.dev.yaml, web.Debug.config.
    private static bool HasPart(string name, string part, char separator)
    {
        var start = name.IndexOf(part, StringComparison.OrdinalIgnoreCase);
        var end = start + part.Length;
        return start > 0 && name[start - 1] == separator && (end == name.Length || name[end] is '.' or '-');
    }

    private static bool Equal(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string name, string suffix) => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
}
