using System.Text.Json;

namespace Portfolio.Projects;

/// <summary>One JSON file a project.</summary>
public sealed class ProjectFiles(string folder)
{
    public async Task<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var projects = new List<Project>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            projects.Add(await ReadAsync(path, cancellationToken));
        return projects;
    }

    public async Task<Project?> FindAsync(string id, CancellationToken cancellationToken) =>
        Slug.IsSlug(id) && File.Exists(PathOf(id)) ? await ReadAsync(PathOf(id), cancellationToken) : null;

    /// <returns>False when there is such a project already.</returns>
    public Task<bool> AddAsync(Project project, CancellationToken cancellationToken) =>
        WriteAsync(project, overwrite: false, cancellationToken);

    public Task ReplaceAsync(Project project, CancellationToken cancellationToken) =>
        WriteAsync(project, overwrite: true, cancellationToken);

    /// <summary>A reader never sees half a file: it is written under another name and renamed.</summary>
    private async Task<bool> WriteAsync(Project project, bool overwrite, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{project.Id}.{Guid.NewGuid():N}.draft");
        await File.WriteAllBytesAsync(draft, JsonSerializer.SerializeToUtf8Bytes(project, JsonSerializerOptions.Web), cancellationToken);
        try
        {
            File.Move(draft, PathOf(project.Id), overwrite);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(PathOf(project.Id)))
        {
            File.Delete(draft);
            return false;
        }
    }

    private static async Task<Project> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<Project>(stream, JsonSerializerOptions.Web, cancellationToken)
            ?? throw new InvalidDataException($"{path} holds no project.");
    }

    private string PathOf(string id) => Path.Combine(folder, id + ".json");
}
