using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2302: an app that needs the scheme of its requests and does not ask the proxy for it. One finding, on the redirection, else on the login.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingForwardedHeadersAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingForwardedHeaders)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!project.IsExecutable || !project.Types.Has(TypeNames.EndpointRouteBuilder) || HostSetup.IsHostedElsewhere(project.Compilation))
        {
            return;
        }

        var all = ProjectFiles.Of(context.Options);
        var files = new Once<SchemeFiles>(cancellation => SchemeFiles.Read(all, cancellation));
        context.RegisterOperations(
            project,
            Find.SchemeFeatures,
            c => Analyze(c, project, files),
            OperationKind.Invocation,
            OperationKind.Attribute
        );
        context.RegisterHelperCalls(project, static name => !SchemeFeatures.MayMean(name), c => Analyze(c, project, files));
    }

    private static void Analyze(in OperationContext context, ProjectContext project, Once<SchemeFiles> files)
    {
        if (!MayDepend(context.Operation))
        {
            return;
        }

        var cancellation = context.CancellationToken;
        var facts = SchemeFacts.Of(project);
        var around = files.Get(cancellation);
        if (
            facts.Dependent(around.HasHttpsPort, cancellation) is not var (syntax, isLogin)
            || syntax != context.Operation.Syntax
            || facts.IsHandled(cancellation)
            || IsHandledBy(around, facts, cancellation)
        )
        {
            return;
        }

        var call = context.Operation as IInvocationOperation;
        context.Report(
            project,
            Descriptors.MissingForwardedHeaders,
            call?.CallLocation() ?? syntax.GetLocation(),
            arguments:
            [
                call is null or { TargetMethod.Name: "Add" } ? "[RequireHttps]" : call.TargetMethod.Name,
                isLogin ? "the address to come back to begins with http:// and the sign-in fails" : "it redirects in a loop",
            ]
        );
    }

    private static bool MayDepend(IOperation operation) =>
        operation switch
        {
            // options.Filters.Add(…); every other Add is a collection's.
            IInvocationOperation { TargetMethod: { Name: var name } method } call => (
                (
                    SchemeFeatures.MayMean(name)
                    || name == "WithMetadata"
                    || call is { TargetMethod.Name: "Add", Instance.Type.Name: "FilterCollection" }
                )
                && SchemeFeatures.TryRecognise(call) is SchemeFeature.Redirection or SchemeFeature.RedirectionToPort or SchemeFeature.Login
            ) || (HelperCalls.MaySetUp(name) && ReferencedFacts.Of(method.ContainingAssembly) is not null),
            _ => SchemeFeatures.TryRecognise(operation) is SchemeFeature.Redirection,
        };

    // In a container a web.config is left over from elsewhere.
    private static bool IsHandledBy(SchemeFiles files, SchemeFacts facts, CancellationToken cancellation) =>
        files.IsHandled || ((files.IsOnIis || facts.IsOnIis(cancellation)) && !files.IsContainer);
}
