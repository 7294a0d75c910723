using static Deployability.Secrets.Tests.Samples;

namespace Deployability.Secrets.Tests;

public sealed class ProviderTokenTests
{
    public static TheoryData<string, string> Tokens =>
        new()
        {
            { "GitHub personal access token", "ghp_" + Random(Base62, 36) },
            { "GitHub OAuth token", "gho_" + Random(Base62, 36) },
            { "GitHub user-to-server token", "ghu_" + Random(Base62, 36) },
            { "GitHub App installation token", "ghs_" + Random(Base62, 36) },
            { "GitHub App installation token", "ghs_123456_" + Jwt("""{"alg":"RS256"}""", """{"iss":"1"}""") },
            { "GitHub refresh token", "ghr_" + Random(Base62, 36) },
            { "GitHub fine-grained token", "github_" + "pat_" + Random(Base62, 22) + "_" + Random(Base62, 59) },
            { "npm access token", "npm_" + Random(Base62, 36) },
            { "GitLab personal access token", "glpat" + "-" + Random(UrlSafe, 20) },
            { "GitLab runner token", "glrt" + "-" + Random(UrlSafe, 20) },
            { "GitLab pipeline trigger token", "glptt" + "-" + Random(Hex, 40) },
            { "Sourcegraph access token", "sgp_" + Random(Hex, 40) },
            { "Sourcegraph access token", "sgp_" + "local_" + Random(Hex, 40) },
            { "Sourcegraph access token", "sgp_" + Random(Hex, 16) + "_" + Random(Hex, 40) },
            { "Facebook access token", "EAA" + "C" + Random(Base62, 160) },
            { "NuGet API key", "oy2" + Random(Base32, 43) },
            { "NuGet API key", "oy2".ToUpperInvariant() + Random(Base32, 43).ToUpperInvariant() },
            { "Docker Hub access token", "dckr_pat_" + Random(UrlSafe, 27) },
            { "Azure DevOps personal access token", AzureDevOps(0xE0B9692D) },
            { "Azure DevOps personal access token", AzureDevOps(0x1019F92E) },
            { "Azure service key", Random(Base62, 52) + "JQQJ99" + "BC" + Random(Base62, 12) + "AAAA" + "AZDO" + Random(Base62, 4) },
            { "Azure Storage account key", Random(Base64, 76) + "+ASt" + Random(Base62, 6) + "==" },
            { "Azure Cosmos DB key", Random(Base62, 76) + "ACDb" + Random(Base62, 6) + "==" },
            { "Azure API Management key", Random(Base62, 76) + "APIM" + Random(Base62, 6) + "==" },
            { "Azure Service Bus key", Random(Base62, 33) + "+ASb" + Random(Base62, 6) + "=" },
            { "Azure IoT key", Random(Base62, 33) + "AIoT" + Random(Base62, 6) + "=" },
            { "Azure Cache for Redis key", Random(Base62, 33) + "AzCa" + Random(Base62, 6) + "=" },
            { "Azure Container Registry key", Random(Base62, 42) + "+ACR" + Random(Base62, 6) },
            { "Azure AI Search key", Random(Base62, 42) + "AzSe" + Random(Base62, 6) },
            { "Azure Functions key", Random(UrlSafe, 44) + "AzFu" + Random(Base62, 6) + "==" },
            { "Microsoft Entra client secret", Random(Base62, 3) + "7Q~" + Random(UrlSafe, 31) },
            { "Microsoft Entra client secret", Random(Base62, 3) + "8Q~" + Random(UrlSafe, 34) },
            { "Databricks access token", "dapi" + Random(Hex, 32) },
            { "Databricks access token", "dapi" + Random(Hex, 32) + "-2" },
            { "Databricks access token", "dapi" + Random(Hex, 32).ToUpperInvariant() },
            { "AWS access key id", "AK" + "IA" + Random(Base32, 16).ToUpperInvariant() },
            { "AWS temporary access key id", "AS" + "IA" + Random(Base32, 16).ToUpperInvariant() },
            { "Google API key", "AIza" + Random(UrlSafe, 35) },
            { "Google OAuth client secret", "GOCSPX" + "-" + Random(UrlSafe, 28) },
            { "DigitalOcean access token", "dop_v1_" + Random(Hex, 64) },
            { "HashiCorp Vault token", "hvs." + Random(UrlSafe, 95) },
            { "HCP Terraform token", Random(Base62, 14) + ".atlasv1." + Random(Base62, 67) },
            { "Grafana service account token", "glsa_" + Random(Base62, 32) + "_" + Random(Hex, 8) },
            { "OpenAI API key", "sk-" + Random(Base62, 20) + "T3BlbkFJ" + Random(Base62, 20, 2) },
            { "OpenAI API key", "sk-proj-" + Random(Base62, 20) + "T3BlbkFJ" + Random(Base62, 20, 2) },
            { "PyPI test token", "pypi" + "-AgENdGVzdC5weXBpLm9yZw" + Random(UrlSafe, 90) },
            { "OpenAI API key", "sk-proj-" + Random(UrlSafe, 74) + "T3BlbkFJ" + Random(UrlSafe, 74, 2) },
            { "Anthropic API key", "sk-ant-" + "api03-" + Random(UrlSafe, 93) + "AA" },
            { "Groq API key", "gsk_" + Random(Base62, 52) },
            { "Hugging Face token", "hf_" + Random(Base62[10..], 34) },
            { "Hugging Face organisation token", "api_" + "org_" + Random(Base62[10..], 34) },
            { "Slack bot token", "xoxb" + "-" + Random(Digits, 12) + "-" + Random(Digits, 12) + "-" + Random(Base62, 24) },
            {
                "Slack webhook",
                "https://hooks.slack.com/services/"
                    + "T"
                    + Random(Base62[..36], 8)
                    + "/B"
                    + Random(Base62[..36], 10)
                    + "/"
                    + Random(Base62, 24)
            },
            { "Telegram bot token", Random(Digits, 10) + ":AA" + Random(UrlSafe, 33) },
            { "Stripe secret key", "sk_" + "live_" + Random(Base62, 24) },
            { "Stripe restricted key", "rk_" + "live_" + Random(Base62, 24) },
            { "Stripe secret key", "sk_" + "prod_" + Random(Base62, 40) },
            { "SendGrid API key", "SG." + Random(UrlSafe, 22) + "." + Random(UrlSafe, 43) },
            { "Twilio API key", "SK" + Random(Hex, 32) },
            { "Mailchimp API key", Random(Hex, 32) + "-us14" },
            { "Atlassian API token", "ATATT3" + Random(UrlSafe, 186) },
            { "Shopify access token", "shpat_" + Random(Hex, 32) },
            { "Shopify access token", "shp" + "at_" + Random(Base62, 32) },
            { "Shopify custom app token", "shp" + "ca_" + Random(Hex, 32) },
            { "Notion token", "ntn_" + Random(Digits, 11) + Random(Base62, 35) },
            { "Linear API key", "lin_api_" + Random(Base62, 40) },
            { "1Password service account token", "ops" + "_eyJ" + Random(Base62, 300) },
            { "Tailscale key", "ts" + "key-auth-" + Random(Base62, 12) + "-" + Random(Base62, 32) },
            { "Figma access token", "fi" + "gd_" + Random(UrlSafe, 40) },
            { "PKCS#12 file with a private key", "MIIJqQ" + "IBAzCC" + Random(Base64, 900) },
        };

    [Theory]
    [MemberData(nameof(Tokens))]
    public void AToken_IsFoundWhereverItStands(string title, string token)
    {
        foreach (var (before, after) in new[] { ("", ""), ("token: ", " used by CI"), ("\"", "\","), ("?k=", "&x=1") })
        {
            var text = before + token + after;
            var match = SecretDetector.Find(text);

            Assert.NotNull(match);
            Assert.Equal(title, match.Value.Title);
            Assert.Contains(text.Substring(match.Value.Start, match.Value.Length), token);
        }
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void ATokenInsideALongerWord_IsNone(string title, string token)
    {
        var match = SecretDetector.Find("a" + token + "aaaaaaaaaaaaaaaa");

        Assert.True(match is null || title == "Slack webhook", match?.Title);
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void ATokenOfPlaceholders_IsNone(string title, string token)
    {
        var half = token.Length / 2;
        Assert.NotEmpty(title);
        Assert.Null(SecretDetector.Find(token[..half] + new string('x', token.Length - half)));
    }

    [Theory]
    [InlineData("ghp_")]
    [InlineData("npm_")]
    public void ATokenOfSmallLettersAndDigits_IsFound(string prefix) =>
        Assert.NotNull(SecretDetector.Find(prefix + Random(Base62[..10] + Base62[36..], 36, 3)));

    [Fact]
    public void ADescription_ShowsNothingOfTheSecretItself()
    {
        foreach (var row in Tokens)
        {
            var (title, token) = row.Data;
            var match = SecretDetector.Find(token)!.Value;
            var shown = match.Describe(token)[title.Length..].Trim(' ', '\'', '…');

            Assert.Contains(
                shown,
                new[]
                {
                    "",
                    "ghp_",
                    "sgp_",
                    "sgp_local_",
                    "EAAC",
                    "gho_",
                    "ghu_",
                    "ghs_",
                    "ghr_",
                    "gith",
                    "npm_",
                    "glpa",
                    "glrt",
                    "glpt",
                    "pypi",
                    "oy2",
                    "OY2",
                    "dckr",
                    "dapi",
                    "AIza",
                    "GOCS",
                    "dop_",
                    "hvs.",
                    "glsa",
                    "sk-p",
                    "sk-a",
                    "gsk_",
                    "hf_",
                    "api_",
                    "xoxb",
                    "sk_l",
                    "sk_p",
                    "rk_l",
                    "SG.",
                    "SK",
                    "ATAT",
                    "shpa",
                    "shpc",
                    "ntn_",
                    "lin_",
                    "AKIA",
                    "ASIA",
                    "ops_",
                    "tske",
                    "figd",
                }
            );
            Assert.StartsWith(shown, token, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnAzureDevOpsTokenWithoutItsChecksum_IsNone() => Assert.Null(SecretDetector.Find(Random(Base32, 52)));

    [Fact]
    public void DerivedAzureKeys_AreNoAccessKeys() =>
        Assert.Null(SecretDetector.Find(Random(Base62, 52) + "JQQJ9D" + "BC" + Random(Base62, 12) + "AAAA" + "AZDO" + Random(Base62, 4)));

    [Theory]
    [InlineData("pk_" + "live_4eC39HqLyjWDarjtT1zdp7dcK8ab")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("risk-assessment-of-the-token-that-was-lost-in-production-today")]
    [InlineData("sk-proj-short")]
    [InlineData("sntr" + "ys_HzMHRAlKwnqlv9WR5CADNhoeKrYlExJEKTTCFpaKtnczOvqAVIjHwAHjHKwmYYFvWWANvJniLDQdflyTiBxdMqoLnpOuYaITZLgFWAvaSwA")]
    [InlineData("ntn_" + "4a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e")]
    [InlineData("tskey-authorisation-of-the-machine-that-was-lost-yesterday")]
    [InlineData("~~~~~~~~~~7Q~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~")]
    [InlineData("SKIRT_SIZE_THIRTY_TWO_AND_A_HALF_OR_SO")]
    [InlineData("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")]
    public void LookAlikes_AreNone(string text) => Assert.Null(SecretDetector.Find(text));

    [Fact]
    public void MixedCaseNuGetLookAlike_IsNone() => Assert.Null(SecretDetector.Find("oy2" + Random(Base32, 42) + "A"));
}
