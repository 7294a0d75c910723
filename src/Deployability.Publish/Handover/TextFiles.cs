namespace Deployability.Publish.Handover;

/// <summary>What a file is to a compiler that wants its text.</summary>
internal enum TextFileState
{
    Text,
    Binary,
    TooLarge,

    /// <summary>Gone, a folder, or not ours to read.</summary>
    Unreadable,
}

/// <summary>Tells text files from others without reading them whole.</summary>
internal static class TextFiles
{
    /// <summary>In bytes. Larger files are data, whatever their name.</summary>
    public const int MaxLength = 1 << 20;

    private const int ProbeLength = 8192;

    /// <summary>Looks at the size and the beginning of a file; never throws.</summary>
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

            using var stream = file.OpenRead();
            var buffer = new byte[ProbeLength];
            var length = stream.Read(buffer, 0, buffer.Length);
            return IsText(buffer, length) ? TextFileState.Text : TextFileState.Binary;
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
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // A zero byte is in no text but UTF-16 and UTF-32, which say so at their beginning.
    private static bool IsText(byte[] buffer, int length) =>
        (length >= 2 && ((buffer[0] == 0xFF && buffer[1] == 0xFE) || (buffer[0] == 0xFE && buffer[1] == 0xFF)))
        || Array.IndexOf(buffer, (byte)0, 0, length) < 0;
}
