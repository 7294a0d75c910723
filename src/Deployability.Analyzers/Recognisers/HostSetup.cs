using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows how a host is built, what is registered with it and which features its pipeline has.</summary>
internal static class HostSetup
{
    /// <summary>Calls that turn a feature on, by name; the namespace roots keep namesakes out.</summary>
    private static readonly Dictionary<string, string> FeatureCalls = new(StringComparer.Ordinal)
    {
        ["MapPrometheusScrapingEndpoint"] = Features.PrometheusMetrics,
        ["UseOpenTelemetryPrometheusScrapingEndpoint"] = Features.PrometheusMetrics,
        ["MapMetrics"] = Features.PrometheusMetrics,
        ["UseMetricServer"] = Features.PrometheusMetrics,
        ["AddOpenTelemetry"] = Features.OpenTelemetry,
        ["GetCultureInfo"] = Features.Cultures,
        ["CreateSpecificCulture"] = Features.Cultures,
        ["UseRequestLocalization"] = Features.Cultures,
        ["FindSystemTimeZoneById"] = Features.TimeZones,
        ["GetSystemTimeZones"] = Features.TimeZones,
        ["ServerSentEvents"] = Features.EventStreams,
        ["UseLocalhostClustering"] = Features.LocalCluster,
        ["UseWindowsService"] = Features.WindowsOnly,
        ["AddWindowsService"] = Features.WindowsOnly,
        ["Run"] = Features.RunsUntilStopped,
        ["RunAsync"] = Features.RunsUntilStopped,
        ["RunConsoleAsync"] = Features.RunsUntilStopped,
        ["WaitForShutdown"] = Features.RunsUntilStopped,
        ["WaitForShutdownAsync"] = Features.RunsUntilStopped,
        ["StopApplication"] = Features.StopsItself,
    };

    /// <summary>Names of the calls that turn a feature on.</summary>
    public static IEnumerable<string> FeatureNames => FeatureCalls.Keys;

    /// <returns>The kind of host that the call begins to build, or null.</returns>
    public static HostKind? HostOf(IMethodSymbol called)
    {
        var type = called.ContainingType;
        return called.Name switch
        {
            "CreateBuilder"
            or "CreateSlimBuilder"
            or "CreateEmptyBuilder"
            or "Create" when type.Is("Microsoft.AspNetCore.Builder", "WebApplication") => HostKind.Web,
            "CreateDefaultBuilder" when type.Is("Microsoft.AspNetCore", "WebHost") => HostKind.Web,
            "ConfigureWebHostDefaults" or "ConfigureSlimWebHost" or "ConfigureWebHost" => HostKind.Web,
            "CreateApplicationBuilder"
            or "CreateEmptyApplicationBuilder"
            or "CreateDefaultBuilder" when type.Is("Microsoft.Extensions.Hosting", "Host") => HostKind.Worker,
            _ => null,
        };
    }

    /// <returns>What the call runs until it is told to stop: a web host, a host that does not say whether it is one, or null.</returns>
    public static HostKind? RunOf(IInvocationOperation call, ProjectContext project)
    {
        var type = call.TargetMethod.ContainingType;
        if (
            type.Is("Microsoft.AspNetCore.Builder", "WebApplication")
            || type.Is("Microsoft.AspNetCore.Hosting", "WebHostExtensions")
            || project.Types.Is(call.Receiver()?.Type, TypeNames.WebApplication)
        )
        {
            return call.TargetMethod.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Delegate) ? null : HostKind.Web;
        }

        return
            (
                type.Is("Microsoft.Extensions.Hosting", "HostingAbstractionsHostExtensions")
                || type.Is("Microsoft.Extensions.Hosting", "HostingHostBuilderExtensions")
                || HostRuns.IsCommandLine(call.TargetMethod.Name)
            ) && !IsBuiltAsWorker(call)
            ? HostKind.Worker
            : null;
    }

    /// <summary>Whether no orchestrator probes the program: functions and lambdas have their own host, an Aspire app host is for development.</summary>
    public static bool IsHostedElsewhere(Compilation compilation)
    {
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            if (
                reference.Name
                is "Microsoft.Azure.Functions.Worker.Core"
                    or "Microsoft.Azure.Functions.Worker"
                    or "Aspire.Hosting"
                    or "Aspire.Hosting.AppHost"
                    or "Amazon.Lambda.AspNetCoreServer"
                    or "Amazon.Lambda.AspNetCoreServer.Hosting"
            )
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
            host = LocalValues.SingleValue(local.Local, local)?.Unwrap();
        }

        return host is IInvocationOperation { Instance.Type: { Name: "HostApplicationBuilder" } };
    }

    /// <returns>The name of the feature that the call turns on (<see cref="Features"/>), or null.</returns>
    public static string? FeatureOf(IMethodSymbol called, SyntaxNode call)
    {
        if (!FeatureCalls.TryGetValue(called.Name, out var feature) || called.ContainingNamespace is not { } ns)
        {
            return null;
        }

        return feature switch
        {
            Features.RunsUntilStopped => IsHosting(called.ContainingType) ? feature : null,

            // A client alone keeps no state.
            Features.LocalCluster => called.ContainingType.Is("Orleans.Hosting", "CoreHostingExtensions") ? feature : null,

            // What gives up after an error does not end by itself.
            Features.StopsItself => IsHosting(called.ContainingType) && call.FirstAncestorOrSelf<CatchClauseSyntax>() is null
                ? feature
                : null,
            _ => ns.ContainingNamespace is not null && RootOf(ns) is "Microsoft" or "System" or "OpenTelemetry" or "Prometheus"
                ? feature
                : null,
        };
    }

    private static bool IsHosting(INamedTypeSymbol type) =>
        type.Is("Microsoft.Extensions.Hosting", "HostingAbstractionsHostExtensions")
        || type.Is("Microsoft.Extensions.Hosting", "HostingHostBuilderExtensions")
        || type.Is("Microsoft.Extensions.Hosting", "IHostApplicationLifetime");

    /// <summary><c>AddHealthChecks()</c> on a service collection, or what calls it for gRPC.</summary>
    public static bool RegistersHealthChecks(IMethodSymbol called) =>
        called.Name is "AddHealthChecks" or "AddGrpcHealthChecks" && called.IsInNamespace("Microsoft.Extensions.DependencyInjection");

    /// <summary>A check registered on <c>IHealthChecksBuilder</c>: its name and tags where constant.</summary>
    public static HealthCheckFact? HealthCheckOf(IInvocationOperation call, FactSource source, ProjectContext project)
    {
        if (
            !call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal)
            || !project.Types.Is(call.Receiver()?.Type, TypeNames.HealthChecksBuilder)
        )
        {
            return null;
        }

        var name = project.Values.Trace(call.Argument("name")) is [{ HasHole: false } only]
            ? only.Text
            : call.TargetMethod.Name.Substring(3).ToLowerInvariant();
        var tags = project.Values.TraceElements(call.Argument("tags")).Select(static tag => tag.Text);
        return new HealthCheckFact(source, name, new EquatableArray<string>(tags));
    }

    /// <returns>The class that the call registers as a hosted service, or null.</returns>
    public static string? HostedServiceOf(IMethodSymbol called) =>
        called is { Name: "AddHostedService", TypeArguments: [{ } service] }
        && called.IsInNamespace("Microsoft.Extensions.DependencyInjection")
            ? service.Name
            : null;

    /// <returns>Seconds of <c>options.ShutdownTimeout = TimeSpan.From…</c>, or null.</returns>
    public static int? ShutdownTimeoutOf(ISimpleAssignmentOperation assignment) =>
        assignment.Target is IPropertyReferenceOperation { Property: { Name: "ShutdownTimeout", ContainingType: var type } }
        && type.Is("Microsoft.Extensions.Hosting", "HostOptions")
            ? assignment.Value.Seconds()
            : null;

    /// <returns>The environment that the call asks for, or null.</returns>
    public static string? EnvironmentOf(IMethodSymbol called, Candidate candidate) =>
        called.Name switch
        {
            "IsDevelopment" or "IsProduction" or "IsStaging" when called.IsInNamespace("Microsoft") => called.Name.Substring(2),
            "IsEnvironment" when called.IsInNamespace("Microsoft") => candidate.Call?.Argument("environmentName")?.ConstantValue.Value
                as string,
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

/// <summary>A call or creation that begins to build a host.</summary>
internal sealed record HostStart(HostKind Kind);

internal sealed class HostStarts : Recogniser<HostStart>
{
    public override IEnumerable<string> Words =>
        [
            "CreateBuilder",
            "CreateSlimBuilder",
            "CreateEmptyBuilder",
            "Create",
            "CreateApplicationBuilder",
            "CreateEmptyApplicationBuilder",
            "CreateDefaultBuilder",
            "ConfigureWebHostDefaults",
            "ConfigureWebHost",
            "ConfigureSlimWebHost",
            "WebHostBuilder",
        ];

    // WebApplication.Create(); every other Create makes something else.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.ValueText switch
        {
            "WebHostBuilder" => token.CreationOf() is { } creation ? [creation] : [],
            "Create" => token.CallOf() is { Expression: MemberAccessExpressionSyntax { Expression: var type } } call
            && type.NameOfMember() == "WebApplication"
                ? [call]
                : [],
            _ => base.NodesOf(token),
        };

    public override HostStart? Recognise(Candidate candidate) =>
        candidate.Method is { } called
            ? HostSetup.HostOf(called) is { } kind
                ? new HostStart(kind)
                : null
            : candidate.Operation is IObjectCreationOperation creation
                ? creation.Type.Is("Microsoft.AspNetCore.Hosting", "WebHostBuilder")
                    ? new HostStart(HostKind.Web)
                    : null
                // Behind a call of a package that is not restored, such as UseSerilog(), nothing binds; these names are the framework's alone.
                : candidate.CalledName is "ConfigureWebHostDefaults" or "ConfigureSlimWebHost"
                    ? new HostStart(HostKind.Web)
                    : null;
}

/// <summary>A call that runs a host until it is told to stop: a web host, or one that does not say whether it is one.</summary>
internal sealed record HostRun(HostKind Kind);

internal sealed class HostRuns : Recogniser<HostRun>
{
    // Extensions of packages whose command lines run the host by default.
    private static readonly string[] CommandLines =
    [
        "RunJasperFxCommands",
        "RunOaktonCommands",
        "RunWithGraphQLCommands",
        "RunWithGraphQLCommandsAsync",
    ];

    private static readonly string[] Names =
    [
        "Run",
        "RunAsync",
        "RunConsoleAsync",
        "WaitForShutdown",
        "WaitForShutdownAsync",
        .. CommandLines,
    ];

    public override IEnumerable<string> Words => Names;

    public override WordForm Form => WordForm.Call;

    // Task.Run(() => …), app.Run(context => …): what runs a host takes no delegate.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.CallOf() is { ArgumentList.Arguments: not [{ Expression: AnonymousFunctionExpressionSyntax }, ..] } call ? [call] : [];

    /// <summary>Whether a call of this name runs a host unless its arguments ask for something else.</summary>
    public static bool IsCommandLine(string method) => Array.IndexOf(CommandLines, method) >= 0;

    /// <summary>Whether a call of this name may run a host.</summary>
    public static bool IsName(string method) => Array.IndexOf(Names, method) >= 0;

    public override HostRun? Recognise(Candidate candidate) =>
        candidate.Call is { } call && HostSetup.RunOf(call, candidate.Project) is { } kind ? new HostRun(kind) : null;
}

/// <summary>A call that turns a feature on (<see cref="Features"/>).</summary>
internal sealed record HostFeature(string Name);

internal sealed class HostFeatures : Recogniser<HostFeature>
{
    public override IEnumerable<string> Words => HostSetup.FeatureNames;

    public override WordForm Form => WordForm.Call;

    // Task.Run(() => …): what runs a host takes no delegate.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.ValueText == "Run" && token.CallOf() is { ArgumentList.Arguments: [{ Expression: AnonymousFunctionExpressionSyntax }, ..] }
            ? []
            : base.NodesOf(token);

    public override HostFeature? Recognise(Candidate candidate) =>
        candidate.Method is { } called && HostSetup.FeatureOf(called, candidate.Node) is { } name ? new HostFeature(name) : null;
}

/// <summary>A class that is registered as a hosted service.</summary>
internal sealed record HostedService(string Name);

internal sealed class HostedServices : Recogniser<HostedService>
{
    public override IEnumerable<string> Words => ["AddHostedService"];

    public override HostedService? Recognise(Candidate candidate) =>
        candidate.Method is { } called && HostSetup.HostedServiceOf(called) is { } name ? new HostedService(name) : null;
}

/// <summary>How long the host may take to stop.</summary>
internal sealed record ShutdownTimeout(int Seconds);

internal sealed class ShutdownTimeouts : Recogniser<ShutdownTimeout>
{
    public override IEnumerable<string> Words => ["ShutdownTimeout"];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) => token.AssignmentOf() is { } assignment ? [assignment] : [];

    public override ShutdownTimeout? Recognise(Candidate candidate) =>
        candidate.Operation is ISimpleAssignmentOperation assignment && HostSetup.ShutdownTimeoutOf(assignment) is { } seconds
            ? new ShutdownTimeout(seconds)
            : null;
}

/// <summary>An environment that the code asks for by name.</summary>
internal sealed record EnvironmentQuestion(string Name);

internal sealed class EnvironmentQuestions : Recogniser<EnvironmentQuestion>
{
    public override IEnumerable<string> Words => ["IsDevelopment", "IsProduction", "IsStaging", "IsEnvironment"];

    public override WordForm Form => WordForm.Call;

    public override EnvironmentQuestion? Recognise(Candidate candidate) =>
        candidate.Method is { } called && HostSetup.EnvironmentOf(called, candidate) is { } name ? new EnvironmentQuestion(name) : null;
}
