using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Secrets.Tests;

public sealed class InvariantTests
{
    private static readonly string[] Words =
    [
        "password",
        "secret",
        "key",
        "token",
        "user",
        "order",
        "the",
        "get",
        "customer",
        "value",
        "handler",
        "is",
        "not",
        "valid",
        "service",
        "name",
        "cache",
        "policy",
        "view",
        "model",
        "http",
        "json",
    ];

    private static readonly string[] Pieces =
    [
        "ghp_",
        "eyJ",
        "-----BEGIN ",
        "PRIVATE KEY-----",
        "-----END ",
        "://",
        "a:b@",
        "sig=",
        "sv=",
        "Password=",
        "Server=",
        ";",
        ",",
        "\"",
        "'",
        "{",
        "}",
        "JQQJ99",
        "+ASt",
        "T3BlbkFJ",
        "7Q~",
        ":AA",
        "Basic ",
        "x",
        "0",
        "\uFFFC",
        "\0",
        "é",
        "=",
        ".",
        "/",
        "abc123",
        "AIza",
    ];

    private static readonly string[] Names = ["", "Password", "ApiKey", "Token", "Jwt:Secret", "Title"];

    private static Arbitrary<string> AnyText =>
        Gen.OneOf(
                ArbMap.Default.GeneratorFor<string>().Select(static text => text ?? ""),
                Gen.Elements(Pieces).ArrayOf().Select(string.Concat)
            )
            .ToArbitrary();

    [Fact]
    public void AnyText_IsJudgedWithoutAnErrorAndWithASpanInside() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                AnyText,
                static text =>
                {
                    foreach (var name in Names)
                    {
                        if (SecretDetector.Inspect(text, name) is { } match)
                        {
                            Assert.InRange(match.Start, 0, text.Length - 1);
                            Assert.InRange(match.Length, 1, text.Length - match.Start);
                        }
                    }

                    SecretDetector.IsSecretName(text);
                    SecretDetector.IsConnectionStringName(text);
                    SecretDetector.IsPlaceholder(text);
                    SecretDetector.FindProviderToken(text);
                    SecretDetector.PositionsIn(text);
                    SecretHosts.Classify(text);
                    return true;
                }
            )
        );

    [Fact]
    public void ADescription_IsTheTitleAndAtMostFourCharactersOfAProvidersToken() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                AnyText,
                static text =>
                {
                    if (SecretDetector.Inspect(text, "Password") is not { } match)
                    {
                        return true;
                    }

                    var shown = match.Describe(text).Length - match.Title.Length;
                    return match.Kind == SecretKind.ProviderToken ? shown <= " '…'".Length + 4 : shown == 0;
                }
            )
        );

    public static TheoryData<string> Forms =>
        [
            .. ProviderTokenTests.Tokens.Select(static row => row.Data.Item2),
            Samples.Pem("PRIVATE KEY"),
            Samples.Pem("RSA PRIVATE KEY", "\\n"),
            Samples.Jwt("""{"alg":"HS256","typ":"JWT"}""", """{"sub":"svc","role":"admin"}"""),
            Samples.Basic("svc", "hX9-kd72"),
            Samples.Sas,
            "amqp://svc:hX9-kd72@queue.corp.net:5672",
            "Server=db;User Id=svc;Password=hX9-kd72",
            "Server=db;User Id=svc;PWD = hX9-kd72",
            "Server=db;User Id=svc;Pass_Word=\"hX9-kd72\"",
            "redis.corp.net:6380,password=hX9kd72QQ81x",
            ";Password=hX9-kd72",
            "AccountName=acct;AccountKey=" + Samples.Random(Samples.Base62, 60),
            "Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=" + Samples.Random(Samples.Base62, 40),
        ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void ASecretInCode_LiesWhereItsFileIsSearched(string secret)
    {
        Assert.NotNull(SecretDetector.Find(secret));
        const string Before = "class Key { string password = a == b; /* ghp_ */ string text = ";
        foreach (var prefix in new[] { "", "of \n", "\\\t" })
        {
            var text = prefix + secret;
            string[] literals =
            [
                $"\"{Escape(text)}\"",
                $"@\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                $"\"\"\"\n{text}\n\"\"\"",
                $"\"{string.Concat(text.Select(static c => $"\\u{(int)c:x4}"))}\"",
            ];
            foreach (var literal in literals)
            {
                var positions = SecretDetector.PositionsIn(Before + literal + "; }");

                Assert.Contains(positions, position => position >= Before.Length && position < Before.Length + literal.Length);
            }
        }
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal);

    [Fact]
    public void OrdinaryCode_IsSearchedNowhere() =>
        Assert.Empty(
            SecretDetector.PositionsIn(
                """
                // Sets the BASKET's password; see https://docs.contoso.com/keys
                if (task.Key is { } key && map[key] == "https://api.contoso.com/v1" && name != @"C:\temp")
                {
                    disk.Size = 12 * 1024;
                    logger.LogInformation("Saved {Count} keys\n", keys.Count);
                }
                """
            )
        );

    [Fact]
    public void WordsWithoutASecretName_AreNone() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Elements(Words)
                    .ArrayOf()
                    .Zip(Gen.Elements(" ", "-", "_", ".", ":", "/", ""), static (words, separator) => string.Join(separator, words))
                    .ToArbitrary(),
                static text => SecretDetector.Find(text) is null && SecretDetector.Inspect(text, "Title") is null
            )
        );

    [Fact]
    public void GuidsAndHashesWithoutASecretName_AreNone() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<Guid>(),
                static guid =>
                {
                    var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(guid.ToByteArray()));
                    return new[]
                    {
                        guid.ToString(),
                        guid.ToString("N"),
                        hash,
                        hash[..40],
                        Convert.ToBase64String(Convert.FromHexString(hash)),
                    }.All(static text => SecretDetector.Find(text) is null && SecretDetector.Inspect(text, "Checksum") is null);
                }
            )
        );

    [Theory]
    [InlineData("a")]
    [InlineData("eyJ")]
    [InlineData("\\u")]
    [InlineData("key_ =")]
    [InlineData("eyJaaaaaaaaaaaaaaaa.")]
    [InlineData("://")]
    [InlineData("a://b:c@")]
    [InlineData("sig=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("Basic aaaa")]
    [InlineData("+ASt")]
    [InlineData("IBAzCC")]
    [InlineData("7Q~")]
    [InlineData("Password=\"")]
    [InlineData("a=b;")]
    [InlineData("x=';y=\";")]
    [InlineData(";")]
    [InlineData("=,")]
    [InlineData("ghp_")]
    [InlineData("T3BlbkFJ")]
    [InlineData("a2")]
    public void HostileText_TakesLinearTime(string piece)
    {
        var small = Repeat(piece, 500_000);
        var large = Repeat(piece, 2_500_000);
        Time(small);

        var (one, five) = (Best(small), Best(large));

        // No limit in seconds, which a busy machine breaks, and no text so short that it alone is never interrupted: five times the text takes five times
        // as long, and twenty-five times if it is quadratic.
        Assert.True(five < 15 * one + TimeSpan.FromMilliseconds(1), $"{one} for 500,000 characters, {five} for 2,500,000");
    }

    [Fact]
    public void ANo_AllocatesNothing()
    {
        string[] texts =
        [
            "Hello, world",
            "https://api.contoso.com/v1/orders?x=1",
            "SELECT * FROM Orders WHERE Id = @id",
            "application/json; charset=utf-8",
            "Server=.;Database=x;Integrated Security=true",
            "AKIAIOSFODNN7EXAMPLE",
        ];
        Judge(texts);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Judge(texts);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Judge(string[] texts)
    {
        foreach (var text in texts)
        {
            foreach (var name in Names)
            {
                if (SecretDetector.Inspect(text, name) is not null)
                {
                    throw new InvalidOperationException(text);
                }
            }
        }
    }

    private static string Repeat(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));

    private static TimeSpan Best(string text) => Enumerable.Range(0, 3).Min(_ => Time(text));

    private static TimeSpan Time(string text)
    {
        var clock = Stopwatch.StartNew();
        SecretDetector.Inspect(text, "Password");
        SecretDetector.IsSecretName(text);
        SecretDetector.FindProviderToken(text);
        SecretDetector.PositionsIn(text);
        return clock.Elapsed;
    }
}
