using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Tests.Infrastructure;

public class SourceIndexTests
{
    private const string Code = """"
        using Microsoft.AspNetCore.Builder;

        /// <summary>See <see cref="app.MapHealthChecks(string)"/>; app.UseCors() is elsewhere.</summary>
        [Route("api/health"), HttpGet]
        class HealthController
        {
            // services.AddHealthChecks() in a comment
            string text = "app.MapHealthChecks(\"/healthz\")", raw = """ /ready """;

            void M(WebApplicationBuilder builder, IConfiguration configuration, string[] items, int i)
            {
                builder.Services.AddHealthChecks().AddCheck<X>("self");
                builder.Services . @AddCors ();
                builder?.Services?.AddSession();
                AddOwn
                    (); AddGeneric<int>(1); Use<int>();
                new Host.WebHostBuilder { };
                var f = new System.IO.FileStream("x", default);
                options.Authority = "x"; new Options { BaseAddress = null, @Address = null };
                _ = configuration["A"] + configuration[Keys.Url] + configuration[Prefix + "B"] + configuration[@Key] + items[i] + items[0] + items[index] + Of(configuration)["C"] + configuration![nameof(M)];
                _ = configuration["prefix" + i] + Request.Headers["X"] + f?["D"];
                app.Run(); Task.Run(() => 1); nameof(Run); app.Urls.Add("x"); list.Add(1); section.Get(typeof(int)); section.Get<int>();
                app.MapGet("/health", () => 1).WithName("x"); app.MapGet("orders", () => 1); app.Map(path, x);
        #if NEVER
                app.MapHealthChecks("/never");
        #endif
                ;
            }

            public void OnPostAsync() { }
        }
        """";

    [Fact]
    public void ReadsOfConfiguration_AreIndexersAndCalls()
    {
        var found = Nodes(Find.ConfigurationReads).Select(static node => node.ToString());

        Assert.Equal(
            [
                "configuration[\"A\"]",
                "configuration[Keys.Url]",
                "configuration[Prefix + \"B\"]",
                "configuration[@Key]",
                "Of(configuration)[\"C\"]",
                "configuration![nameof(M)]",
                "configuration[\"prefix\" + i]",
                "section.Get(typeof(int))",
                "section.Get<int>()",
            ],
            found
        );
    }

    [Fact]
    public void CallsAreNamedInCodeOnly()
    {
        Assert.Equal(
            ["AddCheck", "AddCors", "AddSession", "AddOwn", "AddGeneric", "Use", "Add", "Add", "MapGet", "MapGet", "Map"],
            Calls(Find.HelperCalls).Where(static name => name != "AddHealthChecks")
        );
        Assert.Equal(["AddHealthChecks"], Calls(Find.HealthRegistrations));
        Assert.Equal(["Run"], Calls(Find.Runs));
        Assert.Equal(["OnPostAsync"], Nodes(Find.FormHandlers).Select(static node => ((MethodDeclarationSyntax)node).Identifier.ValueText));
    }

    [Fact]
    public void CreationsAndAssignmentsAreFoundByTheirNames()
    {
        Assert.Equal(["new Host.WebHostBuilder { }"], Nodes(Find.Hosts).Select(static node => node.ToString()));
        Assert.Equal(["new System.IO.FileStream(\"x\", default)"], Nodes(Find.FileWrites).Select(static node => node.ToString()));
        Assert.Contains("options.Authority = \"x\"", Nodes(Find.Clients).Select(static node => node.ToString()));
        Assert.Contains("BaseAddress = null", Nodes(Find.Clients).Select(static node => node.ToString()));
        Assert.Contains("@Address = null", Nodes(Find.Clients).Select(static node => node.ToString()));
        Assert.Contains("app.Urls.Add(\"x\")", Nodes(Find.ListenAddresses).Select(static node => node.ToString()));
    }

    [Fact]
    public void FrequentWords_LeadSomewhereOnlyBesideAWordThatTells()
    {
        const string Lookup = "class A { string M(Map names, Map<int> ages) => names[\"A\"] + ages.Get<string>(); }";

        Assert.Empty(Nodes(Find.ConfigurationReads, Lookup));
        Assert.Equal(
            ["names[\"A\"]", "ages.Get<string>()"],
            Nodes(Find.ConfigurationReads, Lookup + "class B { IConfigurationRoot root; }").Select(static node => node.ToString())
        );
        Assert.Single(Nodes(Find.ConfigurationReads, "class A { string M() => System.Environment.GetEnvironmentVariable(\"A\"); }"));
        Assert.Empty(Nodes(Find.HealthChecks, "class A { void M(List list) { list.AddItem(1); } }"));
        Assert.Single(Nodes(Find.HealthChecks, "class A { void M(IHealthChecksBuilder list) { list.AddItem(1); } }"));
    }

    [Fact]
    public void Bodies_AreWhatRunsAroundAWord()
    {
        const string Members = """
            First(1);
            app.UseSetting("a", "b");

            class A
            {
                [X(ShowPII = true)]
                object one = new(ShowPII), two = Make();
                object Three { get; } = ShowPII;
                object Four => ShowPII;
                object Five { get { return ShowPII; } set { } }
                A() : base(ShowPII) { }
                ShowPII Six() { return null; }
                void Seven() { }
            }
            """;

        Assert.Equal(
            [
                "First(1);",
                "X(ShowPII = true)",
                "= new(ShowPII)",
                "= ShowPII",
                "=> ShowPII",
                "get { return ShowPII; }",
                "A() : base(ShowPII) { }",
                "ShowPII Six() { return null; }",
            ],
            Nodes(Find.DetailSwitches, Members).Select(static node => node.ToString())
        );
    }

    [Fact]
    public void LiteralsThatLookLikeThePathOfAProbe_AreFoundOnce() =>
        Assert.Equal(
            ["\"/health\""],
            Nodes(Find.ProbeTexts)
                .Select(static node => node.ToString())
                .Where(static text => text.Contains("/health\"", StringComparison.Ordinal) && text[1] == '/')
        );

    [Fact]
    public void ANameThatStandsThere_IsMentioned()
    {
        var tree = Parse(Code);
        var project = Project(tree);

        Assert.All(
            tree.GetRoot(TestContext.Current.CancellationToken)
                .DescendantTokens()
                .Where(static token => token.IsKind(SyntaxKind.IdentifierToken) && !token.IsMissing),
            token => Assert.True(project.MayMention(tree, token.ValueText), token.ValueText)
        );
        Assert.False(project.MayMention(tree, "Nowhere"));
        Assert.Equal(["AddCors"], project.IdentifiersNamed(tree, "AddCors").Select(static token => token.ValueText));
    }

    [Fact]
    public void All_GivesTheEntryPointFirstAndTheOthersByPath()
    {
        var project = Project(
            CSharpSyntaxTree.ParseText(
                "class B { void M(dynamic app) { app.UseB(); } }",
                path: "/src/B.cs",
                cancellationToken: TestContext.Current.CancellationToken
            ),
            CSharpSyntaxTree.ParseText(
                "class A { void M(dynamic app) { app.UseA1(); app.UseA2(); } }",
                path: "/src/A.cs",
                cancellationToken: TestContext.Current.CancellationToken
            ),
            CSharpSyntaxTree.ParseText(
                "class P { static void Main() { Other.UseP(); } }",
                path: "/src/Z.cs",
                cancellationToken: TestContext.Current.CancellationToken
            ),
            CSharpSyntaxTree.ParseText(
                "class G { void M(dynamic app) { app.UseG(); } }",
                path: "/src/obj/G.cs",
                cancellationToken: TestContext.Current.CancellationToken
            )
        );

        Assert.Equal(
            ["UseP", "UseA1", "UseA2", "UseB"],
            project.All(Find.HelperCalls, TestContext.Current.CancellationToken).Select(static call => call.Value.Name)
        );
    }

    [Fact]
    public void All_StopsWhenAskedTo()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var project = Project(Parse(Code));

        Assert.Throws<OperationCanceledException>(() => project.All(Find.HelperCalls, cancelled.Token).Count());
        Assert.NotEmpty(project.All(Find.HelperCalls, TestContext.Current.CancellationToken));
    }

    private static IEnumerable<SyntaxNode> Nodes<T>(Find<T> what, string code = Code)
        where T : class
    {
        var tree = Parse(code);
        return Project(tree).Candidates(tree, what);
    }

    private static IEnumerable<string> Calls<T>(Find<T> what)
        where T : class => Nodes(what).Select(static call => ((InvocationExpressionSyntax)call).Expression.NameOfMember()!);

    private static ProjectContext Project(params SyntaxTree[] trees) => Projects.ForGenerator(CSharpCompilation.Create("A", trees));

    private static SyntaxTree Parse(string code) =>
        CSharpSyntaxTree.ParseText(code, path: "/src/A.cs", cancellationToken: TestContext.Current.CancellationToken);
}
