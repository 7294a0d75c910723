using Deployability.Model;
using Deployability.Publish.Planning;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

public sealed class ConfigurationTests
{
    /// <summary>Braces end an interpolation of compose, so nothing in .env could change such a value.</summary>
    [Fact]
    public void AValueThatComposeCannotHaveAsADefault_IsNotOffered()
    {
        var file = new Scenario()
            .Facts(Key("Mail:Template"), Key("Mail:From"))
            .Setting("Mail:Template", "Dear {{ .Name }}")
            .Setting("Mail:From", "\"Shop\" #1")
            .File(".env.example");

        Assert.DoesNotContain("Mail__Template", file, StringComparison.Ordinal);
        Assert.Contains("# Mail__From=\"\\\"Shop\\\" #1\"\n", file, StringComparison.Ordinal);
    }

    [Fact]
    public void TheProductionValue_WinsOverTheDefaultInCode() =>
        Assert.Equal("10", Setting(new Scenario().Setting("Shop:Limit", "10").Facts(Key("Shop:Limit", "5")), "Shop__Limit")!.Value);

    [Fact]
    public void TheDefaultInCode_IsTakenOtherwise() =>
        Assert.Equal("5", Setting(new Scenario().Facts(Key("Shop:Limit", "5")), "Shop__Limit")!.Value);

    [Fact]
    public void AKeyWithoutAValue_IsNamedButNotSet()
    {
        var scenario = new Scenario().Facts(Key("Shop:Limit"));

        Assert.Null(Setting(scenario, "Shop__Limit")!.Value);
        Assert.Contains("# Optional: Shop__Limit=", scenario.File("kubernetes/base/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("# Shop__Limit=", scenario.File(".env.example"), StringComparison.Ordinal);
    }

    [Fact]
    public void ARequiredKeyWithoutAValue_KeepsThePodFromStarting()
    {
        var scenario = new Scenario().Facts(Key("Shop:Region", required: true));

        Assert.Contains("configMapKeyRef", scenario.File("kubernetes/base/deployment.yaml"), StringComparison.Ordinal);
        Assert.Contains("${Shop__Region:?set Shop__Region in .env}", scenario.File("compose.yaml"), StringComparison.Ordinal);
        Assert.Contains("\nShop__Region=\n", scenario.File(".env.example"), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyDefault_IsNoValueOfARequiredKey()
    {
        var scenario = new Scenario().Facts(Key("Bus:HostName", "", required: true), Key("Bus:VirtualHost", ""));

        Assert.Contains(
            scenario.Plan().Actions,
            static action => action is { Subject: "Bus__HostName", IsBlocking: true, Kind: OperatorActionKind.Setting }
        );
        Assert.Equal("", Setting(scenario, "Bus__VirtualHost")!.Value);
    }

    [Theory]
    [InlineData("http://localhost:3000", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost:5672", true)]
    [InlineData("[::1]:6379", true)]
    [InlineData("https://shop.example.com", false)]
    [InlineData("local", false)]
    [InlineData("/data/files", false)]
    [InlineData("5672", false)]
    [InlineData("A title: of a page", false)]
    public void AnAddressOfThisMachine_IsToldForEachEnvironmentThatHasIt(string value, bool isTold)
    {
        var actions = new Scenario()
            .Facts(Key("App:PublicUrl"))
            .Setting("App:PublicUrl", value)
            .Setting("staging", "App:PublicUrl", "https://staging.example.com")
            .Plan()
            .Actions;

        Assert.Equal(
            isTold,
            actions.Any(static action => action.Why.Contains("in dev, prod, which means the container itself", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("a-key-that-everybody-knows", true)]
    [InlineData("", false)]
    public void ASecretThatShips_HasToBeReplaced(string shipped, bool required) =>
        Assert.Equal(
            required,
            Assert
                .Single(
                    new Scenario().Facts(Key("Jwt:Key") with { IsSecret = true }).Setting("Jwt:Key", shipped).Plan().Configuration.Secrets
                )
                .Required
        );

    [Fact]
    public void WhatYarpForwardsTo_IsASettingOfEachEnvironment()
    {
        const string Key = "ReverseProxy:Clusters:orders:Destinations:one:Address";
        var plan = new Scenario().Setting(Key, "http://orders:8080/").Setting("staging", Key, "http://orders-staging:8080/").Plan();
        var setting = Assert.Single(plan.Configuration.Settings);

        Assert.Equal("ReverseProxy__Clusters__orders__Destinations__one__Address", setting.Variable);
        Assert.Equal(("http://orders:8080/", "http://orders-staging:8080/"), (setting.Value, setting.Environments["staging"]));
    }

    [Fact]
    public void AList_IsWrittenElementByElement()
    {
        var scenario = new Scenario().Facts(Key("Cors:AllowedOrigins") with { Type = Deployability.Model.ConfigurationValueType.Array });

        Assert.NotNull(Setting(scenario, "Cors__AllowedOrigins__0"));
        Assert.Null(Setting(scenario, "Cors__AllowedOrigins"));
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("AllowedHosts")]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("Kestrel:Certificates:Default:Path")]
    public void FrameworkSections_StayOut(string key) =>
        Assert.Null(Setting(new Scenario().Facts(Key(key, "x")), key.Replace(":", "__", StringComparison.Ordinal)));

    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_RUNNING_IN_CONTAINER")]
    [InlineData("HOME")]
    public void VariablesOfTheSystem_StayOut(string variable) =>
        Assert.Null(Setting(new Scenario().Facts(Key(variable, "x", origin: ConfigurationOrigin.EnvironmentVariable)), variable));

    [Fact]
    public void ListsAndSections_AreExpandedFromTheFile()
    {
        var plan = new Scenario()
            .Setting("Cors:Origins:0", "https://a")
            .Setting("Cors:Origins:1", "https://b")
            .Facts(Key("Cors:Origins"))
            .Plan();

        Assert.Equal(["Cors__Origins__0", "Cors__Origins__1"], plan.Configuration.Settings.Select(static setting => setting.Variable));
    }

    [Fact]
    public void ASecretBelowASection_IsNoSetting()
    {
        var plan = new Scenario().Setting("Mail:Host", "mail").Setting("Mail:Password", "pa55w0rd!").Facts(Key("Mail")).Plan();

        Assert.Equal(["Mail__Host"], plan.Configuration.Settings.Select(static setting => setting.Variable));
        Assert.Equal(["Mail__Password"], plan.Configuration.Secrets.Select(static secret => secret.Variable));
    }

    [Theory]
    [InlineData("Shop:Url", "https://user:hunter22@example.com/")]
    [InlineData("Shop:Store", "Server=db;User Id=sa;Password=hunter22")]
    [InlineData("Jwt:Key", "0123456789abcdef0123456789abcdef")]
    public void NoSecretValue_IsEverWritten(string key, string value)
    {
        var files = new Scenario().Setting(key, value).Facts(Key(key)).Emit();

        Assert.All(files, file => Assert.DoesNotContain(value, file.Content, StringComparison.Ordinal));
        Assert.Contains(
            key.Replace(":", "__", StringComparison.Ordinal),
            files.Single(static file => file.Path.EndsWith("secret.template.yaml", StringComparison.Ordinal)).Content,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void KeysOfDevelopment_StayOut() =>
        Assert.Null(
            Setting(new Scenario().Facts(Key("Shop:Seed") with { Source = new("Program.cs", "", GuardKind.DevelopmentOnly) }), "Shop__Seed")
        );

    [Theory]
    [InlineData(ConnectionProviders.Npgsql, "orders-db", "5432")]
    [InlineData(ConnectionProviders.SqlServer, "orders-db", "1433")]
    [InlineData(ConnectionProviders.MySql, "orders-db", "3306")]
    [InlineData(ConnectionProviders.MongoDb, "orders-mongo", "27017")]
    [InlineData(ConnectionProviders.Redis, "orders-redis", "6379")]
    [InlineData(ConnectionProviders.RabbitMq, "orders-rabbitmq", "5672")]
    public void AConnectionString_IsASecretWithACompanionAndAnOpenPort(string provider, string companion, string port)
    {
        var scenario = new Scenario().Facts(Connection("ConnectionStrings:Orders", provider));
        var compose = scenario.File("compose.yaml");

        Assert.Equal("ConnectionStrings__Orders", Assert.Single(scenario.Plan().Configuration.Secrets).Variable);
        Assert.Contains($"      {companion}:\n        condition: service_healthy", compose, StringComparison.Ordinal);
        Assert.Contains($"  {companion}:\n    image: ", compose, StringComparison.Ordinal);
        Assert.Contains($"port: {port}", scenario.File("kubernetes/base/networkpolicy.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void AConnectionWithoutACompanion_IsAskedFor()
    {
        var scenario = new Scenario().Facts(Connection("ConnectionStrings:Orders", ConnectionProviders.Oracle));

        Assert.Empty(scenario.Plan().Configuration.Companions);
        Assert.Contains("${ConnectionStrings__Orders:?", scenario.File("compose.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void ACompanion_NeverHasTheAppsName()
    {
        var plan = new Scenario()
            .Property("ContainerRepository", "orders-db")
            .Facts(Connection("ConnectionStrings:Orders", ConnectionProviders.Npgsql))
            .Plan();

        Assert.NotEqual(plan.Name, Assert.Single(plan.Configuration.Companions).Name);
    }

    [Fact]
    public void ASqlitePath_IsNoSecretAndLiesOnAVolume()
    {
        var plan = new Scenario()
            .Setting("ConnectionStrings:Db", "Data Source=app.db")
            .Facts(Connection("ConnectionStrings:Db", ConnectionProviders.Sqlite), Key("ConnectionStrings:Db"))
            .Plan();

        Assert.Equal("Data Source=/data/app.db", Assert.Single(plan.Configuration.Settings).Value);
        Assert.Empty(plan.Configuration.Secrets);
        Assert.Equal(("/data", "ReadWriteOnce"), (plan.Volumes[0].MountPath, plan.Volumes[0].AccessMode));
        Assert.Equal(new(1, 1), plan.Scale);
    }

    [Fact]
    public void AnInMemorySqlite_NeedsNoVolume() =>
        Assert.Empty(
            new Scenario()
                .Setting("ConnectionStrings:Db", "Data Source=:memory:")
                .Facts(Connection("ConnectionStrings:Db", ConnectionProviders.Sqlite))
                .Plan()
                .Volumes
        );

    [Fact]
    public void DeclaredValues_WinAndMayDifferByEnvironment()
    {
        var scenario = new Scenario()
            .Facts(Key("Shop:Mode", "a"))
            .Item("DeployabilityConfig", "Shop:Mode", ("Value", "b"))
            .Item("DeployabilityConfig", "Shop:Mode", ("Value", "c"), ("Environment", "dev"));

        Assert.Contains("Shop__Mode=b", scenario.File("kubernetes/base/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("Shop__Mode=c", scenario.File("kubernetes/overlays/dev/kustomization.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("Shop__Mode", scenario.File("kubernetes/overlays/prod/kustomization.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"quoted\"", "Shop__X=\"\"quoted\"\"")]
    [InlineData("'single'", "Shop__X=\"'single'\"")]
    [InlineData("a=b", "Shop__X=a=b")]
    [InlineData("$HOME {x}", "Shop__X=$HOME {x}")]
    public void AnyValue_ReachesTheConfigMap(string value, string literal)
    {
        var yaml = new Scenario().Facts(Key("Shop:X", value)).File("kubernetes/base/kustomization.yaml");
        var root = new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(yaml);
        var generator = (Dictionary<object, object>)((List<object>)root["configMapGenerator"])[0];

        Assert.Contains(literal, (List<object>)generator["literals"]);
    }

    [Fact]
    public void Interpolation_IsEscapedInCompose() =>
        Assert.Contains(
            "Shop__X: \"$$HOME {x}\"",
            new Scenario().Facts(Key("Shop:X", "$HOME {x}")).File("compose.yaml"),
            StringComparison.Ordinal
        );

    /// <summary>SQL Server's image makes no database, and refuses what a plain generator gives.</summary>
    [Fact]
    public void ASqlServer_HasItsDatabaseAndSaysWhatItsPasswordMustBeLike()
    {
        var scenario = new Scenario().Facts(Connection("ConnectionStrings:Office", ConnectionProviders.SqlServer));

        Assert.Contains("IF DB_ID(N'office') IS NULL CREATE DATABASE [office];", scenario.File("compose.yaml"), StringComparison.Ordinal);
        Assert.Matches("capitals.*\nOFFICE_DB_PASSWORD=\n", scenario.File(".env.example"));
    }

    private static SettingPlan? Setting(Scenario scenario, string variable) =>
        scenario.Plan().Configuration.Settings.SingleOrDefault(setting => setting.Variable == variable);

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void AConnection_IsRequiredWhereAnyUseOfItIs(bool first, bool second, bool expected)
    {
        var plan = new Scenario()
            .Facts(
                new ConnectionStringFact(Source, "ConnectionStrings:Orders", ConnectionProviders.Npgsql, first),
                new ConnectionStringFact(Source, "ConnectionStrings:Orders", ConnectionProviders.Npgsql, second),
                new ConnectionStringFact(Source, "ConnectionStrings:Ledger", ConnectionProviders.Oracle, first),
                new ConnectionStringFact(Source, "ConnectionStrings:Ledger", ConnectionProviders.Oracle, second)
            )
            .Plan();

        Assert.All(plan.Configuration.Secrets, secret => Assert.Equal(expected, secret.Required));
        Assert.Equal(2, plan.Configuration.Secrets.Count);
    }

    [Theory]
    [InlineData("ConnectionStrings:Orders", "orders-redis")]
    [InlineData("Orders:Endpoint", "orders-redis")]
    [InlineData("Redis:Connection:ConnectionString", "redis")]
    [InlineData("ConnectionStrings:Redis", "redis")]
    [InlineData("ConnectionStrings:Server", "server-redis")]
    public void ACompanion_IsCalledAfterWhatTellsItApart(string key, string expected)
    {
        var plan = new Scenario().Facts(new ConnectionStringFact(Source, key, ConnectionProviders.Redis, true)).Plan();

        Assert.Equal([expected], plan.Configuration.Companions.Select(static companion => companion.Name));
    }

    [Theory]
    [InlineData("MySql", ConnectionProviders.MySql, "Database=app_mysql;User=app_mysql;")]
    [InlineData("Root", ConnectionProviders.MySql, "Database=app_root;User=app_root;")]
    [InlineData("Master", ConnectionProviders.SqlServer, "Database=app_master;")]
    [InlineData("Pg-Orders", ConnectionProviders.Npgsql, "Database=app_pg_orders;Username=app_pg_orders;")]
    [InlineData("Admin", ConnectionProviders.MongoDb, "/app_admin?authSource=admin")]
    [InlineData(
        "ConsolidatedBalanceSheetStatements",
        ConnectionProviders.MySql,
        "Database=consolidatedbalancesheetstatements;User=consolidatedbalanceshee-"
    )]
    public void ACompanionsDatabase_IsNoneOfTheServersOwnAndItsUserHasANameThatTheServerTakes(string name, string provider, string expected)
    {
        var plan = new Scenario().Facts(Connection($"ConnectionStrings:{name}", provider)).Plan();

        Assert.Contains(expected, Assert.Single(plan.Configuration.Secrets).CompanionValue, StringComparison.Ordinal);
    }

    [Fact]
    public void AConfigurationWithAPrefix_NamesItsVariablesByIt()
    {
        var plan = new Scenario()
            .Setting("Billing:Rounding", "4")
            .Facts(
                new ConfigurationKeyFact(Source, "Billing:Rounding", ConfigurationValueType.Integer, "2", false, false, Prefix: "TARIFF_"),
                new ConfigurationKeyFact(Source, "Billing:ApiKey", ConfigurationValueType.String, null, true, true, Prefix: "TARIFF_"),
                new ConnectionStringFact(Source, "ConnectionStrings:Orders", ConnectionProviders.Npgsql, true, "TARIFF_"),
                Key("Other:Thing", "x")
            )
            .Plan();

        Assert.Equal(["Other__Thing", "TARIFF_Billing__Rounding"], plan.Configuration.Settings.Select(static setting => setting.Variable));
        Assert.Equal(
            ["TARIFF_Billing__ApiKey", "TARIFF_ConnectionStrings__Orders"],
            plan.Configuration.Secrets.Select(static secret => secret.Variable)
        );
    }

    [Fact]
    public void AHostWithAPrefix_NamesEveryVariableButThoseOfTheEnvironment()
    {
        var plan = new Scenario()
            .Item("DeployabilityConfig", "Shop:Mode", ("Value", "live"))
            .Item("DeployabilityConfig", "TS_Shop:Title", ("Value", "x"))
            .Facts(
                new EnvironmentPrefixFact(Source, "TS_"),
                Key("Storage:Path"),
                Key("PLAIN", "1", origin: ConfigurationOrigin.EnvironmentVariable),
                new CorsPolicyFact(Source, "", false, false, System.Collections.Immutable.ImmutableArray<string>.Empty, "Cors:Origins")
            )
            .Plan();

        Assert.Equal(
            ["PLAIN", "TS_Cors__Origins", "TS_Shop__Mode", "TS_Shop__Title", "TS_Storage__Path"],
            plan.Configuration.Settings.Select(static setting => setting.Variable)
        );
    }

    [Theory]
    [InlineData("PublishSingleFile;SelfContained;IncludeNativeLibrariesForSelfExtract", true)]
    [InlineData("PublishSingleFile;SelfContained;IncludeAllContentForSelfExtract", true)]
    [InlineData("PublishSingleFile;SelfContained", false)]
    [InlineData("SelfContained;IncludeAllContentForSelfExtract", false)]
    [InlineData("PublishSingleFile;IncludeAllContentForSelfExtract", false)]
    public void ASelfExtractingFile_UnpacksWhereItMayWrite(string properties, bool isSet)
    {
        var scenario = new Scenario();
        foreach (var property in properties.Split(';'))
        {
            scenario.Property(property, "true");
        }

        Assert.All(
            new[] { "Dockerfile", "compose.yaml", "kubernetes/base/kustomization.yaml" },
            file => Assert.Equal(isSet, scenario.File(file).Contains("DOTNET_BUNDLE_EXTRACT_BASE_DIR", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void AnEnvironmentsOwnFile_IsNotHiddenByTheBase()
    {
        var scenario = new Scenario()
            .Setting("Inventory:Url", "https://inventory.example.com")
            .Setting("staging", "Inventory:Url", "https://inventory.staging.example.com")
            .Facts(Key("Inventory:Url"));

        Assert.Contains(
            "Inventory__Url=https://inventory.staging.example.com",
            scenario.File("kubernetes/overlays/staging/kustomization.yaml"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Inventory__Url", scenario.File("kubernetes/overlays/prod/kustomization.yaml"), StringComparison.Ordinal);
    }

    /// <summary>Nobody calls an origin: its pages call the app.</summary>
    [Theory]
    [InlineData("Cors:AllowedOrigins:0", "https://shop.example.com", "dev, staging would let pages of https://shop.example.com in")]
    [InlineData("Web:Origin", "https://shop.example.com", "dev, staging would let pages of https://shop.example.com in")]
    [InlineData(
        "Cors:AllowedOrigins:0",
        "https://localhost:5001",
        "in dev, staging, prod, which lets nobody but a developer's own pages in"
    )]
    [InlineData("Original:Url", "https://shop.example.com", "dev, staging would use https://shop.example.com")]
    public void AnOriginThatEnvironmentsInherit_IsNoAddressThatIsCalled(string key, string value, string expected) =>
        Assert.Contains(
            expected,
            Assert.Single(new Scenario().Setting(key, value).Facts(Key(key)).Plan().Actions).ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void ARemoteAddressThatARehearsalInherits_IsNamed()
    {
        var scenario = new Scenario()
            .Setting("Inventory:Url", "https://inventory.example.com")
            .Setting("Local:Url", "http://inventory:8080")
            .Setting("staging", "Inventory:Url", "https://inventory.staging.example.com")
            .Facts(Key("Inventory:Url"), Key("Local:Url"));

        var action = Assert.Single(scenario.Plan().Actions);
        Assert.Equal("Inventory__Url", action.Subject);
        Assert.Contains("dev would use https://inventory.example.com", action.ToString(), StringComparison.Ordinal);
        Assert.False(action.IsBlocking);
    }

    [Fact]
    public void TheFileOfSecrets_ExistsOnlyWhenThereIsSomethingToFillInAndIsIgnored()
    {
        var plain = new Scenario().Emit().Select(static file => file.Path).ToList();
        var filled = new Scenario().Facts(Key("Shop:Title", "x")).Emit().Select(static file => file.Path).ToList();

        Assert.DoesNotContain(".env.example", plain);
        Assert.DoesNotContain(".env.example", new Scenario().File("README.md"), StringComparison.Ordinal);
        Assert.Contains(".env.example", filled);
        Assert.EndsWith("\n.env\n", new Scenario().Facts(Key("Shop:Title", "x")).File(".gitignore"), StringComparison.Ordinal);
    }

    [Fact]
    public void AnImageWithoutARegistry_IsNotPulledFromDockerHub()
    {
        Assert.Contains("imagePullPolicy: IfNotPresent", new Scenario().File("kubernetes/base/deployment.yaml"), StringComparison.Ordinal);
        Assert.Contains(
            "imagePullPolicy: Always",
            new Scenario().Property("ContainerRegistry", "registry.example.com").File("kubernetes/base/deployment.yaml"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            new Scenario().Plan().Decisions,
            static decision => decision.Instead.Contains("ContainerRegistry", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ABrokerThatTheAppIsToldInParts_RunsBesideItInCompose()
    {
        var scenario = Broker("RabbitMq:Host").Setting("RabbitMq:Host", "localhost");
        var compose = scenario.File("compose.yaml");

        Assert.Contains("      RabbitMq__Host: rabbitmq\n", compose, StringComparison.Ordinal);
        Assert.Contains("      RabbitMq__User: app\n", compose, StringComparison.Ordinal);
        Assert.Contains(
            "      RabbitMq__Password: \"${RABBITMQ_PASSWORD:?set RABBITMQ_PASSWORD in .env}\"\n",
            compose,
            StringComparison.Ordinal
        );
        Assert.Contains("      RABBITMQ_DEFAULT_USER: app\n", compose, StringComparison.Ordinal);
        Assert.Contains("      rabbitmq:\n        condition: service_healthy", compose, StringComparison.Ordinal);

        // A cluster has no companion.
        Assert.Contains("RabbitMq__Host=localhost", scenario.File("kubernetes/base/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains(scenario.Plan().Actions, static action => action.Subject == "RabbitMq__Host");
        Assert.DoesNotContain("RabbitMq__", scenario.File(".env.example"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rabbit:HostName", "rabbit-rabbitmq")]
    [InlineData("Messaging:Host", "messaging-rabbitmq")]
    public void ABrokersName_IsThatOfItsSection(string key, string expected) =>
        Assert.Equal(expected, Assert.Single(Broker(key).Plan().Configuration.Companions).Name);

    [Fact]
    public void AWorkerOfABrokerInParts_ScalesAsOneOfAnyOtherBroker()
    {
        var plan = Broker("RabbitMq:Host").Worker().Plan();

        Assert.True(plan.Scale.Replicas > 1);
        Assert.Equal([5671, 5672], plan.Network.EgressPorts.Select(static port => port.Number));
    }

    private static Scenario Broker(string hostKey) =>
        new Scenario().Facts(
            new ConnectionPartsFact(Source, ConnectionProviders.RabbitMq, hostKey, "RabbitMq:User", "RabbitMq:Password"),
            Key(hostKey),
            Key("RabbitMq:User", "guest"),
            Key("RabbitMq:Password", secret: true, required: true)
        );

    [Theory]
    [InlineData("guest", "RabbitMQ.Client", true)]
    [InlineData("orders", "RabbitMQ.Client", false)]
    [InlineData("guest", "MailKit", false)]
    public void TheUserThatABrokerLetsInFromItsOwnMachineAlone_IsTold(string user, string library, bool isTold) =>
        Assert.Equal(
            isTold,
            new Scenario()
                .Facts(Key("Bus:UserName"))
                .Setting("Bus:UserName", user)
                .Uses(new ClientLibrary(library, [5672]))
                .Plan()
                .Actions.Any(static action => action.Subject == "Bus__UserName")
        );
}
