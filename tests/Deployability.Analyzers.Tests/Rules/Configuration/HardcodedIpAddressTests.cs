using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Configuration.HardcodedIpAddressAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

public class HardcodedIpAddressTests
{
    [Theory]
    [InlineData("new TcpClient({|DPL1006:\"192.168.1.20\"|}, 502).Dispose();")]
    [InlineData("await new TcpClient().ConnectAsync({|DPL1006:\"10.0.0.5\"|}, 502);")]
    [InlineData("new TcpClient().Connect(IPAddress.Parse({|DPL1006:\"10.0.0.5\"|}), 502);")]
    [InlineData("new TcpClient().Connect(new IPEndPoint(IPAddress.Parse({|DPL1006:\"10.0.0.5\"|}), 502));")]
    [InlineData("const string plc = {|DPL1006:\"10.0.0.\" + \"5\"|}; new TcpClient(plc, 502).Dispose();")]
    [InlineData("new System.Net.Mail.SmtpClient({|DPL1006:\"10.1.1.25\"|}).Dispose();")]
    [InlineData("var s = new System.Net.Mail.SmtpClient { Host = {|DPL1006:\"10.1.1.25\"|} };")]
    public Task AddressAsHost_Triggers(string statement) =>
        Verify.VerifyAnalyzerAsync(
            "using System.Net; using System.Net.Sockets;\n"
                + statement
                + "\nstatic class Network { public static int Number(string ipAddress) => ipAddress.Length; }"
        );

    [Theory]
    [InlineData("new TcpClient(\"127.0.0.1\", 502).Dispose();")]
    [InlineData("new TcpClient(\"0.0.0.0\", 502).Dispose();")]
    [InlineData("new TcpClient(\"8.8.8.8\", 53).Dispose();")]
    [InlineData("new TcpClient(\"203.0.113.7\", 53).Dispose();")]
    [InlineData("new TcpClient(\"plc-01\", 53).Dispose();")]
    [InlineData("Network.Number(ipAddress: \"10.0.0.0\"); Network.Number(ipAddress: \"10.255.255.255\");")]
    [InlineData("new TcpClient(args.Length > 0 ? args[0] : Environment.GetEnvironmentVariable(\"PLC\") ?? \"10.0.0.5\", 53).Dispose();")]
    [InlineData("var v = new Version(\"8.1.0.85\"); var w = \"10.0.19041.1\";")]
    [InlineData("var oid = new System.Security.Cryptography.Oid(\"2.5.4.3\");")]
    [InlineData("var s = new Uri(\"http://10.0.0.5\").Host == \"10.0.0.5\";")]
    [InlineData("var known = IPAddress.Parse(\"10.0.0.1\");")]
    [InlineData(
        "var app = WebApplication.Create(args); if (app.Environment.IsDevelopment()) { new TcpClient(\"10.0.0.5\", 502).Dispose(); }"
    )]
    public Task OtherText_DoesNotTrigger(string statement) =>
        Verify.VerifyAnalyzerAsync(
            "using System.Net; using System.Net.Sockets;\n"
                + statement
                + "\nstatic class Network { public static int Number(string ipAddress) => ipAddress.Length; }"
        );

    [Fact]
    public Task EndPointInAVariable_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            using System.Net;
            using System.Net.Sockets;
            var there = new IPEndPoint(IPAddress.Parse({|DPL1006:"10.1.2.3"|}), 502);
            new Socket(SocketType.Stream, ProtocolType.Tcp).Connect(there);
            """
        );

    [Theory]
    [InlineData("static readonly System.Net.IPEndPoint Syslog = new(System.Net.IPAddress.Parse([|\"10.9.8.7\"|]), 514);")]
    [InlineData(
        "void Send(System.Net.Sockets.UdpClient client) { System.Net.IPEndPoint to = new(System.Net.IPAddress.Parse([|\"10.9.8.7\"|]), 514); client.Send([1], 1, to); }"
    )]
    [InlineData(
        "void Send(System.Net.Sockets.Socket s) { var at = System.Net.IPAddress.Parse([|\"10.9.8.7\"|]); s.SendTo([1], new System.Net.IPEndPoint(at, 514)); }"
    )]
    [InlineData("System.Net.IPEndPoint Target { get; } = new(System.Net.IPAddress.Parse([|\"10.9.8.7\"|]), 514);")]
    public Task EndPointOfAnotherMachine_Triggers(string member) => Verify.VerifyAnalyzerAsync($"class Audit {{ {member} }}");

    [Theory]
    [InlineData(
        "void Open(System.Net.Sockets.Socket s) => s.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(\"10.9.8.7\"), 514));"
    )]
    [InlineData(
        "void Open(System.Net.Sockets.Socket s) { System.Net.IPEndPoint own = new(System.Net.IPAddress.Parse(\"10.9.8.7\"), 514); s.Bind(own); }"
    )]
    [InlineData(
        "object Open() => new System.Net.Sockets.TcpListener(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(\"10.9.8.7\"), 514));"
    )]
    [InlineData("object Any() => new System.Net.IPEndPoint(System.Net.IPAddress.Parse(\"0.0.0.0\"), 514);")]
    public Task EndOfItsOwn_DoesNotTrigger(string member) => Verify.VerifyAnalyzerAsync($"class Audit {{ {member} }}");
}
