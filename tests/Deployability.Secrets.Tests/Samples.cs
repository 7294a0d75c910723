using System.Text;

namespace Deployability.Secrets.Tests;

/// <summary>Makes tokens that have the form and the checksum of real ones, so that none stands in the repository.</summary>
internal static class Samples
{
    public const string Digits = "0123456789";
    public const string Hex = "0123456789abcdef";
    public const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    public const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    public const string UrlSafe = Base62 + "_-";
    public const string Base64 = Base62 + "+/";

    /// <summary>The same characters each time for the same seed.</summary>
    public static string Random(string alphabet, int length, int seed = 1)
    {
        var state = (uint)(seed * 2654435761L + length);
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
        {
            state = state * 1664525 + 1013904223;
            text.Append(alphabet[(int)((state >> 8) % (uint)alphabet.Length)]);
        }

        return text.ToString();
    }

    public static string AzureDevOps(uint seed)
    {
        var bytes = new byte[33];
        for (var i = 0; i < 32; i++)
        {
            bytes[i] = (byte)(i * 37 + 11);
        }

        var data = bytes.Take(32).Where((_, i) => i is not (2 or 7 or 8 or 22)).ToArray();
        var crc = Crc(data) ^ seed;
        (bytes[22], bytes[8], bytes[7], bytes[2]) = ((byte)crc, (byte)(crc >> 8), (byte)(crc >> 16), (byte)(crc >> 24));
        var text = new StringBuilder();
        for (var bit = 0; bit < 260; bit += 5)
        {
            var pair = bytes[bit / 8] << 8 | bytes[bit / 8 + 1];
            text.Append(Base32[pair >> (11 - bit % 8) & 31]);
        }

        return text.ToString();
    }

    public static string Jwt(string header, string payload) => Encode(header) + "." + Encode(payload) + "." + Random(UrlSafe, 43, 7);

    public static string Pem(string label, string newLine = "\n") =>
        $"-----BEGIN {label}-----{newLine}{Random(Base64, 64, 3)}{newLine}{Random(Base64, 64, 4)}{newLine}-----END {label}-----";

    public static string Basic(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(user + ":" + password));

    public static string Sas =>
        "https://acct.blob.core.windows.net/c?sv=2022-11-02&se=2030-01-01&sp=r&sig=" + Random(Base62, 43, 9) + "%3D";

    private static string Encode(string json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
