using Deployability.Model;
using Deployability.Publish.Reading;

namespace Deployability.Publish.Planning;

/// <summary>Decides the ports: <c>ContainerPort</c> items, else what the code says, else what the configuration says, else 8080.</summary>
internal static class PortPlanner
{
    public const string HttpPort = "http";
    public const string ManagementPort = "management";
    private const int DefaultPort = 8080;
    private const int LastPrivilegedPort = 1023;

    public static IReadOnlyList<PortPlan> Plan(PlanContext context, bool isWeb)
    {
        var declared = Declared(context);
        if (!isWeb)
        {
            return [];
        }

        var main = Main(context, declared);
        var ports = new List<PortPlan> { main };
        foreach (var number in declared.Concat(ManagementPorts(context)).Where(number => number != main.Number).Distinct())
        {
            var isManagement = ManagementPorts(context).Contains(number);
            ports.Add(new(isManagement ? ManagementPort : $"port-{Text.Of(number)}", number));
        }

        if (main.Number <= LastPrivilegedPort)
        {
            context.Decide(
                "A process without privileges can bind it only where the container runtime allows it.",
                $"The app listens on port {Text.Of(main.Number)}.",
                "8080 always works.");
        }

        return ports;
    }

    private static PortPlan Main(PlanContext context, List<int> declared)
    {
        var fact = context.InProduction<ListenFact>()
            .Where(listen => !ManagementPorts(context).Contains(listen.Port))
            .OrderBy(static listen => listen.Scheme != "http")
            .FirstOrDefault();
        if (declared.Count > 0)
        {
            if (fact is not null && fact.Port != declared[0])
            {
                context.Leave(new(
                    OperatorActionKind.Code,
                    $"port {Text.Of(declared[0])}",
                    "Remove one of them.",
                    $"ContainerPort says {Text.Of(declared[0])}, the code in {fact.Source.File} listens on {Text.Of(fact.Port)}, and code wins at run time.",
                    IsBlocking: true));
            }

            return new(HttpPort, declared[0]);
        }

        if (fact is not null)
        {
            return new(HttpPort, fact.Port, fact.Scheme == "https");
        }

        return FromSettings(context) ?? new(HttpPort, DefaultPort);
    }

    /// <summary>The ports of <c>ContainerPort</c> items; the SDK also allows <c>8080/tcp</c> as a name.</summary>
    private static List<int> Declared(PlanContext context)
    {
        var ports = new List<int>();
        foreach (var item in context.Input.ItemsOf("ContainerPort"))
        {
            var parts = item.Name.Split('/');
            var type = item["Type"].Length > 0 ? item["Type"] : parts.Length > 1 ? parts[1] : "tcp";
            if (parts.Length > 2 || !Rules.TryNumber(parts[0], 1, 65535, out var number) || type is not ("tcp" or "udp"))
            {
                context.Validator.ItemError(item, $"the port '{item.Name}' of type '{type}'", "a port from 1 to 65535 and the type tcp or udp");
            }
            else if (type == "tcp")
            {
                ports.Add(number);
            }
        }

        return ports;
    }

    /// <summary>Ports on which only health endpoints answer (<c>RequireHost("*:8081")</c>).</summary>
    private static IEnumerable<int> ManagementPorts(PlanContext context) =>
        context.InProduction<HealthEndpointFact>().Select(static health => PortOfHost(health.Host)).Where(static port => port > 0).Distinct();

    public static int PortOfHost(string host) =>
        host.LastIndexOf(':') is var colon and >= 0 && Rules.TryNumber(host.Substring(colon + 1), 1, 65535, out var port) ? port : 0;

    private static PortPlan? FromSettings(PlanContext context)
    {
        var endpoints = context.Settings.Below("Kestrel:Endpoints")
            .Where(static key => key.EndsWith(":Url", StringComparison.OrdinalIgnoreCase))
            .Select(key => context.Settings[key] ?? "");
        var urls = (context.Settings["urls"] ?? "").Split(';');
        var addresses = endpoints.Concat(urls)
            .Select(static url => (IsTls: url.StartsWith("https://", StringComparison.OrdinalIgnoreCase), Port: PortOfHost(url.Trim().TrimEnd('/'))))
            .Where(static address => address.Port > 0)
            .OrderBy(static address => address.IsTls)
            .ToList();
        if (addresses.Count > 0)
        {
            return new(HttpPort, addresses[0].Port, addresses[0].IsTls);
        }

        return Rules.TryNumber(context.Settings["http_ports"] ?? "", 1, 65535, out var port) ? new(HttpPort, port) : null;
    }
}
