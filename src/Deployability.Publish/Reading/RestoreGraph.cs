using Deployability.Formats.Json;

namespace Deployability.Publish.Reading;

/// <summary>What the last restore of a project wrote down; references through conditions and globs are in it too.</summary>
/// <param name="Projects">Full paths of the project and of all that it references.</param>
/// <param name="Packages">Packages that one of them refers to itself; with the version or range that it asks for.</param>
/// <param name="Sources">Where packages were taken from: addresses, and full paths of folders.</param>
internal sealed record RestoreGraph(
    IReadOnlyList<string> Projects,
    IReadOnlyDictionary<string, string> Packages,
    IReadOnlyList<string> Sources
)
{
    private static RestoreGraph Empty { get; } = new([], new Dictionary<string, string>(), []);

    /// <summary>The graph of the last restore of a project; empty when there is none that can be read.</summary>
    public static RestoreGraph Read(ProjectInput input)
    {
        var path = Path.Combine(input.IntermediatePath, Path.GetFileName(input.ProjectFile) + ".nuget.dgspec.json");
        try
        {
            if (!File.Exists(path) || JsonFile.Parse(File.ReadAllText(path)).Whole?.Find("projects") is not { } graph)
            {
                return Empty;
            }

            var packages = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (
                var dependency in graph
                    .Members.SelectMany(static project => MembersOf(project.Value, "frameworks"))
                    .SelectMany(static framework => MembersOf(framework.Value, "dependencies"))
            )
            {
                packages[dependency.Name] = dependency.Value.TextOf("version");
            }

            return new RestoreGraph(
                [.. graph.Members.Select(static project => project.Name)],
                packages,
                [
                    .. graph
                        .Members.Select(static project => project.Value.Find("restore"))
                        .OfType<JsonNode>()
                        .SelectMany(static restore => MembersOf(restore, "sources"))
                        .Select(static source => source.Name),
                ]
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Empty;
        }
    }

    private static IReadOnlyList<JsonMember> MembersOf(JsonNode node, string name) => node.Find(name)?.Members ?? [];
}
