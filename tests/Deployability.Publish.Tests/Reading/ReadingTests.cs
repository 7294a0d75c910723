using System.Reflection;
using System.Reflection.Emit;
using Deployability.Model;
using Deployability.Publish.Reading;

namespace Deployability.Publish.Tests.Reading;

public sealed class ReadingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("deployability réading ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void FactsOfAppAndReferences_AreCombined()
    {
        var map = new CallFact(Scenario.Source, "M:Lib.Map");
        var health = Scenario.Health("/health") with { Source = new("Lib.cs", "M:Lib.Map") };
        var app = Assembly("App", FactSerializer.Serialize(FactSet.Create([map])));
        var library = Assembly("Lib", FactSerializer.Serialize(FactSet.Create([health])));

        var (facts, problems) = ReadFacts(app, [library, Assembly("Plain")]);

        Assert.Contains(health, facts.Facts);
        Assert.Empty(problems);
    }

    [Fact]
    public void SeveralRecords_TheNewestCounts()
    {
        var (facts, _) = ReadFacts(
            Assembly(
                "App",
                """{"v":1,"facts":[{"kind":"environment","name":"Old"}]}""",
                """{"v":1,"facts":[{"kind":"environment","name":"New"}]}"""
            ),
            []
        );

        Assert.Equal(["New"], facts.OfKind<EnvironmentFact>().Select(static fact => fact.Name));
    }

    [Fact]
    public void AReferenceWithoutFacts_IsNamedWithTheLineThatGivesThem()
    {
        var code = FactReader.Read(
            Assembly("App", NoFacts),
            [new(Uses("Data", typeof(HttpClient)), "/src/Data/Data.csproj"), new(Uses("Old", typeof(HttpClient)), "/src/Old/Old.vbproj")]
        );

        Assert.False(code.AreComplete);
        Assert.Equal([ProblemSeverity.Warning, ProblemSeverity.Warning], code.Problems.Select(static problem => problem.Severity));
        Assert.StartsWith("Data.csproj", code.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains(
            "<PackageReference Include=\"Deployability.Analyzers\" Version=\"",
            code.Problems[0].Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("PackageReference", code.Problems[1].Message, StringComparison.Ordinal);
        Assert.Equal(
            code.Problems,
            FactReader.Check([
                new(Uses("Data", typeof(HttpClient)), "/src/Data/Data.csproj"),
                new(Uses("Old", typeof(HttpClient)), "/src/Old/Old.vbproj"),
            ])
        );
    }

    [Theory]
    [InlineData("/src/App/App.csproj", "Build it with the Deployability analyzers on.")]
    [InlineData(
        "/src/App/App.fsproj",
        "Facts are read from C# alone; say what it needs by ContainerPort, DeployabilityHealth, DeployabilityConfig"
    )]
    public void AnAppWithoutFacts_IsToldWhatCanBeDone(string projectFile, string advice)
    {
        var code = FactReader.Read(Uses("App", typeof(HttpClient)), [], projectFile);

        Assert.False(code.AreComplete);
        Assert.Contains(advice, Assert.Single(code.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALibraryOfPureLogic_IsNotMissed()
    {
        var code = FactReader.Read(Assembly("App", NoFacts), [new(Uses("Pure", typeof(List<string>)))]);

        Assert.True(code.AreComplete);
        Assert.Empty(code.Problems);
    }

    /// <summary>What an app and its libraries use, whether or not anybody read their code.</summary>
    [Fact]
    public void TheLibrariesByWhichCodeReachesOthers_AreKnownByItsReferences()
    {
        var code = FactReader.Read(
            Uses("App", Library("Confluent.Kafka")),
            [
                new(Uses("Web", typeof(HttpClient))),
                new(Uses("Mail", Library("MailKit"))),
                new(Uses("Cloud", Library("Azure.Something"))),
                new(Uses("Logic", Library("Offline"))),
            ]
        );

        Assert.Equal(
            ["Azure.Something 443", "Confluent.Kafka 9092", "MailKit 587", "System.Net.Http 443"],
            code.Clients.Select(static client => $"{client.Name} {client.Ports[0]}")
        );

        static Type Library(string name) =>
            AssemblyBuilder
                .DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run)
                .DefineDynamicModule(name)
                .DefineType(name.Replace(".", "", StringComparison.Ordinal) + "Thing", TypeAttributes.Public)
                .CreateType();
    }

    [Fact]
    public void AReferenceWithoutFacts_TellsWhatItConnectsToByItsClientLibraries()
    {
        var npgsql = AssemblyBuilder
            .DefineDynamicAssembly(new AssemblyName("Npgsql"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Npgsql")
            .DefineType("NpgsqlThing", TypeAttributes.Public)
            .CreateType();

        var code = FactReader.Read(Assembly("App", NoFacts), [new(Uses("Data", npgsql))]);

        Assert.Equal([ConnectionProviders.Npgsql], code.Facts.OfKind<ConnectionStringFact>().Select(static fact => fact.Provider));
    }

    [Fact]
    public void WhatBrowsersRun_IsNotMissed()
    {
        var component = AssemblyBuilder
            .DefineDynamicAssembly(new AssemblyName("Microsoft.AspNetCore.Components.WebAssembly"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Components")
            .DefineType("WebAssemblyHost", TypeAttributes.Public)
            .CreateType();

        var code = FactReader.Read(Assembly("App", NoFacts), [new(Uses("Client", component), "/src/Client/Client.csproj")]);

        Assert.True(code.AreComplete);
        Assert.Empty(code.Problems);
    }

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore.Migrations.Migration", true)]
    [InlineData("Shop.Migrations.Migration", false)]
    public void MigrationsOfAnyProject_AreSeenByTheirBaseClass(string parent, bool isSeen)
    {
        var migration = AssemblyBuilder
            .DefineDynamicAssembly(new AssemblyName("Other"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Other")
            .DefineType(parent, TypeAttributes.Public)
            .CreateType();

        var code = FactReader.Read(Assembly("App", NoFacts), [new(Uses("Data", typeof(List<string>), migration))]);

        Assert.Equal(isSeen, code.Facts.OfKind<FeatureFact>().Any(static fact => fact.Name == Features.Migrations));
    }

    [Fact]
    public void EachEnvironmentsFile_IsReadOverTheSharedOneAlone()
    {
        Write("appsettings.json", """{ "A": "shared", "B": "shared" }""");
        Write("appsettings.Production.json", """{ "B": "production" }""");
        Write("appsettings.Staging.json", """{ "A": "staging" }""");
        Write("appsettings.Development.json", """{ "A": "development" }""");

        var (settings, problems) = Settings.Read(folder);

        Assert.Empty(problems);
        Assert.Equal(("shared", "production"), (settings["A"], settings["B"]));
        Assert.Equal(["Staging"], settings.Environments.Keys);
        Assert.Equal(("staging", "shared"), (settings.Environments["staging"]["A"], settings.Environments["staging"]["B"]));
    }

    [Theory]
    [InlineData("<Project />", false)]
    [InlineData("""<Project><Target Name="Spa"><Exec Command="npm run build" /></Target></Project>""", true)]
    [InlineData("""<Project><ItemGroup><ProjectReference Include="..\web\web.esproj" /></ItemGroup></Project>""", true)]
    [InlineData("<Project><PropertyGroup><Build>npm run build</Build></PropertyGroup></Project>", true)]
    [InlineData(
        "<Project><PropertyGroup><SpaRoot>web/</SpaRoot><SpaProxyLaunchCommand>npm run dev</SpaProxyLaunchCommand></PropertyGroup></Project>",
        false
    )]
    public void FrontEnds_AreNodeProjectsWithSomethingToBuild(string project, bool isBuilt)
    {
        Write("App.csproj", project);
        Write("ClientApp/package.json", """{ "scripts": { "build": "vite build" } }""");
        Write("ClientApp/yarn.lock", "");
        Write("tools/package.json", """{ "scripts": { "lint": "eslint" } }""");
        Write("node_modules/package.json", """{ "scripts": { "build": "x" } }""");

        Assert.Equal(
            [new(Path.Combine(folder, "ClientApp"), "yarn.lock", isBuilt, "dist")],
            FrontendReader.Find(Path.Combine(folder, "App.csproj"))
        );
    }

    [Theory]
    [InlineData("tsc && vite build", "", "dist")]
    [InlineData("vite build", "export default { plugins: [] }", "dist")]
    [InlineData("vite build", "export default { build: { outDir: '../wwwroot' } }", "../wwwroot")]
    [InlineData("vite build", "export default { build: { outDir: target } }", "")]
    [InlineData("vite build", "export default { build: { outDir: '/srv/www' } }", "")]
    [InlineData("react-scripts build", "", "build")]
    [InlineData("ng build", "", "")]
    [InlineData("node build.js", "", "")]
    public void TheOutputOfAFrontEnd_IsThatOfItsBundler(string script, string vite, string output)
    {
        Write("App.csproj", "<Project />");
        Write("web/package.json", $$"""{ "scripts": { "build": "{{script}}" } }""");
        if (vite.Length > 0)
        {
            Write("web/vite.config.ts", vite);
        }

        Assert.Equal(output, Assert.Single(FrontendReader.Find(Path.Combine(folder, "App.csproj"))).Output);
    }

    [Theory]
    [InlineData("\"@angular/build:application\"", "\"dist/shop\"", "dist/shop/browser")]
    [InlineData("\"@angular-devkit/build-angular:browser\"", "\"../wwwroot\"", "../wwwroot")]
    [InlineData("\"@angular/build:application\"", """{ "base": "../wwwroot", "browser": "" }""", "../wwwroot")]
    [InlineData("\"@angular/build:application\"", """{ "base": "dist" }""", "dist/browser")]
    [InlineData("\"@angular/build:application\"", "\"/srv/www\"", "")]
    public void TheOutputOfAngular_IsThatOfItsWorkspace(string builder, string output, string expected)
    {
        Write("App.csproj", "<Project />");
        Write("web/package.json", """{ "scripts": { "build": "ng build" } }""");
        Write(
            "web/angular.json",
            $$$"""{ "projects": { "shop": { "architect": { "build": { "builder": {{{builder}}}, "options": { "outputPath": {{{output}}} } } } } } }"""
        );

        Assert.Equal(expected, Assert.Single(FrontendReader.Find(Path.Combine(folder, "App.csproj"))).Output);
    }

    /// <summary>A folder of its own for the front end, and its build fills the web root of the server beside it.</summary>
    [Theory]
    [InlineData("../API/wwwroot", true)]
    [InlineData("../Other/wwwroot", false)]
    [InlineData("dist", false)]
    public void AFrontEndBesideTheProject_IsItsOwnWhereItFillsItsWebRoot(string output, bool expected)
    {
        Directory.CreateDirectory(Path.Combine(folder, ".git"));
        Write("API/API.csproj", "<Project />");
        Write("client/package.json", """{ "scripts": { "build": "vite build" } }""");
        Write("client/vite.config.ts", $"export default {{ build: {{ outDir: '{output}' }} }}");

        var closure = Closure("API/API.csproj");

        Assert.Equal(expected ? [Path.Combine(folder, "client")] : [], closure.Frontends.Select(static frontend => frontend.Folder));
        Assert.Equal(expected ? folder : Path.Combine(folder, "API"), closure.ContextRoot);
    }

    [Fact]
    public void AnAppWithoutFacts_IsSaidSo()
    {
        var (facts, problems) = ReadFacts(Assembly("App"), []);

        Assert.Empty(facts.Facts);
        Assert.Equal("DPL9004", Assert.Single(problems).Code);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"v":99,"facts":[]}""")]
    public void DamagedFactsOfAReference_AreLeftOutAndSaidSo(string text)
    {
        var (_, problems) = ReadFacts(Assembly("App", """{"v":1,"facts":[]}"""), [Assembly("Lib", text)]);

        Assert.Contains("Lib.dll", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoAssembly_IsAWarning()
    {
        File.WriteAllText(Path.Combine(folder, "bad.dll"), "MZ garbage");

        var (_, problems) = ReadFacts(
            Assembly("App", """{"v":1,"facts":[]}"""),
            [Path.Combine(folder, "bad.dll"), Path.Combine(folder, "missing.dll")]
        );

        Assert.Equal(["DPL9006", "DPL9006"], problems.Select(static problem => problem.Code));
    }

    [Fact]
    public void Settings_AreReadAsTheConfigurationSystemDoes()
    {
        Write(
            "appsettings.json",
            "\ufeff// comment\n{ \"A\": { \"B\": 1, \"C\": [true, \"x\",], }, \"When\": \"2024-01-01T00:00:00Z\", \"N\": null, /* x */ }"
        );
        Write("appsettings.Production.json", """{ "a": { "b": 2.5 } }""");

        var (settings, problems) = Settings.Read(folder);

        Assert.Empty(problems);
        Assert.Equal(
            ("2.5", "True", "x", "2024-01-01T00:00:00Z"),
            (settings["A:B"], settings["A:C:0"], settings["A:C:1"], settings["When"])
        );
        Assert.Null(settings["N"]);
    }

    [Fact]
    public void Utf16Settings_AreRead()
    {
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), """{ "A": "ü" }""", System.Text.Encoding.Unicode);

        Assert.Equal("ü", Settings.Read(folder).Settings["A"]);
    }

    [Fact]
    public void BrokenSettings_AreAWarningWithALine()
    {
        Write("appsettings.json", "{\n  \"A\": \n}");

        var (settings, problems) = Settings.Read(folder);

        Assert.Empty(settings.Values);
        Assert.Equal(("DPL9006", ProblemSeverity.Warning, 3), (problems[0].Code, problems[0].Severity, problems[0].Line));
    }

    [Fact]
    public void TheClosure_HasEveryInputOfRestore()
    {
        Directory.CreateDirectory(Path.Combine(folder, ".git"));
        Write("Directory.Build.props", """<Project><Import Project="build/Common.props" /></Project>""");
        Write("build/Common.props", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("global.json", """{ "sdk": { "version": "10.0.100", "rollForward": "disable" } }""");
        Write(
            "NuGet.config",
            """<configuration><config><add key="globalPackagesFolder" value="artifacts/packages" /></config><packageSources><add key="a" value="feed" /><add key="b" value="https://example.com" /><add key="c" value="../outside" /></packageSources></configuration>"""
        );
        Write("feed/x.nupkg", "");
        Write("src/App/App.csproj", """<Project><ItemGroup><ProjectReference Include="..\Lib One\Lib.csproj" /></ItemGroup></Project>""");
        Write("src/App/packages.lock.json", "{}");
        Write(
            "src/Lib One/Lib.csproj",
            """<Project><Import Project="$(MSBuildThisFileDirectory)local.props" /><ItemGroup><ProjectReference Include="../Deep/Deep.csproj" /></ItemGroup></Project>"""
        );
        Write("src/Lib One/local.props", "<Project />");
        Write(
            "src/Directory.Build.props",
            """<Project><Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" /></Project>"""
        );
        Write("src/Deep/Deep.csproj", "<Project />");
        Write("src/Other/Other.csproj", "<Project />");

        var closure = Closure("src/App/App.csproj");

        Assert.Equal(folder, closure.ContextRoot);
        Assert.Equal(["src/App/App.csproj", "src/Deep/Deep.csproj", "src/Lib One/Lib.csproj"], closure.Projects);
        Assert.Equal(
            [
                "Directory.Build.props",
                "Directory.Packages.props",
                "NuGet.config",
                "build/Common.props",
                "global.json",
                "src/App/packages.lock.json",
                "src/Directory.Build.props",
                "src/Lib One/local.props",
            ],
            closure.RestoreInputs
        );
        Assert.Equal(["feed"], closure.Feeds);
        Assert.Equal(["artifacts/packages"], closure.MachineFolders);
        Assert.Contains("outside", Assert.Single(closure.Warnings), StringComparison.Ordinal);
        Assert.Equal(("10.0.100", "disable"), closure.SdkPin);
    }

    [Fact]
    public void RestoresOwnGraph_AddsWhatTheProjectFileDoesNotSpell()
    {
        Write("App/App.csproj", "<Project />");
        Write("Lib/Lib.csproj", "<Project />");
        var library = Path.Combine(folder, "Lib", "Lib.csproj").Replace("\\", "\\\\", StringComparison.Ordinal);
        Write("App/obj/App.csproj.nuget.dgspec.json", $$$"""{ "projects": { "{{{library}}}": {} } }""");

        Assert.Equal(["App/App.csproj", "Lib/Lib.csproj"], Closure("App/App.csproj").Projects);
    }

    /// <summary>RestoreAdditionalProjectSources stands in no NuGet.config; the image's build fails where the folder is missing.</summary>
    [Fact]
    public void FoldersThatRestoreTookPackagesFrom_AreFeeds()
    {
        Write("Shop.sln", "");
        Write("packages/x.nupkg", "");
        Write("App/App.csproj", "<Project />");
        var project = Json(Path.Combine(folder, "App", "App.csproj"));
        var sources = string.Join(
            ", ",
            new[]
            {
                Path.Combine(folder, "packages"),
                Path.Combine(folder, "missing"),
                Path.GetTempPath(),
                "https://example.com/index.json",
            }.Select(static source => $"\"{Json(source)}\": {{}}")
        );
        Write(
            "App/obj/App.csproj.nuget.dgspec.json",
            $$$"""{ "projects": { "{{{project}}}": { "restore": { "sources": { {{{sources}}} } } } } }"""
        );

        var closure = Closure("App/App.csproj");

        Assert.Equal(["packages"], closure.Feeds);
        Assert.Empty(closure.Warnings);

        static string Json(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal);
    }

    [Fact]
    public void ALoneProject_IsItsOwnContext()
    {
        Write("App/App.csproj", "<Project />");

        var closure = Closure("App/App.csproj");

        Assert.Equal(Path.Combine(folder, "App"), closure.ContextRoot);
        Assert.Equal(["App.csproj"], closure.Projects);
    }

    /// <summary>The usual place of a contract of gRPC is beside the projects that speak it; without it the image's build finds no types.</summary>
    [Theory]
    [InlineData("<Protobuf Include=\"..\\Protos\\greet.proto\" GrpcServices=\"Server\" />", "Protos/greet.proto")]
    [InlineData("<Protobuf Include=\"../Protos/**/*.proto\" ProtoRoot=\"../Protos\" />", "Protos/v1/greet.proto")]
    [InlineData("<None Include=\"$(MSBuildProjectDirectory)/../Data/a.csv;b.csv\" CopyToOutputDirectory=\"Always\" />", "Data/a.csv")]
    [InlineData("<Reference Include=\"Old\"><HintPath>..\\Libraries\\Old.dll</HintPath></Reference>", "Libraries/Old.dll")]
    public void FilesThatAProjectNamesElsewhere_AreInTheContext(string item, string file)
    {
        Write(file, "");
        Write("App/App.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");
        Write("Other/App/App.csproj", """<Project><ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup></Project>""");
        Write("Other/Lib/Lib.csproj", "<Project />");

        Assert.Equal(folder, Closure("App/App.csproj").ContextRoot);
        Assert.Equal(Path.Combine(folder, "Other"), Closure("Other/App/App.csproj").ContextRoot);

        Write("Other/Lib/Lib.csproj", $"<Project><ItemGroup>{item.Replace("..", "../..", StringComparison.Ordinal)}</ItemGroup></Project>");

        Assert.Equal(folder, Closure("Other/App/App.csproj").ContextRoot);
    }

    [Theory]
    [InlineData("<Protobuf Include=\"../Missing/greet.proto\" />")]
    [InlineData("<Content Include=\"Pages/**/*.html;wwwroot/*\" />")]
    [InlineData("<DeployabilityFrontend Include=\"client\" OutputPath=\"../Shared\" />")]
    [InlineData("<PackageReference Include=\"A\" Version=\"1.0.0\" />")]
    public void WhatIsNotThereOrLiesInTheProject_ChangesNoContext(string item)
    {
        Write("Shared/a.txt", "");
        Write("App/App.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");

        Assert.Equal(Path.Combine(folder, "App"), Closure("App/App.csproj").ContextRoot);
    }

    [Fact]
    public void TheKeyThatAssembliesAreSignedWith_IsInTheContext()
    {
        Directory.CreateDirectory(Path.Combine(folder, ".git"));
        Write("keys/open.snk", "");
        Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><AssemblyOriginatorKeyFile>$(MSBuildThisFileDirectory)keys\\open.snk</AssemblyOriginatorKeyFile></PropertyGroup></Project>"
        );
        Write("App/App.csproj", "<Project />");

        Assert.Equal(["keys/open.snk"], Closure("App/App.csproj").SigningKeys);
    }

    /// <summary>MSBuild reads them here, and the image is built without: packages have no version there, and nothing says why.</summary>
    [Fact]
    public void WhatTheBuildReadsAboveTheRepository_IsSaid()
    {
        Write("Directory.Packages.props", "<Project><ItemGroup><PackageVersion Include=\"A\" Version=\"1.0.0\" /></ItemGroup></Project>");
        Write("Directory.Build.props", "<Project />");
        Write("Protos/greet.proto", "");
        Write("Shop/Shop.sln", "");
        Write("Shop/App/App.csproj", """<Project><ItemGroup><Protobuf Include="../../Protos/greet.proto" /></ItemGroup></Project>""");

        var warnings = Closure("Shop/App/App.csproj").Warnings;

        Assert.Equal(2, warnings.Count);
        Assert.StartsWith(
            "'Directory.Packages.props' is read by the build and lies outside of 'Shop'",
            warnings[0],
            StringComparison.Ordinal
        );
        Assert.StartsWith("'greet.proto'", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void CircularAndBrokenProjects_EndWithoutAnException()
    {
        Write(
            "A/A.csproj",
            """<Project><ItemGroup><ProjectReference Include="../B/B.csproj;../Missing/M.csproj" /></ItemGroup></Project>"""
        );
        Write("B/B.csproj", """<Project><ItemGroup><ProjectReference Include="../A/A.csproj;../C/C.csproj" /></ItemGroup></Project>""");
        Write("C/C.csproj", "<Project");

        Assert.Equal(["A/A.csproj", "B/B.csproj", "C/C.csproj"], Closure("A/A.csproj").Projects);
    }

    [Fact]
    public void Lines_AreFoundInTheProjectAndAboveIt()
    {
        Write(
            "Directory.Build.props",
            "<Project>\n  <PropertyGroup>\n    <DeployabilityHost>x</DeployabilityHost>\n  </PropertyGroup>\n</Project>"
        );
        Write(
            "App/App.csproj",
            "<Project>\n  <ItemGroup>\n    <DeployabilityVolume Include=\"a\" />\n    <DeployabilityVolume Include=\"b\" />\n  </ItemGroup>\n</Project>"
        );
        var map = new SourceMap(Path.Combine(folder, "App", "App.csproj"));

        Assert.Equal((Path.Combine(folder, "Directory.Build.props"), 3), map.Property("DeployabilityHost"));
        Assert.Equal((Path.Combine(folder, "App", "App.csproj"), 4), map.Item("DeployabilityVolume", "b"));
        Assert.Equal((Path.Combine(folder, "App", "App.csproj"), 0), map.Property("DeployabilityReplicas"));
    }

    [Fact]
    public void WhatTheBuildPutsBelowOneFolder_StaysOutOfTheImageUnlessRestoreReadsIt()
    {
        Write(".git/HEAD", "");
        Write("src/App/App.csproj", "<Project />");
        Write("Lib/Lib.csproj", "<Project />");
        Write(
            "src/App/nuget.config",
            """<configuration><packageSources><add key="a" value="../../artifacts/package/release" /></packageSources></configuration>"""
        );
        Write("artifacts/package/release/x.nupkg", "");
        var input = Input("src/App/App.csproj") with
        {
            ReferencedProjects = [Path.Combine(folder, "Lib", "Lib.csproj")],
            Properties = new Dictionary<string, string>
            {
                ["UseArtifactsOutput"] = "true",
                ["ArtifactsPath"] = Path.Combine(folder, "artifacts"),
            },
        };

        Assert.Equal(["artifacts/publish"], BuildClosureReader.Read(input).MachineFolders);
        File.Delete(Path.Combine(folder, "src", "App", "nuget.config"));
        Assert.Equal(["artifacts/package", "artifacts/publish"], BuildClosureReader.Read(input).MachineFolders);
        Assert.Empty(
            BuildClosureReader
                .Read(input with { Properties = new Dictionary<string, string> { ["ArtifactsPath"] = Path.Combine(folder, "artifacts") } })
                .MachineFolders
        );
    }

    private BuildClosure Closure(string project) => BuildClosureReader.Read(Input(project));

    private ProjectInput Input(string project)
    {
        var file = Path.Combine(folder, project);
        return new ProjectInput
        {
            ProjectFile = file,
            OutputPath = Path.Combine(Path.GetDirectoryName(file)!, "deploy"),
            IntermediatePath = Path.Combine(Path.GetDirectoryName(file)!, "obj"),
            AssemblyFile = "",
        };
    }

    private static (FactSet Facts, IReadOnlyList<Problem> Problems) ReadFacts(string application, IEnumerable<string> references)
    {
        var code = FactReader.Read(application, [.. references.Select(static path => new ReferencedAssembly(path))]);
        Assert.Equal(code.Problems.Count == 0, code.AreComplete);
        return (code.Facts, code.Problems);
    }

    private const string NoFacts = """{"v":1,"facts":[]}""";

    /// <summary>An assembly without facts whose code uses a type.</summary>
    private string Uses(string name, Type type, Type? parent = null)
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        var user = builder.DefineDynamicModule(name).DefineType("User", TypeAttributes.Public, parent);
        user.DefineField("used", type, FieldAttributes.Private);
        user.CreateType();
        var path = Path.Combine(folder, name + ".dll");
        builder.Save(path);
        return path;
    }

    private string Assembly(string name, params string?[] records)
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        builder.DefineDynamicModule(name);
        Attribute("Other", "value");
        foreach (var record in records.OfType<string>())
        {
            Attribute(FactSet.MetadataKey, record);
        }

        var path = Path.Combine(folder, name + ".dll");
        builder.Save(path);
        return path;

        void Attribute(string key, string value) =>
            builder.SetCustomAttribute(
                new CustomAttributeBuilder(
                    typeof(AssemblyMetadataAttribute).GetConstructor([typeof(string), typeof(string)])!,
                    [key, value]
                )
            );
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
