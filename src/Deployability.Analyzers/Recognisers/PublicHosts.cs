using System.Collections.Immutable;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Hosts whose address is the same in every environment, and hosts that exist only in examples.</summary>
internal static class PublicHosts
{
    // One row a vendor. A sandbox host is not among them: where it is right, production needs another one.
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "api.openai.com", "api.anthropic.com", "api.mistral.ai", "api.cohere.com", "api.cohere.ai", "api.groq.com", "api.deepseek.com", "api.x.ai",
        "openrouter.ai", "huggingface.co", "api-inference.huggingface.co", "models.inference.ai.azure.com", "models.github.ai",
        "github.com", "api.github.com", "raw.githubusercontent.com", "gitlab.com", "api.bitbucket.org", "dev.azure.com",
        "login.microsoftonline.com", "login.windows.net", "graph.microsoft.com", "graph.windows.net", "management.azure.com", "api.applicationinsights.io",
        "accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com", "maps.googleapis.com", "generativelanguage.googleapis.com", "fcm.googleapis.com",
        "www.google.com", "openidconnect.googleapis.com",
        "graph.facebook.com", "www.facebook.com", "appleid.apple.com", "api.push.apple.com", "api.twitter.com", "api.x.com", "api.linkedin.com", "www.linkedin.com",
        "discord.com", "discordapp.com", "slack.com", "hooks.slack.com", "api.telegram.org", "api.line.me",
        "api.stripe.com", "api-m.paypal.com", "api.paypal.com", "api.sendgrid.com", "api.mailgun.net", "api.postmarkapp.com", "api.twilio.com", "api.resend.com",
        "api.nuget.org", "registry.npmjs.org", "pypi.org", "api.cloudflare.com", "challenges.cloudflare.com", "hcaptcha.com", "api.pwnedpasswords.com", "haveibeenpwned.com",
        "api.openweathermap.org", "api.open-meteo.com", "api.weather.gov", "nominatim.openstreetmap.org", "api.mapbox.com", "api.themoviedb.org", "musicbrainz.org",
        "api.spotify.com", "accounts.spotify.com", "api.twitch.tv", "id.twitch.tv", "www.reddit.com", "en.wikipedia.org", "www.wikidata.org",
        "api.notion.com", "api.airtable.com", "api.hubapi.com", "events.pagerduty.com", "api.pagerduty.com", "api.datadoghq.com", "api.deepl.com", "api.ipify.org",
        "jsonplaceholder.typicode.com", "pokeapi.co",
        // Addresses at which a cloud answers its own machines.
        "169.254.169.254", "169.254.170.2", "metadata.google.internal",
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

    /// <summary>Whether the host is reserved for documentation (RFC 2606): nobody deploys against it.</summary>
    public static bool IsExample(string host) =>
        IsOrBelow(host, "example.com") || IsOrBelow(host, "example.org") || IsOrBelow(host, "example.net") || IsOrBelow(host, "example") || IsOrBelow(host, "invalid");

    private static bool Matches(EndpointUrl url, string pattern)
    {
        if (pattern.StartsWith("*.", StringComparison.Ordinal))
        {
            return IsOrBelow(url.Host, pattern.Substring(2));
        }

        return url.Host.Equals(pattern, StringComparison.OrdinalIgnoreCase) ||
            url.Port != 0 && pattern.Equals(url.Host + ":" + url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOrBelow(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.');
}
