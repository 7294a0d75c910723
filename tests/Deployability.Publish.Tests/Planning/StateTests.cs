using Deployability.Model;
using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

public sealed class StateTests
{
    [Theory]
    [InlineData("/data/orders", "/data/orders")]
    [InlineData("/data/orders.json", "/data")]
    [InlineData("uploads/files", "/app/uploads/files")]
    public void DataWrites_GetAClaim(string path, string mountPath)
    {
        var volume = Assert.Single(new Scenario().Facts(new FileWriteFact(Source, path, "", FileWriteKind.Data)).Plan().Volumes);

        Assert.Equal((mountPath, "ReadWriteMany"), (volume.MountPath, volume.AccessMode));
    }

    [Fact]
    public void LogWrites_GetAFolderThatLivesWithThePod() =>
        Assert.False(
            Assert
                .Single(new Scenario().Facts(new FileWriteFact(Source, "/var/log/app.log", "", FileWriteKind.Log)).Plan().Volumes)
                .IsPersistent
        );

    [Theory]
    [InlineData("/tmp/x", FileWriteKind.Temporary)]
    [InlineData("app.log", FileWriteKind.Log)]
    [InlineData("C:\\data", FileWriteKind.Data)]
    [InlineData("../data", FileWriteKind.Data)]
    public void WhatCannotOrNeedNotBeMounted_IsNot(string path, FileWriteKind kind) =>
        Assert.Empty(new Scenario().Facts(new FileWriteFact(Source, path, "", kind)).Plan().Volumes);

    [Fact]
    public void AConfigurablePath_IsPointedAtTheVolume()
    {
        var plan = new Scenario()
            .Facts(new FileWriteFact(Source, "data", "Storage:Path", FileWriteKind.Data), Key("Storage:Path", "data"))
            .Plan();

        Assert.Equal("/data", Assert.Single(plan.Volumes).MountPath);
        Assert.Equal("/data", Assert.Single(plan.Configuration.Settings).Value);
    }

    [Fact]
    public void ADeclaredVolume_HoldsWhatIsWrittenBelowIt() =>
        Assert.Equal(
            "uploads",
            Assert
                .Single(
                    new Scenario()
                        .Item("DeployabilityVolume", "uploads", ("MountPath", "/var/uploads"))
                        .Facts(new FileWriteFact(Source, "/var/uploads/2024", "", FileWriteKind.Data))
                        .Plan()
                        .Volumes
                )
                .Name
        );

    [Theory]
    [InlineData("1", "ReadWriteOnce", "Recreate")]
    [InlineData("2", "ReadWriteMany", "RollingUpdate")]
    public void AccessMode_FollowsTheNumberOfInstances(string replicas, string mode, string strategy)
    {
        var scenario = new Scenario()
            .Property("DeployabilityReplicas", replicas)
            .Item("DeployabilityVolume", "data", ("MountPath", "/data"));

        Assert.Equal(mode, scenario.Plan().Volumes[0].AccessMode);
        Assert.Contains($"type: {strategy}", scenario.File("kubernetes/base/deployment.yaml"), StringComparison.Ordinal);
    }

    // A new volume has a lost+found of its own.
    [Theory]
    [InlineData("mysql:8.4", true)]
    [InlineData("docker.io/confluentinc/cp-kafka:8.0.0", true)]
    [InlineData("mariadb:11.8", false)]
    [InlineData("postgres:17", false)]
    public void AnImageThatWantsAnEmptyFolder_GetsOneOfItsVolume(string image, bool isInside)
    {
        var mount = "mountPath: /var/lib/side" + (isInside ? "\n              subPath: data" : "");
        var objects = new Scenario()
            .Item("DeployabilityService", "side", ("Image", image), ("VolumePath", "/var/lib/side"))
            .File("kubernetes/base/services.yaml");

        Assert.Contains(mount, objects, StringComparison.Ordinal);
        Assert.Equal(isInside, objects.Contains("subPath", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ollama/ollama:0.11.4", "", "HOME=/models")]
    [InlineData("docker.io/library/postgres:17", "", "PGDATA=/models/pgdata")]
    [InlineData("registry.example.com:5000/pgvector/pgvector@sha256:abc", "", "PGDATA=/models/pgdata")]
    [InlineData("postgres", "PGDATA=/models/own", "PGDATA=/models/own")]
    [InlineData("rabbitmq:4.1-management", "", "RABBITMQ_NODENAME=rabbit@localhost")]
    [InlineData("redis:7.4", "A=b", "A=b")]
    public void AKnownImage_GetsWhatItNeedsToStart(string image, string environment, string expected)
    {
        var service = new Scenario()
            .Item("DeployabilityService", "side", ("Image", image), ("VolumePath", "/models"), ("Environment", environment))
            .Plan()
            .Services.Single();

        Assert.Equal([expected], service.Environment.Select(static variable => $"{variable.Key}={variable.Value}"));
    }

    [Fact]
    public void AnAutoscaler_OwnsTheReplicas()
    {
        var files = new Scenario().Emit();

        Assert.DoesNotContain("replicas:", Content(files, "deployment.yaml"), StringComparison.Ordinal);
        Assert.Contains("minReplicas: 2\n  maxReplicas: 4", Content(files, "horizontalpodautoscaler.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void OneInstance_HasNoAutoscaler()
    {
        var files = new Scenario().Property("DeployabilityReplicas", "1").Emit();

        Assert.Contains("replicas: 1", Content(files, "deployment.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain(files, static file => file.Path.EndsWith("autoscaler.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public void AnEnvironment_ScalesOnItsOwn()
    {
        var files = new Scenario()
            .Property("DeployabilityReplicas", "1")
            .Item("DeployabilityEnvironment", "prod", ("Replicas", "3"), ("MaxReplicas", "3"))
            .Emit();

        Assert.Contains(
            "replicas:\n  - name: shop-api\n    count: 3",
            Content(files, "overlays/prod/kustomization.yaml"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("replicas", Content(files, "overlays/dev/kustomization.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEnvironmentThatOnlyAnItemNames_GetsAnOverlay() =>
        Assert.Contains(
            new Scenario().Item("DeployabilityEnvironment", "qa").Emit(),
            static file => file.Path == "kubernetes/overlays/qa/kustomization.yaml"
        );

    [Theory]
    [InlineData(Features.InProcessSession)]
    [InlineData(Features.BlazorServer)]
    [InlineData(Features.SignalR)]
    public void StateInMemory_PinsClients(string feature)
    {
        var scenario = new Scenario().Facts(new FeatureFact(Source, feature));

        Assert.Contains("sessionAffinity: ClientIP", scenario.File("kubernetes/base/service.yaml"), StringComparison.Ordinal);
        Assert.Contains(scenario.Plan().Actions, static action => action.Subject == "session affinity");
    }

    [Fact]
    public void EventStreams_NeedAPatientIngress()
    {
        var action = new Scenario()
            .Facts(new FeatureFact(Source, Features.EventStreams))
            .Plan()
            .Actions.Single(static action => action.Subject == "event streams");

        Assert.Contains("proxy-read-timeout", action.Snippet, StringComparison.Ordinal);
        Assert.DoesNotContain(new Scenario().Plan().Actions, static action => action.Subject == "event streams");
    }

    [Fact]
    public void SignalRWithABackplane_DoesNot() =>
        Assert.False(
            new Scenario()
                .Facts(new FeatureFact(Source, Features.SignalR), new FeatureFact(Source, Features.SignalRBackplane))
                .Plan()
                .NeedsAffinity
        );

    [Fact]
    public void AHost_MakesAnIngressAndTrustsItsHeaders()
    {
        var files = new Scenario().Property("DeployabilityHost", "shop.example.com").Emit();

        Assert.Contains("shop.example.com", Content(files, "base/ingress.yaml"), StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_FORWARDEDHEADERS_ENABLED=true", Content(files, "base/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("namespaceSelector", Content(files, "networkpolicy.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("FORWARDEDHEADERS", Content(files, "compose.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, Features.ForwardedHeaders, Features.KnownProxies)]
    [InlineData(false, Features.ForwardedHeaders, Features.NoKnownNetworks, Features.NoKnownProxies)]
    // Headers of a proxy on another machine are ignored by default, and as long as one of the lists names this machine.
    [InlineData(true, Features.ForwardedHeaders)]
    [InlineData(true, Features.ForwardedHeaders, Features.NoKnownNetworks)]
    [InlineData(true, Features.NoKnownNetworks, Features.NoKnownProxies)]
    public void CodeThatSaysWhomItBelieves_IsNotOverruled(bool expected, params string[] features) =>
        Assert.Equal(
            expected,
            new Scenario()
                .Property("DeployabilityHost", "shop.example.com")
                .Facts([.. features.Select(static feature => new FeatureFact(Source, feature))])
                .Plan()
                .TrustsForwardedHeaders
        );

    [Theory]
    [InlineData(Features.DataProtectionInUse, "key ring")]
    [InlineData(Features.InProcessSession, "key ring")]
    [InlineData(Features.BlazorServer, "key ring")]
    [InlineData(Features.InstanceTokenKey, "token key")]
    public void KeysOfEachInstanceItself_LetOneInstanceRun(string feature, string subject)
    {
        var plan = new Scenario().Facts(new FeatureFact(Source, feature)).Plan();

        Assert.Equal(1, plan.Scale.MaxReplicas);
        Assert.False(plan.Actions.Single(action => action.Subject == subject).IsBlocking);
        Assert.Contains(plan.Decisions, static decision => decision.Assumed == "One instance runs.");
    }

    [Theory]
    [InlineData(Features.DataProtectionInUse, "key ring")]
    [InlineData(Features.InstanceTokenKey, "token key")]
    public void MoreInstancesThanTheKeysAllow_RunWithAWarning(string feature, string subject)
    {
        var scenario = new Scenario().Property("DeployabilityReplicas", "3").Facts(new FeatureFact(Source, feature));

        Assert.Equal(3, scenario.Plan().Scale.Replicas);
        Assert.True(scenario.Plan().Actions.Single(action => action.Subject == subject).IsBlocking);
    }

    [Fact]
    public void KeysThatEveryInstanceFinds_LetSeveralRun() =>
        Assert.Equal(
            2,
            new Scenario()
                .Facts(new FeatureFact(Source, Features.DataProtectionInUse), new FeatureFact(Source, Features.DataProtectionPersisted))
                .Plan()
                .Scale.Replicas
        );

    [Theory]
    [InlineData("/data/app.db", "/data")]
    [InlineData("data/app.db", "/app/data")]
    public void ADatabaseFileThatTheCodeNames_IsKeptForOneInstance(string path, string mount)
    {
        var plan = new Scenario().Facts(new FileWriteFact(Source, path, "", FileWriteKind.Database)).Plan();

        Assert.Equal((mount, "ReadWriteOnce"), (Assert.Single(plan.Volumes).MountPath, plan.Volumes[0].AccessMode));
        Assert.Equal(1, plan.Scale.MaxReplicas);
    }

    /// <summary>It cannot be made there, and a program that makes its schema when it starts would end with that.</summary>
    [Fact]
    public void ADatabaseFileBesideTheProgram_IsALinkToAVolume()
    {
        var scenario = new Scenario().Facts(new FileWriteFact(Source, "pizza.db", "", FileWriteKind.Database));
        var plan = scenario.Plan();

        Assert.Equal("/data", Assert.Single(plan.Volumes).MountPath);
        Assert.Contains(
            "\nRUN ln --symbolic --force /data/pizza.db /out/app/pizza.db\n",
            scenario.File("Dockerfile"),
            StringComparison.Ordinal
        );
        Assert.Contains("**/pizza.db*\n", scenario.File("Dockerfile.dockerignore"), StringComparison.Ordinal);
        Assert.Contains(
            plan.Decisions,
            static decision => decision.ToString().Contains("a link there to /data/pizza.db", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void SeveralInstancesOfADatabaseFile_AreWarnedOf()
    {
        var scenario = new Scenario().Facts(Connection("ConnectionStrings:Db", ConnectionProviders.Sqlite));

        Assert.DoesNotContain(scenario.Plan().Actions, static action => action.Subject == "database file");
        Assert.True(
            scenario
                .Property("DeployabilityReplicas", "2")
                .Plan()
                .Actions.Single(static action => action.Subject == "database file")
                .IsBlocking
        );
    }

    [Fact]
    public void OriginsThatNobodyNamed_AreLeftToTheOperator()
    {
        var cors = new CorsPolicyFact(Source, "", false, false, EquatableArray<string>.Empty, "Cors:AllowedOrigins");

        var action = Assert.Single(new Scenario().Facts(cors).Plan().Actions);
        Assert.Equal("Cors__AllowedOrigins", action.Subject);
        Assert.False(action.IsBlocking);
        Assert.Empty(new Scenario().Facts(cors).Setting("Cors:AllowedOrigins:0", "https://shop.local").Plan().Actions);
        Assert.Empty(
            new Scenario()
                .Facts(cors)
                .Item("DeployabilityConfig", "Cors:AllowedOrigins:0", ("Value", "https://a.example"), ("Environment", "prod"))
                .Plan()
                .Actions
        );
    }

    [Fact]
    public void AnAppThatSpeaksGrpcAlone_IsToldOfItsOwnHealthService() =>
        Assert.Contains(
            new Scenario().Facts(new FeatureFact(Source, Features.Http2Only)).Plan().Decisions,
            static decision => decision.Instead.Contains("AddGrpcHealthChecks", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("dev;staging;prod", "dev.shop.example.com", "staging.shop.example.com", "shop.example.com")]
    [InlineData("production;test", "shop.example.com", "test.shop.example.com")]
    [InlineData("live", "shop.example.com")]
    public void OneHost_LeadsToOneEnvironment(string environments, params string[] expected)
    {
        var plan = new Scenario()
            .Property("DeployabilityEnvironments", environments)
            .Property("DeployabilityHost", "shop.example.com")
            .Plan();

        Assert.Equal(expected, plan.Environments.Select(static environment => environment.Host));
        Assert.Equal(
            expected.Length > 1,
            plan.Decisions.Any(static decision => decision.Why.Contains("one host", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void AHostOfOneEnvironment_MakesItsIngressThere()
    {
        var files = new Scenario().Item("DeployabilityEnvironment", "prod", ("Host", "shop.example.com")).Emit();

        Assert.Contains(files, static file => file.Path == "kubernetes/overlays/prod/ingress.yaml");
        Assert.DoesNotContain(files, static file => file.Path == "kubernetes/base/ingress.yaml");
    }

    [Fact]
    public void NoSelector_HasALabelThatChanges() =>
        Assert.All(
            new Scenario().Emit().Where(static file => file.Path.StartsWith("kubernetes/base/", StringComparison.Ordinal)),
            static file =>
                Assert.DoesNotMatch(
                    @"(matchLabels|selector):\s*\n(\s+app\.kubernetes\.io/(name|instance): .*\n)*\s+app\.kubernetes\.io/(version|component)",
                    file.Content
                )
        );

    [Theory]
    [InlineData("https", "api.example.com", 0, 443)]
    [InlineData("http", "inventory", 8080, 8080)]
    [InlineData("http", "localhost", 5001, 443)]
    [InlineData("", "", 0, 443)]
    public void OutboundCalls_OpenTheirPort(string scheme, string host, int port, int expected) =>
        Assert.Equal(
            expected,
            Assert
                .Single(new Scenario().Facts(new OutboundEndpointFact(Source, "Services:A", scheme, host, port)).Plan().Network.EgressPorts)
                .Number
        );

    [Fact]
    public void TheConfiguredAddress_CountsMoreThanTheDefault() =>
        Assert.Equal(
            9090,
            Assert
                .Single(
                    new Scenario()
                        .Setting("Services:A", "http://inventory:9090")
                        .Facts(new OutboundEndpointFact(Source, "Services:A", "https", "x", 0))
                        .Plan()
                        .Network.EgressPorts
                )
                .Number
        );

    private static string Content(IReadOnlyList<GeneratedFile> files, string path) =>
        files.Single(file => file.Path.EndsWith(path, StringComparison.Ordinal)).Content;

    [Theory]
    [InlineData(true, null, "/data/orders")]
    [InlineData(true, "orders.json", "/data/orders.json")]
    [InlineData(true, "C:\\data\\orders.json", "/data/orders.json")]
    [InlineData(false, null, "/data")]
    [InlineData(false, "reports", "/data")]
    public void APathThatIsRead_IsAFileOrAFolderAsTheCodeUsesIt(bool isFile, string? @default, string expected)
    {
        var plan = new Scenario()
            .Facts(Key("Paths:Orders", @default), new FileWriteFact(Source, "", "Paths:Orders", FileWriteKind.Data, isFile))
            .Plan();

        Assert.Equal(expected, plan.Configuration.Settings.Single(static setting => setting.Variable == "Paths__Orders").Value);
        Assert.Equal("/data", Assert.Single(plan.Volumes).MountPath);
    }

    [Fact]
    public void AFileWhoseFolderIsMadeFirst_IsStillAFile()
    {
        var plan = new Scenario()
            .Facts(
                new FileWriteFact(Source, "", "Paths:Orders", FileWriteKind.Data),
                new FileWriteFact(Source, "", "Paths:Orders", FileWriteKind.Data, IsFile: true)
            )
            .Plan();

        Assert.Equal("/data/orders", Assert.Single(plan.Configuration.Settings).Value);
    }

    [Fact]
    public void AnAbsoluteFileWithoutExtension_HasItsFolderMounted()
    {
        var plan = new Scenario()
            .Setting("Paths:Orders", "/srv/orders")
            .Facts(new FileWriteFact(Source, "", "Paths:Orders", FileWriteKind.Data, IsFile: true), Key("Paths:Orders"))
            .Plan();

        Assert.Equal("/srv", Assert.Single(plan.Volumes).MountPath);
        Assert.Equal("/srv/orders", Assert.Single(plan.Configuration.Settings).Value);
    }

    [Fact]
    public void TheKeyRingOfTheFix_IsPutOnAVolumeInAFolderOfItsOwn()
    {
        var plan = new Scenario()
            .Facts(
                new FileWriteFact(Source, "", "DataProtection:KeysPath", FileWriteKind.Data),
                new FileWriteFact(Source, "", "Paths:Uploads", FileWriteKind.Data),
                new FeatureFact(Source, Features.DataProtectionInUse),
                new FeatureFact(Source, Features.DataProtectionPersisted)
            )
            .Plan();

        Assert.Equal(["/data/keys", "/data"], plan.Configuration.Settings.Select(static setting => setting.Value));
        Assert.Equal("/data", Assert.Single(plan.Volumes).MountPath);
    }

    [Fact]
    public void ADeclaredVolumesVariable_IsNotTakenOverByAWrite()
    {
        var plan = new Scenario()
            .Item(
                "DeployabilityVolume",
                "uploads",
                ("MountPath", "/var/uploads"),
                ("EnvironmentVariable", "Storage__Uploads"),
                ("StorageClass", "fast")
            )
            .Facts(new FileWriteFact(Source, "", "Storage:Uploads", FileWriteKind.Data))
            .Plan();

        Assert.Equal("/var/uploads", Assert.Single(plan.Configuration.Settings).Value);
        Assert.Equal("/var/uploads", Assert.Single(plan.Volumes).MountPath);
        Assert.Empty(plan.Actions);
    }

    [Fact]
    public void AClaimThatInstancesShare_NeedsAClassAndItIsSaid()
    {
        var write = new FileWriteFact(Source, "", "Paths:Uploads", FileWriteKind.Data);

        Assert.Contains(
            new Scenario().Facts(write).Plan().Actions,
            static action => action.Snippet.Length + action.Task.Length > 0 && action is { Subject: "/data", IsBlocking: true }
        );
        Assert.Empty(new Scenario().Property("DeployabilityReplicas", "1").Facts(write).Plan().Actions);
    }

    [Fact]
    public void TwoFoldersThatTheCodeMayNotMake_AreOneAndItIsSaid()
    {
        var plan = new Scenario()
            .Facts(
                new FileWriteFact(Source, "", "Paths:Uploads", FileWriteKind.Data),
                new FileWriteFact(Source, "", "Paths:Reports", FileWriteKind.Data)
            )
            .Plan();

        Assert.Contains(
            plan.Decisions,
            static decision =>
                decision.Assumed == "Both are /data."
                && decision.Why.Contains("Paths__Uploads", StringComparison.Ordinal)
                && decision.Why.Contains("Paths__Reports", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ADatabaseFile_IsOnceOnTheVolumeAndNotTheDevelopersInTheImage()
    {
        var scenario = new Scenario()
            .Setting("ConnectionStrings:Default", "DataSource=app.db;Cache=Shared")
            .Facts(
                Connection("ConnectionStrings:Default", ConnectionProviders.Sqlite),
                Connection("ConnectionStrings:Default", "", required: false)
            );

        Assert.Equal("Data Source=/data/app.db;Cache=Shared", Assert.Single(scenario.Plan().Configuration.Settings).Value);
        Assert.Empty(scenario.Plan().Configuration.Secrets);
        Assert.Contains("**/app.db*\n", scenario.File("Dockerfile.dockerignore"), StringComparison.Ordinal);
        Assert.All(
            new[] { "compose.yaml", "kubernetes/base/kustomization.yaml" },
            file => Assert.Equal(1, scenario.File(file).Split("ConnectionStrings__Default").Length - 1)
        );
    }

    [Theory]
    [InlineData("wwwroot")]
    [InlineData("wwwroot/sitemap.xml")]
    public void TheWebRoot_IsNeverHiddenByAVolume(string path)
    {
        var plan = new Scenario().Facts(new FileWriteFact(Source, path, "", FileWriteKind.Data)).Plan();

        Assert.Empty(plan.Volumes);
        Assert.Contains(plan.Actions, action => action.Subject == path && action.IsBlocking);
    }

    /// <summary>What is copied into a folder that is there already leaves it root's, and the app could not write there.</summary>
    [Fact]
    public void AFolderWithFilesOfTheProject_IsMovedOutOfWhatIsPublished()
    {
        var scenario = new Scenario().Facts(
            new FileWriteFact(Source, "wwwroot/images", "", FileWriteKind.Data),
            new FileWriteFact(Source, "/srv/out", "", FileWriteKind.Data)
        );

        Assert.Contains(
            """
            RUN mkdir -p /out/volumes/srv-out \
                && mkdir -p /out/app/wwwroot/images && mv /out/app/wwwroot/images /out/volumes/app-wwwroot-images
            """,
            scenario.File("Dockerfile"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            scenario.Plan().Decisions,
            static decision => decision.Why.Contains("mounted over /app/wwwroot/images", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void AWorkerThatLooksForWork_RunsOnceUnlessAQueueSharesIt()
    {
        Assert.Equal(new(1, 1), new Scenario().Worker().Plan().Scale);
        Assert.Equal(
            new(2, 4),
            new Scenario().Worker().Facts(Connection("ConnectionStrings:Queue", ConnectionProviders.RabbitMq)).Plan().Scale
        );
        Assert.Equal(new(3, 6), new Scenario().Worker().Property("DeployabilityReplicas", "3").Plan().Scale);
    }

    [Fact]
    public void AVolumeForOneNode_MeansOneInstanceAndMoreAreRefused()
    {
        Assert.Equal(new(1, 1), Exclusive().Plan().Scale);
        Assert.Contains(
            "ReadWriteOnce",
            Assert.Single(Exclusive().Property("DeployabilityReplicas", "2").Refusals()),
            StringComparison.Ordinal
        );
        Assert.Single(Exclusive().Item("DeployabilityEnvironment", "prod", ("Replicas", "3")).Refusals());

        static Scenario Exclusive() =>
            new Scenario().Item("DeployabilityVolume", "data", ("MountPath", "/data"), ("AccessMode", "ReadWriteOnce"));
    }

    [Theory]
    [InlineData("logs/app-.log", "/tmp/serilog-writeto-0-args-path/app-.log")]
    [InlineData("C:\\logs\\app.log", "/tmp/serilog-writeto-0-args-path/app.log")]
    public void ALogFileOfSerilogsSettings_IsPointedWhereItMayBeWritten(string path, string expected)
    {
        var plan = Serilog().Setting("Serilog:WriteTo:0:Name", "File").Setting("Serilog:WriteTo:0:Args:path", path).Plan();

        Assert.Equal(
            expected,
            plan.Configuration.Settings.Single(static setting => setting.Variable == "Serilog__WriteTo__0__Args__path").Value
        );
        Assert.Contains(plan.Decisions, static decision => decision.Why.Contains("Serilog:WriteTo:0:Args:path", StringComparison.Ordinal));
    }

    [Fact]
    public void AnAbsoluteLogFileInsideAnAsynchronousSink_HasItsFolderUntilThePodEnds()
    {
        const string Inner = "Serilog:WriteTo:0:Args:configure:0";
        var plan = Serilog()
            .Setting("Serilog:WriteTo:0:Name", "Async")
            .Setting($"{Inner}:Name", "File")
            .Setting($"{Inner}:Args:path", "/var/log/shop/app.log")
            .Plan();

        var volume = Assert.Single(plan.Volumes);
        Assert.Equal(("/var/log/shop", false), (volume.MountPath, volume.IsPersistent));
        Assert.Empty(plan.Configuration.Settings);
    }

    [Theory]
    [InlineData("Console", "Serilog.Settings.Configuration/10.0.0")]
    [InlineData("File", "Serilog/4.3.0")]
    public void SettingsOfSerilogThatNameNoFileOrThatNobodyReads_AreLeftAlone(string sink, string packages)
    {
        var plan = Serilog()
            .Property("Packages", packages)
            .Setting("Serilog:WriteTo:0:Name", sink)
            .Setting("Serilog:WriteTo:0:Args:path", "logs/a.log")
            .Plan();

        Assert.Empty(plan.Configuration.Settings);
    }

    [Fact]
    public void ALogFileThatTheProjectDeclares_StaysWhereItIs()
    {
        var plan = Serilog()
            .Setting("Serilog:WriteTo:0:Name", "File")
            .Setting("Serilog:WriteTo:0:Args:path", "logs/a.log")
            .Item("DeployabilityVolume", "logs", ("MountPath", "/logs"))
            .Item("DeployabilityConfig", "Serilog:WriteTo:0:Args:path", ("Value", "/logs/a.log"))
            .Plan();

        Assert.Equal("/logs/a.log", Assert.Single(plan.Configuration.Settings).Value);
        Assert.DoesNotContain(plan.Decisions, static decision => decision.Why.Contains("Serilog", StringComparison.Ordinal));
    }

    private static Scenario Serilog() => new Scenario().Property("Packages", "Serilog.Settings.Configuration/10.0.0");

    [Theory]
    [InlineData("uploads", "/app/wwwroot/uploads", null)]
    [InlineData("./media/files", "/app/wwwroot/media/files", null)]
    [InlineData(null, "/app/wwwroot/folder", "folder")]
    public void AConfiguredFolderBelowTheWebRoot_StaysWhereItIsServed(string? given, string mountPath, string? variable)
    {
        var scenario = new Scenario().Facts(
            new FileWriteFact(Source, "wwwroot", "Uploads:Folder", FileWriteKind.Data),
            Key("Uploads:Folder", given)
        );
        var plan = scenario.Plan();

        Assert.Equal(mountPath, Assert.Single(plan.Volumes).MountPath);
        Assert.Equal(variable ?? given, Assert.Single(plan.Configuration.Settings).Value);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("../outside")]
    public void AConfiguredFolderThatIsTheWebRootOrOutside_IsLeftToAPerson(string given)
    {
        var plan = new Scenario()
            .Facts(new FileWriteFact(Source, "wwwroot", "Uploads:Folder", FileWriteKind.Data), Key("Uploads:Folder", given))
            .Plan();

        Assert.Empty(plan.Volumes);
        Assert.Contains(plan.Actions, static action => action is { Kind: OperatorActionKind.Code, IsBlocking: true });
    }

    [Fact]
    public void AConfiguredFolderOutsideTheWebRoot_IsSaidNotToBeServed()
    {
        var plan = new Scenario()
            .Facts(new FileWriteFact(Source, "wwwroot", "Uploads:Folder", FileWriteKind.Data), Key("Uploads:Folder"))
            .Setting("Uploads:Folder", "/srv/uploads")
            .Plan();

        Assert.Equal("/srv/uploads", Assert.Single(plan.Volumes).MountPath);
        Assert.Contains(plan.Decisions, static decision => decision.Assumed.Contains("not served", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/var/lib/shop", "", "", "/var/lib/shop")]
    [InlineData("/var/lib/shop", "EnvironmentVariable", "SHOP_FILES", "/data")]
    [InlineData("/var/lib/shop", "AccessMode", "ReadWriteMany", "/data")]
    [InlineData("/app/wwwroot/uploads", "", "", "/data")]
    public void ADatabaseFile_GoesIntoTheVolumeThatNothingElseUses(string mountPath, string metadata, string value, string expected)
    {
        var plan = new Scenario()
            .Item("DeployabilityVolume", "shop", [("MountPath", mountPath), .. metadata.Length > 0 ? new[] { (metadata, value) } : []])
            .Facts(Connection("ConnectionStrings:Main", ConnectionProviders.Sqlite))
            .Setting("ConnectionStrings:Main", "Data Source=app.db")
            .Plan();

        Assert.Equal(
            $"Data Source={expected}/app.db",
            plan.Configuration.Settings.Single(static setting => setting.Variable == "ConnectionStrings__Main").Value
        );
        Assert.Equal(expected == mountPath ? 1 : 2, plan.Volumes.Count);
    }

    [Theory]
    [InlineData("/data/db", "/data/files", "/data")]
    [InlineData("/data/files", "/data", "/data/db")]
    public void FoldersInOneAnother_ShareOneClaimInWhicheverOrder(params string[] paths)
    {
        var plan = new Scenario().Facts([.. paths.Select(static path => new FileWriteFact(Source, path, "", FileWriteKind.Data))]).Plan();

        Assert.Equal("/data", Assert.Single(plan.Volumes).MountPath);
    }

    [Fact]
    public void DataInAFolderForLogs_Lasts()
    {
        var plan = new Scenario()
            .Facts(
                new FileWriteFact(Source, "/srv/logs", "", FileWriteKind.Log),
                new FileWriteFact(Source, "/srv/logs/archive", "", FileWriteKind.Data)
            )
            .Plan();

        Assert.Equal(
            [("/srv/logs", false), ("/srv/logs/archive", true)],
            plan.Volumes.Select(static volume => (volume.MountPath, volume.IsPersistent))
        );
    }

    [Theory]
    [InlineData("shop.example.com", "staging.shop.example.com,dev.shop.example.com")]
    [InlineData("shop.example.com;*.shop.example.com", "")]
    [InlineData("*", "")]
    public void HostFilteringThatRefusesAnEnvironmentsHost_IsSaid(string filter, string expected)
    {
        var plan = new Scenario().Property("DeployabilityHost", "shop.example.com").Setting("AllowedHosts", filter).Plan();
        var action = plan.Actions.SingleOrDefault(static action => action.Subject == "AllowedHosts");

        Assert.Equal(expected.Length > 0, action is { IsBlocking: true });
        foreach (var host in expected.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Contains(host, action!.Why, StringComparison.Ordinal);
            Assert.Contains($"Value=\"{filter};{host}\"", action.Snippet, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void HostFilteringThatTheProjectDeclares_CountsForItsEnvironment()
    {
        var plan = new Scenario()
            .Property("DeployabilityHost", "shop.example.com")
            .Setting("AllowedHosts", "shop.example.com")
            .Item("DeployabilityConfig", "AllowedHosts", ("Value", "shop.example.com;dev.shop.example.com"), ("Environment", "dev"))
            .Item("DeployabilityConfig", "AllowedHosts", ("Value", "staging.shop.example.com"), ("Environment", "staging"))
            .Plan();

        // Probes come with the first host that the files accept.
        Assert.Contains(
            "so the app refuses every request to shop.example.com.",
            plan.Actions.Single(static action => action.Subject == "AllowedHosts").Why,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("Microsoft.Orleans.Clustering.Redis/9.0.0", 2)]
    public void InstancesThatAreClustersOfTheirOwn_AreOne(string packages, int replicas) =>
        Assert.Equal(
            replicas,
            new Scenario().Property("Packages", packages).Facts(new FeatureFact(Source, Features.LocalCluster)).Plan().Scale.Replicas
        );

    [Fact]
    public void SeveralClustersOfTheirOwn_RunWithAWarning() =>
        Assert.True(
            new Scenario()
                .Property("DeployabilityReplicas", "3")
                .Facts(new FeatureFact(Source, Features.LocalCluster))
                .Plan()
                .Actions.Single(static action => action.Subject == "clustering")
                .IsBlocking
        );
}
