using Deployability.Analyzers.Rules.Security;
using Deployability.Analyzers.Tests.Rules.Observability;
using Deployability.Analyzers.Tests.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.DeveloperErrorPageAnalyzer>;

namespace Deployability.Analyzers.Tests.Infrastructure;

/// <summary>Every form of guard, seen through one rule that asks for nothing else.</summary>
public sealed class EnvironmentGuardsTests
{
    [Fact]
    public Task ParameterOfACallThatDoesNotBind_IsReadAsWritten()
    {
        var test = new CSharpAnalyzerTest<DeveloperErrorPageAnalyzer> { CompilerDiagnostics = CompilerDiagnostics.None };
        test.TestState.Sources.Add("""
            var app = WebApplication.CreateBuilder(args).Build();
            Pages.Use(app, new Missing.Theme(), app.Configuration.GetValue<bool>("Pages"));
            app.Run();

            static class Pages
            {
                public static void Use(WebApplication app, Missing.Theme theme, bool show)
                {
                    if (show)
                    {
                        app.UseDeveloperExceptionPage();
                    }
                }
            }
            """);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Pages.Use(app, app.Environment.IsDevelopment());", "app.UseDeveloperExceptionPage()")]
    [InlineData("Pages.Use(app, app.Configuration.GetValue<bool>(\"Pages\"));", "app.UseDeveloperExceptionPage()")]
    [InlineData("bool.TryParse(Environment.GetEnvironmentVariable(\"PAGES\"), out var pages); Pages.Use(app, pages);", "app.UseDeveloperExceptionPage()")]
    [InlineData("Pages.Use(app);", "app.UseDeveloperExceptionPage()")]
    [InlineData("Pages.Use(app, true);", "app.[|UseDeveloperExceptionPage()|]")]
    [InlineData("Pages.Use(app, app.Environment.IsDevelopment()); Pages.Use(app, args.Length > 7);", "app.[|UseDeveloperExceptionPage()|]")]
    [InlineData("", "app.[|UseDeveloperExceptionPage()|]")]
    public Task Parameter_IsWhatEveryCallerGives(string call, string use) => Verify.VerifyAnalyzerAsync($$"""
        var app = WebApplication.CreateBuilder(args).Build();
        {{call}}
        app.Run();

        static class Pages
        {
            public static void Use(WebApplication app, bool show = false)
            {
                if (show)
                {
                    {{use}};
                }
            }
        }
        """);

    [Theory]
    [InlineData("if (settings.Errors.ShowPages) app.UseDeveloperExceptionPage();")]
    [InlineData("if (site.Errors.ShowPages) app.[|UseDeveloperExceptionPage()|];")]
    public Task SwitchInsideSettings_IsAGuard(string code) => Verify.VerifyAnalyzerAsync($$"""
        var builder = WebApplication.CreateBuilder(args);
        var settings = new AppSettings();
        builder.Configuration.Bind(settings);
        var site = new Site();
        var app = builder.Build();
        {{code}}
        app.Run();

        class AppSettings { public Errors Errors { get; set; } = new(); }

        class Site { public Errors Errors { get; set; } = new(); }

        class Errors { public bool ShowPages { get; set; } }
        """);

    [Theory]
    [InlineData("if (Host.IsDevEnvironment) app.UseDeveloperExceptionPage();")]
    [InlineData("if (Host.IsDevelopmentMode()) app.UseDeveloperExceptionPage();")]
    [InlineData("if (!Host._isDev) { app.UseHsts(); } else { app.UseDeveloperExceptionPage(); }")]
    [InlineData("if (Host.IsDevice) app.[|UseDeveloperExceptionPage()|];")]
    public Task MemberOfAnotherFile_IsTakenAtItsWord(string code)
    {
        var test = new CSharpAnalyzerTest<DeveloperErrorPageAnalyzer>();
        test.TestState.Sources.Add($"var app = WebApplication.CreateBuilder(args).Build();\n{code}\napp.Run();\n");
        test.TestState.Sources.Add("""
            static class Host
            {
                private static bool? known;

                public static bool _isDev;

                public static bool IsDevEnvironment { get => known ??= Find(); set => known = value; }

                public static bool IsDevice { get => known ??= Find(); set => known = value; }

                public static bool IsDevelopmentMode()
                {
                    known ??= Find();
                    return known.Value;
                }

                private static bool Find() => File.Exists(".dev");
            }
            """);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("DEBUG", "if (Build.IsDebug) app.UseDeveloperExceptionPage();")]
    [InlineData("RELEASE", "if (Build.IsDebug) app.UseDeveloperExceptionPage();")]
    [InlineData("DEBUG", "if (Build.IsRelease) { app.UseHsts(); } else { app.UseDeveloperExceptionPage(); }")]
    [InlineData("DEBUG", "if (Build.IsTraced) app.[|UseDeveloperExceptionPage()|];")]
    public Task ConstantOfADebugBuild_IsAGuard(string symbol, string code) => Verify.VerifyAnalyzerAsync($$"""
        #define {{symbol}}
        #undef {{(symbol == "DEBUG" ? "RELEASE" : "DEBUG")}}
        #pragma warning disable CS0162
        var app = WebApplication.CreateBuilder(args).Build();
        {{code}}
        app.Run();

        static class Build
        {
            public const bool IsTraced = true;
        #if DEBUG
            public const bool IsDebug = true;
            public const bool IsRelease = false;
        #else
            public const bool IsDebug = false;
            public const bool IsRelease = true;
        #endif
        }
        """);

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseHsts(); app.UseDeveloperExceptionPage(); }")]
    [InlineData("if (app.Environment.IsDevelopment() || app.Environment.IsStaging()) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsDevelopment() && args.Length > 0) app.UseDeveloperExceptionPage();")]
    [InlineData("if (args.Length > 0 && app.Environment.IsDevelopment()) app.UseDeveloperExceptionPage();")]
    [InlineData("if (!app.Environment.IsProduction()) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsProduction()) app.UseHsts(); else app.UseDeveloperExceptionPage();")]
    [InlineData("if (!app.Environment.IsDevelopment()) app.UseHsts(); else app.UseDeveloperExceptionPage();")]
    [InlineData("if (!(app.Environment.IsProduction() || app.Environment.IsStaging())) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsEnvironment(\"Local\")) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.EnvironmentName == \"Development\") app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.EnvironmentName == Environments.Development) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.EnvironmentName != \"Production\") app.UseDeveloperExceptionPage();")]
    [InlineData("if (string.Equals(app.Environment.EnvironmentName, \"development\", StringComparison.OrdinalIgnoreCase)) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.EnvironmentName.Equals(\"Development\")) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.EnvironmentName is \"Development\" or \"Local\") app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.EnvironmentName is not \"Production\") app.UseDeveloperExceptionPage();")]
    [InlineData("if (Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") == \"Development\") app.UseDeveloperExceptionPage();")]
    [InlineData("switch (app.Environment.EnvironmentName) { case \"Development\": app.UseDeveloperExceptionPage(); break; default: app.UseHsts(); break; }")]
    [InlineData("var isDevelopment = app.Environment.IsDevelopment(); if (isDevelopment) app.UseDeveloperExceptionPage();")]
    [InlineData("bool isDevelopment; isDevelopment = app.Environment.IsDevelopment(); if (isDevelopment) app.UseDeveloperExceptionPage();")]
    [InlineData("var name = app.Environment.EnvironmentName; if (name == \"Development\") app.UseDeveloperExceptionPage();")]
    [InlineData("_ = app.Environment.IsDevelopment() ? app.UseDeveloperExceptionPage() : app.UseHsts();")]
    [InlineData("_ = app.Environment.IsDevelopment() && app.UseDeveloperExceptionPage() != null;")]
    [InlineData("if (!app.Environment.IsDevelopment()) { app.Run(); return; } app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsDevelopment() == true) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsDevelopment() is true) app.UseDeveloperExceptionPage();")]
    [InlineData("if (System.Diagnostics.Debugger.IsAttached) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Configuration.GetValue<bool>(\"Errors:ShowDetails\")) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Configuration[\"ShowErrors\"] == \"true\") app.UseDeveloperExceptionPage();")]
    [InlineData("foreach (var arg in args) { if (!app.Environment.IsDevelopment()) continue; app.UseDeveloperExceptionPage(); }")]
    [InlineData("Page(); void Page() { if (app.Environment.IsDevelopment()) app.UseDeveloperExceptionPage(); }")]
    [InlineData("if (app.Environment.IsDevelopment()) { Page(); } void Page() => app.UseDeveloperExceptionPage();")]
    [InlineData("if (IsLocal()) app.UseDeveloperExceptionPage(); bool IsLocal() => app.Environment.IsDevelopment();")]
    public Task GuardedCode_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("if (!app.Environment.IsDevelopment()) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsProduction()) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment()) { } app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment()) app.UseHsts(); else app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment() || args.Length > 0) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsEnvironment(\"Production\")) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.EnvironmentName != \"Development\") app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("var isDevelopment = app.Environment.IsDevelopment(); isDevelopment = true; if (isDevelopment) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (args.Length > 0) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment()) { Page(); } Page(); void Page() => app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("foreach (var arg in args) { if (app.Environment.IsDevelopment()) continue; app.[|UseDeveloperExceptionPage()|]; }")]
    [InlineData("switch (app.Environment.EnvironmentName) { case \"Production\": case \"Development\": app.[|UseDeveloperExceptionPage()|]; break; }")]
    public Task UnguardedCode_Triggers(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Fact]
    public Task AFieldThatHoldsTheAnswer_Guards() => Verify.VerifyAnalyzerAsync("""
        public class Startup
        {
            private readonly bool _isDevelopment;
            private readonly IWebHostEnvironment _environment;

            public Startup(IWebHostEnvironment environment)
            {
                _environment = environment;
                _isDevelopment = environment.IsDevelopment();
            }

            private bool IsLocal => _environment.IsDevelopment();

            public void Configure(IApplicationBuilder app)
            {
                if (_isDevelopment)
                    app.UseDeveloperExceptionPage();
                if (IsLocal)
                    app.UseDeveloperExceptionPage();
            }
        }
        """);

    [Theory]
    [InlineData("StartupDevelopment", "Configure")]
    [InlineData("Startup", "ConfigureDevelopment")]
    [InlineData("Startup", "ConfigureTestServices")]
    [InlineData("StartupStaging", "Configure")]
    [InlineData("StartupTest", "Configure")]
    [InlineData("TestStartup", "Register")]
    public Task EnvironmentNamesOfStartup_Guard(string type, string method) => Verify.VerifyAnalyzerAsync($$"""
        public class {{type}}
        {
            public void {{method}}(IApplicationBuilder app) => app.UseDeveloperExceptionPage();
        }
        """);

    [Theory]
    [InlineData("Startup", "Configure")]
    [InlineData("Startup", "ConfigureProduction")]
    [InlineData("StartupBase", "Configure")]
    [InlineData("StartupProduction", "Configure")]
    public Task OtherNamesOfStartup_GuardNothing(string type, string method) => Verify.VerifyAnalyzerAsync($$"""
        public class {{type}}
        {
            public void {{method}}(IApplicationBuilder app) => app.[|UseDeveloperExceptionPage()|];
        }
        """);

    [Fact]
    public Task AHelperOfAnotherFile_IsGuardedByItsCallers()
    {
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<Deployability.Analyzers.Rules.Security.DeveloperErrorPageAnalyzer>();
        test.TestState.Sources.Add("""
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
                app.UseDevelopmentTools();
            app.Run();
            """);
        test.TestState.Sources.Add("""
            internal static class Tools
            {
                public static void UseDevelopmentTools(this IApplicationBuilder app) => app.UseDeveloperExceptionPage();
            }
            """);
        return test.RunAsync();
    }

    [Fact]
    public Task AHelperThatNobodyCalls_IsNotGuarded() => Verify.VerifyAnalyzerAsync("""
        public static class Tools
        {
            public static void UseTools(this IApplicationBuilder app) => app.[|UseDeveloperExceptionPage()|];
        }
        """);

    [Theory]
    [InlineData("#define DEBUG\n", "#if DEBUG\n", "\n#endif\n")]
    [InlineData("#define DEBUG\n", "#if DEBUG && !TRACE_ONLY\n", "\n#endif\n")]
    [InlineData("#define DEBUG\n", "#if !DEBUG\n#else\n", "\n#endif\n")]
    public Task DebugBuilds_Guard(string define, string before, string after) => Verify.VerifyAnalyzerAsync(
        $"{define}var app = WebApplication.CreateBuilder(args).Build();\n{before}app.UseDeveloperExceptionPage();{after}app.Run();\n");

    [Theory]
    [InlineData("#define DEBUG\n", "const bool")]
    [InlineData("#define DEBUG\n", "static readonly bool")]
    [InlineData("", "static readonly bool")]
    public Task FieldOfDebugBuilds_Guards(string define, string modifiers) => Verify.VerifyAnalyzerAsync($$"""
        {{define}}
        #pragma warning disable CS0162
        var app = WebApplication.CreateBuilder(args).Build();
        if (Pages.On)
            app.UseDeveloperExceptionPage();
        app.Run();

        static class Pages
        {
        #if DEBUG
            public {{modifiers}} On = true;
        #else
            public {{modifiers}} On = false;
        #endif
        }
        """);

    [Fact]
    public Task FieldThatIsAlwaysOn_DoesNotGuard() => Verify.VerifyAnalyzerAsync("""
        var app = WebApplication.CreateBuilder(args).Build();
        if (Pages.On)
            app.[|UseDeveloperExceptionPage()|];
        app.Run();

        static class Pages
        {
            public static readonly bool On = true;
        }
        """);

    [Fact]
    public Task OtherSymbols_DoNotGuard() => Verify.VerifyAnalyzerAsync(
        "#define DEBUG\n#define TOOLS\nvar app = WebApplication.CreateBuilder(args).Build();\n#if DEBUG || TOOLS\napp.[|UseDeveloperExceptionPage()|];\n#endif\napp.Run();\n");

    [Fact]
    public Task TheObsoleteEnvironmentInterface_Guards() => Verify.VerifyAnalyzerAsync("""
        #pragma warning disable CS0618
        public class Startup
        {
            public void Configure(IApplicationBuilder app, Microsoft.AspNetCore.Hosting.IHostingEnvironment env)
            {
                if (env.IsDevelopment())
                    app.UseDeveloperExceptionPage();
            }
        }
        """);

    private static string Program(string code) => $"""
        var app = WebApplication.CreateBuilder(args).Build();
        {code}
        app.Run();
        """;
}
