using Deployability.Analyzers.Rules.Contract;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Contract;

public sealed class UnmountedWriteTests
{
    private const string Absolute = "System.IO.File.WriteAllText(\"/data/orders.json\", \"\");";
    private const string Relative = "System.IO.File.WriteAllText(\"cache/orders.json\", \"\");";
    private const string Temporary = "System.IO.File.WriteAllText(System.IO.Path.Combine(System.IO.Path.GetTempPath(), \"x\"), \"\");";
    private const string Configured = "System.IO.Directory.CreateDirectory(builder.Configuration[\"Data:Folder\"]!);";

    [Theory]
    [InlineData(Absolute, "securityContext: { readOnlyRootFilesystem: true }")]
    [InlineData(Absolute, "securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [ { name: tmp, mountPath: /tmp } ]")]
    [InlineData(
        Absolute,
        "securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [ { name: data, mountPath: /data, readOnly: true } ]"
    )]
    [InlineData(Absolute, "securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [ { name: data, mountPath: /database } ]")]
    [InlineData(Relative, "securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [ { name: data, mountPath: /data } ]")]
    [InlineData(Temporary, "securityContext: { readOnlyRootFilesystem: true }")]
    [InlineData(Configured, "securityContext: { readOnlyRootFilesystem: true }, env: [ { name: Data__Folder, value: /data } ]")]
    public Task AWriteToAReadOnlyPath_Triggers(string code, string container) => Verify(code, ("k8s/api.yaml", Pod("[|api|]", container)));

    [Theory]
    [InlineData("System.IO.Directory.CreateDirectory(builder.Configuration[\"Data:Folder\"] ?? \"/data\");")]
    [InlineData(
        "var folder = builder.Configuration[\"Data:Folder\"] ?? \"/data\"; System.IO.File.WriteAllText(System.IO.Path.Combine(folder, \"orders.json\"), \"\");"
    )]
    [InlineData(
        "var folder = builder.Configuration.GetValue(\"Data:Folder\", \"/data\")!; System.IO.File.AppendAllText(folder + \"/orders.json\", \"\");"
    )]
    [InlineData("var file = builder.Configuration[\"Data:File\"] ?? \"/data/orders.json\"; System.IO.File.WriteAllText(file, \"\");")]
    public Task TheDefaultOfAConfiguredPath_IsWhereTheAppWrites(string code) =>
        Verify(code, ("k8s/api.yaml", Pod("[|api|]", "securityContext: { readOnlyRootFilesystem: true }")));

    [Theory]
    [InlineData(Absolute, "securityContext: { runAsNonRoot: true }")]
    [InlineData(Absolute, "securityContext: { readOnlyRootFilesystem: false }")]
    [InlineData(Absolute, "securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [ { name: data, mountPath: /data } ]")]
    [InlineData(Absolute, "securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [ { name: data, mountPath: /data/ } ]")]
    [InlineData(Relative, "securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [ { name: data, mountPath: /app/cache } ]")]
    [InlineData(Temporary, "securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [ { name: tmp, mountPath: /tmp } ]")]
    [InlineData(
        Temporary,
        "securityContext: { readOnlyRootFilesystem: true }, env: [ { name: TMPDIR, value: /scratch } ], volumeMounts: [ { name: s, mountPath: /scratch } ]"
    )]
    [InlineData(Configured, "securityContext: { readOnlyRootFilesystem: true }")]
    [InlineData(
        Configured,
        "securityContext: { readOnlyRootFilesystem: true }, env: [ { name: Data__Folder, value: /data } ], volumeMounts: [ { name: data, mountPath: /data } ]"
    )]
    public Task AWriteToAVolume_DoesNotTrigger(string code, string container) => Verify(code, ("k8s/api.yaml", Pod("api", container)));

    [Theory]
    [InlineData("services:\n  [|api|]:\n    build: .\n    read_only: true\n")]
    [InlineData("services:\n  api:\n    build: .\n    read_only: true\n    volumes: [ 'data:/data' ]\n")]
    [InlineData("services:\n  api:\n    build: .\n    read_only: true\n    volumes: [ { type: volume, source: data, target: /data } ]\n")]
    [InlineData("services:\n  api:\n    build: .\n    read_only: true\n    tmpfs: /data\n")]
    [InlineData("services:\n  api:\n    build: .\n")]
    public Task ACompose_IsJudged(string compose) => Verify(Absolute, ("compose.yaml", compose));

    [Fact]
    public Task AWriteInDevelopment_DoesNotTrigger() =>
        Verify(
            "if (builder.Environment.IsDevelopment()) { " + Absolute + " }",
            ("k8s/api.yaml", Pod("api", "securityContext: { readOnlyRootFilesystem: true }"))
        );

    private static string Pod(string name, string container) =>
        "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec: { containers: [ { name: "
        + name
        + ", image: shop/api, "
        + container
        + " } ] }\n";

    private static Task Verify(string code, params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<UnmountedWriteAnalyzer>
        {
            TestState = { Sources = { "var builder = WebApplication.CreateBuilder(args); " + code + " builder.Build().Run();" } },
        };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
