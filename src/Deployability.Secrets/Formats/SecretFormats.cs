namespace Deployability.Secrets.Formats;

/// <summary>All secrets that can be recognised by themselves. One row is one format: title, marker, length after it, alphabet, extras.</summary>
/// <remarks>
/// Formats are taken from the issuers' documentation. A checksum is asked for only where the form alone would say too little:
/// what begins with <c>ghp_</c> is meant as a token, though a digit of it may be wrong.
/// </remarks>
internal static class SecretFormats
{
    /// <summary>Shorter texts hold none of the tokens; URLs with credentials may be this short.</summary>
    public const int ShortestText = 10;

    private static readonly SecretFormat[] All =
    [
        // Source hosting and packages
        new TokenFormat("GitHub personal access token", "ghp_", 36, 36, CharSet.Base62),
        new TokenFormat("GitHub OAuth token", "gho_", 36, 36, CharSet.Base62),
        new TokenFormat("GitHub user-to-server token", "ghu_", 36, 36, CharSet.Base62),
        new TokenFormat("GitHub App installation token", "ghs_", 36, 36, CharSet.Base62),
        new TokenFormat("GitHub App installation token", "ghs_", 80, 600, CharSet.UrlSafeDot, check: TokenStructure.IsGitHubInstallation),
        new TokenFormat("GitHub refresh token", "ghr_", 36, 76, CharSet.Base62),
        new TokenFormat("GitHub fine-grained token", "github_pat_", 82, 82, CharSet.Word),
        new TokenFormat("GitLab personal access token", "glpat-", 20, 64, CharSet.UrlSafeDot),
        new TokenFormat("GitLab deploy token", "gldt-", 20, 64, CharSet.UrlSafeDot),
        new TokenFormat("GitLab runner token", "glrt-", 20, 64, CharSet.UrlSafeDot),
        new TokenFormat("GitLab runner registration token", "GR1348941", 20, 20, CharSet.UrlSafe),
        new TokenFormat("GitLab job token", "glcbt-", 20, 80, CharSet.UrlSafeDot),
        new TokenFormat("GitLab feed token", "glft-", 20, 64, CharSet.UrlSafeDot),
        new TokenFormat("GitLab mail token", "glimt-", 20, 64, CharSet.UrlSafeDot),
        new TokenFormat("GitLab feature flags token", "glffct-", 20, 64, CharSet.UrlSafeDot),
        new TokenFormat("GitLab SCIM token", "glsoat-", 20, 64, CharSet.UrlSafeDot),
        new TokenFormat("GitLab pipeline trigger token", "glptt-", 40, 40, CharSet.Hex),
        new TokenFormat("GitLab OAuth secret", "gloas-", 64, 64, CharSet.LowerAlnum),
        new TokenFormat("GitLab agent token", "glagent-", 50, 64, CharSet.UrlSafe),
        new TokenFormat("Sourcegraph access token", "sgp_", 40, 40, CharSet.Hex),
        new TokenFormat("Sourcegraph access token", "sgp_local_", 40, 40, CharSet.Hex),
        new TokenFormat("Sourcegraph access token", "sgp_", 57, 57, CharSet.Word, check: TokenStructure.IsSourcegraph),
        new TokenFormat("npm access token", "npm_", 36, 36, CharSet.Base62),
        new TokenFormat("NuGet API key", "oy2", 43, 43, CharSet.Base32),
        new TokenFormat("NuGet API key", "OY2", 43, 43, CharSet.Base32AnyCase, check: TokenStructure.IsUpperCase),
        new TokenFormat("PyPI upload token", "pypi-AgEIcHlwaS5vcmc", 50, 400, CharSet.UrlSafe),
        new TokenFormat("PyPI test token", "pypi-AgENdGVzdC5weXBpLm9yZw", 50, 400, CharSet.UrlSafe),
        new TokenFormat("RubyGems API key", "rubygems_", 48, 48, CharSet.Hex),
        new TokenFormat("Docker Hub access token", "dckr_pat_", 27, 27, CharSet.UrlSafe),
        // Microsoft
        new TokenFormat("Azure service key", "JQQJ99", 26, 26, CharSet.Base62, before: 52, check: TokenStructure.IsAzureServiceKey),
        new TokenFormat(
            "Azure service key",
            "JQQJ99",
            28,
            28,
            CharSet.Base64,
            before: 52,
            suffix: "==",
            check: TokenStructure.IsAzureServiceKey
        ),
        new TokenFormat("Azure Storage account key", "+ASt", 6, 6, CharSet.Base64, before: 76, suffix: "=="),
        new TokenFormat("Azure Cosmos DB key", "ACDb", 6, 6, CharSet.Base64, before: 76, suffix: "=="),
        new TokenFormat("Azure Batch account key", "+ABa", 6, 6, CharSet.Base64, before: 76, suffix: "=="),
        new TokenFormat("Azure Machine Learning key", "+AMC", 6, 6, CharSet.Base64, before: 76, suffix: "=="),
        new TokenFormat("Azure API Management key", "APIM", 6, 6, CharSet.Base64, before: 76, suffix: "=="),
        new TokenFormat("Azure Service Bus key", "+ASb", 6, 6, CharSet.Base64, before: 33, suffix: "="),
        new TokenFormat("Azure Event Hubs key", "+AEh", 6, 6, CharSet.Base64, before: 33, suffix: "="),
        new TokenFormat("Azure Relay key", "+ARm", 6, 6, CharSet.Base64, before: 33, suffix: "="),
        new TokenFormat("Azure IoT key", "AIoT", 6, 6, CharSet.Base64, before: 33, suffix: "="),
        new TokenFormat("Azure Cache for Redis key", "AzCa", 6, 6, CharSet.Base64, before: 33, suffix: "="),
        new TokenFormat("Azure Event Grid key", "AZEG", 6, 6, CharSet.Base64, before: 33, suffix: "="),
        new TokenFormat("Azure Container Registry key", "+ACR", 6, 6, CharSet.Base64, before: 42),
        new TokenFormat("Azure AI Search key", "AzSe", 6, 6, CharSet.Base62, before: 42),
        new TokenFormat("Azure Functions key", "AzFu", 6, 6, CharSet.UrlSafe, before: 44, suffix: "=="),
        new TokenFormat("Microsoft Entra client secret", "7Q~", 31, 31, CharSet.EntraSecret, before: 3),
        new TokenFormat("Microsoft Entra client secret", "8Q~", 34, 34, CharSet.EntraSecret, before: 3),
        new TokenFormat("Databricks access token", "dapi", 32, 34, CharSet.HexDashAnyCase, check: TokenStructure.IsDatabricks),
        new TokenFormat(
            "Microsoft Teams webhook",
            ".webhook.office.com/webhookb2/",
            140,
            240,
            CharSet.WebhookPath,
            kind: SecretKind.Webhook
        ),
        // Other clouds and infrastructure
        new TokenFormat("AWS access key id", "AKIA", 16, 16, CharSet.Base32AnyCase, check: TokenStructure.IsUpperCase),
        new TokenFormat("AWS temporary access key id", "ASIA", 16, 16, CharSet.Base32AnyCase, check: TokenStructure.IsUpperCase),
        new TokenFormat("AWS Bedrock API key", "ABSK", 109, 269, CharSet.Base64),
        new TokenFormat("Google API key", "AIza", 35, 35, CharSet.UrlSafe),
        new TokenFormat("Google OAuth client secret", "GOCSPX-", 28, 28, CharSet.UrlSafe),
        new TokenFormat("Google OAuth access token", "ya29.", 40, 600, CharSet.UrlSafeDot),
        new TokenFormat("DigitalOcean access token", "dop_v1_", 64, 64, CharSet.Hex),
        new TokenFormat("Heroku API key", "HRKU-AA", 58, 58, CharSet.UrlSafe),
        new TokenFormat("Pulumi access token", "pul-", 40, 40, CharSet.Hex),
        new TokenFormat("Doppler token", "dp.pt.", 43, 43, CharSet.Base62),
        new TokenFormat("HashiCorp Vault token", "hvs.", 90, 120, CharSet.UrlSafe),
        new TokenFormat("HashiCorp Vault batch token", "hvb.", 138, 300, CharSet.UrlSafe),
        new TokenFormat("HashiCorp Vault recovery token", "hvr.", 90, 300, CharSet.UrlSafe),
        new TokenFormat("HCP Terraform token", ".atlasv1.", 60, 70, CharSet.UrlSafe, before: 14),
        new TokenFormat("Grafana service account token", "glsa_", 41, 41, CharSet.Word, check: TokenStructure.IsGrafanaServiceAccount),
        new TokenFormat("Grafana Cloud token", "glc_", 32, 400, CharSet.Base64),
        new TokenFormat("New Relic API key", "NRAK-", 27, 27, CharSet.Base62),
        new TokenFormat("Dynatrace token", "dt0c01.", 89, 89, CharSet.UrlSafeDot),
        new TokenFormat("Sentry organisation token", "sntrys_eyJ", 77, 400, CharSet.Base64Word),
        new TokenFormat("Sentry user token", "sntryu_", 64, 64, CharSet.Hex),
        new TokenFormat("age secret key", "AGE-SECRET-KEY-1", 58, 58, CharSet.Base62, kind: SecretKind.PrivateKey),
        new TokenFormat("1Password service account token", "ops_eyJ", 200, 2000, CharSet.Base64Word),
        new TokenFormat("Tailscale key", "tskey-", 32, 80, CharSet.UrlSafe, check: TokenStructure.IsTailscale),
        // AI
        new TokenFormat("OpenAI API key", "T3BlbkFJ", 20, 20, CharSet.UrlSafe, before: 23, check: TokenStructure.IsOpenAi),
        new TokenFormat("OpenAI API key", "T3BlbkFJ", 20, 20, CharSet.UrlSafe, before: 28, check: TokenStructure.IsOpenAi),
        new TokenFormat("OpenAI API key", "sk-proj-", 124, 156, CharSet.UrlSafe, check: TokenStructure.IsOpenAi),
        new TokenFormat("OpenAI service account key", "sk-svcacct-", 124, 156, CharSet.UrlSafe, check: TokenStructure.IsOpenAi),
        new TokenFormat("OpenAI admin key", "sk-admin-", 124, 156, CharSet.UrlSafe, check: TokenStructure.IsOpenAi),
        new TokenFormat("Anthropic API key", "sk-ant-api03-", 95, 95, CharSet.UrlSafe, check: TokenStructure.EndsInDoubleA),
        new TokenFormat("Anthropic admin key", "sk-ant-admin01-", 95, 95, CharSet.UrlSafe, check: TokenStructure.EndsInDoubleA),
        new TokenFormat("OpenRouter API key", "sk-or-v1-", 64, 64, CharSet.Hex),
        new TokenFormat("Perplexity API key", "pplx-", 48, 48, CharSet.Base62),
        new TokenFormat("Groq API key", "gsk_", 52, 52, CharSet.Base62),
        new TokenFormat("Hugging Face token", "hf_", 34, 34, CharSet.Base62),
        new TokenFormat("Hugging Face organisation token", "api_org_", 34, 34, CharSet.Base62),
        new TokenFormat("xAI API key", "xai-", 70, 90, CharSet.Base62),
        // Communication and business
        new TokenFormat("Slack bot token", "xoxb-", 40, 90, CharSet.UrlSafe, check: TokenStructure.IsSlack),
        new TokenFormat("Slack user token", "xoxp-", 40, 90, CharSet.UrlSafe, check: TokenStructure.IsSlack),
        new TokenFormat("Slack token", "xoxa-", 40, 90, CharSet.UrlSafe, check: TokenStructure.IsSlack),
        new TokenFormat("Slack token", "xoxr-", 40, 90, CharSet.UrlSafe, check: TokenStructure.IsSlack),
        new TokenFormat("Slack app token", "xapp-", 60, 120, CharSet.UrlSafe),
        new TokenFormat("Slack configuration token", "xoxe-", 80, 200, CharSet.UrlSafe),
        new TokenFormat("Slack configuration token", "xoxe.xox", 80, 200, CharSet.UrlSafe),
        new TokenFormat(
            "Slack webhook",
            "hooks.slack.com/services/",
            40,
            60,
            CharSet.WebhookPath,
            check: TokenStructure.IsSlackWebhook,
            kind: SecretKind.Webhook
        ),
        new TokenFormat("Slack workflow webhook", "hooks.slack.com/workflows/", 40, 100, CharSet.WebhookPath, kind: SecretKind.Webhook),
        new TokenFormat("Slack trigger webhook", "hooks.slack.com/triggers/", 40, 100, CharSet.WebhookPath, kind: SecretKind.Webhook),
        new TokenFormat("Discord webhook", "discord.com/api/webhooks/", 78, 95, CharSet.WebhookPath, kind: SecretKind.Webhook),
        new TokenFormat("Discord webhook", "discordapp.com/api/webhooks/", 78, 95, CharSet.WebhookPath, kind: SecretKind.Webhook),
        new TokenFormat("Telegram bot token", ":AA", 33, 33, CharSet.UrlSafe, before: 8, check: TokenStructure.IsTelegram),
        new TokenFormat("Telegram bot token", ":AA", 33, 33, CharSet.UrlSafe, before: 9, check: TokenStructure.IsTelegram),
        new TokenFormat("Telegram bot token", ":AA", 33, 33, CharSet.UrlSafe, before: 10, check: TokenStructure.IsTelegram),
        new TokenFormat("Stripe secret key", "sk_live_", 16, 110, CharSet.Base62),
        new TokenFormat("Stripe secret key", "sk_test_", 16, 110, CharSet.Base62),
        new TokenFormat("Stripe secret key", "sk_prod_", 16, 110, CharSet.Base62),
        new TokenFormat("Stripe restricted key", "rk_live_", 16, 110, CharSet.Base62),
        new TokenFormat("Stripe restricted key", "rk_test_", 16, 110, CharSet.Base62),
        new TokenFormat("Stripe restricted key", "rk_prod_", 16, 110, CharSet.Base62),
        new TokenFormat("Stripe webhook secret", "whsec_", 32, 64, CharSet.Base64),
        new TokenFormat("SendGrid API key", "SG.", 66, 66, CharSet.UrlSafeDot, check: TokenStructure.IsSendGrid),
        new TokenFormat("Twilio API key", "SK", 32, 32, CharSet.Hex),
        new TokenFormat("Mailchimp API key", "-us", 1, 2, CharSet.LowerAlnum, before: 32, check: TokenStructure.IsMailchimp),
        new TokenFormat("Mailgun API key", "key-", 32, 32, CharSet.Hex),
        new TokenFormat("Atlassian API token", "ATATT3", 186, 186, CharSet.UrlSafeDotEquals),
        new TokenFormat("Postman API key", "PMAK-", 59, 59, CharSet.UrlSafe),
        new TokenFormat("Facebook access token", "EAAC", 100, 300, CharSet.Base62),
        new TokenFormat("Facebook access token", "EAAM", 100, 300, CharSet.Base62),
        new TokenFormat("Figma access token", "figd_", 40, 60, CharSet.UrlSafe),
        new TokenFormat("Shopify access token", "shpat_", 32, 64, CharSet.Base62),
        new TokenFormat("Shopify shared secret", "shpss_", 32, 64, CharSet.Base62),
        new TokenFormat("Shopify custom app token", "shpca_", 32, 64, CharSet.Base62),
        new TokenFormat("Shopify private app password", "shppa_", 32, 64, CharSet.Base62),
        new TokenFormat("Square access token", "sq0atp-", 22, 22, CharSet.UrlSafe),
        new TokenFormat("Square access token", "EAAAE", 59, 59, CharSet.UrlSafe),
        new TokenFormat("Notion token", "ntn_", 46, 46, CharSet.Base62, check: TokenStructure.IsNotion),
        new TokenFormat("Linear API key", "lin_api_", 40, 40, CharSet.Base62),
        // Forms that any issuer uses
        new PrivateKeyFormat(),
        new TokenFormat(
            "PKCS#12 file with a private key",
            "IBAzCC",
            300,
            20_000,
            CharSet.Base64,
            before: 6,
            check: TokenStructure.IsPkcs12,
            kind: SecretKind.PrivateKey
        ),
        new JsonWebTokenFormat(),
        new SharedAccessSignatureFormat(),
        new UrlCredentialFormat(),
        new BasicCredentialsFormat("Basic "),
        new BasicCredentialsFormat("basic "),
    ];

    private static readonly SecretFormat[]?[] ByFirstCharacter = Index(All);

    // Most text has letters that some marker begins with; hardly any has two in a row.
    private static readonly bool[] BeginsMarker = Pairs(All);

    /// <summary>The first secret in the text, in one pass.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="withUrls">Whether passwords in URLs count.</param>
    public static SecretMatch? Find(ReadOnlySpan<char> text, bool withUrls = true)
    {
        if (text.Length < ShortestText)
        {
            return null;
        }

        for (var i = 0; i + 1 < text.Length; i++)
        {
            int c = text[i],
                next = text[i + 1];
            if (
                (c | next) < 128
                && BeginsMarker[(c << 7) | next]
                && ByFirstCharacter[c] is { } formats
                && MatchAny(formats, text, i) is { } match
                && (withUrls || match.Kind != SecretKind.UrlCredential)
            )
            {
                return match;
            }
        }

        return AzureDevOpsTokens.Find(text);
    }

    /// <summary>Adds where in a file of code a secret may stand.</summary>
    public static void AddPositions(ReadOnlySpan<char> source, List<int> positions)
    {
        for (var i = 0; i + 1 < source.Length; i++)
        {
            int c = source[i],
                next = source[i + 1];
            if ((c | next) < 128 && BeginsMarker[(c << 7) | next] && ByFirstCharacter[c] is { } formats && MayStandAt(formats, source, i))
            {
                positions.Add(i);
            }
        }

        AzureDevOpsTokens.AddPositions(source, positions);
    }

    private static bool MayStandAt(SecretFormat[] formats, ReadOnlySpan<char> source, int index)
    {
        foreach (var format in formats)
        {
            if (source.HasAt(index, format.Marker) && format.MayStandAt(source, index))
            {
                return true;
            }
        }

        return false;
    }

    private static SecretMatch? MatchAny(SecretFormat[] formats, ReadOnlySpan<char> text, int index)
    {
        foreach (var format in formats)
        {
            if (text.HasAt(index, format.Marker) && format.Match(text, index) is { } match)
            {
                return match;
            }
        }

        return null;
    }

    private static bool[] Pairs(SecretFormat[] formats)
    {
        var pairs = new bool[128 * 128];
        foreach (var format in formats)
        {
            pairs[(format.Marker[0] << 7) | format.Marker[1]] = true;
        }

        return pairs;
    }

    private static SecretFormat[]?[] Index(SecretFormat[] formats)
    {
        var index = new SecretFormat[128][];
        foreach (var format in formats)
        {
            index[format.Marker[0]] = [.. index[format.Marker[0]] ?? [], format];
        }

        return index;
    }
}
