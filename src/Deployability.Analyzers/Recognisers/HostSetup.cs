using Deployability.Analyzers.Code;
using Deployability.Model;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows how a host is built, what is registered with it and which features its pipeline has.</summary>
internal static class HostSetup
{
    /// <summary>Calls that turn a feature on, by name; the namespace roots keep namesakes out.</summary>
    private static readonly Dictionary<string, string> FeatureCalls = new(StringComparer.Ordinal)
    {
        ["MapPrometheusScrapingEndpoint"] = Features.PrometheusMetrics,
        ["MapMetrics"] = Features.PrometheusMetrics,
        ["UseMetricServer"] = Features.PrometheusMetrics,
        ["AddOpenTelemetry"] = Features.OpenTelemetry,
        ["GetCultureInfo"] = Features.Cultures,
        ["CreateSpecificCulture"] = Features.Cultures,
        ["UseRequestLocalization"] = Features.Cultures,
        ["FindSystemTimeZoneById"] = Features.TimeZones,
        ["GetSystemTimeZones"] = Features.TimeZones,
        ["UseWindowsService"] = Features.WindowsOnly,
        ["AddWindowsService"] = Features.WindowsOnly,
    };

    /// <summary>Names of the calls that say something here, for a filter on syntax.</summary>
    public static bool MaySay(string methodName) =>
        FeatureCalls.ContainsKey(methodName) || SchemeFeatures.MaySay(methodName) || StateFeatures.ByName(methodName) is not null || methodName is
            "CreateBuilder" or "CreateSlimBuilder" or "CreateEmptyBuilder" or "CreateApplicationBuilder" or "CreateDefaultBuilder" or "ConfigureWebHostDefaults" or "ConfigureWebHost" or
            "AddHealthChecks" or "AddGrpcHealthChecks" or "AddCheck" or "AddHostedService" or "IsDevelopment" or "IsProduction" or "IsStaging" or "IsEnvironment" or "UseShutdownTimeout" ||
            methodName.EndsWith("Check", StringComparison.Ordinal);

    /// <returns>The kind of host that the call begins to build, or null.</returns>
    public static HostKind? HostOf(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        return call.TargetMethod.Name switch
        {
            "CreateBuilder" or "CreateSlimBuilder" or "CreateEmptyBuilder" or "Create" when type.Is("Microsoft.AspNetCore.Builder", "WebApplication") => HostKind.Web,
            "CreateDefaultBuilder" when type.Is("Microsoft.AspNetCore", "WebHost") => HostKind.Web,
            "ConfigureWebHostDefaults" or "ConfigureSlimWebHost" or "ConfigureWebHost" => HostKind.Web,
            "CreateApplicationBuilder" or "CreateEmptyApplicationBuilder" or "CreateDefaultBuilder" when type.Is("Microsoft.Extensions.Hosting", "Host") => HostKind.Worker,
            _ => null,
        };
    }

    /// <returns>What the call runs until it is told to stop: a web host, a host that does not say whether it is one, or null.</returns>
    public static HostKind? RunOf(IInvocationOperation call, ProjectContext project)
    {
        var type = call.TargetMethod.ContainingType;
        if (type.Is("Microsoft.AspNetCore.Builder", "WebApplication") || type.Is("Microsoft.AspNetCore.Hosting", "WebHostExtensions") || project.Types.Is(call.Receiver()?.Type, TypeNames.WebApplication))
        {
            return call.TargetMethod.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Delegate) ? null : HostKind.Web;
        }

        return (type.Is("Microsoft.Extensions.Hosting", "HostingAbstractionsHostExtensions") || type.Is("Microsoft.Extensions.Hosting", "HostingHostBuilderExtensions")) && !IsBuiltAsWorker(call)
            ? HostKind.Worker
            : null;
    }

    /// <summary>Whether no orchestrator probes the program: functions and lambdas have their own host, an Aspire app host is for development.</summary>
    public static bool IsHostedElsewhere(Compilation compilation)
    {
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            if (reference.Name is "Microsoft.Azure.Functions.Worker.Core" or "Microsoft.Azure.Functions.Worker" or "Aspire.Hosting" or "Aspire.Hosting.AppHost" or "Amazon.Lambda.AspNetCoreServer" or "Amazon.Lambda.AspNetCoreServer.Hosting")
            {
                return true;
            }
        }

        return false;
    }

    // Host.CreateApplicationBuilder(args).Build().Run(), also through locals: no web host, even beside one.
    private static bool IsBuiltAsWorker(IInvocationOperation run)
    {
        var host = run.Receiver();
        if (host is ILocalReferenceOperation local)
        {
            host = ValueTracer.SingleValue(local.Local, local)?.Unwrap();
        }

        return host is IInvocationOperation { Instance.Type: { Name: "HostApplicationBuilder" } };
    }

    /// <returns>The name of the feature that the call turns on (<see cref="Features"/>), or null.</returns>
    public static string? FeatureOf(IInvocationOperation call)
    {
        if (!FeatureCalls.TryGetValue(call.TargetMethod.Name, out var feature) || call.TargetMethod.ContainingNamespace is not { } ns)
        {
            return null;
        }

        return ns.ContainingNamespace is not null && RootOf(ns) is "Microsoft" or "System" or "OpenTelemetry" or "Prometheus" ? feature : null;
    }

    /// <summary><c>AddHealthChecks()</c> on a service collection, or what calls it for gRPC.</summary>
    public static bool RegistersHealthChecks(IInvocationOperation call) =>
        call.TargetMethod.Name is "AddHealthChecks" or "AddGrpcHealthChecks" && call.TargetMethod.IsInNamespace("Microsoft.Extensions.DependencyInjection");

    /// <summary>A check registered on <c>IHealthChecksBuilder</c>: its name and tags where constant.</summary>
    public static HealthCheckFact? HealthCheckOf(IInvocationOperation call, FactSource source, ProjectContext project)
    {
        if (!call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal) ||
            !project.Types.Is(call.Receiver()?.Type, TypeNames.HealthChecksBuilder))
        {
            return null;
        }

        var name = project.Values.Trace(call.Argument("name")) is [{ HasHole: false } only] ? only.Text : call.TargetMethod.Name.Substring(3).ToLowerInvariant();
        var tags = project.Values.TraceElements(call.Argument("tags")).Select(static tag => tag.Text);
        return new HealthCheckFact(source, name, new EquatableArray<string>(tags));
    }

    /// <returns>The class that the call registers as a hosted service, or null.</returns>
    public static string? HostedServiceOf(IInvocationOperation call) =>
        call.TargetMethod is { Name: "AddHostedService", TypeArguments: [{ } service] } && call.TargetMethod.IsInNamespace("Microsoft.Extensions.DependencyInjection")
            ? service.Name
            : null;

    /// <returns>Seconds of <c>options.ShutdownTimeout = TimeSpan.From…</c>, or null.</returns>
    public static int? ShutdownTimeoutOf(ISimpleAssignmentOperation assignment) =>
        assignment.Target is IPropertyReferenceOperation { Property: { Name: "ShutdownTimeout", ContainingType: var type } } && type.Is("Microsoft.Extensions.Hosting", "HostOptions")
            ? SecondsOf(assignment.Value)
            : null;

    /// <summary>Seconds of a constant <c>TimeSpan</c> expression, rounded up; null when computed at run time.</summary>
    public static int? SecondsOf(IOperation value)
    {
        value = value.Unwrap();
        if (value is IInvocationOperation { TargetMethod: { ContainingType: var type, Name: var name }, Arguments: [var first, ..] } call && type.Is("System", "TimeSpan") &&
            first.Value.Unwrap().ConstantValue is { HasValue: true, Value: IConvertible number } && number is not string)
        {
            var amount = number.ToDouble(System.Globalization.CultureInfo.InvariantCulture);
            double? seconds = name switch
            {
                "FromMilliseconds" => amount / 1000,
                "FromSeconds" => amount,
                "FromMinutes" => amount * 60,
                "FromHours" => amount * 3600,
                _ => null,
            };
            return seconds is >= 0 and < 86400 ? (int)Math.Ceiling(seconds.Value) : null;
        }

        if (value is IObjectCreationOperation creation && creation.Type.Is("System", "TimeSpan") && creation.Arguments.Length == 3 &&
            creation.Argument(0)?.ConstantValue.Value is int hours && creation.Argument(1)?.ConstantValue.Value is int minutes && creation.Argument(2)?.ConstantValue.Value is int wholeSeconds)
        {
            return (((hours * 60) + minutes) * 60) + wholeSeconds;
        }

        return null;
    }

    /// <returns>The environment that the call asks for, or null.</returns>
    public static string? EnvironmentOf(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "IsDevelopment" or "IsProduction" or "IsStaging" when call.TargetMethod.IsInNamespace("Microsoft") => call.TargetMethod.Name.Substring(2),
        "IsEnvironment" when call.TargetMethod.IsInNamespace("Microsoft") => call.Argument("environmentName")?.ConstantValue.Value as string,
        _ => null,
    };

    private static string RootOf(INamespaceSymbol ns)
    {
        while (ns.ContainingNamespace is { IsGlobalNamespace: false } outer)
        {
            ns = outer;
        }

        return ns.Name;
    }
}
