namespace Deployability.Secrets.Tests;

public sealed class SecretValueTests
{
    [Theory]
    [InlineData("Password", "P@ssw0rd!")]
    [InlineData("Password", "Sup3rS3cret!")]
    [InlineData("Password", "hunter2")]
    [InlineData("Password", "q7${vR#2m}xK")]
    [InlineData("Password", "q7$(vR2mxK")]
    [InlineData("Password", "q7{{vR2mxK")]
    [InlineData("creds", "7yRbQx0mVt3LkW9dNs5Jh2Pf")]
    [InlineData("trackerToken", "m4v7bqk2nzo9hf31guxwdgy8c6t0")]
    [InlineData("GitHubToken", "q3w4rt5uio6pas7dfg8hj9klz0xcv")]
    [InlineData("Password", "Welcome1")]
    [InlineData("Password", "guest")]
    [InlineData("Password", "Pass@word")]
    [InlineData("adminPassword", "Admin123!")]
    [InlineData("Secret", "s3cr3t")]
    [InlineData("Jwt:Key", "MySecretKey12345678901234567890")]
    [InlineData("Jwt:Key", "super-secret-signing-key-that-is-long-enough")]
    [InlineData("Jwt:Key", "ThisIsMySuperSecretKeyForJwtAuthentication")]
    [InlineData("Jwt:Key", "this is my custom Secret key for authentication")]
    [InlineData("AppSettings:Token", "super secret unguessable key")]
    [InlineData("SecretKey", "thisismysupersecretsigningkey")]
    [InlineData("SecretKey", "MySecretKey")]
    [InlineData("JWT_SECRET_KEY", "SecretKeyOfDoomThatMustBeAMinimumNumberOfBytes")]
    [InlineData("Password", "my-password-123")]
    [InlineData("SigningKey", "0123456789abcdef0123456789abcdef1")]
    [InlineData("ApiKey", "abc123secret")]
    [InlineData("ApiKey", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("ApiKey", "12345-abcde-67890-fghij")]
    [InlineData("ClientSecret", "QxWvLpTrZkYnBdFgHj")]
    [InlineData("SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzz9kLmNop3")]
    [InlineData("Token", "a8Kd03hfLs92mVnq7")]
    [InlineData("AzureAd:ClientSecret", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("AzureAd__ClientSecret", "3F2504E0-4F89-11D3-9A0C-0305E82C3301")]
    [InlineData("KEYCLOAK__CLIENT_SECRET", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("Keycloak:credentials:secret", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("WeChat:AppSecret", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("Smtp:Password", "qwkz bdfg wrta mnpr")]
    [InlineData("Kestrel:Certificates:Default:Password", "localhost")]
    [InlineData("ASPNETCORE_Kestrel__Certificates__Default__Password", "crypticpassword")]
    [InlineData("Qiniu:SK", "Q3bWm9ZtX2vN7LkR4yPd8sHc1JfTg6UaEoBi5xMz")]
    [InlineData("Aliyun:Sk", "9dK2mXw7QzR4tB8nVy3LpH6sJf1GcT")]
    [InlineData(
        "validationKey",
        "21F090935F6E49C2C797F69BBAAD8402ABD2EE0B667A8B44EA7DD4374267A75D7AD972A119482D15A4127461DB1DC347C1A63AE5F1CCFAACFF1B72A7F0A281B"
    )]
    public void ARealValue_IsFoundByItsName(string name, string value)
    {
        var match = SecretDetector.Inspect(value, name);

        Assert.Equal(SecretKind.NamedValue, match?.Kind);
        Assert.Equal((0, value.Length), (match!.Value.Start, match.Value.Length));
    }

    [Theory]
    [InlineData("P@ssw0rd!")]
    [InlineData("super-secret-signing-key-that-is-long-enough")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e")]
    public void TheSameValueUnderAnotherName_IsNone(string value)
    {
        foreach (var name in new[] { "", "Title", "PasswordPolicy", "CacheKey", "Checksum", "id" })
        {
            Assert.Null(SecretDetector.Inspect(value, name));
        }
    }

    [Theory]
    [InlineData("Password", "")]
    [InlineData("Password", "   ")]
    [InlineData("Password", "password")]
    [InlineData("Password", "Password1")]
    [InlineData("ApiKey", "X-Api-Key")]
    [InlineData("ApiKey", "api_key")]
    [InlineData("ApiKey", "OPENAI_API_KEY")]
    [InlineData("ApiKey", "OpenAI:ApiKey")]
    [InlineData("ApiKey", "FFmpeg:novldtn")]
    [InlineData("ApiKey", "&ApiKey=")]
    [InlineData("ApiKey", "smpte2084")]
    [InlineData("ApiKey", "video/mp2t")]
    [InlineData("ApiKey", "isIPv4Enabled")]
    [InlineData("ApiKey", "mkv,matroska2")]
    [InlineData("ApiKey", "Bearer1 {token}")]
    [InlineData("Pm27086UpdateInputPassword", "pm-27086-update-input-password")]
    [InlineData("InputPassword", "pm-27086-update-authentication-for-password")]
    [InlineData("DeviceAuthKey", "pm-2035-device-authentication-key")]
    [InlineData("ApiKeyHeader", "X-Api-Key-2024-abc")]
    [InlineData("ClientSecret", "client_secret")]
    [InlineData("ClientSecret", "secret")]
    [InlineData("AccessToken", "access_token")]
    [InlineData("AccessToken", "urn:ietf:params:oauth:token-type:access_token")]
    [InlineData("MySuperSecretKey", "MySuperSecretKey")]
    [InlineData("Password", "Contoso.Security.PasswordHasher")]
    [InlineData("Password", "user.password.title")]
    [InlineData("Password", "GetPassword()")]
    [InlineData("Password", "Configuration[\"Smtp:Password\"]")]
    [InlineData("Password", "process.env.DB_PASSWORD")]
    [InlineData("Password", "$2a$11$k8Y3b0Yp1uWQZ3v1cOe5EeC8c5X1r7mT2e6dJ0mHqJ3sV7uYb1x2K")]
    [InlineData("Password", "someone@corp.net")]
    [InlineData("Token", "identifier")]
    [InlineData("Token", "Bearer")]
    [InlineData("SigningKey", "C:\\keys\\signing.pem")]
    [InlineData("PrivateKey", "certs/private.key")]
    [InlineData("PrivateKey", "~/.ssh/id_rsa")]
    [InlineData("ApiKey", "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/k/1a2b3c)")]
    [InlineData("ApiKey", "vault:secret/data/app#apikey1")]
    [InlineData("ApiKey", "ENC[AES256_GCM,data:x9Kd03hfLs92mVnq7]")]
    [InlineData("ApiKey", "__API_KEY__")]
    [InlineData("ApiKey", "your-api-key-here-123")]
    [InlineData("ApiKey", "insert-your-key-1234")]
    [InlineData("ApiKey", "sk-xxxxxxxxxxxxxxxxxxxx1")]
    [InlineData("ApiKey", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("ApiKey", "TODO")]
    [InlineData("ApiKey", "2024-01-01")]
    [InlineData("ApiKey", "1.2.3.4")]
    [InlineData("ApiKey", "1234567890")]
    [InlineData("ApiKey", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("ApiKey", "aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Jwt:Key", "change-me-to-a-long-secret-1234567890")]
    [InlineData("Jwt:Key", "your-256-bit-secret")]
    [InlineData("Password", "^(?=.*[A-Z]).{8,}$")]
    [InlineData("Password", "#password")]
    [InlineData("Password", "input[name=password]")]
    [InlineData("Password", "<b>Password</b>1")]
    [InlineData("Password", "{0}1")]
    [InlineData("Password", "null")]
    [InlineData("Password", "!?:;,.+=")]
    [InlineData("Password", "pre${DB_PASSWORD}1")]
    [InlineData("Password", "{{ .Values.db.password1 }}")]
    [InlineData("Password", "$(cat /run/secrets/db1)")]
    [InlineData("Password", "#{Db.Password1}#")]
    [InlineData("DbPassword", "DB_PASSWORD=")]
    [InlineData("ApiKey", "cloud_00000000000000000000000000=")]
    [InlineData("Password", "auth/invalid-password")]
    public void WhatIsNoSecret_IsNone(string name, string value) => Assert.Null(SecretDetector.Inspect(value, name));

    [Fact]
    public void WhiteSpaceAroundAValue_IsNotPartOfTheSecret()
    {
        var match = SecretDetector.Inspect("  hunter2x\n", "Password");

        Assert.Equal((2, 8), (match!.Value.Start, match.Value.Length));
    }

    [Theory]
    [InlineData(SecretKind.NamedValue, "password", "hunter2-and-more", "Password")]
    [InlineData(SecretKind.PrivateKey, "private key", "-----BEGIN PRIVATE KEY-----", "Private key")]
    [InlineData(SecretKind.ProviderToken, "GitHub token", "ghp_0123456789abcdef", "GitHub token 'ghp_…'", 4)]
    [InlineData(SecretKind.ProviderToken, "token", "SK0123456789abcdef", "Token 'SK…'", 2)]
    [InlineData(SecretKind.ProviderToken, "token", "abcdefgh", "Token")]
    public void ADescription_ShowsAPublicPrefixOnly(SecretKind kind, string title, string value, string expected, int prefix = 0) =>
        Assert.Equal(expected, new SecretMatch(kind, title, 0, value.Length, PrefixLength: prefix).Describe(value));

    [Fact]
    public void ADescriptionOfAnotherText_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SecretMatch(SecretKind.NamedValue, "password", 2, 8).Describe("short"));

    [Theory]
    [InlineData("Password", "Owl-Moon-9")]
    [InlineData("Smtp:Password", "tulip-river-candle")]
    [InlineData("SMTP__PASSWORD", "Oak.Table.44")]
    [InlineData("pwd", "482913")]
    [InlineData("Password", "123456")]
    [InlineData("password", "everygoodboydeservesfruit")]
    [InlineData("Password", "Exchangemeter-7")]
    public void APlainPasswordUnderExactlyThatName_IsOne(string name, string value) =>
        Assert.Equal(SecretKind.NamedValue, SecretDetector.Inspect(value, name)?.Kind);

    [Theory]
    [InlineData("Password", "Mot-de-passe")]
    [InlineData("Password", "Passwort")]
    [InlineData("Password", "Kennwort.Titel")]
    [InlineData("Password", "1.2.3")]
    [InlineData("Password", "00000000")]
    [InlineData("Password", "reset-my-password-9")]
    [InlineData("Password", "Change-Me-9")]
    [InlineData("PasswordLabel", "Owl-Moon-9")]
    [InlineData("ApiKey", "tulip-river-candle")]
    [InlineData("ApiKey", "examplekey123")]
    [InlineData("Password", "yourpassword1")]
    public void ALabelOrPlaceholder_IsNoPassword(string name, string value) => Assert.Null(SecretDetector.Inspect(value, name));
}
