using Deployability.Analyzers.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Infrastructure;

public class ReportingTests
{
    // The compiler has the value, and what this project can change is the use.
    [Theory]
    [InlineData("const", "https://inventory.corp.contoso.com", "var client = new HttpClient { BaseAddress = new Uri([|Acme.Urls.Inventory|]) };")]
    [InlineData("const", "https://inventory.corp.contoso.com", "var client = new HttpClient { BaseAddress = new Uri([|Acme.Urls.Inventory|] + \"/v1\") };")]
    [InlineData("const", "https://inventory.corp.contoso.com", "await new HttpClient().GetAsync($\"{[|Acme.Urls.Inventory|]}/items\");")]
    [InlineData("const", "http://schemas.contoso.com/claims/name", "Console.WriteLine(Acme.Urls.Inventory);")]
    [InlineData("static readonly", "https://inventory.corp.contoso.com", "var client = new HttpClient { BaseAddress = new Uri(Acme.Urls.Inventory) };")]
    public Task ConstantOfAReferencedProject_IsReportedAtItsUse(string kind, string url, string code)
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer>();
        test.TestState.Sources.Add(code);
        test.TestState.AdditionalProjects["Acme"].Sources.Add($"namespace Acme; public static class Urls {{ public {kind} string Inventory = \"{url}\"; }}");
        test.TestState.AdditionalProjectReferences.Add("Acme");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task LoopbackConstantOfAReferencedProject_IsReportedAtItsUse()
    {
        var test = new CSharpAnalyzerTest<LoopbackServiceUrlAnalyzer>();
        test.TestState.Sources.Add("var client = new HttpClient { BaseAddress = new Uri([|Acme.Urls.Inventory|]) };");
        test.TestState.AdditionalProjects["Acme"].Sources.Add("""namespace Acme; public static class Urls { public const string Inventory = "http://localhost:5000"; }""");
        test.TestState.AdditionalProjectReferences.Add("Acme");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
