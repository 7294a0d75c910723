using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Portability.BackslashInPathAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Portability;

public class BackslashInPathTests
{
    [Theory]
    [InlineData("""File.ReadAllText({|DPL6002:@"data\orders.json"|});""")]
    [InlineData("""File.ReadAllText({|DPL6002:"data\\orders.json"|});""")]
    [InlineData("""File.ReadAllText({|DPL6002:AppContext.BaseDirectory + "\\data\\orders.json"|});""")]
    [InlineData("""File.ReadAllText({|DPL6002:$"{AppContext.BaseDirectory}\\orders.json"|});""")]
    [InlineData("""var f = Path.Combine(AppContext.BaseDirectory, {|DPL6002:@"wwwroot\images"|});""")]
    [InlineData("""var s = new StreamWriter({|DPL6002:@"logs\today.txt"|});""")]
    [InlineData("""Directory.CreateDirectory({|DPL6002:@"App_Data\x"|});""")]
    [InlineData("""var name = {|DPL6002:@"data\orders.json"|}; var i = new FileInfo(name);""")]
    [InlineData("""var b = WebApplication.CreateBuilder(args); b.Configuration.AddJsonFile({|DPL6002:@"config\shared.json"|});""")]
    public Task PathWithBackslashes_Triggers(string statement) => Verify.VerifyAnalyzerAsync(statement);

    [Theory]
    [InlineData("""File.ReadAllText("data/orders.json");""")]
    [InlineData("""File.ReadAllText(@"C:\data\orders.json");""")]
    [InlineData("""File.ReadAllText(@"\\server\share\x");""")]
    [InlineData("""File.WriteAllText("x.txt", @"a\b");""")]
    [InlineData("""Directory.GetFiles(@"C:\");""")]
    [InlineData("""File.ReadAllText(@"data\x".Replace('\\', '/'));""")]
    [InlineData("""var f = Path.GetFileName("a/b".TrimEnd('\\'));""")]
    [InlineData("""var s = @"data\orders.json"; Console.WriteLine(s);""")]
    [InlineData("""if (OperatingSystem.IsWindows()) { File.ReadAllText(@"data\x"); }""")]
    public Task OtherText_DoesNotTrigger(string statement) => Verify.VerifyAnalyzerAsync(statement);
}
