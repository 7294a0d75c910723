using Deployability.Secrets;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Proposes the configuration key under which a secret belongs.</summary>
internal static class SecretConfigurationKeys
{
    private static readonly string[] TypeSuffixes =
    [
        "Options",
        "Settings",
        "Configuration",
        "Config",
        "Factory",
        "Client",
        "Service",
        "Builder",
        "Credentials",
        "Credential",
        "Controller",
        "Context",
        "Repository",
        "Provider",
        "Handler",
        "Constants",
        "Extensions",
        "Utils",
        "Helper",
        "Helpers",
        "Consts",
    ];

    // Longest first: "ClientSecret" before "Secret".
    private static readonly string[] Nouns =
    [
        "ConnectionString",
        "SecretAccessKey",
        "SubscriptionKey",
        "EncryptionKey",
        "ClientSecret",
        "AccessToken",
        "SigningKey",
        "PrivateKey",
        "AccountKey",
        "AccessKey",
        "SecretKey",
        "AuthToken",
        "BotToken",
        "ApiToken",
        "Passphrase",
        "Password",
        "ApiKey",
        "Secret",
        "Token",
        "Key",
    ];

    /// <param name="match">What was found.</param>
    /// <param name="target">What it is assigned to.</param>
    /// <param name="text">The text that holds it.</param>
    /// <returns>With <c>:</c> between sections.</returns>
    public static string For(SecretMatch match, SecretTarget target, string text)
    {
        if (target.IsKey)
        {
            return target.Name;
        }

        return match.Kind switch
        {
            SecretKind.ConnectionString => "ConnectionStrings:" + ConnectionName(target.Name),
            SecretKind.UrlCredential => "ConnectionStrings:"
                + (ConnectionName(target.Name) is var name and not "Default" ? name : SchemeName(text, match.Start)),
            SecretKind.NamedValue => Named(target),
            _ => SecretDetector.IsSecretName(target.Name.AsSpan()) && Section(target.Name, out _).Length > 0
                ? Named(target)
                : ByTitle(match.Title),
        };
    }

    private static string Named(SecretTarget target)
    {
        var section = Section(target.Name, out var noun);
        if (section.Length == 0)
        {
            section = noun is "SigningKey" ? "Jwt" : OwnerSection(target.Owner?.Name);
        }

        return section + ":" + noun;
    }

    /// <summary>Splits "_smtpPassword" into "Smtp" and "Password".</summary>
    private static string Section(string name, out string noun)
    {
        var pascal = Pascal(name);
        foreach (var candidate in Nouns)
        {
            if (pascal.EndsWith(candidate, StringComparison.OrdinalIgnoreCase))
            {
                noun = candidate;
                return pascal.Substring(0, pascal.Length - candidate.Length);
            }
        }

        noun = pascal.Length == 0 ? "Secret" : pascal;
        return "";
    }

    private static string OwnerSection(string? type)
    {
        if (type is null or "Program" or "Startup" or "NetworkCredential" or "")
        {
            return "Credentials";
        }

        // Accounts that the application creates for itself.
        if (type is "UserManager" or "PasswordHasher" or "IPasswordHasher" or "SeedData" or "DataSeeder")
        {
            return "SeedUser";
        }

        foreach (var suffix in TypeSuffixes)
        {
            if (type.Length > suffix.Length && type.EndsWith(suffix, StringComparison.Ordinal))
            {
                return type.Substring(0, type.Length - suffix.Length);
            }
        }

        return type;
    }

    private static string ByTitle(string title)
    {
        var space = title.IndexOf(' ');
        var issuer = space < 0 ? "Credentials" : title.Substring(0, space);
        if (!char.IsUpper(issuer[0]))
        {
            issuer = issuer == "npm" ? "Npm" : "Credentials";
        }

        var noun =
            title.EndsWith("webhook", StringComparison.Ordinal) ? "WebhookUrl"
            : title.EndsWith("client secret", StringComparison.Ordinal) ? "ClientSecret"
            : title.EndsWith("private key", StringComparison.Ordinal) ? "PrivateKey"
            : title.EndsWith("signature", StringComparison.Ordinal) ? "SasToken"
            : title.EndsWith("oken", StringComparison.Ordinal) ? "Token"
            : title.EndsWith("authentication", StringComparison.Ordinal) ? "Password"
            : "ApiKey";
        return (issuer == "JSON" ? "Credentials" : issuer) + ":" + noun;
    }

    private static string ConnectionName(string name)
    {
        var pascal = Pascal(name);
        foreach (
            var suffix in (string[])
                ["ConnectionString", "ConnStr", "Connection", "ConnString", "Conn", "Configuration", "UriString", "UrlString", "Url", "Uri"]
        )
        {
            if (pascal.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                pascal = pascal.Substring(0, pascal.Length - suffix.Length);
                break;
            }
        }

        return pascal.Length is 0 or 1 || pascal is "Options" or "Value" or "Redis" or "NameOr"
            ? pascal == "Redis"
                ? pascal
                : "Default"
            : pascal;
    }

    private static string SchemeName(string text, int position)
    {
        var end = text.LastIndexOf("://", position, StringComparison.Ordinal);
        var start = end;
        while (start > 0 && char.IsLetterOrDigit(text[start - 1]))
        {
            start--;
        }

        return (start < 0 ? "" : text.Substring(start, end - start)) switch
        {
            "amqp" or "amqps" => "RabbitMq",
            "redis" or "rediss" => "Redis",
            "mongodb" or "srv" => "MongoDb",
            "postgres" or "postgresql" => "Postgres",
            "mysql" => "MySql",
            _ => "Default",
        };
    }

    private static string Pascal(string name)
    {
        var result = new System.Text.StringBuilder(name.Length);
        var upper = true;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                upper = true;
                continue;
            }

            result.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        var pascal = result.ToString();
        return name.IndexOf('_') > 0 && !name.Any(char.IsLower) ? FromUpper(name) : pascal;
    }

    private static string FromUpper(string name) =>
        string.Concat(
            name.Split(['_'], StringSplitOptions.RemoveEmptyEntries)
                .Select(static word => word.Substring(0, 1).ToUpperInvariant() + word.Substring(1).ToLowerInvariant())
        );
}
