using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Configuration.MachineSpecificPathAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

public class MachineSpecificPathTests
{
    [Theory]
    [InlineData("""File.ReadAllText({|DPL1005:@"C:\data\orders.json"|});""")]
    [InlineData("""File.ReadAllText({|DPL1005:"C:\\data\\orders.json"|});""")]
    [InlineData("""File.ReadAllText({|DPL1005:"d:/data/orders.json"|});""")]
    [InlineData("""File.ReadAllText({|DPL1005:@"\\fileserver\share\orders.json"|});""")]
    [InlineData("""var f = {|DPL1005:$@"C:\data\{args[0]}.json"|};""")]
    [InlineData("""var f = {|DPL1005:@"C:\data\"|} + args[0];""")]
    [InlineData("""var f = Path.Combine({|DPL1005:@"\\nas01\models"|}, args[0]);""")]
    [InlineData("""var f = Environment.GetEnvironmentVariable("DATA") ?? {|DPL1005:@"D:\data"|};""")]
    [InlineData("""var f = {|DPL1005:"/home/alice/projects/orders.json"|};""")]
    [InlineData("""var f = {|DPL1005:"/Users/alice/Documents/orders.json"|};""")]
    [InlineData("""(string Name, string Path) f = ("x", {|DPL1005:@"C:\data\x"|});""")]
    [InlineData("""File.Copy({|DPL1005:@"C:\Windows\System32\drivers\etc\hosts"|}, args[0]);""")]
    [InlineData("""var font = {|DPL1005:@"C:\Windows\Fonts\arial.ttf"|};""")]
    public Task PathOfOneMachine_Triggers(string statement) => Verify.VerifyAnalyzerAsync(statement);

    [Fact]
    public Task Members_Trigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Settings
            {
                public const string Root = {|DPL1005:@"C:\app\root"|};
                public string Reports { get; set; } = {|DPL1005:@"\\fileserver\reports"|};
                public string Models => {|DPL1005:@"E:\models"|};
            }

            class Framework(Microsoft.Extensions.Configuration.IConfiguration configuration, System.Action<string> log)
            {
                private readonly string folder = configuration["Framework:Directory"] ?? {|DPL1005:@"\\fileserver01\pmo\framework"|};

                public string Criteria() => folder + "\\criteria.json";
            }
            """
        );

    [Theory]
    [InlineData("""var f = "/data/orders.json";""")]
    [InlineData("""var f = "data/orders.json";""")]
    [InlineData("""var f = "/home/app/.config";""")]
    [InlineData("""var f = "/home/error/404";""")]
    [InlineData("""var f = "/Users/Me/Views";""")]
    [InlineData("""var f = @"\\.\pipe\docker_engine";""")]
    [InlineData("""var f = new System.Text.RegularExpressions.Regex(@"\\d+\s");""")]
    [InlineData("""var f = args[0].StartsWith(@"C:\data");""")]
    [InlineData("""var f = args[0] == @"C:\data";""")]
    [InlineData("""Console.WriteLine(@"C:\data\x");""")]
    [InlineData("""throw new ArgumentException(@"C:\data\x");""")]
    [InlineData("""var f = File.Exists(@"C:\tools\x.exe");""")]
    [InlineData("""var f = OperatingSystem.IsWindows() ? @"C:\data" : "/data";""")]
    [InlineData("""var folder = "C:\\Windows\\System32\\"; args[0] = folder + args[0];""")]
    [InlineData("""var command = @"c:\windows\syswow64\rundll32.exe " + args[0];""")]
    [InlineData("""if (OperatingSystem.IsWindows()) { File.ReadAllText(@"C:\data\x"); }""")]
    [InlineData(
        """if (System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Windows)) { File.ReadAllText(@"C:\data\x"); }"""
    )]
    [InlineData("""var app = WebApplication.Create(args); if (app.Environment.IsDevelopment()) { File.ReadAllText(@"C:\data\x"); }""")]
    [InlineData("""var f = "a: b"; var g = "C:"; var h = "x://y/z"; var i = "T:/";""")]
    public Task OtherText_DoesNotTrigger(string statement) => Verify.VerifyAnalyzerAsync(statement);

    [Fact]
    public Task WindowsOnlyMember_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            using System.Runtime.Versioning;
            class Tool
            {
                [SupportedOSPlatform("windows")]
                public string Read() => File.ReadAllText(@"C:\data\x");
            }
            """
        );

    [Fact]
    public Task PathThatOnlyShowsTheForm_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var payload = new Movie { Folder = @"C:\testpath", Other = @"C:\path\to\movie" };
            File.ReadAllText({|DPL1005:@"C:\path\to\movie"|});
            class Movie { public string? Folder { get; set; } public string? Other { get; set; } }
            """
        );

    [Theory]
    [InlineData("File.ReadAllText([|\"/Users/kim/shop/seed.csv\"|]);")]
    [InlineData("var exportFolder = [|\"/Users/kim/out/monthly\"|];")]
    [InlineData("Directory.CreateDirectory([|\"/home/kim/shop/cache\"|]);")]
    public Task HomeOfSomebody_Triggers(string code) => Verify.VerifyAnalyzerAsync(code);

    [Theory]
    [InlineData("var app = WebApplication.Create(); app.MapGet(\"/Users/profile/edit\", () => \"\");")]
    [InlineData("var route = \"/Users/list/all\";")]
    [InlineData("File.ReadAllText(\"/home/app/data/seed.csv\");")]
    [InlineData("var userPath = \"/Users/{id}/orders\";")]
    public Task RouteOrHomeOfTheImage_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(code);
}
