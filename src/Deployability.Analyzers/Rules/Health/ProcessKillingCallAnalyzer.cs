using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Health;

/// <summary>DPL3102: code of a server that waits for a person at the console or ends the process.</summary>
/// <remarks>What the entry point does before its host runs and after is a program's own business; so are the verbs of a command line.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProcessKillingCallAnalyzer() : DeployabilityAnalyzer(Descriptors.ProcessKillingCall)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.HostedService))
        {
            context.RegisterOperations(project, Find.ProcessEnds, c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        var isInteractive = ProcessControl.IsInteractive(call.TargetMethod);
        if (
            (!isInteractive && !ProcessControl.EndsProcess(call))
            || !IsInServer(call, context.ContainingSymbol, isInteractive, project)
            || !project.Guards.RunsInProduction(call)
            || IsForPerson(call)
        )
        {
            return;
        }

        var name = call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name + "()";
        var why = isInteractive
            ? "waits for input that a container never gets: it blocks the server or returns at once; remove it, and let the host wait for its signal to stop"
            : "ends the process in the middle of other requests and skips every clean-up; call IHostApplicationLifetime.StopApplication(), or throw";
        context.Report(project, Descriptors.ProcessKillingCall, call.Syntax.GetLocation(), arguments: [name, why]);
    }

    private static bool IsInServer(IInvocationOperation call, ISymbol symbol, bool isInteractive, ProjectContext project)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda && ProcessControl.IsHandler(lambda))
            {
                return true;
            }
        }

        if (symbol is not IMethodSymbol { ContainingType: { } type } method)
        {
            return false;
        }

        return method is { Name: "Main" or "<Main>$", IsStatic: true }
            ? isInteractive && KeepsHostAlive(call)
            : ProcessControl.IsServing(type, project) && !ProcessControl.IsTool(type) && !IsPartOfUnhandledError(call);
    }

    // await app.StartAsync(); Console.ReadLine(); without a Run(): the program ends as soon as there is no console.
    private static bool KeepsHostAlive(IInvocationOperation call)
    {
        var started = false;
        foreach (
            var node in (
                call.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node => node is MethodDeclarationSyntax or CompilationUnitSyntax)
                ?? call.Syntax
            ).DescendantNodes()
        )
        {
            if (
                node
                is not InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } access
                } invocation
            )
            {
                continue;
            }

            if (name == "RunAsync" && IsLeftRunning(invocation))
            {
                started |=
                    invocation.SpanStart < call.Syntax.SpanStart
                    && call.SemanticModel?.GetTypeInfo(access.Expression, Cancellation.Token).Type
                        is { Name: "IHost" or "IWebHost" or "WebApplication" };
                continue;
            }

            if (HostRuns.IsName(name) && invocation.ArgumentList.Arguments is not [{ Expression: AnonymousFunctionExpressionSyntax }, ..])
            {
                return false;
            }

            started |=
                name is "Start" or "StartAsync"
                && invocation.SpanStart < call.Syntax.SpanStart
                && call.SemanticModel?.GetTypeInfo(access.Expression, Cancellation.Token).Type
                    is { Name: "IHost" or "IWebHost" or "WebApplication" };
        }

        return started;
    }

    // app.RunAsync(); without an await: nobody waits for it.
    private static bool IsLeftRunning(InvocationExpressionSyntax run) =>
        run.Parent
            is ExpressionStatementSyntax
                or AssignmentExpressionSyntax
                {
                    Left: IdentifierNameSyntax { Identifier.ValueText: "_" },
                    Parent: ExpressionStatementSyntax
                };

    // AppDomain.UnhandledException: the process is lost anyway.
    private static bool IsPartOfUnhandledError(IOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IEventAssignmentOperation)
            {
                return true;
            }
        }

        return false;
    }

    // if (Environment.UserInteractive) …
    private static bool IsForPerson(IOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (
                parent is IConditionalOperation conditional
                && conditional
                    .Condition.DescendantsAndSelf()
                    .Any(static part => part is IPropertyReferenceOperation { Property.Name: "UserInteractive" or "IsInputRedirected" })
            )
            {
                return true;
            }
        }

        return false;
    }
}
