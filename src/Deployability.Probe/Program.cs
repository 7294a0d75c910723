using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

// Asks one address whether the app answers: exit code 0 for yes, 1 for no with one line that says why.
//   dotnet deployability-probe.dll http://127.0.0.1:8080/healthz/live [host-header]
//   dotnet deployability-probe.dll /healthz/live            (port from ASPNETCORE_HTTP_PORTS, else 8080)
//   dotnet deployability-probe.dll tcp://127.0.0.1:8080     (only whether it accepts connections)
// A bare socket, because HttpClient would more than double the time that each check takes.
const int TimeoutMilliseconds = 3000;
const int FirstLineLength = 64;

if (args.Length is 0 or > 2)
{
    return Fail("usage: deployability-probe <http://host:port/path | /path | tcp://host:port> [host-header]");
}

if (!TryParse(args[0], out var isHttp, out var host, out var port, out var path))
{
    return Fail($"'{args[0]}' is no http:// or tcp:// address and no path");
}

try
{
    var address = IPAddress.TryParse(host, out var literal) ? literal : Dns.GetHostAddresses(host)[0];
    using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        SendTimeout = TimeoutMilliseconds,
        ReceiveTimeout = TimeoutMilliseconds,
    };
    if (!Connect(socket, address, port))
    {
        return Fail($"{host}:{port} did not accept a connection within {TimeoutMilliseconds} ms");
    }

    return isHttp ? Ask(socket, path, args.Length > 1 ? args[1] : $"{host}:{port}") : 0;
}
catch (SocketException exception)
{
    return Fail($"{host}:{port}: {exception.SocketErrorCode}");
}

static bool Connect(Socket socket, IPAddress address, int port)
{
    // Without blocking and without the asynchronous engine, whose thread costs more than the whole connection.
    socket.Blocking = false;
    try
    {
        socket.Connect(address, port);
    }
    catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
    {
        if (!socket.Poll(TimeoutMilliseconds * 1000, SelectMode.SelectWrite))
        {
            return false;
        }

        if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error and not 0)
        {
            throw new SocketException(error);
        }
    }

    socket.Blocking = true;
    return true;
}

static int Ask(Socket socket, string path, string hostHeader)
{
    socket.Send(
        Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {hostHeader}\r\nUser-Agent: deployability-probe\r\nConnection: close\r\n\r\n"
        )
    );
    Span<byte> buffer = stackalloc byte[FirstLineLength];
    var length = 0;
    while (length < "HTTP/1.1 200".Length)
    {
        var received = socket.Receive(buffer[length..]);
        if (received == 0)
        {
            break;
        }

        length += received;
    }

    // "HTTP/1.1 200 OK": a redirection is an answer too, as it is for Kubernetes.
    var isHttp = length >= "HTTP/1.1 200".Length && buffer.StartsWith("HTTP/1."u8);
    if (!isHttp)
    {
        return Fail($"{path} did not answer in HTTP");
    }

    return buffer[9] is (byte)'2' or (byte)'3' ? 0 : Fail($"{path} answered {Encoding.ASCII.GetString(buffer.Slice(9, 3))}");
}

static bool TryParse(string text, out bool isHttp, out string host, out int port, out string path)
{
    (isHttp, host, port, path) = (true, "127.0.0.1", ConfiguredPort(), text);
    if (text.StartsWith('/'))
    {
        return true;
    }

    isHttp = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
    if (!isHttp && !text.StartsWith("tcp://", StringComparison.OrdinalIgnoreCase))
    {
        return false;
    }

    var authority = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..];
    var slash = authority.IndexOf('/');
    path = slash < 0 ? "/" : authority[slash..];
    authority = slash < 0 ? authority : authority[..slash];
    var colon = authority.LastIndexOf(':');
    host = colon < 0 || authority.EndsWith(']') ? authority : authority[..colon];
    return host.Length > 0
        && (
            host.Length == authority.Length
            || (
                int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                && port is > 0 and < 65536
            )
        );
}

static int ConfiguredPort()
{
    var ports = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS") ?? "";
    var first = ports.Split(';', ',')[0];
    return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : 8080;
}

static int Fail(string reason)
{
    Console.Error.WriteLine($"deployability-probe: {reason}");
    return 1;
}
