using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.State;

/// <summary>What one file may say about state, by names alone; read once a version of the file.</summary>
internal sealed class StateCandidates
{
    private static readonly ConditionalWeakTable<SyntaxTree, StateCandidates> Read = new();

    private StateCandidates(SyntaxTree tree)
    {
        var calls = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        var helpers = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in tree.GetRoot().DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken))
            {
                continue;
            }

            var name = token.ValueText;
            if (token.Parent is MethodDeclarationSyntax && name.StartsWith("OnPost", StringComparison.Ordinal))
            {
                HasFormHandlers = true;
            }
            else if (IsTelling(name))
            {
                names.Add(name);
            }

            if (CallOf(token) is not { } call)
            {
                continue;
            }

            if (StateFeatures.ByName(name) is not null)
            {
                calls.Add(call);
            }
            else if (IsHelper(name))
            {
                helpers.Add(call);
            }
        }

        Calls = calls.ToImmutable();
        Helpers = helpers.ToImmutable();
        Names = names;
    }

    /// <summary>Calls that may register a stateful feature.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Calls { get; }

    /// <summary>Calls of helpers that may do it elsewhere.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Helpers { get; }

    /// <summary>Names that tell of stores of the project's own making, of logging and of telemetry.</summary>
    public HashSet<string> Names { get; }

    /// <summary>Whether a page handles posted forms.</summary>
    public bool HasFormHandlers { get; }

    public static StateCandidates Of(SyntaxTree tree) => Read.GetValue(tree, static key => new StateCandidates(key));

    private static bool IsTelling(string name) => name is
        "XmlRepository" or "IXmlRepository" or "KeyManagementOptions" or "IDistributedCache" or "IOutputCacheStore" or "HubLifetimeManager" or
        "ValidateAntiForgeryToken" or "AutoValidateAntiforgeryToken" or "AutoValidateAntiforgeryTokenAttribute" or "ValidateAntiForgeryTokenAttribute" or
        "ClearProviders" or "AddSerilog" or "UseSerilog" or "UseNLog" or "AddNLog" or "AddNLogWeb" or "AddLog4Net" or "ReadFrom" or "WriteTo" or
        "AddOpenTelemetry" or "CreateTracerProviderBuilder" or "CreateMeterProviderBuilder" or "MapMetrics" or "MapPrometheusScrapingEndpoint" or "KestrelMetricServer" or "MetricServer" or "TelemetryClient";

    private static bool IsHelper(string name) =>
        name.StartsWith("Add", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal) || name.StartsWith("Configure", StringComparison.Ordinal);

    private static InvocationExpressionSyntax? CallOf(SyntaxToken token) => token.Parent switch
    {
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } name when access.Name == name => call,
        SimpleNameSyntax { Parent: MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax call } } => call,
        SimpleNameSyntax { Parent: InvocationExpressionSyntax call } name when call.Expression == name => call,
        _ => null,
    };
}
