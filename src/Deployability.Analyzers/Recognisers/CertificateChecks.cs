using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the ways in which .NET code stops looking at the certificate of the other side.</summary>
internal static class CertificateChecks
{
    private static readonly string[] Careless = ["Insecure", "Unsafe", "Untrusted", "SelfSigned", "Dangerous"];

    private static readonly string[] Leniences =
    [
        "Ignore",
        "Skip",
        "Disable",
        "Accept",
        "Allow",
        "Bypass",
        "Trust",
        "Verify",
        "Validat",
        "Check",
    ];

    private static readonly string[] ThisMachine = ["loopback", "localhost"];

    private static readonly string[] Subjects = ["Cert", "Ssl", "Tls"];

    /// <summary>Names of the properties, events and types by which it is done.</summary>
    public static string[] Names { get; } =
    [
        "TrustServerCertificate",
        "Encrypt",
        "SslMode",
        "RequireHttpsMetadata",
        "ServerCertificateCustomValidationCallback",
        "RemoteCertificateValidationCallback",
        "ServerCertificateValidationCallback",
        "UserCertificateValidationCallback",
        "VerifyServerCertificate",
        "SkipTlsVerify",
        "ValidateAnyCertificate",
        "AllowUntrustedCertificates",
        "EnableSslCertificateVerification",
        "CertificateValidationMode",
        "CertificateValidation",
        "SslStream",
    ];

    /// <summary>Whether somebody asks for it at run time by a switch of that name: <c>if (route.DangerousAcceptAnyServerCertificateValidator)</c>.</summary>
    public static bool IsAskedFor(IOperation operation)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (
                parent is IConditionalOperation { Condition: var condition } && condition != child && NamesSwitch(condition)
                || parent is IBlockOperation block
                    && block
                        .Operations.TakeWhile(step => step != child)
                        .Any(static step =>
                            step is IConditionalOperation { WhenFalse: null } exit
                            && EndsThere(exit.WhenTrue)
                            && NamesSwitch(exit.Condition)
                        )
                || parent is IInvocationOperation call && IsForThisMachine(call)
            )
            {
                return true;
            }
        }

        return false;
    }

    // AddHttpClient("loopback").ConfigurePrimaryHttpMessageHandler(() => …): nobody stands between the app and itself.
    private static bool IsForThisMachine(IInvocationOperation call)
    {
        for (var client = call; client is not null; client = client.Receiver() as IInvocationOperation)
        {
            if (client.TargetMethod.Name == "AddHttpClient" && client.Argument("name") is { } name)
            {
                return Has(name.Syntax.ToString(), ThisMachine)
                    || name.ConstantValue is { HasValue: true, Value: string text } && Has(text, ThisMachine);
            }
        }

        return false;
    }

    /// <summary>Whether the code around speaks to this machine alone, at a port that is known at run time: the app itself, with a certificate of its own making.</summary>
    public static bool IsForThisMachine(IOperation operation)
    {
        var isFound = false;
        foreach (var token in operation.Syntax.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>()?.DescendantTokens() ?? [])
        {
            if (
                token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
                && EndpointUrl.TryParse(token.ValueText + "/") is { } url
            )
            {
                if (!url.IsLoopback)
                {
                    return false;
                }

                isFound |= token.ValueText.EndsWith(":", StringComparison.Ordinal);
            }
        }

        return isFound;
    }

    private static bool EndsThere(IOperation branch) =>
        (branch is IBlockOperation { Operations: [.., var last] } ? last : branch) is IReturnOperation or IThrowOperation;

    private static bool NamesSwitch(IOperation condition) =>
        condition
            .DescendantsAndSelf()
            .Any(static part =>
                part switch
                {
                    { Type.SpecialType: not SpecialType.System_Boolean } or { ConstantValue.HasValue: true } => false,
                    IMemberReferenceOperation member => SaysLenience(member.Member.Name),
                    IInvocationOperation call => SaysLenience(call.TargetMethod.Name),
                    IParameterReferenceOperation parameter => SaysLenience(parameter.Parameter.Name),
                    ILocalReferenceOperation local => SaysLenience(local.Local.Name)
                        && LocalValues.SingleValue(local.Local, local) is not { ConstantValue.HasValue: true },
                    _ => false,
                }
            );

    private static bool SaysLenience(string name) => Has(name, Careless) || Has(name, Leniences) && Has(name, Subjects);

    private static bool Has(string name, string[] words) =>
        Array.Exists(words, word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <returns>The switched-off check as a message calls it, or null.</returns>
    public static string? DisabledBy(IOperation operation, ProjectContext project) =>
        operation switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment => OfProperty(
                property.Property,
                assignment.Value,
                project
            ),
            // Of a package that is not restored: these names are used for nothing else.
            ISimpleAssignmentOperation { Target: IInvalidOperation target } unbound => OfName(
                target.Syntax.NameOfMember(),
                unbound.Value,
                project
            ),
            ICompoundAssignmentOperation { Target: IPropertyReferenceOperation property } added => OfProperty(
                property.Property,
                added.Value,
                project
            ),
            ICompoundAssignmentOperation { Target: IInvalidOperation target } added => OfName(
                target.Syntax.NameOfMember(),
                added.Value,
                project
            ),
            // options.CertificateValidation += … of StackExchange.Redis.
            IEventAssignmentOperation
            {
                Adds: true,
                EventReference: IEventReferenceOperation
                {
                    Event: { Name: "CertificateValidation", ContainingType.Name: "ConfigurationOptions" }
                },
                HandlerValue: var handler
            } => AlwaysTrue.IsDelegate(handler, project) ? "ConfigurationOptions.CertificateValidation" : null,
            IObjectCreationOperation { Type.Name: "SslStream" } stream when stream.Type.Is("System.Net.Security", "SslStream") =>
                stream.Arguments.Any(argument =>
                    argument.Parameter?.Name == "userCertificateValidationCallback" && AlwaysTrue.IsDelegate(argument.Value, project)
                )
                    ? "new SslStream(…)"
                    : null,
            _ => null,
        };

    private static string? OfProperty(IPropertySymbol property, IOperation value, ProjectContext project) =>
        property.Name is "TrustServerCertificate" or "Encrypt" or "SslMode" ? OfBuilder(property, value.Unwrap())
        : property.Name != "RequireHttpsMetadata" || property.IsInNamespace("Microsoft.AspNetCore.Authentication")
            ? OfName(property.Name, value, project) is { } name ? property.ContainingType.Name + "." + name
                : null
        : null;

    // new SqlConnectionStringBuilder { TrustServerCertificate = true }, builder.SslMode = SslMode.Disable
    private static string? OfBuilder(IPropertySymbol property, IOperation value)
    {
        var written = value switch
        {
            IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum, Name: var member } } => member,
            IPropertyReferenceOperation
            {
                Property: { IsStatic: true, ContainingType.Name: "SqlConnectionEncryptOption", Name: var option }
            } => option,
            { ConstantValue: { HasValue: true, Value: bool constant } } => constant ? "true" : "false",
            _ => null,
        };
        return
            written is not null
            && property.ContainingType.Name.EndsWith("ConnectionStringBuilder", StringComparison.Ordinal)
            && TransportSecurity.IsOff(property.Name, written)
            ? $"{property.ContainingType.Name}.{property.Name} = {written}"
            : null;
    }

    private static string? OfName(string? property, IOperation value, ProjectContext project)
    {
        switch (property)
        {
            case "ServerCertificateCustomValidationCallback"
            or "RemoteCertificateValidationCallback"
            or "ServerCertificateValidationCallback"
            or "UserCertificateValidationCallback"
            or "VerifyServerCertificate" when AcceptsAny(value, project):
                return property;
            // KubernetesClient, FluentFTP, MQTTnet, Confluent.Kafka, WCF.
            case "SkipTlsVerify"
            or "ValidateAnyCertificate"
            or "AllowUntrustedCertificates" when value.Unwrap().ConstantValue is { HasValue: true, Value: true }:
            case "EnableSslCertificateVerification" when value.Unwrap().ConstantValue is { HasValue: true, Value: false }:
            case "CertificateValidationMode"
                when value.Unwrap()
                    is IFieldReferenceOperation { Field: { Name: "None", ContainingType.Name: "X509CertificateValidationMode" } }:
                return property;
            case "RequireHttpsMetadata" when value.Unwrap().ConstantValue is { HasValue: true, Value: false } && !HasOwnKeys(value):
                return "RequireHttpsMetadata = false";
            default:
                return null;
        }
    }

    // With keys of its own and nowhere to fetch others from, the handler reads no metadata at all.
    private static bool HasOwnKeys(IOperation value)
    {
        var hasKey = false;
        foreach (var assignment in BesideOf(value))
        {
            switch (assignment.Left.NameOfMember())
            {
                case "Authority" or "MetadataAddress" or "ConfigurationManager":
                    return false;
                // Parameters that are made elsewhere, with the key in them: without an authority there is nothing else to check tokens with.
                case "TokenValidationParameters"
                    when assignment.Right is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax:
                case "IssuerSigningKey" or "IssuerSigningKeys" or "IssuerSigningKeyResolver" or "TokenDecryptionKey":
                    hasKey = true;
                    break;
            }
        }

        return hasKey && !IsBoundBeside(value);
    }

    // configuration.Bind("Jwt", options) may bring an authority.
    private static bool IsBoundBeside(IOperation value) =>
        ScopeOf(value)?.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(static call => call.Expression.NameOfMember() == "Bind")
        == true;

    /// <summary>Whether the authority that stands beside <c>RequireHttpsMetadata = false</c> is an https address in every case, so that nothing comes over plain HTTP.</summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="project">Of the compilation.</param>
    public static bool HasHttpsAuthority(IOperation assignment, ProjectContext project)
    {
        var hasHttps = false;
        foreach (var beside in BesideOf(assignment))
        {
            if (beside.Left.NameOfMember() is not ("Authority" or "MetadataAddress"))
            {
                continue;
            }

            var values = project.Values.Trace((project.OperationOf(beside) as ISimpleAssignmentOperation)?.Value);
            if (values.IsEmpty || values.Any(static value => !value.Text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }

            hasHttps = true;
        }

        return hasHttps;
    }

    // The other assignments to the same options.
    private static IEnumerable<AssignmentExpressionSyntax> BesideOf(IOperation value) =>
        ScopeOf(value)?.DescendantNodes().OfType<AssignmentExpressionSyntax>() ?? [];

    private static SyntaxNode? ScopeOf(IOperation value) =>
        value.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node =>
            node is AnonymousFunctionExpressionSyntax or InitializerExpressionSyntax or MethodDeclarationSyntax
        );

    private static bool AcceptsAny(IOperation value, ProjectContext project) =>
        value.Unwrap()
            is IPropertyReferenceOperation
            {
                Property: { Name: "DangerousAcceptAnyServerCertificateValidator", ContainingType.Name: "HttpClientHandler" }
            }
        || AlwaysTrue.IsDelegate(value, project);
}
