namespace Deployability.Publish.Writing;

/// <summary>Lets one publish write at a time: the second one waits.</summary>
internal static class PublishLock
{
    private const string FileName = "deployability.lock";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes the lock of a project.</summary>
    /// <param name="intermediatePath">Full path; the same for every configuration of the project.</param>
    /// <returns>The lock, to be disposed when the files are written.</returns>
    /// <exception cref="IOException">Another publish held it for two minutes, or the folder cannot be written.</exception>
    public static IDisposable OfProject(string intermediatePath)
    {
        Directory.CreateDirectory(intermediatePath);
        return Take(Path.Combine(intermediatePath, FileName), FileOptions.None);
    }

    /// <summary>Takes the lock of an output folder, which two projects may share by mistake. It leaves no file behind.</summary>
    /// <param name="outputPath">Full path of an existing folder.</param>
    /// <returns>The lock, to be disposed when the files are written.</returns>
    /// <exception cref="IOException">Another publish held it for two minutes, or the folder cannot be written.</exception>
    public static IDisposable OfOutput(string outputPath) => Take(Path.Combine(outputPath, "." + FileName), FileOptions.DeleteOnClose);

    private static FileStream Take(string path, FileOptions options)
    {
        const int Unbuffered = 1;
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var taken = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, Unbuffered, options);
                if (File.Exists(path))
                {
                    return taken;
                }

                // Whoever held it before deleted it in between, so this is a lock on nothing.
                taken.Dispose();
            }
            catch (IOException) when (waited.Elapsed < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
