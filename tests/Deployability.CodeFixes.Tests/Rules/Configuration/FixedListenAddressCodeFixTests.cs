using Deployability.Analyzers.Rules.Configuration;
using Deployability.CodeFixes.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Configuration.FixedListenAddressAnalyzer,
    Deployability.CodeFixes.Rules.Configuration.FixedListenAddressCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Configuration;

public class FixedListenAddressCodeFixTests
{
    [Theory]
    [InlineData("app.Run({|DPL1003:\"http://localhost:5000\"|});", "app.Run();")]
    [InlineData("await app.RunAsync({|DPL1003:\"http://localhost:5000\"|});", "await app.RunAsync();")]
    public Task Run_LosesTheUrl(string before, string after) => VerifyAsync(before, after);

    [Fact]
    public Task StatementsThatOnlySayTheAddress_GoAway() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.UseUrls({|DPL1003:"http://localhost:5000"|}, {|DPL1003:"https://localhost:5001"|});
            builder.Configuration["urls"] = {|DPL1003:"http://localhost:5000"|};
            var app = builder.Build();
            app.Urls.Add({|DPL1003:"http://localhost:5000"|});
            app.Run();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.Run();
            """
        );

    [Fact]
    public Task Chain_LosesTheLink() =>
        Verify.VerifyCodeFixAsync(
            """
            public class Program
            {
                public static void Main(string[] args) =>
                    Host.CreateDefaultBuilder(args)
                        .ConfigureWebHostDefaults(web => web
                            .UseStartup<Startup>()
                            .UseUrls({|DPL1003:"http://localhost:5000"|})
                            .UseSetting("detailedErrors", "false"))
                        .ConfigureWebHost(web => web.UseUrls({|DPL1003:"http://localhost:5000"|}))
                        .Build().Run();
            }

            public class Startup { public void Configure(IApplicationBuilder app) { } }
            """,
            """
            public class Program
            {
                public static void Main(string[] args) =>
                    Host.CreateDefaultBuilder(args)
                        .ConfigureWebHostDefaults(web => web
                            .UseStartup<Startup>()
                            .UseSetting("detailedErrors", "false"))
                        .ConfigureWebHost(web => { })
                        .Build().Run();
            }

            public class Startup { public void Configure(IApplicationBuilder app) { } }
            """
        );

    [Fact]
    public Task ConstantThatSaysTheAddress_GoesWithIt() =>
        VerifyAsync(
            """
            const string Url = {|DPL1003:"http://localhost:5000"|};
            app.Run(Url);
            """,
            "app.Run();"
        );

    [Theory]
    [InlineData("{|DPL1003:ListenLocalhost(5000)|}", "ListenAnyIP(5000)")]
    [InlineData(
        "{|DPL1003:Listen(IPAddress.Loopback, 5001, listen => listen.UseHttps())|}",
        "ListenAnyIP(5001, listen => listen.UseHttps())"
    )]
    [InlineData("{|DPL1003:Listen(new IPEndPoint(IPAddress.IPv6Loopback, 5002))|}", "ListenAnyIP(5002)")]
    [InlineData("Listen(IPAddress.Parse({|DPL1003:\"127.0.0.1\"|}), 5003)", "ListenAnyIP(5003)")]
    public Task Kestrel_ListensOnEveryAddress(string before, string after) =>
        Verify.VerifyCodeFixAsync(KestrelWith(before), KestrelWith(after));

    [Fact]
    public async Task FixAll_ChangesEveryEndpointOfKestrel()
    {
        // One at a time, a loopback address beside a reachable one counts as there on purpose.
        var test = new CSharpCodeFixTest<FixedListenAddressAnalyzer, FixedListenAddressCodeFix>
        {
            TestCode = KestrelWith("{|DPL1003:ListenLocalhost(5000)|}; options.{|DPL1003:ListenLocalhost(5001)|}"),
            FixedCode = KestrelWith("ListenAnyIP(5000); options.ListenLocalhost(5001)"),
            BatchFixedCode = KestrelWith("ListenAnyIP(5000); options.ListenAnyIP(5001)"),
        };
        await test.RunAsync();
    }

    [Fact]
    public Task DefaultOfConfiguration_OffersNothing()
    {
        const string Source = """
            var app = WebApplication.Create(args);
            app.Run(app.Configuration["Address"] ?? {|DPL1003:"http://localhost:5000"|});
            """;
        return Verify.VerifyCodeFixAsync(Source, Source);
    }

    private static string KestrelWith(string call) =>
        $$"""
            using System.Net;
            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.ConfigureKestrel(options => { options.{{call}}; });
            """;

    private static Task VerifyAsync(string before, string after) =>
        Verify.VerifyCodeFixAsync("var app = WebApplication.Create(args);\n" + before, "var app = WebApplication.Create(args);\n" + after);
}
