using Deployability.Formats.ConnectionStrings;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows databases that are a file: SQLite and LiteDB, and how their connection strings name it.</summary>
internal static class FileDatabases
{
    /// <summary>Names of the calls and types that open one.</summary>
    public static string[] Names { get; } =
    [
        "UseSqlite",
        "AddSqlite",
        "UseSQLite",
        "SqliteConnection",
        "SQLiteConnection",
        "SQLiteAsyncConnection",
        "SqliteConnectionStringBuilder",
        "LiteDatabase",
        "LiteRepository",
    ];

    /// <summary>The same with the properties that say where it is.</summary>
    public static string[] AllNames { get; } = [.. Names, "SQLiteConnectionStringBuilder", "DataSource"];

    // What connection strings of SQLite and LiteDB may say; a server's says more.
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "DataSource",
        "Filename",
        "Mode",
        "Cache",
        "ForeignKeys",
        "RecursiveTriggers",
        "DefaultTimeout",
        "CommandTimeout",
        "Pooling",
        "Vfs",
        "Version",
        "JournalMode",
        "BusyTimeout",
        "Connection",
        "InitialSize",
        "ReadOnly",
        "Upgrade",
        "Collation",
        "AutoRebuild",
    };

    /// <summary>Endings of their files.</summary>
    public static string[] Extensions { get; } = [".db", ".db3", ".sqlite", ".sqlite3", ".litedb"];

    /// <returns>The connection string or path that the operation opens, or null when it opens no file database.</returns>
    public static IOperation? TryRecognise(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.Name: "UseSqlite" or "AddSqlite" or "UseSQLite" } call:
                return call
                    .Arguments.FirstOrDefault(static argument =>
                        argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter.Type.SpecialType: SpecialType.System_String }
                    )
                    ?.Value;
            case IObjectCreationOperation
            {
                Type.Name: "SqliteConnection"
                    or "SQLiteConnection"
                    or "SQLiteAsyncConnection"
                    or "SqliteConnectionStringBuilder"
                    or "LiteDatabase"
                    or "LiteRepository"
            } creation:
                return creation.Argument(0) is { Type.SpecialType: SpecialType.System_String } text ? text : null;
            case ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation
                {
                    Property:
                    { Name: "DataSource", ContainingType.Name: "SqliteConnectionStringBuilder" or "SQLiteConnectionStringBuilder" }
                }
            } assignment:
                return assignment.Value;
            default:
                return null;
        }
    }

    /// <summary>Keys of the settings from which the project's own code opens file databases: as a connection string, a path, or a part of one.</summary>
    public static ISet<string> KeysOf(ProjectContext project, CancellationToken cancellation)
    {
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var opened in project.All(Find.FileDatabases, cancellation))
        {
            AddKeys(opened.Value.Text, keys, depth: 3);
        }

        return keys;
    }

    private static void AddKeys(IOperation value, HashSet<string> keys, int depth)
    {
        foreach (var part in value.DescendantsAndSelf())
        {
            if (ConfigurationReads.TryRecognise(part) is { } read)
            {
                keys.Add(read.Key);
            }
            else if (depth > 0 && part is ILocalReferenceOperation local && LocalValues.SingleValue(local.Local, local) is { } assigned)
            {
                AddKeys(assigned, keys, depth - 1);
            }
        }
    }

    /// <summary>Whether a text that a file database is opened with names a file beside the app, with or without extension.</summary>
    public static bool IsBesideApp(string text) =>
        IsOfFile(text)
        && DataSourceOf(text) is { } source
        && source.IndexOf(':') < 0
        && source[0] is not ('/' or '\\' or '%' or '$' or '{' or '~' or '<')
        && source.IndexOf(' ') < 0;

    private static bool IsOfFile(string text)
    {
        foreach (var pair in new ConnectionStringReader(text.AsSpan()))
        {
            if (pair.HasKey && !Keywords.Contains(text.Substring(pair.Key.Start, pair.Key.Length).Replace(" ", "")))
            {
                return false;
            }
        }

        return true;
    }

    /// <returns>The file that the value names, or null when it is in memory, needs a password (another rule's business), or is not known.</returns>
    public static FilePath? FileOf(IOperation value, ProjectContext project)
    {
        value = value.Unwrap();
        if (
            value is ILocalReferenceOperation local
            && LocalValues.SingleValue(local.Local, local) is { } assigned
            && assigned.Unwrap() is not ILocalReferenceOperation
        )
        {
            value = assigned.Unwrap();
        }

        if (value is IInterpolatedStringOperation interpolated && PathIn(interpolated) is { } hole)
        {
            return DefaultOf(hole, project) ?? FilePaths.Resolve(hole, project);
        }

        if (
            value is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add
            && add.LeftOperand.Unwrap().ConstantValue is { HasValue: true, Value: string prefix }
            && prefix.TrimEnd().EndsWith("=", StringComparison.Ordinal)
        )
        {
            return DefaultOf(add.RightOperand, project) ?? FilePaths.Resolve(add.RightOperand, project);
        }

        var traced = project.Values.Trace(value);
        if (traced is [var only])
        {
            // A parameter's default is what a caller gets who names no file; callers can. A deployment that configures nothing gets the default.
            return
                only.Literal.FirstAncestorOrSelf<ParameterSyntax>() is null
                && (only.Role == ValueRole.Fixed || only.Key.Length > 0)
                && DataSourceOf(only.Text) is { } source
                ? FilePaths.OfText(source, only.Literal) is { } file
                    ? file with
                    {
                        Key = only.Key,
                    }
                    : null
                : null;
        }

        // A path made of parts: DataSource = Path.Combine(…), new LiteDatabase(path).
        return traced.IsEmpty ? DefaultOf(value, project) ?? FilePaths.Resolve(value, project) : null;
    }

    /// <returns>The file that the code itself names; null when configuration names it, it is opened to be read alone, or it is no file.</returns>
    public static FileWriteFact? FactOf(IOperation value, ProjectContext project, FactSource source) =>
        FileOf(value, project) is { Key.Length: 0, Text.Length: > 0, Root: PathRoot.AppDirectory or PathRoot.Absolute } file
        && FileWrites.Known(file.Text) is { Length: > 0 } path
        && (file.Root == PathRoot.AppDirectory ? path[0] != '/' : path is ['/', not '/', ..])
        && !project
            .Values.Trace(value)
            .Any(static text => text.Text.Replace(" ", "").IndexOf("mode=readonly", StringComparison.OrdinalIgnoreCase) >= 0)
            ? new FileWriteFact(source, path, "", FileWriteKind.Database)
            : null;

    // configuration["Db:Path"] ?? "app.db", also as the first part of a longer path: what a deployment gets that configures nothing.
    private static FilePath? DefaultOf(IOperation path, ProjectContext project)
    {
        path = path.Unwrap();
        if (
            path is ILocalReferenceOperation local
            && LocalValues.SingleValue(local.Local, local)?.Unwrap() is { } assigned and not ILocalReferenceOperation
        )
        {
            path = assigned;
        }

        if (
            path
                is IInvocationOperation
                {
                    TargetMethod: { Name: "Combine" or "Join", ContainingType: var type },
                    Arguments: [{ Value: var first }, .. var parts]
                }
            && type.Is("System.IO", "Path")
        )
        {
            return DefaultOf(first, project) is { } folder ? folder with { Text = parts.Aggregate(folder.Text, Append) } : null;
        }

        var (read, otherwise) = path switch
        {
            ICoalesceOperation coalesce => (ConfigurationReads.TryRecognise(coalesce.Value.Unwrap()), coalesce.WhenNull),
            IInvocationOperation call => (ConfigurationReads.TryRecognise(call), ConfigurationReads.DefaultOf(call)),
            _ => default,
        };
        return read is not null && otherwise is not null && FilePaths.Resolve(otherwise, project) is { Root: PathRoot.AppDirectory } file
            ? file with
            {
                Key = read.Key,
            }
            : null;
    }

    private static string Append(string folder, IArgumentOperation part) =>
        (folder.Length == 0 ? "" : folder + "/")
        + (part.Value.ConstantValue is { HasValue: true, Value: string name } ? name : TracedValue.Hole.ToString());

    /// <summary>Whether a connection string of a settings file names a file beside the app; databases on servers share the keyword.</summary>
    public static bool IsFileInAppDirectory(string connectionString) =>
        DataSourceOf(connectionString) is { } source
        && connectionString.IndexOf('=') > 0
        && source.IndexOf(':') < 0
        && source[0] is not ('/' or '\\' or '%' or '$' or '{' or '~')
        && Extensions.Any(extension => source.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value of <c>Data Source</c> or <c>Filename</c>; the whole text when it is a bare path.</summary>
    internal static string? DataSourceOf(string connectionString)
    {
        string? source = null;
        if (connectionString.IndexOf('=') < 0)
        {
            source = connectionString;
        }
        else
        {
            if (
                ConnectionStringReader.Find(connectionString, "password") is not null
                || ConnectionStringReader.Find(connectionString, "mode")?.IndexOf("memory", StringComparison.OrdinalIgnoreCase) >= 0
            )
            {
                return null;
            }

            source = ConnectionStringReader.Find(connectionString, "datasource", "filename");
        }

        if (source is { Length: > 5 } && source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            if (source.IndexOf("mode=memory", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return null;
            }

            source = source.Substring(5).Split('?')[0];
        }

        return string.IsNullOrEmpty(source) || source!.IndexOf(":memory:", StringComparison.OrdinalIgnoreCase) >= 0 ? null : source;
    }

    // $"Data Source={path}": the expression behind the keyword.
    private static IOperation? PathIn(IInterpolatedStringOperation interpolated)
    {
        for (var i = 0; i + 1 < interpolated.Parts.Length; i++)
        {
            if (
                interpolated.Parts[i] is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string text } }
                && interpolated.Parts[i + 1] is IInterpolationOperation hole
                && text.TrimEnd().EndsWith("=", StringComparison.Ordinal)
                && (
                    text.IndexOf("source", StringComparison.OrdinalIgnoreCase) >= 0
                    || text.IndexOf("filename", StringComparison.OrdinalIgnoreCase) >= 0
                )
            )
            {
                return hole.Expression;
            }
        }

        return null;
    }
}

/// <summary>A call or creation that opens a database which is a file.</summary>
/// <param name="Text">Its connection string or path, unevaluated.</param>
internal sealed record FileDatabase(IOperation Text);

internal sealed class OpenedFileDatabases : Recogniser<FileDatabase>
{
    public override IEnumerable<string> Words => FileDatabases.Names;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        ((SyntaxNode?)token.CallOf() ?? token.CreationOf()) is { } node ? [node] : [];

    public override FileDatabase? Recognise(Candidate candidate) =>
        candidate.Operation is { } operation && FileDatabases.TryRecognise(operation) is { } text ? new FileDatabase(text) : null;
}
