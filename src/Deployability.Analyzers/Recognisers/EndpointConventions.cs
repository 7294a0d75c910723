using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Whom an endpoint lets in.</summary>
internal enum EndpointAccess
{
    /// <summary>Nothing said: a fallback authorization policy applies.</summary>
    Default,

    /// <summary><c>AllowAnonymous</c>, or middleware, to which no policy applies.</summary>
    Anonymous,

    /// <summary><c>RequireAuthorization</c>.</summary>
    Authorized,

    /// <summary>Only requests over HTTPS are answered.</summary>
    HttpsOnly,
}

/// <summary>Knows the conventions that say who reaches an endpoint: on itself, on its groups, on its handler, on the branch around it.</summary>
internal static class EndpointConventions
{
    /// <summary>What is chained behind a mapping call, on the groups before it, on its handler and on the branch around it.</summary>
    /// <returns>Access, and the host that <c>RequireHost</c> demands (empty for any, <c>*</c> when only run time can say).</returns>
    public static (EndpointAccess Access, string Host) AccessOf(IInvocationOperation call, ProjectContext project)
    {
        var access = AccessOfHandler(call);
        var host = IsUnderHttpsOnly(call) ? null : "";
        foreach (var convention in Conventions(call))
        {
            switch (convention.TargetMethod.Name)
            {
                case "RequireAuthorization":
                    access =
                        access == EndpointAccess.Anonymous || !project.Guards.RunsInProduction(convention)
                            ? access
                            : EndpointAccess.Authorized;
                    break;
                case "AllowAnonymous" or "DisableAuthentication":
                    access = EndpointAccess.Anonymous;
                    break;
                case "WithMetadata" when Makes(convention, "AllowAnonymousAttribute"):
                    access = EndpointAccess.Anonymous;
                    break;
                case "WithMetadata" when Makes(convention, "AuthorizeAttribute"):
                    access = access == EndpointAccess.Anonymous ? access : EndpointAccess.Authorized;
                    break;
                case "WithMetadata" when Makes(convention, "RequireHttpsAttribute"):
                case "RequireHttps":
                    host = null;
                    break;
                case "RequireHost" when convention.Argument("hosts") is { } hosts:
                    host = HostOf(hosts, project);
                    break;
            }
        }

        return host is null && access != EndpointAccess.Authorized ? (EndpointAccess.HttpsOnly, "") : (access, host ?? "");
    }

    // WithMetadata(new AuthorizeAttribute())
    private static bool Makes(IInvocationOperation call, string attribute) =>
        call.Descendants().OfType<IObjectCreationOperation>().Any(created => created.Type?.Name == attribute);

    /// <summary>The lambda or method that answers what the call maps; null when it is given otherwise.</summary>
    public static IMethodSymbol? HandlerOf(IInvocationOperation call) =>
        (call.Argument("handler") ?? call.Argument("requestDelegate"))?.Unwrap() switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            IMethodReferenceOperation method => method.Method,
            _ => null,
        };

    // [Authorize] () => …, [AllowAnonymous] on a method that handles the request.
    private static EndpointAccess AccessOfHandler(IInvocationOperation call)
    {
        var access = EndpointAccess.Default;
        foreach (var attribute in HandlerOf(call)?.GetAttributes() ?? [])
        {
            switch (attribute.AttributeClass?.Name)
            {
                case "AllowAnonymousAttribute":
                    return EndpointAccess.Anonymous;
                case "AuthorizeAttribute":
                    access = EndpointAccess.Authorized;
                    break;
            }
        }

        return access;
    }

    // app.MapWhen(context => context.Request.IsHttps, secure => secure.UseHealthChecks("/health"))
    private static bool IsUnderHttpsOnly(IInvocationOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (
                parent is IInvocationOperation { TargetMethod.Name: "MapWhen" or "UseWhen" } branch
                && branch.Argument("predicate")?.Unwrap().Returned() is IPropertyReferenceOperation { Property.Name: "IsHttps" }
            )
            {
                return true;
            }
        }

        return false;
    }

    // Of several hosts the one that any probe can call, else the first; "*" when only run time can say.
    private static string HostOf(IOperation hosts, ProjectContext project)
    {
        var known = project.Values.TraceElements(hosts);
        if (known.Length == 0 || known.Any(static host => host.HasHole || host.Text == "*"))
        {
            return "*";
        }

        return (known.FirstOrDefault(static host => host.Text.StartsWith("*:", StringComparison.Ordinal)) ?? known[0]).Text;
    }

    private static IEnumerable<IInvocationOperation> Conventions(IInvocationOperation call)
    {
        for (var receiver = call.Receiver(); receiver is not null; )
        {
            if (receiver is ILocalReferenceOperation local)
            {
                foreach (var later in UsesOf(local.Local, call))
                {
                    yield return later;
                }

                receiver = LocalValues.SingleValue(local.Local, local)?.Unwrap();
            }
            else if (receiver is IInvocationOperation group)
            {
                yield return group;
                receiver = group.Receiver();
            }
            else
            {
                break;
            }
        }

        IOperation current = call;
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IInvocationOperation chained && chained.Receiver() == current)
            {
                yield return chained;
                current = chained;
            }
            else if (parent is not (IArgumentOperation or IConversionOperation))
            {
                break;
            }
        }

        // var endpoint = app.MapHealthChecks(…); endpoint.RequireAuthorization();
        if (ParentOf(current) is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var variable } })
        {
            foreach (var later in UsesOf(variable, call))
            {
                yield return later;
            }
        }
    }

    private static IOperation? ParentOf(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }

    // Conventions that statements put on a group or an endpoint that a local holds. The application itself has none.
    private static IEnumerable<IInvocationOperation> UsesOf(ILocalSymbol variable, IInvocationOperation call)
    {
        if (
            variable.Type.Name is "WebApplication" or "IApplicationBuilder"
            || call.SemanticModel is not { } model
            || call.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member
        )
        {
            yield break;
        }

        var scope = member is GlobalStatementSyntax ? member.Parent! : member;
        foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (
                name.Identifier.ValueText == variable.Name
                && name.Parent
                    is MemberAccessExpressionSyntax
                    {
                        Parent: InvocationExpressionSyntax invocation,
                        Name.Identifier.ValueText: "RequireAuthorization" or "AllowAnonymous" or "RequireHost" or "WithMetadata"
                    }
                && model.GetOperation(invocation, Cancellation.Token) is IInvocationOperation later
            )
            {
                yield return later;
            }
        }
    }
}
