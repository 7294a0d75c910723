using System.Security.Cryptography;
using System.Text;

namespace StressMonitor.Metrics;

/// <summary>Jobs sign what they send: <c>X-Stress-Signature: hex(HMAC-SHA256(key, body))</c>.</summary>
public sealed class IngestSignature(string signingKey)
{
    public const string Header = "X-Stress-Signature";

    public bool IsValid(byte[] body, string? signature)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(signingKey), body);
        return signature?.Length == 2 * expected.Length
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Convert.ToHexStringLower(expected)),
                Encoding.ASCII.GetBytes(signature.ToLowerInvariant()));
    }
}
