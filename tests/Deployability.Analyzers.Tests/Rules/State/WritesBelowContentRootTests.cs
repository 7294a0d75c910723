using Deployability.Analyzers.Rules.State;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

public sealed class WritesBelowContentRootTests
{
    private static Task VerifyAsync(string source) =>
        CSharpAnalyzerVerifier<WritesBelowContentRootAnalyzer>.VerifyAnalyzerAsync(
            "using Microsoft.AspNetCore.Mvc;\nusing Microsoft.AspNetCore.DataProtection;\nusing Microsoft.Extensions.Options;\n" + source
        );

    private static Task VerifyMethodAsync(string body) =>
        VerifyAsync(
            $$"""
            public class Uploads(IWebHostEnvironment env, IConfiguration configuration)
            {
                public async Task Post(IFormFile file, string name, string content)
                {
                    await Task.Yield();
                    {{body}}
                }
            }

            namespace Drawing
            {
                public class CloudStorage
                {
                    public Task SaveFileAsync(string path, string text) => Task.CompletedTask;
                }

                public class Chart
                {
                    public void Save(string path) { }
                    public Task SaveAsPngAsync(string filePath) => Task.CompletedTask;
                    public void SaveAs(FileInfo target) { }
                    public void SaveTitle(string title) { }
                    public void GeneratePdf(string filePath) { }
                }
            }
            """
        );

    [Theory]
    [InlineData("""File.WriteAllText([|"data/todos.json"|], content);""")]
    [InlineData("""await File.AppendAllTextAsync([|"todos.txt"|], content);""")]
    [InlineData("""File.WriteAllBytes([|$"uploads/{name}"|], []);""")]
    [InlineData("""File.WriteAllText([|"uploads/" + name|], content);""")]
    [InlineData("""File.WriteAllText([|@".\data\todos.json"|], content);""")]
    [InlineData("""using var stream = new FileStream([|Path.Combine(env.WebRootPath, "uploads", file.FileName)|], FileMode.Create);""")]
    [InlineData("""using var stream = File.Create([|Path.Combine(env.ContentRootPath, "uploads", name)|]);""")]
    [InlineData("""Directory.CreateDirectory([|Path.Combine(Directory.GetCurrentDirectory(), "wwwroot", "images")|]);""")]
    [InlineData("""using var writer = new StreamWriter([|Path.Combine(AppContext.BaseDirectory, "export.csv")|]);""")]
    [InlineData("""var path = [|Path.Combine(AppDomain.CurrentDomain.BaseDirectory, name)|]; File.Copy("/data/a", path);""")]
    [InlineData(
        """var folder = Path.Combine(env.WebRootPath, "uploads"); var path = [|Path.Combine(folder, name)|]; using var s = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);"""
    )]
    [InlineData("""new FileInfo([|"state.json"|]).OpenWrite();""")]
    [InlineData("""System.IO.Compression.ZipFile.CreateFromDirectory("/data", [|"backup.zip"|]);""")]
    [InlineData("""File.WriteAllText([|$"{env.ContentRootPath}/state.json"|], content);""")]
    [InlineData(
        """var folder = Path.Combine(env.WebRootPath, "uploads"); Directory.CreateDirectory(folder); File.WriteAllText([|Path.Combine(folder, name)|], content);"""
    )]
    [InlineData(
        """string PathOf(string id) => [|Path.Combine(env.WebRootPath, "posts", id + ".xml")|]; File.WriteAllText(PathOf(name), content);"""
    )]
    [InlineData(
        """string PathOf(string id) { var file = id + ".xml"; return [|Path.Combine(env.WebRootPath, file)|]; } File.WriteAllText(PathOf(name), content);"""
    )]
    [InlineData("""new Drawing.Chart().Save([|"wwwroot/charts/today.png"|]);""")]
    [InlineData("""await new Drawing.Chart().SaveAsPngAsync([|Path.Combine(env.WebRootPath, "charts", name)|]);""")]
    [InlineData("""new Drawing.Chart().SaveAs(new FileInfo([|"report.xlsx"|]));""")]
    [InlineData("""new Drawing.Chart().GeneratePdf([|$"invoices/{name}.pdf"|]);""")]
    [InlineData("""File.WriteAllText([|Path.Combine(env.ContentRootPath, "cache", name)|], content);""")]
    [InlineData("""File.AppendAllText([|"log.txt"|], content);""")]
    [InlineData("""File.AppendAllText([|"logs/app.log"|], content);""")]
    [InlineData("""File.AppendAllText([|Path.Combine(env.ContentRootPath, "Logs", name)|], content);""")]
    public Task WriteIntoTheAppDirectory_Triggers(string body) => VerifyMethodAsync(body);

    [Fact]
    public Task FolderThatTheConstructorIsGiven_TriggersWhereAllWhoGiveItMeanTheAppDirectory() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton(new Notes(Path.Combine(builder.Environment.ContentRootPath, "notes")));
            builder.Services.AddSingleton(_ => new Letters("letters"));
            builder.Services.AddSingleton(new Bills("/data/bills"));
            builder.Services.AddSingleton(new Mixed("mixed"));
            builder.Services.AddSingleton(new Mixed("/data/mixed"));
            builder.Services.AddSingleton(new Given(builder.Configuration["Folder"]!));
            builder.Build().Run();

            class Notes(string folder) { public void Save(string id, string text) => File.WriteAllText([|Path.Combine(folder, id)|], text); }

            class Letters
            {
                private readonly string folder;
                public Letters(string folder) { this.folder = folder; }
                public void Save(string id, string text) => File.WriteAllText([|$"{folder}/{id}.txt"|], text);
            }

            class Bills(string folder) { public void Save(string id, string text) => File.WriteAllText(Path.Combine(folder, id), text); }
            class Mixed(string folder) { public void Save(string id, string text) => File.WriteAllText(Path.Combine(folder, id), text); }
            class Given(string folder) { public void Save(string id, string text) => File.WriteAllText(Path.Combine(folder, id), text); }
            class Nobody(string folder) { public void Save(string id, string text) => File.WriteAllText(Path.Combine(folder, id), text); }
            """
        );

    [Theory]
    [InlineData("""new Drawing.Chart().Save("/data/charts/today.png");""")]
    [InlineData("""new Drawing.Chart().SaveTitle("today");""")]
    [InlineData("""await new Drawing.CloudStorage().SaveFileAsync($"charts/{name}.json", content);""")]
    [InlineData("""new Drawing.Chart().SaveAs(new FileInfo(Path.Combine(Path.GetTempPath(), "report.xlsx")));""")]
    [InlineData("""File.WriteAllText("/data/todos.json", content);""")]
    [InlineData("""File.WriteAllText(Path.Combine(Path.GetTempPath(), name), content);""")]
    [InlineData("""var path = Path.GetTempFileName(); File.WriteAllText(path, content);""")]
    [InlineData("""File.WriteAllText("/tmp/x", content);""")]
    [InlineData("""File.WriteAllText("temp/x.bin", content);""")]
    [InlineData("""File.WriteAllText(configuration["Uploads:Path"]!, content);""")]
    [InlineData("""File.WriteAllText(Path.Combine(configuration["Uploads:Path"] ?? "uploads", name), content);""")]
    [InlineData("""File.WriteAllText(Path.Combine(env.ContentRootPath, configuration["Uploads:Path"]!, name), content);""")]
    [InlineData(
        """var data = configuration.GetSection("Data"); var folder = data.GetValue<string>("Folder")!; Directory.CreateDirectory(Path.Combine(env.ContentRootPath, folder));"""
    )]
    [InlineData("""File.WriteAllText(name, content);""")]
    [InlineData("""File.WriteAllText(Path.Combine(name, "x.json"), content);""")]
    [InlineData(
        """string PathOf(string id) { if (id == "") return "/data/none"; return Path.Combine(env.WebRootPath, id); } File.WriteAllText(PathOf(name), content);"""
    )]
    [InlineData("""var text = File.ReadAllText("data/todos.json");""")]
    [InlineData("""using var stream = new FileStream(Path.Combine(env.WebRootPath, "a.png"), FileMode.Open, FileAccess.Read);""")]
    [InlineData("""using var stream = new FileStream("a.png", FileMode.Open);""")]
    [InlineData("""using var stream = File.OpenRead("a.png");""")]
    [InlineData("""using var stream = File.Open("a.png", FileMode.Open, FileAccess.Read);""")]
    [InlineData(
        """var lines = File.ReadLines(Path.Combine(env.ContentRootPath, "seed.csv")).ToList(); File.Copy("seed.csv", "/data/seed.csv");"""
    )]
    [InlineData("""if (System.Diagnostics.Debugger.IsAttached) File.WriteAllText("dump.json", content);""")]
    [InlineData("""var path = "work.bin"; File.WriteAllText(path, content); File.Delete(path);""")]
    [InlineData(
        """var path = Path.Combine(Environment.GetEnvironmentVariable("DATA_DIR") ?? "data", name); File.WriteAllText(path, content);"""
    )]
    public Task ReadsAndOtherPlaces_DoNotTrigger(string body) => VerifyMethodAsync(body);

    [Fact]
    public Task FieldFromTheConstructor_TriggersOnceAtItsPath() =>
        VerifyAsync(
            """
            public class FileStore
            {
                private readonly string _path;

                public FileStore(IHostEnvironment environment) => _path = [|Path.Combine(environment.ContentRootPath, "todos.json")|];

                public void Save(string json) => File.WriteAllText(_path, json);
                public void Reset() => File.WriteAllText(_path, "[]");
            }
            """
        );

    [Fact]
    public Task RootsThatAnAppKeepsForItself_Trigger() =>
        VerifyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            Site.WebRootPath = app.Environment.WebRootPath;
            app.Run();

            public static class Site
            {
                public static string WebRootPath { get; set; } = "";
            }

            public class Posts(IWebHostEnvironment environment)
            {
                private string? folder;

                private string Folder => folder ??= [|Path.Combine(environment.WebRootPath, "posts")|];

                public void Prepare() => Directory.CreateDirectory(Folder);

                public void Save(string text) => File.WriteAllText([|Path.Combine(Site.WebRootPath, "post.txt")|], text);
            }
            """
        );

    [Fact]
    public Task LogOfALoggingProvider_IsLeftToTheRuleAboutLogs() =>
        VerifyAsync(
            """
            public sealed class FileLoggerProvider : ILoggerProvider
            {
                public ILogger CreateLogger(string category) => throw new NotSupportedException();
                public void Dispose() { }
                private sealed class Sink { public void Write(string line) => File.AppendAllText("logs/app.log", line); }
            }

            public static class Logger
            {
                public static void Write(string line) => File.AppendAllText([|"logs/app.log"|], line);
            }
            """
        );

    [Fact]
    public Task Constant_TriggersAtItsLiteral() =>
        VerifyAsync(
            """
            public class FileStore
            {
                private const string FileName = [|"todos.json"|];
                public void Save(string json) => File.WriteAllText(FileName, json);
            }
            """
        );

    [Fact]
    public Task ConstantFolderBelowTheWebRoot_Triggers() =>
        VerifyAsync(
            """
            public static class Folders { public const string Uploads = "uploads"; }

            public class Images(IWebHostEnvironment env)
            {
                public void Save(string name, byte[] bytes) => File.WriteAllBytes([|Path.Combine(env.WebRootPath, Folders.Uploads, name)|], bytes);
            }
            """
        );

    [Fact]
    public Task KeyRingInTheAppDirectory_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo([|"keys"|]));
            builder.Build().Run();
            """
        );

    [Fact]
    public Task OptionsClass_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class StorageOptions { public string Path { get; set; } = "data"; }

            public class FileStore(IOptions<StorageOptions> options)
            {
                public void Save(string json) => File.WriteAllText(System.IO.Path.Combine(options.Value.Path, "todos.json"), json);
            }
            """
        );

    [Fact]
    public Task DevelopmentOnly_DoesNotTrigger() =>
        VerifyAsync(
            """
            var app = WebApplication.Create(args);
            if (app.Environment.IsDevelopment())
                File.WriteAllText("openapi.json", "{}");
            app.Run();
            """
        );

    [Fact]
    public async Task ToolWithoutAHost_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<WritesBelowContentRootAnalyzer>
        {
            TestCode = """System.IO.File.WriteAllText("out.txt", "done");""",
            References = Deployability.Testing.SdkReferences.NetCore,
        };
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    volumes: [ 'files:/app/files' ]\n", "\"files/a.json\"")]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    volumes: [ 'files:/app/files' ]\n", "$\"files/{name}.json\"")]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    volumes: [ 'files:/app/other' ]\n", "[|\"files/a.json\"|]")]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec:\n  containers: [ { name: api, image: api, volumeMounts: [ { name: v, mountPath: /app/files } ] } ]\n  volumes: [ { name: v, persistentVolumeClaim: { claimName: c } } ]\n",
        "\"files/a.json\""
    )]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec:\n  containers: [ { name: api, image: api, volumeMounts: [ { name: v, mountPath: /app/files } ] } ]\n  volumes: [ { name: v, emptyDir: {} } ]\n",
        "[|\"files/a.json\"|]"
    )]
    [InlineData(
        "Dockerfile",
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nWORKDIR /srv\nVOLUME /srv/files\nENTRYPOINT [\"dotnet\", \"TestProject.dll\"]\n",
        "[|\"files/a.json\"|]"
    )]
    public Task AFolderThatTheDeploymentKeeps_DoesNotTrigger(string file, string content, string path)
    {
        var test = new CSharpAnalyzerTest<WritesBelowContentRootAnalyzer>
        {
            TestCode = "var name = args[0]; System.IO.File.WriteAllText(" + path + ", name); WebApplication.Create(args).Run();",
        };
        test.TestState.AdditionalFiles.Add((file, content));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    // Who mounts a volume for just this folder somewhere knows of it, and elsewhere does without; one for the whole app says nothing.
    [Theory]
    [InlineData("/app/files", "\"files/a.json\"")]
    [InlineData("/app", "[|\"files/a.json\"|]")]
    [InlineData("/app/other", "[|\"files/a.json\"|]")]
    public Task AVolumeOfOneOfTwoDeployments_IsKnown(string volume, string path)
    {
        var test = new CSharpAnalyzerTest<WritesBelowContentRootAnalyzer>
        {
            TestCode = "var name = args[0]; System.IO.File.WriteAllText(" + path + ", name); WebApplication.Create(args).Run();",
        };
        test.TestState.AdditionalFiles.Add(("compose.yaml", "services:\n  api:\n    build: .\n"));
        test.TestState.AdditionalFiles.Add(
            ("deploy/compose.yaml", $"services:\n  api:\n    image: testproject\n    volumes: [ 'files:{volume}' ]\n")
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("CMD dotnet run", "[|\"files/a.json\"|]")]
    [InlineData("ENTRYPOINT [\"dotnet\", \"TestProject.dll\"]", "\"files/a.json\"")]
    public Task AVolumeInTheWorkingFolder_IsThatOfAPublishedAppAlone(string start, string path)
    {
        var test = new CSharpAnalyzerTest<WritesBelowContentRootAnalyzer>
        {
            TestCode = "var name = args[0]; System.IO.File.WriteAllText(" + path + ", name); WebApplication.Create(args).Run();",
        };
        test.TestState.AdditionalFiles.Add(
            ("Dockerfile", "FROM mcr.microsoft.com/dotnet/sdk:10.0\nWORKDIR /src\nCOPY . .\n" + start + "\n")
        );
        test.TestState.AdditionalFiles.Add(("compose.yaml", "services:\n  api:\n    build: .\n    volumes: [ 'files:/src/files' ]\n"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    // As an IDE hands a referenced project over: with its source, which is no part of this compilation.
    [Fact]
    public Task SwitchOfAnotherProject_IsReadByItsName()
    {
        var test = new CSharpAnalyzerTest<WritesBelowContentRootAnalyzer>
        {
            TestCode = """
                var server = new Mail.Server();
                var builder = WebApplication.CreateBuilder(args);
                if (server.IsRunning) File.WriteAllText([|"state.json"|], "");
                builder.Build().Run();
                """,
        };
        test.TestState.AdditionalProjects["Mail"]
            .Sources.Add(
                """
                namespace Mail;

                public class Server
                {
                    public bool IsRunning { get; private set; }
                    public void Start() => IsRunning = true;
                }
                """
            );
        test.TestState.AdditionalProjectReferences.Add("Mail");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Directory.CreateDirectory(\"data\"); options.UseSqlite(\"Data Source=data/app.db\");")]
    [InlineData("if (!Directory.Exists(\"data\")) { Directory.CreateDirectory(\"data\"); } options.UseSqlite(\"Data Source=\" + path);")]
    [InlineData("Directory.CreateDirectory([|\"data\"|]); options.Other(\"Data Source=data/app.db\");")]
    [InlineData("File.WriteAllText([|\"data/x.txt\"|], \"\"); options.UseSqlite(\"Data Source=data/app.db\");")]
    public Task FolderOfAFileDatabase_DoesNotTrigger(string body) =>
        VerifyAsync(
            $$"""
            WebApplication.CreateBuilder(args).Build().Run();

            public class Options { public void UseSqlite(string connection) { } public void Other(string connection) { } }

            public static class Setup
            {
                public static void Configure(Options options, string path) { {{body}} }
            }
            """
        );

    // What only Development registers or makes, runs only there, whoever calls it.
    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) builder.Services.AddHostedService<SchemaWriter>();", false)]
    [InlineData("if (app.Environment.IsDevelopment()) builder.Services.AddSingleton<IHostedService>(_ => new SchemaWriter());", false)]
    [InlineData("if (!app.Environment.IsProduction()) builder.Services.AddSingleton(typeof(IHostedService), typeof(SchemaWriter));", false)]
    [InlineData(
        "SchemaWriter.Describe(); if (app.Environment.IsDevelopment()) builder.Services.AddHostedService<SchemaWriter>(); ILogger<SchemaWriter>? log = null;",
        false
    )]
    [InlineData("builder.Services.AddHostedService<SchemaWriter>();", true)]
    [InlineData("if (app.Environment.IsProduction()) builder.Services.AddHostedService<SchemaWriter>();", true)]
    [InlineData(
        "if (app.Environment.IsDevelopment()) builder.Services.AddHostedService<SchemaWriter>(); else builder.Services.AddSingleton<SchemaWriter>();",
        true
    )]
    [InlineData("if (app.Environment.IsDevelopment()) builder.Services.AddHostedService<SchemaWriter>(); SchemaWriter own = new();", true)]
    [InlineData("if (builder.Configuration[\"Schema\"] == \"yes\") builder.Services.AddHostedService<SchemaWriter>();", true)]
    [InlineData("", true)]
    public Task ServiceOfDevelopment_DoesNotTrigger(string registration, bool isFound) =>
        VerifyAsync(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            {{registration}}
            app.Run();

            public class SchemaWriter : IHostedService
            {
                public static void Describe() { }

                public Task StartAsync(CancellationToken cancellationToken) => WriteAsync();

                public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

                private static async Task WriteAsync()
                {
                    await Task.Yield();
                    File.WriteAllText({{(isFound ? "[|\"schema.graphql\"|]" : "\"schema.graphql\"")}}, "");
                }
            }
            """
        );
}
