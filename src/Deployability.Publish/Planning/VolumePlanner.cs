using Deployability.Formats.ConnectionStrings;
using Deployability.Model;
using Deployability.Publish.Reading;

namespace Deployability.Publish.Planning;

/// <summary>Decides what is mounted where the app writes: the image's own file system is read-only.</summary>
internal sealed class VolumePlanner(PlanContext context)
{
    private const string DataRoot = "/data";
    private const string AppRoot = "/app";

    private static readonly string DefaultSize = ItemSchema.DefaultOf("DeployabilityVolume", "Size");

    private readonly List<VolumePlan> volumes = [];
    private readonly Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Variables that point the app at its volumes, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings => settings;

    /// <summary>Whether a database file is among the data: it has one writer, so the app runs once.</summary>
    public bool HasDatabaseFile { get; private set; }

    /// <param name="replicates">Whether any environment runs more than one instance.</param>
    public IReadOnlyList<VolumePlan> Plan(bool replicates)
    {
        var sharedMode = replicates ? "ReadWriteMany" : "ReadWriteOnce";
        foreach (var item in context.Input.ItemsOf("DeployabilityVolume"))
        {
            AddDeclared(item, sharedMode);
        }

        foreach (var connection in context.Connections.Where(static connection => connection is { Provider: ConnectionProviders.Sqlite, Key.Length: > 0 }))
        {
            AddDatabaseFile(connection, sharedMode);
        }

        foreach (var write in context.InProduction<FileWriteFact>())
        {
            AddWrite(write, sharedMode);
        }

        return [.. volumes.OrderBy(static volume => volume.MountPath, StringComparer.Ordinal)];
    }

    /// <summary>Whether SQLite or the like is used with a file; decided before the number of instances is.</summary>
    public static bool UsesDatabaseFile(PlanContext context) =>
        context.Connections.Any(connection =>
            connection is { Provider: ConnectionProviders.Sqlite, Key.Length: > 0 } && DatabaseFile(context.Settings[connection.Key]) != ":memory:");

    private void AddDeclared(ProjectItem item, string sharedMode)
    {
        var path = item["MountPath"].TrimEnd('/');
        var mode = ItemSchema.AccessModes.FirstOrDefault(mode => string.Equals(mode, item["AccessMode"], StringComparison.OrdinalIgnoreCase)) ?? sharedMode;
        Add(new(item.Name, path, item["Size"] is { Length: > 0 } size ? size : DefaultSize, mode, item["StorageClass"]));
        if (item["EnvironmentVariable"] is { Length: > 0 } variable)
        {
            settings[Text.VariableName(variable)] = path;
        }
    }

    private void AddDatabaseFile(ConnectionStringFact connection, string mode)
    {
        var file = DatabaseFile(context.Settings[connection.Key]);
        if (file == ":memory:")
        {
            return;
        }

        HasDatabaseFile = true;
        var folder = file.StartsWith("/", StringComparison.Ordinal) ? FolderOf(file) : "";
        if (folder.Length == 0)
        {
            folder = DataRoot;
            var name = file.Split('/', '\\').Last() is { Length: > 0 } last ? last : "app.db";
            if (connection.Key.Length > 0)
            {
                settings[context.Variable(connection.Key)] = $"Data Source={DataRoot}/{name}";
            }
        }

        Add(new(NameOf(folder), folder, DefaultSize, mode, ""));
    }

    private void AddWrite(FileWriteFact write, string mode)
    {
        var configured = write.Key.Length > 0 ? context.Settings[write.Key] : null;
        var path = (configured ?? write.Path).Replace('\\', '/');
        var isPersistent = write.Kind == FileWriteKind.Data;
        if (path.StartsWith("/", StringComparison.Ordinal))
        {
            var folder = FolderOf(path);
            if (folder.Length > 0 && folder != AppRoot && Rules.IsMountPath(folder))
            {
                AddFolder(folder);
            }

            return;
        }

        var relative = path.StartsWith("./", StringComparison.Ordinal) ? path.Substring(2) : path;
        if (relative.Contains(':') || relative.Split('/').Contains(".."))
        {
            context.Leave(new(OperatorActionKind.Code, path, "Make it configurable (DPL1005, DPL4005).", $"The code in {write.Source.File} writes to '{path}', which is no place in a container."));
            return;
        }

        if (write.Key.Length > 0)
        {
            var root = isPersistent ? DataRoot : $"/tmp/{Text.DnsLabel(write.Key)}";
            settings[context.Variable(write.Key)] = relative.Length == 0 || FolderOf("/" + relative) == "/" + relative ? root : $"{root}/{relative.Split('/').Last()}";
            if (isPersistent)
            {
                AddFolder(DataRoot);
            }

            return;
        }

        var first = FolderOf("/" + relative);
        if (first.Length > 1)
        {
            AddFolder(AppRoot + first);
        }
        else
        {
            context.Leave(new(
                OperatorActionKind.Code,
                path,
                "Write to a folder that can be mounted (DPL4005).",
                $"The code in {write.Source.File} writes '{path}' beside the program, where a container is read-only."));
        }

        void AddFolder(string folder)
        {
            if (!folder.StartsWith("/tmp", StringComparison.Ordinal))
            {
                Add(new(NameOf(folder), folder, DefaultSize, isPersistent ? mode : "", ""));
            }
        }
    }

    /// <summary>The file of a SQLite connection string; empty when it names none.</summary>
    private static string DatabaseFile(string? connectionString) => ConnectionStringReader.Find(connectionString ?? "", "datasource", "filename") ?? "";

    /// <summary>The folder to mount for a path: the path itself unless its last part looks like a file.</summary>
    private static string FolderOf(string path)
    {
        var trimmed = path.TrimEnd('/');
        var slash = trimmed.LastIndexOf('/');
        return trimmed.IndexOf('.', slash + 1) > slash + 1 ? trimmed.Substring(0, slash) : trimmed;
    }

    private static string NameOf(string folder) => Text.DnsLabel(folder) is { Length: > 0 } label ? label : "data";

    /// <summary>One volume for each folder; a folder below another volume needs none of its own, and what is declared comes first.</summary>
    private void Add(VolumePlan volume)
    {
        if (volumes.Any(other => volume.MountPath == other.MountPath || volume.MountPath.StartsWith(other.MountPath + "/", StringComparison.Ordinal)))
        {
            return;
        }

        volumes.Add(volumes.Any(other => other.Name == volume.Name) ? volume with { Name = $"{volume.Name}-{Text.Of(volumes.Count + 1)}" } : volume);
    }
}
