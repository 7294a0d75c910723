using Deployability.Formats;
using Deployability.Formats.Dockerfiles;

namespace Deployability.Analyzers.Recognisers.Containers;

/// <summary>The name of an image taken apart, and what is known of the images that .NET apps are built from.</summary>
/// <param name="Repository">With its registry, in lower case.</param>
/// <param name="Tag">Empty when there is none.</param>
/// <param name="HasDigest">Whether the content is pinned.</param>
internal sealed record ContainerImage(string Repository, string Tag, bool HasDigest)
{
    private static readonly string[] Shells = ["sh", "bash", "ash"];

    private static readonly HashSet<string> OfOtherPlatforms = new(StringComparer.Ordinal)
    {
        "golang",
        "node",
        "python",
        "ruby",
        "rust",
        "php",
        "composer",
        "perl",
        "elixir",
        "erlang",
        "eclipse-temurin",
        "openjdk",
        "amazoncorretto",
        "maven",
        "gradle",
        "nginx",
        "httpd",
        "caddy",
        "haproxy",
    };

    private static readonly HashSet<string> Systems = new(StringComparer.Ordinal)
    {
        "scratch",
        "alpine",
        "debian",
        "ubuntu",
        "busybox",
        "fedora",
        "rockylinux",
        "buildpack-deps",
    };

    /// <summary>.NET's own images: <c>mcr.microsoft.com/dotnet/aspnet</c> and the older names.</summary>
    public bool IsDotNet =>
        Repository.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal)
        || Repository is "microsoft/dotnet" or "microsoft/aspnetcore" or "microsoft/aspnetcore-build";

    public bool IsSdk =>
        IsDotNet
        && (
            Repository.EndsWith("/sdk", StringComparison.Ordinal)
            || Repository == "microsoft/aspnetcore-build"
            || (Repository == "microsoft/dotnet" && Tag.IndexOf("sdk", StringComparison.OrdinalIgnoreCase) >= 0)
        );

    /// <summary>Images without shell and package manager, which run as a user of their own.</summary>
    public bool IsDistroless => IsDotNet && (Has("chiseled") || Has("distroless"));

    public bool IsAlpine => Has("alpine");

    /// <summary>Whether its C library is musl, as that of Alpine is, or glibc; null where nobody here knows.</summary>
    public bool? UsesMusl =>
        IsAlpine || LastPart == "alpine" ? true
        : !IsWindows && (IsDotNet && Tag.Length > 0 || IsOfficial && LastPart is "debian" or "ubuntu" or "fedora" or "rockylinux") ? false
        : null;

    public bool IsWindows => Has("nanoserver") || Has("windowsservercore") || Repository.IndexOf("/windows", StringComparison.Ordinal) >= 0;

    /// <summary>The .NET version that the tag names; null when it names none.</summary>
    public (int Major, int Minor)? Version
    {
        get
        {
            var parts = Tag.Split('-')[0].Split('.');
            return IsDotNet && parts.Length >= 2 && int.TryParse(parts[0], out var major) && int.TryParse(parts[1], out var minor)
                ? (major, minor)
                : null;
        }
    }

    /// <summary>Whether a process in it is root unless somebody says otherwise. Only known images are judged: another one may have set its user.</summary>
    public bool RunsAsRoot => !IsWindows && !IsDistroless && (IsDotNet || IsOfficial);

    /// <summary>Images of other languages and servers, in which no .NET app is built or run.</summary>
    public bool IsOfOtherPlatform => OfOtherPlatforms.Contains(LastPart);

    /// <summary>Whether the image's own command is a shell or an interpreter, or there is none: only what a Dockerfile adds makes it an app.</summary>
    public bool StartsNothing =>
        IsSdk
        || (
            IsOfficial
            && (Systems.Contains(LastPart) || (IsOfOtherPlatform && LastPart is not ("nginx" or "httpd" or "caddy" or "haproxy")))
        );

    private string LastPart => Repository.Substring(Repository.LastIndexOf('/') + 1);

    // ubuntu, node, docker.io/library/nginx; another name without a registry is that of an image built on this machine.
    private bool IsOfficial =>
        (Systems.Contains(LastPart) || IsOfOtherPlatform)
        && (
            Repository.IndexOf('/') < 0
            || Repository.StartsWith("docker.io/library/", StringComparison.Ordinal)
            || Repository.StartsWith("library/", StringComparison.Ordinal)
        );

    /// <returns>Null when a part is known only to who builds.</returns>
    public static ContainerImage? Parse(string image)
    {
        // A variable of the build, a hole of a template that makes the Dockerfile, or what only another syntax knows: FROM ./Base.Dockerfile#build
        if (image.Length == 0 || image[0] == '.' || image.IndexOfAny(['$', '{', '<', '#']) >= 0)
        {
            return null;
        }

        var name = ImageName.Parse(image);
        return new ContainerImage(name.Repository.ToLowerInvariant(), name.Tag, name.Digest.Length > 0);
    }

    /// <summary>The image at the bottom of a stage; null when it is known only to who builds.</summary>
    public static ContainerImage? Of(DockerStage stage)
    {
        while (stage.Base is { } origin)
        {
            stage = origin;
        }

        return Parse(stage.Image);
    }

    /// <summary>Whether a program of that name is there without being installed.</summary>
    public bool HasProgram(string program) =>
        IsSdk ? program == "curl" || Array.IndexOf(Shells, program) >= 0 || (IsAlpine && program == "wget")
        : IsWindows ? program == "curl"
        : IsAlpine ? program == "wget"
        : !IsDotNet;

    private bool Has(string part) => Tag.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
