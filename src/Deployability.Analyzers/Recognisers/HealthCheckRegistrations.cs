using System.Collections.Immutable;
using Deployability.Analyzers.Code;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which registered health checks look at something outside the process.</summary>
internal static class HealthCheckRegistrations
{
    private static readonly string[] OwnWords = ["self", "live", "liveness", "alive", "ping", "process", "startup", "heartbeat", "memory", "disk", "cpu", "threadpool"];
    private static readonly string[] OwnMethods = ["Memory", "Disk", "Process", "ApplicationStatus", "ResourceUtilization", "Manual", "Lifecycle"];

    /// <summary>The registered check when it depends on something outside; null for any other call and for checks of the process itself.</summary>
    public static HealthCheckFact? DependencyOf(IInvocationOperation call, ProjectContext project) =>
        HostSetup.HealthCheckOf(call, FactSource.Unknown, project) is { } check && IsDependency(check) && !Array.Exists(OwnMethods, call.TargetMethod.Name.Contains) && !IsConstant(call) ? check : null;

    /// <summary>Whether a check depends on something outside the process, as far as its name and tags say.</summary>
    public static bool IsDependency(HealthCheckFact check) =>
        check.Name.Length > 0 && !IsOwn(check.Name) && !check.Tags.Any(IsOwn);

    // self, StartupCheck, liveness_check; but not delivery.
    private static bool IsOwn(string text) => Array.Exists(OwnWords, own =>
        text.StartsWith(own, StringComparison.OrdinalIgnoreCase) || text.EndsWith(own, StringComparison.OrdinalIgnoreCase));

    // AddCheck("app", () => HealthCheckResult.Healthy())
    private static bool IsConstant(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrap() is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] })
            {
                value = value.Unwrap();
                return value is IDefaultValueOperation || value is IInvocationOperation { TargetMethod: { Name: "Healthy", ContainingType.Name: "HealthCheckResult" } };
            }
        }

        return false;
    }
}
