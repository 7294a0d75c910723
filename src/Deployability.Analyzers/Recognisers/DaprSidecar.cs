using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the address of Dapr's side-car, which listens in the app's own pod: loopback is where it is called, in production too.</summary>
internal static class DaprSidecar
{
    private const string Name = "dapr";
    private const int MaxDepth = 4;

    /// <summary>Whether a configuration key or variable speaks of the side-car: <c>DAPR_HTTP_PORT</c>, <c>Dapr:HttpEndpoint</c>.</summary>
    public static bool IsKey(string key) => key.IndexOf(Name, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether an address alone says that it is the side-car's, wherever it stands: by port and path.</summary>
    public static bool IsAddress(EndpointUrl url) =>
        IsInPod(url.Host) && (IsInvocation(url.Rest) || IsDefaultPort(url.Port) && IsPath(url.Rest));

    /// <summary>Whether an address that code uses is the side-car's: by who takes it, by its port and path, or by where its port is read.</summary>
    /// <param name="endpoint">Who takes it.</param>
    /// <param name="value">A value of the address.</param>
    /// <param name="url">The value, taken apart.</param>
    /// <param name="project">Whose code it is.</param>
    public static bool IsAddress(OutboundEndpoint endpoint, TracedValue value, EndpointUrl url, ProjectContext project) =>
        IsInPod(url.Host)
        && (
            IsAddress(url)
            || IsKey(value.Key)
            || IsKey(ConfigurationReads.KeyOfAddress(endpoint.Address))
            || IsTakenByDapr(endpoint.Use, project)
            || IsDefaultPort(url.Port) && IsSpokenOf(endpoint, value, project)
            || IsPartRead(WholeOf(value.Literal), project)
            || IsPartNamed(endpoint.Address, project, MaxDepth)
        );

    // The developer's machine, seen from a container, is no pod.
    private static bool IsInPod(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host == "::1"
        || EndpointUrl.IsIPv4(host) && host.StartsWith("127.", StringComparison.Ordinal);

    // For HTTP and for gRPC; a side-car on other ports says so in variables.
    private static bool IsDefaultPort(int port) => port is 3500 or 50001;

    // Other APIs have a version 1.0 too: the port must be Dapr's.
    private static bool IsPath(string path) =>
        path.StartsWith("/v1.0", StringComparison.Ordinal)
        && path.IndexOf('/', 1) is > 0 and var start
        && path.Substring(start + 1).Split('/', '?')[0]
            is "invoke"
                or "state"
                or "publish"
                or "bindings"
                or "secrets"
                or "actors"
                or "configuration"
                or "workflows"
                or "healthz"
                or "metadata"
                or "shutdown";

    // /v1.0/invoke/<app>/method/… is nobody else's.
    private static bool IsInvocation(string path) =>
        path.StartsWith("/v1.0/invoke/", StringComparison.Ordinal) && path.IndexOf("/method/", StringComparison.Ordinal) > 0;

    // DaprClientBuilder.UseHttpEndpoint(…), DaprClient.CreateInvokeHttpClient("orders", …)
    private static bool IsTakenByDapr(IOperation use, ProjectContext project) =>
        use switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } => target.Member,
            _ => (ISymbol?)null,
        }
            is { ContainingAssembly: { } owner } member
        && !SymbolEqualityComparer.Default.Equals(owner, project.Compilation.Assembly)
        && member.IsInNamespace("Dapr");

    private static bool IsSpokenOf(OutboundEndpoint endpoint, TracedValue value, ProjectContext project) =>
        project.Compilation.ReferencedAssemblyNames.Any(static reference =>
            reference.Name.StartsWith("Dapr.", StringComparison.OrdinalIgnoreCase)
        )
        || IsKey(value.Literal.SyntaxTree.ToString())
        || IsKey(endpoint.Use.Syntax.SyntaxTree.ToString())
        || project
            .Values.Trace(endpoint.Address)
            .Any(static whole =>
                whole.Text.IndexOf("/v1.0/", StringComparison.Ordinal) is >= 0 and var path && IsPath(whole.Text.Substring(path))
            );

    private static bool IsPartRead(SyntaxNode whole, ProjectContext project) =>
        IsPartName(HolderOf(whole)) || project.OperationOf(whole) is { } made && IsPartNamed(made, project, MaxDepth);

    // Environment.GetEnvironmentVariable("DAPR_HTTP_PORT") ?? "3500" in the address itself, or in what its parts are given.
    private static bool IsPartNamed(IOperation made, ProjectContext project, int depth)
    {
        foreach (var part in made.DescendantsAndSelf())
        {
            if (part.ConstantValue is { HasValue: true, Value: string text } && IsPartName(text))
            {
                return true;
            }

            ISymbol? named = part switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                IMemberReferenceOperation member => member.Member,
                IInvocationOperation call => call.TargetMethod,
                _ => null,
            };
            if (
                named is not null
                && (
                    IsPartName(named.Name)
                    || depth > 0 && ValueOf(named, part, project) is { } value && IsPartNamed(value, project, depth - 1)
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private static IOperation? ValueOf(ISymbol named, IOperation use, ProjectContext project) =>
        named switch
        {
            ILocalSymbol local => LocalValues.SingleValue(local, use) ?? LocalValues.InitializerOf(local, use),
            { DeclaringSyntaxReferences: [var reference] } when named is not IParameterSymbol => MemberValues.Of(
                named,
                reference.GetSyntax(Cancellation.Token)
            )
                is { } written
                ? project.OperationOf(written)
                : null,
            _ => null,
        };

    // What else is called after Dapr says nothing of a host: DAPR_APP_ID in a path.
    private static bool IsPartName(string? name) =>
        name is not null
        && IsKey(name)
        && name.IndexOf('/') < 0
        && (
            name.EndsWith("port", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("endpoint", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("address", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("url", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("uri", StringComparison.OrdinalIgnoreCase)
        );

    // The host may be one part of several: ("http://localhost" + ":" + port).
    private static SyntaxNode WholeOf(SyntaxNode literal)
    {
        while (
            literal.Parent
                is ParenthesizedExpressionSyntax
                    or InterpolationSyntax
                    or InterpolatedStringExpressionSyntax
                    or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.CoalesceExpression }
        )
        {
            literal = literal.Parent;
        }

        return literal;
    }

    private static string? HolderOf(SyntaxNode value) =>
        value.NameOfDeclared() ?? (value.Parent as AssignmentExpressionSyntax)?.Left.NameOfMember();
}
