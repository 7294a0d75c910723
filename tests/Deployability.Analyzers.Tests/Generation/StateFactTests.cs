using Deployability.Model;

namespace Deployability.Analyzers.Tests.Generation;

public sealed class StateFactTests
{
    [Fact]
    public void FileWritesSayTheirPlaceAndKind()
    {
        var writes = GeneratorHarness
            .Facts(
                """
                using System.IO;
                var builder = WebApplication.CreateBuilder(args);
                var app = builder.Build();
                app.MapPost("/", (string name, string text) =>
                {
                    File.WriteAllText(Path.Combine(app.Environment.ContentRootPath, "uploads", name), text);
                    File.WriteAllText($"/data/{name}.json", text);
                    File.WriteAllText(Path.Combine(app.Configuration["Exports:Path"]!, name), text);
                    File.WriteAllText(Path.GetTempFileName(), text);
                    File.AppendAllText("logs/app.log", text);
                    File.WriteAllText(@"D:\data\x", text);
                    File.WriteAllText(name, File.ReadAllText("data/read.txt").Replace("a", "b"));
                });
                app.Run();
                """
            )
            .OfKind<FileWriteFact>()
            .Select(static fact => (fact.Path, fact.Key, fact.Kind))
            .ToHashSet();

        Assert.Equal(
            new HashSet<(string, string, FileWriteKind)>
            {
                ("uploads", "", FileWriteKind.Data),
                ("/data", "", FileWriteKind.Data),
                ("", "Exports:Path", FileWriteKind.Data),
                ("/tmp", "", FileWriteKind.Temporary),
                ("logs/app.log", "", FileWriteKind.Log),
            },
            writes
        );
    }

    [Fact]
    public void StatefulFeaturesAreToldOnceEach()
    {
        var features = GeneratorHarness
            .Facts(
                """
                using System.IO;
                using Microsoft.AspNetCore.DataProtection;
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddSession();
                builder.Services.AddSignalR();
                builder.Services.AddServerSideBlazor();
                builder.Services.AddAuthentication().AddCookie();
                builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo("/keys"));
                builder.Build().Run();
                """
            )
            .OfKind<FeatureFact>()
            .Select(static fact => fact.Name)
            .ToHashSet();

        Assert.Equal(
            new HashSet<string>
            {
                Features.InProcessSession,
                Features.SignalR,
                Features.BlazorServer,
                Features.DataProtectionInUse,
                Features.DataProtectionPersisted,
            },
            features
        );
    }

    [Theory]
    [InlineData("app.MapGet(\"/live\", () => TypedResults.ServerSentEvents(Events()));", true)]
    [InlineData("app.MapGet(\"/live\", () => Results.ServerSentEvents(Events(), eventType: \"change\"));", true)]
    [InlineData("app.MapGet(\"/live\", () => Feed.ServerSentEvents(Events()));", false)]
    public void EventStreamsAreTold(string code, bool expected)
    {
        var facts = GeneratorHarness.Facts(
            $$"""
            using System.Collections.Generic;
            using System.Threading.Tasks;
            var app = WebApplication.CreateBuilder(args).Build();
            {{code}}
            app.Run();
            static async IAsyncEnumerable<string> Events() { await Task.Yield(); yield return "now"; }
            static class Feed { public static object ServerSentEvents(object events) => events; }
            """
        );

        Assert.Equal(expected, facts.OfKind<FeatureFact>().Any(static fact => fact.Name == Features.EventStreams));
    }

    [Fact]
    public void WhatNeedsAndWhatKnowsTheSchemeIsTold()
    {
        var features = GeneratorHarness
            .Facts(
                """
                using Microsoft.AspNetCore.Authentication;
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddAuthentication().AddOAuth("own", options => { });
                var app = builder.Build();
                app.Use((context, next) => { context.Request.Scheme = "https"; return next(context); });
                app.UseHttpsRedirection();
                app.Run();
                """
            )
            .OfKind<FeatureFact>()
            .Select(static fact => fact.Name)
            .ToHashSet();

        Assert.Equal(new HashSet<string> { Features.ExternalLogin, Features.ForwardedHeaders, Features.HttpsRedirection }, features);
    }

    [Theory]
    [InlineData("options.KnownProxies.Add(System.Net.IPAddress.Parse(\"10.0.0.7\"));", Features.KnownProxies)]
    [InlineData("options.KnownNetworks.Clear(); options.KnownProxies.Clear();", Features.NoKnownNetworks, Features.NoKnownProxies)]
    [InlineData("options.KnownIPNetworks.Clear();", Features.NoKnownNetworks)]
    [InlineData("_ = new ForwardedHeadersOptions { KnownProxies = { System.Net.IPAddress.Any } };", Features.KnownProxies)]
    [InlineData("_ = new ForwardedHeadersOptions { KnownProxies = { } };")]
    [InlineData("options.ForwardLimit = 2;")]
    [InlineData("_ = options.KnownProxies.Count;")]
    public void WhichProxiesAreBelieved_IsTold(string code, params string[] expected)
    {
        var features = GeneratorHarness
            .Facts(
                $$"""
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.Configure<ForwardedHeadersOptions>(options => { {{code}} });
                var app = builder.Build();
                app.UseForwardedHeaders();
                app.Run();
                """
            )
            .OfKind<FeatureFact>()
            .Select(static fact => fact.Name)
            .ToHashSet();

        Assert.Equal(expected.Append(Features.ForwardedHeaders).ToHashSet(), features);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("public class EditModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnPost() { } }", true)]
    [InlineData(
        "public class C : Microsoft.AspNetCore.Mvc.Controller { [Microsoft.AspNetCore.Mvc.ValidateAntiForgeryToken] public void Save() { } }",
        true
    )]
    public void PagesNeedKeys_OnlyWhereFormsArePosted(string code, bool expected) =>
        Assert.Equal(
            expected,
            GeneratorHarness
                .Facts(
                    $$"""
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddRazorPages();
                    builder.Build().Run();
                    {{code}}
                    """
                )
                .OfKind<FeatureFact>()
                .Any(static fact => fact.Name == Features.DataProtectionInUse)
        );

    [Fact]
    public void AStoreOfKeysRegisteredByHand_PersistsThem() =>
        Assert.Contains(
            GeneratorHarness
                .Facts(
                    """
                    using Microsoft.AspNetCore.DataProtection.KeyManagement;
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddSession();
                    builder.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = null);
                    builder.Build().Run();
                    """
                )
                .OfKind<FeatureFact>(),
            static fact => fact.Name == Features.DataProtectionPersisted
        );

    [Fact]
    public void TheKeyRingThatTheFixPersistsIsAFolderThatConfigurationGives()
    {
        var write = Assert.Single(
            GeneratorHarness
                .Facts(
                    """
                    using System.IO;
                    using Microsoft.AspNetCore.DataProtection;
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddRazorPages();
                    if (builder.Configuration["DataProtection:KeysPath"] is { Length: > 0 } keysPath)
                    {
                        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keysPath));
                    }

                    builder.Build().Run();
                    """
                )
                .OfKind<FileWriteFact>()
        );

        Assert.Equal(("DataProtection:KeysPath", FileWriteKind.Data, false), (write.Key, write.Kind, write.IsFile));
    }

    [Theory]
    [InlineData(
        """builder.Services.Configure<StorageOptions>(builder.Configuration.GetSection("Storage"));""",
        "Storage:ROOT_DIR",
        "ROOT_DIR"
    )]
    [InlineData("""builder.Services.AddOptions<StorageOptions>().BindConfiguration("Files:Store");""", "Files:Store:Root")]
    [InlineData("""builder.Services.AddOptions<StorageOptions>();""", null)]
    public void AFolderOfBoundOptionsIsOneThatConfigurationGives(string bound, string? key, string name = "Root") =>
        Assert.Equal(
            key,
            GeneratorHarness
                .Facts(
                    $$"""
                    using System.IO;
                    using Microsoft.Extensions.Options;
                    var builder = WebApplication.CreateBuilder(args);
                    {{bound}}
                    builder.Services.AddSingleton<Store>();
                    builder.Build().Run();

                    class StorageOptions { [ConfigurationKeyName("{{name}}")] public string Root { get; set; } = "uploads"; }

                    class Store
                    {
                        private readonly StorageOptions options;

                        public Store(IOptions<StorageOptions> options) => this.options = options.Value;

                        public void Save(string name, string text) => File.WriteAllText(Path.Combine(options.Root, name), text);
                    }
                    """
                )
                .OfKind<FileWriteFact>()
                .SingleOrDefault()
                ?.Key
        );

    [Theory]
    [InlineData("void Save(Order order) => picture.SaveAs(order);", 0)]
    [InlineData("void Save(Order order) => picture.SaveAs(\"/data/a.png\");", 1)]
    // A local of a function inside hides the parameter of the same name.
    [InlineData(
        "void Save(Order order) { static void Write(Picture p) { var order = \"/data/a.png\"; p.SaveAs(order); } Write(picture); }",
        1
    )]
    [InlineData("string order = \"/data/a.png\"; void Save() => picture.SaveAs(order);", 1)]
    public void ASave_WritesAFileWhereItIsGivenAPath(string save, int writes) =>
        Assert.Equal(
            writes,
            GeneratorHarness
                .Facts(
                    $$"""
                    System.Console.WriteLine();

                    class Order { }

                    class Picture
                    {
                        public void SaveAs(string path) { }
                        public void SaveAs(Order order) { }
                    }

                    class Album(Picture picture)
                    {
                        {{save}}
                    }
                    """
                )
                .OfKind<FileWriteFact>()
                .Count()
        );

    [Theory]
    [InlineData("""File.WriteAllText(app.Configuration["Paths:Orders"]!, "");""", true)]
    [InlineData("""using var stream = new FileStream(app.Configuration["Paths:Orders"]!, FileMode.Create);""", true)]
    [InlineData("""File.Copy("a", app.Configuration["Paths:Orders"]!, true);""", true)]
    [InlineData("""File.WriteAllText(Path.Combine(app.Configuration["Paths:Orders"]!, "x.json"), "");""", false)]
    [InlineData("""Directory.CreateDirectory(app.Configuration["Paths:Orders"]!);""", false)]
    public void AConfiguredPathIsAFileOrAFolderAsItIsUsed(string write, bool isFile) =>
        Assert.Equal(
            isFile,
            Assert
                .Single(
                    GeneratorHarness
                        .Facts(
                            $"""
                            using System.IO;
                            var builder = WebApplication.CreateBuilder(args);
                            var app = builder.Build();
                            {write}
                            app.Run();
                            """
                        )
                        .OfKind<FileWriteFact>()
                )
                .IsFile
        );
}
