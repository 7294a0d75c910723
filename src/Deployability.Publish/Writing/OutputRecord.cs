using System.Security.Cryptography;
using System.Text;
using Deployability.Formats.Json;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Writing;

/// <summary>What was generated last, and for which project: a hash for each path. Kept beside the files, so that it travels with them in version control.</summary>
internal sealed class OutputRecord
{
    private readonly SortedList<string, string> hashes;

    /// <summary>The project that the files belong to, relative to their folder with '/'; empty when an older version wrote the record.</summary>
    public string Project { get; }

    public const string FileName = ".deployability.json";
    private const string About = "Hashes of the files as generated, by which edits are told. Commit it together with them.";

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public OutputRecord(string project)
        : this(project, new SortedList<string, string>(StringComparer.Ordinal)) { }

    private OutputRecord(string project, SortedList<string, string> hashes) => (Project, this.hashes) = (project, hashes);

    public IEnumerable<string> Paths => hashes.Keys;

    public bool Matches(string path, string text) => hashes.TryGetValue(path, out var hash) && hash == Hash(text);

    public void Set(string path, string text) => hashes[path] = Hash(text);

    /// <summary>Takes an entry over from an earlier record.</summary>
    public void Keep(OutputRecord earlier, string path)
    {
        if (earlier.hashes.TryGetValue(path, out var hash))
        {
            hashes[path] = hash;
        }
    }

    /// <summary>Reads a record; one that is missing or damaged is empty, and every file that differs then counts as edited.</summary>
    public static OutputRecord Parse(string? text)
    {
        var hashes = new SortedList<string, string>(StringComparer.Ordinal);
        var record = text is null ? null : JsonFile.Parse(text).Whole;
        foreach (var file in record?.Find("files")?.Members ?? [])
        {
            if (IsSafe(file.Name) && file.Value.Kind == JsonKind.String)
            {
                hashes[file.Name] = file.Value.Text;
            }
        }

        return new(record?.Find("project") is { Kind: JsonKind.String } project ? project.Text : "", hashes);
    }

    public override string ToString() =>
        JsonWriter.Write(
            new Mapping
            {
                ["about"] = About,
                ["project"] = Project,
                ["files"] = Mapping.Of(hashes.Keys.Select(path => new MappingEntry(path, hashes[path]))),
            }
        );

    /// <summary>A record is a file that anyone may edit: nothing outside the output folder is ever named by it.</summary>
    private static bool IsSafe(string path) => path.Length > 0 && !Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..");

    private static string Hash(string text)
    {
        using var algorithm = SHA256.Create();
        var hex = new StringBuilder();
        foreach (var value in algorithm.ComputeHash(Utf8.GetBytes(text)))
        {
            hex.Append("0123456789abcdef"[value >> 4]).Append("0123456789abcdef"[value & 15]);
        }

        return hex.ToString();
    }
}
