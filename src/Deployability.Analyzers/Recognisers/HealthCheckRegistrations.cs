using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which registered health checks look at something outside the process.</summary>
internal static class HealthCheckRegistrations
{
    private static readonly string[] OwnWords =
    [
        .. ProbeWords.Live,
        .. ProbeWords.Startup,
        "process",
        "memory",
        "disk",
        "cpu",
        "threadpool",
    ];
    private static readonly string[] OwnMethods =
    [
        "Memory",
        "Disk",
        "Process",
        "ApplicationStatus",
        "ResourceUtilization",
        "Manual",
        "Lifecycle",
    ];

    /// <summary>The registered check when it depends on something outside; null for any other call and for checks of the process itself.</summary>
    public static HealthCheckFact? DependencyOf(IInvocationOperation call, ProjectContext project) =>
        HostSetup.HealthCheckOf(call, FactSource.Unknown, project) is { } check
        && IsDependency(check)
        && !Array.Exists(OwnMethods, call.TargetMethod.Name.Contains)
        && !IsConstant(call)
            ? check
            : null;

    /// <summary>Whether a check depends on something outside the process, as far as its name and tags say.</summary>
    public static bool IsDependency(HealthCheckFact check) => check.Name.Length > 0 && !IsOwn(check.Name) && !check.Tags.Any(IsOwn);

    // self, StartupCheck, liveness_check; but not delivery.
    private static bool IsOwn(string text) =>
        Array.Exists(
            OwnWords,
            own => text.StartsWith(own, StringComparison.OrdinalIgnoreCase) || text.EndsWith(own, StringComparison.OrdinalIgnoreCase)
        );

    // AddCheck("app", () => HealthCheckResult.Healthy())
    private static bool IsConstant(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrap() is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] })
            {
                value = value.Unwrap();
                return value is IDefaultValueOperation
                    || value is IInvocationOperation { TargetMethod: { Name: "Healthy", ContainingType.Name: "HealthCheckResult" } };
            }
        }

        return false;
    }
}

/// <summary>A call that registers the health check service.</summary>
internal sealed record HealthRegistration(InvocationExpressionSyntax Syntax);

internal sealed class HealthRegistrations : Recogniser<HealthRegistration>
{
    public override IEnumerable<string> Words => ["AddHealthChecks", "AddGrpcHealthChecks"];

    public override WordForm Form => WordForm.Call;

    public override HealthRegistration? Recognise(Candidate candidate) =>
        candidate.Method is { } called && HostSetup.RegistersHealthChecks(called)
            ? new HealthRegistration((InvocationExpressionSyntax)candidate.Node)
            : null;
}

/// <summary>A check that is registered with the service.</summary>
/// <param name="Fact">What it is; without a source.</param>
/// <param name="IsDependency">Whether it looks at something outside the process.</param>
internal sealed record HealthCheck(HealthCheckFact Fact, bool IsDependency);

internal sealed class HealthChecks : Recogniser<HealthCheck>
{
    public override WordForm FormOf(string word) =>
        word.Length > 3 && word.StartsWith("Add", StringComparison.Ordinal) && !HelperCalls.IsAddOfTheFramework(word)
            ? WordForm.Call
            : WordForm.None;

    public override bool IsVague(string word) => true;

    // AddHealthChecks, IHealthChecksBuilder
    public override bool Tells(string word) => word.IndexOf("ealth", StringComparison.Ordinal) >= 0;

    // services.AddHealthChecks().AddNpgSql(…) or checks.AddNpgSql(…); services.AddScoped(…) is most of what there is.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.CallOf() is { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } call
        && (
            receiver is IdentifierNameSyntax { Identifier.ValueText: not ("services" or "Services") }
            || receiver
                .DescendantNodesAndSelf()
                .OfType<SimpleNameSyntax>()
                .Any(static name => name.Identifier.ValueText.IndexOf("HealthCheck", StringComparison.Ordinal) >= 0)
        )
            ? [call]
            : [];

    public override bool TellsBySymbol => true;

    public override bool MayMean(ISymbol named) =>
        named is not IMethodSymbol method
        || (method.ReducedFrom is { } extension ? extension.Parameters[0].Type : method.ContainingType)
            is ITypeParameterSymbol
                or { Name: "IHealthChecksBuilder" };

    public override HealthCheck? Recognise(Candidate candidate) =>
        candidate.Call is { } call
        && !HostSetup.RegistersHealthChecks(call.TargetMethod)
        && HostSetup.HealthCheckOf(call, FactSource.Unknown, candidate.Project) is { } check
            ? new HealthCheck(check, HealthCheckRegistrations.DependencyOf(call, candidate.Project) is not null)
            : null;
}

/// <summary>Something that uses the results of health checks by hand.</summary>
internal sealed record HealthResultUse(string Name);

internal sealed class HealthResults : Recogniser<HealthResultUse>
{
    public override WordForm FormOf(string word) =>
        word is "HealthCheckService" or "IHealthCheckPublisher" or "ForwardToPrometheus"
        || word.EndsWith("Publisher", StringComparison.Ordinal) && word.StartsWith("Add", StringComparison.Ordinal)
            ? WordForm.Anywhere
            : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.Parent is IdentifierNameSyntax name && token.ValueText is "HealthCheckService" or "IHealthCheckPublisher"
            ? [token.Parent]
            : base.NodesOf(token);

    public override HealthResultUse Recognise(Candidate candidate) => new(candidate.Node.ToString());
}
