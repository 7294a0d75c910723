using System.Collections.Immutable;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A place that shows an API to whoever asks.</summary>
/// <param name="Display">How a message calls it: <c>UseSwaggerUI()</c>.</param>
/// <param name="Kind">What it shows.</param>
/// <param name="Operation">The call or the assignment that turns it on.</param>
internal sealed record ApiExplorer(string Display, ApiExplorerKind Kind, IOperation Operation);

/// <summary>What an API explorer shows.</summary>
internal enum ApiExplorerKind
{
    /// <summary>The description as a document, which pages load.</summary>
    Document,

    /// <summary>A page that loads the description and calls the API.</summary>
    Page,

    /// <summary>The page of a GraphQL endpoint, which asks the endpoint itself.</summary>
    GraphQLPage,
}

/// <summary>Knows the pages and documents by which people explore an API, and what keeps strangers from them.</summary>
internal static class ApiExplorers
{
    // Whole names, so that a call which is none costs one look-up and no text.
    private static readonly Dictionary<string, ApiExplorerKind> Calls = Table(
        (ApiExplorerKind.Document, ["Swagger", "OpenApi", "AsyncApiDocuments"]),
        (
            ApiExplorerKind.Page,
            [
                "SwaggerUI",
                "SwaggerUi3",
                "SwaggerUiWithApiExplorer",
                "SwaggerGen",
                "SwaggerReDoc",
                "AbpSwaggerUI",
                "ReDoc",
                "ReDocWithApiExplorer",
                "ScalarApiReference",
                "RapiDoc",
                "RapiDocUI",
                "RapiPdf",
                "Knife4UI",
                "Apimundo",
                "AsyncApiUi",
            ]
        ),
        (
            ApiExplorerKind.GraphQLPage,
            [
                "Playground",
                "GraphQLPlayground",
                "GraphiQL",
                "GraphiQLServer",
                "GraphQLGraphiQL",
                "Altair",
                "GraphQLAltair",
                "AltairServer",
                "GraphQLAltairServer",
                "Voyager",
                "GraphQLVoyager",
                "VoyagerServer",
                "GraphQLVoyagerServer",
                "BananaCakePop",
                "NitroApp",
            ]
        )
    );

    private static readonly string[] Owners =
    [
        "Microsoft",
        "Swashbuckle",
        "NSwag",
        "Scalar",
        "GraphQL",
        "HotChocolate",
        "ChilliCream",
        "GraphiQl",
        "FastEndpoints",
        "Volo",
        "IGeekFan",
        "Saunter",
        "AspNetCore",
    ];

    private static readonly string[] Subjects = ["swagger", "openapi", "scalar", "redoc", "graphql", "playground", "/docs"];

    private static readonly string[] Gates = ["Auth", "User", "Challenge", "StatusCode", "Forbid", "Login"];

    /// <summary>Whether a call or a switch of this name may turn one on.</summary>
    public static bool MayTurnOn(string name) => name == "Enable" || Calls.ContainsKey(name);

    /// <returns>What the operation turns on, or null.</returns>
    public static ApiExplorer? TryRecognise(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call when Calls.TryGetValue(call.TargetMethod.Name, out var kind) && IsOfALibrary(call.TargetMethod) =>
                new ApiExplorer(call.TargetMethod.Name + "()", kind, call),
            // MapGraphQL().WithOptions(new GraphQLServerOptions { Tool = { Enable = true } })
            ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { Name: "Enable", ContainingType: var options } }
            } assignment
                when options.Name is "GraphQLToolOptions" or "BananaCakePopOptions" or "NitroAppOptions"
                    && assignment.Value.Unwrap().ConstantValue is { HasValue: true, Value: true } => new ApiExplorer(
                options.Name + ".Enable",
                ApiExplorerKind.GraphQLPage,
                assignment
            ),
            _ => null,
        };

    /// <summary>Names of the calls that turn one on.</summary>
    public static IEnumerable<string> Names => Calls.Keys;

    /// <summary>Whether the operation belongs to a helper of a library, where who calls it decides in which environment it runs.</summary>
    public static bool IsOfHelper(ISymbol member, ProjectContext project) =>
        !project.IsExecutable && member is IMethodSymbol { IsStatic: true };

    /// <returns>The feature that one in a library's helper turns on in the apps that call it unguarded (<see cref="Features"/>), or null.</returns>
    public static string? FactOf(ApiExplorer explorer, ProjectContext project, CancellationToken cancellation) =>
        !project.IsExecutable && IsExposed(explorer, project, cancellation) ? Features.ApiExplorer : null;

    /// <summary>Whether strangers reach it in Production: no guard, no authorization, no host or port of its own.</summary>
    public static bool IsExposed(ApiExplorer explorer, ProjectContext project, CancellationToken cancellation) =>
        project.Guards.RunsInProduction(explorer.Operation)
        && (explorer.Operation is not IInvocationOperation call || !IsProtected(call, project, cancellation));

    /// <summary>The exposed explorers of one method, or of all top-level statements, in the order of the source: they serve one pipeline.</summary>
    /// <remarks>A page whose documents all demand authorization shows nothing.</remarks>
    public static ImmutableArray<ApiExplorer> ExposedWith(IOperation operation, ProjectContext project, CancellationToken cancellation)
    {
        var all = operation.Root().DescendantsAndSelf().Select(TryRecognise).OfType<ApiExplorer>().ToList();
        var documents = all.Where(static explorer =>
                explorer.Kind == ApiExplorerKind.Document && explorer.Operation is IInvocationOperation
            )
            .ToList();
        var isClosed =
            documents.Count > 0
            && documents.TrueForAll(document => IsProtected((IInvocationOperation)document.Operation, project, cancellation));
        return
        [
            .. all.Where(explorer => (explorer.Kind != ApiExplorerKind.Page || !isClosed) && IsExposed(explorer, project, cancellation))
                .OrderBy(static explorer => explorer.Operation.Syntax.Span.End),
        ];
    }

    // Most packages offer both a middleware and an endpoint, and write UI or Ui.
    private static Dictionary<string, ApiExplorerKind> Table(params (ApiExplorerKind Kind, string[] Names)[] rows)
    {
        var table = new Dictionary<string, ApiExplorerKind>(StringComparer.OrdinalIgnoreCase);
        foreach (var (kind, names) in rows)
        {
            foreach (var name in names)
            {
                table.Add("Use" + name, kind);
                table.Add("Map" + name, kind);
            }
        }

        return table;
    }

    private static bool IsOfALibrary(IMethodSymbol method) =>
        Array.Exists(Owners, owner => method.IsInNamespace(owner)) && !method.IsHelper();

    private static bool IsProtected(IInvocationOperation call, ProjectContext project, CancellationToken cancellation)
    {
        if (call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal))
        {
            var (access, host) = EndpointConventions.AccessOf(call, project);
            return access == EndpointAccess.Authorized
                || host.Length > 0
                || (access == EndpointAccess.Default && AuthorizationPolicies.HasFallback(project, cancellation));
        }

        return IsInGatedBranch(call)
            || IsBehindGate(call)
            || (
                AuthorizationPolicies.HasFallback(project, cancellation)
                && Earlier(call).Any(static earlier => earlier.TargetMethod.Name == "UseAuthorization")
            );
    }

    // app.MapWhen(context => context.User.IsInRole("admin"), docs => docs.UseSwaggerUI())
    private static bool IsInGatedBranch(IInvocationOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (
                parent is IInvocationOperation { TargetMethod.Name: "MapWhen" or "UseWhen" or "Map" } branch
                && (
                    branch.Argument("predicate") is { } predicate && Says(predicate.Syntax, Gates.Append("Connection"))
                    || Earlier(call).Any(earlier => branch.Syntax.Span.Contains(earlier.Syntax.Span) && IsGate(earlier))
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    // What stands before it in the pipeline and is about it: UseMiddleware<SwaggerBasicAuth>(), or a lambda that answers 401 below /swagger.
    private static bool IsBehindGate(IInvocationOperation call) =>
        Earlier(call)
            .Any(static earlier =>
                TryRecognise(earlier) is null
                && earlier.TargetMethod.Name.StartsWith("Use", StringComparison.Ordinal)
                && IsGate(earlier)
                && Mentions(earlier.Syntax, Subjects)
            );

    private static bool IsGate(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("Use", StringComparison.Ordinal) && Says(call.Syntax, Gates);

    private static IEnumerable<IInvocationOperation> Earlier(IInvocationOperation call) =>
        call.Root()
            .Descendants()
            .OfType<IInvocationOperation>()
            .Where(other => other.Syntax.Span.End < call.Syntax.Span.End && !other.Syntax.Span.Contains(call.Syntax.Span));

    // The receiver belongs to another call of the chain.
    private static IEnumerable<SyntaxToken> TokensOf(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
            ? access.Name.DescendantTokens().Concat(call.ArgumentList.DescendantTokens())
            : node.DescendantTokens();

    private static bool Says(SyntaxNode node, IEnumerable<string> words) =>
        TokensOf(node)
            .Any(token =>
                token.IsKind(SyntaxKind.IdentifierToken) && words.Any(word => token.ValueText.IndexOf(word, StringComparison.Ordinal) >= 0)
            );

    private static bool Mentions(SyntaxNode node, string[] words) =>
        TokensOf(node)
            .Any(token =>
                token.Kind() is SyntaxKind.IdentifierToken or SyntaxKind.StringLiteralToken
                && Array.Exists(words, word => token.ValueText.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            );
}

internal sealed class ExplorerCalls : Recogniser<ApiExplorer>
{
    public override WordForm FormOf(string word) => ApiExplorers.MayTurnOn(word) ? WordForm.Anywhere : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        ((SyntaxNode?)token.CallOf() ?? token.AssignmentOf()) is { } node ? [node] : [];

    public override ApiExplorer? Recognise(Candidate candidate) =>
        candidate.Operation is { } operation ? ApiExplorers.TryRecognise(operation) : null;
}
