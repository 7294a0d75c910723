using Deployability.Analyzers.Rules.Observability;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Deployability.Analyzers.Tests.Rules.Observability;

public sealed class LogsOnlyToFileTests
{
    private const string Libraries = """

        namespace Serilog
        {
            using Serilog.Configuration;

            public class LoggerConfiguration
            {
                public LoggerSinkConfiguration WriteTo => new();
                public LoggerSettingsConfiguration ReadFrom => new();
                public LoggerMinimumLevelConfiguration MinimumLevel => new();
                public object CreateLogger() => this;
            }

            public static class Log { public static object? Logger { get; set; } }

            public static class Sinks
            {
                public static LoggerConfiguration File(this LoggerSinkConfiguration sinks, string path, int rollingInterval = 0) => new();
                public static LoggerConfiguration Console(this LoggerSinkConfiguration sinks) => new();
                public static LoggerConfiguration Seq(this LoggerSinkConfiguration sinks, string url) => new();
                public static LoggerConfiguration Logger(this LoggerSinkConfiguration sinks, Action<LoggerConfiguration> configure) => new();
                public static LoggerConfiguration Logger(this LoggerSinkConfiguration sinks, object logger) => new();
                public static LoggerConfiguration Async(this LoggerSinkConfiguration sinks, Action<LoggerSinkConfiguration> configure) => new();
                public static LoggerConfiguration Configuration(this LoggerSettingsConfiguration settings, IConfiguration configuration) => new();
            }

            public static class Hosting
            {
                public static IHostBuilder UseSerilog(this IHostBuilder builder, Action<HostBuilderContext, LoggerConfiguration>? configure = null, bool writeToProviders = false) => builder;
                public static IServiceCollection AddSerilog(this IServiceCollection services, Action<LoggerConfiguration> configure, bool writeToProviders = false) => services;
                public static ILoggingBuilder AddSerilog(this ILoggingBuilder builder, object? logger = null) => builder;
            }
        }

        namespace Serilog.Configuration
        {
            public class LoggerSinkConfiguration { }
            public class LoggerSettingsConfiguration { }
            public class LoggerMinimumLevelConfiguration { public LoggerConfiguration Debug() => new(); }
        }

        namespace NLog.Targets
        {
            public class FileTarget(string name) { public string Name => name; }
            public class ColoredConsoleTarget(string name) { public string Name => name; }
        }

        namespace Serilog.Extensions.Logging
        {
            public class SerilogLoggerProvider(object logger) : ILoggerProvider
            {
                public ILogger CreateLogger(string categoryName) => (ILogger)logger;

                public void Dispose()
                {
                }
            }
        }

        namespace log4net.Appender { public class RollingFileAppender { } public class ConsoleAppender { } }

        namespace Microsoft.Extensions.Logging
        {
            public static class FileLogging { public static ILoggingBuilder AddFile(this ILoggingBuilder builder, string path) => builder; }
        }
        """;

    private static Task VerifyAsync(string statements) =>
        WithLibraries(
                $$"""
                using Serilog;

                var builder = WebApplication.CreateBuilder(args);
                {{statements}}
                builder.Build().Run();
                """
            )
            .RunAsync(TestContext.Current.CancellationToken);

    // The stand-ins in a project of their own: their names say nothing of the app.
    private static CSharpAnalyzerTest<LogsOnlyToFileAnalyzer> WithLibraries(string source)
    {
        var test = new CSharpAnalyzerTest<LogsOnlyToFileAnalyzer> { TestCode = source };
        test.TestState.AdditionalProjectReferences.Add("Libraries");
        test.TestState.AdditionalProjects["Libraries"].Sources.Add(Libraries);
        return test;
    }

    [Theory]
    [InlineData(
        """Log.Logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.[|File("logs/app.txt", rollingInterval: 3)|].CreateLogger();"""
    )]
    [InlineData("""builder.Host.UseSerilog((context, configuration) => configuration.WriteTo.[|File("app.log")|]);""")]
    [InlineData(
        """builder.Host.UseSerilog((context, configuration) => { configuration.MinimumLevel.Debug(); configuration.WriteTo.[|File("app.log")|]; });"""
    )]
    [InlineData("""Log.Logger = new LoggerConfiguration().WriteTo.Async(sinks => sinks.[|File("app.log")|]).CreateLogger();""")]
    [InlineData(
        """Log.Logger = new LoggerConfiguration().WriteTo.Console().CreateLogger(); builder.Host.UseSerilog((_, configuration) => configuration.WriteTo.[|File("app.log")|]);"""
    )]
    [InlineData("""var target = [|new NLog.Targets.FileTarget("file")|];""")]
    [InlineData("""var appender = [|new log4net.Appender.RollingFileAppender()|];""")]
    [InlineData("""builder.Logging.ClearProviders(); builder.Logging.[|AddFile("app.log")|];""")]
    [InlineData(
        """builder.Logging.ClearProviders(); builder.Logging.AddSerilog(new LoggerConfiguration().WriteTo.[|File("app.log")|].CreateLogger());"""
    )]
    [InlineData("""builder.Services.AddSerilog(configuration => configuration.WriteTo.[|File("app.log")|]);""")]
    [InlineData(
        """builder.Logging.AddSerilog(new LoggerConfiguration().WriteTo.Console().CreateLogger()); var audit = new LoggerConfiguration().WriteTo.[|File("audit.log")|].CreateLogger();"""
    )]
    [InlineData("""using var factory = LoggerFactory.Create(logging => logging.[|AddFile("app.log")|]);""")]
    [InlineData("""Log.Logger = new LoggerConfiguration().WriteTo.[|File("app.log")|].CreateLogger(); builder.Host.UseSerilog();""")]
    public Task FileAsTheOnlySink_Triggers(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData("""Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.File("app.log").CreateLogger();""")]
    [InlineData("""Log.Logger = new LoggerConfiguration().WriteTo.File("app.log").WriteTo.Seq("http://seq").CreateLogger();""")]
    [InlineData(
        """Log.Logger = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).WriteTo.File("app.log").CreateLogger();"""
    )]
    [InlineData(
        """Log.Logger = new LoggerConfiguration().WriteTo.Async(sinks => { sinks.File("app.log"); sinks.Console(); }).CreateLogger();"""
    )]
    [InlineData(
        """Log.Logger = new LoggerConfiguration().WriteTo.Async(sinks => sinks.File("app.log")).WriteTo.Console().CreateLogger();"""
    )]
    [InlineData(
        """builder.Host.UseSerilog((_, configuration) => { configuration.WriteTo.File("app.log"); configuration.WriteTo.Console(); });"""
    )]
    [InlineData(
        """var configuration = new LoggerConfiguration(); configuration.WriteTo.File("app.log"); configuration.WriteTo.Console(); Log.Logger = configuration.CreateLogger();"""
    )]
    [InlineData("""builder.Logging.AddSerilog(new LoggerConfiguration().WriteTo.File("app.log").CreateLogger());""")]
    [InlineData(
        """builder.Logging.AddProvider(new Serilog.Extensions.Logging.SerilogLoggerProvider(new LoggerConfiguration().WriteTo.File("app.log").CreateLogger()));"""
    )]
    [InlineData("""builder.Logging.AddFile("app.log");""")]
    [InlineData("""builder.Logging.ClearProviders(); builder.Logging.AddConsole(); builder.Logging.AddFile("app.log");""")]
    [InlineData("""var file = new NLog.Targets.FileTarget("file"); var console = new NLog.Targets.ColoredConsoleTarget("console");""")]
    [InlineData(
        """if (builder.Environment.IsDevelopment()) Log.Logger = new LoggerConfiguration().WriteTo.File("app.log").CreateLogger();"""
    )]
    [InlineData(
        """builder.Logging.ClearProviders(); builder.Logging.AddJsonConsole(); builder.Logging.AddSerilog(new LoggerConfiguration().WriteTo.File("app.log").CreateLogger());"""
    )]
    [InlineData("""builder.Host.UseSerilog((_, configuration) => configuration.WriteTo.File("app.log"), writeToProviders: true);""")]
    [InlineData("""Log.Logger = new LoggerConfiguration().WriteTo.File("app.log").CreateLogger(); builder.Logging.AddSerilog();""")]
    [InlineData("""var file = new LoggerConfiguration().WriteTo.File("app.log").CreateLogger(); builder.Logging.AddSerilog(file);""")]
    [InlineData("""using var factory = LoggerFactory.Create(logging => logging.AddFile("app.log").AddSimpleConsole());""")]
    [InlineData("""if (builder.Environment.IsDevelopment()) builder.Logging.ClearProviders(); builder.Logging.AddFile("app.log");""")]
    public Task ConsoleOrRemoteSinkBesideIt_DoesNotTrigger(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData(
        """Log.Logger = new LoggerConfiguration().WriteTo.Logger(errors => errors.MinimumLevel.Debug().WriteTo.[|File("errors.log")|]).CreateLogger();"""
    )]
    [InlineData(
        """var log = new LoggerConfiguration().MinimumLevel.Debug(); log.WriteTo.Logger(errors => errors.WriteTo.[|File("errors.log")|]); Log.Logger = log.CreateLogger();"""
    )]
    [InlineData(
        """var log = new LoggerConfiguration().WriteTo.[|File("app.log")|]; log.WriteTo.Logger(errors => errors.WriteTo.[|File("errors.log")|]); Log.Logger = log.CreateLogger();"""
    )]
    [InlineData(
        """var other = new LoggerConfiguration().WriteTo.Console(); var log = new LoggerConfiguration(); log.WriteTo.Logger(errors => errors.WriteTo.[|File("errors.log")|]); Log.Logger = log.CreateLogger();"""
    )]
    [InlineData(
        """var errors = new LoggerConfiguration().WriteTo.[|File("errors.log")|].CreateLogger(); Log.Logger = new LoggerConfiguration().WriteTo.Logger(errors).CreateLogger();"""
    )]
    [InlineData(
        """Action<LoggerConfiguration> configure = errors => errors.WriteTo.[|File("errors.log")|]; Log.Logger = new LoggerConfiguration().WriteTo.Logger(configure).CreateLogger();"""
    )]
    public Task LoggerInALoggerWithFilesOnly_Triggers(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData(
        """Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.Logger(errors => errors.MinimumLevel.Debug().WriteTo.File("errors.log")).CreateLogger();"""
    )]
    [InlineData(
        """var log = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Console().WriteTo.File("app.log"); log.WriteTo.Logger(errors => errors.MinimumLevel.Debug().WriteTo.File("errors.log")); Log.Logger = log.CreateLogger();"""
    )]
    [InlineData(
        """var log = new LoggerConfiguration(); log.WriteTo.Logger(errors => errors.WriteTo.File("errors.log")); log.WriteTo.Console(); Log.Logger = log.CreateLogger();"""
    )]
    [InlineData(
        """var log = new LoggerConfiguration().WriteTo.File("app.log"); log = log.MinimumLevel.Debug(); log.WriteTo.Console(); Log.Logger = log.CreateLogger();"""
    )]
    [InlineData(
        """var log = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration); log.WriteTo.Logger(errors => { errors.MinimumLevel.Debug(); errors.WriteTo.File("errors.log"); }); Log.Logger = log.CreateLogger();"""
    )]
    [InlineData(
        """var log = new LoggerConfiguration().WriteTo.File("app.log"); log.WriteTo.Logger(all => all.WriteTo.Logger(some => some.WriteTo.Console())); Log.Logger = log.CreateLogger();"""
    )]
    [InlineData(
        """var errors = new LoggerConfiguration().WriteTo.File("errors.log").CreateLogger(); Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.Logger(errors).CreateLogger();"""
    )]
    [InlineData(
        """Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.Logger(new LoggerConfiguration().WriteTo.File("errors.log").CreateLogger()).CreateLogger();"""
    )]
    [InlineData(
        """Action<LoggerConfiguration> configure = errors => errors.WriteTo.File("errors.log"); Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.Logger(configure).CreateLogger();"""
    )]
    [InlineData(
        """Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.Logger(Errors).CreateLogger(); void Errors(LoggerConfiguration errors) => errors.WriteTo.File("errors.log");"""
    )]
    public Task LoggerInALoggerWithAConsole_DoesNotTrigger(string statements) => VerifyAsync(statements);

    [Fact]
    public Task WhatAnExtensionAddsToItsCallersConfiguration_DoesNotTrigger() =>
        WithLibraries(
                """
                using Serilog;

                public static class Logs
                {
                    public static LoggerConfiguration WriteToFiles(this LoggerConfiguration configuration) =>
                        configuration.WriteTo.Logger(errors => errors.WriteTo.File("errors.log"));
                }
                """
            )
            .RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task WhatAHelperIsGivenBesideItsOwnSinks_DoesNotTrigger() =>
        WithLibraries(
                """
                using Serilog;

                var builder = WebApplication.CreateBuilder(args);
                builder.Host.AddShopLogging(configuration => configuration.WriteTo.File("app.log"));
                builder.Host.AddShopLogging(configuration => { configuration.WriteTo.File("app.log"); });

                public static class ShopLogging
                {
                    public static IHostBuilder AddShopLogging(this IHostBuilder builder, Action<LoggerConfiguration> more) =>
                        builder.UseSerilog((_, configuration) => { configuration.WriteTo.Console(); more(configuration); });
                }
                """
            )
            .RunAsync(TestContext.Current.CancellationToken);

    private const string Provider = """

        public sealed class FileLoggerProvider(string path) : ILoggerProvider
        {
            public ILogger CreateLogger(string categoryName) => new FileLogger(path);
            public void Dispose() { }
        }

        public sealed class FileLogger(string path) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
            public bool IsEnabled(LogLevel logLevel) => true;
            public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                WRITE(path, formatter(state, exception));
        }
        """;

    [Theory]
    [InlineData(
        "System.IO.File.AppendAllText",
        """builder.Logging.ClearProviders(); builder.Logging.[|AddProvider(new FileLoggerProvider("app.log"))|];"""
    )]
    [InlineData(
        "System.IO.File.AppendAllText",
        """builder.Logging.ClearProviders(); builder.Services.[|AddSingleton<ILoggerProvider, FileLoggerProvider>()|];"""
    )]
    [InlineData(
        "System.IO.File.AppendAllText",
        """using var factory = LoggerFactory.Create(logging => logging.[|AddProvider(new FileLoggerProvider("app.log"))|]);"""
    )]
    [InlineData("System.IO.File.AppendAllText", """builder.Logging.AddProvider(new FileLoggerProvider("app.log"));""")]
    [InlineData(
        "System.IO.File.AppendAllText",
        """builder.Logging.ClearProviders(); builder.Logging.AddConsole(); builder.Logging.AddProvider(new FileLoggerProvider("app.log"));"""
    )]
    [InlineData(
        "Console.WriteLine",
        """builder.Logging.ClearProviders(); builder.Logging.AddProvider(new FileLoggerProvider("app.log"));"""
    )]
    public Task ProviderOfItsOwn_TriggersWhereItOnlyWritesAFileAndStandsAlone(string write, string statements) =>
        WithLibraries(
                $$"""
                using Microsoft.Extensions.Logging;

                var builder = WebApplication.CreateBuilder(args);
                {{statements}}
                builder.Build().Run();
                {{Provider.Replace("WRITE", write)}}
                """
            )
            .RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task SinkThatDoesNotBindCountsAllTheSame()
    {
        var test = WithLibraries(
            """
            using Serilog;

            Log.Logger = new LoggerConfiguration().WriteTo.Console(new Missing.Formatter(1)).WriteTo.File("app.log").CreateLogger();
            WebApplication.CreateBuilder(args).Build().Run();
            """
        );
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task SettingsWithAFileOnly_Trigger() =>
        VerifySettingsAsync(
            """
            { "Serilog": { "WriteTo": [ { "Name": [|"File"|], "Args": { "path": "logs/app.log" } } ] } }
            """
        );

    [Fact]
    public Task SettingsWithAFileBehindAWrapper_Trigger() =>
        VerifySettingsAsync(
            """
            { "Serilog": { "WriteTo": [ { "Name": "Async", "Args": { "configure": [ { "Name": [|"File"|] } ] } } ] } }
            """
        );

    [Fact]
    public Task SettingsWithAConsole_DoNotTrigger() =>
        VerifySettingsAsync(
            """
            { "Serilog": { "WriteTo": [ { "Name": "Console" }, { "Name": "File" } ] } }
            """
        );

    [Fact]
    public Task SettingsBesideSinksOfCode_DoNotTrigger() =>
        VerifySettingsAsync(
            """{ "Serilog": { "WriteTo": [ { "Name": "File" } ] } }""",
            "new LoggerConfiguration().ReadFrom.Configuration(context.Configuration).WriteTo.Console();"
        );

    [Fact]
    public async Task SettingsWithAConsoleForProduction_DoNotTrigger()
    {
        var test = Settings("""{ "Serilog": { "WriteTo": [ { "Name": "File" } ] } }""");
        test.TestState.AdditionalFiles.Add(
            ("appsettings.Production.json", """{ "Serilog": { "WriteTo": [ { "Name": "File" }, { "Name": "Console" } ] } }""")
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task VerifySettingsAsync(
        string json,
        string configuration = "new LoggerConfiguration().ReadFrom.Configuration(context.Configuration);"
    ) => Settings(json, configuration).RunAsync(TestContext.Current.CancellationToken);

    private static CSharpAnalyzerTest<LogsOnlyToFileAnalyzer> Settings(
        string json,
        string configuration = "new LoggerConfiguration().ReadFrom.Configuration(context.Configuration);"
    )
    {
        var test = WithLibraries(
            $$"""
            using Serilog;
            public static class Setup { public static void Add(HostBuilderContext context) => {{configuration}} }
            """
        );
        test.TestState.AdditionalFiles.Add(("appsettings.json", json));
        return test;
    }
}
