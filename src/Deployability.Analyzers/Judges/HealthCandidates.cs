using Deployability.Analyzers.Code;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Judges;

/// <summary>The nodes of one file that may say something about its host's health, found by names alone.</summary>
internal readonly struct HealthCandidates
{
    private readonly SourceIndex? index;

    private HealthCandidates(SourceIndex? index) => this.index = index;

    /// <summary>Calls and creations that may begin a web host.</summary>
    public IEnumerable<SyntaxNode> Hosts => Identifiers(WordRoles.Host).Select(static name => (SyntaxNode?)name.CallOf() ?? WebHostBuilderOf(name)).OfType<SyntaxNode>();

    /// <summary>Calls that may run one. <c>Task.Run(() => …)</c>, <c>app.Run(context => …)</c>: what runs a host takes no delegate.</summary>
    public IEnumerable<InvocationExpressionSyntax> Runs =>
        Calls(WordRoles.Run).Where(static call => call.ArgumentList.Arguments is not [{ Expression: AnonymousFunctionExpressionSyntax }, ..]);

    /// <summary>Calls that may map an endpoint, here or in a helper.</summary>
    public IEnumerable<InvocationExpressionSyntax> Maps => Calls(WordRoles.Map);

    /// <summary>Calls of <c>AddHealthChecks</c> and the like.</summary>
    public IEnumerable<InvocationExpressionSyntax> Registrations => Calls(WordRoles.Registration);

    /// <summary>What may set a fallback authorization policy.</summary>
    public IEnumerable<SyntaxNode> Fallbacks => Identifiers(WordRoles.Fallback).Select(static name => (SyntaxNode?)name.CallOf() ?? name.AssignmentOf()).OfType<SyntaxNode>();

    /// <summary>Literals that look like the path of a probe, outside calls of clients.</summary>
    public IEnumerable<LiteralExpressionSyntax> ProbeTexts => index is null ? [] : index.Literals(WordRoles.ProbeText).Where(IsProbeText);

    /// <summary>Methods of controllers that may answer a probe: what is named or routed for one, and its class.</summary>
    public IEnumerable<MethodDeclarationSyntax> Actions =>
        Identifiers(WordRoles.ProbeName | WordRoles.ProbeType).Select(static name => name.Parent).Concat(index is null ? [] : index.Literals(WordRoles.ProbeText))
            .SelectMany(static node => ActionsOf(node)).Where(HealthActions.MayAnswer).Distinct();

    /// <summary>Controllers and pages named for a probe.</summary>
    public IEnumerable<TypeDeclarationSyntax> ProbeTypes =>
        Identifiers(WordRoles.ProbeType).Select(static name => name.Parent is TypeDeclarationSyntax type && type.Identifier == name ? type : null).OfType<TypeDeclarationSyntax>();

    /// <summary>Whether the file uses health check results by hand: a publisher, or the service itself.</summary>
    public bool UsesService => Identifiers(WordRoles.HealthResult).Any(static name => name.Parent is IdentifierNameSyntax && name.ValueText is "HealthCheckService" or "IHealthCheckPublisher" || name.CallOf() is not null);

    public static HealthCandidates Of(SyntaxTree tree) => IsGenerated(tree.FilePath) ? default : new HealthCandidates(SourceIndex.Of(tree));

    /// <summary>What a word may mean here; for the index of words.</summary>
    public static WordRoles RolesOf(string word) => word switch
    {
        "CreateBuilder" or "CreateSlimBuilder" or "CreateEmptyBuilder" or "Create" or "CreateDefaultBuilder" or "ConfigureWebHostDefaults" or "ConfigureWebHost" or "ConfigureSlimWebHost" or "Start" or
            "WebHostBuilder" => WordRoles.Host,
        "Run" or "RunAsync" or "RunConsoleAsync" or "WaitForShutdown" or "WaitForShutdownAsync" => WordRoles.Run,
        "AddHealthChecks" or "AddGrpcHealthChecks" => WordRoles.Registration,
        "SetFallbackPolicy" or "FallbackPolicy" => WordRoles.Fallback,
        "HealthCheckService" or "IHealthCheckPublisher" or "ForwardToPrometheus" => WordRoles.HealthResult,
        _ when word.EndsWith("Publisher", StringComparison.Ordinal) && word.StartsWith("Add", StringComparison.Ordinal) => WordRoles.HealthResult,
        _ => (MayReachEndpoints(word) ? WordRoles.Map : WordRoles.None) |
            (HealthEndpoints.MayBeInProbePath(word) ? WordRoles.ProbeText : WordRoles.None) |
            (HealthActions.MayBeName(word) ? WordRoles.ProbeName : WordRoles.None) |
            (IsProbeType(word) ? WordRoles.ProbeType : WordRoles.None),
    };

    private IEnumerable<InvocationExpressionSyntax> Calls(WordRoles role) => index is null ? [] : index.Calls(role);

    private IEnumerable<SyntaxToken> Identifiers(WordRoles role) => index is null ? [] : index.Identifiers(role);

    private static ObjectCreationExpressionSyntax? WebHostBuilderOf(SyntaxToken name) => name.ValueText == "WebHostBuilder" ? name.CreationOf() : null;

    // The method or class that has the name, or the attribute with the route.
    private static IEnumerable<MethodDeclarationSyntax> ActionsOf(SyntaxNode? node) => (node?.FirstAncestorOrSelf<AttributeSyntax>()?.Parent?.Parent ?? node) switch
    {
        MethodDeclarationSyntax method => [method],
        ClassDeclarationSyntax type => type.Members.OfType<MethodDeclarationSyntax>(),
        _ => [],
    };

    private static bool MayReachEndpoints(string name) =>
        name.StartsWith("Map", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal) || name.StartsWith("Add", StringComparison.Ordinal) ||
        name.StartsWith("Configure", StringComparison.Ordinal) || name.StartsWith("Set", StringComparison.Ordinal) || name.StartsWith("Init", StringComparison.Ordinal) ||
        name.StartsWith("Register", StringComparison.Ordinal) || name.StartsWith("Expose", StringComparison.Ordinal);

    private static bool IsProbeText(LiteralExpressionSyntax literal)
    {
        var text = literal.Token.ValueText;
        return text.Length is >= 2 and <= 60 && HealthEndpoints.MayBeProbePath(text) && (text[0] == '/' || IsRouteOf(literal) || IsComparedToPath(literal)) && !IsClients(literal);
    }

    // request.Path.Value.EndsWith("health"), path == "ping".
    private static bool IsComparedToPath(LiteralExpressionSyntax literal) => literal.Parent switch
    {
        // Path.Combine(root, "up") is about files.
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: not ("Combine" or "Join" or "GetFullPath" or "GetRelativePath"), Expression: var compared } } } => SaysPath(compared),
        BinaryExpressionSyntax comparison => SaysPath(comparison.Left) || SaysPath(comparison.Right),
        _ => false,
    };

    private static bool SaysPath(ExpressionSyntax expression) =>
        expression is not LiteralExpressionSyntax && expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(static name => name.Identifier.ValueText.EndsWith("path", StringComparison.OrdinalIgnoreCase));

    // [Route("health")], group.MapGet("ping", …), Get("health") of an endpoint class.
    private static bool IsRouteOf(LiteralExpressionSyntax literal) => literal.Parent switch
    {
        AttributeArgumentSyntax { Parent.Parent: AttributeSyntax attribute } =>
            attribute.Name.NameOfMember() is { } name && (name.StartsWith("Http", StringComparison.Ordinal) || name.StartsWith("Route", StringComparison.Ordinal)),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax invocation } =>
            invocation.Expression.NameOfMember() is { } name && (name is "Get" or "Routes" or "Verbs" || name.StartsWith("Map", StringComparison.Ordinal)),
        _ => false,
    };

    // client.GetAsync("/health") asks somebody else's endpoint.
    private static bool IsClients(LiteralExpressionSyntax literal) => literal.Parent is ArgumentSyntax argument && argument.Parent?.Parent switch
    {
        InvocationExpressionSyntax invocation => invocation.Expression.NameOfMember() is { } name &&
            (name.EndsWith("Async", StringComparison.Ordinal) || name is "WithHttpHealthCheck" or "WithHttpsHealthCheck" or "AddUrlGroup" or "Append"),
        ObjectCreationExpressionSyntax creation => creation.Type.NameOfMember() is "Uri" or "HttpRequestMessage" or "RestRequest",
        _ => false,
    };

    private static bool IsProbeType(string name)
    {
        var suffix = name.EndsWith("Controller", StringComparison.Ordinal) ? "Controller" : name.EndsWith("Model", StringComparison.Ordinal) ? "Model" : name.EndsWith("Endpoint", StringComparison.Ordinal) ? "Endpoint" : null;
        return suffix is not null && HealthEndpoints.MayBeProbePath(name.Substring(0, name.Length - suffix.Length));
    }

    private static bool IsGenerated(string path) =>
        path.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".Designer.cs", StringComparison.OrdinalIgnoreCase) ||
        path.IndexOf("/obj/", StringComparison.Ordinal) >= 0 || path.IndexOf("\\obj\\", StringComparison.Ordinal) >= 0;
}
