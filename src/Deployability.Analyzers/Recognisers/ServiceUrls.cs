using System.Collections.Concurrent;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>An address that runs in production and is written in the code.</summary>
internal sealed record ServiceUrl(OutboundEndpoint Endpoint, TracedValue Value, EndpointUrl Url)
{
    public string Key => ServiceNames.KeyFor(Endpoint, Url, Value);
}

/// <summary>What the rules about service URLs share: from an operation to the URLs that reach it.</summary>
internal static class ServiceUrls
{
    // An orchestrator's model of a developer's machine is not deployed.
    private const string AspireHost = "Aspire.Hosting.DistributedApplication";

    public static bool AppliesTo(ProjectContext project) => !project.Types.Has(AspireHost);

    /// <returns>The URLs that this operation calls in production; an empty array for nearly every operation.</returns>
    public static IEnumerable<ServiceUrl> Find(IOperation operation, ProjectContext project)
    {
        var taken = project.Taken.Of(operation);
        if ((taken & Taken.Address) != 0 && OutboundEndpoints.TryRecognise(operation) is { } endpoint)
        {
            // Two rules ask for each address.
            return IsRelative(endpoint.Address)
                ? []
                : project
                    .Part(static _ => new KnownUrls())
                    .OfOperations.GetOrAdd(operation, _ => [.. FindAll(endpoint, endpoint.Address, project)]);
        }

        return (taken & Taken.Passed) != 0 ? FindPassed(operation, project) : [];
    }

    private static IEnumerable<ServiceUrl> FindPassed(IOperation operation, ProjectContext project) =>
        project.Passed.Of(operation, static text => text.IndexOf("://", StringComparison.Ordinal) > 0) is { Count: > 0 } passed
            ? passed.SelectMany(given => FindPassed(operation, given.Value, given.Use, project))
            : [];

    // AddBackend(services, "http://…"): a method of the project's own gives its parameter to a client.
    private static IEnumerable<ServiceUrl> FindPassed(IOperation call, IOperation value, IOperation use, ProjectContext project)
    {
        for (var current = use.Parent; current is not null and not IBlockOperation; current = current.Parent)
        {
            if (OutboundEndpoints.TryRecognise(current) is not { } endpoint)
            {
                continue;
            }

            return
                HeadOf(endpoint.Address) == use
                && !IsSettingOfData(endpoint.Use, project)
                && (project.Guards.RunsInProduction(call) || project.Guards.IsChosenByName(call))
                ? FindAll(endpoint, value, project)
                : [];
        }

        return [];
    }

    /// <summary>Whether an address begins with a text that begins no URL, as nearly every address of a request does: <c>$"orders/{id}"</c>.</summary>
    private static bool IsRelative(IOperation address)
    {
        var first = address.Unwrap();
        while (true)
        {
            switch (first)
            {
                case IObjectCreationOperation creation when creation.Type.Is("System", "Uri") && creation.Argument(0) is { } text:
                    first = text.Unwrap();
                    continue;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add:
                    first = add.LeftOperand.Unwrap();
                    continue;
                case IInterpolatedStringOperation { Parts: [IInterpolatedStringTextOperation start, ..] }:
                    first = start.Text;
                    continue;
                case ILiteralOperation { ConstantValue: { HasValue: true, Value: string literal } }:
                    return BeginsNoUrl(literal);
                default:
                    return false;
            }
        }
    }

    // What follows may complete a text that is all letters.
    private static bool BeginsNoUrl(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return c != ':';
            }
        }

        return false;
    }

    // Preset(url) => new IndexerSettings { BaseUrl = url }: what a user can pick, not what the code calls.
    private static bool IsSettingOfData(IOperation use, ProjectContext project) =>
        use
            is ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property.ContainingType: var type },
                Parent: IObjectOrCollectionInitializerOperation
            }
        && OptionsClasses.IsBound(type, project);

    private static IEnumerable<ServiceUrl> FindAll(OutboundEndpoint endpoint, IOperation address, ProjectContext project)
    {
        var useIsGuarded = default(bool?);
        var isChosen = false;
        var isDefault = SetsOwnDefault(endpoint.Use, project);
        foreach (var value in Values(address, project))
        {
            if (
                EndpointUrl.TryParse(value.Text) is not { IsHostKnown: true } url
                || PublicHosts.IsExample(url.Host)
                || HasPlaceholder(url.Rest)
                || SecretDetector.Find(value.Text.AsSpan()) is not null
            )
            {
                continue;
            }

            if (
                endpoint.Kind == OutboundKind.Identity && TokenIssuers.IsName(endpoint.Use, url, value.Text)
                || DaprSidecar.IsAddress(endpoint, value, url, project)
            )
            {
                continue;
            }

            // Who chooses "ollama" still has no say in where it is.
            if (useIsGuarded is null && !project.Guards.RunsInProduction(endpoint.Use))
            {
                isChosen = project.Guards.IsChosenByName(endpoint.Use);
                useIsGuarded = !isChosen;
            }

            if (useIsGuarded ??= false)
            {
                yield break;
            }

            switch (
                isDefault ? Guard.Configuration
                : value.Origin is null || isChosen && project.Guards.IsChosenByName(value.Origin) ? Guard.None
                : project.Guards.Of(value.Origin)
            )
            {
                case Guard.None:
                    yield return new ServiceUrl(
                        endpoint,
                        value.Origin is { } origin && MissingValues.StandsIn(origin, project)
                            ? value with
                            {
                                Role = ValueRole.Default,
                            }
                            : value,
                        url
                    );
                    break;
                case Guard.Configuration:
                    // if (config["Url"] is null) url = "…": configuration can replace it.
                    yield return new ServiceUrl(endpoint, value with { Role = ValueRole.Default }, url);
                    break;
            }
        }
    }

    // …/indexers/YOUR_INDEXER/…: shows people what to fill in.
    private static bool HasPlaceholder(string path) =>
        path.IndexOf("YOUR", StringComparison.Ordinal) >= 0 || path.IndexOf("/<", StringComparison.Ordinal) >= 0;

    // class CatalogSettings { CatalogSettings() { BaseUrl = "…"; } } is an initialiser in other words.
    private static bool SetsOwnDefault(IOperation use, ProjectContext project) =>
        use
            is ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation
                {
                    Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance },
                    Property.ContainingType: var type
                }
            }
        && use.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is ConstructorDeclarationSyntax
        && OptionsClasses.IsBound(type, project);

    /// <summary>The values of an address, each with the literal that its host stands in.</summary>
    private static IEnumerable<TracedValue> Values(IOperation address, ProjectContext project)
    {
        address = address.Unwrap();
        var traced =
            address.Type is { SpecialType: SpecialType.System_String } || address.Type.Is("System", "Uri")
                ? project.Values.Trace(address)
                : project.Values.TraceElements(address);
        foreach (var value in traced)
        {
            foreach (var headed in AtHead(value, project))
            {
                yield return headed;
            }
        }
    }

    // $"{BaseUrl}/orders" and BaseUrl + "/orders": what must change is where BaseUrl is said.
    private static IEnumerable<TracedValue> AtHead(TracedValue value, ProjectContext project)
    {
        if (value.Origin is { } origin && value.Literal == origin.Syntax && origin.FirstPart() is { } head && head is not ILiteralOperation)
        {
            var heads = project.Values.Trace(head);
            return heads.IsEmpty
                ? [value]
                : heads.Select(part => part with { Key = part.Key.Length > 0 ? part.Key : value.Key, Literal = HeadLiteral(part.Literal) });
        }

        return [value with { Literal = HeadLiteral(value.Literal) }];
    }

    // A constant made of another one of the same class, which may stand in another file: syntax tells.
    private static SyntaxNode HeadLiteral(SyntaxNode literal)
    {
        for (var depth = 0; depth < 4; depth++)
        {
            var first = literal;
            while (first is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } add)
            {
                first = add.Left;
            }

            if (first is InterpolatedStringExpressionSyntax { Contents: [InterpolationSyntax hole, ..] })
            {
                first = hole.Expression;
            }

            var name = first switch
            {
                IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } => member,
                _ => null,
            };
            if (
                name is null
                || literal.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
                || ConstantIn(type, name) is not { } value
            )
            {
                return literal;
            }

            literal = value;
        }

        return literal;
    }

    private static ExpressionSyntax? ConstantIn(TypeDeclarationSyntax type, string name)
    {
        foreach (var member in type.Members)
        {
            if (member is FieldDeclarationSyntax field)
            {
                foreach (var variable in field.Declaration.Variables)
                {
                    if (variable.Identifier.ValueText == name)
                    {
                        return variable.Initializer?.Value;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>What an address begins with, below <c>new Uri(…)</c>, interpolation and concatenation.</summary>
    private static IOperation HeadOf(IOperation address)
    {
        address = address.Unwrap();
        if (address is IObjectCreationOperation creation && creation.Type.Is("System", "Uri") && creation.Argument(0) is { } text)
        {
            address = text.Unwrap();
        }

        return address.FirstPart() ?? address;
    }

    private sealed class KnownUrls
    {
        public ConcurrentDictionary<IOperation, ServiceUrl[]> OfOperations { get; } = new();
    }
}
