using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

public sealed class RemovedApiVersionTests
{
    [Theory]
    [InlineData("kind: Ingress\napiVersion: [|extensions/v1beta1|]\n")]
    [InlineData("kind: CronJob\napiVersion: [|batch/v1beta1|]\n")]
    [InlineData("kind: HorizontalPodAutoscaler\napiVersion: [|\"autoscaling/v2beta2\"|]\n")]
    public Task ARemovedVersion_Triggers(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData("kind: Ingress\napiVersion: networking.k8s.io/v1\n")]
    [InlineData("kind: Rollout\napiVersion: extensions/v1beta1\n")]
    [InlineData("kind: CronJob\napiVersion: batch/v1\n")]
    public Task AServedVersion_DoesNotTrigger(string content) => Verify(("k8s/api.yaml", content));

    private static Task Verify(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<RemovedApiVersionAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" } },
        };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test.RunAsync();
    }
}
