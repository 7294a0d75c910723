namespace Deployability.Secrets.Formats;

/// <summary>Base64 and base64url of ASCII text, without allocation.</summary>
internal static class Base64Text
{
    /// <summary>Decodes as much as fits; a character that is no base64 ends the text.</summary>
    /// <returns>How many characters were written.</returns>
    public static int Decode(ReadOnlySpan<char> encoded, Span<char> decoded)
    {
        var (buffer, bits, written) = (0, 0, 0);
        foreach (var c in encoded)
        {
            var value = Value(c);
            if (value < 0 || written == decoded.Length)
            {
                break;
            }

            buffer = (buffer << 6 | value) & 0xFFFF;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                decoded[written++] = (char)(buffer >> bits & 0xFF);
            }
        }

        return written;
    }

    private static int Value(char c) =>
        c switch
        {
            >= 'A' and <= 'Z' => c - 'A',
            >= 'a' and <= 'z' => c - 'a' + 26,
            >= '0' and <= '9' => c - '0' + 52,
            '+' or '-' => 62,
            '/' or '_' => 63,
            _ => -1,
        };
}
