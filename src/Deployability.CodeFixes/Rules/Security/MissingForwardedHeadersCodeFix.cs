using System.Composition;
using Deployability.Analyzers.Engine;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2302: takes client and scheme from the proxy, first of all in the pipeline.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MissingForwardedHeadersCodeFix() : DeployabilityCodeFix("Take the scheme from the proxy", "DPL2302")
{
    private protected override async Task<Solution?> ApplyAsync(FixContext context)
    {
        var code = Projects.Of(context.Model.Compilation, context.Document.Project.AnalyzerOptions);
        if (code.Types.Get(TypeNames.ForwardedHeadersOptions) is not { } options)
        {
            return null;
        }

        // The finding's own file first: most applications build services and pipeline in one.
        foreach (var tree in code.Trees.OrderBy(tree => tree == context.Model.SyntaxTree ? 0 : 1))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (
                !(code.MayMention(tree, "WebApplication") || code.MayMention(tree, "IApplicationBuilder"))
                || context.Document.Project.GetDocument(tree) is not { } document
                || await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
                || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            )
            {
                continue;
            }

            var setup = new Setup(root, model, options, IsConfigured(code), IsCalled(code));
            if ((InProgram(setup) ?? InStartup(setup)) is { } changed)
            {
                return document.WithSyntaxRoot(changed).Project.Solution;
            }
        }

        return null;
    }

    private sealed record Setup(SyntaxNode Root, SemanticModel Model, INamedTypeSymbol Options, bool IsConfigured, bool IsCalled);

    // UseForwardedHeaders() that nobody gave options.
    private static bool IsCalled(ProjectContext code) =>
        code.Trees.Any(tree =>
            code.IdentifiersNamed(tree, "UseForwardedHeaders")
                .Any(static token => token.CallOf() is { } call && call.FirstAncestorOrSelf<IfStatementSyntax>() is null)
        );

    // Options that somebody has thought about stay as they are.
    private static bool IsConfigured(ProjectContext code) =>
        code.Trees.Any(tree =>
            code.IdentifiersNamed(tree, "ForwardedHeadersOptions")
                .Any(static token =>
                    token
                        .Parent!.Ancestors()
                        .TakeWhile(static node => node is NameSyntax or TypeArgumentListSyntax)
                        .OfType<GenericNameSyntax>()
                        .FirstOrDefault()
                        ?.Identifier.ValueText
                        is "Configure"
                            or "PostConfigure"
                            or "AddOptions"
                )
        );

    // var app = builder.Build();
    private static SyntaxNode? InProgram(Setup setup)
    {
        var declarations = setup
            .Root.DescendantNodes()
            .OfType<LocalDeclarationStatementSyntax>()
            .Where(statement =>
                statement.Declaration.Variables is [{ Initializer.Value: InvocationExpressionSyntax value }]
                && setup.Model.GetTypeInfo(value).Type?.Name == "WebApplication"
            )
            .Take(2)
            .ToList();
        if (
            declarations is not [var declaration]
            || ApplicationBuild.Of(declaration.Declaration.Variables[0].Initializer!.Value, setup.Model) is not { } build
            || Next(declaration) is not { } next
        )
        {
            return null;
        }

        var root = setup.Root.TrackNodes<SyntaxNode>(declaration, next);
        if (!setup.IsCalled)
        {
            root = Statements.InsertBefore(
                root,
                root.GetCurrentNode(next)!,
                apart: true,
                declaration.Declaration.Variables[0].Identifier.Text + ".UseForwardedHeaders();"
            );
        }

        if (!setup.IsConfigured)
        {
            root = build.InsertBefore(root, root.GetCurrentNode(declaration)!, Configure(build.Builder + ".Services", declaration, setup));
        }

        return WithUsings(root, setup);
    }

    private static StatementSyntax? Next(StatementSyntax statement) =>
        statement.Parent switch
        {
            BlockSyntax block when block.Statements.IndexOf(statement) + 1 is var index && index < block.Statements.Count =>
                block.Statements[index],
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global
                when unit.Members.IndexOf(global) + 1 is var index && index < unit.Members.Count => (
                unit.Members[index] as GlobalStatementSyntax
            )?.Statement,
            _ => null,
        };

    private static SyntaxNode? InStartup(Setup setup)
    {
        var pipelines = setup
            .Root.DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(static method =>
                method is { Identifier.ValueText: "Configure", Body.Statements.Count: > 0, Parent: ClassDeclarationSyntax }
                && ParameterOf(method, "IApplicationBuilder") is not null
            )
            .Take(2)
            .ToList();
        if (pipelines is not [var pipeline])
        {
            return null;
        }

        var services = ((ClassDeclarationSyntax)pipeline.Parent!)
            .Members.OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(static method =>
                method is { Identifier.ValueText: "ConfigureServices", Body.Statements.Count: > 0 }
                && ParameterOf(method, "IServiceCollection") is not null
            );
        if (services is null && !setup.IsConfigured)
        {
            return null;
        }

        var first = pipeline.Body!.Statements[0];
        var root = services is null
            ? setup.Root.TrackNodes<SyntaxNode>(first)
            : setup.Root.TrackNodes<SyntaxNode>(first, services.Body!.Statements[0]);
        if (!setup.IsCalled)
        {
            root = Statements.InsertBefore(
                root,
                root.GetCurrentNode(first)!,
                apart: true,
                ParameterOf(pipeline, "IApplicationBuilder") + ".UseForwardedHeaders();"
            );
        }

        if (services is not null && !setup.IsConfigured)
        {
            var registration = services.Body!.Statements[0];
            root = Statements.InsertBefore(
                root,
                root.GetCurrentNode(registration)!,
                apart: true,
                Configure(ParameterOf(services, "IServiceCollection")!, registration, setup)
            );
        }

        return WithUsings(root, setup);
    }

    private static string? ParameterOf(MethodDeclarationSyntax method, string type) =>
        method
            .ParameterList.Parameters.FirstOrDefault(parameter =>
                parameter.Type is { } written
                && (written as SimpleNameSyntax ?? (written as QualifiedNameSyntax)?.Right)?.Identifier.ValueText == type
            )
            ?.Identifier.Text;

    // https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer: by default only a proxy on this machine is believed.
    private static string Configure(string services, SyntaxNode place, Setup setup)
    {
        var networks = setup.Options.GetMembers("KnownIPNetworks").IsEmpty ? "KnownNetworks" : "KnownIPNetworks";
        var unit = Statements.IndentationUnit(place.SyntaxTree);
        string[] lines =
        [
            services + ".Configure<ForwardedHeadersOptions>(options =>",
            "{",
            unit + "options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;",
            unit + "// The ingress has no fixed address; let the network allow nobody else to connect.",
            unit + "options." + networks + ".Clear();",
            unit + "options.KnownProxies.Clear();",
            "});",
        ];
        return string.Join(Usings.LineEnd(setup.Root).ToString() + Statements.IndentationOf(place), lines);
    }

    private static SyntaxNode WithUsings(SyntaxNode root, Setup setup)
    {
        root = Usings.Ensure(root, setup.Model, "Microsoft.AspNetCore.Builder");
        root = setup.IsConfigured ? root : Usings.Ensure(root, setup.Model, "Microsoft.AspNetCore.HttpOverrides");
        return setup.IsConfigured ? root : Usings.Ensure(root, setup.Model, "Microsoft.Extensions.DependencyInjection");
    }
}
