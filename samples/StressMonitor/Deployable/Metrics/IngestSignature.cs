using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace StressMonitor.Metrics;

/// <summary>Jobs sign what they send: <c>X-Stress-Signature: hex(HMAC-SHA256(key, body))</c>.</summary>
public sealed class IngestSignature(IOptions<IngestOptions> options)
{
    public const string Header = "X-Stress-Signature";

    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Value.SigningKey!);

    public bool IsValid(byte[] body, string? signature)
    {
        var expected = HMACSHA256.HashData(_key, body);
        return signature?.Length == 2 * expected.Length
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Convert.ToHexStringLower(expected)),
                Encoding.ASCII.GetBytes(signature.ToLowerInvariant()));
    }
}
