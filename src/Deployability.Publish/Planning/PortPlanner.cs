using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Decides the ports: <c>ContainerPort</c> items, else what the code says, else what the configuration says, else 8080.</summary>
internal sealed class PortPlanner(PlanContext context, string appName)
{
    private const int DefaultPort = 8080;
    private const int LastPrivilegedPort = 1023;
    private const string Endpoints = "Kestrel:Endpoints";
    private const string Urls = "urls";
    private const string EveryAddress = "*";

    private readonly Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Variables that tell the app its port, by name; known once <see cref="Plan"/> has run.</summary>
    public IReadOnlyDictionary<string, string> Settings => settings;

    /// <summary>What <c>ContainerPort</c> items say; known once <see cref="Plan"/> has run.</summary>
    public IReadOnlyList<int> DeclaredPorts { get; private set; } = [];

    /// <summary>Where the app looks for certificates that its settings name, in the container; known once <see cref="Plan"/> has run.</summary>
    public IReadOnlyList<string> CertificateFiles { get; private set; } = [];

    /// <summary>The app's ports, its main one first; none for a worker.</summary>
    public IReadOnlyList<PortPlan> Plan(bool isWeb)
    {
        var declared = Declared();
        DeclaredPorts = declared;
        if (!isWeb)
        {
            return [];
        }

        List<PortPlan> listened = [.. FromKeys(declared)];
        listened = listened.Count > 0 ? listened : FromCode();
        listened = listened.Count > 0 ? listened : FromSettings();
        Contradict(declared, listened);
        if (!context.InProduction<ListenKeyFact>().Any())
        {
            NoteUnreachable();
        }

        var ports =
            declared.Count > 0
                ?
                [
                    .. declared.Select(number =>
                        listened.Find(port => port.Number == number) ?? new("", number, IsHttp2Only: AllSpeakHttp2Only)
                    ),
                ]
                : listened;
        if (ports.Count == 0)
        {
            ports.Add(new("", DefaultPort, IsHttp2Only: AllSpeakHttp2Only));
        }

        var management = ManagementPorts();
        foreach (var number in management)
        {
            if (ports.TrueForAll(port => port.Number != number))
            {
                ports.Add(new("", number));
            }
        }

        Tell(ports[0].Number);
        foreach (var port in ports.Where(static port => port.IsTls))
        {
            NoteCertificate(port);
        }

        NoteClientCertificates(hasTls: ports.Exists(static port => port.IsTls));
        return [.. Name(ports, management).Select(static (port, index) => index == 0 ? port with { IsManagement = false } : port)];
    }

    /// <summary>An ingress that ends TLS has the client's certificate and does not hand it on.</summary>
    private void NoteClientCertificates(bool hasTls)
    {
        if (
            !context.Has(Features.ClientCertificates)
            && !context.Settings.Values.Keys.Any(key => DemandsCertificate(key, context.Settings[key]))
        )
        {
            return;
        }

        const string FromHeader = "have the ingress ask for the certificate and read it from its header (`AddCertificateForwarding()`)";
        context.Leave(
            hasTls
                ? new(
                    OperatorActionKind.Ingress,
                    "client certificates",
                    $"Let the ingress pass TLS through to the pods, and answer probes on a port that asks for none; or take `ClientCertificateMode.AllowCertificate` and {FromHeader}.",
                    "The app refuses TLS clients without a certificate; an ingress that ends TLS shows it none, and neither do probes.",
                    IsBlocking: true
                )
                : new(
                    OperatorActionKind.Ingress,
                    "client certificates",
                    $"Either {FromHeader}, or let the app listen with TLS and the ingress pass it through.",
                    "The app demands a certificate of TLS clients, but TLS ends before it, so it never sees one."
                )
        );
    }

    private static bool DemandsCertificate(string key, string? value) =>
        key.StartsWith("Kestrel:", StringComparison.OrdinalIgnoreCase)
        && key.EndsWith(":ClientCertificateMode", StringComparison.OrdinalIgnoreCase)
        && string.Equals(value, "RequireCertificate", StringComparison.OrdinalIgnoreCase);

    /// <summary>The port of an address or of the argument of <c>RequireHost</c>; 0 when it names none.</summary>
    public static int PortOfHost(string host) =>
        host.LastIndexOf(':') is var colon and >= 0 && Rules.TryNumber(host.Substring(colon + 1), 1, 65535, out var port) ? port : 0;

    /// <summary>What Kestrel's defaults say of every endpoint that says nothing itself.</summary>
    private bool AllSpeakHttp2Only => context.Has(Features.Http2Only) || IsHttp2(context.Settings["Kestrel:EndpointDefaults:Protocols"]);

    private static bool IsHttp2(string? protocols) => string.Equals(protocols, "Http2", StringComparison.OrdinalIgnoreCase);

    /// <summary>Names that say what a port speaks; short enough for Kubernetes, and each once.</summary>
    private static IEnumerable<PortPlan> Name(List<PortPlan> ports, List<int> management)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in ports)
        {
            var isManagement = management.Contains(port.Number) && used.Count > 0;
            var name =
                isManagement ? "management"
                : port.IsTls ? "https"
                : port.IsHttp2Only ? "grpc"
                : used.Count == 0 ? "http"
                : $"port-{Text.Of(port.Number)}";
            yield return port with
            {
                Name = used.Add(name) ? name : $"port-{Text.Of(port.Number)}",
                IsManagement = isManagement,
            };
        }
    }

    /// <summary>Where the code listens: what users reach first, plain HTTP before TLS, HTTP/1.1 before HTTP/2 alone.</summary>
    private List<PortPlan> FromCode()
    {
        var listens = context.InProduction<ListenFact>().ToList();
        foreach (var fact in listens.Where(static fact => fact.Key.Length > 0))
        {
            settings[VariableOf(fact.Key, fact.Origin)] = Text.Of(NumberOf(fact));
        }

        // What only the container itself reaches is no port of it, unless there is no other.
        var isReachable = listens.Exists(static listen => listen.Host == EveryAddress);
        return Distinct(
            listens
                .Where(listen => !ManagementPorts().Contains(NumberOf(listen)) && (listen.Host == EveryAddress || !isReachable))
                .ByRank(static listen => (listen.Scheme == "http" ? 0 : 2) + (listen.IsHttp2Only ? 1 : 0))
                .Select(listen => new PortPlan("", NumberOf(listen), listen.Scheme == "https", listen.IsHttp2Only || AllSpeakHttp2Only))
        );
    }

    private string VariableOf(string key, ConfigurationOrigin origin) =>
        origin == ConfigurationOrigin.EnvironmentVariable ? key : context.Variable(key);

    /// <summary>
    /// Where the code listens on whole addresses that it reads: those of the settings, else those of the code's own default, else one of ours. What the files
    /// are made for is set, so that nobody changes it alone.
    /// </summary>
    private IEnumerable<PortPlan> FromKeys(List<int> declared)
    {
        if (context.InProduction<ListenKeyFact>().FirstOrDefault() is not { } fact)
        {
            return [];
        }

        var given = (fact.IsList ? context.Settings.Below(fact.Key).SelectMany(UrlsOf) : UrlsOf(fact.Key))
            .Where(static url => PortOfHost(url) > 0)
            .ToList();
        var urls = given;
        if (declared.Count > 0)
        {
            urls = [.. declared.Select(AnyAddress)];
        }
        else if (given.Count == 0)
        {
            urls =
            [
                .. context
                    .InProduction<ListenFact>()
                    .Where(static listen => listen is { Port: > 0, Key.Length: 0 })
                    .Select(static listen => $"{listen.Scheme}://{listen.Host}:{Text.Of(listen.Port)}"),
            ];
        }

        urls = urls.Count > 0 ? urls : [AnyAddress(DefaultPort)];
        var open = urls.ConvertAll(OpenAddress);
        if (!open.SequenceEqual(given))
        {
            context.Decide(
                $"It is set to {string.Join(";", open)}{WithoutTls(urls)}.",
                $"The code in {fact.Source.File} listens on addresses that it reads from {fact.Key}, which {(given.Count > 0 ? $"is {string.Join(";", given)}" : "no file has")}.",
                "Set ContainerPort to choose another port."
            );
        }

        var variable = VariableOf(fact.Key, fact.Origin);
        if (fact.IsList)
        {
            // An element that the files have and nobody sets would stay; an empty one is skipped.
            for (var index = 0; index < Math.Max(open.Count, given.Count); index++)
            {
                settings[$"{variable}__{Text.Of(index)}"] = index < open.Count ? open[index] : "";
            }
        }
        else
        {
            settings[variable] = string.Join(";", open);
        }

        return open.Select(url => Address(url, isHttp2: false))
            .ByRank(static port => port.IsTls ? 1 : 0)
            .GroupBy(static port => port.Number)
            .Select(static group => group.First());
    }

    private static string AnyAddress(int port) => $"http://*:{Text.Of(port)}";

    /// <summary>A port that is read from somewhere is its default; without one it is ours to choose, and we set where it is read from.</summary>
    private int NumberOf(ListenFact fact)
    {
        if (fact.Port > 0)
        {
            return fact.Port;
        }

        if (fact.Key.Length == 0 && DeclaredPorts.Count > 0)
        {
            return DeclaredPorts[0];
        }

        var configured =
            fact.Key.Length > 0 && Rules.TryNumber(context.Settings[fact.Key] ?? "", 1, 65535, out var number) ? number : DefaultPort;
        if (fact.Key.Length > 0)
        {
            context.Decide(
                $"It is {Text.Of(configured)}, and {fact.Key} is set to that.",
                $"The code in {fact.Source.File} listens on a port that it reads from {fact.Key}.",
                "Set ContainerPort to choose another."
            );
        }
        else
        {
            context.Decide(
                $"It is taken for {Text.Of(configured)}.",
                $"The code in {fact.Source.File} listens on a port that is computed at run time.",
                "Set ContainerPort to the port."
            );
        }

        return configured;
    }

    /// <summary>A declared port is told to a program that asks for one.</summary>
    private void Tell(int main)
    {
        var asked = context
            .InProduction<ListenFact>()
            .Where(static fact => fact.Key.Length > 0)
            .Select(fact => VariableOf(fact.Key, fact.Origin))
            .Distinct()
            .ToList();
        if (asked.Count == 1)
        {
            settings[asked[0]] = Text.Of(main);
        }

        if (main <= LastPrivilegedPort)
        {
            context.Decide(
                "A process without privileges can bind it only where the container runtime allows it.",
                $"The app listens on port {Text.Of(main)}.",
                "8080 always works."
            );
        }
    }

    private static readonly string[] ItemsOfVariables = ["ContainerEnvironmentVariable", "DeployabilityConfig", "DeployabilitySecret"];

    /// <summary>Kestrel does not start a TLS endpoint of its settings without a certificate, and no image has one.</summary>
    private void NoteCertificate(PortPlan port)
    {
        if (DeclaresCertificate)
        {
            return;
        }

        var isFromCode = context.InProduction<ListenFact>().Any(listen => listen.Port == port.Number);
        var file = context
            .Settings.Below("Kestrel")
            .Where(static key => key.EndsWith(":Certificate:Path", StringComparison.OrdinalIgnoreCase) || IsDefaultCertificate(key))
            .Select(key => context.Settings[key])
            .FirstOrDefault();
        var number = Text.Of(port.Number);
        CertificateFiles = isFromCode ? [] : FilesOfCertificates();
        context.Leave(
            new(
                OperatorActionKind.Ingress,
                $"certificate of port {number}",
                CertificateFiles.Count > 0
                    ? $"Make the Secret that is mounted there, `kubectl create secret generic {DeploymentPlan.CertificateSecretOf(appName)}{string.Concat(CertificateFiles.Select(static path => $" --from-file={Text.FileName(path)}"))}`; compose takes the same from `certificates/` beside it. Or let the ingress end TLS, and listen on HTTP alone."
                    : "Let the ingress end TLS and listen on HTTP alone; or mount the certificate from a Secret and declare where it is, for example `<DeployabilityConfig Include=\"Kestrel:Certificates:Default:Path\" Value=\"/certificates/tls.crt\" />` and the same for KeyPath.",
                file is { Length: > 0 }
                        ? $"The app ends TLS on port {number} itself, and '{file}', which its settings name, is in no image."
                    : isFromCode ? $"The app ends TLS on port {number} itself, with a certificate that no generated file provides."
                    : $"The app ends TLS on port {number} itself, and no setting names a certificate.",
                IsBlocking: !isFromCode
            )
        );
    }

    /// <summary>Certificates and their keys; none where a path cannot be one in a container, or two files would need one name in the Secret.</summary>
    private List<string> FilesOfCertificates()
    {
        var files = context
            .Settings.Below("Kestrel")
            .Where(static key =>
                key.IndexOf(":Certificate", StringComparison.OrdinalIgnoreCase) >= 0
                && (
                    key.EndsWith(":Path", StringComparison.OrdinalIgnoreCase)
                    || key.EndsWith(":KeyPath", StringComparison.OrdinalIgnoreCase)
                )
            )
            .Select(key => (context.Settings[key] ?? "").Replace('\\', '/'))
            .Where(static path => path.Length > 0)
            .Select(static path =>
                path[0] == '/' ? path : $"/app/{(path.StartsWith("./", StringComparison.Ordinal) ? path.Substring(2) : path)}"
            )
            .Distinct()
            .OrderBy(static path => path, StringComparer.Ordinal)
            .ToList();
        return files.TrueForAll(Rules.IsMountPath) && files.Select(Text.FileName).Distinct().Count() == files.Count ? files : [];
    }

    private static bool IsDefaultCertificate(string key) =>
        string.Equals(key, "Kestrel:Certificates:Default:Path", StringComparison.OrdinalIgnoreCase);

    /// <summary>What code says wins over every variable, so no generated file can open such an address.</summary>
    private void NoteUnreachable()
    {
        var listens = context.InProduction<ListenFact>().ToList();
        if (listens.Count > 0 && listens.TrueForAll(static listen => listen.Host != EveryAddress))
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    $"address {listens[0].Host}",
                    "Leave the address to ASPNETCORE_HTTP_PORTS, or listen on every address (DPL1003 has a code fix).",
                    $"The code in {listens[0].Source.File} listens on {listens[0].Host}, which neither probes nor requests from outside the container reach.",
                    IsBlocking: true
                )
            );
        }
    }

    private void Contradict(List<int> declared, List<PortPlan> listened)
    {
        var @fixed = context
            .InProduction<ListenFact>()
            .FirstOrDefault(listen => listen is { Port: > 0, Key.Length: 0 } && !ManagementPorts().Contains(listen.Port));
        if (declared.Count > 0 && @fixed is not null && listened.TrueForAll(port => port.Number != declared[0]))
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    $"port {Text.Of(declared[0])}",
                    "Remove one of them.",
                    $"ContainerPort says {Text.Of(declared[0])}, the code in {@fixed.Source.File} listens on {Text.Of(@fixed.Port)}, and code wins at run time.",
                    IsBlocking: true
                )
            );
        }
    }

    /// <summary>The ports of <c>ContainerPort</c> items; the SDK also allows <c>8080/tcp</c> as a name.</summary>
    private List<int> Declared()
    {
        var ports = new List<int>();
        foreach (var item in context.Input.ItemsOf("ContainerPort"))
        {
            var parts = item.Name.Split('/');
            var type =
                item["Type"].Length > 0 ? item["Type"]
                : parts.Length > 1 ? parts[1]
                : "tcp";
            if (parts.Length > 2 || !Rules.TryNumber(parts[0], 1, 65535, out var number) || type is not ("tcp" or "udp"))
            {
                context.Validator.ItemError(
                    item,
                    $"the port '{item.Name}' of type '{type}'",
                    "a port from 1 to 65535 and the type tcp or udp"
                );
            }
            else if (type == "tcp" && !ports.Contains(number))
            {
                ports.Add(number);
            }
        }

        return ports;
    }

    /// <summary>Ports on which only health endpoints answer (<c>RequireHost("*:8081")</c>).</summary>
    private List<int> ManagementPorts()
    {
        var ports = new List<int>();
        foreach (var health in context.InProduction<HealthEndpointFact>())
        {
            if (PortOfHost(health.Host) is var port and > 0 && !ports.Contains(port))
            {
                ports.Add(port);
            }
        }

        return ports;
    }

    /// <summary>Each number once, as it comes first.</summary>
    private static List<PortPlan> Distinct(IEnumerable<PortPlan> ports)
    {
        var distinct = new List<PortPlan>();
        foreach (var port in ports)
        {
            if (distinct.TrueForAll(known => known.Number != port.Number))
            {
                distinct.Add(port);
            }
        }

        return distinct;
    }

    /// <summary>Where the shipped configuration lets Kestrel listen: what users reach first, health alone last.</summary>
    private List<PortPlan> FromSettings()
    {
        var management = ManagementPorts();
        var endpoints = context
            .Settings.Below(Endpoints)
            .Where(static key => key.EndsWith(":Url", StringComparison.OrdinalIgnoreCase))
            .SelectMany(key => EndpointsOf(key, IsHttp2(context.Settings[key.Substring(0, key.Length - "Url".Length) + "Protocols"])))
            .Concat(EndpointsOf(Urls, isHttp2: false))
            .Where(static endpoint => endpoint.Port.Number > 0)
            .ToList();
        var outside = endpoints.FindAll(static endpoint => !IsOfThisMachine(endpoint.Url));
        if (outside.Count == 0)
        {
            OpenToOthers(endpoints.Select(static endpoint => endpoint.Key).Distinct());
        }

        var ports = Distinct(
            (outside.Count > 0 ? outside : endpoints)
                .Select(endpoint => endpoint.Port with { IsTls = IsHttps(OpenAddress(endpoint.Url)) })
                .ByRank(port => (management.Contains(port.Number) ? 4 : 0) + (port.IsTls ? 2 : 0) + (port.IsHttp2Only ? 1 : 0))
        );
        return ports.Count == 0 && Rules.TryNumber(context.Settings["http_ports"] ?? "", 1, 65535, out var number)
            ? [new("", number, IsHttp2Only: AllSpeakHttp2Only)]
            : ports;
    }

    /// <summary>Settings that let nobody in from outside the container are replaced by the same ports of every address.</summary>
    private void OpenToOthers(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            var urls = UrlsOf(key).ToList();
            settings[context.Variable(key)] = string.Join(";", urls.Select(OpenAddress));
            context.Decide(
                $"{context.Variable(key)} opens it to every address of the container{WithoutTls(urls)}.",
                $"{key} is {string.Join(";", urls)}, which nothing outside the container reaches."
            );
        }
    }

    private IEnumerable<Endpoint> EndpointsOf(string key, bool isHttp2) =>
        UrlsOf(key).Select(url => new Endpoint(key, url, Address(url, isHttp2)));

    /// <summary>An address that a setting gives.</summary>
    private sealed record Endpoint(string Key, string Url, PortPlan Port);

    private IEnumerable<string> UrlsOf(string key) =>
        (context.Settings[key] ?? "").Split(';').Select(static url => url.Trim().TrimEnd('/'));

    /// <summary>
    /// The same for every address of the machine, where it was for loopback. What has TLS by a developer's certificate would not start: there is none
    /// in an image, and whoever opens it to visitors has one.
    /// </summary>
    private string OpenAddress(string url) =>
        IsOfThisMachine(url) ? $"{(IsHttps(url) && HasCertificate ? "https" : "http")}://*:{Text.Of(PortOfHost(url))}" : url;

    /// <summary>What is told of addresses that lose TLS when they are opened.</summary>
    private string WithoutTls(IEnumerable<string> urls) =>
        urls.Any(url => IsHttps(url) && !IsHttps(OpenAddress(url)))
            ? ", without TLS, for which no image has a certificate: the ingress ends it"
            : "";

    private static bool IsHttps(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether settings that ship, or the project, name a certificate.</summary>
    private bool HasCertificate =>
        DeclaresCertificate
        || context
            .Settings.Below("Kestrel")
            .Any(key => key.IndexOf(":Certificate", StringComparison.OrdinalIgnoreCase) >= 0 && context.Settings[key] is { Length: > 0 });

    private bool DeclaresCertificate =>
        ItemsOfVariables.Any(type =>
            context.Input.ItemsOf(type).Any(static item => item.Name.IndexOf("Certificate", StringComparison.OrdinalIgnoreCase) >= 0)
        );

    private static bool IsOfThisMachine(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback;

    private PortPlan Address(string url, bool isHttp2) => new("", PortOfHost(url), IsHttps(url), isHttp2 || AllSpeakHttp2Only);
}
