using Deployability.Analyzers.Code;
using Deployability.Analyzers.Generation;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

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
    public void EveryCandidateOfTheTree_IsFoundInTheText()
    {
        var tree = Parse(Code);
        var walked = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().Where(FactCollector.IsCandidate).Select(static node => node.ToString()).Order(StringComparer.Ordinal);

        var found = FactCandidates.Of(CSharpCompilation.Create("A", [tree]), TestContext.Current.CancellationToken).Select(static node => node.ToString()).Order(StringComparer.Ordinal);

        Assert.Equal(walked, found);
        Assert.Contains("configuration[Keys.Url]", found);
    }

    [Fact]
    public void CallsAreNamedInCodeOnly()
    {
        var index = SourceIndex.Of(Parse(Code));

        Assert.Equal(["AddCheck", "AddCors", "AddSession", "AddOwn", "AddGeneric", "Use", "Add", "Add", "MapGet", "MapGet", "Map"], Names(index, WordRoles.Map));
        Assert.Equal(["AddHealthChecks"], Names(index, WordRoles.Registration));
        Assert.Equal(["Run", "Run"], Names(index, WordRoles.Run));
        Assert.Equal(["OnPostAsync"], index.Identifiers(WordRoles.FormHandler).Select(static name => name.ValueText));
    }

    [Fact]
    public void LiteralsWithAWordOfAProbe_AreFoundOnce()
    {
        var texts = SourceIndex.Of(Parse(Code)).Literals(WordRoles.ProbeText).Select(static literal => literal.Token.ValueText);

        Assert.Equal(["api/health", "app.MapHealthChecks(\"/healthz\")", " /ready ", "self", "/health"], texts);
    }

    [Fact]
    public void ANameThatStandsThere_IsMentioned()
    {
        var tree = Parse(Code);
        var index = SourceIndex.Of(tree);

        Assert.All(tree.GetRoot(TestContext.Current.CancellationToken).DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken) && !token.IsMissing), token => Assert.True(index.MayMention(token.ValueText), token.ValueText));
        Assert.False(index.MayMention("Nowhere"));
        Assert.Equal(["AddCors"], tree.IdentifiersNamed("AddCors").Select(static token => token.ValueText));
    }

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, path: "/src/A.cs", cancellationToken: TestContext.Current.CancellationToken);

    private static IEnumerable<string> Names(SourceIndex index, WordRoles role) => index.Calls(role).Select(static call => call.Expression.NameOfMember()!);
}
