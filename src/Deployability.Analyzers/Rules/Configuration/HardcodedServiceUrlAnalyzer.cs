using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1001: the address of a service on another machine is written in the code.</summary>
#pragma warning disable RS1001 // ValuesAnalyzer is what the compiler runs.
public sealed class HardcodedServiceUrlAnalyzer() : DeployabilityAnalyzer(Descriptors.HardcodedServiceUrl)
#pragma warning restore RS1001
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!ServiceUrls.AppliesTo(project))
        {
            return;
        }

        var namesAreResolved = ResolvesNames(context.Compilation);
        context.RegisterValues(
            project,
            Descriptors.HardcodedServiceUrl,
            Taken.Address | Taken.Passed,
            operation => Judge(operation, project, namesAreResolved)
        );
    }

    /// <summary>The finding that a URL is; what else it needs to be one, the rule says.</summary>
    internal static ValueFinding FindingOf(ServiceUrl url, ProjectContext project)
    {
        var isDefault = url.Value.Role == ValueRole.Default;
        var bound = isDefault ? OptionsClasses.KeyFor(url.Value.Literal, project) : null;
        var key = bound ?? url.Key;
        return new ValueFinding(
            url.Value.Literal.GetLocation(),
            url.Endpoint.Address.Syntax,
            FixProperties.Of(
                key,
                (FixProperties.Default, isDefault),
                (FixProperties.Bound, bound is not null),
                (FixProperties.Request, url.Endpoint.IsRequest),
                (FixProperties.Loopback, url.Url.IsLoopback)
            ),
            url.Url.Authority.Replace(TracedValue.Hole.ToString(), "…"),
            key,
            url.Endpoint.Kind == OutboundKind.Browser ? LoopbackServiceUrlAnalyzer.OfRedirect : LoopbackServiceUrlAnalyzer.OfCall
        );
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project, bool namesAreResolved) =>
        ServiceUrls.Find(operation, project) is not ServiceUrl[] { Length: 0 } and var urls ? Judge(urls, project, namesAreResolved) : [];

    private static IEnumerable<ValueFinding> Judge(IEnumerable<ServiceUrl> urls, ProjectContext project, bool namesAreResolved)
    {
        foreach (var url in urls)
        {
            // A remote default that configuration replaces is deployable; loopback is DPL1002. Nothing here calls what a redirect names.
            if (
                url.Url.IsLoopback
                || url.Value.Role == ValueRole.Default
                || url.Endpoint.Kind == OutboundKind.Browser
                || IsRowOfTable(url.Endpoint.Use)
            )
            {
                continue;
            }

            if (
                IsLogicalName(url.Url) && namesAreResolved
                || VendorAdapters.Hold(url.Url, url.Value.Literal, project.Compilation.AssemblyName ?? "")
                || SandboxSwitches.Choose(url.Endpoint.Address, url.Value.Origin)
                || PublicHosts.IsAllowed(
                    url.Url,
                    project.Options.List(Descriptors.HardcodedServiceUrl.Id, "allowed_hosts", url.Value.Literal.SyntaxTree)
                )
            )
            {
                continue;
            }

            yield return FindingOf(url, project);
        }
    }

    // new Region("EU", apiUrl: "https://api.shop.eu") among its like: data that the code chooses from.
    private static bool IsRowOfTable(IOperation use) =>
        use is IObjectCreationOperation { Constructor.DeclaringSyntaxReferences.Length: 1 }
        && Enclosing(use) switch
        {
            IArrayInitializerOperation { ElementValues.Length: > 1 } or ICollectionExpressionOperation { Elements.Length: > 1 } => true,
            _ => false,
        };

    private static IOperation? Enclosing(IOperation use)
    {
        var parent = use.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }

    // http://basket-api with service discovery is a name that configuration turns into an address.
    private static bool IsLogicalName(EndpointUrl url) => url.Port == 0 && url.Host.IndexOf('.') < 0;

    private static bool ResolvesNames(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(static reference =>
            reference.Name.StartsWith("Microsoft.Extensions.ServiceDiscovery", StringComparison.Ordinal)
            || reference.Name.EndsWith("ServiceDefaults", StringComparison.Ordinal)
        );
}
