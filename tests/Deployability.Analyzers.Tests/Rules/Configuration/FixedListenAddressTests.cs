using Deployability.Analyzers.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Configuration.FixedListenAddressAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

public class FixedListenAddressTests
{
    [Theory]
    [InlineData("app.Run({|DPL1003:\"http://localhost:5000\"|});")]
    [InlineData("await app.RunAsync({|DPL1003:\"http://127.0.0.1:5000\"|});")]
    [InlineData("app.Urls.Add({|DPL1003:\"http://localhost:5000\"|}); app.Run();")]
    [InlineData("app.Urls.Add({|DPL1003:$\"http://localhost:{args.Length}\"|}); app.Run();")]
    [InlineData("const string url = {|DPL1003:\"http://localhost:5000\"|}; app.Run(url);")]
    [InlineData("app.Run({|DPL1003:\"http://10.1.2.3:5000\"|});")]
    [InlineData("app.Run(app.Configuration[\"Urls\"] ?? {|DPL1003:\"http://localhost:5000\"|});")]
    public Task AppOnLoopbackOrAFixedHost_Triggers(string statement) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var app = WebApplication.Create(args);
            {statement}
            """
        );

    [Theory]
    [InlineData("builder.WebHost.UseUrls({|DPL1003:\"http://localhost:5000\"|});")]
    [InlineData("builder.WebHost.UseUrls({|DPL1003:\"http://localhost:5000\"|}, {|DPL1003:\"https://localhost:5001\"|});")]
    [InlineData("builder.WebHost.UseUrls({|DPL1003:\"http://localhost:5000;https://localhost:5001\"|});")]
    [InlineData("builder.WebHost.UseSetting(\"urls\", {|DPL1003:\"http://localhost:5000\"|});")]
    [InlineData("builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, {|DPL1003:\"http://localhost:5000\"|});")]
    [InlineData("builder.Configuration[\"urls\"] = {|DPL1003:\"http://localhost:5000\"|};")]
    [InlineData("builder.Configuration[\"Kestrel:Endpoints:Http:Url\"] = {|DPL1003:\"http://localhost:5000\"|};")]
    [InlineData("Environment.SetEnvironmentVariable(\"ASPNETCORE_URLS\", {|DPL1003:\"http://localhost:5000\"|});")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.{|DPL1003:ListenLocalhost(5000)|});")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.{|DPL1003:Listen(System.Net.IPAddress.Loopback, 5000)|});")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.{|DPL1003:Listen(System.Net.IPAddress.IPv6Loopback, 5000, l => l.UseHttps())|});")]
    [InlineData(
        "builder.WebHost.ConfigureKestrel(o => o.{|DPL1003:Listen(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 5000))|});"
    )]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.Listen(System.Net.IPAddress.Parse({|DPL1003:\"127.0.0.1\"|}), 5000));")]
    public Task HostOnLoopback_Triggers(string statement) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            {statement}
            builder.Build().Run();
            """
        );

    [Fact]
    public Task GenericHost_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Program
            {
                public static void Main(string[] args) =>
                    Host.CreateDefaultBuilder(args)
                        .ConfigureWebHostDefaults(web => web.UseStartup<Startup>().UseUrls({|DPL1003:"http://localhost:5000"|}))
                        .Build().Run();
            }

            public class Startup { public void Configure(IApplicationBuilder app) { } }
            """
        );

    [Theory]
    [InlineData("builder.WebHost.UseUrls(\"http://*:5005\");")]
    [InlineData("builder.WebHost.UseUrls(\"http://+:5005\");")]
    [InlineData("builder.WebHost.UseUrls(\"http://0.0.0.0:5005\");")]
    [InlineData("builder.WebHost.UseUrls(\"http://[::]:5005\");")]
    [InlineData("builder.WebHost.UseUrls($\"http://{args[0]}:5005\");")]
    [InlineData("builder.WebHost.UseUrls(\"http://localhost:5000;http://*:8080\");")]
    [InlineData("builder.WebHost.UseUrls(builder.Configuration[\"Urls\"]!);")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.ListenAnyIP(5000));")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.Listen(System.Net.IPAddress.Any, 5000));")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => { o.ListenAnyIP(8080); o.ListenLocalhost(9090); });")]
    [InlineData("if (builder.Environment.IsDevelopment()) { builder.WebHost.UseUrls(\"http://localhost:5000\"); }")]
    [InlineData("builder.WebHost.ConfigureKestrel((c, o) => { if (c.HostingEnvironment.IsDevelopment()) o.ListenLocalhost(5000); });")]
    [InlineData("builder.WebHost.UseSetting(\"https_port\", \"5001\");")]
    [InlineData("new List<string>().Add(\"http://localhost:5000\");")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.ListenUnixSocket(\"/tmp/app.sock\"));")]
    public Task AddressThatOthersReach_DoesNotTrigger(string statement) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            {statement}
            builder.Build().Run();
            """
        );

    [Theory]
    [InlineData("{ \"urls\": [|\"http://localhost:5000\"|] }")]
    [InlineData("{ \"Urls\": [|\"http://localhost:5000;https://localhost:5001\"|] }")]
    [InlineData("{ \"urls\": [|\"http://LocalHost:5000\"|] }")]
    [InlineData("{ \"urls\": [|\"http://192.168.1.4:5000\"|] }")]
    [InlineData("{ \"Kestrel\": { \"Endpoints\": { \"Http\": { \"Url\": [|\"http://localhost:5000\"|] } } } }")]
    [InlineData(
        "{ \"Kestrel\": { \"Endpoints\": { \"Http\": { \"Url\": [|\"http://127.0.0.1:5000\"|], \"Protocols\": \"Http2\" } } } } // x"
    )]
    public Task SettingsThatShip_Trigger(string json) => VerifySettings("appsettings.json", json);

    // A developer's certificate is on no other machine, and without one the server throws at the start.
    [Theory]
    [InlineData("""{ "Kestrel": { "Endpoints": { "Web": { "Url": [|"https://*:8443"|] } } } }""", "FROM a\n")]
    [InlineData("""{ "urls": [|"http://*:8080;https://0.0.0.0:8443"|] }""", "FROM a\n")]
    [InlineData("""{ "Kestrel": { "Endpoints": { "Web": { "Url": "http://*:8080" } } } }""", "FROM a\n")]
    [InlineData(
        """{ "Kestrel": { "Endpoints": { "Web": { "Url": "https://*:8443", "Certificate": { "Path": "/tls/tls.pfx" } } } } }""",
        "FROM a\n"
    )]
    [InlineData("""{ "urls": "https://*:8443", "Kestrel": { "Certificates": { "Default": { "Path": "/tls/tls.crt" } } } }""", "FROM a\n")]
    [InlineData(
        """{ "Kestrel": { "Endpoints": { "Web": { "Url": "https://*:8443" } } } }""",
        "FROM a\nENV ASPNETCORE_Kestrel__Certificates__Default__Path=/tls/tls.pfx\n"
    )]
    [InlineData(
        """{ "Kestrel": { "Endpoints": { "Web": { "Url": "https://*:8443" } } } }""",
        "FROM a\nENV Kestrel__Endpoints__Web__Certificate__Path=/tls/tls.pfx\n"
    )]
    [InlineData("""{ "Services": { "Url": "https://*:8443" } }""", "FROM a\n")]
    public Task HttpsWithoutACertificate_TriggersWhereTheServerIsTold(string json, string dockerfile) =>
        VerifySettings("appsettings.json", json, ("Dockerfile", dockerfile));

    [Fact]
    public Task CertificateOfCode_IsOne()
    {
        var test = new CSharpAnalyzerTest<FixedListenAddressAnalyzer>
        {
            TestCode = """
                var builder = WebApplication.CreateBuilder(args);
                builder.WebHost.ConfigureKestrel(server => server.ConfigureHttpsDefaults(https => https.ServerCertificate = null));
                builder.Build().Run();
                """,
        };
        test.TestState.AdditionalFiles.Add(("appsettings.json", """{ "urls": "https://*:8443" }"""));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("appsettings.json", "{ \"urls\": \"http://*:5000\" }")]
    [InlineData("appsettings.json", "{ \"urls\": \"http://localhost:5000;http://0.0.0.0:80\" }")]
    [InlineData("appsettings.json", "{ \"Kestrel\": { \"Endpoints\": { \"Grpc\": { \"Url\": \"http://orders-grpc:666\" } } } }")]
    [InlineData("appsettings.json", "{ \"urls\": \"http://orders.shop.example:8080\" }")]
    [InlineData("appsettings.json", "{ \"Service\": { \"Url\": \"http://localhost:5000\" } }")]
    [InlineData("appsettings.json", "{ \"Kestrel\": { \"EndpointDefaults\": { \"Url\": \"http://localhost:5000\" } } }")]
    [InlineData("appsettings.Development.json", "{ \"urls\": \"http://localhost:5000\" }")]
    [InlineData("launchSettings.json", "{ \"urls\": \"http://localhost:5000\" }")]
    public Task OtherSettings_DoNotTrigger(string file, string json) => VerifySettings(file, json);

    [Theory]
    [InlineData("Dockerfile", "FROM a\nENV ASPNETCORE_URLS=[|http://localhost:5000|]\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    environment:\n      ASPNETCORE_URLS: [|http://127.0.0.1:8080|]\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    environment:\n      ASPNETCORE_URLS: [|\"${URLS:-http://localhost:8080}\"|]\n")]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec: { containers: [{ env: [{ name: Kestrel__Endpoints__Http__Url, value: [|\"http://localhost:8080\"|] }] }] }\n"
    )]
    [InlineData("Dockerfile", "FROM a\nENV ASPNETCORE_URLS=http://+:8080\n")]
    [InlineData("Dockerfile", "FROM a\nENV ASPNETCORE_URLS=http://localhost:5000;http://*:8080\n")]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      ASPNETCORE_URLS: ${URLS}\n      Api__Url: http://localhost:1\n"
    )]
    [InlineData("compose.override.yaml", "services:\n  api:\n    environment:\n      ASPNETCORE_URLS: http://localhost:8080\n")]
    [InlineData("web.config", "<a><environmentVariable name=\"ASPNETCORE_URLS\" value=\"http://localhost:5000\" /></a>")]
    public Task Variables_TriggerWhereNothingElseReachesThem(string file, string content) => VerifySettings(file, content);

    [Theory]
    [InlineData("ENV ASPNETCORE_URLS=[|https://+:8443;http://+:8080|]\n", "")]
    [InlineData("ENV ASPNETCORE_HTTP_PORTS=8080 ASPNETCORE_HTTPS_PORTS=[|8443|]\n", "")]
    [InlineData("ENV ASPNETCORE_URLS=http://+:8080\n", "")]
    [InlineData("ENV ASPNETCORE_HTTPS_PORTS=\n", "")]
    [InlineData("ENV ASPNETCORE_URLS=https://+:8443\nCOPY site.pfx /https/\n", "")]
    [InlineData("RUN dotnet dev-certs https\nENV ASPNETCORE_HTTPS_PORTS=8443\n", "")]
    [InlineData("ENV ASPNETCORE_URLS=https://+:8443 ASPNETCORE_Kestrel__Certificates__Default__Path=/https/site\n", "")]
    [InlineData("ENV ASPNETCORE_URLS=https://+:8443\n", "ASPNETCORE_URLS: http://+:8080")]
    [InlineData("ENV ASPNETCORE_URLS=[|https://+:8443|]\n", "GREETING: hello")]
    [InlineData("ENV ASPNETCORE_URLS=https://+:8443\n", "Kestrel__Certificates__Default__Path: /run/secrets/site")]
    public Task AnImageThatListensOnHttps_NeedsACertificate(string instructions, string variable) =>
        VerifySettings(
            "Dockerfile",
            "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n" + instructions + "ENTRYPOINT [\"dotnet\", \"TestProject.dll\"]\n",
            variable.Length == 0 ? [] : [("compose.yaml", "services:\n  api:\n    build: .\n    environment: { " + variable + " }\n")]
        );

    // The old key is asked only where nobody sets the new one, and the image does.
    [Theory]
    [InlineData("{ \"server.urls\": \"http://localhost:5000\" }", "ENV ASPNETCORE_URLS=http://+:8080\n")]
    [InlineData("{ \"server.urls\": [|\"http://localhost:5000\"|] }", "ENV ASPNETCORE_HTTP_PORTS=8080\n")]
    [InlineData("{ \"urls\": [|\"http://localhost:5000\"|] }", "ENV ASPNETCORE_URLS=http://+:8080\n")]
    public Task AnImageThatSaysWhereToListen_WinsOverTheOldKey(string json, string environment) =>
        VerifySettings("appsettings.json", json, ("Dockerfile", "FROM a\n" + environment));

    // What the image or the operator says wins there, and the address holds elsewhere only.
    [Theory]
    [InlineData("if (string.IsNullOrEmpty(builder.Configuration[\"http_ports\"])) builder.WebHost.UseUrls(\"http://127.0.0.1:0\");", "")]
    [InlineData(
        "var ports = Environment.GetEnvironmentVariable(\"ASPNETCORE_HTTP_PORTS\"); if (ports is null) { builder.WebHost.UseUrls(\"http://localhost:0\"); }",
        ""
    )]
    [InlineData(
        "if (args.Length == 0 && builder.Configuration.GetValue<string>(\"HTTPS_PORTS\") == null) builder.WebHost.ConfigureKestrel(o => o.ListenLocalhost(5000));",
        ""
    )]
    [InlineData(
        "if (builder.Configuration[\"urls\"] is null) builder.WebHost.UseUrls(\"http://localhost:5000\");",
        "FROM a\nENV ASPNETCORE_URLS=http://+:8080\n"
    )]
    [InlineData(
        "builder.WebHost.UseUrls(Environment.GetEnvironmentVariable(\"ASPNETCORE_URLS\") ?? \"http://localhost:5000\");",
        "FROM a\nENV ASPNETCORE_URLS=http://+:8080\n"
    )]
    [InlineData("if (builder.Configuration[\"urls\"] is null) builder.WebHost.UseUrls([|\"http://localhost:5000\"|]);", "FROM a\n")]
    [InlineData("if (builder.Configuration[\"name\"] is null) builder.WebHost.UseUrls([|\"http://localhost:5000\"|]);", "FROM a\n")]
    [InlineData(
        "if (builder.Configuration[\"http_ports\"] is null) Console.WriteLine(); builder.WebHost.UseUrls([|\"http://localhost:5000\"|]);",
        "FROM a\n"
    )]
    public Task AnAddressThatYieldsToTheServersOwnSettings_TriggersWhereNothingSetsThem(string statement, string dockerfile)
    {
        var test = new CSharpAnalyzerTest<FixedListenAddressAnalyzer>
        {
            TestCode = $"var builder = WebApplication.CreateBuilder(args);\n{statement}\nbuilder.Build().Run();",
        };
        test.TestState.AdditionalFiles.Add(("Dockerfile", dockerfile));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task AnExitBefore_IsAsGoodAsACondition() =>
        Verify.VerifyAnalyzerAsync(
            """
            static class Hosts
            {
                static void Main()
                {
                    var builder = WebApplication.CreateBuilder();
                    Bind(builder);
                    builder.Build().Run();
                }

                static void Bind(WebApplicationBuilder builder)
                {
                    if (!string.IsNullOrEmpty(builder.Configuration["http_ports"])) return;
                    builder.WebHost.UseUrls("http://localhost:5000");
                }
            }
            """
        );

    // The server asks the host's configuration, and no other that a class builds for itself.
    [Theory]
    [InlineData("new ConfigurationBuilder().AddJsonFile($\"hosting.{args[0]}.json\").Build()", "\"http://localhost:5000\"")]
    [InlineData(
        "builder.WebHost.UseConfiguration(new ConfigurationBuilder().AddJsonFile($\"hosting.{args[0]}.json\").Build())",
        "[|\"http://localhost:5000\"|]"
    )]
    [InlineData("builder.Configuration.AddJsonFile($\"hosting.{args[0]}.json\")", "[|\"http://localhost:5000\"|]")]
    [InlineData("builder.Configuration.AddJsonFile(\"other.json\")", "\"http://localhost:5000\"")]
    public Task AFileThatNoHostLoads_DoesNotTrigger(string load, string url)
    {
        var test = new CSharpAnalyzerTest<FixedListenAddressAnalyzer>
        {
            TestCode = $"var builder = WebApplication.CreateBuilder(args);\n_ = {load};\nbuilder.Build().Run();",
        };
        test.TestState.AdditionalFiles.Add(("hosting.Production.json", $"{{ \"urls\": {url} }}"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task VerifySettings(string file, string json, params (string, string)[] others)
    {
        var test = new CSharpAnalyzerTest<FixedListenAddressAnalyzer> { TestCode = "WebApplication.Create(args).Run();" };
        test.TestState.AdditionalFiles.Add((file, json));
        foreach (var other in others)
        {
            test.TestState.AdditionalFiles.Add(other);
        }

        return test.RunAsync();
    }
}
