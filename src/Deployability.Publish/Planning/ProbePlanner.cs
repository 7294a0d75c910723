using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Decides which health endpoint serves which probe.</summary>
/// <remarks>
/// A liveness probe that runs dependency checks restarts healthy instances whenever a database is away,
/// so it uses an endpoint that runs none, or asks only whether the port accepts connections.
/// </remarks>
internal static class ProbePlanner
{
    private const string ProbeProgram = "deployability-probe.dll";

    /// <summary>What <c>DeployabilityHealth</c> calls the probes.</summary>
    public static IReadOnlyDictionary<string, HealthEndpointKind> KindsByName { get; } =
        new Dictionary<string, HealthEndpointKind>(StringComparer.OrdinalIgnoreCase)
        {
            ["liveness"] = HealthEndpointKind.Live,
            ["readiness"] = HealthEndpointKind.Ready,
            ["startup"] = HealthEndpointKind.Startup,
        };

    public static ProbesPlan Plan(PlanContext context, IReadOnlyList<PortPlan> ports, bool onlyJobs)
    {
        if (ports.Count == 0)
        {
            return ProbesPlan.None with
            {
                NoHealthCheckReason = onlyJobs
                    ? "A job answers no requests; it ends, and its exit code says how."
                    : "A worker answers no requests; its orchestrator watches the process.",
            };
        }

        var declared = Declared(context);
        var endpoints = Usable(context, ports, declared.Count > 0 ? declared : context.InProduction<HealthEndpointFact>()).ToList();
        var live = Best(
            endpoints.FindAll(endpoint => IsSafeForLiveness(context, endpoint)),
            HealthEndpointKind.Live,
            HealthEndpointKind.Combined,
            HealthEndpointKind.Startup
        );
        var ready = Best(endpoints, HealthEndpointKind.Ready, HealthEndpointKind.Combined, HealthEndpointKind.Live);
        var startup = endpoints.FirstOrDefault(static endpoint => endpoint.Kind == HealthEndpointKind.Startup) ?? live;
        Explain(context, endpoints, live, ports);

        var liveness = Probe(context, live, ports);
        return HealthCheck(context, liveness, new ProbesPlan(Probe(context, startup, ports), liveness, Probe(context, ready, ports)));
    }

    /// <summary>What the project names. Who does knows what it checks: it is asked as it is told.</summary>
    private static List<HealthEndpointFact> Declared(PlanContext context) =>
        [
            .. context
                .Input.ItemsOf("DeployabilityHealth")
                .Select(static item => new HealthEndpointFact(
                    FactSource.Unknown,
                    item.Name,
                    KindsByName.TryGetValue(item["Probe"], out var kind) ? kind : HealthEndpointKind.Combined,
                    [],
                    HealthChecksRun.None,
                    RequiresAuthorization: false,
                    Host: ""
                )),
        ];

    private static IEnumerable<HealthEndpointFact> Usable(
        PlanContext context,
        IReadOnlyList<PortPlan> ports,
        IEnumerable<HealthEndpointFact> endpoints
    )
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Path.Length == 0)
            {
                context.Decide(
                    "No probe uses it.",
                    $"A health endpoint in {endpoint.Source.File} has a path that is computed at run time.",
                    "Write the path as a constant, or declare it as DeployabilityHealth."
                );
            }
            else if (endpoint.RequiresAuthorization)
            {
                context.Decide(
                    "No probe uses it.",
                    $"The health endpoint {endpoint.Path} demands authorization.",
                    "Add AllowAnonymous() to it."
                );
            }
            else if (PortOf(endpoint, ports) is null)
            {
                if (endpoint.IsGrpc)
                {
                    context.Decide(
                        "No probe asks it.",
                        "gRPC's health service is mapped, but no port speaks HTTP/2 alone and without TLS, which a gRPC probe needs.",
                        "Listen on one more port with HttpProtocols.Http2."
                    );
                }
                else
                {
                    context.Decide(
                        "No probe asks it.",
                        $"{endpoint.Path} is mapped on a port that speaks HTTP/2 alone, and probes speak HTTP/1.1.",
                        "Map gRPC's health service (AddGrpcHealthChecks, MapGrpcHealthChecksService), or listen on one more port with HTTP/1.1."
                    );
                }
            }
            else if (endpoint is { IsGrpc: true, Checks: HealthChecksRun.All } && !Checks(context).Any())
            {
                context.Decide(
                    "No probe asks it.",
                    "gRPC's health service is mapped, but no health check is registered, and without any it never says that it serves.",
                    "Register one, such as AddGrpcHealthChecks().AddCheck(\"self\", () => HealthCheckResult.Healthy())."
                );
            }
            else if (endpoint.Host.Length == 0 || PortPlanner.PortOfHost(endpoint.Host) > 0)
            {
                yield return endpoint;
            }
        }
    }

    private static bool IsSafeForLiveness(PlanContext context, HealthEndpointFact endpoint) =>
        endpoint.Checks switch
        {
            HealthChecksRun.None => true,
            HealthChecksRun.Selected => endpoint.Kind == HealthEndpointKind.Live,
            _ => Checks(context).All(IsOfTheAppItself) && !context.Packages.Keys.Any(RegistersChecks),
        };

    /// <summary>Aspire's clients register a check of what they connect to, without a word in the code.</summary>
    private static bool RegistersChecks(string package) =>
        package.StartsWith("Aspire.", StringComparison.OrdinalIgnoreCase)
        && !package.StartsWith("Aspire.Hosting", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<HealthCheckFact> Checks(PlanContext context) =>
        context.InProduction<HealthCheckFact>().Where(static check => check.Name.Length > 0);

    /// <summary>What people call a check that asks nobody else.</summary>
    private static bool IsOfTheAppItself(HealthCheckFact check) =>
        string.Equals(check.Name, "self", StringComparison.OrdinalIgnoreCase)
        || check.Tags.Contains("live", StringComparer.OrdinalIgnoreCase);

    private static HealthEndpointFact? Best(IReadOnlyCollection<HealthEndpointFact> endpoints, params HealthEndpointKind[] kinds)
    {
        HealthEndpointFact? best = null;
        foreach (var kind in kinds)
        {
            best ??= endpoints
                .Where(endpoint => endpoint.Kind == kind)
                .OrderBy(static endpoint => endpoint.Path, StringComparer.Ordinal)
                .ByRank(static endpoint => endpoint.Path.Length)
                .FirstOrDefault();
        }

        return best;
    }

    private static void Explain(
        PlanContext context,
        List<HealthEndpointFact> endpoints,
        HealthEndpointFact? live,
        IReadOnlyList<PortPlan> ports
    )
    {
        if (endpoints.Count == 0 && !context.IsCodeKnown)
        {
            context.Decide(
                "The probes only open a TCP connection.",
                "Some code carries no facts, and what was read maps no health endpoint that a probe can use.",
                "If it maps one, `<DeployabilityHealth Include=\"/healthz\" />` in the project names its path."
            );
        }
        else if (endpoints.Count == 0)
        {
            context.Decide(
                "The probes only open a TCP connection.",
                "The app maps no health endpoint that a probe can use.",
                ports.All(static port => port.IsHttp2Only)
                    ? "Map gRPC's health service (AddGrpcHealthChecks and MapGrpcHealthChecksService of Grpc.AspNetCore.HealthChecks)."
                    : "Map /healthz/live and /healthz/ready (DPL3001 has a code fix)."
            );
        }
        else if (live is null)
        {
            context.Decide(
                "Liveness only opens a TCP connection.",
                $"{(endpoints[0].IsGrpc ? "gRPC's health service" : endpoints[0].Path)} also checks dependencies, whose outage would restart every instance.",
                ports.All(static port => port.IsHttp2Only)
                    ? "Listen on one more port with HTTP/1.1, and map an endpoint without checks there, such as /healthz/live."
                    : "Map an endpoint without checks, such as /healthz/live."
            );
        }
    }

    private static ProbePlan Probe(PlanContext context, HealthEndpointFact? endpoint, IReadOnlyList<PortPlan> ports)
    {
        if (endpoint is null)
        {
            return new("", ports[0]);
        }

        var port = PortOf(endpoint, ports) ?? ports[0];
        return endpoint.IsGrpc ? new("", port, IsGrpc: true) : new(endpoint.Path, port, HostHeader(context, endpoint));
    }

    /// <summary>The port on which a probe can ask an endpoint; null when none speaks its protocol.</summary>
    private static PortPlan? PortOf(HealthEndpointFact endpoint, IReadOnlyList<PortPlan> ports)
    {
        var named = ports.FirstOrDefault(port => port.Number == PortPlanner.PortOfHost(endpoint.Host));
        return (named is null ? ports : [named]).FirstOrDefault(port => endpoint.IsGrpc ? port.TakesGrpcProbes : !port.IsHttp2Only);
    }

    /// <summary>
    /// Probes come with the instance's address and the port as host, which host filtering would refuse. An endpoint that
    /// demands a host gets it, with its port: a header without one means the port of the scheme.
    /// </summary>
    private static string HostHeader(PlanContext context, HealthEndpointFact endpoint)
    {
        var port = PortPlanner.PortOfHost(endpoint.Host);
        var demanded = port > 0 ? endpoint.Host.Substring(0, endpoint.Host.LastIndexOf(':')) : "*";
        var host = demanded == "*" ? AcceptedHost(context) : WithoutWildcard(demanded);
        return host.Length > 0 && port > 0 ? $"{host}:{Text.Of(port)}" : host;
    }

    /// <summary>A host that the app's host filtering accepts; empty when it accepts any.</summary>
    public static string AcceptedHost(PlanContext context)
    {
        var hosts = (context.Settings["AllowedHosts"] ?? "*")
            .Split(';')
            .Select(static host => host.Trim())
            .Where(static host => host.Length > 0)
            .ToList();
        return hosts.Count == 0 || hosts.Contains("*") ? "" : WithoutWildcard(hosts[0]);
    }

    private static string WithoutWildcard(string host) =>
        host.StartsWith("*.", StringComparison.Ordinal) ? "probe" + host.Substring(1) : host;

    private static ProbesPlan HealthCheck(PlanContext context, ProbePlan probe, ProbesPlan probes)
    {
        if (!context.Input.IsTrue("DeployabilityProbe"))
        {
            return probes with
            {
                NoHealthCheckReason = context.Input.IsTrue("SelfContained")
                    ? "A self-contained image has no 'dotnet' to run the probe program with; orchestrators ask the app from outside."
                    : "DeployabilityProbe is off, so the image holds no program that could ask the app.",
            };
        }

        var scheme = probe.Path.Length == 0 || probe.Port.IsTls ? "tcp" : "http";
        var address = $"{scheme}://127.0.0.1:{Text.Of(probe.Port.Number)}{(scheme == "http" ? probe.Path : "")}";
        string[] command = ["dotnet", ProbeProgram, address];
        return probes with { HealthCheck = probe.HostHeader.Length > 0 && scheme == "http" ? [.. command, probe.HostHeader] : command };
    }
}
