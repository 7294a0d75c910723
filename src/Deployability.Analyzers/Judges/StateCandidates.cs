using Deployability.Analyzers.Code;
using Deployability.Analyzers.Generation;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Judges;

/// <summary>What one file may say about state, by names alone.</summary>
internal readonly struct StateCandidates(SourceIndex index)
{
    /// <summary>Calls that may register a stateful feature.</summary>
    public IEnumerable<InvocationExpressionSyntax> Calls => index.Calls(WordRoles.StateFeature);

    /// <summary>Calls of helpers that may do it elsewhere.</summary>
    public IEnumerable<InvocationExpressionSyntax> Helpers => index.Calls(WordRoles.StateHelper);

    /// <summary>What may depend on the scheme of requests, or know it: calls, attributes, assignments.</summary>
    public IEnumerable<SyntaxNode> SchemeUses =>
        index.Identifiers(WordRoles.Scheme).Concat(index.Literals(WordRoles.Scheme).Select(static literal => literal.Token)).Select(SchemeFeatures.NodeOf).OfType<SyntaxNode>().Distinct();

    /// <summary>Names that tell of stores of the project's own making, of logging and of telemetry.</summary>
    public IEnumerable<string> Names => index.Identifiers(WordRoles.StateName).Select(static name => name.ValueText);

    /// <summary>Names that tell of security headers or pages.</summary>
    public IEnumerable<string> HeaderNames => index.Identifiers(WordRoles.SecurityHeader).Select(static name => name.ValueText);

    /// <summary>Literals that may be the name of a security header.</summary>
    public IEnumerable<string> HeaderLiterals => index.Literals(WordRoles.SecurityHeader).Select(static literal => literal.Token.ValueText);

    /// <summary>Whether a page handles posted forms.</summary>
    public bool HasFormHandlers => index.Identifiers(WordRoles.FormHandler).Any(static name => name.Parent is MethodDeclarationSyntax method && method.Identifier == name);

    public static StateCandidates Of(SyntaxTree tree) => new(SourceIndex.Of(tree));

    /// <summary>What a word may mean here; for the index of words.</summary>
    public static WordRoles RolesOf(string word)
    {
        var roles = IsTelling(word) ? WordRoles.StateName : word.StartsWith("OnPost", StringComparison.Ordinal) ? WordRoles.FormHandler : WordRoles.None;
        roles |= SchemeFeatures.MayMean(word) ? WordRoles.Scheme : WordRoles.None;
        roles |= SecurityHeaders.MayMean(word) ? WordRoles.SecurityHeader : WordRoles.None;
        // A helper may have the name of what it wraps: AddDataProtection(configuration).
        roles |= StateFeatures.ByName(word) is not null ? WordRoles.StateFeature : WordRoles.None;
        return roles | (IsHelper(word) ? WordRoles.StateHelper : WordRoles.None);
    }

    private static bool IsTelling(string name) => name is
        "XmlRepository" or "IXmlRepository" or "KeyManagementOptions" or "IDistributedCache" or "IOutputCacheStore" or "HubLifetimeManager" or
        "ValidateAntiForgeryToken" or "AutoValidateAntiforgeryToken" or "AutoValidateAntiforgeryTokenAttribute" or "ValidateAntiForgeryTokenAttribute" or
        "ClearProviders" or "AddSerilog" or "UseSerilog" or "SerilogLoggerProvider" or "UseNLog" or "AddNLog" or "AddNLogWeb" or "AddLog4Net" or "ReadFrom" or "WriteTo" or
        "AddOpenTelemetry" or "CreateTracerProviderBuilder" or "CreateMeterProviderBuilder" or "MapMetrics" or "MapPrometheusScrapingEndpoint" or "KestrelMetricServer" or "MetricServer" or "TelemetryClient";

    /// <summary>Whether a call of this name may go into a helper of another project that sets up the host.</summary>
    public static bool IsHelper(string name) =>
        name.StartsWith("Add", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal) || name.StartsWith("Configure", StringComparison.Ordinal) ||
        (name.StartsWith("Map", StringComparison.Ordinal) && !FactCollector.IsMapOfTheFramework(name));
}
