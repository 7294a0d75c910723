using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1002: the address of a service, a redirect, or the only allowed origins, mean the machine that the code runs on.</summary>
#pragma warning disable RS1001 // ValuesAnalyzer is what the compiler runs.
public sealed class LoopbackServiceUrlAnalyzer() : DeployabilityAnalyzer(Descriptors.LoopbackServiceUrl)
#pragma warning restore RS1001
{
    /// <summary>What a message says of an address that the app calls.</summary>
    internal const string OfCall =
        "means the container itself once this runs in one, so the call fails; read the address from configuration";

    /// <summary>What a message says of an address that browsers are sent to.</summary>
    internal const string OfRedirect =
        "means the visitor's own machine to the browser that is sent there, where nothing answers; read the address from configuration";

    private const string OfLink =
        "means the reader's own machine in a link that people get, where nothing answers; read the address from configuration";

    private const string OfOrigin =
        "is an origin on somebody's own machine and the policy lets in no other, so browsers refuse the deployed front end; read the origins from configuration";

    private const string OriginsKey = "Cors:AllowedOrigins";

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!ServiceUrls.AppliesTo(project))
        {
            return;
        }

        var files = ProjectFiles.Of(context.Options);
        context.RegisterValues(
            project,
            Descriptors.LoopbackServiceUrl,
            Taken.Address | Taken.Host | Taken.Origins | Taken.Passed,
            operation => Judge(operation, project, files)
        );
        context.RegisterLiteralValues(
            project,
            Descriptors.LoopbackServiceUrl,
            PeopleLinks.PositionsIn,
            literal => OfLinks(literal, project),
            operation => Judge(operation, project, files)
        );
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project, ProjectFiles files)
    {
        if (operation is ILiteralOperation)
        {
            return OfLinks(operation, project);
        }

        if (operation is IInvocationOperation { TargetMethod.Name: "WithOrigins" } call)
        {
            return OfOrigins(call, project);
        }

        IEnumerable<ValueFinding> ofHost =
            project.Taken.May(operation, Taken.Host)
            && HostNames.TryRecognise(operation) is { } host
            && HostNames.ClientOf(operation) is { } client
                ? OfHost(operation, host, client, project, files)
                : [];
        return ServiceUrls.Find(operation, project) is not ServiceUrl[] { Length: 0 } and var urls
            ? ofHost.Concat(OfUrls(urls, project, files))
            : ofHost;
    }

    private static IEnumerable<ValueFinding> OfUrls(IEnumerable<ServiceUrl> urls, ProjectContext project, ProjectFiles files) =>
        urls.Where(url =>
                url.Url.IsLoopback
                && !StartsProcesses(url.Endpoint.Use)
                && !OwnAddresses.Is(url.Url, url.Value, project)
                && !IsReplaced(url.Value, project, files)
                && !PublicHosts.IsAllowed(
                    url.Url,
                    project.Options.List(Descriptors.LoopbackServiceUrl.Id, "allowed_hosts", url.Value.Literal.SyntaxTree)
                )
            )
            .Select(url => HardcodedServiceUrlAnalyzer.FindingOf(url, project));

    private static ValueFinding[] OfLinks(IOperation literal, ProjectContext project) =>
        PeopleLinks.TryRecognise(literal) is { } link && project.Guards.RunsInProduction(literal)
            ?
            [
                new ValueFinding(
                    (literal.Parent is IInterpolatedStringTextOperation { Parent: { } whole } ? whole : literal).Syntax.GetLocation(),
                    null,
                    link.Authority,
                    PeopleLinks.Key,
                    OfLink
                ),
            ]
            : [];

    // Where the settings that ship give the key a value, or the app's own deployment does, the default reaches nobody; DPL1008 judges the settings.
    private static bool IsReplaced(TracedValue value, ProjectContext project, ProjectFiles files) =>
        value.Role == ValueRole.Default
        && (OptionsClasses.KeyFor(value.Literal, project) ?? value.Key) is { Length: > 0 } key
        && (
            ShippedSettings.Give(files, key, Cancellation.Token)
            || AppFacts.Of(project).DeployedIn(files).Sets(key, IsNoBetter, Cancellation.Token)
        );

    private static bool IsNoBetter(string text) =>
        text.Length == 0 || EndpointUrl.TryParse(text) is { IsLoopback: true } || EndpointUrl.IsLoopbackHost(text);

    // What the class starts beside the app answers on this machine, in its container too.
    private static bool StartsProcesses(IOperation use) =>
        use.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ?.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Any(static name =>
                name.Identifier.ValueText switch
                {
                    "ProcessStartInfo" => true,
                    // Process.Start(…), System.Diagnostics.Process.Start(…)
                    "Process" => name.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.Expression
                        is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start" } start
                        && start.Expression.Span.End == name.Span.End,
                    "IProcessManager" or "IProcessHandle" or "IProcessRunner" => SyntaxFacts.IsInTypeOnlyContext(name),
                    _ => false,
                }
            ) == true;

    // new SmtpClient("localhost"): a client that takes no URL but a name.
    private static IEnumerable<ValueFinding> OfHost(
        IOperation operation,
        IOperation host,
        string client,
        ProjectContext project,
        ProjectFiles files
    )
    {
        if (!project.Guards.RunsInProduction(operation) && !project.Guards.IsChosenByName(operation))
        {
            yield break;
        }

        foreach (var value in project.Values.Trace(host))
        {
            if (
                !EndpointUrl.IsLoopbackHost(value.Text)
                || value.Origin is { } origin && project.Guards.Of(origin) == Guard.Development
                || IsReplaced(value, project, files)
            )
            {
                continue;
            }

            var isDefault = value.Role == ValueRole.Default;
            var bound = isDefault ? OptionsClasses.KeyFor(value.Literal, project) : null;
            var key = bound ?? (value.Key.Length > 0 ? value.Key : client + ":Host");
            yield return new ValueFinding(
                value.Literal.GetLocation(),
                host.Syntax,
                FixProperties.Of(
                    key,
                    (FixProperties.Plain, true),
                    (FixProperties.Bound, bound is not null),
                    (FixProperties.Loopback, true),
                    (FixProperties.Default, isDefault)
                ),
                value.Text,
                key,
                OfCall
            );
        }
    }

    // With one origin that is real, those of developers beside it do no harm.
    private static IEnumerable<ValueFinding> OfOrigins(IInvocationOperation call, ProjectContext project)
    {
        if (
            !project.Types.Is(call.TargetMethod.ContainingType, TypeNames.CorsPolicyBuilder)
            || call.Argument(0) is not { } origins
            || SharesPolicy(call)
        )
        {
            yield break;
        }

        var values = project.Values.TraceElements(origins);
        if (
            values.IsEmpty
            || values.Length < CountOf(origins)
            || !values.All(IsLoopbackOrigin)
            || !project.Guards.RunsInProduction(call)
            || project.Cors.OfPolicyAround(call, Cancellation.Token) == Guard.Development
        )
        {
            yield break;
        }

        foreach (var value in values)
        {
            if (value.Origin is { } origin && !project.Guards.RunsInProduction(origin))
            {
                yield break;
            }
        }

        foreach (var value in values)
        {
            yield return new ValueFinding(
                value.Literal.GetLocation(),
                origins.Syntax,
                FixProperties.Of(OriginsKey),
                value.Text,
                OriginsKey,
                OfOrigin
            );
        }
    }

    private static bool IsLoopbackOrigin(TracedValue value) =>
        value.Role == ValueRole.Fixed && EndpointUrl.TryParse(value.Text) is { IsLoopback: true };

    // An element that is known only at run time may be the real origin.
    private static int CountOf(IOperation origins) =>
        origins.Unwrap() switch
        {
            IArrayCreationOperation { Initializer.ElementValues.Length: var length } => length,
            ICollectionExpressionOperation collection => collection.Elements.Length,
            _ => 0,
        };

    private static bool SharesPolicy(IInvocationOperation call)
    {
        IOperation scope = call;
        while (scope.Parent is { } parent && scope is not IAnonymousFunctionOperation)
        {
            scope = parent;
        }

        return scope
            .Descendants()
            .Any(other =>
                other is IInvocationOperation { TargetMethod.Name: "WithOrigins" or "SetIsOriginAllowed" or "AllowAnyOrigin" }
                && other != call
                && (scope is IAnonymousFunctionOperation || SamePolicy((IInvocationOperation)other, call))
            );
    }

    private static bool SamePolicy(IInvocationOperation other, IInvocationOperation call) =>
        other.Syntax.FirstAncestorOrSelf<Microsoft.CodeAnalysis.CSharp.Syntax.StatementSyntax>()
        == call.Syntax.FirstAncestorOrSelf<Microsoft.CodeAnalysis.CSharp.Syntax.StatementSyntax>();
}
