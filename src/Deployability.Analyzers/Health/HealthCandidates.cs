using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Deployability.Analyzers.Infrastructure;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Health;

/// <summary>The nodes of one file that may say something about its host's health, found by names alone and kept with the tree.</summary>
/// <param name="Hosts">Calls and creations that may begin a web host.</param>
/// <param name="Runs">Calls that may run one.</param>
/// <param name="Maps">Calls that may map an endpoint, here or in a helper.</param>
/// <param name="Registrations">Calls of <c>AddHealthChecks</c> and the like.</param>
/// <param name="Fallbacks">What may set a fallback authorization policy.</param>
/// <param name="ProbeTexts">Literals that look like the path of a probe, outside calls of clients.</param>
/// <param name="ProbeTypes">Controllers and pages named for a probe.</param>
/// <param name="UsesService">Whether the file uses health check results by hand: a publisher, or the service itself.</param>
internal sealed record HealthCandidates(
    ImmutableArray<SyntaxNode> Hosts,
    ImmutableArray<InvocationExpressionSyntax> Runs,
    ImmutableArray<InvocationExpressionSyntax> Maps,
    ImmutableArray<InvocationExpressionSyntax> Registrations,
    ImmutableArray<SyntaxNode> Fallbacks,
    ImmutableArray<LiteralExpressionSyntax> ProbeTexts,
    ImmutableArray<TypeDeclarationSyntax> ProbeTypes,
    bool UsesService)
{
    private static readonly ConditionalWeakTable<SyntaxTree, HealthCandidates> Known = new();

    /// <summary>An edit replaces one tree, so only that one is scanned again.</summary>
    public static HealthCandidates Of(SyntaxTree tree) => Known.GetValue(tree, static key => new Scan().Of(key));

    private sealed class Scan
    {
        private readonly ImmutableArray<SyntaxNode>.Builder hosts = ImmutableArray.CreateBuilder<SyntaxNode>();
        private readonly ImmutableArray<InvocationExpressionSyntax>.Builder runs = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        private readonly ImmutableArray<InvocationExpressionSyntax>.Builder maps = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        private readonly ImmutableArray<InvocationExpressionSyntax>.Builder registrations = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        private readonly ImmutableArray<SyntaxNode>.Builder fallbacks = ImmutableArray.CreateBuilder<SyntaxNode>();
        private readonly ImmutableArray<LiteralExpressionSyntax>.Builder texts = ImmutableArray.CreateBuilder<LiteralExpressionSyntax>();
        private readonly ImmutableArray<TypeDeclarationSyntax>.Builder types = ImmutableArray.CreateBuilder<TypeDeclarationSyntax>();
        private bool usesService;

        public HealthCandidates Of(SyntaxTree tree)
        {
            if (!IsGenerated(tree.FilePath))
            {
                foreach (var node in tree.GetRoot().DescendantNodes())
                {
                    Visit(node);
                }
            }

            return new HealthCandidates(
                hosts.ToImmutable(), runs.ToImmutable(), maps.ToImmutable(), registrations.ToImmutable(),
                fallbacks.ToImmutable(), texts.ToImmutable(), types.ToImmutable(), usesService);
        }

        private void Visit(SyntaxNode node)
        {
            switch (node)
            {
                case InvocationExpressionSyntax invocation:
                    Visit(invocation, invocation.Expression.NameOfMember());
                    break;
                case LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) && IsProbeText(literal):
                    texts.Add(literal);
                    break;
                case AssignmentExpressionSyntax assignment when assignment.Left.NameOfMember() == "FallbackPolicy":
                    fallbacks.Add(assignment);
                    break;
                case ObjectCreationExpressionSyntax { Type: var type } creation when type.NameOfMember() == "WebHostBuilder":
                    hosts.Add(creation);
                    break;
                case IdentifierNameSyntax name when name.Identifier.ValueText is "HealthCheckService" or "IHealthCheckPublisher":
                    usesService = true;
                    break;
                case TypeDeclarationSyntax type when IsProbeType(type.Identifier.ValueText):
                    types.Add(type);
                    break;
            }
        }

        private void Visit(InvocationExpressionSyntax invocation, string? name)
        {
            switch (name)
            {
                case null:
                    break;
                case "CreateBuilder" or "CreateSlimBuilder" or "CreateEmptyBuilder" or "Create" or "CreateDefaultBuilder" or "ConfigureWebHostDefaults" or "ConfigureWebHost" or "ConfigureSlimWebHost" or "Start":
                    hosts.Add(invocation);
                    break;
                case "Run" or "RunAsync" or "RunConsoleAsync" or "WaitForShutdown" or "WaitForShutdownAsync":
                    // Task.Run(() => …), app.Run(context => …): what runs a host takes no delegate.
                    if (invocation.ArgumentList.Arguments is not [{ Expression: AnonymousFunctionExpressionSyntax }, ..])
                    {
                        runs.Add(invocation);
                    }

                    break;
                case "AddHealthChecks" or "AddGrpcHealthChecks":
                    registrations.Add(invocation);
                    break;
                case "SetFallbackPolicy":
                    fallbacks.Add(invocation);
                    break;
                case "ForwardToPrometheus":
                    usesService = true;
                    break;
                default:
                    if (name.EndsWith("Publisher", StringComparison.Ordinal) && name.StartsWith("Add", StringComparison.Ordinal))
                    {
                        usesService = true;
                    }
                    else if (MayReachEndpoints(name))
                    {
                        maps.Add(invocation);
                    }

                    break;
            }
        }

        private static bool MayReachEndpoints(string name) =>
            name.StartsWith("Map", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal) || name.StartsWith("Add", StringComparison.Ordinal) ||
            name.StartsWith("Configure", StringComparison.Ordinal) || name.StartsWith("Set", StringComparison.Ordinal) || name.StartsWith("Init", StringComparison.Ordinal) ||
            name.StartsWith("Register", StringComparison.Ordinal) || name.StartsWith("Expose", StringComparison.Ordinal);

        private static bool IsProbeText(LiteralExpressionSyntax literal)
        {
            var text = literal.Token.ValueText;
            return text.Length is >= 2 and <= 60 && HealthEndpoints.MayBeProbePath(text) && (text[0] == '/' || IsRouteOf(literal)) && !IsClients(literal);
        }

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
}
