using System.Globalization;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Dockerfiles;
using Deployability.Formats.Variables;
using Deployability.Formats.Yaml;
using Deployability.Model;

namespace Deployability.Analyzers.Contract;

/// <summary>The ports on which the app listens.</summary>
/// <param name="Ports">At least one, ascending.</param>
/// <param name="Reason">What says so, for a message.</param>
/// <param name="Plain">Those of which it is known that they speak HTTP without TLS.</param>
/// <param name="Secure">Those of which it is known that they speak HTTPS.</param>
internal sealed record Listening(SortedSet<int> Ports, string Reason, SortedSet<int> Plain, SortedSet<int> Secure)
{
    /// <summary>The port to name where one is asked for: that of plain HTTP in containers, else the first.</summary>
    public int Preferred => Ports.Contains(8080) ? 8080 : Ports.Min;

    public override string ToString() => string.Join(" and ", Ports.Select(static port => port.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>Knows on which ports the app listens: by its code, its settings, the variables that it gets, and what its image says when nobody else does.</summary>
/// <remarks>
/// What only may hold counts as well, so that a port outside is surely none of the app's.
/// https://learn.microsoft.com/dotnet/core/compatibility/containers/8.0/aspnet-port.
/// </remarks>
internal sealed class ListeningPorts(AppFacts facts, ProjectFiles files, ListeningFacts known, CancellationToken cancellation)
{
    private const int FirstWithout80 = 8;

    private static readonly int[] Usual = [80, 443, 5000, 5001, 8080, 8081];

    /// <returns>Null when nobody here can tell.</returns>
    public Listening? Of(AppContainer container) =>
        container.HasUnseenSettings ? null : Of(container, AppDockerfiles.Of(files, facts.Name, cancellation));

    /// <summary>The same for the image that a Dockerfile makes, wherever a file in sight runs it.</summary>
    /// <param name="file">One of the app's.</param>
    /// <param name="source">The file that it stands in.</param>
    /// <param name="containers">Those that run the app.</param>
    public Listening? Of(Dockerfile file, ProjectFile source, IEnumerable<AppContainer> containers)
    {
        var own = Of(null, [(source, file)]);
        foreach (var container in containers)
        {
            if (own is null || container.HasUnseenSettings || Of(container, [(source, file)]) is not { } there)
            {
                return null;
            }

            own = own with
            {
                Ports = [.. own.Ports, .. there.Ports],
                Plain = [.. own.Plain, .. there.Plain],
                Secure = [.. own.Secure, .. there.Secure],
            };
        }

        return own;
    }

    /// <summary>Whether code, settings or variables name an unusual port somewhere: then something may well listen there.</summary>
    public bool IsNamed(int port, IEnumerable<AppVariable> variables)
    {
        if (Array.IndexOf(Usual, port) >= 0)
        {
            return false;
        }

        var text = port.ToString(CultureInfo.InvariantCulture);
        return variables.Any(variable => ListeningFacts.Names(variable.Value ?? "", text)) || known.IsNamed(text, cancellation);
    }

    private Listening? Of(AppContainer? container, IReadOnlyList<(ProjectFile File, Dockerfile Dockerfile)> images)
    {
        if (known.IsUnknown(cancellation))
        {
            return null;
        }

        var said = new Said();
        var variables = VariablesOf(container, images);
        AddCode(said, variables);
        foreach (var variable in variables)
        {
            AddVariable(said, variable.Key, variable.Value);
        }

        AddSettings(said);
        AddArguments(said, WordsOf(container, images));
        if (said is { IsUnknown: false, IsDefaultReplaced: false })
        {
            AddDefault(said, images);
        }

        return said.IsUnknown || said.Ports.Count == 0 ? null : new Listening(said.Ports, said.Reason, said.Plain, said.Secure);
    }

    private void AddCode(Said said, Dictionary<string, string> variables)
    {
        said.IsUnknown |= known.ListensAtRunTime(cancellation);
        foreach (var listen in facts.InProduction<ListenFact>(cancellation))
        {
            said.IsDefaultReplaced = true;
            said.Reason = "as its code says";
            if (listen.Key.Length == 0)
            {
                said.Add(listen.Port);
            }
            else if (ValueOf(listen, variables) is { } value)
            {
                said.Add(value);
            }
            else
            {
                said.Add(listen.Port);
            }
        }
    }

    // The variable or setting that the code reads the port from.
    private string? ValueOf(ListenFact listen, Dictionary<string, string> variables) =>
        variables.TryGetValue(listen.Key, out var value) || variables.TryGetValue(listen.Key.Replace(":", "__"), out value) ? value
        : listen.Origin == ConfigurationOrigin.Configuration
            ? known.Settings(cancellation).Find(setting => Equal(setting.Name, listen.Key))?.Value
        : null;

    private static void AddVariable(Said said, string name, string value)
    {
        if (ListenAddresses.IsVariable(name))
        {
            said.IsDefaultReplaced = true;
            said.Reason = "as " + name + " says";
            said.Add(value);
        }
        else if (HostVariables.IsKeyOf(name, HostVariables.Ports))
        {
            var isSecure = name.IndexOf("HTTPS", StringComparison.OrdinalIgnoreCase) >= 0;
            if (!isSecure)
            {
                said.IsDefaultReplaced = true;
                said.Reason = "as " + name + " says";
            }

            foreach (var port in value.Split([';'], StringSplitOptions.RemoveEmptyEntries))
            {
                said.Add(port, isSecure);
            }
        }
    }

    private void AddSettings(Said said)
    {
        foreach (var setting in known.Settings(cancellation))
        {
            if (ListenAddresses.IsSetting(setting.Name))
            {
                said.IsDefaultReplaced = true;
                said.Reason = "as appsettings.json says";
                said.Add(setting.Value);
            }
            else if (Equal(setting.Name, "http_ports") || Equal(setting.Name, "https_ports"))
            {
                said.Add(setting.Value, Equal(setting.Name, "https_ports"));
            }
        }
    }

    // --urls http://+:5000, --urls=…, Urls=…; another word about ports may mean anything.
    private static void AddArguments(Said said, IEnumerable<string> words)
    {
        var isUrls = false;
        foreach (var word in words)
        {
            var name = word.Split('=')[0];
            if (isUrls)
            {
                said.Add(word);
                isUrls = false;
            }
            else if (name.IndexOf("urls", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                said.IsDefaultReplaced = true;
                said.Reason = "as its arguments say";
                isUrls = name.Length == word.Length;
                if (!isUrls)
                {
                    said.Add(word.Substring(name.Length + 1));
                }
            }
            else if (
                name.IndexOf("port", StringComparison.OrdinalIgnoreCase) >= 0 && name.StartsWith("-", StringComparison.Ordinal)
                // ServiceMonitor.exe w3svc: IIS listens, by its own configuration.
                || Equal(name, "w3svc")
            )
            {
                said.IsUnknown = true;
            }
        }
    }

    private void AddDefault(Said said, IReadOnlyList<(ProjectFile File, Dockerfile Dockerfile)> images)
    {
        if (images.Count == 0)
        {
            said.AddDefault(MajorOf(facts.Project.Options.BuildProperty("TargetFramework")));
        }

        foreach (var (_, dockerfile) in images)
        {
            // Only .NET's own images say where an app listens by default.
            var image = dockerfile.Final is { } final ? ContainerImage.Of(final) : null;
            said.AddDefault(
                image is { IsDotNet: true } ? image.Version?.Major ?? MajorOf(facts.Project.Options.BuildProperty("TargetFramework")) : null
            );
        }
    }

    /// <summary>What the process sees: of the containers and of its image, where nobody else says it.</summary>
    private static Dictionary<string, string> VariablesOf(
        AppContainer? container,
        IReadOnlyList<(ProjectFile File, Dockerfile Dockerfile)> images
    )
    {
        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (_, dockerfile) in images)
        {
            foreach (var instruction in dockerfile.Final?.AllInstructions ?? [])
            {
                foreach (var pair in instruction.Keyword == "ENV" ? instruction.Pairs : [])
                {
                    if (pair.Value is { } value)
                    {
                        result[pair.Name] = dockerfile.Final!.Expand(value, instruction);
                    }
                }
            }
        }

        foreach (var variable in container?.Variables ?? [])
        {
            // A value out of sight is one that nobody here can read.
            var value = variable.Value ?? "$";
            result[variable.Name] = container!.Service is null ? value : VariableText.Expand(value, '$', static _ => null);
        }

        return result;
    }

    private static IEnumerable<string> WordsOf(AppContainer? container, IReadOnlyList<(ProjectFile File, Dockerfile Dockerfile)> images)
    {
        foreach (var key in new[] { "command", "args", "entrypoint" })
        {
            var node = container?.Node.Find(key);
            foreach (var item in node?.Items ?? [])
            {
                yield return item.Text;
            }

            foreach (var word in node?.Kind == YamlKind.Scalar ? node.Text.Split(' ') : [])
            {
                yield return word;
            }
        }

        foreach (var (_, dockerfile) in images)
        {
            foreach (var instruction in dockerfile.Final?.AllInstructions ?? [])
            {
                foreach (var word in instruction.Keyword is "ENTRYPOINT" or "CMD" ? instruction.Words : [])
                {
                    yield return word.Text;
                }
            }
        }
    }

    // net8.0, net10.0-windows, netcoreapp3.1
    private static int? MajorOf(string? framework)
    {
        var digits = framework is null ? -1 : framework.IndexOfAny(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
        return digits >= 0 && int.TryParse(framework!.Substring(digits).Split('.')[0], out var major) ? major : null;
    }

    private static bool Equal(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private sealed class Said
    {
        public SortedSet<int> Ports { get; } = [];

        public SortedSet<int> Plain { get; } = [];

        public SortedSet<int> Secure { get; } = [];

        public bool IsUnknown { get; set; }

        public bool IsDefaultReplaced { get; set; }

        public string Reason { get; set; } = "";

        /// <summary>A number, or addresses; anything else is unknown.</summary>
        /// <param name="isSecure">Of a number, whether that port speaks HTTPS; null when nobody can tell.</param>
        public void Add(string text, bool? isSecure = null)
        {
            text = text.Trim().Trim('"', '\'');
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                Add(number, isSecure);
                return;
            }

            var any = false;
            foreach (var (scheme, _, port) in ListenAddresses.Parse(text))
            {
                any = true;
                if (text.IndexOf('$') >= 0 || text.IndexOf(YamlNode.Hole) >= 0)
                {
                    IsUnknown = true;
                }

                Add(
                    port > 0 ? port
                        : scheme == "https" ? 443
                        : 80,
                    scheme == "https"
                );
            }

            IsUnknown |= !any;
        }

        public void Add(int port, bool? isSecure = null)
        {
            if (port > 0)
            {
                Ports.Add(port);
                if (isSecure is { } secure)
                {
                    (secure ? Secure : Plain).Add(port);
                }
            }
            else
            {
                IsUnknown = true;
            }
        }

        public void AddDefault(int? major)
        {
            if (major is null)
            {
                IsUnknown = true;
                return;
            }

            Add(major >= FirstWithout80 ? 8080 : 80, isSecure: false);
            Reason = major >= FirstWithout80 ? "the default of .NET 8 and later" : "the default before .NET 8";
        }
    }
}
