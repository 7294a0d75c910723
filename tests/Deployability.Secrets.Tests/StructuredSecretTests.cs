using static Deployability.Secrets.Tests.Samples;

namespace Deployability.Secrets.Tests;

public sealed class StructuredSecretTests
{
    [Theory]
    [InlineData("PRIVATE KEY")]
    [InlineData("RSA PRIVATE KEY")]
    [InlineData("EC PRIVATE KEY")]
    [InlineData("OPENSSH PRIVATE KEY")]
    [InlineData("ENCRYPTED PRIVATE KEY")]
    [InlineData("PGP PRIVATE KEY BLOCK")]
    public void APemPrivateKey_IsFoundWhole(string label)
    {
        foreach (var newLine in new[] { "\n", "\r\n", "\\n", "" })
        {
            var pem = Pem(label, newLine);
            var match = SecretDetector.Find("key:\n" + pem + "\n");

            Assert.Equal(new SecretMatch(SecretKind.PrivateKey, "private key", 5, pem.Length), match);
        }
    }

    [Theory]
    [InlineData("PUBLIC KEY")]
    [InlineData("CERTIFICATE")]
    [InlineData("RSA PUBLIC KEY")]
    public void PublicPemBlocks_AreNone(string label) => Assert.Null(SecretDetector.Find(Pem(label)));

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN...\n-----END PRIVATE KEY-----")]
    [InlineData(
        "-----BEGIN PRIVATE KEY-----\n<your private key here, as it was downloaded from the console of the provider>\n-----END PRIVATE KEY-----"
    )]
    public void AHeaderOrATemplateOfAKey_IsNone(string text) => Assert.Null(SecretDetector.Find(text));

    [Fact]
    public void AServiceAccountFile_IsNamed()
    {
        var json = """{"type": "service_account", "project_id": "p", "private_key": "KEY"}""".Replace(
            "KEY",
            Pem("PRIVATE KEY", "\\n"),
            StringComparison.Ordinal
        );

        Assert.Equal("Google service account key", SecretDetector.Find(json)?.Title);
    }

    [Fact]
    public void ASignedJwt_IsFound()
    {
        var jwt = Jwt("""{"alg":"HS256","typ":"JWT"}""", """{"sub":"svc","role":"admin"}""");

        Assert.Equal(new SecretMatch(SecretKind.JsonWebToken, "JSON Web Token", 7, jwt.Length), SecretDetector.Find("Bearer " + jwt));
    }

    [Fact]
    public void UnsignedSampleAndTruncatedJwts_AreNone()
    {
        var jwt = Jwt("""{"alg":"HS256","typ":"JWT"}""", """{"sub":"svc"}""");

        Assert.Null(SecretDetector.Find(Jwt("""{"alg":"none","typ":"JWT"}""", """{"sub":"svc"}""")));
        Assert.Null(
            SecretDetector.Find(Jwt("""{"alg":"HS256","typ":"JWT"}""", """{"sub":"1234567890","name":"John Doe","iat":1516239022}"""))
        );
        Assert.Null(SecretDetector.Find(Jwt("""{"alg":"HS256","typ":"JWT"}""", """{"role":"anon"}""")));
        Assert.Null(SecretDetector.Find(Jwt("""{"name":"not a token at all"}""", """{"sub":"svc"}""")));
        Assert.Null(SecretDetector.Find(jwt[..^30] + "..."));
        Assert.Null(SecretDetector.Find("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"));
        Assert.Null(SecretDetector.Find("eyJhbGciOi...truncated.eyJhbGciOi"));
    }

    [Theory]
    [InlineData("amqp://orders:s3cr3tpw@rabbit.corp.net:5672/", "s3cr3tpw", SecretHost.Remote)]
    [InlineData("postgres://app:Tr0ub4dor@db:5432/shop", "Tr0ub4dor", SecretHost.Companion)]
    [InlineData("redis://:hunter2x@localhost:6379", "hunter2x", SecretHost.Loopback)]
    [InlineData("mongodb+srv://app:p%40ss9@cluster0.abcde.mongodb.net/?retryWrites=true", "p%40ss9", SecretHost.Remote)]
    [InlineData("mongodb://app:p9ss@localhost,mongo.corp.net/x", "p9ss", SecretHost.Remote)]
    [InlineData("proxy=http://build:b0mbast1c@proxy.corp.net:8080 and more", "b0mbast1c", SecretHost.Remote)]
    public void APasswordInAUrl_IsFound(string url, string password, SecretHost host)
    {
        Assert.Equal(
            new SecretMatch(
                SecretKind.UrlCredential,
                "password in a URL",
                url.IndexOf(password, StringComparison.Ordinal),
                password.Length,
                host
            ),
            SecretDetector.Find(url)
        );
    }

    [Theory]
    [InlineData("https://api.contoso.com/v1/users:batch")]
    [InlineData("https://medium.com/@someone/a:b")]
    [InlineData("https://host:8080/path@2x")]
    [InlineData("https://user@github.com/org/repo.git")]
    [InlineData("postgres://postgres:postgres@db:5432/x")]
    [InlineData("amqp://guest:guest@localhost:5672")]
    [InlineData("https://user:password@corp.net/")]
    [InlineData("https://app:sesame@example.com/")]
    [InlineData("https://app:hunter2x@ftp.example.com/")]
    [InlineData("https://app:APP_PASSWORD@pay.example.com/")]
    [InlineData("postgres://app:${DB_PASSWORD}@db/x")]
    [InlineData("postgres://app:$DB_PASSWORD@db/x")]
    [InlineData("postgres://app:{password}@db/x")]
    [InlineData("postgres://app:<password>@db/x")]
    [InlineData("postgres://app:{0}@db/x")]
    [InlineData("postgres://app:\uFFFC@db/x")]
    [InlineData("postgres://app:****@db/x")]
    [InlineData("postgres://app:@db/x")]
    public void AUrlWithoutARealPassword_IsNone(string url) => Assert.Null(SecretDetector.Find(url));

    [Fact]
    public void ASignedWorkflowUrl_IsFound()
    {
        var signature = Random(UrlSafe, 43, 5);
        var match = SecretDetector.Find(
            "https://orders.westeurope.logic.azure.com/workflows/7/triggers/manual/paths/invoke?sp=%2Frun&sv=1.0&sig=" + signature
        );

        Assert.Equal((SecretKind.SharedAccessSignature, 43), (match?.Kind, match?.Length));
    }

    [Fact]
    public void ASharedAccessSignature_IsFound()
    {
        Assert.Equal(SecretKind.SharedAccessSignature, SecretDetector.Find(Sas)?.Kind);
        Assert.Null(SecretDetector.Find("https://h/?sig=" + Random(Base62, 43)));
        Assert.Null(SecretDetector.Find("https://h/?sv=1&sig=" + Random(Base62, 44)));
        Assert.Null(SecretDetector.Find("https://h/?sig=" + Random(Base62, 43) + "%3D"));
        Assert.Null(SecretDetector.Find("https://h/?sv=1&sig=<signature>"));
        Assert.Null(SecretDetector.Find("https://h/?sv=1&sig=" + new string('x', 43) + "="));
    }

    [Fact]
    public void BasicCredentials_AreFound()
    {
        Assert.Equal(SecretKind.BasicCredentials, SecretDetector.Find(Basic("svc", "Tr0ub4dor&3"))?.Kind);
        Assert.Null(SecretDetector.Find(Basic("user", "password")));
        Assert.Null(SecretDetector.Find("Basic authentication"));
        Assert.Null(SecretDetector.Find("Basic realm=\"secure\""));
        Assert.Null(SecretDetector.Find("Basic understanding of everything"));
    }

    [Fact]
    public void Webhooks_AreFound()
    {
        var guid = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
        var teams = $"https://contoso.webhook.office.com/webhookb2/{guid}@{guid}/IncomingWebhook/{Random(Hex, 32)}/{guid}";
        var discord = "https://discord.com/api/webhooks/" + Random(Digits, 18) + "/" + Random(UrlSafe, 68);

        Assert.Equal(SecretKind.Webhook, SecretDetector.Find(teams)?.Kind);
        Assert.Equal(SecretKind.Webhook, SecretDetector.Find(discord)?.Kind);
        Assert.Null(SecretDetector.Find("https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"));
    }
}
