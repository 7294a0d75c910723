using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4004: cookies and tokens protected by keys that die with the container. One finding, on the call that puts the keys to use.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnpersistedDataProtectionKeysAnalyzer() : DeployabilityAnalyzer(Descriptors.UnpersistedDataProtectionKeys)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.EndpointRouteBuilder))
        {
            var deployed = AppFacts.Of(project).DeployedIn(ProjectFiles.Of(context.Options));
            context.RegisterOperations(project, Find.StateFeatures, c => Analyze(c, project, deployed), OperationKind.Invocation);
            context.RegisterOperations(project, Find.StateFeatures, c => AnalyzeUnresolved(c, project, deployed), OperationKind.Invalid);
            context.RegisterHelperCalls(project, static name => StateFeatures.ByName(name) is null, c => Analyze(c, project, deployed));
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project, DeployedContainers deployed)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            !call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal)
            || call.Syntax is not InvocationExpressionSyntax syntax
            || StateFeatures.TryRecognise(call)
                is not (
                    StateFeature.Protection
                    or StateFeature.ProtectionSetup
                    or StateFeature.Session
                    or StateFeature.BlazorServer
                    or StateFeature.Forms
                )
                && ReferencedFacts.Of(call.TargetMethod.ContainingAssembly) is null
        )
        {
            return;
        }

        if (IsAtFault(syntax, project, deployed, context.CancellationToken))
        {
            context.Report(
                project,
                Descriptors.UnpersistedDataProtectionKeys,
                call.CallLocation(),
                arguments: ArgumentsOf(call.TargetMethod.Name, StateFacts.Of(project), context.CancellationToken)
            );
        }
    }

    private static void AnalyzeUnresolved(in OperationContext context, ProjectContext project, DeployedContainers deployed)
    {
        if (
            context.Operation.Syntax
                is InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name: { Identifier.ValueText: var name } called }
                } call
            && StateFeatures.IsKnownUnresolved(name)
            && StateFeatures.ByName(name) == StateFeature.Protection
            && IsAtFault(call, project, deployed, context.CancellationToken)
        )
        {
            context.Report(
                project,
                Descriptors.UnpersistedDataProtectionKeys,
                Location.Create(call.SyntaxTree, TextSpan.FromBounds(called.SpanStart, call.Span.End)),
                arguments: ArgumentsOf(name, StateFacts.Of(project), context.CancellationToken)
            );
        }
    }

    private static bool IsAtFault(
        InvocationExpressionSyntax call,
        ProjectContext project,
        DeployedContainers deployed,
        CancellationToken cancellation
    )
    {
        var facts = StateFacts.Of(project);
        return UseOf(facts, cancellation) == call && !IsPersisted(facts, cancellation) && !deployed.KeepKeys(cancellation);
    }

    // The explicit set-up is where keys are persisted; without it the first call that needs keys.
    private static InvocationExpressionSyntax? UseOf(StateFacts facts, CancellationToken cancellation) =>
        (
            facts.First(StateFeature.ProtectionSetup, cancellation)
            ?? FirstProtection(facts, cancellation)
            ?? facts.First(StateFeature.Session, cancellation)
            ?? facts.First(StateFeature.BlazorServer, cancellation)
            ?? (facts.HasForms(cancellation) ? facts.First(StateFeature.Forms, cancellation) : null)
        )?.Syntax
        ?? facts.HelperWith(Features.DataProtectionInUse, cancellation)
        ?? facts.HelperOf(Features.DataProtectionInUse, cancellation);

    // AddIdentity() keeps users; where tokens of JWT say who somebody is, and nobody is signed in by cookie, none of its cookies is ever made.
    private static StateRegistration? FirstProtection(StateFacts facts, CancellationToken cancellation)
    {
        bool? isUnused = null;
        return facts
            .Registrations(cancellation)
            .FirstOrDefault(registration =>
                registration.Feature == StateFeature.Protection
                && !(
                    IsIdentity(registration)
                    && (isUnused ??= SignsInByToken(facts, cancellation) && !facts.SendsIdentityTokens(cancellation))
                )
            );
    }

    private static bool IsIdentity(StateRegistration registration) => registration.Syntax.Expression.NameOfMember() == "AddIdentity";

    private static bool SignsInByToken(StateFacts facts, CancellationToken cancellation) =>
        facts.Mentions(Find.BearerTokens, cancellation) && !facts.Mentions(Find.IdentityCookies, cancellation);

    // What is protected, and what happens to it: nobody is signed out of an app that signs nobody in.
    private static object[] ArgumentsOf(string call, StateFacts facts, CancellationToken cancellation)
    {
        var signIns = facts
            .Registrations(cancellation)
            .Where(static registration =>
                registration is { Feature: StateFeature.Protection, Syntax: var syntax }
                && syntax.Expression.NameOfMember() != "AddAntiforgery"
            )
            .ToList();
        var (what, effect) =
            signIns.Count > 0 && signIns.TrueForAll(IsIdentity) && SignsInByToken(facts, cancellation)
                ? ("the tokens of links that reset a password or confirm an address", "links that people have got are rejected")
            : signIns.Count > 0 ? ("cookies or tokens", "they are rejected and users are signed out")
            : facts.Has(StateFeature.Session, cancellation) ? ("session cookies", "sessions are lost")
            : facts.Has(StateFeature.BlazorServer, cancellation)
                ? ("forms and circuits", "forms that are open are rejected and circuits cannot be resumed")
            : facts.Has(StateFeature.Protection, cancellation) || facts.HasForms(cancellation)
                ? ("the tokens of forms", "forms that are open are rejected")
            : facts.Has(StateFeature.ProtectionSetup, cancellation) ? ("what the app encrypts", "it cannot be read any more")
            : ("cookies, tokens or forms", "they are rejected");
        return [call, what, effect];
    }

    private static bool IsPersisted(StateFacts facts, CancellationToken cancellation) =>
        facts.Has(StateFeature.PersistedKeys, cancellation)
        || facts.IsReached(Features.DataProtectionPersisted, cancellation)
        || facts.Mentions(Find.KeyStores, cancellation)
        || facts.MayPersistKeysUnseen(cancellation);
}
