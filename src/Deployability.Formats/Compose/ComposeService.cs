using Deployability.Formats.Yaml;

namespace Deployability.Formats.Compose;

/// <summary>A service of a compose file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="NameRange">Of the key.</param>
/// <param name="Node">Its mapping.</param>
public sealed record ComposeService(string Name, TextRange NameRange, YamlNode Node)
{
    // https://learn.microsoft.com/visualstudio/containers/container-build: what its tools mount.
    private static readonly string[] DevelopmentMounts = [".aspnet/https", "ASP.NET/Https", "UserSecrets", "vsdbg"];

    /// <summary>Null when the service is only built.</summary>
    public YamlNode? Image => Node.Find("image");

    /// <summary>
    /// Whether it is for a developer's machine alone: it takes what only such a machine has (user secrets, certificates of <c>dotnet dev-certs</c>, the
    /// sources in place of what the image has), is built for it, or only who asks for one of its profiles gets it, and all of them say development.
    /// </summary>
    public bool IsForDevelopment =>
        HasDevelopmentProfile || MountsDevelopment || Build?.TextOf("target") is "dev" or "development" or "debug" || BuildsDevelopment;

    // Dockerfile.Development, docker/dev.Dockerfile
    private bool BuildsDevelopment =>
        Build?.TextOf("dockerfile") is { } path
        && path.Substring(path.LastIndexOf('/') + 1)
            .Split('.', '-')
            .Any(static part => part.ToLowerInvariant() is "dev" or "development" or "debug" or "local");

    private bool MountsDevelopment =>
        Node.Find("volumes")
            ?.Items.Select(static volume => (volume.TextOf("source") ?? volume.Text).Replace('\\', '/'))
            .Any(volume =>
                Array.Exists(DevelopmentMounts, part => volume.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0) || IsSource(volume)
            ) == true;

    // .:/src, ./Api:/app where ./Api is what the image is built from
    private bool IsSource(string volume)
    {
        var folder = volume.Split(':')[0].TrimEnd('/');
        return folder.StartsWith(".", StringComparison.Ordinal)
            && (folder == "." || Build is { } build && folder == (build.TextOf("context") ?? build.Text).TrimEnd('/'));
    }

    private bool HasDevelopmentProfile =>
        Node.Find("profiles")?.Items is { Count: > 0 } profiles
        && profiles.All(static profile =>
            profile.Text.ToLowerInvariant() is "dev" or "development" or "debug" or "local" or "test" or "tests"
        );

    /// <summary>A folder, or a mapping with context, dockerfile and target; null when the service is not built here.</summary>
    public YamlNode? Build => Node.Find("build");

    /// <summary>The variables that the service sets: of the mapping, and of the list of <c>NAME=value</c>; a name alone takes the operator's value and is left out.</summary>
    public IEnumerable<ComposeVariable> Environment => VariablesOf(Node.Find("environment"));

    /// <summary>The variables whose values come from who runs the file: names alone, in either form.</summary>
    public IEnumerable<string> PassedVariables
    {
        get
        {
            var node = Node.Find("environment");
            foreach (var entry in node?.AllEntries ?? [])
            {
                if (entry.Value.IsNull)
                {
                    yield return entry.Name;
                }
            }

            foreach (var item in node?.Items ?? [])
            {
                if (item.Kind == YamlKind.Scalar && item.Text.IndexOf('=') < 0)
                {
                    yield return item.Text.Trim();
                }
            }
        }
    }

    /// <summary>The arguments of the build, in the same two forms.</summary>
    public IEnumerable<ComposeVariable> BuildArguments => VariablesOf(Build?.Find("args"));

    /// <summary>The words of a command: of the list, or of the text split at spaces.</summary>
    /// <param name="key"><c>command</c> or <c>entrypoint</c>.</param>
    public IReadOnlyList<string> WordsOf(string key) =>
        Node.Find(key) switch
        {
            { Kind: YamlKind.Sequence } list => [.. list.Items.Select(static item => item.Text)],
            { Kind: YamlKind.Scalar } text => text.Text.Split([' ', '\t', '\n', '"', '\''], StringSplitOptions.RemoveEmptyEntries),
            _ => [],
        };

    /// <summary>The services of a file.</summary>
    public static IEnumerable<ComposeService> Of(YamlFile file)
    {
        foreach (var document in file.Documents)
        {
            foreach (var entry in document.Find("services")?.Entries ?? [])
            {
                if (entry.Value.Kind == YamlKind.Mapping)
                {
                    yield return new ComposeService(entry.Name, entry.NameRange, entry.Value);
                }
            }
        }
    }

    private static IEnumerable<ComposeVariable> VariablesOf(YamlNode? node)
    {
        foreach (var entry in node?.AllEntries ?? [])
        {
            if (entry.Value is { Kind: YamlKind.Scalar, IsNull: false })
            {
                yield return new ComposeVariable(entry.Name, entry.Value.Text, entry.Value.Range, entry.NameRange);
            }
        }

        foreach (var item in node?.Items ?? [])
        {
            if (item.Kind == YamlKind.Scalar && item.Text.IndexOf('=') is > 0 and var equals)
            {
                yield return new ComposeVariable(
                    item.Text.Substring(0, equals),
                    item.Text.Substring(equals + 1),
                    item.Range,
                    new TextRange(item.Range.Start + (item.IsPlain ? 0 : 1), equals)
                );
            }
        }
    }
}

/// <summary>A variable of a service.</summary>
/// <param name="Name">Of the variable.</param>
/// <param name="Value">Unquoted; variables in it as they are written.</param>
/// <param name="Range">Of the value, or of the whole item in the list form.</param>
/// <param name="NameRange">Of the name.</param>
public sealed record ComposeVariable(string Name, string Value, TextRange Range, TextRange NameRange);
