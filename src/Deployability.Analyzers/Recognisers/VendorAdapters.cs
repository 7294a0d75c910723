using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows code that is written for one vendor, in which the address of that vendor is part of the protocol.</summary>
internal static class VendorAdapters
{
    // Second-level names below which registries hand out domains: example.co.uk.
    private static readonly string[] RegistryLabels = ["co", "com", "org", "net", "gov", "ac", "or", "ne", "edu"];

    // No public domain ends like this.
    private static readonly string[] PrivateEndings =
    [
        "internal",
        "local",
        "corp",
        "lan",
        "intranet",
        "private",
        "home",
        "svc",
        "cluster",
        "test",
        "localdomain",
    ];

    // Domains of hosters, below which everybody's services live, and words that say more about the service than about a vendor.
    private static readonly HashSet<string> NoVendors = new(StringComparer.OrdinalIgnoreCase)
    {
        "azurewebsites",
        "azurecontainerapps",
        "azure",
        "windows",
        "cloudapp",
        "amazonaws",
        "cloudfront",
        "herokuapp",
        "onrender",
        "vercel",
        "netlify",
        "ngrok",
        "appspot",
        "github",
        "githubusercontent",
        "gitlab",
        "order",
        "orders",
        "payment",
        "payments",
        "inventory",
        "catalog",
        "catalogue",
        "weather",
        "user",
        "users",
        "customer",
        "customers",
        "product",
        "products",
        "shop",
        "store",
        "stock",
        "billing",
        "invoice",
        "invoices",
        "identity",
        "auth",
        "login",
        "account",
        "accounts",
        "search",
        "mail",
        "email",
        "notification",
        "notifications",
        "basket",
        "cart",
        "shipping",
        "pricing",
        "price",
        "prices",
        "report",
        "reports",
        "service",
        "services",
        "client",
        "server",
        "backend",
        "gateway",
        "webhook",
        "webhooks",
        "company",
        "mycompany",
        "contoso",
        "fabrikam",
        "acme",
        "northwind",
        "adventure-works",
        "adventureworks",
        "proxy",
        "cache",
        "storage",
        "data",
        "files",
        "media",
        "demo",
    };

    // Where these are right, production needs another host.
    private static readonly string[] StageLabels =
    [
        "sandbox",
        "test",
        "testing",
        "staging",
        "stage",
        "dev",
        "demo",
        "uat",
        "qa",
        "preprod",
    ];

    private static readonly char[] DigitChars = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

    private static readonly char[] AddressSigns = ['.', '/', ':', '@'];

    // 2captcha is TwoCaptcha where a name cannot begin with a digit.
    private static readonly string[] Digits = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

    /// <summary>
    /// Whether the address is that of a vendor's public API, in code that is the adapter for that vendor:
    /// <c>https://api.bitflyer.jp</c> in <c>BitflyerRateProvider</c> or in <c>AddHttpClient("bitflyer", …)</c>. Such an address is part of the protocol.
    /// </summary>
    /// <param name="url">The address.</param>
    /// <param name="literal">Where it stands.</param>
    /// <param name="assembly">The project's assembly; hosts that its name begins with are its owner's.</param>
    public static bool Hold(EndpointUrl url, SyntaxNode literal, string assembly)
    {
        if (VendorIn(url.Host) is not { } vendor || assembly.Split('.')[0].IndexOf(vendor, StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return false;
        }

        foreach (var ancestor in literal.Ancestors())
        {
            switch (ancestor)
            {
                case MemberDeclarationSyntax
                and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax) when SpeaksOf(ancestor, vendor):
                case BaseTypeDeclarationSyntax type when IsNamedAfter(type.Identifier.ValueText, vendor):
                    return true;
                case BaseNamespaceDeclarationSyntax ns:
                    return IsNamedAfter(ns.Name.NameOfMember() ?? "", vendor);
            }
        }

        return false;
    }

    // AddHttpClient<TelegramClient>(…), AddHttpClient("telegram", …), SendToTelegramAsync(), options.TelegramToken, TELEGRAM_URL: code that calls a
    // vendor by name is written for that vendor. Addresses are none: each of two would speak of the other.
    private static bool SpeaksOf(SyntaxNode member, string vendor) =>
        member
            .DescendantTokens()
            .Any(token =>
                token.Kind() is SyntaxKind.IdentifierToken or SyntaxKind.StringLiteralToken
                && token.ValueText.Replace("_", "").Replace("-", "") is var name
                && name.IndexOf(vendor, StringComparison.OrdinalIgnoreCase) >= 0
                && name.IndexOfAny(AddressSigns) < 0
            );

    /// <summary>The same for a script that is named for the vendor: <c>plextv.service.ts</c>.</summary>
    public static bool Hold(EndpointUrl url, string fileName) => VendorIn(url.Host) is { } vendor && IsNamedAfter(Stem(fileName), vendor);

    private static string Stem(string fileName) => fileName.Split('.')[0].Replace("-", "").Replace("_", "");

    // bitflyer of api.bitflyer.jp; null when the host is no public one or says nothing of whom it belongs to.
    private static string? VendorIn(string host)
    {
        var labels = host.Split('.');
        if (
            labels.Length < 2
            || EndpointUrl.IsIPv4(host)
            || host.IndexOf(':') >= 0
            || Array.IndexOf(PrivateEndings, labels[labels.Length - 1].ToLowerInvariant()) >= 0
            || labels.Take(labels.Length - 1).Any(NamesStage)
        )
        {
            return null;
        }

        var index =
            labels.Length > 2
            && labels[labels.Length - 1].Length == 2
            && Array.IndexOf(RegistryLabels, labels[labels.Length - 2].ToLowerInvariant()) >= 0
                ? labels.Length - 3
                : labels.Length - 2;
        var vendor = labels[index].Replace("-", "");
        if (vendor.Length > 1 && vendor[0] is >= '0' and <= '9' && char.IsLetter(vendor[1]))
        {
            vendor = Digits[vendor[0] - '0'] + vendor.Substring(1);
        }

        return vendor.Length < 4 || NoVendors.Contains(labels[index]) ? null : vendor;
    }

    // dev, dev2, api-dev; neither developer nor the dev of serper.dev.
    private static bool NamesStage(string label) =>
        label
            .Split('-')
            .Any(static part =>
                Array.Exists(StageLabels, stage => part.TrimEnd(DigitChars).Equals(stage, StringComparison.OrdinalIgnoreCase))
            );

    // BitflyerRateProvider and bitflyer; AudioDb and theaudiodb.
    private static bool IsNamedAfter(string name, string vendor) =>
        name.IndexOf(vendor, StringComparison.OrdinalIgnoreCase) >= 0
        || name.Length >= 6
            && name.Length * 10 >= vendor.Length * 7
            && vendor.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0
            && !NoVendors.Contains(name);
}
