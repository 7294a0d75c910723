using System.Text;
using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class SecretInConfigurationTests
{
    private const string GitLab = "glpat" + "-x7Kq2mZp9RtLw4Vb8NcY";

    private static Task VerifyAsync(string file, string content) => VerifyAsync(file, SourceText.From(content, Encoding.UTF8));

    private static Task VerifyAsync(string file, SourceText content)
    {
        var test = new CSharpAnalyzerTest<SecretInConfigurationAnalyzer> { TestCode = "" };
        test.TestState.AdditionalFiles.Add(("/0/" + file, content));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("appsettings.json")]
    [InlineData("appsettings.Production.json")]
    [InlineData("appsettings.Development.json")]
    public Task SettingsFile_Triggers(string file) =>
        VerifyAsync(
            file,
            """
            {
              // comments and trailing commas are fine
              "ConnectionStrings": {
                "Orders": [|"Server=sql.corp.net;User Id=app;Password=hunter2"|],
                "Cache": "cache:6379",
              },
              "Jwt": { "Key": [|"MySecretKey12345678901234567890"|], "Issuer": "shop", "ExpiryMinutes": 60 },
              "OpenAI": { "ApiKey": [|"a8Kd03hfLs92mVnq7"|], "Model": "gpt-4o-mini" },
              "Smtp": { "Host": "mail.corp.net", "Password": [|"P@ssw0rd!"|] },
              "Proxy": [|"http://build:b0mbast1c@proxy.corp.net:8080"|],
              "ApiKeys": [ [|"b9Le14igMt03xWor8"|] ]
            }
            """
        );

    [Theory]
    [InlineData(
        "appsettings.json",
        """{ "Kestrel": { "Certificates": { "Default": { "Path": "a.pfx", "Password": [|"localhost"|] } } } }"""
    )]
    [InlineData("appsettings.Development.json", """{ "Kestrel": { "Certificates": { "Default": { "Password": "Owl-Moon-9" } } } }""")]
    [InlineData(
        "appsettings.Development.json",
        """{ "Keycloak": { "Authority": "http://localhost:8080", "ClientSecret": "3f2504e0-4f89-11d3-9a0c-0305e82c3301" } }"""
    )]
    [InlineData("appsettings.json", """{ "ConnectionStrings": { "IntegrationTests": "Server=localhost;Uid=a;Password=Owl-Moon-9" } }""")]
    [InlineData(
        "appsettings.json",
        """{ "ConnectionStrings": { "IntegrationTests": [|"Server=sql.corp.net;Uid=a;Password=Owl-Moon-9"|] } }"""
    )]
    [InlineData(
        "appsettings.Development.json",
        """{ "Clients": [ { "ClientSecret": "kX9vQ2mZ7pL4wR8tY1uB6nC3", "RedirectUris": [ "https://localhost:7261/in" ] } ] }"""
    )]
    [InlineData(
        "appsettings.Development.json",
        """{ "Clients": [ { "ClientSecret": [|"kX9vQ2mZ7pL4wR8tY1uB6nC3"|], "RedirectUris": [ "https://shop.corp.net/in" ] } ] }"""
    )]
    [InlineData(
        "appsettings.Development.json",
        """{ "AzureAd": { "ClientSecret": [|"kX9vQ2mZ7pL4wR8tY1uB6nC3"|], "RedirectUri": "https://localhost:7261/in" } }"""
    )]
    [InlineData(
        "appsettings.Development.json",
        """{ "AzureAd": { "Authority": "https://login.corp.net", "ClientSecret": [|"3f2504e0-4f89-11d3-9a0c-0305e82c3301"|] } }"""
    )]
    public Task WhatOnlyThisMachineHas_DoesNotTriggerInDevelopment(string file, string content) => VerifyAsync(file, content);

    // A developer's own password for a database that nothing uses lets nobody in; one of a server elsewhere was given away all the same.
    [Fact]
    public Task OfDatabasesThatAreNotChosen_OnlyThoseElsewhereTrigger() =>
        VerifyAsync(
            "appsettings.json",
            """
            {
              "DbProvider": "MySql",
              "ConnectionStrings": {
                "MySql": [|"Server=localhost;Uid=root;Password=Owl-Moon-9"|],
                "SqlServer": "Server=.;User Id=sa;Password=Owl-Moon-9",
                "Postgres": [|"Host=pg.corp.net;Username=app;Password=Owl-Moon-9"|]
              },
              "Queue": { "Enabled": false, "Password": "guest", "Url": [|"amqp://shop:Owl-Moon-9@mq.corp.net"|] }
            }
            """
        );

    // One password that every entry of a list has is one decision.
    [Fact]
    public Task TheSamePasswordThroughoutAList_TriggersOnce() =>
        VerifyAsync(
            "appsettings.json",
            """
            {
              "Users": [
                { "Name": "ann", "Password": [|"P@ssw0rd!"|] },
                { "Name": "bob", "Password": "P@ssw0rd!" },
                { "Name": "cleo", "Password": [|"Hunter2!x"|] }
              ],
              "Guests": [ { "Password": [|"P@ssw0rd!"|] } ]
            }
            """
        );

    [Fact]
    public Task PlaceholdersAndOtherValues_DoNotTrigger() =>
        VerifyAsync(
            "appsettings.json",
            """
            {
              "ConnectionStrings": { "Orders": "Server=sql.corp.net;Database=x;Integrated Security=true", "Local": "Data Source=app.db" },
              "Jwt": { "Key": "", "Secret": "<set by the environment>", "Issuer": "https://id.corp.net" },
              "OpenAI": { "ApiKey": "${OPENAI_API_KEY}", "Endpoint": "https://api.openai.com/v1" },
              "Smtp": { "Password": "changeme", "PasswordResetUrl": "/reset1" },
              "AzureAd": { "ClientId": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "ClientSecret": "your-client-secret-1" },
              "KeyVault": { "SecretName": "orders-db-2024a", "Uri": "https://kv.vault.azure.net/" },
              "ApplicationInsights": { "ConnectionString": "InstrumentationKey=6f9619ff-8b86-d011-b42d-00cf4fc964ff;IngestionEndpoint=https://x.in.applicationinsights.azure.com/" },
              "Logging": { "LogLevel": { "Default": "Information" } }
            }
            """
        );

    [Fact]
    public Task SaltedDigest_DoesNotTrigger() =>
        VerifyAsync(
            "appsettings.json",
            """
            {
              "Owner": { "Name": "owner", "Password": "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08", "Salt": "of the sea" },
              "Client": { "HashedApiKey": "Z5ClHs3mbzx8Pnw3+PxbMq8A/Y+VKMCCDTGYtax8JFM=", "HashedApiKeySalt": "kBisa1X8FwBfN2zmyGMFRgIVVBleghhQAJ4WGyTkaD0=" },
              "Other": { "Password": {|DPL2002:"9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"|} }
            }
            """
        );

    [Fact]
    public Task CredentialOfThisMachineInADevelopmentFile_DoesNotTrigger() =>
        VerifyAsync(
            "appsettings.Development.json",
            """
            {
              "ConnectionStrings": {
                "Orders": "Host=localhost;Database=x;Username=postgres;Password=postgres",
                "Companion": "Host=db;Database=x;Username=app;Password=hunter2",
                "Remote": [|"Host=db.corp.net;Database=x;Username=app;Password=hunter2"|]
              },
              "RabbitMq": { "HostName": "localhost", "Password": "hunter2x" },
              "Mail": { "Host": "mail.corp.net", "Password": [|"hunter2x"|] }
            }
            """
        );

    [Fact]
    public Task CredentialBesideTheConnectionThatItIsFor_OnlyTriggersWhenThatIsRemote() =>
        VerifyAsync(
            "launchSettings.json",
            """
            {
              "profiles": {
                "app": {
                  "environmentVariables": {
                    "SHOP_SSHCONNECTION": "root@127.0.0.1:2222", "SHOP_SSHPASSWORD": "hunter2x",
                    "SHOP_FTP_HOST": "ftp.corp.net", "SHOP_FTP_PASSWORD": [|"hunter3x"|],
                    "SHOP_MAIL_FOLDER": "localhost", "SHOP_MAIL_PASSWORD": [|"hunter4x"|]
                  }
                }
              }
            }
            """
        );

    [Fact]
    public Task CredentialOfThisMachineInAShippedFile_Triggers() =>
        VerifyAsync(
            "appsettings.json",
            """
            { "ConnectionStrings": { "Orders": [|"Host=localhost;Database=x;Username=postgres;Password=postgres"|] } }
            """
        );

    [Fact]
    public Task LaunchProfile_Triggers() =>
        VerifyAsync(
            "launchSettings.json",
            """
            {
              "profiles": {
                "http": {
                  "commandName": "Project",
                  "applicationUrl": "http://localhost:5000",
                  "environmentVariables": {
                    "ASPNETCORE_ENVIRONMENT": "Development",
                    "OPENAI_API_KEY": [|"a8Kd03hfLs92mVnq7"|],
                    "ConnectionStrings__Orders": "Host=localhost;Username=postgres;Password=postgres"
                  }
                }
              }
            }
            """
        );

    [Fact]
    public Task WebConfig_Triggers() =>
        VerifyAsync(
            "web.config",
            """
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <connectionStrings>
                <add name="Orders" connectionString=[|"Server=sql.corp.net;User Id=app;Password=hunter2"|] providerName="System.Data.SqlClient" />
              </connectionStrings>
              <appSettings>
                <add key="ApiKey" value=[|"a8Kd03hfLs92mVnq7"|] />
                <add key="PasswordFormat" value="Clear1" />
              </appSettings>
              <system.web>
                <machineKey validationKey=[|"21F090935F6E49C2C797F69BBAAD8402ABD2EE0B667A8B44EA7DD4374267A75D7AD972A119482D15"|] decryptionKey="AutoGenerate,IsolateApps" />
              </system.web>
              <system.webServer>
                <aspNetCore processPath="dotnet">
                  <environmentVariables>
                    <environmentVariable name="Smtp__Password" value=[|"P@ssw0rd!"|] />
                  </environmentVariables>
                </aspNetCore>
              </system.webServer>
            </configuration>
            """
        );

    [Theory]
    [InlineData("Directory.Build.props")]
    [InlineData("FolderProfile.pubxml")]
    public Task MSBuildFile_Triggers(string file) =>
        VerifyAsync(
            file,
            """
            <Project>
              <PropertyGroup>
                <NuGetApiKey>[|a8Kd03hfLs92mVnq7|]</NuGetApiKey>
                <PublishPassword>$(DeployPassword)</PublishPassword>
                <UserSecretsId>aspnet-Shop-53bc9b9d-9d6a-45d4-8429-2a2761773502</UserSecretsId>
                <PublicKeyToken>b77a5c561934e089</PublicKeyToken>
              </PropertyGroup>
            </Project>
            """
        );

    [Theory]
    [InlineData(".env")]
    [InlineData(".env.production")]
    public Task EnvironmentFile_Triggers(string file) =>
        VerifyAsync(
            file,
            $$"""
            # OLD_PASSWORD=hunter2x
            # GITLAB={|DPL2002:{{GitLab}}|}
            ASPNETCORE_URLS=http://+:8080
            OPENAI_API_KEY=[|a8Kd03hfLs92mVnq7|]
            export DB_PASSWORD=[|'P@ssw0rd!#1'|] # the database
            SMTP_PASSWORD=${SMTP_PASSWORD}
            DB_PASSWORD_FILE=/run/secrets/db1
            EMPTY_PASSWORD=
            BROKEN LINE
            """.Replace("# GITLAB={|DPL2002:" + GitLab + "|}", "[|# GITLAB=" + GitLab + "|]", StringComparison.Ordinal)
        );

    [Fact]
    public Task SampleEnvironmentFileReportsOnlyWhatWorksByItself() =>
        VerifyAsync(
            ".env.example",
            $$"""
            DB_PASSWORD=P@ssw0rd!
            GITLAB_TOKEN=[|{{GitLab}}|]
            """
        );

    [Theory]
    [InlineData(".env", "# deployability:ignore DPL2002 local stand-in\nDB_PASSWORD=P@ssw0rd!\n")]
    [InlineData(".env", "DB_PASSWORD=P@ssw0rd! # deployability:ignore DPL2002 local stand-in\n")]
    [InlineData("appsettings.json", "{\n  // deployability:ignore DPL2002 a stand-in\n  \"Password\": \"P@ssw0rd!\"\n}")]
    [InlineData(
        "web.config",
        "<configuration>\n  <!-- deployability:ignore DPL2002 a stand-in -->\n  <add key=\"Password\" value=\"P@ssw0rd!\" />\n</configuration>"
    )]
    public Task CommentInTheFileSilences(string file, string content) => VerifyAsync(file, content);

    [Theory]
    [InlineData("appsettings.json", "")]
    [InlineData("appsettings.json", "   ")]
    [InlineData("appsettings.json", "{")]
    [InlineData("appsettings.json", "}}}]]")]
    [InlineData("appsettings.json", "[[[[1,")]
    [InlineData("appsettings.json", "\"P@ssw0rd!\"")]
    [InlineData("appsettings.json", "{ \"Password\": \"unterminated")]
    [InlineData("appsettings.json", "\0\u0001\u0002binary\ud800")]
    [InlineData("appsettings.json", "{\"a\":{\"a\":{\"a\":1e999999}}}")]
    [InlineData("web.config", "<")]
    [InlineData("web.config", "<configuration><add key='Password'")]
    [InlineData("web.config", "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x p='&b;'/>")]
    [InlineData("web.config", "not xml at all")]
    [InlineData("Directory.Build.props", "<Project><Password>P@")]
    [InlineData(".env", "=\n==\n\"\n'=\nexport\nexport =x\n#\n\0")]
    [InlineData("launchSettings.json", "null")]
    public Task BrokenFileIsSurvived(string file, string content) => VerifyAsync(file, content);

    [Fact]
    public Task WhatStandsBeforeAnErrorCounts() =>
        VerifyAsync(
            "appsettings.json",
            """
            { "Password": [|"P@ssw0rd!"|], "Broken": }
            """
        );

    [Fact]
    public async Task ByteOrderMarksAnd_UTF16AreRead()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            using var stream = new MemoryStream([
                .. encoding.GetPreamble(),
                .. encoding.GetBytes("{ \"Größe\": 1, \"Password\": \"P@ssw0rd!\" }"),
            ]);
            var test = new CSharpAnalyzerTest<SecretInConfigurationAnalyzer> { TestCode = "" };
            test.TestState.AdditionalFiles.Add(("/0/appsettings.json", SourceText.From(stream)));
            test.ExpectedDiagnostics.Add(
                CSharpAnalyzerVerifier<SecretInConfigurationAnalyzer>
                    .Diagnostic()
                    .WithSpan("/0/appsettings.json", 1, 27, 1, 38)
                    .WithArguments(
                        "Password",
                        "appsettings.json",
                        "Password",
                        "is baked into the image or the repository; revoke it and provide"
                    )
            );
            await test.RunAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public Task HugeFile_DoesNotTrigger() =>
        VerifyAsync("appsettings.json", "{ \"Password\": \"P@ssw0rd!\", \"Data\": \"" + new string('x', 1 << 20) + "\" }");

    [Theory]
    [InlineData(
        "tempkey.jwk",
        """{ "kty": "RSA", "kid": "A", "n": "u1SU1LfVLPHCozMxH2Mo", "e": "AQAB", "d": [|"Eq5xpGnNCivDflJsRQBXHx1hdR1k"|] }"""
    )]
    [InlineData(
        "tempkey.rsa",
        """{ "KeyId": "a", "Parameters": { "D": [|"Eq5xpGnNCivDflJsRQBXHx1hdR1k"|], "Modulus": "u1SU1LfVLPHCozMxH2Mo" } }"""
    )]
    [InlineData("keys/all.jwk", """{ "keys": [ { "kty": "oct", "k": [|"Eq5xpGnNCivDflJsRQBXHx1hdR1k"|] } ] }""")]
    [InlineData(
        "keys/is-signing-key-6A0D3F.json",
        """{ "Version": 1, "Id": "6A0D3F", "Algorithm": "RS256", "Data": [|"CfDJ8KuVnZmXl5dFq1BzR7hL9pTw"|], "DataProtected": true }"""
    )]
    [InlineData("is-signing-key-notes.json", """{ "Data": "CfDJ8KuVnZmXl5dFq1BzR7hL9pTw" }""")]
    [InlineData("public.jwk", """{ "kty": "RSA", "n": "u1SU1LfVLPHCozMxH2Mo", "e": "AQAB" }""")]
    [InlineData(
        "certs/site.key",
        "[|-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R\n-----END PRIVATE KEY-----|]\n"
    )]
    [InlineData(
        "certs/site.pem",
        "-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R\n-----END CERTIFICATE-----\n"
    )]
    [InlineData(
        "certs/dev_localhost.key",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R\n-----END PRIVATE KEY-----\n"
    )]
    public Task AKeyFileTriggersByItsPrivatePart(string file, string content) => VerifyAsync(file, content);

    [Fact]
    public async Task YamlThatTheProgramLoads_Triggers()
    {
        var test = new CSharpAnalyzerTest<SecretInConfigurationAnalyzer>
        {
            TestCode = """
                new ConfigurationBuilder().AddYamlFile("settings.yml");
                static class Yaml { public static void AddYamlFile(this IConfigurationBuilder builder, string path) { } }
                """,
        };
        test.TestState.AdditionalFiles.Add(("settings.yml", "Smtp:\n  Host: mail.corp.net\n  Password: [|P@ssw0rd!|]\n"));
        test.TestState.AdditionalFiles.Add(("other.yml", "Smtp:\n  Password: P@ssw0rd!\n"));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("localhost", "Shop", "\"", "\"")]
    [InlineData("localhost", "Other", "[|\"", "\"|]")]
    [InlineData("sql.corp.net", "Shop", "[|\"", "\"|]")]
    public async Task APasswordOfThisMachine_TriggersWhereADeploymentKeepsIt(string host, string replaced, string open, string close)
    {
        var test = new CSharpAnalyzerTest<SecretInConfigurationAnalyzer> { TestCode = "WebApplication.Create(args).Run();" };
        test.TestState.AdditionalFiles.Add(
            (
                "appsettings.json",
                "{ \"ConnectionStrings\": { \"Shop\": " + open + "Host=" + host + ";Username=app;Password=Owl-Moon-9x" + close + " } }"
            )
        );
        test.TestState.AdditionalFiles.Add(
            ("compose.yaml", "services:\n  api:\n    build: .\n    environment: [ ConnectionStrings__" + replaced + " ]\n")
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("data.json")]
    [InlineData("packages.lock.json")]
    [InlineData("secret.bin")]
    public Task OtherFile_DoesNotTrigger(string file) => VerifyAsync(file, "{ \"Password\": \"P@ssw0rd!\" }");

    [Theory]
    [InlineData("appsettings.json", "{ \"Smtp\": { \"Password\": {|#0:\"P@ssw0rd!\"|} } }", "Password", "Smtp__Password")]
    [InlineData(".env", "OPENAI_API_KEY={|#0:a8Kd03hfLs92mVnq7|}", "Key", "OPENAI_API_KEY")]
    public async Task MessageSaysWhatWhereAndWhatToDo(string file, string content, string title, string variable)
    {
        var test = new CSharpAnalyzerTest<SecretInConfigurationAnalyzer> { TestCode = "" };
        test.TestState.AdditionalFiles.Add(("/0/" + file, content));
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<SecretInConfigurationAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(title, file, variable, "is baked into the image or the repository; revoke it and provide")
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("appsettings.Testing.json", "{ \"Photon\": { \"Token\": \"supersecretphoton\" } }")]
    [InlineData(
        "appsettings.IntegrationTests.json",
        "{ \"ConnectionStrings\": { \"Shop\": \"Host=localhost;Username=shop;Password=Owl-Moon-9\" } }"
    )]
    [InlineData(
        "appsettings.Testing.json",
        "{ \"ConnectionStrings\": { \"Shop\": [|\"Host=db.shop.example;Username=shop;Password=Owl-Moon-9\"|] } }"
    )]
    [InlineData("appsettings.Test.json", "{ \"Photon\": { \"Token\": [|\"supersecretphoton\"|] } }")]
    [InlineData("appsettings.Test.json", "{ \"ConnectionStrings\": { \"Shop\": \"Host=localhost;Username=shop;Password=Owl-Moon-9\" } }")]
    [InlineData("appsettings.Test.json", "{ \"ConnectionStrings\": { \"Shop\": [|\"Host=sql01;Username=shop;Password=Owl-Moon-9\"|] } }")]
    [InlineData("appsettings.sample.json", "{ \"Store\": { \"SecretKey\": \"storeVerySecretKey\" } }")]
    [InlineData("appsettings.json", "{ \"Store\": { \"SecretKey\": [|\"storeVerySecretKey\"|] } }")]
    public Task WhatTestsMakeUp_IsNoSecret(string file, string content)
    {
        var test = new CSharpAnalyzerTest<SecretInConfigurationAnalyzer> { TestCode = "" };
        test.TestState.AdditionalFiles.Add(("/0/" + file, content));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("\"fU7fRb+g6YdlniuSqviOLWNkda1M/MuPtH6zNI9inF8=\"")]
    [InlineData("[|\"kX9vQ2mZ7pL4wR8tY1uB6nC3\"|]")]
    public Task DigestOfAClientsSecret_IsNoSecret(string value)
    {
        var test = new CSharpAnalyzerTest<SecretInConfigurationAnalyzer> { TestCode = "" };
        test.TestState.AdditionalFiles.Add(
            ("/0/appsettings.json", $"{{ \"Clients\": [ {{ \"ClientSecrets\": [ {{ \"Value\": {value} }} ] }} ] }}")
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(
        "appsettings.json",
        "{ \"Rabbit\": { \"Password\": {|#0:\"guest\"|} } }",
        "Password",
        "Rabbit__Password",
        "is the vendor's default, which everybody knows; set one of your own and provide"
    )]
    [InlineData(
        "appsettings.Staging.json",
        "{ \"ConnectionStrings\": { \"Shop\": {|#0:\"Host=localhost;Username=shop;Password=Owl-Moon-9\"|} } }",
        "Password in a connection string",
        "ConnectionStrings__Shop",
        "is of a server on this machine, which no deployment has; provide"
    )]
    public async Task MessageSaysWhatIsTrueOfTheSecret(string file, string content, string title, string variable, string consequence)
    {
        var test = new CSharpAnalyzerTest<SecretInConfigurationAnalyzer> { TestCode = "" };
        test.TestState.AdditionalFiles.Add(("/0/" + file, content));
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<SecretInConfigurationAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(title, file, variable, consequence)
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
