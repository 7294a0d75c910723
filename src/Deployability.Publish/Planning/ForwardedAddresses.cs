using Deployability.Publish.Reading;

namespace Deployability.Publish.Planning;

/// <summary>Knows where YARP's settings say what it forwards to.</summary>
internal static class ForwardedAddresses
{
    private const string Clusters = "ReverseProxy:Clusters";

    /// <summary>The keys of all addresses that the shipped settings have.</summary>
    public static IEnumerable<string> KeysOf(Settings settings) =>
        settings
            .Below(Clusters)
            .Where(static key => key.Contains(":Destinations:") && key.EndsWith(":Address", StringComparison.OrdinalIgnoreCase));
}
