namespace Deployability.Secrets.Matching;

/// <summary>Checksums that issuers put into their tokens so that scanners can tell them from look-alikes.</summary>
internal static class Checksums
{
    // Azure DevOps mixes one of two constants into the CRC: user tokens and application tokens.
    private const uint AzureDevOpsUser = 0xE0B9692D;
    private const uint AzureDevOpsApplication = 0x1019F92E;

    private static readonly uint[] Table = CreateTable();

    /// <summary>Azure DevOps: 260 bits in base 32 hold 28 random bytes and, spread over bytes 2, 7, 8 and 22, a CRC-32.</summary>
    public static bool HasAzureDevOpsCrc(ReadOnlySpan<char> token)
    {
        Span<byte> bytes = stackalloc byte[32];
        DecodeBase32(token, bytes);
        var crc = uint.MaxValue;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i is not (2 or 7 or 8 or 22))
            {
                crc = Next(crc, bytes[i]);
            }
        }

        var expected = (uint)(bytes[22] | bytes[8] << 8 | bytes[7] << 16 | bytes[2] << 24);
        return (~crc ^ AzureDevOpsUser) == expected || (~crc ^ AzureDevOpsApplication) == expected;
    }

    private static uint Next(uint crc, byte value) => Table[(crc ^ value) & 0xFF] ^ crc >> 8;

    private static void DecodeBase32(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var (buffer, bits, written) = (0u, 0, 0);
        foreach (var c in text)
        {
            buffer = buffer << 5 | (uint)(c >= 'a' ? c - 'a' : c - '2' + 26);
            bits += 5;
            if (bits >= 8 && written < bytes.Length)
            {
                bits -= 8;
                bytes[written++] = (byte)(buffer >> bits);
            }
        }
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ value >> 1 : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
