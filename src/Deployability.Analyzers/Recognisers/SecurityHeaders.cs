using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the ways in which an app tells browsers to be strict: HSTS, and the headers against framing, sniffing, injection and leaking addresses.</summary>
internal static class SecurityHeaders
{
    /// <summary>The header that keeps browsers on HTTPS.</summary>
    public const string TransportSecurity = "Strict-Transport-Security";

    private static readonly string[] Others =
    [
        "X-Content-Type-Options",
        "Content-Security-Policy",
        "Content-Security-Policy-Report-Only",
        "X-Frame-Options",
        "Referrer-Policy",
    ];

    // A package's own middleware, and the framework's names of the headers.
    private static readonly string[] OtherNames =
    [
        "XContentTypeOptions",
        "ContentSecurityPolicy",
        "ContentSecurityPolicyReportOnly",
        "XFrameOptions",
        "ReferrerPolicy",
        "UseSecurityHeaders",
        "UseSecureHeadersMiddleware",
        "SecureHeadersMiddleware",
        "UseCsp",
        "UseXfo",
        "UseXContentTypeOptions",
        "UseReferrerPolicy",
    ];

    /// <summary>Names that say that HSTS is sent.</summary>
    public static bool IsTransportSecurity(string name) => name is "UseHsts" or "StrictTransportSecurity" or "HstsMiddleware";

    /// <summary>Names that say that other headers are sent.</summary>
    public static bool IsOther(string name) => Array.IndexOf(OtherNames, name) >= 0;

    /// <summary>Names that say that pages are served, and not only data.</summary>
    public static bool ServesPages(string name) =>
        name
            is "AddRazorPages"
                or "MapRazorPages"
                or "AddControllersWithViews"
                or "AddMvc"
                or "AddRazorComponents"
                or "MapRazorComponents"
                or "AddServerSideBlazor"
                or "UseSpa"
                or "UseSpaStaticFiles"
                or "MapFallbackToFile"
                or "UseBlazorFrameworkFiles";

    /// <summary>Whether a word, as a name or in a literal, may be part of something that this recogniser knows.</summary>
    public static bool MayMean(string word) =>
        word.ToUpperInvariant() is "TRANSPORT" or "SECURITY" or "FRAME" or "REFERRER" or "OPTIONS"
        || IsTransportSecurity(word)
        || IsOther(word)
        || ServesPages(word);

    /// <summary>Whether a literal is the header of HSTS.</summary>
    public static bool IsTransportSecurityHeader(string text) => text.Equals(TransportSecurity, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a literal is one of the other headers.</summary>
    public static bool IsOtherHeader(string text) => Others.Any(header => header.Equals(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A name or literal that says that a security header is sent, or pages are served.</summary>
internal sealed record SecurityHeader(SecurityHeaderKind Kind);

internal enum SecurityHeaderKind
{
    TransportSecurity,
    Other,
    Pages,
}

internal sealed class SentHeaders : Recogniser<SecurityHeader>
{
    public override WordForm FormOf(string word) => SecurityHeaders.MayMean(word) ? WordForm.Anywhere : WordForm.None;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        KindOf(token) is not null && token.Parent is { } parent ? [parent] : [];

    public override SecurityHeader? Recognise(Candidate candidate) =>
        KindOf(candidate.Node.GetFirstToken()) is { } kind ? new SecurityHeader(kind) : null;

    private static SecurityHeaderKind? KindOf(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken)
            ? SecurityHeaders.IsTransportSecurity(token.ValueText)
                ? SecurityHeaderKind.TransportSecurity
                : SecurityHeaders.IsOther(token.ValueText)
                    ? SecurityHeaderKind.Other
                    : SecurityHeaders.ServesPages(token.ValueText)
                        ? SecurityHeaderKind.Pages
                        : null
            : SecurityHeaders.IsTransportSecurityHeader(token.ValueText)
                ? SecurityHeaderKind.TransportSecurity
                : SecurityHeaders.IsOtherHeader(token.ValueText)
                    ? SecurityHeaderKind.Other
                    : null;
}
