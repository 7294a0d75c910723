using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows what of ASP.NET Core sends a browser to another address.</summary>
/// <remarks>
/// https://learn.microsoft.com/aspnet/core/fundamentals/minimal-apis/responses#redirect,
/// https://learn.microsoft.com/dotnet/api/microsoft.aspnetcore.authentication.authenticationproperties.redirecturi
/// </remarks>
internal static class Redirects
{
    /// <summary>Where sign-in and sign-out lead back to.</summary>
    public const string Property = "RedirectUri";

    /// <summary>Whether the parameter takes the address that the browser goes to.</summary>
    public static bool IsTarget(IMethodSymbol method, IParameterSymbol parameter) =>
        parameter.Name switch
        {
            "url" => (
                method.Name is "Redirect" or "RedirectPermanent" or "RedirectPreserveMethod" or "RedirectPermanentPreserveMethod"
                || method.MethodKind == MethodKind.Constructor && method.ContainingType.Name == "RedirectResult"
            ) && method.IsInNamespace("Microsoft.AspNetCore"),
            "location" => method.Name == "Redirect" && method.IsInNamespace("Microsoft.AspNetCore.Http"),
            "uri" => method.Name == "NavigateTo" && method.IsInNamespace("Microsoft.AspNetCore.Components"),
            _ => false,
        };

    /// <summary>Whether the property holds the address that the browser goes to; those of other frameworks are their users' own.</summary>
    public static bool IsTarget(ISymbol property) => property.Name == Property && property.IsInNamespace("Microsoft");
}
