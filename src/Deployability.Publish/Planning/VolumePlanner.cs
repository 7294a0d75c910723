using Deployability.Formats.ConnectionStrings;
using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Decides what is mounted where the app writes: the image's own file system is read-only.</summary>
internal sealed class VolumePlanner(PlanContext context)
{
    private const string DataRoot = "/data";
    private const string AppRoot = "/app";
    private const string WebRoot = AppRoot + "/wwwroot";

    private static readonly string DefaultSize = ItemSchema.DefaultOf("DeployabilityVolume", "Size");

    private readonly List<VolumePlan> volumes = [];
    private readonly HashSet<string> declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> databases = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> links = new(StringComparer.Ordinal);

    /// <summary>Names of database files that a developer may have beside the code; the image begins without.</summary>
    public IReadOnlyCollection<string> LocalDatabases => databases;

    /// <summary>Files beside the program, where nothing can be written, with the place on a volume that they stand for.</summary>
    public IReadOnlyDictionary<string, string> Links => links;

    /// <summary>Variables that point the app at its volumes, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings => settings;

    /// <param name="replicates">Whether any environment runs more than one instance.</param>
    public IReadOnlyList<VolumePlan> Plan(bool replicates)
    {
        var sharedMode = replicates ? "ReadWriteMany" : "ReadWriteOnce";
        foreach (var item in context.Input.ItemsOf("DeployabilityVolume"))
        {
            AddDeclared(item, sharedMode);
        }

        foreach (
            var connection in context.Connections.Where(static connection =>
                connection is { Provider: ConnectionProviders.Sqlite, Key.Length: > 0 }
            )
        )
        {
            AddDatabaseFile(connection, sharedMode);
        }

        foreach (var write in context.InProduction<FileWriteFact>())
        {
            AddWrite(write, sharedMode);
        }

        foreach (var sink in LogSinks.In(context).Where(sink => !IsDeclared(sink.Key)))
        {
            AddConfigured(sink, sharedMode);
            NoteSink(sink.Key);
        }

        NoteSharedVolumes();
        NoteHiddenFiles();
        return [.. volumes.OrderBy(static volume => volume.MountPath, StringComparer.Ordinal)];
    }

    /// <summary>Whether SQLite or the like is used with a file; decided before the number of instances is.</summary>
    public static bool UsesDatabaseFile(PlanContext context) =>
        context.Connections.Any(connection =>
            connection is { Provider: ConnectionProviders.Sqlite, Key.Length: > 0 }
            && DatabaseFile(context.Settings[connection.Key]) != ":memory:"
        ) || context.InProduction<FileWriteFact>().Any(static write => write.Kind == FileWriteKind.Database);

    private void AddDeclared(ProjectItem item, string sharedMode)
    {
        var path = item["MountPath"].TrimEnd('/');
        var mode =
            ItemSchema.AccessModes.FirstOrDefault(mode => string.Equals(mode, item["AccessMode"], StringComparison.OrdinalIgnoreCase))
            ?? sharedMode;
        Add(new(item.Name, path, item["Size"] is { Length: > 0 } size ? size : DefaultSize, mode, item["StorageClass"]), isDeclared: true);
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

        var folder = file.StartsWith("/", StringComparison.Ordinal) ? FolderOf(file) : "";
        if (folder.Length == 0)
        {
            folder = DatabaseFolder();
            var name = file.Split('/', '\\').Last() is { Length: > 0 } last ? last : "app.db";
            databases.Add(name);
            settings[context.Variable(connection.Key)] = WithFile(context.Settings[connection.Key], $"{folder}/{name}");
        }

        Add(new(NameOf(folder), folder, DefaultSize, mode, ""));
    }

    /// <summary>The one volume that the project declares and nothing else is known to use is meant for its data; else the folder that is for all of it.</summary>
    private string DatabaseFolder()
    {
        var unused = context
            .Input.ItemsOf("DeployabilityVolume")
            .Where(static item =>
                item["EnvironmentVariable"].Length == 0 && !item["AccessMode"].EndsWith("Many", StringComparison.OrdinalIgnoreCase)
            )
            .Select(static item => item["MountPath"].TrimEnd('/'))
            .Where(path => !IsIn(path, WebRoot) && !IsNamed(path))
            .Take(2)
            .ToList();
        if (unused is not [var only])
        {
            return DataRoot;
        }

        if (only != DataRoot)
        {
            context.Decide(
                $"It is put into {only}.",
                "The database file has a relative path, and the project declares a volume that nothing else is known to use."
            );
        }

        return only;
    }

    /// <summary>Whether code or settings are known to name a place in a folder.</summary>
    private bool IsNamed(string folder) =>
        context
            .InProduction<FileWriteFact>()
            .SelectMany(write => new[] { write.Path, context.Settings[write.Key] })
            .Concat(context.Input.ItemsOf("DeployabilityConfig").Select(static item => item["Value"]))
            .Any(path => path is not null && IsIn(path, folder));

    /// <summary>Whether a path is a folder or lies in it.</summary>
    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private void AddWrite(FileWriteFact write, string mode)
    {
        if (write.Key.Length > 0)
        {
            AddConfigured(write, mode);
            return;
        }

        var path = write.Path.Replace('\\', '/');
        if (path.StartsWith("/", StringComparison.Ordinal))
        {
            MountFor(FolderOf(path), write, mode);
            return;
        }

        var relative = path.StartsWith("./", StringComparison.Ordinal) ? path.Substring(2) : path;
        if (relative.Contains(':') || relative.Split('/').Contains(".."))
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    path,
                    "Make it configurable (DPL1005, DPL4005).",
                    $"The code in {write.Source.File} writes to '{path}', which is no place in a container."
                )
            );
            return;
        }

        var first = FolderOf("/" + relative);
        if (AppRoot + first == WebRoot)
        {
            LeaveWebRoot(write, path);
        }
        else if (first.Length > 1)
        {
            MountFor(AppRoot + first, write, mode);
        }
        else if (write.Kind == FileWriteKind.Database)
        {
            Link(relative, write, mode);
        }
        else
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    path,
                    "Write to a folder that can be mounted (DPL4005).",
                    $"The code in {write.Source.File} writes '{path}' beside the program, where a container is read-only."
                )
            );
        }
    }

    /// <summary>SQLite follows a link, and makes its journal beside the file that the link leads to: https://www.sqlite.org/releaselog/3_10_0.html.</summary>
    private void Link(string file, FileWriteFact write, string mode)
    {
        var folder = DatabaseFolder();
        databases.Add(file);
        links[file] = $"{folder}/{file}";
        Add(new(NameOf(folder), folder, DefaultSize, mode, ""));
        context.Decide(
            $"The image has a link there to {folder}/{file}, which a volume keeps.",
            $"The code in {write.Source.File} opens the database '{file}' beside the program, where a container is read-only.",
            "Read the connection string from configuration (DPL4007)."
        );
    }

    /// <summary>A path that configuration gives: an absolute one is mounted, any other is pointed below a volume.</summary>
    private void AddConfigured(FileWriteFact write, string mode)
    {
        var variable = context.Variable(write.Key);
        if (settings.ContainsKey(variable))
        {
            // What the project declares, or another write of the same path, has said where.
            return;
        }

        var isFile =
            write.IsFile
            || context
                .InProduction<FileWriteFact>()
                .Any(other => other.IsFile && string.Equals(other.Key, write.Key, StringComparison.OrdinalIgnoreCase));
        var isServed = IsIn($"{AppRoot}/{write.Path}", WebRoot);
        var given = (context.Settings[write.Key] ?? DefaultOf(write.Key) ?? (isServed ? "" : write.Path)).Replace('\\', '/').TrimEnd('/');
        if (isServed)
        {
            AddServed(write, given, isFile, mode);
            return;
        }

        if (given.StartsWith("/", StringComparison.Ordinal) && context.Settings[write.Key] is not null)
        {
            MountFor(isFile ? given.Substring(0, given.LastIndexOf('/')) : FolderOf(given), write, mode);
            return;
        }

        var label = Text.DnsLabel(write.Key.Split(':').Last());
        var name = given.Split('/', ':').Last() is { Length: > 0 } last ? last : label;
        var isPersistent = write.Kind == FileWriteKind.Data;
        var root = isPersistent ? DataRoot : $"/tmp/{Text.DnsLabel(write.Key)}";
        var place =
            isFile || given.Length > 0 && FolderOf("/" + given) != "/" + given ? $"{root}/{name}"
            // A key ring takes every XML file of its folder for a key, and makes the folder itself.
            : isPersistent && label.StartsWith("keys", StringComparison.Ordinal) ? $"{root}/keys"
            : root;
        if (place == root)
        {
            NoteSharedFolder(variable, root);
        }

        settings[variable] = place;
        if (isPersistent)
        {
            MountFor(DataRoot, write, mode);
        }
    }

    /// <summary>
    /// A configured folder below the web root stays there: what is written is served from there, and a path elsewhere would be kept and never be seen again.
    /// </summary>
    private void AddServed(FileWriteFact write, string given, bool isFile, string mode)
    {
        if (given.StartsWith("/", StringComparison.Ordinal))
        {
            MountFor(isFile ? given.Substring(0, given.LastIndexOf('/')) : FolderOf(given), write, mode);
            if (!IsIn(given, WebRoot))
            {
                context.Decide(
                    $"What is written to {given} is kept, and not served as a file of the site.",
                    $"The code in {write.Source.File} writes below the web root, and {write.Key} names a place outside.",
                    "Give it a path such as uploads, which is taken for one below the web root."
                );
            }

            return;
        }

        if (given.Length == 0)
        {
            given = Text.DnsLabel(write.Key.Split(':').Last());
            given = given.Length > 0 ? given : "files";
        }

        // Another folder would not be the one that is mounted.
        settings[context.Variable(write.Key)] = given;
        given = given.StartsWith("./", StringComparison.Ordinal) ? given.Substring(2) : given;
        var path = $"{AppRoot}/{write.Path}/{given}";
        var folder = isFile ? path.Substring(0, path.LastIndexOf('/')) : path;
        if (folder == WebRoot || given.Contains(':') || given.Split('/').Any(static part => part is "." or ".."))
        {
            LeaveWebRoot(write, given);
            return;
        }

        MountFor(folder, write, mode);
    }

    private void LeaveWebRoot(FileWriteFact write, string path) =>
        context.Leave(
            new(
                OperatorActionKind.Code,
                path,
                "Write to a folder of its own, such as wwwroot/uploads, whose name the code says (DPL4005).",
                $"The code in {write.Source.File} writes to the web root itself or to a folder in it that only run time knows. A volume there would hide the site.",
                IsBlocking: true
            )
        );

    private bool IsDeclared(string key) =>
        context.Input.ItemsOf("DeployabilityConfig").Any(item => string.Equals(item.Name, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Nobody collects a file in a container, and Serilog says nothing where it cannot write one.</summary>
    private void NoteSink(string key) =>
        context.Decide(
            "They live and die with the instance, and nothing collects them.",
            $"By {key} Serilog writes its log to files ('{context.Settings[key]}').",
            $"Write it to the console, which every platform collects; or keep the files by `<DeployabilityVolume Include=\"logs\" MountPath=\"/logs\" />` and `<DeployabilityConfig Include=\"{key}\" Value=\"/logs/app-.log\" />`."
        );

    /// <summary>A folder that the code may not make itself is the volume's own, also for the next such folder.</summary>
    private void NoteSharedFolder(string variable, string place)
    {
        if (settings.FirstOrDefault(setting => setting.Value == place).Key is { } other)
        {
            context.Decide(
                $"Both are {place}.",
                $"{other} and {variable} name folders that the code may not make itself.",
                $"Where their files must not mix, declare `<DeployabilityVolume Include=\"{Text.DnsLabel(variable.Split('_').Last())}\" MountPath=\"…\" EnvironmentVariable=\"{variable}\" />`."
            );
        }
    }

    private string? DefaultOf(string key) =>
        context
            .InProduction<ConfigurationKeyFact>()
            .FirstOrDefault(fact => fact.Default is not null && string.Equals(fact.Key, key, StringComparison.OrdinalIgnoreCase))
            ?.Default;

    private void MountFor(string folder, FileWriteFact write, string mode)
    {
        if (
            folder.Length > 0
            && folder != AppRoot
            && Rules.IsMountPath(folder)
            && folder != "/tmp"
            && !folder.StartsWith("/tmp/", StringComparison.Ordinal)
        )
        {
            var isKept = write.Kind is FileWriteKind.Data or FileWriteKind.Database;
            Add(new(NameOf(folder), folder, DefaultSize, isKept ? mode : "", ""));
        }
    }

    /// <summary>Most clusters' default class gives a volume to one node alone, and then the claim waits for ever.</summary>
    private void NoteSharedVolumes()
    {
        foreach (var volume in volumes.Where(static volume => volume is { AccessMode: "ReadWriteMany", StorageClass.Length: 0 }))
        {
            context.Leave(
                new(
                    OperatorActionKind.Storage,
                    volume.MountPath,
                    "Name a class that gives ReadWriteMany in the project, or run one instance (DeployabilityReplicas).",
                    $"Several instances share {volume.MountPath}, and the default storage class of most clouds gives a volume to one node alone: the claim then stays Pending.",
                    $"<DeployabilityVolume Include=\"{volume.Name}\" MountPath=\"{volume.MountPath}\" StorageClass=\"…\" />",
                    IsBlocking: true
                )
            );
        }
    }

    /// <summary>A claim begins empty, and pictures that the site ships beside those that visitors send are gone.</summary>
    private void NoteHiddenFiles()
    {
        foreach (var volume in volumes.Where(static volume => volume.IsPersistent && IsIn(volume.MountPath, WebRoot)))
        {
            context.Decide(
                "In a cluster it begins empty, and hides what the project ships there.",
                $"A claim is mounted over {volume.MountPath}.",
                "Ship files in another folder than the one that the code writes to."
            );
        }
    }

    /// <summary>What SQLite calls its file: https://learn.microsoft.com/dotnet/standard/data/sqlite/connection-strings.</summary>
    private static readonly string[] FileKeys = ["datasource", "filename"];

    /// <summary>The same connection string with another file; what else it says is kept.</summary>
    private static string WithFile(string? connectionString, string file)
    {
        var text = connectionString ?? "";
        var parts = new List<string> { $"Data Source={file}" };
        foreach (var pair in new ConnectionStringReader(text.AsSpan()))
        {
            var key = pair.Key.Of(text);
            if (!Array.Exists(FileKeys, name => ConnectionStringReader.IsKey(key.AsSpan(), name)))
            {
                parts.Add(pair.Range.Of(text));
            }
        }

        return string.Join(";", parts);
    }

    /// <summary>The file of a SQLite connection string; empty when it names none.</summary>
    private static string DatabaseFile(string? connectionString) => ConnectionStringReader.Find(connectionString ?? "", FileKeys) ?? "";

    /// <summary>The folder to mount for a path: the path itself unless its last part looks like a file.</summary>
    private static string FolderOf(string path)
    {
        var trimmed = path.TrimEnd('/');
        var slash = trimmed.LastIndexOf('/');
        return trimmed.IndexOf('.', slash + 1) > slash + 1 ? trimmed.Substring(0, slash) : trimmed;
    }

    private static string NameOf(string folder) => Text.DnsLabel(folder) is { Length: > 0 } label ? label : "data";

    /// <summary>
    /// One volume for each folder. A folder below another that lasts needs none of its own, whichever is found first, and what is declared stays. One that
    /// lives with the instance holds nothing that must last.
    /// </summary>
    private void Add(VolumePlan volume, bool isDeclared = false)
    {
        if (volumes.Exists(other => IsIn(volume.MountPath, other.MountPath) && (other.IsPersistent || !volume.IsPersistent)))
        {
            return;
        }

        volumes.RemoveAll(other =>
            !declared.Contains(other.Name)
            && (other.MountPath == volume.MountPath || IsIn(other.MountPath, volume.MountPath) && other.IsPersistent == volume.IsPersistent)
        );
        if (isDeclared)
        {
            declared.Add(volume.Name);
        }

        volumes.Add(
            volumes.Exists(other => other.Name == volume.Name)
                ? volume with
                {
                    Name = $"{volume.Name}-{Text.Of(volumes.Count + 1)}",
                }
                : volume
        );
    }
}
