using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Hosts whose address is the same in every environment, and hosts that exist only in examples.</summary>
internal static class PublicHosts
{
    // One row a vendor. A sandbox host is not among them: where it is right, production needs another one.
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "api.openai.com",
        "api.anthropic.com",
        "api.mistral.ai",
        "api.cohere.com",
        "api.cohere.ai",
        "api.groq.com",
        "api.deepseek.com",
        "api.x.ai",
        "openrouter.ai",
        "huggingface.co",
        "api-inference.huggingface.co",
        "models.inference.ai.azure.com",
        "models.github.ai",
        "github.com",
        "api.github.com",
        "raw.githubusercontent.com",
        "gitlab.com",
        "api.bitbucket.org",
        "dev.azure.com",
        "login.microsoftonline.com",
        "login.windows.net",
        "graph.microsoft.com",
        "graph.windows.net",
        "management.azure.com",
        "api.applicationinsights.io",
        "accounts.google.com",
        "oauth2.googleapis.com",
        "www.googleapis.com",
        "maps.googleapis.com",
        "generativelanguage.googleapis.com",
        "fcm.googleapis.com",
        "www.google.com",
        "openidconnect.googleapis.com",
        "graph.facebook.com",
        "www.facebook.com",
        "appleid.apple.com",
        "api.push.apple.com",
        "api.twitter.com",
        "api.x.com",
        "api.linkedin.com",
        "www.linkedin.com",
        "discord.com",
        "discordapp.com",
        "slack.com",
        "hooks.slack.com",
        "api.telegram.org",
        "api.line.me",
        "api.stripe.com",
        "api-m.paypal.com",
        "api.paypal.com",
        "api.sendgrid.com",
        "api.mailgun.net",
        "api.postmarkapp.com",
        "api.twilio.com",
        "api.resend.com",
        "api.nuget.org",
        "registry.npmjs.org",
        "pypi.org",
        "api.cloudflare.com",
        "challenges.cloudflare.com",
        "hcaptcha.com",
        "api.pwnedpasswords.com",
        "haveibeenpwned.com",
        "api.openweathermap.org",
        "api.open-meteo.com",
        "api.weather.gov",
        "nominatim.openstreetmap.org",
        "api.mapbox.com",
        "api.themoviedb.org",
        "musicbrainz.org",
        "api.spotify.com",
        "accounts.spotify.com",
        "api.twitch.tv",
        "id.twitch.tv",
        "www.reddit.com",
        "en.wikipedia.org",
        "www.wikidata.org",
        "api.notion.com",
        "api.airtable.com",
        "api.hubapi.com",
        "events.pagerduty.com",
        "api.pagerduty.com",
        "api.datadoghq.com",
        "api.deepl.com",
        "api.ipify.org",
        "api.coingecko.com",
        "api.binance.com",
        "api.frankfurter.app",
        "api.steampowered.com",
        "www.omdbapi.com",
        "vimeo.com",
        "www.youtube.com",
        "api.dropboxapi.com",
        "content.dropboxapi.com",
        "api.zoom.us",
        "api.perplexity.ai",
        "api.together.xyz",
        "api.replicate.com",
        "api.elevenlabs.io",
        "api.weatherapi.com",
        "api.nasa.gov",
        "www.google-analytics.com",
        "www.recaptcha.net",
        "api.hcaptcha.com",
        "graph.instagram.com",
        "api.weixin.qq.com",
        "qyapi.weixin.qq.com",
        "oapi.dingtalk.com",
        "open.feishu.cn",
        "crates.io",
        "rubygems.org",
        "registry-1.docker.io",
        "auth.docker.io",
        "ghcr.io",
        "quay.io",
        "mcr.microsoft.com",
        "acme-v02.api.letsencrypt.org",
        "ip-api.com",
        "ipinfo.io",
        "ipapi.co",
        "jsonplaceholder.typicode.com",
        "jsonplaceholder.cypress.io",
        "pokeapi.co",
        "httpbin.org",
        "reqres.in",
        "dummyjson.com",
        "fakestoreapi.com",
        "restcountries.com",
        "plex.tv",
        "app.plex.tv",
        "api.trakt.tv",
        "api.thetvdb.com",
        "api4.thetvdb.com",
        "webservice.fanart.tv",
        "ws.audioscrobbler.com",
        "coverartarchive.org",
        "image.tmdb.org",
        "api.pushover.net",
        "api.pushbullet.com",
        "api.brevo.com",
        "api.mailjet.com",
        "api.exchangeratesapi.io",
        "api.exchangerate.host",
        "api.exchangerate-api.com",
        "open.er-api.com",
        "data.fixer.io",
        "newsapi.org",
        "api.unsplash.com",
        "api.pexels.com",
        "api.giphy.com",
        "api.chucknorris.io",
        "icanhazdadjoke.com",
        "swapi.dev",
        "rickandmortyapi.com",
        "api.thecatapi.com",
        "dog.ceo",
        "catfact.ninja",
        "api.razorpay.com",
        "api.mollie.com",
        "api.paystack.co",
        "www.gravatar.com",
        "secure.gravatar.com",
        "api.ipstack.com",
        "icanhazip.com",
        "checkip.amazonaws.com",
        "worldtimeapi.org",
        "timeapi.io",
        "hacker-news.firebaseio.com",
        "api.stackexchange.com",
        "www.alphavantage.co",
        "zipapi.us",
        "api.zippopotam.us",
        "viacep.com.br",
        // Addresses at which a cloud answers its own machines.
        "169.254.169.254",
        "169.254.170.2",
        "metadata.google.internal",
    };

    /// <summary>Whether the host is a public API that every environment calls, or is allowed by an option (<c>host</c>, <c>host:port</c>, <c>*.domain</c>).</summary>
    public static bool IsAllowed(EndpointUrl url, ImmutableArray<string> allowed)
    {
        if (Known.Contains(url.Host))
        {
            return true;
        }

        foreach (var pattern in allowed)
        {
            if (Matches(url, pattern))
            {
                return true;
            }
        }

        return false;
    }

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

    private static readonly char[] AddressSigns = ['.', '/', ':', '@'];

    // 2captcha is TwoCaptcha where a name cannot begin with a digit.
    private static readonly string[] Digits = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

    private static readonly string[] TrialSwitches = ["Sandbox", "TestMode", "LiveMode", "UseTest", "IsTest", "IsLive", "UseLive", "Demo"];

    /// <summary>
    /// Whether the address is that of a vendor's public API, in code that is the adapter for that vendor:
    /// <c>https://api.bitflyer.jp</c> in <c>BitflyerRateProvider</c> or in <c>AddHttpClient("bitflyer", …)</c>. Such an address is part of the protocol.
    /// </summary>
    /// <param name="url">The address.</param>
    /// <param name="literal">Where it stands.</param>
    /// <param name="assembly">The project's assembly; hosts that its name begins with are its owner's.</param>
    public static bool IsOfAdapter(EndpointUrl url, SyntaxNode literal, string assembly)
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
    public static bool IsOfAdapter(EndpointUrl url, string fileName) =>
        VendorIn(url.Host) is { } vendor && IsNamedAfter(Stem(fileName), vendor);

    private static string Stem(string fileName) => fileName.Split('.')[0].Replace("-", "").Replace("_", "");

    /// <summary>Whether a switch for trying things out chooses the address: <c>IsSandbox ? "https://sandbox.vendor.com" : "https://vendor.com"</c>.</summary>
    /// <param name="address">What the client is given.</param>
    /// <param name="origin">Where the literal enters the code that leads there; null when that is not known.</param>
    public static bool IsChosenBySandboxSwitch(IOperation address, IOperation? origin)
    {
        for (var current = origin; current is not null and not IBlockOperation; current = current.Parent)
        {
            if (current is IConditionalOperation choice && IsTrialSwitch(choice.Condition))
            {
                return true;
            }
        }

        for (var depth = 0; depth < 4; depth++)
        {
            address = (address.FirstPart() ?? address).Unwrap();
            switch (address)
            {
                case IObjectCreationOperation creation when creation.Type.Is("System", "Uri") && creation.Argument(0) is { } text:
                    address = text.Unwrap();
                    break;
                case ILocalReferenceOperation local when LocalValues.SingleValue(local.Local, local) is { } value:
                    address = value.Unwrap();
                    break;
                case IConditionalOperation { Condition: var condition }:
                    return IsTrialSwitch(condition);
            }
        }

        return false;
    }

    // settings.IsSandbox, settings.PayPal.Production; environment.IsProduction() is none, as it bakes the environments into the code.
    private static bool IsTrialSwitch(IOperation condition)
    {
        condition = condition.Unwrap();
        if (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand })
        {
            condition = operand.Unwrap();
        }

        return condition
                is IPropertyReferenceOperation { Property: { Name: "Production" or "IsProduction" or "UseProduction" or "Live" } property }
                && !property.IsInNamespace("Microsoft")
            || condition
                .Syntax.DescendantNodesAndSelf()
                .OfType<SimpleNameSyntax>()
                .Any(static name =>
                    Array.Exists(TrialSwitches, word => name.Identifier.ValueText.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
                );
    }

    // bitflyer of api.bitflyer.jp; null when the host is no public one or says nothing of whom it belongs to.
    private static string? VendorIn(string host)
    {
        var labels = host.Split('.');
        if (
            labels.Length < 2
            || EndpointUrl.IsIPv4(host)
            || host.IndexOf(':') >= 0
            || Array.IndexOf(PrivateEndings, labels[labels.Length - 1].ToLowerInvariant()) >= 0
            || Array.Exists(
                labels,
                static label => Array.Exists(StageLabels, stage => label.StartsWith(stage, StringComparison.OrdinalIgnoreCase))
            )
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

    // BitflyerRateProvider and bitflyer; AudioDb and theaudiodb.
    private static bool IsNamedAfter(string name, string vendor) =>
        name.IndexOf(vendor, StringComparison.OrdinalIgnoreCase) >= 0
        || name.Length >= 6
            && name.Length * 10 >= vendor.Length * 7
            && vendor.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0
            && !NoVendors.Contains(name);

    /// <summary>Whether the host is reserved for documentation (RFC 2606): nobody deploys against it.</summary>
    public static bool IsExample(string host) =>
        IsOrBelow(host, "example.com")
        || IsOrBelow(host, "example.org")
        || IsOrBelow(host, "example.net")
        || IsOrBelow(host, "example")
        || IsOrBelow(host, "invalid");

    private static bool Matches(EndpointUrl url, string pattern)
    {
        if (pattern.StartsWith("*.", StringComparison.Ordinal))
        {
            return IsOrBelow(url.Host, pattern.Substring(2));
        }

        return url.Host.Equals(pattern, StringComparison.OrdinalIgnoreCase)
            || url.Port != 0
                && pattern.Equals(
                    url.Host + ":" + url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    StringComparison.OrdinalIgnoreCase
                );
    }

    private static bool IsOrBelow(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.');
}
