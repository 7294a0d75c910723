using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows where a listening port comes from and what it speaks. Asked for facts alone: rules need the host, not the port.</summary>
internal static class ListenPorts
{
    private const int MaxDepth = 8;
    private const int Http2 = 2;
    private const int RequireCertificate = 2;
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>The fact of one address that a call listens on.</summary>
    public static ListenFact FactOf(ListenAddress address, IOperation listen, ProjectContext project, FactSource source)
    {
        var port = SourceOf(address, project);
        var number =
            address.Port > 0 ? address.Port
            : port?.Default is { } text && int.TryParse(text, out var parsed) && parsed is > 0 and <= 65535 ? parsed
            : 0;
        var scheme = address.Scheme == "http" && Configures(listen, IsUseHttps) ? "https" : address.Scheme;
        return new ListenFact(
            source,
            scheme,
            address.IsReachable ? "*" : address.Host,
            number,
            port?.Key ?? "",
            port?.Origin ?? default,
            SpeaksHttp2Alone(listen)
        );
    }

    /// <summary>Whether an endpoint that a call opens is told to speak HTTP/2 and nothing else.</summary>
    public static bool SpeaksHttp2Alone(IOperation listen) => Configures(listen, IsHttp2);

    /// <summary>Whether a call that opens an endpoint sets it up too, by what its defaults may be replaced.</summary>
    public static bool HasOptions(IOperation listen) =>
        listen is IInvocationOperation call
        && call.TargetMethod.IsInNamespace(Kestrel)
        && call.Arguments.Any(static argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate);

    /// <summary>The feature that Kestrel's defaults for every endpoint turn on, or null.</summary>
    public static string? FeatureOf(IInvocationOperation call) =>
        call.TargetMethod.Name == "ConfigureEndpointDefaults" && call.TargetMethod.IsInNamespace(Kestrel) && Configures(call, IsHttp2)
            ? Features.Http2Only
            : null;

    /// <summary>Whether Kestrel is told to refuse clients without a certificate.</summary>
    public static bool DemandsCertificates(ISimpleAssignmentOperation assignment) =>
        assignment.Target is IPropertyReferenceOperation { Property: { Name: "ClientCertificateMode", ContainingType: { } options } }
        && options.IsInNamespace(Kestrel)
        && assignment.Value.Unwrap().ConstantValue is { HasValue: true, Value: RequireCertificate };

    private static PortSource? SourceOf(ListenAddress address, ProjectContext project) =>
        address.Port > 0 ? null
        : (address.PortValue ?? LastPart(address.Value?.Origin)) is { } value ? Read(value, project, MaxDepth)
        : null;

    // $"http://0.0.0.0:{port}", "http://*:" + port: the port stands last.
    private static IOperation? LastPart(IOperation? text) =>
        text?.Unwrap() switch
        {
            IInterpolatedStringOperation { Parts: var parts } => parts.OfType<IInterpolationOperation>().LastOrDefault()?.Expression,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add => add.RightOperand,
            _ => null,
        };

    private static PortSource? Read(IOperation value, ProjectContext project, int depth)
    {
        value = value.Unwrap();
        if (depth == 0)
        {
            return null;
        }

        if (ConfigurationReads.TryRecognise(value) is { } read)
        {
            return new(read.Key, read.Origin, ConfigurationReads.TextOf(read.Default));
        }

        switch (value)
        {
            case ILocalReferenceOperation local when LocalValues.SingleValue(local.Local, local) is { } assigned:
                return Read(assigned, project, depth - 1);
            case ILocalReferenceOperation local:
                return ReadOrReplaced(local, project, depth - 1);
            case ICoalesceOperation coalesce:
                return Read(coalesce.Value, project, depth - 1) is { } first
                    ? first with
                    {
                        Default = first.Default ?? ConfigurationReads.TextOf(coalesce.WhenNull),
                    }
                    : null;

            // int.TryParse(text, out var port) ? port : 5080
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                var condition = conditional
                    .Condition.DescendantsAndSelf()
                    .Select(inner => Read(inner, project, depth - 1))
                    .Append(Read(conditional.WhenTrue, project, depth - 1))
                    .Append(Read(whenFalse, project, depth - 1))
                    .FirstOrDefault(static source => source is not null);
                return condition is null
                    ? null
                    : condition with
                    {
                        Default =
                            ConfigurationReads.TextOf(whenFalse) ?? ConfigurationReads.TextOf(conditional.WhenTrue) ?? condition.Default,
                    };
            case IInvocationOperation { TargetMethod.Name: "Parse" or "TryParse" or "ToInt32" or "ToString" or "Trim" } call:
                return (call.Instance ?? call.Argument(0)) is { } inside ? Read(inside, project, depth - 1) : null;
            default:
                return null;
        }
    }

    // port ??= "3000"; if (port is null) port = "3000";
    private static PortSource? ReadOrReplaced(ILocalReferenceOperation local, ProjectContext project, int depth) =>
        LocalValues.InitializerOf(local.Local, local) is { } first && Read(first, project, depth) is { } source
            ? source with
            {
                Default =
                    source.Default
                    ?? project
                        .Values.Trace(local)
                        .Where(static value => value is { Role: ValueRole.Default, HasHole: false })
                        .Select(static value => value.Text)
                        .FirstOrDefault(),
            }
            : null;

    private static bool Configures(IOperation listen, Func<IOperation, bool> isSaid) =>
        listen is IInvocationOperation call
        && call.TargetMethod.IsInNamespace(Kestrel)
        && call.Arguments.Any(argument =>
            argument.Value.Unwrap() is IAnonymousFunctionOperation lambda && lambda.Body.Descendants().Any(isSaid)
        );

    private static bool IsHttp2(IOperation operation) =>
        operation
            is ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { Name: "Protocols", ContainingType: { } options } },
                Value: var value,
            }
        && options.IsInNamespace(Kestrel)
        && value.Unwrap().ConstantValue is { HasValue: true, Value: Http2 };

    private static bool IsUseHttps(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "UseHttps" } method } && method.IsInNamespace("Microsoft.AspNetCore");

    /// <param name="Key">Environment variable or configuration key.</param>
    /// <param name="Origin">Which of both.</param>
    /// <param name="Default">What holds without it; null when nothing constant does.</param>
    private sealed record PortSource(string Key, ConfigurationOrigin Origin, string? Default);
}

internal sealed class ListenFeatures : Recogniser<HostFeature>
{
    private const string CertificateMode = "ClientCertificateMode";

    public override IEnumerable<string> Words => ["ConfigureEndpointDefaults", CertificateMode];

    // options.ClientCertificateMode = ClientCertificateMode.RequireCertificate: the name stands on both sides.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.ValueText == CertificateMode
            ? token.Parent?.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { } assignment
            && assignment.Left.NameOfMember() == CertificateMode
                ? [assignment]
                : []
            : base.NodesOf(token);

    public override HostFeature? Recognise(Candidate candidate) =>
        candidate.Call is { } call && ListenPorts.FeatureOf(call) is { } name ? new HostFeature(name)
        : candidate.Operation is ISimpleAssignmentOperation assignment && ListenPorts.DemandsCertificates(assignment)
            ? new HostFeature(Features.ClientCertificates)
        : null;
}
