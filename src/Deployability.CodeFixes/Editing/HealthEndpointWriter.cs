using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Judges;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Editing;

/// <summary>Writes <c>AddHealthChecks()</c> and the two endpoints where the project builds its pipeline: beside <c>Run()</c> or in a <c>Startup</c> class.</summary>
internal static class HealthEndpointWriter
{
    private const string Live = ".MapHealthChecks(\"/healthz/live\", new HealthCheckOptions { Predicate = _ => false })";
    private const string Ready = ".MapHealthChecks(\"/healthz/ready\")";

    // Of the package Grpc.AspNetCore.HealthChecks; an app that speaks gRPC alone answers no path over HTTP/1.1.
    private const string Grpc = ".MapGrpcHealthChecksService()";
    private const string GrpcExtensions = "Microsoft.AspNetCore.Builder.GrpcHealthChecksEndpointRouteBuilderExtensions";

    /// <returns>The solution with the endpoints; null when the pipeline has no place that is surely right.</returns>
    public static async Task<Solution?> AddAsync(Project project, CancellationToken cancellationToken)
    {
        if (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation)
        {
            return null;
        }

        var code = Projects.Of(compilation, project.AnalyzerOptions);
        var health = Known.Of(code.Health, ProjectFiles.Of(project.AnalyzerOptions), cancellationToken);
        if (
            code.Health.RunCall(cancellationToken) is not { } run
            || project.GetDocument(run.SyntaxTree) is not { } document
            || health.TakesGrpc && compilation.GetTypesByMetadataName(GrpcExtensions).IsEmpty
        )
        {
            return null;
        }

        var model = compilation.GetSemanticModel(run.SyntaxTree);
        return IsRunOfWebApplication(run, model, out var app)
            ? BesideRun(document, model, run, app, health)
            : InStartup(project, code, health, cancellationToken);
    }

    private static bool IsRunOfWebApplication(InvocationExpressionSyntax run, SemanticModel model, out ILocalSymbol app)
    {
        app = null!;
        if (
            run.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name }
            && model.GetSymbolInfo(name).Symbol is ILocalSymbol { Type.Name: "WebApplication" } local
        )
        {
            app = local;
            return true;
        }

        return false;
    }

    private static Solution? BesideRun(
        Document document,
        SemanticModel model,
        InvocationExpressionSyntax run,
        ILocalSymbol app,
        Known health
    )
    {
        var root = model.SyntaxTree.GetRoot();
        var terminal = TerminalMiddleware(root, app, model)?.FirstAncestorOrSelf<StatementSyntax>();
        var last = run.FirstAncestorOrSelf<StatementSyntax>();
        if (
            health.TakesGrpc && terminal is not null
            || (terminal ?? last) is not { } statement
            || !Statements.HasRoom(statement)
            || !Statements.AreNeighbours(statement, last!)
        )
        {
            return null;
        }

        var build =
            app.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value }
            && !health.HasOwnChecks
                ? ApplicationBuild.Of(value, model)
                : null;
        if (build is null && !health.HasOwnChecks)
        {
            return null;
        }

        root = build is null ? root.TrackNodes<SyntaxNode>(statement) : root.TrackNodes<SyntaxNode>(statement, build.Statement);
        root = Statements.InsertBefore(
            root,
            root.GetCurrentNode(statement)!,
            apart: true,
            terminal is null ? Maps(app.Name, health) : Uses(app.Name)
        );
        if (build is not null)
        {
            root = build.InsertBefore(root, root.GetCurrentNode(build.Statement)!, build.Builder + ".Services." + Registration(health));
        }

        return document.WithSyntaxRoot(WithUsings(root, model, health)).Project.Solution;
    }

    // app.Run(context => …) answers everything before the endpoints do, so what answers probes is middleware before it.
    private static InvocationExpressionSyntax? TerminalMiddleware(SyntaxNode root, ILocalSymbol app, SemanticModel model) =>
        root.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(call =>
                call.Expression
                    is MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "Run",
                        Expression: IdentifierNameSyntax { Identifier.ValueText: var name }
                    }
                && name == app.Name
                && call.ArgumentList.Arguments is [{ Expression: AnonymousFunctionExpressionSyntax or IdentifierNameSyntax } only]
                && model.GetTypeInfo(only.Expression).ConvertedType?.TypeKind == TypeKind.Delegate
            );

    /// <summary>Where a name stands; files that do not have it are not walked.</summary>
    private static IEnumerable<SyntaxToken> Named(ProjectContext code, string name, CancellationToken cancellation)
    {
        foreach (var tree in code.Trees)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var token in code.IdentifiersNamed(tree, name))
            {
                yield return token;
            }
        }
    }

    private static Solution? InStartup(Project project, ProjectContext code, Known health, CancellationToken cancellation)
    {
        var compilation = code.Compilation;
        var lambdas = Named(code, "UseEndpoints", cancellation)
            .Select(static token => token.CallOf()?.ArgumentList.Arguments.FirstOrDefault()?.Expression)
            .OfType<LambdaExpressionSyntax>()
            .Take(2)
            .ToList();
        if (lambdas.Count == 0)
        {
            // What answers probes as middleware speaks HTTP/1.1.
            return health.TakesGrpc ? null : InConfigure(project, code, health, cancellation);
        }

        if (
            lambdas is not [var lambda]
            || ParameterOf(lambda) is not { } endpoints
            || project.GetDocument(lambda.SyntaxTree) is not { } document
        )
        {
            return null;
        }

        var root = lambda.SyntaxTree.GetRoot(cancellation);
        var services = health.HasOwnChecks ? null : ServicesMethod(lambda);
        if (services is null && !health.HasOwnChecks)
        {
            return null;
        }

        root = services is null ? root.TrackNodes<SyntaxNode>(lambda) : root.TrackNodes<SyntaxNode>(lambda, services.Body!);
        root = root.ReplaceNode(root.GetCurrentNode<SyntaxNode>(lambda)!, WithMaps(lambda, Maps(endpoints, health)));
        if (services is { Body: { } body })
        {
            root = root.ReplaceNode(
                root.GetCurrentNode(body)!,
                Statements.Append(body, root, services.ParameterList.Parameters[0].Identifier.Text + "." + Registration(health))
            );
        }

        return document.WithSyntaxRoot(WithUsings(root, compilation.GetSemanticModel(lambda.SyntaxTree), health)).Project.Solution;
    }

    // Without endpoints there is middleware: what answers probes goes before what answers everything else, where that is
    // not known before all.
    private static Solution? InConfigure(Project project, ProjectContext code, Known health, CancellationToken cancellation)
    {
        var compilation = code.Compilation;
        var methods = Named(code, "Configure", cancellation)
            .Select(static token => token.Parent is MethodDeclarationSyntax method && method.Identifier == token ? method : null)
            .OfType<MethodDeclarationSyntax>()
            .Where(static method =>
                method is { Body: not null, ParameterList.Parameters: [{ Type: { } type }, ..] }
                && type.NameOfMember() == "IApplicationBuilder"
            )
            .Take(2)
            .ToList();
        if (
            methods is not [{ Body: { } pipeline } method]
            || project.GetDocument(method.SyntaxTree) is not { } document
            || (pipeline.Statements.FirstOrDefault(AnswersEverything) ?? pipeline.Statements.FirstOrDefault()) is not { } anchor
        )
        {
            return null;
        }

        var services = health.IsRegistered ? null : ServicesMethod(method);
        if (services is null && !health.IsRegistered)
        {
            return null;
        }

        var app = method.ParameterList.Parameters[0].Identifier.Text;
        var root = method.SyntaxTree.GetRoot(cancellation);
        root = services is null ? root.TrackNodes<SyntaxNode>(anchor) : root.TrackNodes<SyntaxNode>(anchor, services.Body!);
        root = Statements.InsertBefore(root, root.GetCurrentNode(anchor)!, apart: true, Uses(app));
        if (services is { Body: { } body })
        {
            root = root.ReplaceNode(
                root.GetCurrentNode(body)!,
                Statements.Append(body, root, services.ParameterList.Parameters[0].Identifier.Text + ".AddHealthChecks();")
            );
        }

        return document.WithSyntaxRoot(WithUsings(root, compilation.GetSemanticModel(method.SyntaxTree), health)).Project.Solution;
    }

    private static bool AnswersEverything(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
        && call.Expression.NameOfMember() switch
        {
            "UseMvc" or "UseMvcWithDefaultRoute" => true,
            "Run" => call.ArgumentList.Arguments is [{ Expression: AnonymousFunctionExpressionSyntax }],
            _ => false,
        };

    private static string? ParameterOf(LambdaExpressionSyntax lambda) =>
        lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.Text,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var only] } => only.Identifier.Text,
            _ => null,
        };

    private static MethodDeclarationSyntax? ServicesMethod(SyntaxNode pipeline) =>
        pipeline
            .FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ?.Members.OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(static method =>
                method is { Identifier.ValueText: "ConfigureServices", Body: not null, ParameterList.Parameters: [{ Type: { } type }] }
                && type.NameOfMember() == "IServiceCollection"
            );

    private static LambdaExpressionSyntax WithMaps(LambdaExpressionSyntax lambda, string[] maps)
    {
        var root = lambda.SyntaxTree.GetRoot();
        if (lambda.Block is { } block && block.GetText().Lines.Count > 1)
        {
            return lambda.WithBlock(Statements.Append(block, root, maps));
        }

        // On one line, with or without braces: it becomes a block of several.
        var lineEnd = Usings.LineEnd(root);
        var outer = Statements.IndentationOf(lambda).ToString();
        var existing = lambda.Block is { } line
            ? line.Statements.Select(static statement => statement.WithoutTrivia().ToString())
            : [lambda.ExpressionBody!.WithoutTrivia() + ";"];
        var statements = existing.Concat(maps).Select(text => outer + Statements.IndentationUnit(lambda.SyntaxTree) + text + lineEnd);
        var text = lineEnd + outer + "{" + lineEnd + string.Concat(statements) + outer + "}";
        var parsed = (BlockSyntax)SyntaxFactory.ParseStatement(text);
        return lambda
            .WithExpressionBody(null)
            .WithBlock(parsed.WithTrailingTrivia(lambda.GetTrailingTrivia()))
            .WithArrowToken(lambda.ArrowToken.WithTrailingTrivia());
    }

    private static string[] Maps(string receiver, Known health)
    {
        var open = health.HasFallbackPolicy ? ".AllowAnonymous();" : ";";
        return health.TakesGrpc ? [receiver + Grpc + open] : [receiver + Live + open, receiver + Ready + open];
    }

    private static string[] Uses(string app) => [app + Live.Replace(".Map", ".Use") + ";", app + Ready.Replace(".Map", ".Use") + ";"];

    // Without a single check the health service of gRPC never says that it serves, and no pod would become ready.
    private static string Registration(Known health) =>
        !health.TakesGrpc ? "AddHealthChecks();"
        : health.IsRegistered ? "AddGrpcHealthChecks();"
        : "AddGrpcHealthChecks().AddCheck(\"self\", () => HealthCheckResult.Healthy());";

    private static SyntaxNode WithUsings(SyntaxNode root, SemanticModel model, Known health)
    {
        root = Usings.Ensure(root, model, "Microsoft.AspNetCore.Builder");
        root = Usings.Ensure(
            root,
            model,
            !health.TakesGrpc ? "Microsoft.AspNetCore.Diagnostics.HealthChecks"
                : health.HasOwnChecks || health.IsRegistered ? "Microsoft.Extensions.DependencyInjection"
                : "Microsoft.Extensions.Diagnostics.HealthChecks"
        );
        return Usings.Ensure(root, model, "Microsoft.Extensions.DependencyInjection");
    }

    /// <summary>What decides how the endpoints are written.</summary>
    /// <param name="TakesGrpc">Whether only a probe of gRPC is answered.</param>
    /// <param name="HasFallbackPolicy">Whether an endpoint that says nothing demands authorization.</param>
    /// <param name="IsRegistered">Whether health checks are registered.</param>
    /// <param name="HasOwnChecks">Whether they are for these endpoints: the health service of gRPC takes its checks from a registration of its own.</param>
    private sealed record Known(bool TakesGrpc, bool HasFallbackPolicy, bool IsRegistered, bool HasOwnChecks)
    {
        public static Known Of(HealthFacts health, ProjectFiles files, CancellationToken cancellation)
        {
            var takesGrpc = health.TakesGrpcProbesAlone(files, cancellation);
            var isRegistered = health.IsRegistered(cancellation);
            return new Known(
                takesGrpc,
                health.HasFallbackPolicy(cancellation),
                isRegistered,
                takesGrpc
                    ? health.Registrations(cancellation).Any(static call => call.Expression.NameOfMember() == "AddGrpcHealthChecks")
                    : isRegistered
            );
        }
    }
}
