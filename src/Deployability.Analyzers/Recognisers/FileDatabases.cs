using Deployability.Analyzers.Code;
using Deployability.Formats.ConnectionStrings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows databases that are a file: SQLite and LiteDB, and how their connection strings name it.</summary>
internal static class FileDatabases
{
    private static readonly string[] Extensions = [".db", ".db3", ".sqlite", ".sqlite3", ".litedb"];

    /// <returns>The connection string or path that the operation opens, or null when it opens no file database.</returns>
    public static IOperation? TryRecognise(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.Name: "UseSqlite" or "AddSqlite" or "UseSQLite" } call:
                return call.Arguments.FirstOrDefault(static argument => argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter.Type.SpecialType: SpecialType.System_String })?.Value;
            case IObjectCreationOperation { Type.Name: "SqliteConnection" or "SQLiteConnection" or "SQLiteAsyncConnection" or "SqliteConnectionStringBuilder" or "LiteDatabase" or "LiteRepository" } creation:
                return creation.Argument(0) is { Type.SpecialType: SpecialType.System_String } text ? text : null;
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "DataSource", ContainingType.Name: "SqliteConnectionStringBuilder" or "SQLiteConnectionStringBuilder" } } } assignment:
                return assignment.Value;
            default:
                return null;
        }
    }

    /// <returns>The file that the value names, or null when it is in memory, needs a password (another rule's business), or is not known.</returns>
    public static FilePath? FileOf(IOperation value, ProjectContext project)
    {
        value = value.Unwrap();
        if (value is ILocalReferenceOperation local && LocalValues.SingleValue(local.Local, local) is { } assigned && assigned.Unwrap() is not ILocalReferenceOperation)
        {
            value = assigned.Unwrap();
        }

        if (value is IInterpolatedStringOperation interpolated && PathIn(interpolated) is { } hole)
        {
            return FilePaths.Resolve(hole, project);
        }

        if (value is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add && add.LeftOperand.Unwrap().ConstantValue is { HasValue: true, Value: string prefix } && prefix.TrimEnd().EndsWith("=", StringComparison.Ordinal))
        {
            return FilePaths.Resolve(add.RightOperand, project);
        }

        var traced = project.Values.Trace(value);
        if (traced is [{ Role: ValueRole.Fixed } only])
        {
            // A parameter's default is what a caller gets who names no file; callers can.
            return only.Literal.FirstAncestorOrSelf<ParameterSyntax>() is null && DataSourceOf(only.Text) is { } source ? FilePaths.OfText(source, only.Literal) : null;
        }

        // A path made of parts: DataSource = Path.Combine(…), new LiteDatabase(path).
        return traced.IsEmpty ? FilePaths.Resolve(value, project) : null;
    }

    /// <summary>Whether a connection string of a settings file names a file beside the app; databases on servers share the keyword.</summary>
    public static bool IsFileInAppDirectory(string connectionString) =>
        DataSourceOf(connectionString) is { } source && connectionString.IndexOf('=') > 0 &&
        source.IndexOf(':') < 0 && source[0] is not ('/' or '\\' or '%' or '$' or '{' or '~') &&
        Extensions.Any(extension => source.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

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
            if (ConnectionStringReader.Find(connectionString, "password") is not null ||
                ConnectionStringReader.Find(connectionString, "mode")?.IndexOf("memory", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return null;
            }

            source = ConnectionStringReader.Find(connectionString, "datasource", "filename");
        }

        if (source is { Length: > 5 } && source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            source = source.Substring(5).Split('?')[0];
        }

        return string.IsNullOrEmpty(source) || source!.IndexOf(":memory:", StringComparison.OrdinalIgnoreCase) >= 0 ? null : source;
    }

    // $"Data Source={path}": the expression behind the keyword.
    private static IOperation? PathIn(IInterpolatedStringOperation interpolated)
    {
        for (var i = 0; i + 1 < interpolated.Parts.Length; i++)
        {
            if (interpolated.Parts[i] is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string text } } &&
                interpolated.Parts[i + 1] is IInterpolationOperation hole &&
                text.TrimEnd().EndsWith("=", StringComparison.Ordinal) &&
                (text.IndexOf("source", StringComparison.OrdinalIgnoreCase) >= 0 || text.IndexOf("filename", StringComparison.OrdinalIgnoreCase) >= 0))
            {
                return hole.Expression;
            }
        }

        return null;
    }
}
