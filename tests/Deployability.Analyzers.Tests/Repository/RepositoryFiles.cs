using Deployability.Testing;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>Files of this repository that are derived from the descriptors, and the switch that writes them anew.</summary>
internal static class RepositoryFiles
{
    /// <summary>Set to <c>1</c> to write what the tests would otherwise only compare.</summary>
    public const string UpdateVariable = "DEPLOYABILITY_UPDATE";

    public static string Root => RepositoryRoot.Path;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => File.Exists(Path.Combine(Root, path));

    /// <summary>Asserts that a derived file is current, or with the switch set makes it so.</summary>
    public static void AssertCurrent(string path, string expected)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.True(File.Exists(file), $"{path} is missing: run the tests once with {UpdateVariable}=1.");
        Assert.True(
            File.ReadAllText(file) == expected,
            $"{path} does not fit the descriptors: run the tests once with {UpdateVariable}=1."
        );
    }
}
