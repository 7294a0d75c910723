using Deployability.Analyzers.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the ways in which .NET code stops looking at the certificate of the other side.</summary>
internal static class CertificateChecks
{
    /// <returns>The switched-off check as a message calls it, or null.</returns>
    public static string? DisabledBy(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment => OfProperty(property.Property, assignment.Value),
        ICompoundAssignmentOperation { Target: IPropertyReferenceOperation property } added => OfProperty(property.Property, added.Value),
        IObjectCreationOperation { Type.Name: "SslStream" } stream when stream.Type.Is("System.Net.Security", "SslStream") =>
            stream.Arguments.Any(static argument => argument.Parameter?.Name == "userCertificateValidationCallback" && AlwaysTrue.IsDelegate(argument.Value)) ? "new SslStream(…)" : null,
        _ => null,
    };

    private static string? OfProperty(IPropertySymbol property, IOperation value)
    {
        switch (property.Name)
        {
            case "ServerCertificateCustomValidationCallback" or "RemoteCertificateValidationCallback" or "ServerCertificateValidationCallback" or "UserCertificateValidationCallback"
                when AcceptsAny(value):
                return property.ContainingType.Name + "." + property.Name;
            case "RequireHttpsMetadata" when value.Unwrap().ConstantValue is { HasValue: true, Value: false } && property.IsInNamespace("Microsoft.AspNetCore.Authentication"):
                return property.ContainingType.Name + ".RequireHttpsMetadata = false";
            default:
                return null;
        }
    }

    private static bool AcceptsAny(IOperation value) =>
        value.Unwrap() is IPropertyReferenceOperation { Property: { Name: "DangerousAcceptAnyServerCertificateValidator", ContainingType.Name: "HttpClientHandler" } } || AlwaysTrue.IsDelegate(value);
}
