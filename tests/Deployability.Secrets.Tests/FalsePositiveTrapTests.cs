using static Deployability.Secrets.Tests.Samples;

namespace Deployability.Secrets.Tests;

/// <summary>What made other scanners cry wolf, one test each.</summary>
public sealed class FalsePositiveTrapTests
{
    [Theory]
    [InlineData("<pwd>")]
    [InlineData("{secret}")]
    [InlineData("${VAR}")]
    [InlineData("{{ x }}")]
    [InlineData("${{ secrets.X }}")]
    [InlineData("%VAR%")]
    [InlineData("$(x)")]
    [InlineData("#{x}#")]
    [InlineData("@password")]
    [InlineData("@VAR@")]
    public void PlaceholderShapes(string value)
    {
        Silent("Password", value);
        Silent("", $"Server=db.corp.net;User Id=sa;Password={value}");
    }

    [Theory]
    [InlineData("User ID=root;Password=myPassword;Host=db;Port=5432;Database=myDataBase;")]
    [InlineData("Server=myServerAddress;Database=myDataBase;User Id=myUsername;Password=myPwd;")]
    public void ConnectionStringsOfManuals(string value) => Silent("Example", value);

    [Theory]
    [InlineData("s3-password")]
    [InlineData("b2-applicationkey")]
    [InlineData("office365-client-secret")]
    [InlineData("send-xmpp-password")]
    [InlineData("|||%%PREVPASSWD%%|||")]
    [InlineData("##db-pw-1##")]
    public void NamesAndMarks(string value) => Silent("Password", value);

    [Theory]
    [InlineData("...")]
    [InlineData("…")]
    public void Ellipsis(string value) => Silent("Password", value);

    [Theory]
    [InlineData("PLACEHOLDER")]
    [InlineData("REDACTED")]
    [InlineData("[REDACTED]")]
    public void PlaceholderWords(string value) => Silent("ClientSecret", value);

    [Theory]
    [InlineData("******")]
    [InlineData("••••••••")]
    [InlineData("xxxxxxxx")]
    [InlineData("sk-or-v1-***")]
    [InlineData("AKIA***")]
    [InlineData("sk-...")]
    [InlineData("ghp_…")]
    public void Masks(string value) => Silent("Password", value);

    [Theory]
    [InlineData("ReplaceThisWithYourPassword")]
    [InlineData("EnterYourPassword1")]
    [InlineData("PutYourStrongPasswordHere")]
    public void WhatAsksToBeReplaced(string value)
    {
        Silent("Password", value);
        Silent("", $"Server=db.corp.net;Database=x;User ID=sa;Password={value}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\n")]
    public void EmptyPasswords(string value) => Silent("Password", value);

    [Theory]
    [InlineData("Integrated Security=True")]
    [InlineData("integrated security=sspi")]
    [InlineData("IntegratedSecurity=yes")]
    [InlineData("Trusted_Connection=true")]
    [InlineData("Trusted Connection=YES")]
    public void IntegratedSecurity(string part) => Silent("", $"Server=db.corp.net;Database=x;{part};Password=;");

    [Fact]
    public void PasswordQuestionAndFormat()
    {
        Silent("passwordQuestion", "What1sYourPetsName?");
        Silent("passwordFormat", "Clear");
    }

    [Theory]
    [InlineData("Your password must have 8 characters")]
    [InlineData("Enter the password of user 42")]
    [InlineData("The password is incorrect.")]
    public void Sentences(string value) => Silent("Password", value);

    [Theory]
    [InlineData("Password", "Passwort")]
    [InlineData("Password", "Contraseña")]
    [InlineData("Password", "Wachtwoord")]
    [InlineData("Password", "パスワード")]
    [InlineData("Password", "Mot de passe")]
    [InlineData("clientSecret", "Client Secret")]
    [InlineData("clientSecret", "Clientgeheimnis")]
    public void Translations(string name, string value) => Silent(name, value);

    [Theory]
    [InlineData("AllowedUserNameCharacters", "abcdefghijklmnopqrstuvwxyz0123456789-._@+")]
    [InlineData("UserNameClaimType", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name")]
    public void IdentityOptions(string name, string value) => Silent(name, value);

    [Fact]
    public void SampleCredentials() => Silent("password", "password");

    [Fact]
    public void AMethodNamedLikeASecret() => Silent("UpdateApiKey", "new_secret");

    [Fact]
    public void MockConnections()
    {
        Silent("", "newUrl");
        Silent("password", "pass");
    }

    [Theory]
    [InlineData("Token")]
    [InlineData("ApiKey")]
    [InlineData("ClientSecretId")]
    [InlineData("Clients:0:Secret")]
    public void Guids(string name)
    {
        Silent(name, "6f9619ff-8b86-d011-b42d-00cf4fc964ff");
        Silent(name, "{6F9619FF-8B86-D011-B42D-00CF4FC964FF}");
    }

    [Theory]
    [InlineData("ClientSecret", "00000000-0000-0000-0000-000000000000")]
    [InlineData("ClientSecret", "11111111-2222-3333-4444-555555555555")]
    [InlineData("Smtp:Password", "your pass word here")]
    [InlineData("Smtp:Password", "abcd efgh ijkl mnop")]
    [InlineData("Smtp:Password", "xxxx xxxx xxxx xxxx")]
    [InlineData("Smtp:Hint", "qwkz bdfg hjkl mnpr")]
    [InlineData("Kestrel:Certificates:Default:Password", "changeit")]
    [InlineData("Kestrel:Certificates:Default:Password", "<password>")]
    [InlineData("Kestrel:Certificates:Default:Path", "localhost")]
    [InlineData("Languages:sk", "Slovenčina")]
    [InlineData("Languages:sk", "sk-SK")]
    [InlineData("Languages:sk", "Prihlasovacie-udaje")]
    [InlineData("TaskSk", "Q3bWm9ZtX2vN7LkR4yPd8sHc1JfTg6UaEoBi5xMz")]
    public void WhatOnlyLooksLikeACredentialOfItsProvider(string name, string value) => Silent(name, value);

    [Theory]
    [InlineData("UserSecretsId", "aspnet-Shop-53bc9b9d-9d6a-45d4-8429-2a2761773502")]
    [InlineData("PublicKeyToken", "b77a5c561934e089")]
    [InlineData("InstrumentationKey", "6f9619ff-8b86-d011-b42d-00cf4fc964ff")]
    public void ProjectFileNoise(string name, string value) => Silent(name, value);

    [Fact]
    public void ProjectKeysOfAnalysisServers() => Silent("sonar.projectKey", "acme_shop-2024a");

    [Theory]
    [InlineData("integrity")]
    [InlineData("secret")]
    public void IntegrityHashes(string name) => Silent(name, "sha512-" + Random(Base64, 86) + "==");

    [Fact]
    public void ImageDigests() => Silent("token", "mcr.microsoft.com/dotnet/aspnet@sha256:" + Random(Hex, 64));

    [Fact]
    public void CertificatesAndThumbprints()
    {
        Silent("certificate", Pem("CERTIFICATE"));
        Silent("Thumbprint", Random(Hex, 40).ToUpperInvariant());
        Silent("PublicKey", Random(Base64, 200));
    }

    [Fact]
    public void PemHeadersInParsersAndDocs()
    {
        Silent("privateKeyHeader", "-----BEGIN RSA PRIVATE KEY-----");
        Silent("PrivateKey", "-----BEGIN RSA PRIVATE KEY-----");
    }

    [Theory]
    [InlineData("monkey")]
    [InlineData("keyboard")]
    [InlineData("turkey")]
    [InlineData("author")]
    [InlineData("ultraPictureBox")]
    public void KeyWordsInsideWords(string name) => Silent(name, "a8Kd03hfLs92mVnq7");

    [Theory]
    [InlineData("client_id")]
    [InlineData("credentialsId")]
    [InlineData("key_name")]
    [InlineData("key_vault_name")]
    [InlineData("secretName")]
    [InlineData("apiVersion")]
    public void IdsAndNames(string name) => Silent(name, "a8Kd03hfLs92mVnq7");

    [Theory]
    [InlineData("DB_PASSWORD_FILE", "/run/secrets/db_password1")]
    [InlineData("DB_PASSWORD", "/run/secrets/db_password1")]
    [InlineData("KeyFile", "keys/app1.pem")]
    [InlineData("PrivateKey", "/etc/ssl/private/app1.key")]
    public void PathsInsteadOfValues(string name, string value) => Silent(name, value);

    [Theory]
    [InlineData("process.env.API_KEY1")]
    [InlineData("Configuration[\"Key1\"]")]
    [InlineData("GetSecret()")]
    public void ReferencesToConfiguration(string value) => Silent("ApiKey", value);

    [Fact]
    public void LongCamelCaseIdentifiers() => Silent("apiKey", "getCustomerOrderHistoryFromRemoteInventoryServiceWithRetry");

    [Fact]
    public void DataUris() => Silent("token", "data:image/png;base64," + Random(Base64, 200));

    [Theory]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("abcdefghijklmnopqrstuvwxyz")]
    [InlineData("0123456789abcdef")]
    public void Alphabets(string value) => Silent("secretKey", value);

    [Fact]
    public void UrlsWithShellVariables() => Silent("url", "https://ci:$CI_JOB_TOKEN@gitlab.corp.net/x.git");

    [Fact]
    public void UrlsWithoutCredentials()
    {
        Silent("url", "jdbc:postgresql://localhost:5432/shop");
        Silent("url", "mongodb://localhost:27017/shop");
    }

    [Fact]
    public void UserEqualsPassword() => Silent("url", "postgres://postgres:postgres@db:5432/x");

    [Fact]
    public void AngleBracketsInDocumentation() => Silent("text", "Server=x;User Id=<user>;Password=<pw>;");

    [Fact]
    public void TruncatedAndUnsignedJwts()
    {
        Silent("token", "eyJhbGciOi...");
        Silent("", Jwt("""{"alg":"none"}""", """{"a":"b"}"""));
        Silent("", "eyJustAnIdentifier.eyJustAnother.thingThatIsLongEnoughToBeASignature");
    }

    [Fact]
    public void EncryptedValues()
    {
        Silent("password", "ENC[AES256_GCM,data:Tr5ou3==,iv:abc1]");
        Silent("password", "ENC(G6N718UuyPE5bHyWKyuLQSm02auQPUtm)");
        Silent("password", "CfDJ8NrAkSon9VtImOZyXmHhZ1E4bqY2v0");
    }

    [Fact]
    public void HelmTemplates() => Silent("password", "{{ .Values.db.password | b64enc }}");

    [Fact]
    public void TildesThatAreNoEntraSecrets() => Silent("", "https://d111.cloudfront.net/x?Signature=abc~7Q~" + new string('~', 20));

    [Fact]
    public void DirectoriesOfSecrets() => Silent("SECRETS_DIR", "/var/run/secrets/x1");

    [Theory]
    [InlineData("PUBLIC_KEY")]
    [InlineData("KEY_NAME")]
    [InlineData("KMS_KEY_ALIAS")]
    [InlineData("GOPRIVATE")]
    [InlineData("NPM_TOKEN_FILE")]
    [InlineData("username")]
    public void BuildArgumentNames(string name) => Silent(name, "a8Kd03hfLs92mVnq7");

    [Fact]
    public void SecretMountsAndLockFiles()
    {
        Silent("RUN", "--mount=type=secret,id=npm_token1,target=/root/.npmrc");
        Silent("contentHash", Random(Base64, 86) + "==");
    }

    [Fact]
    public void XamlKeys() => Silent("x:Key", "Color1Brush#FF00AA");

    [Theory]
    [InlineData("SecretAccessKey", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("AccessKey", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("password", "<YourStrong@Passw0rd>")]
    public void DocumentationSamples(string name, string value) => Silent(name, value);

    [Theory]
    [InlineData("//user[@name='a1']/password")]
    [InlineData("$.properties.password1")]
    [InlineData("{\"type\":\"string\",\"minLength\":8}")]
    public void PathExpressionsAndSchemas(string value) => Silent("password", value);

    [Fact]
    public void AWordInTheTextDoesNotHideTheSecretBesideIt() =>
        Assert.NotNull(SecretDetector.Find("// password of the example database: postgres://app:Tr0ub4dor@db.corp.net/x"));

    private static void Silent(string name, string value)
    {
        var match = SecretDetector.Inspect(value, name);

        Assert.True(match is null, $"{name} = {value}: {match?.Title}");
    }
}
