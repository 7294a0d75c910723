using Deployability.Analyzers.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Infrastructure;

public class ReportingTests
{
    [Fact]
    public Task LiteralInAReferencedProject_IsReportedThereOrNowhere()
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer>();
        test.TestState.Sources.Add("var client = new HttpClient { BaseAddress = new Uri(Acme.Urls.Inventory) };");
        test.TestState.AdditionalProjects["Acme"].Sources.Add("""namespace Acme; public static class Urls { public const string Inventory = "https://inventory.corp.contoso.com"; }""");
        test.TestState.AdditionalProjectReferences.Add("Acme");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
