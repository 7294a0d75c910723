using Deployability.Analyzers.Rules.Security;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.VerboseLogLevelAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class VerboseLogLevelTests
{
    [Theory]
    [InlineData("builder.Logging.[|SetMinimumLevel(LogLevel.Debug)|];")]
    [InlineData("builder.Logging.ClearProviders().[|SetMinimumLevel(LogLevel.Trace)|].AddConsole();")]
    [InlineData("builder.Services.AddLogging(logging => logging.[|SetMinimumLevel(LogLevel.Debug)|]);")]
    [InlineData("builder.Logging.[|AddFilter(\"Microsoft\", LogLevel.Trace)|];")]
    [InlineData("new Serilog.LoggerConfiguration().MinimumLevel.[|Debug()|];")]
    [InlineData("builder.Logging.[|SetMinimumLevel(LogLevel.Trace)|]; builder.Host.UseNLog();")]
    [InlineData("new Serilog.LoggerConfiguration().MinimumLevel.[|Verbose()|];")]
    [InlineData("new Serilog.LoggerConfiguration().MinimumLevel.[|Override(\"Shop.Orders\", Serilog.Events.LogEventLevel.Debug)|];")]
    [InlineData("builder.Logging.[|AddFilter(\"Microsoft.EntityFrameworkCore.Database.Command\", LogLevel.Debug)|];")]
    [InlineData("builder.Logging.[|AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>(null, LogLevel.Debug)|];")]
    [InlineData("builder.Logging.[|AddFilter((category, level) => level >= LogLevel.Debug)|];")]
    [InlineData("if (builder.Environment.IsDevelopment()) { } else { builder.Logging.[|SetMinimumLevel(LogLevel.Debug)|]; }")]
    [InlineData("if (builder.Environment.IsProduction()) { builder.Logging.[|SetMinimumLevel(LogLevel.Debug)|]; }")]
    [InlineData(
        "var isDevelopment = builder.Environment.IsDevelopment(); if (!isDevelopment) { builder.Logging.[|SetMinimumLevel(LogLevel.Debug)|]; }"
    )]
    [InlineData("if (true) { builder.Logging.[|SetMinimumLevel(LogLevel.Debug)|]; }")]
    [InlineData("[|new LoggerFilterOptions().MinLevel = LogLevel.Trace|];")]
    [InlineData("builder.Services.Configure<LoggerFilterOptions>(options => [|options.MinLevel = LogLevel.Debug|]);")]
    [InlineData("const LogLevel level = LogLevel.Debug; builder.Logging.[|SetMinimumLevel(level)|];")]
    [InlineData("var level = LogLevel.Trace; builder.Logging.[|SetMinimumLevel(level)|];")]
    public Task LevelForDevelopers_Triggers(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("builder.Logging.SetMinimumLevel(LogLevel.Information);")]
    [InlineData("builder.Logging.SetMinimumLevel(builder.Environment.IsDevelopment() ? LogLevel.Debug : LogLevel.Information);")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Logging.SetMinimumLevel(LogLevel.Debug);")]
    [InlineData("builder.Logging.SetMinimumLevel(builder.Configuration.GetValue<LogLevel>(\"Level\"));")]
    [InlineData("builder.Logging.AddFilter(\"Microsoft\", LogLevel.Warning);")]
    [InlineData("builder.Logging.AddDebug();")]
    [InlineData("var level = builder.ToString()!; if (level.StartsWith(\"d\")) { builder.Logging.SetMinimumLevel(LogLevel.Debug); }")]
    [InlineData("switch (args[0]) { case \"debug\": builder.Logging.SetMinimumLevel(LogLevel.Debug); break; }")]
    [InlineData("if (args.Contains(\"--verbose\")) { new Serilog.LoggerConfiguration().MinimumLevel.Debug(); }")]
    [InlineData("new Serilog.LoggerConfiguration().MinimumLevel.Information();")]
    [InlineData("builder.Logging.AddFilter((category, level) => level >= LogLevel.Warning);")]
    [InlineData("builder.Logging.ClearProviders(); builder.Logging.SetMinimumLevel(LogLevel.Trace); builder.Host.UseNLog();")]
    [InlineData("builder.Services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddNLog());")]
    [InlineData("_ = new SecurityLog();")]
    [InlineData("builder.Logging.AddFilter((category, level) => level != LogLevel.Debug);")]
    [InlineData(
        "var level = builder.Environment.IsDevelopment() ? LogLevel.Debug : LogLevel.Information; builder.Logging.SetMinimumLevel(level);"
    )]
    [InlineData("if (builder.Configuration.GetValue<bool>(\"Verbose\")) { builder.Logging.SetMinimumLevel(LogLevel.Debug); }")]
    [InlineData("if (builder.Configuration.GetOrDefault<bool>(\"verbose\", false)) { builder.Logging.SetMinimumLevel(LogLevel.Debug); }")]
    public Task OtherLevels_DoNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("appsettings.json", """{ "Logging": { "LogLevel": { "Default": [|"Debug"|], "Microsoft": "Warning" } } }""")]
    [InlineData("appsettings.Production.json", """{ "Logging": { "Console": { "LogLevel": { "Default": [|"Trace"|] } } } }""")]
    [InlineData("appsettings.json", """{ "Serilog": { "MinimumLevel": [|"Verbose"|] } }""")]
    [InlineData("appsettings.json", """{ "Serilog": { "MinimumLevel": { "Default": [|"Debug"|] } } }""")]
    [InlineData("appsettings.json", """{ "Logging": { "LogLevel": { "Default": "Information" } }, "Mode": "Debug" }""")]
    [InlineData("appsettings.Development.json", """{ "Logging": { "LogLevel": { "Default": "Debug" } } }""")]
    [InlineData("appsettings.Staging.json", """{ "Logging": { "LogLevel": { "Default": "Debug" } } }""")]
    [InlineData("appsettings.json", """{ "Logging": { "LogLevel": { "Default": [|"Debug"|], "Microsoft": "Trace" } } }""")]
    [InlineData("Dockerfile", "FROM aspnet:10.0\nENV Logging__LogLevel__Default=[|Debug|]\n")]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      Logging__LogLevel__Default: [|Trace|]\n      LogLevel: Debug\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec:\n  containers:\n    - name: api\n      env:\n        - name: Logging__LogLevel__Default\n          value: [|Debug|]\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    image: api\n    environment:\n      - Logging__LogLevel__Default=Debug\n      - ASPNETCORE_ENVIRONMENT=Development\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    image: api\n    environment:\n      Logging__LogLevel__Default: [|Debug|]\n  web:\n    image: web\n    environment:\n      ASPNETCORE_ENVIRONMENT: Development\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec:\n  containers:\n    - name: api\n      env:\n        - name: Logging__LogLevel__Default\n          value: Debug\n        - name: DOTNET_ENVIRONMENT\n          value: Development\n"
    )]
    public Task Settings_TriggerWhereTheyShip(string file, string content) =>
        new CSharpAnalyzerTest<VerboseLogLevelAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
        }.RunAsync();

    [Theory]
    [InlineData("DEBUG", "MinimumLevel.Debug()")]
    [InlineData("RELEASE", "MinimumLevel.[|Debug()|]")]
    public Task LevelOfADebugBuild_IsTheDevelopers(string symbol, string level) =>
        Verify.VerifyAnalyzerAsync(
            $"#define DEBUG\n#define RELEASE\n"
                + Program(
                    $$"""
                    var log = new Serilog.LoggerConfiguration()
                    #if {{symbol}}
                        .{{level}}
                    #endif
                        .Quiet();
                    """
                )
        );

    // The host's levels decide for what a factory hands on; a factory that Serilog makes asks nobody; a builder lets everything through to it.
    [Theory]
    [InlineData("var log = new Serilog.LoggerConfiguration().MinimumLevel.Verbose().CreateLogger(); factory.AddSerilog(log);")]
    [InlineData("factory.AddSerilog(new Serilog.LoggerConfiguration().MinimumLevel.Debug().CreateLogger());")]
    [InlineData("Serilog.Log.Logger = new Serilog.LoggerConfiguration().MinimumLevel.Debug().CreateLogger(); factory.AddSerilog();")]
    [InlineData(
        "var log = new Serilog.LoggerConfiguration().MinimumLevel.[|Debug()|].CreateLogger(); factory.AddSerilog(log); builder.Logging.AddSerilog(log);"
    )]
    [InlineData("builder.Logging.AddSerilog(new Serilog.LoggerConfiguration().MinimumLevel.[|Debug()|].CreateLogger());")]
    [InlineData("builder.Host.UseSerilog(new Serilog.LoggerConfiguration().MinimumLevel.[|Verbose()|].CreateLogger());")]
    [InlineData(
        "Serilog.Log.Logger = new Serilog.LoggerConfiguration().MinimumLevel.Debug().CreateLogger(); builder.Host.UseSerilog((_, logger) => logger.MinimumLevel.Information());"
    )]
    [InlineData(
        "Serilog.Log.Logger = new Serilog.LoggerConfiguration().MinimumLevel.[|Debug()|].CreateLogger(); builder.Host.UseSerilog((_, logger) => logger.Quiet(), preserveStaticLogger: true);"
    )]
    [InlineData(
        "Serilog.Log.Logger = new Serilog.LoggerConfiguration().MinimumLevel.[|Debug()|].CreateLogger(); builder.Host.UseSerilog();"
    )]
    [InlineData(
        "Serilog.Log.Logger = new Serilog.LoggerConfiguration().CreateLogger(); builder.Host.UseSerilog((_, logger) => logger.MinimumLevel.[|Debug()|]);"
    )]
    [InlineData("builder.Host.UseSerilog(); builder.Logging.SetMinimumLevel(LogLevel.Trace);")]
    [InlineData("builder.Logging.AddFilter(\"Microsoft\", LogLevel.Debug); builder.Services.AddSerilog();")]
    [InlineData(
        "builder.Services.Configure<LoggerFilterOptions>(options => options.MinLevel = LogLevel.Debug); builder.Host.UseSerilog();"
    )]
    [InlineData("builder.Host.UseSerilog(writeToProviders: true); builder.Logging.[|SetMinimumLevel(LogLevel.Trace)|];")]
    [InlineData("builder.Logging.AddSerilog(); builder.Logging.[|SetMinimumLevel(LogLevel.Debug)|];")]
    [InlineData("LoggerFactory.Create(logging => logging.AddFilter(\"Shop.Program\", LogLevel.Debug));")]
    [InlineData("builder.Logging.[|AddFilter(\"Shop.Program\", LogLevel.Debug)|];")]
    [InlineData("LoggerFactory.Create(logging => logging.[|AddFilter(\"\", LogLevel.Debug)|]);")]
    [InlineData("builder.Host.UseSerilog(); LoggerFactory.Create(logging => logging.[|SetMinimumLevel(LogLevel.Debug)|]);")]
    public Task LevelThatAnotherDecides_DoesNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(
            "using Serilog;\n"
                + Program("var factory = LoggerFactory.Create(_ => { });" + code)
                + """
                namespace Serilog
                {
                    public static class Log { public static object? Logger { get; set; } }

                    public static class SerilogExtensions
                    {
                        public static object CreateLogger(this LoggerConfiguration configuration) => configuration;
                        public static ILoggerFactory AddSerilog(this ILoggerFactory factory, object? logger = null) => factory;
                        public static ILoggingBuilder AddSerilog(this ILoggingBuilder builder, object? logger = null) => builder;
                        public static IServiceCollection AddSerilog(this IServiceCollection services, object? logger = null, bool writeToProviders = false) => services;
                        public static IHostBuilder UseSerilog(this IHostBuilder host, object? logger = null, bool writeToProviders = false) => host;
                        public static IHostBuilder UseSerilog(this IHostBuilder host, Action<HostBuilderContext, LoggerConfiguration> configureLogger, bool preserveStaticLogger = false, bool writeToProviders = false) => host;
                    }
                }
                """
        );

    // The outer level is what may pass at all: what is written to says what does.
    [Theory]
    [InlineData("MinimumLevel.Verbose().WriteTo.Console(restrictedToMinimumLevel: LogEventLevel.Information)")]
    [InlineData(
        "MinimumLevel.Verbose().WriteTo.Console(LogEventLevel.Warning).WriteTo.Logger(inner => inner.MinimumLevel.Information().WriteTo.Console())"
    )]
    [InlineData("MinimumLevel.Verbose().WriteTo.Sink(new Recent())")]
    [InlineData("MinimumLevel.[|Verbose()|].WriteTo.Console()")]
    [InlineData("MinimumLevel.[|Verbose()|].WriteTo.Console(LogEventLevel.Debug)")]
    [InlineData("MinimumLevel.[|Debug()|].WriteTo.Console(LogEventLevel.Information).WriteTo.Console()")]
    [InlineData("MinimumLevel.Verbose().WriteTo.Logger(inner => inner.MinimumLevel.[|Debug()|].WriteTo.Console())")]
    [InlineData("MinimumLevel.[|Verbose()|].WriteTo.Logger(inner => inner.WriteTo.Console())")]
    public Task LevelThatSinksNarrow_DoesNotTrigger(string configuration) =>
        Verify.VerifyAnalyzerAsync(
            "using Serilog;\nusing Serilog.Events;\n"
                + Program($"_ = new LoggerConfiguration().{configuration}.Quiet();")
                + """
                public class Recent : Serilog.Core.ILogEventSink { }

                namespace Serilog.Core
                {
                    public interface ILogEventSink { }
                }

                namespace Serilog
                {
                    public static class Sinks
                    {
                        public static LoggerConfiguration Console(this Configuration.LoggerSinkConfiguration sinks, Events.LogEventLevel restrictedToMinimumLevel = Events.LogEventLevel.Verbose) => new();
                    }
                }
                """
        );

    private static string Program(string code) =>
        $$"""
            var builder = WebApplication.CreateBuilder(args);
            {{code}}
            builder.Build().Run();

            public static class Extensions
            {
                public static T? GetOrDefault<T>(this IConfiguration configuration, string key, T? otherwise) { Console.WriteLine(key); return otherwise; }
                public static IHostBuilder UseNLog(this IHostBuilder host) => host;
                public static ILoggingBuilder AddNLog(this ILoggingBuilder logging) => logging;
            }

            public class SecurityLog { private readonly Serilog.LoggerConfiguration configuration = new Serilog.LoggerConfiguration().MinimumLevel.Debug(); public override string? ToString() => configuration.ToString(); }

            namespace Serilog
            {
                public class LoggerConfiguration { public Configuration.LoggerSinkConfiguration WriteTo => new(); public Configuration.LoggerMinimumLevelConfiguration MinimumLevel => new(); public LoggerConfiguration Quiet() => this; public Configuration.LoggerSettingsConfiguration ReadFrom => new(); public object CreateBootstrapLogger() => this; }
            }

            namespace Serilog.Events
            {
                public enum LogEventLevel { Verbose, Debug, Information, Warning }
            }

            namespace Serilog.Configuration
            {
                public class LoggerSettingsConfiguration { public LoggerConfiguration Configuration(Microsoft.Extensions.Configuration.IConfiguration configuration) => new(); }

                public class LoggerSinkConfiguration
                {
                    public LoggerConfiguration Sink(object logEventSink) => new();
                    public LoggerConfiguration Logger(Action<LoggerConfiguration> configureLogger) => new();
                }

                public class LoggerMinimumLevelConfiguration
                {
                    public LoggerConfiguration Verbose() => new();
                    public LoggerConfiguration Debug() => new();
                    public LoggerConfiguration Information() => new();
                    public LoggerConfiguration Is(Events.LogEventLevel minimumLevel) => new();
                    public LoggerConfiguration Override(string source, Events.LogEventLevel minimumLevel) => new();
                }
            }
            """;

    [Theory]
    [InlineData("builder.Logging.SetMinimumLevel(builder.Environment.IsDevelopment() ? LogLevel.Information : LogLevel.Debug)")]
    [InlineData("builder.Logging.SetMinimumLevel(builder.Environment.IsProduction() ? LogLevel.Trace : LogLevel.Warning)")]
    [InlineData(
        "new Serilog.LoggerConfiguration().MinimumLevel.Is(builder.Environment.IsDevelopment() ? Serilog.Events.LogEventLevel.Warning : Serilog.Events.LogEventLevel.Verbose)"
    )]
    public async Task ProductionBranchOfAChoice_Triggers(string call)
    {
        var start = call.StartsWith("new", StringComparison.Ordinal)
            ? call.IndexOf("Is(builder", StringComparison.Ordinal)
            : call.IndexOf("SetMinimumLevel", StringComparison.Ordinal);
        await Verify.VerifyAnalyzerAsync(Program(call.Insert(start, "[|") + "|];"));
    }

    [Theory]
    [InlineData("builder.Logging.SetMinimumLevel(args.Length > 0 ? LogLevel.Debug : LogLevel.Information);")]
    [InlineData(
        "new Serilog.LoggerConfiguration().MinimumLevel.Is(builder.Environment.IsDevelopment() ? Serilog.Events.LogEventLevel.Debug : Serilog.Events.LogEventLevel.Warning);"
    )]
    public Task OtherChoice_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("builder.Logging.SetMinimumLevel(LogLevel.Trace);", """{ "Logging": { "LogLevel": { "Default": "Warning" } } }""")]
    [InlineData(
        "builder.Services.Configure<LoggerFilterOptions>(options => options.MinLevel = LogLevel.Debug);",
        """{ "Logging": { "LogLevel": { "Default": "Warning" } } }"""
    )]
    [InlineData("builder.Logging.[|SetMinimumLevel(LogLevel.Trace)|];", """{ "Logging": { "LogLevel": { "Orders": "Warning" } } }""")]
    [InlineData(
        "builder.Logging.[|AddFilter(\"Microsoft\", LogLevel.Trace)|];",
        """{ "Logging": { "LogLevel": { "Default": "Warning" } } }"""
    )]
    [InlineData(
        "LoggerFactory.Create(logging => logging.[|SetMinimumLevel(LogLevel.Trace)|]);",
        """{ "Logging": { "LogLevel": { "Default": "Warning" } } }"""
    )]
    [InlineData(
        "new Serilog.LoggerConfiguration().MinimumLevel.Debug().ReadFrom.Configuration(builder.Configuration);",
        """{ "Serilog": { "MinimumLevel": { "Default": "Information" } } }"""
    )]
    [InlineData(
        "new Serilog.LoggerConfiguration().MinimumLevel.[|Debug()|].ReadFrom.Configuration(builder.Configuration);",
        """{ "Serilog": { "Using": [] } }"""
    )]
    [InlineData("new Serilog.LoggerConfiguration().MinimumLevel.[|Debug()|];", """{ "Serilog": { "MinimumLevel": "Information" } }""")]
    [InlineData("new Serilog.LoggerConfiguration().MinimumLevel.Debug().CreateBootstrapLogger();", "{ }")]
    public Task SettingsThatGiveTheLevel_WinOverTheCode(string code, string settings) =>
        new CSharpAnalyzerTest<VerboseLogLevelAnalyzer>
        {
            TestState = { Sources = { Program(code) }, AdditionalFiles = { ("appsettings.json", settings) } },
        }.RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("appsettings.Staging.json", """{ "Logging": { "LogLevel": { "Default": "Debug" } } }""")]
    [InlineData("appsettings.Customer.json", """{ "Serilog": { "MinimumLevel": "Verbose" } }""")]
    [InlineData("appsettings.json", """{ "Logging": { "LogLevel": { "Orders": "Trace", "Default": [|"Debug"|], "Baskets": "Debug" } } }""")]
    [InlineData(
        "appsettings.json",
        """{ "Logging": { "LogLevel": { "Orders": "Trace", "Microsoft.EntityFrameworkCore.Query": "Debug" } } }"""
    )]
    [InlineData("appsettings.json", """{ "Logging": { "LogLevel": { "Microsoft.AspNetCore": [|"Debug"|], "System": "Debug" } } }""")]
    [InlineData("appsettings.json", """{ "Logging": { "LogLevel": { "Microsoft.*": [|"Debug"|] } } }""")]
    [InlineData(
        "appsettings.json",
        """{ "Logging": { "Console": { "LogLevel": { "Microsoft.AspNetCore.Mvc.Razor.Razor": "Debug" } } } }"""
    )]
    [InlineData("appsettings.json", """{ "Serilog": { "MinimumLevel": { "Override": { "Shop.Orders": "Debug" } } } }""")]
    [InlineData(
        "appsettings.Production.json",
        """{ "Serilog": { "MinimumLevel": { "Override": { "Microsoft.EntityFrameworkCore.Database.Command": [|"Debug"|] } } } }"""
    )]
    [InlineData("appsettings.json", """{ "Logging": { "Debug": { "LogLevel": { "Default": "Debug" } } } }""")]
    public Task Settings_TriggerOnceAFileThatProductionLoads(string file, string content) =>
        new CSharpAnalyzerTest<VerboseLogLevelAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
        }.RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("\"Debug\"", """{ "Logging": { "LogLevel": { "Default": "Warning" } } }""")]
    [InlineData("[|\"Debug\"|]", """{ "Logging": { "LogLevel": { "Orders": "Warning" } } }""")]
    public Task LevelThatTheProductionSettingsReplace_DoesNotTrigger(string level, string production) =>
        new CSharpAnalyzerTest<VerboseLogLevelAnalyzer>
        {
            TestState =
            {
                Sources = { "WebApplication.CreateBuilder(args).Build().Run();" },
                AdditionalFiles =
                {
                    ("appsettings.json", $$$"""{ "Logging": { "LogLevel": { "Default": {{{level}}} } } }"""),
                    ("appsettings.Production.json", production),
                },
            },
        }.RunAsync(TestContext.Current.CancellationToken);
}
