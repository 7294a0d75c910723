using System.Text;

namespace Deployability.Publish.Writing;

/// <summary>The few things that are done to files. Tests let any of them fail.</summary>
internal class Disk
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public virtual void CreateFolder(string path) => Directory.CreateDirectory(path);

    public virtual void WriteText(string path, string content) => File.WriteAllText(path, content, Utf8);

    /// <summary>Moves a file to a name that is free.</summary>
    public virtual void Move(string from, string to) => File.Move(from, to);

    /// <summary>Puts a file in the place of another in one step, and keeps that one under a third name.</summary>
    public virtual void Replace(string from, string to, string backup) => File.Replace(from, to, backup);

    public virtual void Delete(string path) => File.Delete(path);

    public virtual void DeleteFolder(string path) => Directory.Delete(path);
}
