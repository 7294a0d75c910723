using System.Net;
using System.Net.Sockets;

namespace Deployability.EndToEnd.Tests;

internal static class LocalPort
{
    private static readonly HashSet<int> Given = [];

    /// <summary>A port of this machine on which nothing listens now, and that nobody else was given: who was may not listen yet.</summary>
    public static int Free()
    {
        lock (Given)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port))
                {
                    return port;
                }
            }
        }
    }
}
