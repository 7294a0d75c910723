using Deployability.Analyzers.Rules.Security;
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
        test.TestState.Sources.Add(
            """
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
            """
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(
        "var set = configuration[\"Pages\"]; if (!string.IsNullOrEmpty(set) && set.ToLower() == \"true\") return true; return false;",
        true
    )]
    [InlineData("if (configuration[\"Pages\"] == \"yes\") { return true; } else { return false; }", true)]
    [InlineData("if (environment.IsProduction()) { return false; } return Environment.TickCount > 7;", true)]
    [InlineData("switch (Environment.TickCount) { default: return environment.IsDevelopment(); }", true)]
    [InlineData("if (Environment.TickCount > 7) return environment.IsDevelopment(); return environment.IsStaging();", true)]
    [InlineData("if (Environment.TickCount > 3) return configuration[\"Pages\"] == \"yes\"; return Environment.TickCount > 7;", false)]
    [InlineData("if (configuration[\"Pages\"] == \"yes\") return false; return true;", true)]
    [InlineData("if (Environment.TickCount > 7) return true; return false;", false)]
    [InlineData("if (IsOn(configuration, environment)) return true; return true;", false)]
    [InlineData("Func<bool> no = () => { return environment.IsDevelopment(); }; return no();", false)]
    public Task MethodThatAnswersInSeveralPlaces_IsWhatLeadsToItsAnswers(string body, bool isGuard)
    {
        var use = isGuard ? "app.UseDeveloperExceptionPage()" : "app.[|UseDeveloperExceptionPage()|]";
        return Verify.VerifyAnalyzerAsync(
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            if (Pages.IsOn(app.Configuration, app.Environment))
            {
                {{use}};
            }

            app.Run();

            static class Pages
            {
                public static bool IsOn(IConfiguration configuration, IWebHostEnvironment environment)
                {
                    {{body}}
                }
            }
            """
        );
    }

    [Theory]
    [InlineData("if (!Host.RunningInContainer) app.UseDeveloperExceptionPage();")]
    [InlineData("if (Host.RunningInContainer) { app.[|UseDeveloperExceptionPage()|]; } else { app.UseDeveloperExceptionPage(); }")]
    [InlineData("if (Host.IsDocker()) return; app.UseDeveloperExceptionPage();")]
    [InlineData("if (Host.HasContainers) { } else { app.[|UseDeveloperExceptionPage()|]; }")]
    public Task CodeForOutsideOfContainers_IsGuarded(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            {{code}}

            static class Host
            {
                public static bool RunningInContainer { get; } = Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true";
                public static bool IsDocker() => File.Exists("/.dockerenv");
                public static bool HasContainers => Environment.TickCount > 7;
            }
            """
        );

    [Theory]
    [InlineData("if (Environment.GetEnvironmentVariable(\"DOTNET_RUNNING_IN_CONTAINER\") == null) app.UseDeveloperExceptionPage();")]
    [InlineData("if (Environment.GetEnvironmentVariable(\"DOTNET_RUNNING_IN_CONTAINER\") is null) app.UseDeveloperExceptionPage();")]
    [InlineData("if (Environment.GetEnvironmentVariable(\"DOTNET_RUNNING_IN_CONTAINER\") != \"true\") app.UseDeveloperExceptionPage();")]
    [InlineData(
        "if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(\"DOTNET_RUNNING_IN_CONTAINER\"))) app.UseDeveloperExceptionPage();"
    )]
    [InlineData(
        "bool.TryParse(Environment.GetEnvironmentVariable(\"DOTNET_RUNNING_IN_CONTAINER\"), out var inside); if (!inside) app.UseDeveloperExceptionPage();"
    )]
    [InlineData("if (!app.Configuration.GetValue<bool>(\"DOTNET_RUNNING_IN_CONTAINER\")) app.UseDeveloperExceptionPage();")]
    [InlineData("if (!app.Configuration.GetValue<bool>(\"RUNNING_IN_CONTAINER\")) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Configuration[\"DOTNET_RUNNING_IN_CONTAINER\"] is not null) return; app.UseDeveloperExceptionPage();")]
    [InlineData(
        "var inside = Environment.GetEnvironmentVariable(\"DOTNET_RUNNING_IN_CONTAINER\"); if (inside == \"true\") { app.[|UseDeveloperExceptionPage()|]; } else { app.UseDeveloperExceptionPage(); }"
    )]
    [InlineData(
        "if (Environment.GetEnvironmentVariable(\"DOTNET_RUNNING_IN_CONTAINER\") is not null) app.[|UseDeveloperExceptionPage()|];"
    )]
    [InlineData("if (Environment.GetEnvironmentVariable(\"SHOP_PAGES\") == null) app.[|UseDeveloperExceptionPage()|];")]
    public Task VariableOfDotNetsImages_SaysWhetherThisIsAContainer(string code) =>
        Verify.VerifyAnalyzerAsync($"var app = WebApplication.CreateBuilder(args).Build(); {code}");

    [Theory]
    [InlineData("Pages.Use(app, app.Environment.IsDevelopment());", "app.UseDeveloperExceptionPage()")]
    [InlineData("Pages.Use(app, app.Configuration.GetValue<bool>(\"Pages\"));", "app.UseDeveloperExceptionPage()")]
    [InlineData(
        "bool.TryParse(Environment.GetEnvironmentVariable(\"PAGES\"), out var pages); Pages.Use(app, pages);",
        "app.UseDeveloperExceptionPage()"
    )]
    [InlineData("Pages.Use(app);", "app.UseDeveloperExceptionPage()")]
    [InlineData("Pages.Use(app, true);", "app.[|UseDeveloperExceptionPage()|]")]
    [InlineData("Pages.Use(app, app.Environment.IsDevelopment()); Pages.Use(app, args.Length > 7);", "app.[|UseDeveloperExceptionPage()|]")]
    [InlineData("", "app.[|UseDeveloperExceptionPage()|]")]
    public Task Parameter_IsWhatEveryCallerGives(string call, string use) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
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
            """
        );

    [Theory]
    [InlineData("private bool _pages;", "_pages = false; if (configuration[\"Pages\"] == \"yes\") { _pages = true; }", true)]
    [InlineData("private bool _pages = false;", "if (configuration[\"Pages\"] == \"yes\") { _pages = true; }", true)]
    [InlineData(
        "private bool _pages { get; set; }",
        "if (configuration[\"Pages\"] == \"yes\") { _pages = true; } else { _pages = environment.IsDevelopment(); }",
        true
    )]
    [InlineData(
        "private bool _pages;",
        "if (configuration[\"Pages\"] == \"yes\") { _pages = true; } if (Environment.MachineName.Length > 7) { _pages = true; }",
        false
    )]
    [InlineData("private bool _pages = true;", "if (configuration[\"Pages\"] == \"no\") { _pages = false; }", false)]
    [InlineData("private bool _pages;", "_pages = configuration.GetValue<bool>(\"Pages\"); if (!_pages) { _pages = true; }", false)]
    [InlineData("private bool _pages;", "_pages = environment.IsDevelopment(); _pages |= configuration is not null;", false)]
    [InlineData("public bool _pages;", "_pages = false; if (configuration[\"Pages\"] == \"yes\") { _pages = true; }", false)]
    [InlineData("private bool _pages;", "_pages = false;", false)]
    public Task FieldThatIsSetInSeveralPlaces_IsWhatLeadsToEachValue(string member, string set, bool isGuard) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            public class Startup
            {
                {{member}}

                public Startup(IConfiguration configuration, IHostEnvironment environment) { {{set}} }

                public void Configure(IApplicationBuilder app)
                {
                    if (_pages) { {{(isGuard ? "app.UseDeveloperExceptionPage()" : "app.[|UseDeveloperExceptionPage()|]")}}; }
                }
            }
            """
        );

    [Theory]
    [InlineData("bool? pages = app.Configuration.GetSection(\"Pages\").Get<bool?>();", "pages == true", true)]
    [InlineData("bool? pages = app.Configuration.GetSection(\"Pages\").Get<bool?>();", "pages.GetValueOrDefault()", true)]
    [InlineData("bool? pages = app.Configuration.GetSection(\"Pages\").Get<bool?>();", "pages.GetValueOrDefault(true)", false)]
    [InlineData(
        """
            var pages = app.Configuration.GetSection("Pages").Get<bool?>();
            if (pages != true)
            {
                if (bool.TryParse(Environment.GetEnvironmentVariable("PAGES"), out var asked) && asked)
                {
                    pages = asked;
                }
            }
            """,
        "pages == true",
        true
    )]
    [InlineData("bool? pages = null; if (app.Configuration[\"Pages\"] == \"yes\") pages = true;", "pages == true", true)]
    [InlineData("bool? pages = null; if (app.Configuration[\"Pages\"] == \"yes\") pages = true;", "pages ?? false", true)]
    [InlineData("bool? pages = null; if (app.Configuration[\"Pages\"] == \"yes\") pages = true;", "pages.HasValue && pages.Value", true)]
    [InlineData("bool? pages = null; if (app.Configuration[\"Pages\"] == \"yes\") pages = true;", "pages is true", true)]
    [InlineData("bool? pages = null; if (app.Configuration[\"Pages\"] == \"yes\") pages = true;", "pages != true", false)]
    [InlineData("bool? pages = null; if (app.Configuration[\"Pages\"] == \"yes\") pages = true;", "pages ?? true", false)]
    [InlineData("var pages = false; if (app.Configuration[\"Pages\"] == \"yes\") pages = true;", "pages", true)]
    [InlineData("var pages = false; if (app.Configuration[\"Pages\"] == \"yes\") pages = true;", "!pages", false)]
    [InlineData("var pages = false; if (args.Length > 7) pages = true;", "pages", false)]
    [InlineData("var pages = false; pages |= app.Environment.IsDevelopment();", "pages", true)]
    [InlineData("var pages = app.Configuration.GetValue<bool>(\"Pages\"); pages = true;", "pages", false)]
    [InlineData("var pages = app.Configuration.GetValue<bool?>(\"Pages\"); pages ??= true;", "pages == true", false)]
    [InlineData("var pages = app.Configuration.GetValue<bool?>(\"Pages\"); if (pages == null) pages = true;", "pages == true", false)]
    [InlineData("var pages = app.Configuration.GetValue<bool?>(\"Pages\"); if (pages != true) pages = true;", "pages == true", false)]
    [InlineData("var pages = false; bool.TryParse(Environment.GetEnvironmentVariable(\"PAGES\"), out pages);", "pages", true)]
    [InlineData("bool.TryParse(Environment.GetEnvironmentVariable(\"PAGES\"), out var pages);", "pages", true)]
    [InlineData("bool.TryParse(Environment.GetEnvironmentVariable(\"PAGES\"), out var pages);", "!pages", false)]
    [InlineData(
        "if (!bool.TryParse(Environment.GetEnvironmentVariable(\"PAGES\"), out var pages)) pages = app.Environment.IsDevelopment();",
        "pages",
        true
    )]
    [InlineData("if (!bool.TryParse(Environment.GetEnvironmentVariable(\"PAGES\"), out var pages)) pages = true;", "pages", false)]
    [InlineData("bool.TryParse(Environment.MachineName, out var pages);", "pages", false)]
    [InlineData("", "app.Configuration.GetValue<bool?>(\"Pages\") is { } pages && pages", true)]
    [InlineData("AppContext.TryGetSwitch(\"Pages\", out var pages);", "pages", true)]
    [InlineData("new Dictionary<string, bool>().TryGetValue(\"Pages\", out var pages);", "pages", false)]
    [InlineData("var pages = app.Environment.IsDevelopment(); Set(ref pages); void Set(ref bool on) => on = true;", "pages", false)]
    [InlineData("var pages = app.Environment.IsDevelopment(); (pages, _) = (true, 7);", "pages", false)]
    public Task LocalThatIsSetInSeveralPlaces_IsWhatLeadsToEachValue(string set, string condition, bool isGuard) =>
        Verify.VerifyAnalyzerAsync(
            Program(
                $"{set} if (app.Environment.IsStaging() || ({condition})) app."
                    + (isGuard ? "UseDeveloperExceptionPage();" : "[|UseDeveloperExceptionPage()|];")
            )
        );

    [Theory]
    [InlineData("if (settings.Errors.ShowPages) app.UseDeveloperExceptionPage();")]
    [InlineData("if (site.Errors.ShowPages) app.[|UseDeveloperExceptionPage()|];")]
    public Task SwitchInsideSettings_IsAGuard(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
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
            """
        );

    [Theory]
    [InlineData("if (Host.IsDevEnvironment) app.UseDeveloperExceptionPage();")]
    [InlineData("if (Host.IsDevelopmentMode()) app.UseDeveloperExceptionPage();")]
    [InlineData("if (!Host._isDev) { app.UseHsts(); } else { app.UseDeveloperExceptionPage(); }")]
    [InlineData("if (Host.IsDevice) app.[|UseDeveloperExceptionPage()|];")]
    public Task MemberOfAnotherFile_IsTakenAtItsWord(string code)
    {
        var test = new CSharpAnalyzerTest<DeveloperErrorPageAnalyzer>();
        test.TestState.Sources.Add($"var app = WebApplication.CreateBuilder(args).Build();\n{code}\napp.Run();\n");
        test.TestState.Sources.Add(
            """
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
            """
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("DEBUG", "if (Build.IsDebug) app.UseDeveloperExceptionPage();")]
    [InlineData("RELEASE", "if (Build.IsDebug) app.UseDeveloperExceptionPage();")]
    [InlineData("DEBUG", "if (Build.IsRelease) { app.UseHsts(); } else { app.UseDeveloperExceptionPage(); }")]
    [InlineData("DEBUG", "if (Build.IsTraced) app.[|UseDeveloperExceptionPage()|];")]
    public Task ConstantOfADebugBuild_IsAGuard(string symbol, string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
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
            """
        );

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
    [InlineData(
        "if (string.Equals(app.Environment.EnvironmentName, \"development\", StringComparison.OrdinalIgnoreCase)) app.UseDeveloperExceptionPage();"
    )]
    [InlineData("if (app.Environment.EnvironmentName.Equals(\"Development\")) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.EnvironmentName is \"Development\" or \"Local\") app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.EnvironmentName is not \"Production\") app.UseDeveloperExceptionPage();")]
    [InlineData("if (Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") == \"Development\") app.UseDeveloperExceptionPage();")]
    [InlineData(
        "switch (app.Environment.EnvironmentName) { case \"Development\": app.UseDeveloperExceptionPage(); break; default: app.UseHsts(); break; }"
    )]
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
    [InlineData("if (app.Environment.IsDevelopment() is not true) { } else app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsDevelopment() is not false) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsDevelopment() is false) app.UseHsts(); else app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsDevelopment() != true) return; app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.IsProduction() != true) app.UseDeveloperExceptionPage();")]
    [InlineData("if (true == app.Environment.IsDevelopment()) app.UseDeveloperExceptionPage();")]
    [InlineData("if (\"Development\" == app.Environment.EnvironmentName) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment is { EnvironmentName: \"Development\" }) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app is { Environment.EnvironmentName: \"Development\" or \"Local\" }) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app is { Environment: { EnvironmentName: not \"Production\" } }) app.UseDeveloperExceptionPage();")]
    [InlineData(
        "switch (app.Environment.IsDevelopment()) { case true: app.UseDeveloperExceptionPage(); break; case false: app.UseHsts(); break; }"
    )]
    [InlineData(
        "switch (app.Environment.IsDevelopment()) { case false: app.UseHsts(); break; default: app.UseDeveloperExceptionPage(); break; }"
    )]
    [InlineData(
        "switch (app.Environment.EnvironmentName) { case \"Production\": app.UseHsts(); break; default: app.UseDeveloperExceptionPage(); break; }"
    )]
    [InlineData(
        "switch (app.Environment.EnvironmentName) { case \"Production\": app.UseHsts(); break; case var other: app.UseDeveloperExceptionPage(); break; }"
    )]
    [InlineData("switch (args.Length) { case 0 when app.Environment.IsDevelopment(): app.UseDeveloperExceptionPage(); break; }")]
    [InlineData("switch (app.Environment) { case { EnvironmentName: \"Development\" }: app.UseDeveloperExceptionPage(); break; }")]
    [InlineData("_ = app.Environment.IsDevelopment() switch { true => app.UseDeveloperExceptionPage(), false => app.UseHsts() };")]
    [InlineData("_ = app.Environment.IsDevelopment() switch { false => app.UseHsts(), _ => app.UseDeveloperExceptionPage() };")]
    [InlineData("_ = app.Environment.EnvironmentName switch { \"Production\" => app.UseHsts(), _ => app.UseDeveloperExceptionPage() };")]
    [InlineData(
        "_ = app.Environment switch { { EnvironmentName: \"Development\" } => app.UseDeveloperExceptionPage(), _ => app.UseHsts() };"
    )]
    [InlineData(
        "_ = args.Length switch { 0 when app.Environment.IsDevelopment() => app.UseDeveloperExceptionPage(), _ => app.UseHsts() };"
    )]
    [InlineData(
        "_ = (app.Environment.IsDevelopment(), args.Length) switch { (true, 0) => app.UseDeveloperExceptionPage(), _ => app.UseHsts() };"
    )]
    [InlineData(
        "var isDevelopment = app.Environment is { EnvironmentName: \"Development\" }; if (isDevelopment) app.UseDeveloperExceptionPage();"
    )]
    [InlineData(
        "var show = app.Environment.EnvironmentName switch { \"Development\" or \"Test\" => true, _ => false }; if (show) app.UseDeveloperExceptionPage();"
    )]
    [InlineData("var show = app.Environment.IsDevelopment() ? true : false; if (show) app.UseDeveloperExceptionPage();")]
    [InlineData("var hide = app.Environment.IsDevelopment() is not true; if (!hide) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Environment.EnvironmentName.StartsWith(\"Dev\", StringComparison.Ordinal)) app.UseDeveloperExceptionPage();")]
    [InlineData("if ((app.Environment?.IsDevelopment() ?? false)) app.UseDeveloperExceptionPage();")]
    [InlineData("while (app.Environment.IsDevelopment()) { app.UseDeveloperExceptionPage(); break; }")]
    [InlineData(
        "if (!app.Environment.IsDevelopment()) { if (args.Length > 0) return; else throw new InvalidOperationException(); } app.UseDeveloperExceptionPage();"
    )]
    [InlineData("app.UseWhen(_ => app.Environment.IsDevelopment(), branch => branch.UseDeveloperExceptionPage());")]
    public Task GuardedCode_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("if (!app.Environment.IsDevelopment()) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsProduction()) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment()) { } app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment()) app.UseHsts(); else app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment() || args.Length > 0) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsEnvironment(\"Production\")) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.EnvironmentName != \"Development\") app.[|UseDeveloperExceptionPage()|];")]
    [InlineData(
        "var isDevelopment = app.Environment.IsDevelopment(); isDevelopment = true; if (isDevelopment) app.[|UseDeveloperExceptionPage()|];"
    )]
    [InlineData("if (args.Length > 0) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment()) { Page(); } Page(); void Page() => app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("foreach (var arg in args) { if (app.Environment.IsDevelopment()) continue; app.[|UseDeveloperExceptionPage()|]; }")]
    [InlineData(
        "switch (app.Environment.EnvironmentName) { case \"Production\": case \"Development\": app.[|UseDeveloperExceptionPage()|]; break; }"
    )]
    [InlineData("if (app.Environment.IsDevelopment() is not true) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment() is false) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment() != true) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment is { EnvironmentName: \"Production\" }) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment is not { EnvironmentName: \"Development\" }) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment is { ApplicationName: \"Development\" }) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData(
        "switch (app.Environment.IsDevelopment()) { case false: app.[|UseDeveloperExceptionPage()|]; break; default: app.UseHsts(); break; }"
    )]
    [InlineData(
        "switch (app.Environment.EnvironmentName) { case \"Development\": app.UseHsts(); break; default: app.[|UseDeveloperExceptionPage()|]; break; }"
    )]
    [InlineData(
        "switch (app.Environment.EnvironmentName) { case \"Production\" when args.Length > 0: app.UseHsts(); break; default: app.[|UseDeveloperExceptionPage()|]; break; }"
    )]
    [InlineData("_ = app.Environment.IsDevelopment() switch { true => app.UseHsts(), false => app.[|UseDeveloperExceptionPage()|] };")]
    [InlineData("_ = app.Environment.IsDevelopment() ? app.UseHsts() : app.[|UseDeveloperExceptionPage()|];")]
    [InlineData(
        "_ = args.Length switch { 0 when app.Environment.IsDevelopment() => app.UseHsts(), _ => app.[|UseDeveloperExceptionPage()|] };"
    )]
    [InlineData(
        "_ = (app.Environment.IsDevelopment(), args.Length) switch { (_, 0) => app.[|UseDeveloperExceptionPage()|], _ => app.UseHsts() };"
    )]
    [InlineData(
        "var show = app.Environment.EnvironmentName switch { \"Development\" => false, _ => true }; if (show) app.[|UseDeveloperExceptionPage()|];"
    )]
    [InlineData("if (app.Environment?.IsDevelopment() ?? true) app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("if (app.Environment.IsDevelopment()) { if (args.Length > 0) return; } app.[|UseDeveloperExceptionPage()|];")]
    [InlineData("app.UseWhen(_ => args.Length > 0, branch => branch.[|UseDeveloperExceptionPage()|]);")]
    public Task UnguardedCode_Triggers(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Fact]
    public Task AFieldThatHoldsTheAnswer_Guards() =>
        Verify.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Theory]
    [InlineData("StartupDevelopment", "Configure")]
    [InlineData("Startup", "ConfigureDevelopment")]
    [InlineData("Startup", "ConfigureTestServices")]
    [InlineData("StartupStaging", "Configure")]
    [InlineData("StartupTest", "Configure")]
    [InlineData("TestStartup", "Register")]
    public Task EnvironmentNamesOfStartup_Guard(string type, string method) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            public class {{type}}
            {
                public void {{method}}(IApplicationBuilder app) => app.UseDeveloperExceptionPage();
            }
            """
        );

    [Theory]
    [InlineData("Startup", "Configure")]
    [InlineData("Startup", "ConfigureProduction")]
    [InlineData("StartupBase", "Configure")]
    [InlineData("StartupProduction", "Configure")]
    public Task OtherNamesOfStartup_GuardNothing(string type, string method) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            public class {{type}}
            {
                public void {{method}}(IApplicationBuilder app) => app.[|UseDeveloperExceptionPage()|];
            }
            """
        );

    [Fact]
    public Task AHelperOfAnotherFile_IsGuardedByItsCallers()
    {
        var test =
            new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<Deployability.Analyzers.Rules.Security.DeveloperErrorPageAnalyzer>();
        test.TestState.Sources.Add(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
                app.UseDevelopmentTools();
            app.Run();
            """
        );
        test.TestState.Sources.Add(
            """
            internal static class Tools
            {
                public static void UseDevelopmentTools(this IApplicationBuilder app) => app.UseDeveloperExceptionPage();
            }
            """
        );
        return test.RunAsync();
    }

    [Fact]
    public Task AHelperThatNobodyCalls_IsNotGuarded() =>
        Verify.VerifyAnalyzerAsync(
            """
            public static class Tools
            {
                public static void UseTools(this IApplicationBuilder app) => app.[|UseDeveloperExceptionPage()|];
            }
            """
        );

    [Theory]
    [InlineData("#define DEBUG\n", "#if DEBUG\n", "\n#endif\n")]
    [InlineData("#define DEBUG\n", "#if DEBUG && !TRACE_ONLY\n", "\n#endif\n")]
    [InlineData("#define DEBUG\n", "#if !DEBUG\n#else\n", "\n#endif\n")]
    [InlineData("", "#if !RELEASE\n", "\n#endif\n")]
    [InlineData("", "#if RELEASE\n#else\n", "\n#endif\n")]
    public Task DebugBuilds_Guard(string define, string before, string after) =>
        Verify.VerifyAnalyzerAsync(
            $"{define}var app = WebApplication.CreateBuilder(args).Build();\n{before}app.UseDeveloperExceptionPage();{after}app.Run();\n"
        );

    [Theory]
    [InlineData("#define DEBUG\n", "const bool")]
    [InlineData("#define DEBUG\n", "static readonly bool")]
    [InlineData("", "static readonly bool")]
    public Task FieldOfDebugBuilds_Guards(string define, string modifiers) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
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
            """
        );

    [Fact]
    public Task FieldThatIsAlwaysOn_DoesNotGuard() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (Pages.On)
                app.[|UseDeveloperExceptionPage()|];
            app.Run();

            static class Pages
            {
                public static readonly bool On = true;
            }
            """
        );

    [Fact]
    public Task OtherSymbols_DoNotGuard() =>
        Verify.VerifyAnalyzerAsync(
            "#define DEBUG\n#define TOOLS\nvar app = WebApplication.CreateBuilder(args).Build();\n#if DEBUG || TOOLS\napp.[|UseDeveloperExceptionPage()|];\n#endif\napp.Run();\n"
        );

    [Fact]
    public Task TheObsoleteEnvironmentInterface_Guards() =>
        Verify.VerifyAnalyzerAsync(
            """
            #pragma warning disable CS0618
            public class Startup
            {
                public void Configure(IApplicationBuilder app, Microsoft.AspNetCore.Hosting.IHostingEnvironment env)
                {
                    if (env.IsDevelopment())
                        app.UseDeveloperExceptionPage();
                }
            }
            """
        );

    // Each finding asks for the guard of its own method first; methods call each other in a ring, and one is entered from a guarded place.
    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) Tools.First(app, 3);", false)]
    [InlineData("Tools.First(app, 3);", true)]
    [InlineData("if (app.Environment.IsDevelopment()) Tools.First(app, 3); Tools.Third(app, 1);", true)]
    [InlineData("", true)]
    public Task MethodsThatCallEachOther_HaveOneAnswerWhoeverAsks(string code, bool reported)
    {
        var page = reported ? "[|UseDeveloperExceptionPage()|]" : "UseDeveloperExceptionPage()";
        return Verify.VerifyAnalyzerAsync(
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            {{code}}
            app.Run();

            static class Tools
            {
                public static void Third(WebApplication app, int depth) { app.{{page}}; if (depth > 0) First(app, depth - 1); }

                public static void Second(WebApplication app, int depth) { app.{{page}}; Third(app, depth); }

                public static void First(WebApplication app, int depth) { app.{{page}}; Second(app, depth); }
            }
            """
        );
    }

    [Fact]
    public Task ALongWayFromAGuardedPlace_IsGuardedAllAlong()
    {
        var steps = string.Join(
            "\n",
            Enumerable
                .Range(0, 12)
                .Select(static step =>
                    $"    public static void Step{step}(WebApplication app) {{ app.UseDeveloperExceptionPage(); Step{step + 1}(app); }}"
                )
        );
        return Verify.VerifyAnalyzerAsync(
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
                Tools.Step0(app);
            app.Run();

            static class Tools
            {
            {{steps}}
                public static void Step12(WebApplication app) => app.UseDeveloperExceptionPage();
            }
            """
        );
    }

    private static string Program(string code) =>
        $"""
            var app = WebApplication.CreateBuilder(args).Build();
            {code}
            app.Run();
            """;
}
