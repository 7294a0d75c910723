using System.Net;
using System.Net.Sockets;

namespace Deployability.EndToEnd.Tests;

internal static class LocalPort
{
    /// <summary>A port of this machine on which nothing listens now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
