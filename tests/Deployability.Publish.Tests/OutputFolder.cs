using Deployability.Publish.Emission;

namespace Deployability.Publish.Tests;

/// <summary>Emitted files in a folder of their own, which goes when the test ends.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("deployability-");

    public OutputFolder(IEnumerable<GeneratedFile> files)
    {
        foreach (var file in files)
        {
            Write(file.Path, file.Content);
        }
    }

    /// <summary>Full path of a file or folder.</summary>
    public string this[string path] => Path.Combine(folder.FullName, path);

    public string Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], content);
        return this[path];
    }

    public void Dispose() => folder.Delete(recursive: true);
}
