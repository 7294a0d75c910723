namespace Deployability.Secrets.Tests;

public sealed class MaskedLineTests
{
    [Theory]
    [InlineData("  var  key = \"zk83Wq02\";\r", "Program.cs", true, "var key = \"•\";")]
    [InlineData("services.Connect(\"Host=db;Password=hunter2hunter2\");", "Program.cs", false, "services.Connect(\"•\");")]
    [InlineData("MIIEpAIBAAKCAQEAr0zvjn9l5oQ8zV7V4mQ2gkX3", "Program.cs", false, "•")]
    [InlineData("  password: hunter2", "values.yaml", false, "password: •")]
    [InlineData("DB_PASSWORD=hunter2", ".env", true, "DB_PASSWORD= •")]
    [InlineData("\"ApiKey\": \"abc\",", "appsettings.json", true, "\"ApiKey\": •")]
    [InlineData("client.BaseAddress = new Uri(\"http://a:1\");", "Program.cs", false, "client.BaseAddress = new Uri(\"http://a:1\");")]
    [InlineData("app.MapHealthChecks(\"/healthz\");", "Program.cs", false, "app.MapHealthChecks(\"/healthz\");")]
    public void WhatMayBeACredential_IsGone(string line, string file, bool isSecret, string expected) =>
        Assert.Equal(expected, MaskedLine.Of(line, file, isSecret));

    [Fact]
    public void WhiteSpace_DoesNotCount() =>
        Assert.Equal(MaskedLine.Of("call( a,   b );", "A.cs", false), MaskedLine.Of("\t\tcall( a, b );  \r", "A.cs", false));
}
