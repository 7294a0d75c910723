using System.Text;

namespace Deployability.Publish.Writing;

/// <summary>The few things that are done to files. Tests let any of them fail.</summary>
internal class Disk
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public virtual void CreateFolder(string path) => Directory.CreateDirectory(path);

    /// <summary>
    /// Writes a file anew. One that is there, left by a publish that was ended, is deleted and not cut short: ext4 writes out what was cut short, even an empty
    /// file, at once when it is closed, which took most of the time of writing.
    /// </summary>
    public virtual void WriteText(string path, string content)
    {
        const int Unbuffered = 1;
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        var bytes = Utf8.GetBytes(content);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, Unbuffered);
        file.Write(bytes, 0, bytes.Length);
    }

    /// <summary>Moves a file to a name that is free.</summary>
    public virtual void Move(string from, string to) => File.Move(from, to);

    /// <summary>Puts a file in the place of another in one step, and keeps that one under a third name.</summary>
    public virtual void Replace(string from, string to, string backup) => File.Replace(from, to, backup);

    public virtual void Delete(string path) => File.Delete(path);

    public virtual void DeleteFolder(string path) => Directory.Delete(path);
}
