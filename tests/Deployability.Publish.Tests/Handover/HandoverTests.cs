using System.Xml.Linq;
using Deployability.Publish.Handover;
using Deployability.Testing;
using Microsoft.Build.Utilities;

namespace Deployability.Publish.Tests.Handover;

public sealed class HandoverTests : IDisposable
{
    private const string Web =
        "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><ItemGroup><PackageReference Include=\"Deployability.Analyzers\" /></ItemGroup></Project>";

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>MSBuild finds what stands in the root, the task what stands in the folders between: both take the same.</summary>
    [Fact]
    public void WhatCountsInTheRoot_CountsInTheFoldersBetweenToo()
    {
        const string Place = "$(_DeployabilityRoot)";
        var project = Write("src/Api/Api.csproj", Web);
        var files = XDocument
            .Load(Path.Combine(RepositoryRoot.Path, "build", "Deployability.Files.targets"))
            .Descendants("_DeployabilityRootFile")
            .SelectMany(static item => ((string?)item.Attribute("Include") ?? "").Split(';'))
            .Where(static pattern => pattern.StartsWith(Place, StringComparison.Ordinal))
            .Select(pattern => Write("src/" + pattern[Place.Length..].Replace("*", "", StringComparison.Ordinal), "x"))
            .ToList();
        Write("src/Other.yaml", "x");

        Assert.InRange(files.Count, 10, 50);
        Assert.Equal(files.Distinct().Order(StringComparer.Ordinal), FoldersAbove.FilesIn(project, root));
    }

    /// <summary>MSBuild unescapes what an item is made of, and a file that is not found then fails the build (CS2001).</summary>
    [Theory]
    [InlineData("a%20b.yaml")]
    [InlineData("50% %41; é [1] (2).yaml")]
    public void ANameThatLooksEscaped_IsHandedOverAsItIs(string name)
    {
        var path = Write(name, "x: 1\n");
        var task = new SelectFiles
        {
            ProjectFile = Write("Api.csproj", Web),
            Files = [new TaskItem(path.Replace("%", "%25", StringComparison.Ordinal))],
        };

        Assert.True(task.Execute());
        Assert.Equal(path, Assert.Single(task.Selected).ItemSpec);
    }

    [Theory]
    [InlineData("text", "A=1\n")]
    [InlineData("utf-16", "\uFEFFA=1\n")]
    public void Text_IsRead(string name, string text)
    {
        var path = Path.Combine(root, name);
        File.WriteAllText(path, text, name == "utf-16" ? System.Text.Encoding.Unicode : new System.Text.UTF8Encoding(false));

        Assert.Equal(TextFileState.Text, TextFiles.Probe(path));
    }

    /// <summary>A pipe has no length either, and reading one waits for somebody who writes.</summary>
    [Theory]
    [InlineData("k8s.yaml", false)]
    [InlineData(".env", false)]
    [InlineData(".dockerignore", true)]
    public void AFileWithoutText_IsLeftOutUnlessItIsItsFault(string name, bool isSelected)
    {
        var path = Write(name, "");
        var task = new SelectFiles { ProjectFile = Write("Api.csproj", Web), Files = [new TaskItem(path)] };

        Assert.Equal(TextFileState.Empty, TextFiles.Probe(path));
        Assert.Equal("", TextFiles.Read(path));
        Assert.True(task.Execute());
        Assert.Equal(isSelected ? [path] : [], task.Selected.Select(static item => item.ItemSpec));
    }

    [Fact]
    public async System.Threading.Tasks.Task APipe_IsNotWaitedFor()
    {
        var path = Path.Combine(root, "pipe.yaml");
        if (!await MakesPipe(path))
        {
            return;
        }

        Assert.Equal(TextFileState.Empty, TextFiles.Probe(path));
        Assert.Equal("", TextFiles.Read(path));
    }

    // Windows has none of that kind.
    private static async System.Threading.Tasks.Task<bool> MakesPipe(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        using var process = System.Diagnostics.Process.Start("mkfifo", [path]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0;
    }

    [Fact]
    public void WhatIsNoText_IsLeftOut()
    {
        File.WriteAllBytes(Path.Combine(root, ".env"), [1, 0, 0, 2]);
        File.WriteAllText(Path.Combine(root, "late.env"), "A=" + new string('x', 100_000) + "\0\0");
        File.WriteAllText(Path.Combine(root, "wide.env"), "A=\0\0", System.Text.Encoding.Unicode);
        File.WriteAllBytes(Path.Combine(root, "large.yaml"), new byte[TextFiles.MaxLength + 1]);

        Assert.Equal(TextFileState.Binary, TextFiles.Probe(Path.Combine(root, ".env")));
        Assert.Equal(TextFileState.Binary, TextFiles.Probe(Path.Combine(root, "late.env")));
        Assert.Equal(TextFileState.Binary, TextFiles.Probe(Path.Combine(root, "wide.env")));
        Assert.Equal(TextFileState.TooLarge, TextFiles.Probe(Path.Combine(root, "large.yaml")));
        Assert.Equal(TextFileState.Unreadable, TextFiles.Probe(Path.Combine(root, "gone")));
        Assert.Equal(TextFileState.Unreadable, TextFiles.Probe(root));
    }

    [Theory]
    [InlineData("out/appsettings.json", true)]
    [InlineData("out/wwwroot/app.js", true)]
    [InlineData("output/appsettings.json", false)]
    [InlineData("appsettings.json", false)]
    public void ACopyOfAPublish_IsNoSource(string file, bool isCopy)
    {
        Write("Shop.runtimeconfig.json", "{}");
        Write("out/Shop.runtimeconfig.json", "{}");
        Write("output/runtimeconfig.template.json", "{}");

        Assert.Equal(isCopy, new PublishedFolders(root).Hold(Write(file, "{}")));
    }

    [Theory]
    [InlineData("Acme.Shop.Cart", "image: acme/shop-cart", true)]
    [InlineData("Acme.Shop.Cart", "image: registry/acme/shop.cart:1", true)]
    [InlineData("Acme.Shop.Cart", "image: acme/shopcart", true)]
    [InlineData("Acme.Shop.Cart", "image: acme/shop-cart-ui", false)]
    [InlineData("Acme.Shop.Cart", "image: acme/shop/cart", false)]
    [InlineData("Shop", "image: acme/shops", false)]
    public void AnImageOfARegistrysOwner_IsTheProgramOfThatName(string program, string text, bool isNamed) =>
        Assert.Equal(isNamed, Formats.ProgramNames.PositionOf(program, text) >= 0);

    [Theory]
    [InlineData("image: registry/shop-orders:1", "Shop.Orders")]
    [InlineData("CMD [\"dotnet\", \"Shop.Web.dll\"]", "Shop.Web")]
    [InlineData("services: { web: { build: src/Shop.Web }, orders: { build: src/Shop.Orders } }", "Shop.Web")]
    [InlineData("image: shop-orders-worker", "Shop.Orders")]
    [InlineData("image: shop/web:2", "Shop.Web")]
    [InlineData("image: registry/shop/orders-web", "Shop.Orders")]
    [InlineData("kind: Namespace", "Shop.Orders")]
    public void AFile_IsJudgedOnce(string text, string owner)
    {
        var file = Write("k8s/x.yaml", text);
        var projects = new[] { "Shop.Orders", "Shop.Web" }
            .Select(name => (Name: name, Path: Write($"src/{name}/{name}.csproj", Web)))
            .ToList();
        Write("src/Shop.Library/Shop.Library.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        Write(
            "tests/Aaa.Tests/Aaa.Tests.csproj",
            Web.Replace("<ItemGroup>", "<ItemGroup><PackageReference Include=\"Microsoft.NET.Test.Sdk\" />", StringComparison.Ordinal)
        );

        Assert.Equal(
            [owner],
            projects
                .Where(project => new FileOwners(project.Path, RepositoryFiles.Of(root)).IsOurs(file))
                .Select(static project => project.Name)
        );
    }

    // In a file above the projects, of the repository or not, or in none that anybody here sees: the build was told for all.
    [Theory]
    [InlineData("repository/Directory.Build.props")]
    [InlineData("repository/src/Directory.Packages.props")]
    [InlineData("Directory.Build.props")]
    [InlineData("")]
    public void AFile_IsJudgedOnceWhereverThePackageComesFrom(string shared)
    {
        if (shared.Length > 0)
        {
            Write(shared, Web.Replace("Microsoft.NET.Sdk.Web", "", StringComparison.Ordinal));
        }

        var file = Write("repository/compose.yaml", "services: { web: { build: src/Shop.Web }, orders: { build: src/Shop.Orders } }");
        var projects = new[] { "Shop.Orders", "Shop.Web" }
            .Select(name => Write($"repository/src/{name}/{name}.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />"))
            .ToList();

        Assert.Equal(
            [false, true],
            projects.Select(project => new FileOwners(project, RepositoryFiles.Of(Path.Combine(root, "repository"))).IsOurs(file))
        );
    }

    [Fact]
    public void AFileOfAnotherFolderThatSharesThePackage_IsOfTheProjectsThere()
    {
        Write("src/Directory.Build.props", Web);
        var web = Write("src/Shop.Web/Shop.Web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />");
        Write("old/Shop.Old/Shop.Old.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />");

        Assert.Equal(["Shop.Web"], new FileOwners(web, RepositoryFiles.Of(root)).Names);
    }

    [Fact]
    public void TheIgnoreFileOfTheRepository_IsForEachProject()
    {
        var file = Write(".dockerignore", "**/bin\n");
        var projects = new[] { "Shop.Orders", "Shop.Web" }.Select(name => Write($"src/{name}/{name}.csproj", Web)).ToList();

        Assert.All(projects, project => Assert.True(new FileOwners(project, RepositoryFiles.Of(root)).IsOurs(file)));
    }

    [Theory]
    [InlineData("COPY src/Shop.Old/Shop.Old.csproj .\nRUN dotnet publish\n", false)]
    [InlineData("ENTRYPOINT [\"dotnet\", \"Shop.Old.dll\"]\n", false)]
    [InlineData("COPY src/Shop.Old/Shop.Old.csproj .\nRUN dotnet publish src/Shop.Web\n", true)]
    [InlineData("COPY . .\nRUN dotnet publish\n", true)]
    public void ADockerfileOfAProjectWithoutThePackage_IsNobodys(string text, bool isOurs)
    {
        var web = Write("src/Shop.Web/Shop.Web.csproj", Web);
        Write("src/Shop.Old/Shop.Old.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />");

        Assert.Equal(isOurs, new FileOwners(web, RepositoryFiles.Of(root)).IsOurs(Write("Dockerfile", text)));
    }

    [Fact]
    public void AFileThatNamesNobody_IsOfWhoHasADockerfile()
    {
        var projects = new[] { "Shop.Orders", "Shop.Web" }.Select(name => Write($"src/{name}/{name}.csproj", Web)).ToList();
        Write("src/Shop.Web/Dockerfile", "FROM scratch\n");

        Assert.Equal(["Shop.Web", "Shop.Orders"], new FileOwners(projects[0], RepositoryFiles.Of(root)).Names);
    }

    [Fact]
    public void AFileThatNamesNobody_IsOfAServerRatherThanATool()
    {
        var tool = Write(
            "build/Build.csproj",
            Web.Replace("Microsoft.NET.Sdk.Web", "Microsoft.NET.Sdk", StringComparison.Ordinal)
                .Replace("<ItemGroup>", "<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup>", StringComparison.Ordinal)
        );
        var web = Write("src/Shop.Web/Shop.Web.csproj", Web);
        var file = Write("k8s/x.yaml", "kind: Namespace");

        Assert.True(new FileOwners(web, RepositoryFiles.Of(root)).IsOurs(file));
        Assert.False(new FileOwners(tool, RepositoryFiles.Of(root)).IsOurs(file));
    }

    [Fact]
    public void AFolderThatLinksToItself_EndsTheSearch()
    {
        var project = Write("src/Shop/Shop.csproj", Web);
        Directory.CreateSymbolicLink(Path.Combine(root, "src", "loop"), root);

        Assert.True(new FileOwners(project, RepositoryFiles.Of(root)).IsOurs(Write("k8s/x.yaml", "a")));
    }

    [Theory]
    [InlineData("k8s/api.yaml", true)]
    [InlineData("k8s/overlays/prod/kustomization.yml", true)]
    [InlineData("kubernetes-manifests/api.yaml", true)]
    [InlineData("src/k8s/api.yaml", true)]
    [InlineData("deployment/charts/api/values.yaml", true)]
    [InlineData(".deploy/api.yaml", true)]
    [InlineData("kube/api.yaml", true)]
    [InlineData("helm-chart/templates/api.yaml", true)]
    [InlineData("aks/api.yaml", true)]
    [InlineData("src/.gitops/prod/api.yaml", true)]
    [InlineData("asks/api.yaml", false)]
    [InlineData("docs/api.yaml", false)]
    [InlineData("k8s/readme.md", false)]
    [InlineData("k8s/node_modules/x.yaml", false)]
    [InlineData("src/Shop/deploy/api.yaml", false)]
    [InlineData("deploy/Shop.Tool/x.yaml", false)]
    public void FoldersNamedForDeployment_AreEntered(string name, bool isFound)
    {
        Write("src/Shop/Shop.csproj", Web);
        Write("deploy/Shop.Tool/Shop.Tool.csproj", Web);
        var file = Write(name, "a: b\n");

        Assert.Equal(isFound ? [file] : [], RepositoryFiles.Of(root).Manifests.Select(static manifest => manifest.Path));
    }

    /// <summary>Wherever a repository keeps them, as long as they say whose they are.</summary>
    [Theory]
    [InlineData("docker/Dockerfile", "ENTRYPOINT [\"dotnet\", \"Shop.Web.dll\"]", true)]
    [InlineData("dockerfiles/web.Dockerfile", "COPY src/Shop.Web/Shop.Web.csproj .", true)]
    [InlineData("src/Utils/Docker/docker-compose.yml", "services: { web: { image: shop/web } }", true)]
    [InlineData("build/docker/compose.prod.yaml", "services: { web: { image: acme/shop-web } }", true)]
    [InlineData("deploy/docker/Dockerfile", "ENTRYPOINT [\"dotnet\", \"Shop.Web.dll\"]", true)]
    [InlineData("docker/Dockerfile", "FROM python:3\nCOPY tool.py .", false)]
    [InlineData("docker/Dockerfile", "ENTRYPOINT [\"dotnet\", \"Shop.Orders.dll\"]", false)]
    [InlineData("docker/compose.yaml", "services: { db: { image: postgres } }", false)]
    [InlineData("docker/other.yaml", "services: { web: { image: shop/web } }", false)]
    [InlineData("tests/load/docker-compose.yml", "services: { web: { image: shop/web } }", false)]
    [InlineData("samples/docker/Dockerfile", "ENTRYPOINT [\"dotnet\", \"Shop.Web.dll\"]", false)]
    [InlineData("src/Shop.Orders/docker/Dockerfile", "ENTRYPOINT [\"dotnet\", \"Shop.Web.dll\"]", false)]
    public void ContainerFilesOfAnyFolder_AreOfWhomTheyName(string name, string text, bool isFound)
    {
        Write("src/Shop.Orders/Shop.Orders.csproj", Web);
        var task = new SelectFiles
        {
            ProjectFile = Write("src/Shop.Web/Shop.Web.csproj", Web),
            RepositoryRoot = root,
            LooksAround = true,
        };
        var file = Write(name, text + "\n");

        Assert.True(task.Execute());
        Assert.Equal(isFound, task.Selected.Any(item => item.ItemSpec == file));
    }

    [Fact]
    public void WhatGoesWithAContainerFile_ComesWithIt()
    {
        string[] files =
        [
            Write("docker/Dockerfile", "ENTRYPOINT [\"dotnet\", \"Shop.Web.dll\"]\n"),
            Write("docker/Dockerfile.dockerignore", "**/bin\n"),
            Write("docker/compose.db.yaml", "services: { db: { image: postgres } }\n"),
            Write("docker/compose.yaml", "services: { web: { image: shop/web } }\n"),
        ];
        Write("docker/Dockerfile.tool", "FROM python:3\n");
        Write("out/compose.yaml", "services: { web: { image: shop/web } }\n");
        Write("out/.deployability.json", """{ "project": "../Shop.slnx", "files": { "compose.yaml": "0" } }""");
        var task = new SelectFiles
        {
            ProjectFile = Write("src/Shop.Web/Shop.Web.csproj", Web),
            RepositoryRoot = root,
            LooksAround = true,
        };

        Assert.True(task.Execute());
        Assert.Equal(files, task.Selected.Select(static item => item.ItemSpec));
    }

    [Theory]
    [InlineData("src/docker-compose.yml", true)]
    [InlineData("src/shop/compose.prod.yaml", true)]
    [InlineData("src/.dockerignore", true)]
    [InlineData("src/.env", true)]
    [InlineData("src/Directory.Build.props", true)]
    [InlineData("src/k8s-shop.yaml", true)]
    [InlineData("src/shop/shop-deployment.yml", true)]
    [InlineData("src/readme.md", false)]
    [InlineData("src/values.yaml", false)]
    [InlineData("src/other/compose.yaml", false)]
    [InlineData("src/shop/Shop/compose.yaml", false)]
    [InlineData("compose.yaml", false)]
    public void FilesBetweenTheProjectAndTheRoot_AreFound(string name, bool isFound)
    {
        var project = Write("src/shop/Shop/Shop.csproj", Web);
        var file = Write(name, "a: b\n");

        Assert.Equal(isFound ? [file] : [], FoldersAbove.FilesIn(project, root));
    }

    [Fact]
    public void WhatPublishWroteForTheSolution_IsNoSource()
    {
        Write("deploy/compose.yaml", "a: b\n");
        Write("deploy/kubernetes/prod/kustomization.yaml", "a: b\n");
        Write(
            "deploy/.deployability.json",
            """{ "project": "../Shop.slnx", "files": { "compose.yaml": "0", "kubernetes/prod/kustomization.yaml": "0" } }"""
        );
        var own = Write("deploy/kubernetes/redis.yaml", "a: b\n");

        Assert.Equal([own], RepositoryFiles.Of(root).Manifests.Select(static manifest => manifest.Path));
    }

    [Fact]
    public void AManifestFolderThatLinksToItself_IsReadOnce()
    {
        var file = Write("k8s/deploy/api.yaml", "a: b\n");
        Directory.CreateSymbolicLink(Path.Combine(root, "k8s", "loop"), Path.Combine(root, "k8s"));

        Assert.Equal([file], RepositoryFiles.Of(root).Manifests.Select(static manifest => manifest.Path));
    }

    [Theory]
    [InlineData("kind: Pod\nspec: { containers: [ {\n image: registry/shop-orders:1 } ] }\n", false)]
    [InlineData("image: registry/shop-orders:1\n---\nimage: registry/shop-web:1\n", true)]
    [InlineData("image: registry/backend:1\n# not shop-orders\n", true)]
    public void WhatRunsAProjectWithoutThePackage_IsNobodys(string text, bool isOurs)
    {
        Write("src/Shop.Orders/Shop.Orders.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />");
        var project = Write("src/Shop.Web/Shop.Web.csproj", Web);

        Assert.Equal(isOurs, new FileOwners(project, RepositoryFiles.Of(root)).HavePart([Write("k8s/all.yaml", text)]));
    }

    [Fact]
    public void WhatNobodyMayRead_IsLeftOut()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes of Unix");
            return;
        }

        var open = Write("k8s/api.yaml", "a: b\n");
        var file = Write("k8s/secret.yaml", "a: b\n");
        var folder = Path.GetDirectoryName(Write("k8s/locked/web.yaml", "a: b\n"))!;
        File.SetUnixFileMode(root, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(file, UnixFileMode.None);
        File.SetUnixFileMode(folder, UnixFileMode.None);

        // To root nothing is locked, so this thread looks as somebody else.
        var before = SetUserOfFiles(SomebodyElse);
        try
        {
            Assert.Equal(
                [open],
                RepositoryFiles
                    .Of(root)
                    .Manifests.Select(static manifest => manifest.Path)
                    .Where(static path => TextFiles.Probe(path) == TextFileState.Text)
            );
            Assert.Equal(TextFileState.Unreadable, TextFiles.Probe(file));
            Assert.Equal(TextFileState.Unreadable, TextFiles.Probe(Path.Combine(folder, "web.yaml")));
        }
        finally
        {
            SetUserOfFiles(before);
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private const int SomebodyElse = 65534;

    // Of this thread alone; without root's rights it changes nothing.
    private static int SetUserOfFiles(int user) => OperatingSystem.IsLinux() ? setfsuid(user) : 0;

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int setfsuid(int user);

    [Fact]
    public void WhatIsDeployedTogether_GoesToEachProjectThatItNames()
    {
        string[] files = [Write("k8s/orders.yaml", "image: shop-orders:1"), Write("k8s/web.yaml", "image: shop-web:1")];
        var projects = new[] { "Shop.Mail", "Shop.Orders", "Shop.Web" }.Select(name => Write($"src/{name}/{name}.csproj", Web)).ToList();
        bool Has(string project, params string[] together) => new FileOwners(project, RepositoryFiles.Of(root)).HavePart(together);

        Assert.Equal([false, true, true], projects.Select(project => Has(project, files)));
        Assert.Equal([true, false, false], projects.Select(project => Has(project, Write("infra/x.yaml", "kind: Namespace"))));
    }

    [Theory]
    [InlineData("builder.Configuration.AddJsonFile(\"Config/ocelot.json\", optional: true);", "ocelot.json", true)]
    [InlineData("b.AddJsonFile(Path.Combine(root, \"Config\", \"ocelot.json\"))\n .AddJsonFile(\"b.json\");", "b.json", true)]
    [InlineData("b.AddJsonFile($\"ocelot.{env.EnvironmentName}.json\");", "ocelot.Production.json", true)]
    [InlineData("b.AddJsonFile($\"ocelot.{env.EnvironmentName}.json\");", "data.json", false)]
    [InlineData("b.AddJsonFile(name); File.ReadAllText(\"data.json\");", "data.json", false)]
    [InlineData("b.AddJsonFile(\"a.json\");", "a.json.json", false)]
    [InlineData("AddJsonFile(\"", "a.json", false)]
    public void JsonThatTheProgramLoads_IsToldByItsName(string source, string file, bool isLoaded) =>
        Assert.Equal(isLoaded, LoadedJson.Names([.. LoadedJson.NamesIn(source)], file));

    private string Write(string name, string text)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
