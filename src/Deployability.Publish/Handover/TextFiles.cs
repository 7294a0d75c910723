namespace Deployability.Publish.Handover;

/// <summary>What a file is to a compiler that wants its text.</summary>
internal enum TextFileState
{
    Text,
    Binary,
    TooLarge,

    /// <summary>Of no length: it says nothing, or is a pipe, which would never end.</summary>
    Empty,

    /// <summary>Gone, a folder, or not ours to read.</summary>
    Unreadable,
}

/// <summary>Tells text files from others without reading them whole.</summary>
internal static class TextFiles
{
    /// <summary>In bytes. Larger files are data, whatever their name.</summary>
    public const int MaxLength = 1 << 20;

    private const int BufferLength = 1 << 16;

    /// <summary>Looks at the size of a file and reads it once: the compiler, too, takes one for binary by what stands anywhere in it. Never throws.</summary>
    public static TextFileState Probe(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return TextFileState.Unreadable;
            }

            if (file.Length > MaxLength)
            {
                return TextFileState.TooLarge;
            }

            if (file.Length == 0)
            {
                return TextFileState.Empty;
            }

            using var stream = file.OpenRead();
            var buffer = new byte[Math.Min(BufferLength, (int)Math.Max(file.Length, 2))];
            var isWide = false;
            for (int length, start = 0; (length = stream.Read(buffer, 0, buffer.Length)) > 0; start += length)
            {
                isWide |= start == 0 && IsWide(buffer, length);
                if (!isWide && Array.IndexOf(buffer, (byte)0, 0, length) >= 0 || isWide && HasWideZero(buffer, length))
                {
                    return TextFileState.Binary;
                }
            }

            return TextFileState.Text;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return TextFileState.Unreadable;
        }
    }

    /// <summary>The text of a file; empty when it cannot be read.</summary>
    public static string Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > 0 } ? File.ReadAllText(path) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // A zero byte is in no text but UTF-16 and UTF-32, which say so at their beginning.
    private static bool IsWide(byte[] buffer, int length) =>
        length >= 2 && ((buffer[0] == 0xFF && buffer[1] == 0xFE) || (buffer[0] == 0xFE && buffer[1] == 0xFF));

    // Two characters in a row that are none.
    private static bool HasWideZero(byte[] buffer, int length)
    {
        var zeros = 0;
        for (var i = 0; i + 1 < length; i += 2)
        {
            zeros = buffer[i] == 0 && buffer[i + 1] == 0 ? zeros + 1 : 0;
            if (zeros > 1)
            {
                return true;
            }
        }

        return false;
    }
}
