namespace Deployability.Publish.Writing;

/// <summary>Lets one publish of a project write at a time: the second one waits.</summary>
internal static class PublishLock
{
    private const string FileName = "deployability.lock";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes the lock of an intermediate folder.</summary>
    /// <param name="intermediatePath">Full path; the same for every configuration of the project.</param>
    /// <returns>The lock, to be disposed when the files are written.</returns>
    /// <exception cref="IOException">Another publish held it for two minutes, or the folder cannot be written.</exception>
    public static IDisposable Take(string intermediatePath)
    {
        Directory.CreateDirectory(intermediatePath);
        var path = Path.Combine(intermediatePath, FileName);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
